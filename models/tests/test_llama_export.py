"""The ONNX graph against PyTorch, what quantization costs, and the manifest entry."""

import hashlib
import json
import math

import numpy as np
import pytest
import torch
from test_llama_network import CRYSTALS, random_model, small_trainer

from tau_models.llama import export as exporter
from tau_models.llama.corpus import canonical_sequence
from tau_models.llama.export import QuantizationError, export, graph_error
from tau_models.llama.network import CONFIGS
from tau_models.llama.onnx_graph import (
    QUANTIZERS,
    bits_per_token,
    empty_cache,
    open_session,
    quantize,
    run_graph,
    write_onnx,
)

VALIDATION = [canonical_sequence(crystal, True) for crystal in CRYSTALS[:6]]


@pytest.fixture(scope="module")
def trained():
    trainer = small_trainer(40)
    for _ in range(40):
        trainer.step()
    return trainer.model.eval()


@pytest.fixture(scope="module")
def full_graph(trained, tmp_path_factory):
    path = tmp_path_factory.mktemp("graph") / "full.onnx"
    write_onnx(trained, path)
    return path


@pytest.mark.parametrize("config", ["tiny", "small"])
def test_graph_gives_what_pytorch_gives(config, tmp_path):
    model = random_model(CONFIGS[config])
    write_onnx(model, tmp_path / "model.onnx")
    assert graph_error(model, tmp_path / "model.onnx", VALIDATION[0]) < 1e-4


def test_graph_takes_batches_and_single_tokens(trained, full_graph):
    session = open_session(full_graph)
    ids = np.random.default_rng(0).integers(0, 160, (3, 20))
    cache, logits = empty_cache(session, 3), []
    for start in range(20):
        out, cache = run_graph(session, ids[:, start : start + 1], cache)
        logits.append(out)
    with torch.no_grad():
        expected = trained(torch.from_numpy(ids)).numpy()
    np.testing.assert_allclose(np.concatenate(logits, 1), expected, atol=1e-4)
    assert cache.shape == (2, 2, 3, 1, 20, 32)


def test_graph_interface(full_graph):
    session = open_session(full_graph)
    assert [(i.name, i.type, len(i.shape)) for i in session.get_inputs()] == [
        ("input_ids", "tensor(int32)", 2),
        ("positions", "tensor(int32)", 1),
        ("past", "tensor(float)", 6),
    ]
    assert [o.name for o in session.get_outputs()] == ["logits", "present"]


def test_bits_per_token_is_the_mean_over_crystal_tokens(trained, full_graph):
    nats = count = 0
    for sequence in VALIDATION:
        ids = torch.tensor([sequence.ids])
        with torch.no_grad():
            log_probabilities = trained(ids)[0, :-1].log_softmax(-1)
        rows = range(sequence.prompt_length - 1, len(sequence.ids) - 1)
        nats -= sum(log_probabilities[row, sequence.ids[row + 1]].item() for row in rows)
        count += len(rows)
    assert bits_per_token(open_session(full_graph), VALIDATION) == pytest.approx(nats / count / math.log(2), rel=1e-5)


@pytest.mark.parametrize("method", QUANTIZERS)
def test_quantized_graph_stays_close_and_is_smaller(method, full_graph, tmp_path):
    quantize(full_graph, tmp_path / "small.onnx", method)
    before = bits_per_token(open_session(full_graph), VALIDATION)
    after = bits_per_token(open_session(tmp_path / "small.onnx"), VALIDATION)
    assert after != before and abs(after / before - 1) < (0.15 if method == "int4-blocks" else 0.02)
    assert (tmp_path / "small.onnx").stat().st_size < 0.7 * full_graph.stat().st_size


def test_unknown_method_is_named(full_graph, tmp_path):
    with pytest.raises(ValueError, match="'int3'"):
        quantize(full_graph, tmp_path / "x.onnx", "int3")


def test_entry_names_what_lies_there(trained, tmp_path):
    report = export(trained, "llama-test", tmp_path, VALIDATION, [3, 9], 20, QUANTIZERS[0])
    (entry,) = json.loads((tmp_path / "manifest.json").read_text())["language"]
    assert entry["path"] == report["folder"]
    assert {record["name"] for record in entry["files"]} == {"model.onnx", "tokenizer.json", "config.json"}
    for record in entry["files"]:
        content = (tmp_path / entry["path"] / record["name"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == record["sha256"]
    assert (entry["layers"], entry["kvHeads"], entry["headDim"], entry["vocabularySize"]) == (2, 1, 32, 160)


def test_a_lossy_quantization_is_refused_and_nothing_is_published(trained, tmp_path, monkeypatch):
    monkeypatch.setattr(exporter, "LARGEST_LOSS", -1.0)
    with pytest.raises(QuantizationError, match="bits per token"):
        export(trained, "llama-test", tmp_path, VALIDATION, [3, 9], 20, QUANTIZERS[0])
    assert list(tmp_path.iterdir()) == []
