"""The training targets against gradients of explicit densities."""

import pytest
import torch

from tau_models.cspnet.batches import Batch
from tau_models.cspnet.network import make_pairs
from tau_models.cspnet.objective import Noiser
from tau_models.cspnet.schedule import make_schedule


def make_batch():
    generator = torch.Generator().manual_seed(0)
    return Batch(
        torch.randint(1, 90, (6, 4), generator=generator),
        torch.rand(6, 4, 3, generator=generator),
        4 * torch.eye(3) + torch.randn(6, 3, 3, generator=generator),
        make_pairs(4),
    )


def test_targets_are_gradients_of_the_noising_densities():
    schedule, batch = make_schedule(), make_batch()
    timestep = torch.tensor([1, 50, 200, 500, 800, 1000])
    noised = Noiser(schedule)(batch, timestep, torch.Generator().manual_seed(1))

    x = noised.frac_coords.double().requires_grad_()
    sigma = schedule.sigma[timestep, None, None, None]
    images = torch.arange(-20, 21)
    displaced = (x - batch.frac_coords.double())[..., None] + images
    density = torch.logsumexp(-(displaced**2) / (2 * sigma**2), -1)
    (score,) = torch.autograd.grad(density.sum(), x)
    expected = score / schedule.score_scale[timestep, None, None]
    # x_t is float32: half a unit in its last place, 3e-8, is 6e-6 of the smallest σ.
    torch.testing.assert_close(noised.score.double(), expected, rtol=1e-3, atol=1e-4)

    lattice = noised.lattice.double().requires_grad_()
    alpha_bar = schedule.alpha_bar[timestep, None, None]
    density = -((lattice - alpha_bar.sqrt() * batch.lattice) ** 2) / (2 * (1 - alpha_bar))
    (gradient,) = torch.autograd.grad(density.sum(), lattice)
    expected = -gradient * (1 - alpha_bar).sqrt()
    torch.testing.assert_close(noised.lattice_noise.double(), expected, rtol=1e-3, atol=1e-3)


def test_targets_have_unit_variance():
    schedule = make_schedule()
    batch = make_batch()
    coords, lattice = batch.frac_coords.repeat(2000, 1, 1), batch.lattice.repeat(2000, 1, 1)
    many = Batch(batch.atomic_numbers.repeat(2000, 1), coords, lattice, batch.pairs)
    noiser, generator = Noiser(schedule), torch.Generator().manual_seed(2)
    for t in (1, 400, 1000):
        noised = noiser(many, torch.full((len(many),), t), generator)
        assert abs(noised.score.square().mean() - 1) < 0.03


def test_timesteps_cover_the_range_and_prefer_the_small():
    noiser = Noiser(make_schedule())
    timestep = noiser.timestep(100_000, torch.Generator().manual_seed(0))
    assert timestep.min() == 1 and timestep.max() == 1000
    # Density ∝ 1/√t: the share at or below t is √(t/T).
    for t in (40, 250, 640):
        share = (timestep <= t).double().mean()
        assert abs(share - (t / 1000) ** 0.5) < 0.01


def test_low_noise_weighting_draws_the_levels_of_refinement_and_some_of_the_others():
    noiser = Noiser(make_schedule())
    timestep = noiser.timestep(100_000, torch.Generator().manual_seed(0), "low-noise")
    assert timestep.min() == 1 and timestep.max() == 1000
    for t in (50, 300, 640):
        expected = 0.75 * min(1, t / 300) ** 0.5 + 0.25 * (t / 1000) ** 0.5
        assert abs((timestep <= t).double().mean() - expected) < 0.01
    # Shuffled: no structure's place in the batch decides its noise level.
    assert abs(torch.corrcoef(torch.stack([timestep.double(), torch.arange(100_000.0).double()]))[0, 1]) < 0.02


def test_an_unknown_weighting_is_named():
    with pytest.raises(ValueError, match="low-noise, not 'loud'"):
        Noiser(make_schedule()).timestep(4, torch.Generator(), "loud")
