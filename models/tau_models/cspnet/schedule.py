"""Noise schedules of the joint diffusion over lattices (DDPM) and fractional coordinates (wrapped normal).

Tensors have T + 1 entries, so that index t is timestep t; entry 0 is the noise-free end. The published schedules are
those of DiffCSP (Jiao et al. 2023, section 4.2), which CrysLLMGen (section 4.4) takes over.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor

TIMESTEPS = 1000
COSINE_OFFSET = 0.008
BETA_MIN, BETA_MAX = 1e-4, 0.9999
SIGMA_MIN, SIGMA_MAX = 0.005, 0.5
IMAGES = 10
QUADRATURE_POINTS = 1024


@dataclass(frozen=True)
class Schedule:
    """Attributes, each (T + 1,) float64:

    beta: variance added to the lattice at t; beta[0] = 0.
    alpha_bar: ∏ (1 − β) up to t; alpha_bar[0] = 1.
    sigma: standard deviation of the wrapped normal on fractional coordinates; sigma[0] = 0.
    score_scale: λ_t = √E[(∂ log q)²] for one coordinate; score_scale[0] = 0 (unused).
    """

    beta: Tensor
    alpha_bar: Tensor
    sigma: Tensor
    score_scale: Tensor

    @property
    def timesteps(self) -> int:
        return len(self.beta) - 1


def make_schedule(timesteps: int = TIMESTEPS) -> Schedule:
    """β by the cosine rule, clipped, ᾱ recomputed from the clipped β; σ evenly spaced in its logarithm."""
    zero = torch.zeros(1, dtype=torch.float64)
    beta = torch.cat([zero, cosine_betas(timesteps)])
    exponent = torch.arange(timesteps, dtype=torch.float64) / max(timesteps - 1, 1)
    sigma = torch.cat([zero, SIGMA_MIN * (SIGMA_MAX / SIGMA_MIN) ** exponent])
    scale = torch.tensor([0.0, *(wrapped_score_scale(s) for s in sigma[1:].tolist())], dtype=torch.float64)
    return Schedule(beta, torch.cumprod(1 - beta, 0), sigma, scale)


def cosine_betas(timesteps: int) -> Tensor:
    """(T,): β_t = 1 − f(t)/f(t − 1), f(t) = cos²((t/T + s)/(1 + s) · π/2) (Nichol and Dhariwal 2021), clipped."""
    t = torch.arange(timesteps + 1, dtype=torch.float64) / timesteps
    cumulative = torch.cos((t + COSINE_OFFSET) / (1 + COSINE_OFFSET) * math.pi / 2) ** 2
    return torch.clip(1 - cumulative[1:] / cumulative[:-1], BETA_MIN, BETA_MAX)


def wrapped_score(displacement: Tensor, sigma: Tensor) -> Tensor:
    """∂ log q/∂x of the wrapped normal of width σ at the displacement x − μ; both broadcast.

    q(x) ∝ Σ_k exp(−(x − μ + k)²/2σ²), summed over ±10 images of the displacement's nearest one.
    """
    nearest = (displacement - torch.round(displacement))[..., None]
    shifted = nearest + torch.arange(-IMAGES, IMAGES + 1, dtype=nearest.dtype, device=nearest.device)
    variance = sigma[..., None] ** 2
    weights = torch.exp((nearest**2 - shifted**2) / (2 * variance))
    return -torch.sum(weights * shifted / variance, -1) / torch.sum(weights, -1)


def wrapped_score_scale(sigma: float) -> float:
    """λ = √E[(∂ log q)²] over one period, by the trapezoid rule, exponentially exact on periodic functions."""
    width = torch.tensor(sigma, dtype=torch.float64)
    x = torch.arange(QUADRATURE_POINTS, dtype=torch.float64) / QUADRATURE_POINTS - 0.5
    images = torch.arange(-IMAGES, IMAGES + 1, dtype=torch.float64)
    density = torch.exp(-((x[:, None] + images) ** 2) / (2 * width**2)).sum(-1)
    return float(torch.sqrt(torch.sum(density * wrapped_score(x, width) ** 2) / torch.sum(density)))
