"""Schedules, the wrapped normal's score and its scale λ."""

import math

import pytest
import torch

from tau_models.cspnet.schedule import make_schedule, wrapped_score, wrapped_score_scale


def test_schedules_have_their_published_ends():
    schedule = make_schedule()
    assert schedule.timesteps == 1000
    assert schedule.sigma[0] == 0
    assert schedule.sigma[1] == pytest.approx(0.005)
    assert schedule.sigma[1000] == pytest.approx(0.5)
    ratios = schedule.sigma[2:] / schedule.sigma[1:-1]
    torch.testing.assert_close(ratios, ratios[:1].expand_as(ratios))


def test_alpha_bar_is_recomputed_from_the_clipped_beta():
    schedule = make_schedule()
    assert schedule.beta[1:].min() == 1e-4 and schedule.beta.max() == 0.9999
    product = 1.0
    for t in range(1, 1001):
        product *= 1 - float(schedule.beta[t])
        assert float(schedule.alpha_bar[t]) == pytest.approx(product, rel=1e-9)


@pytest.mark.parametrize("sigma", [0.005, 0.05, 0.2, 0.5])
def test_wrapped_score_is_the_gradient_of_an_explicit_mixture(sigma):
    x = torch.linspace(-2.3, 2.3, 41, dtype=torch.float64, requires_grad=True)
    mean = 0.37
    images = torch.arange(-40, 41, dtype=torch.float64)
    log_density = torch.logsumexp(-((x[:, None] - mean + images) ** 2) / (2 * sigma**2), 1)
    (gradient,) = torch.autograd.grad(log_density.sum(), x)
    score = wrapped_score(x.detach() - mean, torch.tensor(sigma, dtype=torch.float64))
    torch.testing.assert_close(score, gradient, rtol=1e-7, atol=1e-6 / sigma)


@pytest.mark.parametrize("sigma", [0.005, 0.1, 0.3, 0.5])
def test_score_scale_agrees_with_monte_carlo(sigma):
    generator = torch.Generator().manual_seed(0)
    noise = sigma * torch.randn(400_000, dtype=torch.float64, generator=generator)
    scores = wrapped_score(noise, torch.tensor(sigma, dtype=torch.float64))
    assert wrapped_score_scale(sigma) == pytest.approx(float(scores.square().mean().sqrt()), rel=0.01)


def test_score_scale_has_its_limits():
    # A narrow wrapped normal is a normal, λ = 1/σ; a wide one is 1 + 2 exp(−2π²σ²) cos 2πx.
    assert wrapped_score_scale(0.005) == pytest.approx(200, rel=1e-9)
    assert wrapped_score_scale(0.5) == pytest.approx(2**1.5 * math.pi * math.exp(-2 * math.pi**2 * 0.25), rel=1e-3)
