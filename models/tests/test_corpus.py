"""Real structures through the studio: read from files, analysed, exported, read again by other programs."""

import gzip
import json
import os
import subprocess
import warnings
from pathlib import Path

import ase.io
import gemmi
import numpy as np
import pytest
from pymatgen.core import Lattice, Structure
from pymatgen.io.ase import AseAtomsAdaptor
from pymatgen.io.cif import CifWriter
from pymatgen.symmetry.analyzer import SpacegroupAnalyzer

ROOT = Path(__file__).parents[2]
FIXTURES = ROOT / "src" / "crystal" / "fixtures"
MATERIALS_PROJECT_ROWS = 500
pytestmark = [
    pytest.mark.filterwarnings("ignore:Set OLD_ERROR_HANDLING:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::UserWarning"),
]


def with_gemmi(path: Path) -> Structure:
    """All atoms of the cell, made by gemmi from the sites and the operations in the file."""
    small = gemmi.read_small_structure(str(path))
    sites = small.get_all_unit_cell_sites()
    cell = small.cell
    lattice = Lattice.from_parameters(cell.a, cell.b, cell.c, cell.alpha, cell.beta, cell.gamma)
    return Structure(lattice, [site.element.name for site in sites], [site.fract.tolist() for site in sites])


def with_ase(path: Path, **options) -> Structure:
    return AseAtomsAdaptor.get_structure(ase.io.read(path, **options))


def with_pymatgen(path: Path) -> Structure:
    return Structure.from_file(path)


CIF_READERS = [with_pymatgen, with_gemmi, with_ase]


def read_again(path: Path, turn: int) -> Structure:
    """By a program that reads the format; CIFs by each of the three in turn."""
    if path.suffix == ".cif":
        return CIF_READERS[turn % 3](path)
    if path.suffix == ".vasp":
        return with_ase(path, format="vasp") if turn % 2 else Structure.from_str(path.read_text(), fmt="poscar")
    if path.suffix == ".extxyz":
        return with_ase(path, format="extxyz")
    return Structure.from_dict(json.loads(path.read_text()))


def write_symmetrised_cif(structure: Structure, path: Path) -> Structure:
    CifWriter(structure, symprec=0.01, significant_figures=10).write_file(path)
    return Structure.from_file(path)


def write_plain_cif(structure: Structure, path: Path) -> Structure:
    ase.io.write(path, AseAtomsAdaptor.get_atoms(structure), format="cif")
    return Structure.from_file(path)


def write_bare_cif(structure: Structure, path: Path) -> Structure:
    """Without its operations: the Hermann-Mauguin symbol alone says what they are."""
    expected = write_symmetrised_cif(structure, path)
    block = gemmi.cif.read(str(path)).sole_block()
    block.find_loop("_symmetry_equiv_pos_as_xyz").erase()
    block.find_loop("_symmetry_equiv_pos_site_id").erase()
    block.write_file(str(path))
    return expected


def write_poscar(structure: Structure, path: Path) -> Structure:
    ase.io.write(path, AseAtomsAdaptor.get_atoms(structure), format="vasp", direct=False)
    return structure


def write_extxyz(structure: Structure, path: Path) -> Structure:
    ase.io.write(path, AseAtomsAdaptor.get_atoms(structure), format="extxyz")
    return structure


def write_json(structure: Structure, path: Path) -> Structure:
    path.write_text(json.dumps(structure.as_dict()))
    return structure


WRITERS = [
    (write_symmetrised_cif, "cif"),
    (write_poscar, "poscar"),
    (write_plain_cif, "cif"),
    (write_extxyz, "extxyz"),
    (write_bare_cif, "cif"),
    (write_json, "json"),
]


def as_structure(crystal: dict) -> Structure:
    coordinates = np.reshape(crystal["fracCoords"], (-1, 3))
    return Structure(Lattice(np.reshape(crystal["lattice"], (3, 3))), crystal["atomicNumbers"], coordinates)


def assert_same(read: Structure, expected: Structure, name: str, tolerance: float = 1e-3) -> None:
    """The same cell and in it, in any order, the same atoms within `tolerance` Å."""
    np.testing.assert_allclose(read.lattice.parameters, expected.lattice.parameters, atol=1e-4, err_msg=name)
    assert read.composition == expected.composition, name
    numbers, others = np.array(read.atomic_numbers), np.array(expected.atomic_numbers)
    difference = read.frac_coords[:, None] - expected.frac_coords[None]
    vectors = (difference - np.round(difference)) @ expected.lattice.matrix
    distances = np.linalg.norm(vectors, axis=-1)
    distances[numbers[:, None] != others[None]] = np.inf
    nearest = distances.argmin(axis=1)
    assert distances.min(axis=1).max() < tolerance, name
    assert len(set(nearest.tolist())) == len(others), name


def through_the_studio(structures: list[tuple[str, Structure]], folder: Path) -> list[tuple[str, Structure, dict]]:
    """Each structure written in one format in turn and re-exported: (file, what it should hold, what was read)."""
    source = folder / "source"
    source.mkdir()
    expected = {}
    for index, (_, structure) in enumerate(structures):
        write, ending = WRITERS[index % len(WRITERS)]
        path = source / f"{index:04d}.{ending}"
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            expected[path.name] = write(structure, path)
    command = ["node_modules/.bin/tsx", "src/crystal/fixtures/reexport.ts", str(source), str(folder / "exports")]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=900)
    assert result.returncode == 0, result.stderr
    entries = json.loads(result.stdout)
    assert len(entries) == len(structures)
    return [(entry["file"], expected[entry["file"]], entry) for entry in entries]


def check(structures: list[tuple[str, Structure]], folder: Path) -> None:
    for turn, (file, expected, entry) in enumerate(through_the_studio(structures, folder)):
        name = f"{structures[turn][0]} from {file}"
        read = as_structure(entry["crystal"])
        assert_same(read, expected, name)
        assert all("lists no symmetry operations" in note or "apart" in note for note in entry["notes"]), entry["notes"]
        for export in entry["exports"]:
            again = read_again(folder / "exports" / export["file"], turn)
            assert_same(again, as_structure(export["crystal"]), f"{name} as {export['file']}")


def test_every_aflow_prototype(tmp_path):
    rows = json.loads((FIXTURES / "aflow-prototypes.json").read_text())
    assert len(rows) == 288
    check([(row["name"], as_structure(row["crystal"])) for row in rows], tmp_path)


@pytest.mark.skipif("TAU_DATA" not in os.environ, reason="TAU_DATA names no folder")
def test_materials_project(tmp_path):
    with gzip.open(Path(os.environ["TAU_DATA"]) / "mp_20.jsonl.gz", "rt") as file:
        rows = [json.loads(line) for line in file]
    chosen = rows[:: len(rows) // MATERIALS_PROJECT_ROWS][:MATERIALS_PROJECT_ROWS]
    structures = [
        (row["id"], Structure(Lattice.from_parameters(*row["lattice"]), row["elements"], row["frac_coords"]))
        for row in chosen
    ]
    check(structures, tmp_path)


def test_the_space_group_survives_the_symmetrised_export(tmp_path):
    rows = json.loads((FIXTURES / "aflow-prototypes.json").read_text())[::12]
    structures = [(row["name"], as_structure(row["crystal"])) for row in rows]
    for file, _, entry in through_the_studio(structures, tmp_path):
        path = tmp_path / "exports" / f"{file}.symmetrised.cif"
        assert gemmi.read_small_structure(str(path)).spacegroup.number == entry["spaceGroup"], file
        found = SpacegroupAnalyzer(Structure.from_file(path), symprec=1e-3).get_space_group_number()
        assert found == entry["spaceGroup"], file
