"""Trains what is missing or unfinished of a plan, for some minutes: python -m tau_models.train --plan cpu --minutes 60

Each model goes on from its checkpoint in runs/, else from its weights in weights/, else from nothing. A slice may end
anywhere; the same command goes on. What it writes, under runs/<name>/: checkpoint, log.jsonl, curves.png and weights.
--deliver FOLDER also gets, of each model that was trained, half-precision weights in files of at most 16 MiB, the log
and the curves.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import shutil
import time
from collections.abc import Sequence
from pathlib import Path

import torch

from tau_models import curves, weight_files
from tau_models.cspnet import train as cspnet_training
from tau_models.cspnet.checkpoint import load_network
from tau_models.data import DataMissingError
from tau_models.llama import train as llama_training
from tau_models.llama.network import load_weights
from tau_models.plans import PLANS, Entry, Plan

PACKAGE = Path(__file__).parents[1]
MOST_BYTES = 15 * 2**20
"""Of tensors in a delivered file: 16 MiB with its header to spare."""
SECONDS_TO_FINISH = 25
"""Kept free at the end of a slice for the last validation and for writing."""


class Slice:
    """One call: a plan, the folders, the device and the moment at which all must be written."""

    def __init__(
        self,
        plan: Plan,
        minutes: float,
        *,
        device: str,
        runs: Path,
        weights: Path,
        data: Path | None = None,
        deliver: Path | None = None,
        compiled: bool = False,
    ) -> None:
        self.plan, self.device, self.compiled = plan, device, compiled
        self.runs, self.weights, self.data, self.deliver = runs, weights, data, deliver
        seconds = 60 * minutes
        self.deadline = time.monotonic() + seconds - min(SECONDS_TO_FINISH, seconds / 10)

    def run(self, only: Sequence[str] = ()) -> dict[str, float]:
        """Trains in the plan's order until the time is over; returns the share done of each model that was touched.

        Raises:
            ValueError: a name in `only` is not in the plan.
        """
        names = [entry.name for entry in self.plan.entries]
        if unknown := set(only) - set(names):
            raise ValueError(f"The plan has no {', '.join(sorted(unknown))}; it has {', '.join(names)}.")
        shares: dict[str, float] = {}
        for entry in self.plan.entries:
            if entry.name not in only and (only or entry.by_name_only):
                continue
            if time.monotonic() >= self.deadline:
                break
            done = self.progress(entry)
            if done >= 1:
                print(f"{entry.name} is trained.", flush=True)
                continue
            print(f"{entry.name}: {done:.0%} done, {self.start(entry)}.", flush=True)
            shares[entry.name] = self.train(entry)
            self.write(entry, shares[entry.name])
        return shares

    def minutes(self, entry: Entry) -> float:
        """Of training, of the whole entry."""
        return self.plan.minutes * entry.share

    def progress(self, entry: Entry) -> float:
        """The share of the entry's minutes that its checkpoint, or else its weights, have behind them."""
        state = self.runs / entry.name / "progress.json"
        if (self.runs / entry.name / "checkpoint.pt").exists():
            return json.loads(state.read_text(encoding="utf-8"))["progress"] if state.exists() else 0.0
        initial = self.initial(entry)
        return float(weight_files.read(initial)[1].get("progress", 0.0)) if initial else 0.0

    def initial(self, entry: Entry) -> Path | None:
        """Weights to start from where there is no checkpoint."""
        path = self.weights / f"{entry.name}.safetensors"
        return path if weight_files.exists(path) else None

    def start(self, entry: Entry) -> str:
        if (self.runs / entry.name / "checkpoint.pt").exists():
            return "going on from its checkpoint"
        return f"from {self.initial(entry)} with a new warm-up" if self.initial(entry) else "from nothing"

    def train(self, entry: Entry) -> float:
        out = self.runs / entry.name
        common = {"data": self.data, "init": self.initial(entry), "compiled": self.compiled, "deadline": self.deadline}
        if entry.model == "cspnet":
            settings = cspnet_training.Settings(config=entry.config, device=self.device, **entry.settings)
            horizon = cspnet_training.Horizon(self.minutes(entry), cooldown=entry.cooldown)
            return cspnet_training.train(settings, entry.sets, horizon, out, **common)
        options = llama_training.Options(
            self.minutes(entry), cooldown=entry.cooldown, device=self.device, **entry.settings
        )
        hypothetical = {name: llama_training.TRAINING_SETS.get(name, False) for name in entry.sets}
        return llama_training.train(entry.config, options, hypothetical, out, **common)

    def write(self, entry: Entry, progress: float) -> None:
        """Curves and progress beside the checkpoint; everything that outlives the machine into `deliver`."""
        out = self.runs / entry.name
        (out / "progress.json").write_text(json.dumps({"progress": progress}) + "\n", encoding="utf-8")
        curves.draw(out / "log.jsonl", out / "curves.png", entry.name)
        if self.deliver is None:
            return
        metadata = {"format": "pt", "progress": str(progress)}
        if entry.model == "cspnet":
            network: torch.nn.Module = load_network(out / "average.safetensors")
            metadata["config"] = json.dumps(network.config.as_dict())
        else:
            network = load_weights(out / "model.safetensors")
        tensors = {name: value.to(torch.bfloat16) for name, value in network.state_dict().items()}
        weight_files.write_shards(self.deliver, entry.name, tensors, metadata, MOST_BYTES)
        if entry.model == "llama":
            shutil.copy(out / "config.json", self.deliver / f"{entry.name}.config.json")
        shutil.copy(out / "log.jsonl", self.deliver / f"{entry.name}.log.jsonl")
        shutil.copy(out / "curves.png", self.deliver / f"{entry.name}.png")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--plan", choices=sorted(PLANS), required=True)
    parser.add_argument("--minutes", type=float, required=True, help="wall time of this slice")
    parser.add_argument("--only", nargs="+", default=[], help="names of models; default: all of the plan")
    parser.add_argument("--data", type=Path, help="folder of the data sets; default: TAU_DATA")
    parser.add_argument("--runs", type=Path, default=PACKAGE / "runs")
    parser.add_argument("--weights", type=Path, default=PACKAGE / "weights", help="folder of weights to start from")
    parser.add_argument("--deliver", type=Path, help="folder for weights, log and curves of what was trained")
    parser.add_argument("--no-compile", action="store_true", help="run every operation by itself")
    arguments = parser.parse_args()
    if not 0 < arguments.minutes < math.inf:
        parser.error("--minutes must be a positive number")
    plan = PLANS[arguments.plan]
    if plan.device == "cuda" and not torch.cuda.is_available():
        parser.error("the plan needs a GPU, and PyTorch sees none; --plan cpu needs none")
    torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", torch.get_num_threads())))
    torch.set_float32_matmul_precision("high")
    part = Slice(
        plan,
        arguments.minutes,
        device=plan.device,
        runs=arguments.runs,
        weights=arguments.weights,
        data=arguments.data,
        deliver=arguments.deliver,
        compiled=plan.device == "cuda" and not arguments.no_compile,
    )
    try:
        shares = part.run(arguments.only)
    except (DataMissingError, ValueError) as error:
        raise SystemExit(str(error)) from None
    for name, share in shares.items():
        print(f"{name}: {share:.0%} of its {plan.minutes * _share(plan, name):.3g} minutes.")


def _share(plan: Plan, name: str) -> float:
    return next(entry.share for entry in plan.entries if entry.name == name)


if __name__ == "__main__":
    main()
