"""The plans of training: their data, and both run end to end in small, as on the first minute of a real machine."""

import gzip
import json
import shutil
import sys
from dataclasses import replace

import numpy as np
import pytest
import torch
from test_cspnet_train import toy_crystals

from tau_models import curves, train, weight_files
from tau_models.cspnet.batches import BatchedCrystals
from tau_models.cspnet.checkpoint import load_network
from tau_models.cspnet.network import CONFIGS, CSPNet
from tau_models.cspnet.train import Settings, Trainer
from tau_models.hardware import compile_in_place
from tau_models.llama import network as llama
from tau_models.llama.corpus import Source, epoch_batches
from tau_models.llama.epochs import Epochs
from tau_models.plans import PLANS, Plan

TINY = {"edges": 400, "micro_batch_tokens": 512, "workers": 1}


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("data")
    for name in ("mp_20", "perov_5", "carbon_24", "mp2023_le20_extra"):
        with gzip.open(folder / f"{name}.jsonl.gz", "wt") as file:
            for k, crystal in enumerate(toy_crystals(24)):
                row = {"id": f"{name}-{k}", "split": "val" if k % 4 == 0 else "test" if k % 4 == 1 else "train"}
                row |= {"elements": crystal.atomic_numbers.tolist(), "lattice": crystal.lattice_parameters.tolist()}
                file.write(json.dumps({**row, "frac_coords": crystal.frac_coords.tolist()}) + "\n")
    return folder


def in_small(name: str, seconds: float) -> Plan:
    """A plan with tiny networks and batches, each entry trained for `seconds`."""
    plan = PLANS[name]
    entries = [
        replace(
            entry,
            config="tiny",
            share=1.0,
            settings={key: TINY.get(key, value) for key, value in entry.settings.items()},
        )
        for entry in plan.entries
    ]
    return replace(plan, minutes=seconds / 60, entries=tuple(entries))


def part(plan, folder, data, minutes=2.0, **fields):
    return train.Slice(
        plan,
        minutes,
        device="cpu",
        runs=folder / "runs",
        weights=folder / "weights",
        data=data,
        deliver=folder / "delivered",
        **fields,
    )


@pytest.mark.parametrize("name", sorted(PLANS))
def test_shares_are_whole_and_names_distinct(name):
    entries = PLANS[name].entries
    assert sum(entry.share for entry in entries if not entry.by_name_only) == pytest.approx(1)
    assert len({entry.name for entry in entries}) == len(entries)
    configs = {"cspnet": CONFIGS, "llama": llama.CONFIGS}
    assert all(entry.config in configs[entry.model] for entry in entries)


@pytest.mark.parametrize("name", sorted(PLANS))
def test_a_plan_trains_what_is_missing_and_delivers_it(name, data, tmp_path):
    plan = in_small(name, seconds=0.3)
    shares = part(plan, tmp_path, data).run()
    chosen = [entry for entry in plan.entries if not entry.by_name_only]
    assert list(shares) == [entry.name for entry in chosen] and min(shares.values()) >= 1
    for entry in chosen:
        weights = tmp_path / "delivered" / f"{entry.name}.safetensors"
        tensors, metadata = weight_files.read(weights)
        assert float(metadata["progress"]) >= 1
        assert (tmp_path / "delivered" / f"{entry.name}.png").read_bytes().startswith(b"\x89PNG")
        assert (tmp_path / "delivered" / f"{entry.name}.log.jsonl").stat().st_size > 0
        loaded = load_network(weights) if entry.model == "cspnet" else llama.load_weights(weights)
        assert set(loaded.state_dict()) == set(tensors)
    assert part(plan, tmp_path, data).run() == {}, "nothing is left to train"
    # Elsewhere, with nothing but what was delivered: trained models stay as they are, by name or not.
    shutil.copytree(tmp_path / "delivered", tmp_path / "elsewhere" / "weights")
    assert part(plan, tmp_path / "elsewhere", data).run([chosen[0].name]) == {}


def test_slices_add_up_and_keep_one_horizon(data, tmp_path, capsys):
    first = part(in_small("gpu", seconds=600), tmp_path, data, minutes=1.5 / 60).run(["cspnet-mp20"])
    assert 0 < first["cspnet-mp20"] < 1
    assert not (tmp_path / "runs" / "llama-large").exists()
    longer = 600 * first["cspnet-mp20"] + 1
    second = part(in_small("gpu", seconds=longer), tmp_path, data).run(["cspnet-mp20"])
    assert second["cspnet-mp20"] >= 1
    said = capsys.readouterr().out
    assert "from nothing" in said and "going on from its checkpoint" in said and "Resumed" in said
    steps = [step for step, _ in curves.read(tmp_path / "runs" / "cspnet-mp20" / "log.jsonl")[1]["lattice, mean"]]
    assert len(steps) == 2 and steps[0] < steps[1]


def test_unfinished_weights_are_trained_on(data, tmp_path, capsys):
    plan = in_small("cpu", seconds=0.3)
    network = CSPNet(CONFIGS["tiny"])
    metadata = {"config": json.dumps(network.config.as_dict()), "progress": "0.5"}
    weight_files.write_shards(tmp_path / "weights", "cspnet-small", network.state_dict(), metadata, 20_000)
    assert len(list((tmp_path / "weights").glob("*.safetensors"))) > 1
    part(plan, tmp_path, data).run(["cspnet-small"])
    assert "50% done" in capsys.readouterr().out
    before, after = network.atom.weight, load_network(tmp_path / "delivered" / "cspnet-small.safetensors").atom.weight
    # 0.3 s of warm-up: near the weights that it began with, far from others.
    assert 0 < (after - before).abs().max() < 0.2 * before.abs().max()


def test_an_unknown_name_is_refused(data, tmp_path):
    with pytest.raises(ValueError, match="no llama-huge; it has cspnet-mp20"):
        part(PLANS["gpu"], tmp_path, data).run(["llama-huge"])


def test_the_command_says_that_a_gpu_is_missing(monkeypatch, capsys):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    monkeypatch.setattr(sys, "argv", ["train", "--plan", "gpu", "--minutes", "9"])
    with pytest.raises(SystemExit):
        train.main()
    assert "the plan needs a GPU" in capsys.readouterr().err


def test_epochs_made_by_other_processes_are_the_same():
    sources = [Source(toy_crystals(9), False)]
    epochs = Epochs(sources, seed=3, micro_batch_tokens=256, workers=2)
    try:
        for number in (0, 1, 2, 5):
            expected = epoch_batches(sources, 3, number, 256)
            for one, other in zip(epochs[number], expected, strict=True):
                assert np.array_equal(one[0], other[0]) and np.array_equal(one[1], other[1])
    finally:
        epochs.close()


def test_a_compiled_step_is_the_same_step_at_every_size():
    settings = Settings(config="tiny", edges=400)
    losses = []
    for compiled in (False, True):
        trainer = Trainer(settings, BatchedCrystals(toy_crystals(24), settings.edges))
        if compiled:
            torch._dynamo.reset()
            torch._dynamo.utils.counters.clear()
            compile_in_place(*trainer.network.layers, backend="aot_eager")
        losses.append(torch.stack([trainer.train_step(0.1) for _ in range(8)]))
    torch.testing.assert_close(*losses, rtol=1e-4, atol=1e-5)
    counted = torch._dynamo.utils.counters
    assert counted["stats"]["unique_graphs"] <= 2 and not counted["graph_break"]


def test_a_compiled_language_model_is_one_graph_at_every_size():
    torch.manual_seed(0)
    model = llama.Llama(llama.CONFIGS["tiny"])
    batches = [torch.randint(4, 150, shape) for shape in ((3, 20), (5, 33), (2, 64))]
    expected = [model(ids) for ids in batches]
    torch._dynamo.reset()
    torch._dynamo.utils.counters.clear()
    compile_in_place(model, backend="aot_eager")
    for ids, logits in zip(batches, expected, strict=True):
        torch.testing.assert_close(model(ids), logits)
    counted = torch._dynamo.utils.counters
    assert counted["stats"]["unique_graphs"] == 1 and not counted["graph_break"]


def test_shards_keep_tensors_and_sizes(tmp_path):
    tensors = {f"t{k}": torch.randn(50, 20) for k in range(7)}
    files = weight_files.write_shards(tmp_path, "model", tensors, {"progress": "0.5"}, 9000)
    assert len(files) == 5 and all(path.stat().st_size < 10_000 for path in files)
    found, metadata = weight_files.read(tmp_path / "model.safetensors")
    assert metadata["progress"] == "0.5" and all(torch.equal(found[name], tensors[name]) for name in tensors)
    (whole,) = weight_files.write_shards(tmp_path, "model", tensors, {}, 10**6)
    assert list(tmp_path.iterdir()) == [whole]
    with pytest.raises(ValueError, match="t0 takes 4000 bytes"):
        weight_files.write_shards(tmp_path, "model", tensors, {}, 3000)
