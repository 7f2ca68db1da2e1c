"""The judge must be right before anything is judged: perfect predictions score 100 %, nonsense scores near 0."""

import json

import numpy as np
import pytest
from pymatgen.core import Composition, Lattice, Structure

from tau_models.evaluate import intervals, report
from tau_models.evaluate.candidates import Candidate, read_candidates
from tau_models.evaluate.matching import rms_displacement, space_group
from tau_models.evaluate.tables import sampling, structure_prediction
from tau_models.evaluate.validity import compositionally_valid, structurally_valid

ROCK_SALT = Structure.from_spacegroup("Fm-3m", Lattice.cubic(5.64), ["Na", "Cl"], [[0, 0, 0], [0.5, 0.5, 0.5]])
PEROVSKITE = Structure(
    Lattice.cubic(3.905),
    ["Sr", "Ti", "O", "O", "O"],
    [[0, 0, 0], [0.5, 0.5, 0.5], [0.5, 0.5, 0], [0.5, 0, 0.5], [0, 0.5, 0.5]],
)
RUTILE = Structure.from_spacegroup(
    "P4_2/mnm", Lattice.tetragonal(4.594, 2.959), ["Ti", "O"], [[0, 0, 0], [0.305, 0.305, 0]]
)
TRUTHS = {"rock salt": ROCK_SALT, "perovskite": PEROVSKITE, "rutile": RUTILE}


def candidate(identifier: str, structure: Structure | None, rejected: int = 0) -> Candidate:
    return Candidate(identifier, 0, rejected, 0.1, 1.0, structure)


def test_truth_against_itself_scores_everything():
    row = structure_prediction([candidate(name, truth) for name, truth in TRUTHS.items()], TRUTHS)
    for key in ("match rate, matcher alone", "match rate, published rule", "space-group match"):
        assert row[key]["share"] == 1.0
    assert row["RMSE, matcher alone"]["mean"] < 1e-6


def test_random_positions_score_near_nothing():
    generator = np.random.default_rng(0)
    scrambled = [
        candidate(name, Structure(truth.lattice, truth.species, generator.random((len(truth), 3))))
        for name, truth in TRUTHS.items()
        for _ in range(10)
    ]
    assert structure_prediction(scrambled, TRUTHS)["space-group match"]["share"] == 0.0


def test_missing_candidates_count_as_failures():
    row = structure_prediction([candidate("rutile", RUTILE), candidate("perovskite", None)], TRUTHS)
    assert row["match rate, matcher alone"]["share"] == 0.5
    assert report.over(row, 4)["match rate, matcher alone"]["share"] == 0.25


def test_a_displacement_is_normalised_by_volume_per_atom():
    moved = ROCK_SALT.copy()
    moved.translate_sites([0], [0.02, 0, 0])
    scale = (ROCK_SALT.volume / len(ROCK_SALT)) ** (1 / 3)
    found = rms_displacement(moved, ROCK_SALT)
    # One ion of eight moves; the best common origin takes its share of the mean shift away.
    assert 0 < found <= 0.02 * 5.64 / scale


def test_wrong_formula_and_group_are_seen():
    truths = {"x": PEROVSKITE}
    rutile = sampling([candidate("x", RUTILE)], truths, asked_group=True)
    assert rutile["formula match"]["share"] == 0.0
    assert rutile["space-group match"]["share"] == 0.0
    assert sampling([candidate("x", PEROVSKITE, rejected=1)], truths)["accepted at first draft"]["share"] == 0.0


def test_structural_validity_sees_periodic_images():
    assert structurally_valid(PEROVSKITE)
    assert not structurally_valid(Structure(Lattice.cubic(0.4), ["H"], [[0, 0, 0]]))
    across_the_boundary = Structure(Lattice.cubic(4), ["H", "H"], [[0.01, 0, 0], [0.95, 0, 0]])
    assert not structurally_valid(across_the_boundary)


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("NaCl", True),
        ("SrTiO3", True),
        ("NaCl2", False),
        ("AlNi3", True),
        ("Fe", True),
        ("Na2Cl", False),
        ("LiFePO4", True),
    ],
)
def test_charge_neutrality(formula, expected):
    assert compositionally_valid(Composition(formula)) is expected


def test_space_group_at_the_papers_tolerance():
    assert [space_group(structure) for structure in TRUTHS.values()] == [225, 221, 136]


def test_wilson_interval_matches_the_published_example():
    # Newcombe (1998), table I: 81 of 263 gives 0.2553 to 0.3662.
    low, high = intervals.wilson(81, 263)
    assert (round(low, 4), round(high, 4)) == (0.2553, 0.3662)
    assert intervals.wilson(0, 0) == (0.0, 1.0)


def test_candidate_lines_are_read_and_errors_name_the_line(tmp_path):
    path = tmp_path / "lines.jsonl"
    good = {
        "id": "a",
        "candidate": 0,
        "rejectedDrafts": [],
        "refined": {
            "lattice": PEROVSKITE.lattice.matrix.flatten().tolist(),
            "atomicNumbers": list(PEROVSKITE.atomic_numbers),
            "fracCoords": PEROVSKITE.frac_coords.flatten().tolist(),
        },
    }
    path.write_text(json.dumps(good) + "\n")
    assert rms_displacement(read_candidates(path)[0].structure, PEROVSKITE) < 1e-6
    path.write_text(json.dumps(good) + "\n{}\n")
    with pytest.raises(ValueError, match="lines.jsonl:2"):
        read_candidates(path)
