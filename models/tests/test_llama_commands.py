"""The command lines, run on a small data folder: train, resume, start from weights, count, sample."""

import gzip
import json
import sys

import pytest
import torch
from test_llama_network import CRYSTALS

from tau_models.llama import sample, statistics, train
from tau_models.llama.network import load_weights


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("data")
    rows = [
        {
            "id": f"{index}",
            "split": "val" if index % 4 == 0 else "train",
            "elements": crystal.atomic_numbers.tolist(),
            "lattice": crystal.lattice_parameters.tolist(),
            "frac_coords": crystal.frac_coords.tolist(),
            "spacegroup": crystal.spacegroup,
            **crystal.labels,
        }
        for index, crystal in enumerate(CRYSTALS)
    ]
    for name in ("mp_20", "perov_5"):
        with gzip.open(folder / f"{name}.jsonl.gz", "wt") as file:
            file.writelines(json.dumps(row) + "\n" for row in rows)
    return folder


def call(monkeypatch, module, *arguments) -> None:
    monkeypatch.setattr(sys, "argv", [module.__name__, *map(str, arguments)])
    threads = torch.get_num_threads()
    module.main()
    torch.set_num_threads(threads)


def records(folder) -> list[dict]:
    return [json.loads(line) for line in (folder / "log.jsonl").read_text().splitlines()]


def test_train_resume_and_start_from_weights(monkeypatch, data, tmp_path):
    common = ("--config", "tiny", "--data", data, "--device", "cpu", "--micro-batch-tokens", 256)
    call(monkeypatch, train, *common, "--steps", 4, "--out", tmp_path / "a")
    call(monkeypatch, train, *common, "--steps", 7, "--out", tmp_path / "a")
    assert [record["step"] for record in records(tmp_path / "a")] == [4, 7]
    weights = tmp_path / "a" / "model.safetensors"
    call(monkeypatch, train, *common, "--steps", 1, "--init", weights, "--out", tmp_path / "b")
    (first,) = records(tmp_path / "b")
    assert first["step"] == 1
    before, after = load_weights(weights), load_weights(tmp_path / "b" / "model.safetensors")
    moved = max((a - b).abs().max().item() for a, b in zip(before.parameters(), after.parameters(), strict=True))
    # One step of the warm-up: a hundredth of the learning rate, for Muon times 0.2 √(largest side).
    assert 0 < moved < 1e-3


def test_statistics(monkeypatch, data, tmp_path):
    call(monkeypatch, statistics, "--data", data, "--out", tmp_path / "deep" / "statistics.json")
    found = json.loads((tmp_path / "deep" / "statistics.json").read_text())
    assert found["spaceGroups"]["cubic"] == {"225": 12} and found["spaceGroups"]["triclinic"] == {}
    assert found["atomCounts"] == {"2": 12} and found["mp20TrainCount"] == 12
    assert found["atomicNumbers"] == [3, 11, 17, 19, 35, 37, 53]
    assert found["cellAngles"] == {"min": 60.0, "max": 60.0}


def test_sample_counts_what_parses(monkeypatch, data, tmp_path, capsys):
    common = ("--config", "tiny", "--data", data, "--device", "cpu", "--micro-batch-tokens", 256)
    call(monkeypatch, train, *common, "--steps", 2, "--out", tmp_path)
    call(monkeypatch, sample, "--weights", tmp_path / "model.safetensors", "--formula", "NaCl", "--count", 2)
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["drawn"] == 2


@pytest.mark.parametrize("formula", ["Xx2", "NaCl)", "nacl", "Na 2"])
def test_wrong_formula_is_named(formula):
    with pytest.raises(ValueError, match="is not a formula"):
        sample.parse_formula(formula)
