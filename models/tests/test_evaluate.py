"""The judge must be right before anything is judged: perfect predictions score 100 %, nonsense scores near 0."""

import json
import re

import numpy as np
import pytest
from pymatgen.analysis.phase_diagram import PDEntry
from pymatgen.core import Composition, Lattice, Structure

from tau_models.evaluate import coverage, intervals, report, results
from tau_models.evaluate.candidates import read_lines, structures_of
from tau_models.evaluate.conditional import conditional_row
from tau_models.evaluate.engine import REPOSITORY, SHIPPED_EXTRA, Refinement
from tau_models.evaluate.matching import rms_displacement, space_group
from tau_models.evaluate.novelty import is_new, uniqueness
from tau_models.evaluate.outcomes import Outcome, outcomes
from tau_models.evaluate.prediction import prediction_row
from tau_models.evaluate.stability import Hull
from tau_models.evaluate.tau import choose, displacement
from tau_models.evaluate.validity import compositionally_valid, structurally_valid
from tau_models.evaluate.warning import separation

ROCK_SALT = Structure.from_spacegroup("Fm-3m", Lattice.cubic(5.64), ["Na", "Cl"], [[0, 0, 0], [0.5, 0.5, 0.5]])
CAESIUM_CHLORIDE_TYPE = Structure(Lattice.cubic(3.4), ["Na", "Cl"], [[0, 0, 0], [0.5, 0.5, 0.5]])
PEROVSKITE = Structure(
    Lattice.cubic(3.905),
    ["Sr", "Ti", "O", "O", "O"],
    [[0, 0, 0], [0.5, 0.5, 0.5], [0.5, 0.5, 0], [0.5, 0, 0.5], [0, 0.5, 0.5]],
)
RUTILE = Structure.from_spacegroup(
    "P4_2/mnm", Lattice.tetragonal(4.594, 2.959), ["Ti", "O"], [[0, 0, 0], [0.305, 0.305, 0]]
)
ANATASE = Structure.from_spacegroup(
    "I4_1/amd", Lattice.tetragonal(3.785, 9.514), ["Ti", "O"], [[0, 0, 0], [0, 0, 0.208]]
)
TRUTHS = {"rock salt": ROCK_SALT, "perovskite": PEROVSKITE, "rutile": RUTILE}


def line(identifier: str, structure: Structure | None) -> dict:
    fields = structure and {
        "lattice": structure.lattice.matrix.ravel().tolist(),
        "atomicNumbers": list(structure.atomic_numbers),
        "fracCoords": structure.frac_coords.ravel().tolist(),
    }
    found = {"draft": fields, "refined": fields} if fields else {}
    return {"id": identifier, "candidate": 0, "rejectedDrafts": [], **found}


def judged(pairs: list[tuple[str, Structure | None]], truths: dict[str, Structure] = TRUTHS) -> list[Outcome]:
    return outcomes([line(*pair) for pair in pairs], truths, jobs=1)


def row_of(*pairs: tuple[str, Structure | None], truths: dict[str, Structure] = TRUTHS) -> dict:
    return prediction_row(judged(list(pairs), truths))


def test_truth_against_itself_scores_everything():
    row = row_of(*TRUTHS.items())
    for key in ("match rate, matcher alone", "match rate, published rule", "METRe", "space group, 0.2 Å"):
        assert row[key]["share"] == 1.0
    assert row["RMSE, matcher alone"]["mean"] < 1e-6
    assert row["cRMSE"]["mean"] < 1e-6


def test_random_cells_score_near_nothing():
    generator = np.random.default_rng(0)

    def random_cell(truth: Structure) -> Structure:
        lattice = Lattice.from_parameters(*generator.uniform(0.5, 2, 3), *generator.uniform(60, 110, 3))
        return Structure(lattice.scale(truth.volume), truth.species, generator.random((len(truth), 3)))

    scrambled = [(name, random_cell(truth)) for name, truth in TRUTHS.items() for _ in range(20)]
    found = judged(scrambled)
    assert sum(outcome.rms is not None for outcome in found) / len(found) < 0.1
    assert sum(outcome.same_group[-1] for outcome in found) == 0


def test_shuffled_compositions_fail():
    names = list(TRUTHS)
    shuffled = [(name, TRUTHS[names[index - 1]]) for index, name in enumerate(names)]
    row = row_of(*shuffled)
    assert row["match rate, matcher alone"]["share"] == 0.0
    assert row["METRe"]["share"] == 0.0
    assert row["cRMSE"]["mean"] == 0.5
    # Exchanged cations keep the cell and the sites: only the elements tell them apart.
    exchanged = PEROVSKITE.copy()
    exchanged.replace_species({"Sr": "Ti", "Ti": "Sr"})
    assert rms_displacement(exchanged, PEROVSKITE) is None


def test_what_is_judged_as_shipped_is_the_engines_default():
    source = (REPOSITORY / "src/generation/keep-symmetry.ts").read_text()
    default = re.search(r"DEFAULT_KEEP_SYMMETRY: KeepSymmetry = '(\w+)'", source)
    assert default and f"--keep-symmetry {default[1]}" == SHIPPED_EXTRA


def test_known_pairs_by_hand():
    assert rms_displacement(ROCK_SALT, ROCK_SALT.get_primitive_structure()) < 1e-6
    strained = PEROVSKITE.copy()
    strained.scale_lattice(1.1 * PEROVSKITE.volume)
    assert rms_displacement(strained, PEROVSKITE) < 1e-6
    # Different structures of one formula: six neighbours against eight; two polymorphs of titania.
    assert rms_displacement(CAESIUM_CHLORIDE_TYPE, ROCK_SALT) is None
    assert rms_displacement(RUTILE, ANATASE) is None


def test_a_displacement_is_normalised_by_volume_per_atom():
    moved = ROCK_SALT.get_primitive_structure()
    shift = 0.1
    moved.translate_sites([0], [0, 0, 0.1], frac_coords=False)
    # Two ions: the best common origin leaves each half of the shift.
    scale = (moved.volume / len(moved)) ** (1 / 3)
    assert rms_displacement(moved, ROCK_SALT) == pytest.approx(shift / 2 / scale, rel=1e-3)


def test_missing_candidates_count_as_failures():
    row = row_of(("rutile", RUTILE), ("perovskite", None), truths={"rutile": RUTILE, "perovskite": PEROVSKITE})
    assert row["match rate, matcher alone"]["share"] == 0.5
    assert row["cRMSE"]["mean"] == pytest.approx(0.25, abs=1e-6)


def test_the_published_rule_asks_for_validity():
    alloyed = Structure(ROCK_SALT.lattice, ["Na" if s == "Cl" else "Xe" for s in map(str, ROCK_SALT.species)],
                        ROCK_SALT.frac_coords)  # fmt: skip
    row = row_of(("x", alloyed), truths={"x": alloyed})
    assert not compositionally_valid(alloyed.composition)
    assert row["match rate, matcher alone"]["share"] == 1.0
    assert row["match rate, published rule"]["share"] == 0.0


def test_the_best_of_several_candidates_counts():
    strained = PEROVSKITE.copy()
    strained.translate_sites([2], [0.02, 0.01, 0])
    row = row_of(("perovskite", strained), ("perovskite", PEROVSKITE), truths={"perovskite": PEROVSKITE})
    assert row["structures"] == 1
    assert row["RMSE, matcher alone"]["mean"] < 1e-6


def test_metre_counts_a_truth_that_another_prompt_met():
    truths = {"a": RUTILE, "b": ANATASE}
    row = row_of(("a", ANATASE), ("b", None), truths=truths)
    assert row["match rate, matcher alone"]["share"] == 0.0
    assert row["METRe"]["share"] == 0.5
    assert row["cRMSE"]["mean"] == pytest.approx(0.25, abs=1e-6)


def test_changes_are_paired():
    before = [Outcome(str(index), rms=0.1 if index < 50 else None) for index in range(100)]
    better = [Outcome(str(index), rms=0.05 if index < 60 else None) for index in range(100)]
    row = prediction_row(better, before)
    assert row["change of match rate"]["change"] == pytest.approx(0.1)
    assert row["change of match rate"]["low"] > 0
    assert report.cell(row["change of match rate"]).startswith("+10.0 pp (+")
    assert report.cell(row["change of RMSE, both matched"]).startswith("-0.050 (")
    assert row["change of RMSE, both matched"]["change"] == pytest.approx(-0.05)
    assert row["change of RMSE, both matched"]["pairs"] == 50


def test_wrong_formula_and_group_are_seen():
    found = judged([("perovskite", RUTILE), ("rutile", RUTILE), ("rock salt", None)])
    row = conditional_row(found, {"perovskite": 5, "rutile": 6, "rock salt": 8})
    assert row["formula, ≤ 5 atoms"] == intervals.share(0, 1)
    assert row["formula, ≤ 10 atoms"] == intervals.share(1, 3)
    assert row["space group, 0.2 Å"] == intervals.share(1, 3)


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


def test_coverage_of_itself_is_complete_and_of_another_kind_is_none():
    known = coverage.fingerprints([ROCK_SALT.get_primitive_structure(), RUTILE], 1, "known")
    assert known[0].shape == (2, 61) and known[1].shape == (2, 132)
    whole = coverage.coverage(known, known, "mp_20", 2)
    assert whole["COV precision"]["share"] == whole["COV recall"]["share"] == 1.0
    half = coverage.coverage(tuple(part[:1] for part in known), known, "perov_5", 4)
    assert (half["COV precision"]["share"], half["COV recall"]["share"]) == (0.25, 0.5)


def test_earth_movers_distance_of_densities():
    found = coverage.distances([ROCK_SALT, ROCK_SALT], [PEROVSKITE, PEROVSKITE])
    assert found["EMD density, g/cm³"]["mean"] == pytest.approx(PEROVSKITE.density - ROCK_SALT.density)
    assert found["EMD elements"]["mean"] == 1


def test_repeats_and_known_structures_are_neither_unique_nor_new():
    supercell = ROCK_SALT.get_primitive_structure()
    assert uniqueness([ROCK_SALT, supercell, CAESIUM_CHLORIDE_TYPE, None]) == [True, False, True, False]
    assert not is_new((supercell, [CAESIUM_CHLORIDE_TYPE, ROCK_SALT]))
    assert is_new((CAESIUM_CHLORIDE_TYPE, [ROCK_SALT]))


def test_the_smallest_tau_that_is_not_proven_worse_is_chosen():
    def matched(count: int) -> list[Outcome]:
        return [Outcome(str(i), rms=0.1 if i < count else None, same_group=(i < count // 2,) * 4) for i in range(200)]

    found = {Refinement(50): matched(60), Refinement(300): matched(119), Refinement(600, "re-noised"): matched(120)}
    assert choose(found) == Refinement(300)


def test_displacement_leaves_out_a_common_shift():
    moved = PEROVSKITE.copy()
    moved.translate_sites(range(5), [0.3, 0.9, 0.1])
    assert displacement({**line("x", PEROVSKITE), "refined": line("x", moved)["refined"]}) < 1e-9
    whole = {"lattice": [3, 0, 0, 0, 3, 0, 0, 0, 3], "atomicNumbers": [29], "fracCoords": [0, 0, 1]}
    assert displacement({"draft": whole, "refined": whole}) == 0


def test_energy_above_the_hull_by_hand():
    hull = Hull([PDEntry("Na", -1.0), PDEntry("Cl", -2.0), PDEntry("NaCl", -7.0, attribute=-2.1)])
    # Rock salt lies at −3.5 eV/atom; Na3Cl decomposes into it and sodium: (2 · −3.5 + 2 · −1) / 4.
    assert hull.above(Composition("NaCl"), -3.4) == pytest.approx(0.1)
    assert hull.above(Composition("NaCl"), -3.6) == pytest.approx(-0.1)
    assert hull.above(Composition("Na3Cl"), -2.0) == pytest.approx(0.25)
    assert hull.above(Composition("KCl"), -3.0) is None
    # Formation energy here: −3.5 − (−1.5) = −2.0, 0.1 above the data's.
    assert hull.shift()["mean"] == pytest.approx(0.1)


def test_wilson_interval_matches_the_published_example():
    # Newcombe (1998), table I: 81 of 263 gives 0.2553 to 0.3662.
    low, high = intervals.wilson(81, 263)
    assert (round(low, 4), round(high, 4)) == (0.2553, 0.3662)
    assert intervals.wilson(0, 0) == (0.0, 1.0)


def test_bootstrap_of_a_mean_agrees_with_the_normal_interval():
    values = np.random.default_rng(1).normal(2, 1, 400)
    found = intervals.mean(values)
    half = 1.96 * values.std() / 20
    assert found["low"] == pytest.approx(values.mean() - half, abs=0.02)
    assert found["high"] == pytest.approx(values.mean() + half, abs=0.02)


def test_candidate_lines_are_read_and_errors_name_the_line(tmp_path):
    path = tmp_path / "lines.jsonl"
    path.write_text(json.dumps(line("a", PEROVSKITE)) + "\n")
    assert rms_displacement(structures_of(read_lines(path))[0], PEROVSKITE) < 1e-6
    path.write_text(json.dumps(line("a", PEROVSKITE)) + "\n{}\n")
    with pytest.raises(ValueError, match="lines.jsonl:2"):
        read_lines(path)


def test_a_folder_of_cif_files_is_read(tmp_path):
    RUTILE.to(filename=str(tmp_path / "rutile.cif"))
    [found] = read_lines(tmp_path)
    assert found["id"] == "rutile"
    assert rms_displacement(structures_of([found])[0], RUTILE) < 1e-4


def test_sections_of_other_models_are_dropped(tmp_path):
    path = tmp_path / "csp.json"
    rows = {"drafts alone": row_of(*TRUTHS.items())}
    report.update(path, "Structure prediction", {"denoiser": "a"}, [], {"MP-20, k = 1": rows})
    report.update(path, "Structure prediction", {"denoiser": "a"}, [], {"MP-20, k = 20": rows})
    assert list(report.read(path)["sections"]) == ["MP-20, k = 1", "MP-20, k = 20"]
    report.update(path, "Structure prediction", {"denoiser": "b"}, [], {"Perov-5, k = 1": rows})
    assert list(report.read(path)["sections"]) == ["Perov-5, k = 1"]


def test_results_put_the_papers_rows_beside_ours(tmp_path):
    rows = {"drafts alone": row_of(*TRUTHS.items())}
    report.update(tmp_path / "csp.json", "Structure prediction", {"denoiser": "a"}, [], {"MP-20, k = 1": rows})
    (tmp_path / "card.md").write_text("# A model\n\n<!-- figures: csp tau -->\nold\n<!-- /figures -->\n\n## Limits\n")
    page_file = tmp_path / "page" / "results.md"
    page_file.parent.mkdir()
    results.run(tmp_path, page_file, cards=tmp_path)
    page = page_file.read_text()
    card = (tmp_path / "card.md").read_text()
    assert card.startswith("# A model") and card.endswith("<!-- /figures -->\n\n## Limits\n")
    assert "| drafts alone | 3 | 100.0 %" in card and "old" not in card and "DiffCSP" not in card
    assert "| DiffCSP (paper) |" in page and "51.49 %" in page
    assert "| drafts alone | 100.0 % (43.9 to 100.0) | 0.000" in page


def test_a_figure_separates_as_the_chance_of_a_pair_in_order():
    random = np.random.default_rng(3)
    pairs = np.column_stack([random.integers(0, 5, 60), random.random(60) < 0.4])
    wrong, right = pairs[pairs[:, 1] == 0, 0], pairs[pairs[:, 1] == 1, 0]
    counted = np.mean([(w > r) + 0.5 * (w == r) for w in wrong for r in right])
    assert separation(pairs) == pytest.approx(counted)
    assert separation(np.array([[3, 0], [1, 1]])) == 1
    assert separation(np.array([[3, 1]])) == 0.5
