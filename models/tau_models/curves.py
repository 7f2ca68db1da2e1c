"""Draws loss curves from the log of a training."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path

from matplotlib.figure import Figure

TRAINING_LOSSES = ("coordinate_loss", "lattice_loss", "nats")

Curves = dict[str, list[tuple[float, float]]]


def read(log: Path) -> tuple[Curves, Curves]:
    """(step, value) of each loss of training, and of each of validation, in the order of the log."""
    training: Curves = defaultdict(list)
    validation: Curves = defaultdict(list)
    for line in log.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        for name in TRAINING_LOSSES:
            if name in record:
                training[name].append((record["step"], record[name]))
        for group in ("validation", "validation_bits"):
            for name, value in record.get(group, {}).items():
                if isinstance(value, dict):  # CSPNet: a loss at several timesteps
                    for timestep, loss in value.items():
                        label = f"{name}, mean" if timestep == "mean" else f"{name}, t = {timestep}"
                        validation[label].append((record["step"], loss))
                else:
                    validation[f"{name}, bits a token"].append((record["step"], value))
    return dict(training), dict(validation)


def draw(log: Path, picture: Path, title: str) -> None:
    """Training losses on the left, those of validation on the right, as PNG."""
    figure = Figure(figsize=(11, 4.5), layout="constrained")
    figure.suptitle(title)
    for axes, name, curves in zip(figure.subplots(1, 2), ("training", "validation"), read(log), strict=True):
        for label, points in curves.items():
            axes.plot(*zip(*points, strict=True), marker="." if len(points) < 30 else "", label=label)
        axes.set(title=name, xlabel="step", ylabel="loss")
        if curves:
            axes.legend(fontsize="small")
    figure.savefig(picture, dpi=110)
