"""The ONNX graphs against PyTorch, and the manifest entry."""

import hashlib
import json

import numpy as np
import onnxruntime
import pytest
import torch

from tau_models.cspnet.export import FP32, SAMPLER_DEFAULTS, SMALL, export
from tau_models.cspnet.network import CONFIGS, CSPNet
from tau_models.cspnet.onnx_graph import INPUTS, FlatInputs, graph_inputs


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    torch.manual_seed(0)
    network = CSPNet(CONFIGS["tiny"]).eval()
    models = tmp_path_factory.mktemp("models")
    export(network, "cspnet-test", models, [11, 17], SAMPLER_DEFAULTS)
    manifest = json.loads((models / "manifest.json").read_text())
    return network, models, manifest["denoiser"][0]


@pytest.mark.parametrize(("variant", "tolerance"), [("fp32", 1e-5), ("small", 1e-2)])
@pytest.mark.parametrize("atoms", [(1,), (2, 5, 3), (20, 7)])
def test_graph_gives_what_pytorch_gives(exported, variant, tolerance, atoms):
    network, models, entry = exported
    generator = torch.Generator().manual_seed(0)
    width = max(atoms)
    numbers = torch.randint(1, 90, (len(atoms), width), generator=generator)
    numbers *= torch.arange(width) < torch.tensor(atoms)[:, None]
    coords = torch.rand(len(atoms), width, 3, generator=generator)
    cells = 4 * torch.eye(3) + torch.randn(len(atoms), 3, 3, generator=generator)
    inputs = graph_inputs(network, torch.full((len(atoms),), 77), numbers, coords, cells)
    with torch.no_grad():
        expected = FlatInputs(network)(*inputs)
    session = onnxruntime.InferenceSession(models / entry["path"] / entry["onnx"][variant])
    found = session.run(None, {name: value.numpy() for name, value in zip(INPUTS, inputs, strict=True)})
    for a, b in zip(found, expected, strict=True):
        np.testing.assert_allclose(a, b.numpy(), rtol=tolerance, atol=tolerance)


def test_entry_names_what_lies_there(exported):
    _, models, entry = exported
    assert {record["name"] for record in entry["files"]} == {FP32, SMALL}
    for record in entry["files"]:
        content = (models / entry["path"] / record["name"]).read_bytes()
        assert len(content) == record["bytes"]
        assert hashlib.sha256(content).hexdigest() == record["sha256"]
        if record["name"] == FP32:
            assert entry["path"] == f"cspnet-test-{record['sha256'][:12]}"


def test_a_new_export_replaces_the_old_one(exported):
    _, models, entry = exported
    torch.manual_seed(1)
    other = models / "other"
    for seed in (1, 2):
        torch.manual_seed(seed)
        export(CSPNet(CONFIGS["tiny"]).eval(), "cspnet-test", other, [1], SAMPLER_DEFAULTS)
    entries = json.loads((other / "manifest.json").read_text())["denoiser"]
    assert len(entries) == 1
    assert [path.name for path in other.iterdir() if path.is_dir()] == [entries[0]["path"]]
