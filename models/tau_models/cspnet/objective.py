"""The training objective: noise a batch at random timesteps and compare the network with what was added."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from tau_models.cspnet.batches import Batch
from tau_models.cspnet.network import CSPNet, time_embedding
from tau_models.cspnet.schedule import Schedule, wrapped_score

REFINEMENT_TIMESTEPS = 300
"""Refinement of a draft seldom starts above this noise level."""
LOW_NOISE_SHARE = 0.75
TIMESTEP_WEIGHTINGS = ("full-range", "low-noise")


@dataclass(frozen=True)
class NoisedBatch:
    """Attributes: timestep (B,); frac_coords (B, N, 3); lattice (B, 3, 3) in Å; and the network's targets, the score
    divided by λ_t (B, N, 3) and the lattice noise (B, 3, 3)."""

    timestep: Tensor
    frac_coords: Tensor
    lattice: Tensor
    score: Tensor
    lattice_noise: Tensor


class Noiser:
    """Draws x_t ~ wrapped normal(x_0, σ_t) and L_t = √ᾱ_t L_0 + √(1 − ᾱ_t) ε (CrysLLMGen, section 4.4)."""

    def __init__(self, schedule: Schedule, device: torch.device | str = "cpu") -> None:
        self.timesteps = schedule.timesteps
        self.alpha_bar = schedule.alpha_bar.float().to(device)
        self.sigma = schedule.sigma.float().to(device)
        self.score_scale = schedule.score_scale.float().to(device)
        self.device = device

    def timestep(self, count: int, generator: torch.Generator, weighting: str = "full-range") -> Tensor:
        """(count,) timesteps, stratified.

        `full-range`: density ∝ 1/√t up to T, since refinement starts at small t and ends at 1. `low-noise`: three
        quarters of them have that density up to REFINEMENT_TIMESTEPS, the rest keeps what was learned above it.
        """
        device = generator.device
        strata = (torch.arange(count, device=device) + torch.rand(count, generator=generator, device=device)) / count
        if weighting == "low-noise":
            low = strata < LOW_NOISE_SHARE
            strata = torch.where(low, strata / LOW_NOISE_SHARE, (strata - LOW_NOISE_SHARE) / (1 - LOW_NOISE_SHARE))
            most = torch.where(low, REFINEMENT_TIMESTEPS, self.timesteps)
        elif weighting == "full-range":
            most = torch.full_like(strata, self.timesteps)
        else:
            raise ValueError(f"The timestep weighting is one of {', '.join(TIMESTEP_WEIGHTINGS)}, not {weighting!r}.")
        timestep = torch.minimum(1 + torch.floor(most * strata**2), most).long()
        return timestep[torch.randperm(count, generator=generator, device=device)].to(self.device)

    def __call__(self, batch: Batch, timestep: Tensor, generator: torch.Generator) -> NoisedBatch:
        """The noise is drawn where the generator lives: on the CPU, one seed gives one batch on every device."""
        drawn_on = generator.device
        coord_noise = torch.randn(batch.frac_coords.shape, generator=generator, device=drawn_on).to(self.device)
        lattice_noise = torch.randn(batch.lattice.shape, generator=generator, device=drawn_on).to(self.device)
        sigma, scale = self.sigma[timestep, None, None], self.score_scale[timestep, None, None]
        alpha_bar = self.alpha_bar[timestep, None, None]
        displacement = sigma * coord_noise
        return NoisedBatch(
            timestep=timestep,
            frac_coords=batch.frac_coords + displacement,
            lattice=alpha_bar.sqrt() * batch.lattice + (1 - alpha_bar).sqrt() * lattice_noise,
            score=wrapped_score(displacement, sigma) / scale,
            lattice_noise=lattice_noise,
        )


def losses(network: CSPNet, batch: Batch, noised: NoisedBatch) -> tuple[Tensor, Tensor]:
    """Mean squared errors of each structure, (B,): of the score divided by λ_t, and of the lattice noise.

    Both are 1 for a network that predicts nothing. A common translation of N atoms and the three rotations of the
    lattice cannot be predicted: at small t at least 1/N and 3/9 remain.
    """
    features = time_embedding(noised.timestep, network.config.time_dim)
    score, lattice_noise = network(features, batch.atomic_numbers, noised.frac_coords, noised.lattice, batch.pairs)
    coordinate = (score - noised.score).square().mean((1, 2))
    lattice = (lattice_noise - noised.lattice_noise).square().mean((1, 2))
    return coordinate, lattice
