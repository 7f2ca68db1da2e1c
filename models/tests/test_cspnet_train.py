"""Training steps, resumption, checkpoints and the command line."""

import gzip
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch

from tau_models.cspnet.batches import BatchedCrystals
from tau_models.cspnet.checkpoint import load_network, save_weights
from tau_models.cspnet.network import CONFIGS, CSPNet
from tau_models.cspnet.train import Horizon, Settings, Trainer
from tau_models.cspnet.validation_loss import ValidationLoss
from tau_models.data import Crystal, lattice_matrix

SETTINGS = Settings(config="tiny", edges=1600)


def toy_crystals(count=60):
    """Rock salt and caesium chloride cells of random sizes, some doubled along c."""
    random = np.random.default_rng(0)
    crystals = []
    for k in range(count):
        length = random.uniform(3.5, 6.0)
        parameters = np.array([length, length, length, *([60.0] * 3 if k % 2 else [90.0] * 3)])
        coords = np.array([[0.0, 0.0, 0.0], [0.5, 0.5, 0.5]])
        numbers = np.array([11, 17] if k % 2 else [55, 17])
        if k % 3 == 0:
            parameters[2] *= 2
            coords = np.concatenate([coords, coords + [0, 0, 1]]) / [1, 1, 2]
            numbers = np.concatenate([numbers, numbers])
        crystals.append(Crystal(f"toy-{k}", numbers, parameters, lattice_matrix(parameters), coords, None))
    return crystals


def train(steps, state=None):
    trainer = Trainer(SETTINGS, BatchedCrystals(toy_crystals(), SETTINGS.edges))
    if state is not None:
        trainer.restore(state)
    losses = [trainer.train_step(learning_rate_factor=0.1).tolist() for _ in range(steps)]
    return trainer, losses


def test_resuming_gives_what_an_uninterrupted_run_gives(tmp_path):
    whole, losses = train(12)
    first, first_losses = train(5)
    torch.save(first.state(), tmp_path / "checkpoint.pt")
    second, second_losses = train(7, torch.load(tmp_path / "checkpoint.pt", weights_only=True))
    assert first_losses + second_losses == losses
    assert whole.epoch > 0, "the runs must cross an epoch's end"
    for name, value in whole.state()["average"].items():
        assert torch.equal(value, second.state()["average"][name]), name


def test_training_learns():
    validation = ValidationLoss(toy_crystals())
    trainer, _ = train(0)
    before = validation(trainer.averaged_network())
    for _ in range(400):
        trainer.train_step(learning_rate_factor=1.0)
    after = validation(trainer.averaged_network())
    assert after["coordinate"]["mean"] < 0.85 * before["coordinate"]["mean"]
    assert after["lattice"]["mean"] < before["lattice"]["mean"]


def test_epoch_deals_every_structure_once():
    batched = BatchedCrystals(toy_crystals(), 400)
    for epoch in (0, 1):
        dealt = [(nodes, index) for nodes, indices in batched.epoch(3, epoch) for index in indices.tolist()]
        assert len(dealt) == len(set(dealt)) == 60
    orders = [str(batched.epoch(3, epoch)) for epoch in (0, 0, 1)]
    assert orders[0] == orders[1] != orders[2]


def test_learning_rate_warms_up_stays_and_cools_down():
    horizon = Horizon(steps=100_000, cooldown=0.4)
    assert horizon.learning_rate_factor(0) < 0.01
    assert horizon.learning_rate_factor(60_000) == 1
    assert horizon.learning_rate_factor(70_000) == pytest.approx(0.5)
    assert horizon.learning_rate_factor(120_000) == pytest.approx(0)


def test_weights_survive_a_file(tmp_path):
    network = CSPNet(CONFIGS["tiny"])
    save_weights(tmp_path / "weights.safetensors", network)
    loaded = load_network(tmp_path / "weights.safetensors")
    assert loaded.config == network.config
    for name, value in network.state_dict().items():
        assert torch.equal(loaded.state_dict()[name], value)


def write_data(folder):
    for name in ("mp_20", "perov_5"):
        with gzip.open(folder / f"{name}.jsonl.gz", "wt") as file:
            for k, crystal in enumerate(toy_crystals(40)):
                row = {"id": crystal.id, "split": "val" if k % 4 == 0 else "train"}
                row |= {"elements": crystal.atomic_numbers.tolist(), "lattice": crystal.lattice_parameters.tolist()}
                file.write(json.dumps({**row, "frac_coords": crystal.frac_coords.tolist()}) + "\n")


def command(*arguments):
    return subprocess.run(
        [sys.executable, "-m", "tau_models.cspnet.train", "--config", "tiny", "--device", "cpu", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[1],
    )


def test_the_command_trains_resumes_and_restarts(tmp_path):
    write_data(tmp_path)
    out = tmp_path / "run"
    assert command("--steps", 3, "--out", out, "--data", tmp_path).returncode == 0
    resumed = command("--steps", 5, "--out", out, "--data", tmp_path)
    assert resumed.returncode == 0, resumed.stderr
    assert "Resumed" in resumed.stdout and '"step": 5' in resumed.stdout
    weights = out / "average.safetensors"
    restarted = command("--steps", 2, "--out", tmp_path / "other", "--data", tmp_path, "--init", weights)
    assert restarted.returncode == 0, restarted.stderr


def test_the_command_says_how_to_get_data(tmp_path):
    found = command("--steps", 1, "--out", tmp_path / "run", "--data", tmp_path / "nowhere")
    assert found.returncode != 0
    assert "TAU_DATA" in found.stderr and "Traceback" not in found.stderr
