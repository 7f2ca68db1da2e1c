"""Trains CSPNet: python -m tau_models.cspnet.train --config small --minutes 60 --out runs/cspnet-small

The same command runs on CPU and CUDA. Started again with the same --out it resumes; minutes are counted over all
starts. --init starts a new run from shipped weights.
"""

from __future__ import annotations

import argparse
import json
import math
import signal
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import torch
from torch import Tensor

from tau_models.cspnet.batches import BatchedCrystals
from tau_models.cspnet.checkpoint import load_network, save_checkpoint, save_weights
from tau_models.cspnet.network import CONFIGS, CSPNet
from tau_models.cspnet.objective import TIMESTEP_WEIGHTINGS, Noiser, losses
from tau_models.cspnet.schedule import make_schedule
from tau_models.cspnet.validation_loss import ValidationLoss
from tau_models.data import DataMissingError, load_split
from tau_models.hardware import compile_in_place, has_fast_bfloat16

TRAINING_SETS = ("mp_20", "perov_5")
WARM_UP_STEPS = 500
LOG_STEPS = 200


@dataclass
class Settings:
    """What decides a step. `timestep_weighting` is one of objective.TIMESTEP_WEIGHTINGS."""

    config: str = "small"
    learning_rate: float = 1e-3
    clip_norm: float = 1.0
    average_decay: float = 0.9995
    edges: int = 4000
    timestep_weighting: str = "full-range"
    seed: int = 0
    device: str = "cpu"
    half_precision: bool = False


@dataclass(frozen=True)
class Horizon:
    """When to stop: minutes of training or steps, whichever is given, over all starts. In its last part, `cooldown`,
    the learning rate falls."""

    minutes: float | None = None
    steps: int | None = None
    cooldown: float = 0.3

    def progress(self, step: int, seconds: float) -> float:
        """The share that is done."""
        return step / self.steps if self.steps is not None else seconds / 60 / (self.minutes or math.inf)

    def learning_rate_factor(self, step: int, seconds: float = 0.0) -> float:
        """Linear warm-up, constant, then 1 − √ of the way through the cooldown."""
        warm_up = min(1.0, (step + 1) / WARM_UP_STEPS)
        cooling = max(0.0, (min(self.progress(step, seconds), 1.0) - (1 - self.cooldown)) / self.cooldown)
        return warm_up * (1 - cooling**0.5)


class Trainer:
    """Holds everything that a checkpoint stores: weights, their moving average, the optimizer, step and epoch."""

    def __init__(self, settings: Settings, crystals: BatchedCrystals, network: CSPNet | None = None) -> None:
        torch.manual_seed(settings.seed)
        self.settings, self.crystals = settings, crystals
        self.network = (network or CSPNet(CONFIGS[settings.config])).to(settings.device).train()
        self.average = [p.detach().clone() for p in self.network.parameters()]
        self.optimizer = torch.optim.Adam(self.network.parameters(), settings.learning_rate, fused=True)
        self.noiser = Noiser(make_schedule(), settings.device)
        self.generator = torch.Generator(settings.device)
        self.step = self.structures = self.epoch = self.position = 0
        self.seconds = 0.0
        self.order = crystals.epoch(settings.seed, 0)

    def train_step(self, learning_rate_factor: float) -> Tensor:
        """One batch; (2,): the mean coordinate and lattice losses."""
        if self.position >= len(self.order):  # beyond it after a resumption with larger batches
            self.epoch, self.position = self.epoch + 1, 0
            self.order = self.crystals.epoch(self.settings.seed, self.epoch)
        batch = self.crystals.take(*self.order[self.position])
        generator = self.generator.manual_seed(self.settings.seed * 1_000_000_007 + self.step)
        timestep = self.noiser.timestep(len(batch), generator, self.settings.timestep_weighting)
        noised = self.noiser(batch, timestep, generator)
        with torch.autocast(self.settings.device.split(":")[0], torch.bfloat16, enabled=self.settings.half_precision):
            coordinate, lattice = losses(self.network, batch, noised)
        coordinate, lattice = coordinate.mean(), lattice.mean()
        (coordinate + lattice).backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), self.settings.clip_norm)
        for group in self.optimizer.param_groups:
            group["lr"] = self.settings.learning_rate * learning_rate_factor
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        self.update_average()
        self.step += 1
        self.position += 1
        self.structures += len(batch)
        return torch.stack([coordinate.detach(), lattice.detach()])

    def update_average(self) -> None:
        decay = min(self.settings.average_decay, (1 + self.step) / (10 + self.step))
        torch._foreach_lerp_(self.average, [p.detach() for p in self.network.parameters()], 1 - decay)

    def averaged_network(self) -> CSPNet:
        network = CSPNet(self.network.config).to(self.settings.device)
        network.load_state_dict(dict(zip(dict(self.network.named_parameters()), self.average, strict=True)))
        return network.eval()

    def state(self) -> dict:
        names = list(dict(self.network.named_parameters()))
        counters = {key: getattr(self, key) for key in ("step", "structures", "epoch", "position", "seconds")}
        return {
            "config": self.network.config.as_dict(),
            "network": self.network.state_dict(),
            "average": dict(zip(names, self.average, strict=True)),
            "optimizer": self.optimizer.state_dict(),
            **counters,
        }

    def restore(self, state: dict) -> None:
        if state["config"] != self.network.config.as_dict():
            raise SystemExit(f"The checkpoint holds {state['config']}, asked for was {self.network.config.as_dict()}.")
        self.network.load_state_dict(state["network"])
        self.average = [state["average"][name].to(self.settings.device) for name, _ in self.network.named_parameters()]
        self.optimizer.load_state_dict(state["optimizer"])
        for key in ("step", "structures", "epoch", "position", "seconds"):
            setattr(self, key, state[key])
        self.order = self.crystals.epoch(self.settings.seed, self.epoch)


def run(
    trainer: Trainer,
    validation: ValidationLoss,
    horizon: Horizon,
    out: Path,
    checkpoint_minutes: float = 3.0,
    deadline: float = math.inf,
) -> float:
    """Trains to the horizon, the deadline (of time.monotonic; at least a step) or a SIGTERM; logs and saves in `out`.

    Returns the share of the horizon that is done.
    """
    stopping = []
    previous = signal.signal(signal.SIGTERM, lambda *_: stopping.append(True))
    mark, saved = _Mark(trainer), time.monotonic()
    while horizon.progress(trainer.step, trainer.seconds) < 1:
        began = time.monotonic()
        mark.losses.append(trainer.train_step(horizon.learning_rate_factor(trainer.step, trainer.seconds)))
        trainer.seconds += time.monotonic() - began
        if len(mark.losses) == LOG_STEPS:
            _log(out, mark.record(trainer))
            mark = _Mark(trainer)
        if time.monotonic() - saved > checkpoint_minutes * 60:
            _save(trainer, validation, out)
            mark, saved = _Mark(trainer), time.monotonic()
        if stopping or time.monotonic() >= deadline:
            break
    _save(trainer, validation, out)
    signal.signal(signal.SIGTERM, previous)
    return horizon.progress(trainer.step, trainer.seconds)


def train(
    settings: Settings,
    sets: Sequence[str],
    horizon: Horizon,
    out: Path,
    *,
    data: Path | None = None,
    init: Path | None = None,
    compiled: bool = False,
    checkpoint_minutes: float = 3.0,
    deadline: float = math.inf,
) -> float:
    """Trains on the train splits of `sets`, from `out`'s checkpoint where there is one, else from `init` or anew.

    Validates on the first set. `compiled` fuses elementwise work. Returns the share of the horizon that is done.

    Raises:
        DataMissingError: a data set is not there.
    """
    settings = replace(settings, half_precision=has_fast_bfloat16(settings.device))
    crystals = [crystal for name in sets for crystal in load_split(name, "train", data)]
    batched = BatchedCrystals(crystals, settings.edges, device=settings.device)
    validation = ValidationLoss(load_split(sets[0], "val", data), settings.device)
    trainer = Trainer(settings, batched, load_network(init) if init else None)
    out.mkdir(parents=True, exist_ok=True)
    checkpoint = out / "checkpoint.pt"
    if checkpoint.exists():
        trainer.restore(torch.load(checkpoint, map_location="cpu", weights_only=True))
        print(f"Resumed {checkpoint} at step {trainer.step}.", flush=True)
    if compiled:
        # One graph for all atom counts; the layers share it.
        compile_in_place(*trainer.network.layers)
    return run(trainer, validation, horizon, out, checkpoint_minutes, deadline)


class _Mark:
    """A moment in training, to measure from."""

    def __init__(self, trainer: Trainer) -> None:
        self.structures, self.time = trainer.structures, time.monotonic()
        self.losses: list[Tensor] = []

    def record(self, trainer: Trainer) -> dict:
        coordinate, lattice = torch.stack(self.losses).mean(0).tolist()
        seconds = time.monotonic() - self.time
        return {
            "step": trainer.step,
            "epoch": round(trainer.structures / trainer.crystals.size, 3),
            "minutes": round(trainer.seconds / 60, 2),
            "learning_rate": trainer.optimizer.param_groups[0]["lr"],
            "coordinate_loss": round(coordinate, 4),
            "lattice_loss": round(lattice, 4),
            "structures_per_second": round((trainer.structures - self.structures) / seconds, 1),
        }


def _save(trainer: Trainer, validation: ValidationLoss, out: Path) -> None:
    network = trainer.averaged_network()
    save_checkpoint(out / "checkpoint.pt", trainer.state())
    save_weights(out / "average.safetensors", network)
    _log(out, {"step": trainer.step, "validation": validation(network)})


def _log(out: Path, record: dict) -> None:
    line = json.dumps(record)
    print(line, flush=True)
    with open(out / "log.jsonl", "a", encoding="utf-8") as file:
        file.write(line + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--config", choices=sorted(CONFIGS), default="small")
    group = parser.add_mutually_exclusive_group(required=True)
    group.add_argument("--minutes", type=float, help="of training in all, those before a resumption included")
    group.add_argument("--steps", type=int, help="steps in all, those before a resumption included")
    parser.add_argument("--out", type=Path, required=True, help="folder for checkpoint, weights and log")
    parser.add_argument("--data", type=Path, help="folder of the data sets; default: TAU_DATA")
    parser.add_argument("--sets", nargs="+", default=list(TRAINING_SETS), help="data sets, their train splits together")
    parser.add_argument("--init", type=Path, help="weights (.safetensors) to start from, with a fresh optimizer")
    parser.add_argument("--learning-rate", type=float, default=Settings.learning_rate)
    parser.add_argument(
        "--cooldown", type=float, default=Horizon.cooldown, help="last share of the horizon, in which the rate falls"
    )
    parser.add_argument("--edges", type=int, default=Settings.edges, help="ordered atom pairs in a batch")
    parser.add_argument(
        "--timestep-weighting",
        choices=TIMESTEP_WEIGHTINGS,
        default=Settings.timestep_weighting,
        help="low-noise: most of the training at the noise levels of refinement",
    )
    parser.add_argument("--seed", type=int, default=Settings.seed)
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument(
        "--compile", action="store_true", help="fuse elementwise work by torch.compile; needs a compiler"
    )
    parser.add_argument("--checkpoint-minutes", type=float, default=3.0)
    arguments = parser.parse_args()

    settings = Settings(
        config=arguments.config,
        learning_rate=arguments.learning_rate,
        edges=arguments.edges,
        timestep_weighting=arguments.timestep_weighting,
        seed=arguments.seed,
        device=arguments.device,
    )
    try:
        train(
            settings,
            arguments.sets,
            Horizon(arguments.minutes, arguments.steps, arguments.cooldown),
            arguments.out,
            data=arguments.data,
            init=arguments.init,
            compiled=arguments.compile,
            checkpoint_minutes=arguments.checkpoint_minutes,
        )
    except DataMissingError as error:
        raise SystemExit(str(error)) from None


if __name__ == "__main__":
    main()
