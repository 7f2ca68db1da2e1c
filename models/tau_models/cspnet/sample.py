"""The reverse process in Python: step 2 of CrysLLMGen's Algorithm 1, on padded batches.

This is the reference that the browser's sampler is tested against. The order of predictor and corrector, the start at τ
and the step from which no noise is added are settings, so that they can be measured.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import torch
from torch import Tensor

from tau_models.cspnet.network import CSPNet, Pairs, make_pairs, time_embedding
from tau_models.cspnet.schedule import Schedule

Noise = Callable[[str, int, torch.Size], Tensor]
"""(stage, timestep, shape) → standard normal numbers. Stages: startCoords, startLattice, predictorCoords,
predictorLattice, correctorCoords; the timestep of the start's noise is 0."""


@dataclass(frozen=True)
class Structures:
    """A padded batch: atomic_numbers (B, N) int, 0 on padding; frac_coords (B, N, 3) and lattice (B, 3, 3), float64."""

    atomic_numbers: Tensor
    frac_coords: Tensor
    lattice: Tensor


@dataclass(frozen=True)
class SamplerSettings:
    """Attributes:

    tau: the timestep at which the reverse process starts, 0 … T.
    order: `predictor-first` (Algorithm 1) or `corrector-first` (DiffCSP, whose corrector step grows as (σ_t/σ_1)²).
    step_length: of the corrector, in squared fractional coordinates; 0 leaves the corrector out.
    renoise: whether noise of level τ is added to the start; Algorithm 1 takes the draft as it is.
    noise_free_steps: how many of the last steps, t ≤ this, add no noise. Algorithm 1: only t = 1.
    """

    tau: int
    order: str = "predictor-first"
    step_length: float = 1e-5
    renoise: bool = False
    noise_free_steps: int = 1


@torch.no_grad()
def refine(
    network: CSPNet, schedule: Schedule, start: Structures, settings: SamplerSettings, noise: Noise
) -> Iterator[Structures]:
    """Yields the start and the state after every step t = τ … 1: τ + 1 states.

    The state is float64, the network sees float32. Line numbers are those of Algorithm 1; where it prints α_t in
    line 9, ᾱ_t is meant.

    Raises:
        ValueError: τ is outside 0 … T, or the order is unknown.
    """
    if not 0 <= settings.tau <= schedule.timesteps:
        raise ValueError(f"τ must be from 0 to {schedule.timesteps}, not {settings.tau}.")
    if settings.order not in ("predictor-first", "corrector-first"):
        raise ValueError(f"The order must be predictor-first or corrector-first, not {settings.order!r}.")
    alpha_bar, sigma = schedule.alpha_bar.tolist(), schedule.sigma.tolist()
    beta, score_scale = schedule.beta.tolist(), schedule.score_scale.tolist()
    mask = (start.atomic_numbers > 0).float()
    pairs = make_pairs(mask.shape[1])
    x, lattice = start.frac_coords.double(), start.lattice.double()

    def evaluate(t: int) -> tuple[Tensor, Tensor]:
        scaled, lattice_noise = _predict(network, start.atomic_numbers, x, lattice, t, pairs, mask)
        return scaled * score_scale[t], lattice_noise

    def draw(stage: str, t: int, shape: torch.Size) -> Tensor | float:
        return noise(stage, t, shape) if t > settings.noise_free_steps else 0.0

    def correct(t: int, length: float) -> Tensor:
        score, _ = evaluate(t)
        return wrap(x + length * score + (2 * length) ** 0.5 * draw("correctorCoords", t, x.shape))

    if settings.renoise and settings.tau > 0:
        x = x + sigma[settings.tau] * noise("startCoords", 0, x.shape)
        kept = alpha_bar[settings.tau]
        lattice = kept**0.5 * lattice + (1 - kept) ** 0.5 * noise("startLattice", 0, lattice.shape)
    x = wrap(x) if settings.tau > 0 else x
    yield Structures(start.atomic_numbers, x, lattice)

    for t in range(settings.tau, 0, -1):
        if settings.order == "corrector-first" and settings.step_length > 0:
            x = correct(t, settings.step_length * (sigma[t] / sigma[1]) ** 2)
        score, lattice_noise = evaluate(t)
        mean = (lattice - beta[t] / (1 - alpha_bar[t]) ** 0.5 * lattice_noise) / (1 - beta[t]) ** 0.5
        deviation = (beta[t] * (1 - alpha_bar[t - 1]) / (1 - alpha_bar[t])) ** 0.5
        lattice = mean + deviation * draw("predictorLattice", t, lattice.shape)  # line 9
        variance = sigma[t] ** 2 - sigma[t - 1] ** 2
        deviation = sigma[t - 1] * variance**0.5 / sigma[t]
        x = wrap(x + variance * score + deviation * draw("predictorCoords", t, x.shape))  # line 10
        length = settings.step_length * sigma[t - 1] / sigma[t]  # line 12
        if settings.order == "predictor-first" and length > 0:
            x = correct(t, length)  # lines 11 and 13; t stays although the state is already at t − 1
        yield Structures(start.atomic_numbers, x, lattice)


def _predict(
    network: CSPNet, atomic_numbers: Tensor, x: Tensor, lattice: Tensor, t: int, pairs: Pairs, mask: Tensor
) -> tuple[Tensor, Tensor]:
    features = time_embedding(torch.full((len(x),), t), network.config.time_dim)
    score, lattice_noise = network(features, atomic_numbers, x.float(), lattice.float(), pairs, mask)
    return score.double(), lattice_noise.double()


def wrap(x: Tensor) -> Tensor:
    """Into [0, 1)."""
    fraction = x - torch.floor(x)
    return torch.where(fraction < 1, fraction, 0.0)


def seeded_noise(seed: int) -> Noise:
    """Noise from one generator, in the order of the calls."""
    generator = torch.Generator().manual_seed(seed)
    return lambda stage, t, shape: torch.randn(shape, generator=generator, dtype=torch.float64)


def pad(atomic_numbers: list[Tensor], frac_coords: list[Tensor], lattice: list[Tensor]) -> Structures:
    """Structures of different sizes as one padded batch."""
    width = max(len(z) for z in atomic_numbers)
    z = torch.zeros(len(atomic_numbers), width, dtype=torch.int64)
    x = torch.zeros(len(atomic_numbers), width, 3, dtype=torch.float64)
    for row, (numbers, coords) in enumerate(zip(atomic_numbers, frac_coords, strict=True)):
        z[row, : len(numbers)], x[row, : len(numbers)] = numbers, coords
    return Structures(z, x, torch.stack(lattice).double())
