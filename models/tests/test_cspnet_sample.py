"""The reverse process against a denoiser that knows the exact score and noise of one crystal."""

import pytest
import torch

from tau_models.cspnet.network import CONFIGS, time_embedding
from tau_models.cspnet.sample import SamplerSettings, Structures, pad, refine, seeded_noise, wrap
from tau_models.cspnet.schedule import make_schedule, wrapped_score

SCHEDULE = make_schedule()
COORDS = torch.tensor([[0.1, 0.2, 0.3], [0.6, 0.7, 0.98]], dtype=torch.float64)
CELL = torch.tensor([[4.0, 0, 0], [0, 5, 0], [1, 0, 6]], dtype=torch.float64)
COPIES = 1500


class ExactDenoiser:
    """∇ log q(x_t | x_0)/λ_t and ε(L_t, L_0) for the crystal above."""

    config = CONFIGS["tiny"]
    features = time_embedding(torch.arange(1001), CONFIGS["tiny"].time_dim)

    def __call__(self, features, atomic_numbers, frac_coords, lattice, pairs, mask):
        t = int((self.features - features[0]).square().sum(1).argmin())
        score = wrapped_score(frac_coords.double() - COORDS, SCHEDULE.sigma[t]) / SCHEDULE.score_scale[t]
        alpha_bar = SCHEDULE.alpha_bar[t]
        return score, (lattice.double() - alpha_bar.sqrt() * CELL) / (1 - alpha_bar).sqrt()


def copies():
    return pad([torch.tensor([11, 17])] * COPIES, [COORDS] * COPIES, [CELL] * COPIES)


def states(settings):
    return list(refine(ExactDenoiser(), SCHEDULE, copies(), settings, seeded_noise(0)))


@pytest.mark.parametrize("order", ["predictor-first", "corrector-first"])
def test_states_have_the_distribution_of_their_noise_level(order):
    # The step length is small beside σ², so that the corrector keeps the distribution.
    found = states(SamplerSettings(tau=400, order=order, step_length=1e-7, renoise=True))
    for t in (399, 200, 20):
        frame = found[400 - t]
        displacement = frame.frac_coords - COORDS
        displacement -= torch.round(displacement)
        assert abs(displacement.mean()) < 0.05 * SCHEDULE.sigma[t]
        assert displacement.std() == pytest.approx(float(SCHEDULE.sigma[t]), rel=0.04)
        alpha_bar = SCHEDULE.alpha_bar[t]
        lattice_noise = (frame.lattice - alpha_bar.sqrt() * CELL) / (1 - alpha_bar).sqrt()
        assert abs(lattice_noise.mean()) < 0.05
        assert lattice_noise.std() == pytest.approx(1, rel=0.04)


@pytest.mark.parametrize("order", ["predictor-first", "corrector-first"])
def test_ends_at_the_crystal_from_pure_noise(order):
    final = states(SamplerSettings(tau=1000, order=order, renoise=True, step_length=1e-6))[-1]
    displacement = final.frac_coords - COORDS
    assert (displacement - torch.round(displacement)).abs().max() < 1e-4
    # λ and √ᾱ are known exactly here, so the last lattice step lands on the crystal.
    assert (final.lattice - CELL).abs().max() < 1e-3


def test_tau_zero_returns_the_draft():
    found = states(SamplerSettings(tau=0, renoise=True))
    assert len(found) == 1
    assert torch.equal(found[0].frac_coords, copies().frac_coords) and torch.equal(found[0].lattice, copies().lattice)


def test_steps_without_noise_do_not_depend_on_the_seed():
    draft = Structures(*(value[:3] for value in vars(copies()).values()))
    ends = [
        list(refine(ExactDenoiser(), SCHEDULE, draft, SamplerSettings(30, noise_free_steps=30), seeded_noise(seed)))[-1]
        for seed in (1, 2)
    ]
    assert torch.equal(ends[0].frac_coords, ends[1].frac_coords)


@pytest.mark.parametrize("settings", [SamplerSettings(1001), SamplerSettings(-1), SamplerSettings(5, order="both")])
def test_impossible_settings_are_refused(settings):
    with pytest.raises(ValueError, match="must be"):
        states(settings)


def test_wrapping_stays_below_one():
    assert wrap(torch.tensor([-1e-20, 1.0, -0.25, 2.5], dtype=torch.float64)).tolist() == [0.0, 0.0, 0.75, 0.5]
