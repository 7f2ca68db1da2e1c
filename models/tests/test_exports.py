"""The studio's exports read by pymatgen, gemmi and ASE, and its CIFs validated against the core dictionary's items."""

import json
import subprocess
from pathlib import Path

import ase.io
import gemmi
import numpy as np
import pytest
from gemmi import cif
from pymatgen.analysis.structure_matcher import StructureMatcher
from pymatgen.core import Lattice, Structure
from pymatgen.io.ase import AseAtomsAdaptor
from pymatgen.symmetry.analyzer import SpacegroupAnalyzer

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.filterwarnings("ignore:Set OLD_ERROR_HANDLING:DeprecationWarning")
DICTIONARY = Path(__file__).parent / "cif_core_items.dic"


@pytest.fixture(scope="module")
def exports(tmp_path_factory):
    """Folder of the written files and the list of what they were written from."""
    folder = tmp_path_factory.mktemp("exports")
    command = ["node_modules/.bin/tsx", "src/crystal/fixtures/write-exports.ts", str(folder)]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert result.returncode == 0, result.stderr
    entries = json.loads(result.stdout)
    assert len(entries) >= 60
    return folder, entries


def of_kind(exports, suffix):
    folder, entries = exports
    chosen = [entry for entry in entries if entry["file"].endswith(suffix)]
    assert len(chosen) >= 15
    for entry in chosen:
        yield folder / entry["file"], entry, source(entry)


def source(entry) -> Structure:
    crystal = entry["crystal"]
    coordinates = np.reshape(crystal["fracCoords"], (-1, 3))
    return Structure(Lattice(crystal["lattice"]), crystal["atomicNumbers"], coordinates)


def assert_same(read: Structure, expected: Structure, name: str) -> None:
    """Composition, cell parameters to 1e-5, and the structure itself without scaling or reduction."""
    assert read.composition == expected.composition, name
    np.testing.assert_allclose(read.lattice.parameters, expected.lattice.parameters, atol=1e-5, err_msg=name)
    matcher = StructureMatcher(ltol=1e-3, stol=1e-3, angle_tol=0.01, primitive_cell=False, scale=False)
    assert matcher.fit(read, expected), name


def from_gemmi(path: Path) -> Structure:
    """All atoms of the cell, made by gemmi from the sites and the operations in the file."""
    small = gemmi.read_small_structure(str(path))
    assert small.spacegroup is not None, f"gemmi does not know the space group of {path.name}"
    sites = small.get_all_unit_cell_sites()
    cell = small.cell
    lattice = Lattice.from_parameters(cell.a, cell.b, cell.c, cell.alpha, cell.beta, cell.gamma)
    return Structure(lattice, [site.element.name for site in sites], [site.fract.tolist() for site in sites])


@pytest.mark.parametrize("suffix", [".p1.cif", ".symmetrised.cif"])
def test_cif_is_read_alike(exports, suffix):
    for path, _, expected in of_kind(exports, suffix):
        assert_same(Structure.from_file(path), expected, f"{path.name} by pymatgen")
        assert_same(from_gemmi(path), expected, f"{path.name} by gemmi")
        atoms = ase.io.read(path)
        assert_same(AseAtomsAdaptor.get_structure(atoms), expected, f"{path.name} by ASE")


def test_symmetrised_cif_has_its_symmetry(exports):
    for path, entry, _ in of_kind(exports, ".symmetrised.cif"):
        number = entry["spaceGroup"]
        assert gemmi.read_small_structure(str(path)).spacegroup.number == number
        assert SpacegroupAnalyzer(Structure.from_file(path), symprec=1e-4).get_space_group_number() == number
        assert int(ase.io.read(path).info["spacegroup"].no) == number
        block = cif.read(str(path)).sole_block()
        operations = block.find_values("_space_group_symop_operation_xyz")
        written = {gemmi.Op(cif.as_string(value)).wrap().triplet() for value in operations}
        named = gemmi.find_spacegroup_by_name(cif.as_string(block.find_value("_space_group_name_H-M_alt")))
        assert written == {op.wrap().triplet() for op in named.operations()}
        hall = gemmi.symops_from_hall(cif.as_string(block.find_value("_space_group_name_Hall")))
        assert written == {op.wrap().triplet() for op in hall}
        assert len(operations) == len(written)
        assert f"within {entry['symprec']} Angstrom" in block.find_value("_publ_section_comment")


def test_multiplicities_are_of_the_cell(exports):
    for path, _, expected in of_kind(exports, ".symmetrised.cif"):
        block = cif.read(str(path)).sole_block()
        multiplicities = [int(value) for value in block.find_values("_atom_site_site_symmetry_multiplicity")]
        assert sum(multiplicities) == len(expected)
        analyzer = SpacegroupAnalyzer(Structure.from_file(path), symprec=1e-4)
        orbits = analyzer.get_symmetrized_structure().equivalent_indices
        assert sorted(multiplicities) == sorted(len(orbit) for orbit in orbits)


def test_coordinates_have_at_least_six_decimals(exports):
    for path, _, _ in [*of_kind(exports, ".p1.cif"), *of_kind(exports, ".symmetrised.cif")]:
        block = cif.read(str(path)).sole_block()
        for axis in "xyz":
            for value in block.find_values(f"_atom_site_fract_{axis}"):
                assert len(value.split(".")[1]) >= 6


def problems(document: cif.Document) -> list[str]:
    found: list[str] = []
    validator = cif.Ddl(found.append, use_regex=True, use_linked_groups=True, use_mandatory=True)
    validator.read_ddl(cif.read(str(DICTIONARY)))
    if not validator.validate_cif(document) and not found:
        found.append("invalid")
    return found


def test_cif_follows_the_core_dictionary(exports):
    for path, _, _ in [*of_kind(exports, ".p1.cif"), *of_kind(exports, ".symmetrised.cif")]:
        assert problems(cif.read(str(path))) == [], path.name


@pytest.mark.parametrize(
    "change",
    [
        ("_cell_length_a  ", "_cell_length_d  "),
        ("_space_group_IT_number            ", "_space_group_IT_number            9"),
        ("_cell_angle_alpha                 ", "_cell_angle_alpha                 x"),
        ("  _atom_site_label\n", "  _atom_site_name\n"),
    ],
)
def test_the_validation_finds_errors(exports, change):
    path, _, _ = next(of_kind(exports, ".symmetrised.cif"))
    text = path.read_text()
    assert change[0] in text
    assert problems(cif.read_string(text.replace(*change)))


def test_cif_says_how_it_was_made(exports):
    path, _, _ = next(of_kind(exports, ".p1.cif"))
    comment = " ".join(cif.as_string(cif.read(str(path)).sole_block().find_value("_publ_section_comment")).split())
    for words in ("not relaxed", "no energy", "Seed: 7", "tau: 300", "Language model: language", "it's \\u{3c4} = 300"):
        assert words in comment


def test_poscar_is_read_alike(exports):
    for path, _, expected in of_kind(exports, ".vasp"):
        assert_same(Structure.from_str(path.read_text(), fmt="poscar"), expected, path.name)
        assert_same(AseAtomsAdaptor.get_structure(ase.io.read(path, format="vasp")), expected, path.name)


def test_extxyz_is_read_exactly(exports):
    for path, entry, expected in of_kind(exports, ".extxyz"):
        atoms = ase.io.read(path, format="extxyz")
        assert atoms.pbc.all()
        assert atoms.numbers.tolist() == entry["crystal"]["atomicNumbers"]
        np.testing.assert_allclose(atoms.cell.array, expected.lattice.matrix, atol=1e-7)
        np.testing.assert_allclose(atoms.positions, expected.cart_coords, atol=1e-6)
        assert atoms.info["prompt"] == 'a "hard" prompt; it\'s τ = 300 ;loop_ \\ #data_'
        assert (atoms.info["tau"], atoms.info["seed"], atoms.info["relaxed"]) == (300, 7, False)


def test_pymatgen_json_is_read_exactly(exports):
    for path, entry, expected in of_kind(exports, ".json"):
        structure = Structure.from_file(path)
        assert [site.specie.Z for site in structure] == entry["crystal"]["atomicNumbers"]
        np.testing.assert_allclose(structure.lattice.matrix, expected.lattice.matrix, atol=1e-12)
        np.testing.assert_allclose(structure.frac_coords, expected.frac_coords, atol=1e-12)
        assert structure.properties["prompt"].startswith('a "hard" prompt; it\'s τ = 300')
        assert (structure.properties["tau"], structure.properties["relaxed"]) == (300, False)


def test_trajectory_is_read_frame_by_frame(exports):
    folder, entries = exports
    frames = ase.io.read(folder / "trajectory.extxyz", index=":", format="extxyz")
    assert [atoms.info["timestep"] for atoms in frames] == [300, 200, 100, 0]
    final = source(entries[0])
    np.testing.assert_allclose(frames[-1].positions, final.cart_coords, atol=1e-6)
    moved = final.lattice.get_cartesian_coords(final.frac_coords + 0.3)
    np.testing.assert_allclose(frames[0].positions, moved, atol=1e-6)
