"""The judge of refinements, on crystals whose answer is known."""

import numpy as np
import pytest
import torch

pytest.importorskip("pymatgen")

from tau_models.cspnet.network import CONFIGS, CSPNet
from tau_models.cspnet.sample import SamplerSettings
from tau_models.cspnet.validate import disturbed, judge, refined, rounded_to_text, sweep
from tau_models.data import Crystal, lattice_matrix


def crystal(length, numbers=(11, 17), angle=60.0):
    parameters = np.array([length] * 3 + [angle] * 3)
    coords = np.array([[0.0, 0.0, 0.0], [0.5, 0.5, 0.5]])[: len(numbers)]
    return Crystal("toy", np.array(numbers), parameters, lattice_matrix(parameters), coords, None)


CRYSTALS = [crystal(3.988), crystal(4.123, (55, 17), 90.0), crystal(3.359, (84,), 90.0)]


def test_the_truth_is_judged_right():
    found = judge(CRYSTALS, [(c.lattice, c.frac_coords) for c in CRYSTALS])
    assert found == {"structures": 3, "match": 1.0, "rms": 0.0, "spacegroup": 1.0}


def test_a_wrong_structure_and_a_lost_symmetry_are_seen():
    stretched = CRYSTALS[0].lattice * np.array([[1.0], [1.0], [2.5]])
    bent = np.array([[0.0, 0.0, 0.0], [0.52, 0.5, 0.45]])
    found = judge(CRYSTALS[:2], [(stretched, CRYSTALS[0].frac_coords), (CRYSTALS[1].lattice, bent)])
    assert found["match"] == 0.5 and found["spacegroup"] == 0.0
    assert found["rms"] > 0.02


def test_starts_are_as_far_off_as_they_say():
    lattice, coords = rounded_to_text(CRYSTALS[0])
    np.testing.assert_allclose(np.linalg.norm(lattice, axis=1), 4.0)
    np.testing.assert_array_equal(coords, CRYSTALS[0].frac_coords)
    random = np.random.default_rng(0)
    shifts = np.concatenate([disturbed(CRYSTALS[0], random)[1] - CRYSTALS[0].frac_coords for _ in range(400)])
    shifts -= shifts.round()
    assert shifts.std() == pytest.approx(0.03, rel=0.05)


def test_sweep_keeps_the_order_of_the_crystals():
    torch.manual_seed(0)
    network = CSPNet(CONFIGS["tiny"]).eval()
    begun = [(c.lattice, c.frac_coords) for c in CRYSTALS]
    found = refined(network, CRYSTALS, begun, SamplerSettings(tau=1, step_length=0))
    for c, (lattice, coords) in zip(CRYSTALS, found, strict=True):
        assert coords.shape == c.frac_coords.shape
        assert np.abs(lattice - c.lattice).max() < 0.2
    records = list(sweep(network, CRYSTALS, ["text"], iter([SamplerSettings(tau=2)])))
    assert [record["tau"] for record in records] == [0, 2]
