"""The zip file of many candidates, read by Python's zipfile and csv, its entries by pymatgen, gemmi and ASE."""

import csv
import io
import json
import subprocess
import zipfile
from pathlib import Path, PurePosixPath

import ase.io
import gemmi
import numpy as np
import pytest
from pymatgen.analysis.structure_matcher import StructureMatcher
from pymatgen.core import Composition, Lattice, Structure

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.filterwarnings("ignore:Set OLD_ERROR_HANDLING:DeprecationWarning")


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    """The open zip file, its table by candidate number, and the crystals it was written from."""
    path = tmp_path_factory.mktemp("archive") / "candidates.zip"
    command = ["node_modules/.bin/tsx", "src/studio/fixtures/write-candidates-zip.ts", str(path)]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert result.returncode == 0, result.stderr
    crystals = [None if entry is None else structure(entry) for entry in json.loads(result.stdout)]
    with zipfile.ZipFile(path) as file:
        assert file.testzip() is None
        text = file.read("candidates-tau2-seed7/candidates.csv").decode("utf-8")
        rows = {int(row["number"]): row for row in csv.DictReader(io.StringIO(text, newline=""))}
        yield file, rows, crystals


def structure(entry) -> Structure:
    return Structure(Lattice(entry["lattice"]), entry["atomicNumbers"], np.reshape(entry["fracCoords"], (-1, 3)))


def read(file: zipfile.ZipFile, path: str) -> str:
    return file.read(f"candidates-tau2-seed7/{path}").decode("utf-8")


def test_names_are_unique_and_those_of_the_table(archive):
    file, rows, crystals = archive
    names = file.namelist()
    assert len(set(names)) == len(names)
    assert len({name.lower() for name in names}) == len(names)
    listed = {row[kind] for row in rows.values() for kind in ("cif", "poscar", "trajectory")} - {""}
    expected = {f"candidates-tau2-seed7/{name}" for name in listed | {"candidates.csv", "run.json"}}
    assert set(names) == expected
    for name in names:
        path = PurePosixPath(name)
        assert not path.is_absolute() and ".." not in path.parts and name.isascii()
    for number, row in rows.items():
        for kind in ("cif", "poscar", "trajectory"):
            assert not row[kind] or PurePosixPath(row[kind]).name.startswith(f"{number:02d}-{row['formula']}")


def test_deleted_candidates_are_not_in_it(archive):
    file, rows, crystals = archive
    assert sorted(rows) == [1, *range(3, len(crystals) + 1)]
    run = json.loads(read(file, "run.json"))["runs"][0]
    assert run["candidates"][1]["drafts"] == [] and "refined" not in run["candidates"][1]
    assert "refined" in run["candidates"][0]


def test_structures_are_read_alike(archive, tmp_path):
    file, rows, crystals = archive
    matcher = StructureMatcher(ltol=1e-3, stol=1e-3, angle_tol=0.01, scale=False)
    # Symmetrised CIFs are idealised within 0.1 Angstrom.
    idealised = StructureMatcher(ltol=0.03, stol=0.05, angle_tol=1, scale=False)
    assert len(rows) >= 20
    for number, row in rows.items():
        expected = crystals[number - 1]
        if expected is None:
            assert row["cif"] == row["poscar"] == row["trajectory"] == ""
            assert "has no place" in row["remarks"]
            continue
        poscar = Structure.from_str(read(file, row["poscar"]), fmt="poscar")
        assert poscar.composition == expected.composition
        assert Composition(row["formula"]) == expected.composition.reduced_composition
        frames = ase.io.read(io.StringIO(read(file, row["trajectory"])), index=":", format="extxyz")
        assert [atoms.info["timestep"] for atoms in frames] == [2, 1, 0]
        np.testing.assert_allclose(frames[-1].cell.array, expected.lattice.matrix, atol=1e-6)
        if number == len(crystals) - 1:
            # All atoms in one place: no symmetry, and no distance that a CIF reader would take.
            assert row["remarks"] != "" and row["validity"] == "atoms too close"
            continue
        path = tmp_path / PurePosixPath(row["cif"]).name
        path.write_text(read(file, row["cif"]))
        assert idealised.fit(Structure.from_file(path), expected), row["cif"]
        assert matcher.fit(poscar, expected), row["poscar"]
        small = gemmi.read_small_structure(str(path))
        assert small.spacegroup.number == int(row["space_group_number_0.1A"])
        assert float(row["density_g_cm3"]) == pytest.approx(expected.density, rel=1e-4)


def test_equal_numbers_are_equal_structures(archive):
    _, rows, crystals = archive
    matcher = StructureMatcher()
    numbered = [(row["structure"], crystals[number - 1]) for number, row in rows.items() if row["structure"]]
    pairs = [
        (a, b) for place, a in enumerate(numbered) for b in numbered[:place] if a[1].composition == b[1].composition
    ]
    assert len(pairs) >= 8
    for (first, one), (second, other) in pairs:
        if one.is_valid(0.5) and other.is_valid(0.5):
            assert (first == second) == matcher.fit(one, other)


def test_notes_come_back_as_typed(archive):
    file, rows, _ = archive
    first = rows[1]
    assert (first["starred"], first["tags"]) == ("yes", "polar, to do")
    assert first["note"] == 'Said "perhaps",\nthen no; τ = 2.'
    assert float(first["confidence_uncalibrated"]) == pytest.approx(np.exp(-0.2), abs=1e-4)
    run = json.loads(read(file, "run.json"))
    assert run["format"] == "tau-studio-runs"
    assert run["runs"][0]["annotations"]["0"]["note"] == first["note"]
