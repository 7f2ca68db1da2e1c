"""Trains a LLaMA on crystal texts: ``python -m tau_models.llama.train --config small --minutes 90 --out runs/small``.

The same command runs on CPU and GPU and goes on from ``<out>/checkpoint.pt`` where there is one. On a CPU that other
work shares, set OMP_NUM_THREADS=1 and high MALLOC_MMAP_THRESHOLD_ and MALLOC_TRIM_THRESHOLD_.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import time
from dataclasses import dataclass
from pathlib import Path

import torch
import torch.nn.functional as F

from tau_models.data import DataMissingError, load_split
from tau_models.hardware import compile_in_place, has_fast_bfloat16
from tau_models.llama.corpus import IGNORED, Sequence, Source, canonical_sequence, collate
from tau_models.llama.epochs import Epochs
from tau_models.llama.network import CONFIGS, Llama, load_weights, save_weights

TRAINING_SETS: dict[str, bool] = {"mp_20": False, "perov_5": True}
"""Data set → whether it holds hypothetical perovskites (``Source.hypothetical_perovskites``)."""


@dataclass(frozen=True)
class Options:
    """Everything that decides a training.

    The horizon is ``minutes`` of training time, or ``steps`` where given. ``micro_batch_tokens`` bounds a forward
    pass; a step takes one of them at first and ``late_micro_batches`` after 40 % of the horizon. ``workers`` processes
    make the texts of coming epochs; 0 makes them in between.
    """

    minutes: float
    steps: int | None = None
    seed: int = 1
    learning_rate: float = 4e-3
    weight_decay: float = 0.05
    warm_up_steps: int = 100
    cooldown: float = 0.25
    micro_batch_tokens: int = 4096
    late_micro_batches: int = 2
    workers: int = 0
    device: str = "cpu"


class Trainer:
    """A network, its optimizers and its place in the data; ``step`` is a function of that state alone."""

    def __init__(self, model: Llama, sources: list[Source], options: Options) -> None:
        self.options = options
        self.epochs = Epochs(sources, options.seed, options.micro_batch_tokens, options.workers)
        self.model = model.to(options.device)
        self.bfloat16 = has_fast_bfloat16(options.device)
        matrices = [p for name, p in model.named_parameters() if p.dim() == 2 and ".layers." in name]
        others = [p for name, p in model.named_parameters() if p.dim() != 2 or ".layers." not in name]
        # Muon with the update scaled to AdamW's root mean square, so that both share one learning rate.
        self.optimizers = [
            torch.optim.Muon(
                matrices,
                lr=options.learning_rate,
                weight_decay=options.weight_decay,
                momentum=0.95,
                adjust_lr_fn="match_rms_adamw",
            ),
            torch.optim.AdamW(others, lr=options.learning_rate, betas=(0.9, 0.95), weight_decay=0.0),
        ]
        self.steps = self.tokens = self.epoch = self.micro_batch = 0
        self.seconds = 0.0
        self._batches: list | None = None

    def progress(self) -> float:
        """Share of the horizon that is done, 0–1."""
        if self.options.steps is not None:
            return min(1.0, self.steps / self.options.steps)
        return min(1.0, self.seconds / (60 * self.options.minutes))

    def learning_rate(self) -> float:
        """Linear warm-up, constant, then linear to 0 over the last ``cooldown`` of the horizon."""
        warm_up = min(1.0, (self.steps + 1) / self.options.warm_up_steps)
        remaining = min(1.0, (1.0 - self.progress()) / self.options.cooldown)
        return self.options.learning_rate * warm_up * remaining

    def _next_batches(self, count: int) -> list:
        chosen = []
        while len(chosen) < count:
            if self._batches is None:
                self._batches = self.epochs[self.epoch]
            if self.micro_batch >= len(self._batches):  # beyond it after a resumption with larger micro-batches
                self._batches, self.epoch, self.micro_batch = None, self.epoch + 1, 0
                continue
            chosen.append(self._batches[self.micro_batch])
            self.micro_batch += 1
        return chosen

    def step(self) -> float:
        """One optimizer step; returns the loss in nats per crystal token."""
        started = time.perf_counter()
        batches = self._next_batches(1 if self.progress() < 0.4 else self.options.late_micro_batches)
        predicted = sum(int((targets != IGNORED).sum()) for _, targets in batches)
        total = 0.0
        for inputs, targets in batches:
            loss = self._loss_sum(torch.from_numpy(inputs), torch.from_numpy(targets)) / predicted
            loss.backward()
            total += loss.item()
            self.tokens += inputs.size
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        rate = self.learning_rate()
        for optimizer in self.optimizers:
            for group in optimizer.param_groups:
                group["lr"] = rate
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
        self.steps += 1
        self.seconds += time.perf_counter() - started
        return total

    def _loss_sum(self, inputs: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
        device = self.options.device
        inputs, targets = inputs.to(device).long(), targets.to(device).long()
        with torch.autocast(device.split(":")[0], dtype=torch.bfloat16, enabled=self.bfloat16):
            logits = self.model(inputs)
        return F.cross_entropy(logits.float().flatten(0, 1), targets.flatten(), ignore_index=IGNORED, reduction="sum")

    @torch.no_grad()
    def bits_per_token(self, sequences: list[Sequence]) -> float:
        """Mean −log₂ p over the crystal tokens of the sequences."""
        self.model.eval()
        ordered = sorted(sequences, key=lambda s: len(s.ids))
        loss = count = 0
        for start in range(0, len(ordered), 16):
            inputs, targets = collate(ordered[start : start + 16])
            loss += self._loss_sum(torch.from_numpy(inputs), torch.from_numpy(targets)).item()
            count += int((targets != IGNORED).sum())
        self.model.train()
        return loss / count / math.log(2)

    def state(self) -> dict:
        """Everything that ``restore`` needs to go on as if nothing had happened."""
        return {
            "model": self.model.state_dict(),
            "optimizers": [optimizer.state_dict() for optimizer in self.optimizers],
            "counters": {name: getattr(self, name) for name in ("steps", "tokens", "epoch", "micro_batch", "seconds")},
        }

    def restore(self, state: dict) -> None:
        """Takes over a ``state()``."""
        self.model.load_state_dict(state["model"])
        for optimizer, saved in zip(self.optimizers, state["optimizers"], strict=True):
            optimizer.load_state_dict(saved)
        for name, value in state["counters"].items():
            setattr(self, name, value)


def save_checkpoint(trainer: Trainer, folder: Path) -> None:
    """Writes the resumable checkpoint, whole or not at all, and the weights beside it."""
    temporary = folder / "checkpoint.pt.part"
    torch.save(trainer.state(), temporary)
    temporary.replace(folder / "checkpoint.pt")
    save_weights(trainer.model, folder)


def run(trainer: Trainer, folder: Path, validation: dict[str, list[Sequence]], deadline: float = math.inf) -> float:
    """Trains to the horizon or to the deadline (of ``time.monotonic``); returns the share of the horizon that is done.

    Logs a JSON line every 30 s, validates and saves every three minutes.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "log.jsonl").open("a", encoding="utf-8") as log:
        logged = saved = time.monotonic()
        losses: list[float] = []
        tokens, seconds = trainer.tokens, trainer.seconds
        done = trainer.progress() >= 1.0
        while not done:
            losses.append(trainer.step())
            now = time.monotonic()
            done = trainer.progress() >= 1.0 or now >= deadline
            if now - logged < 30 and not done:
                continue
            record = {
                "step": trainer.steps,
                "epoch": trainer.epoch,
                "tokens": trainer.tokens,
                "minutes": round(trainer.seconds / 60, 2),
                "nats": round(sum(losses) / len(losses), 4),
                "tokens_per_second": round((trainer.tokens - tokens) / max(trainer.seconds - seconds, 1e-9)),
                "learning_rate": trainer.learning_rate(),
            }
            if now - saved >= 180 or done:
                save_checkpoint(trainer, folder)
                record["validation_bits"] = {
                    name: round(trainer.bits_per_token(sequences), 4) for name, sequences in validation.items()
                }
                saved = time.monotonic()
            print(json.dumps(record), file=log, flush=True)
            logged, losses, tokens, seconds = time.monotonic(), [], trainer.tokens, trainer.seconds
    return trainer.progress()


def train(
    config: str,
    options: Options,
    sets: dict[str, bool],
    out: Path,
    *,
    data: Path | str | None = None,
    init: Path | None = None,
    compiled: bool = False,
    deadline: float = math.inf,
) -> float:
    """Trains on the train splits of ``sets``, which are as TRAINING_SETS, from the checkpoint in ``out`` where there is
    one, else from ``init`` or anew. Returns the share of the horizon that is done.

    Raises ``DataMissingError`` where a data set is not there.
    """
    torch.manual_seed(options.seed)
    sources = [Source(load_split(name, "train", data), always) for name, always in sets.items()]
    held_out = load_split("mp_20", "val", data)[:128]
    validation = {
        "unconditional": [canonical_sequence(crystal, with_formula=False) for crystal in held_out],
        "formula": [canonical_sequence(crystal, with_formula=True) for crystal in held_out],
    }
    trainer = Trainer(load_weights(init) if init else Llama(CONFIGS[config]), sources, options)
    checkpoint = out / "checkpoint.pt"
    if checkpoint.exists():
        trainer.restore(torch.load(checkpoint, map_location=options.device, weights_only=True))
    if compiled:
        compile_in_place(trainer.model)
    try:
        return run(trainer, out, validation, deadline)
    finally:
        trainer.epochs.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--config", choices=CONFIGS, default="small")
    horizon = parser.add_mutually_exclusive_group(required=True)
    horizon.add_argument("--minutes", type=float, help="training time; on resuming, the whole of it")
    horizon.add_argument("--steps", type=int, help="optimizer steps instead of minutes")
    parser.add_argument("--out", type=Path, required=True, help="folder for checkpoint, weights and log")
    parser.add_argument("--data", help="folder of the .jsonl.gz files (default: TAU_DATA)")
    parser.add_argument("--init", type=Path, help="start from these .safetensors weights, with a new warm-up")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--learning-rate", type=float, default=Options.learning_rate)
    parser.add_argument("--micro-batch-tokens", type=int, default=Options.micro_batch_tokens)
    parser.add_argument("--late-micro-batches", type=int, default=Options.late_micro_batches)
    parser.add_argument("--workers", type=int, default=Options.workers, help="processes that make the texts ahead")
    parser.add_argument("--compile", action="store_true", help="fuse elementwise work; needs a compiler")
    parser.add_argument("--seed", type=int, default=Options.seed)
    arguments = parser.parse_args()
    torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", torch.get_num_threads())))
    options = Options(
        minutes=arguments.minutes or math.inf,
        steps=arguments.steps,
        seed=arguments.seed,
        learning_rate=arguments.learning_rate,
        micro_batch_tokens=arguments.micro_batch_tokens,
        late_micro_batches=arguments.late_micro_batches,
        workers=arguments.workers,
        device=arguments.device,
    )
    try:
        train(
            arguments.config,
            options,
            TRAINING_SETS,
            arguments.out,
            data=arguments.data,
            init=arguments.init,
            compiled=arguments.compile,
        )
    except DataMissingError as error:
        raise SystemExit(str(error)) from None


if __name__ == "__main__":
    main()
