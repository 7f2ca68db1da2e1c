"""Vocabulary, tokenizer.json, crystal texts and their augmentation."""

import numpy as np
import pytest
from pymatgen.analysis.structure_matcher import StructureMatcher
from pymatgen.core import Element, Lattice, Structure
from tokenizers import Tokenizer

from tau_models import vocabulary as v
from tau_models.llama.text import (
    Conditions,
    augment,
    crystal_ids,
    formula,
    order_atoms,
    parse,
    prompt_ids,
    prompt_text,
    reduced_composition,
    to_grid,
)

RUTILE_CELL = np.array([2.958, 4.594, 4.594, 90, 90, 90])
RUTILE_NUMBERS = np.array([22, 22, 8, 8, 8, 8])
RUTILE_COORDS = np.array(
    [[0, 0, 0], [0.5, 0.5, 0.5], [0, 0.305, 0.305], [0, 0.695, 0.695], [0.5, 0.195, 0.805], [0.5, 0.805, 0.195]]
)
FULL = Conditions(
    composition={8: 3, 38: 1, 22: 1},
    elements=(8, 22, 38),
    atom_count=5,
    space_group=221,
    formation_energy=-3.456,
    band_gap=1.8,
    energy_above_hull=-0.001,
)


@pytest.fixture(scope="module")
def tokenizer(tmp_path_factory) -> Tokenizer:
    path = tmp_path_factory.mktemp("tokenizer") / "tokenizer.json"
    v.write_tokenizer(path)
    return Tokenizer.from_file(str(path))


def random_crystal(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    atoms = int(rng.integers(1, 21))
    cell = np.concatenate([rng.uniform(2.5, 30, 3), rng.uniform(60, 120, 3)])
    return cell, rng.integers(1, 119, atoms), rng.random((atoms, 3))


def test_token_ids_are_the_fixed_ones():
    assert len(v.TOKENS) == len(set(v.TOKENS)) == 160
    assert (v.PAD, v.BOS, v.EOS, v.UNKNOWN) == (0, 1, 2, 3)
    assert v.TOKENS[4:21] == tuple("0123456789") + (".", " ", "\n", "-", ", ", " 0.", "\n0.")
    assert v.TOKENS[21] == "Below is a description of a bulk material."
    assert v.TOKENS[29].endswith("within the lattice:\n")
    assert (v.TOKENS[30], v.TOKENS[147], v.TOKENS[148]) == ("H", "Og", " It is a hypothetical perovskite.")
    assert v.TOKENS[149] == "<reserved_0>"


def test_element_table_is_paulings():
    for z, (symbol, x) in enumerate(zip(v.SYMBOLS, v.PAULING_ELECTRONEGATIVITY, strict=True), 1):
        element = Element.from_Z(z)
        assert element.symbol == symbol
        reference = element.data.get("X")
        assert x == (np.inf if reference is None or np.isnan(reference) else reference), symbol
    assert v.ELEMENT_ORDER[0] == 87 and v.ELEMENT_ORDER[-1] == 118
    assert sorted(v.ELEMENT_ORDER) == list(range(1, 119))


def test_prompt_sentences():
    assert prompt_text(FULL) == (
        "Below is a description of a bulk material. The chemical formula is SrTiO3. The elements are Sr, Ti, O. "
        "The number of atoms is 5. The spacegroup number is 221. The formation energy per atom is -3.46. "
        "The band gap is 1.80. The energy above the convex hull is 0.00.\n"
        "Generate the lengths and angles of the lattice vectors and then the element type and coordinates for each "
        "atom within the lattice:\n"
    )
    assert len(prompt_ids(Conditions())) == 3


def test_crystal_text_is_as_specified():
    crystal = order_atoms(to_grid(RUTILE_CELL, RUTILE_NUMBERS, RUTILE_COORDS))
    assert v.decode(crystal_ids(crystal)) == (
        "3.0 4.6 4.6\n90 90 90\nTi\n0.00 0.00 0.00\nTi\n0.50 0.50 0.50\n"
        "O\n0.00 0.30 0.30\nO\n0.00 0.70 0.70\nO\n0.50 0.20 0.80\nO\n0.50 0.80 0.20\n"
    )
    assert len(crystal_ids(crystal)) == 12 + 9 + 6 * 11 + 1
    assert formula(reduced_composition(RUTILE_NUMBERS)) == "TiO2"


def test_a_coordinate_just_below_one_becomes_zero():
    crystal = to_grid(RUTILE_CELL, np.array([22]), np.array([[0.9951, 0.9949, 0.999]]))
    assert crystal.coords.tolist() == [[0, 99, 0]]


def test_tokenizer_json_agrees_with_own_encoder_on_every_text(tokenizer):
    rng = np.random.default_rng(0)
    texts = [prompt_text(FULL), prompt_text(Conditions(elements=tuple(range(1, 119))))]
    texts += [v.decode(crystal_ids(to_grid(*random_crystal(rng)))) for _ in range(50)]
    for text in texts:
        ids = tokenizer.encode(text).ids
        assert ids == v.encode(text)
        assert tokenizer.decode(ids) == v.decode(ids) == text
        assert v.UNKNOWN not in ids
    assert tokenizer.encode("<bos><eos>").ids == [v.BOS, v.EOS]
    assert tokenizer.get_vocab_size() == 160


def test_ids_written_directly_equal_the_encoded_text():
    rng = np.random.default_rng(1)
    for _ in range(50):
        ids = crystal_ids(to_grid(*random_crystal(rng)))
        assert ids == [*v.encode(v.decode(ids)), v.EOS]


def test_text_outside_the_vocabulary_is_named():
    with pytest.raises(ValueError, match="'é'"):
        v.encode("3.0 é")


def test_parse_returns_what_was_written():
    rng = np.random.default_rng(2)
    for _ in range(50):
        cell, numbers, coords = random_crystal(rng)
        written = to_grid(cell, numbers, coords)
        read = parse(v.decode(crystal_ids(written)))
        assert (read.lengths, read.angles) == (written.lengths, written.angles)
        np.testing.assert_array_equal(read.atomic_numbers, numbers)
        np.testing.assert_array_equal(read.coords, written.coords)
        assert np.abs(np.array(read.lengths) / 10 - cell[:3]).max() <= 0.05 + 1e-9
        assert np.abs((read.coords / 100 - coords + 0.5) % 1 - 0.5).max() <= 0.005 + 1e-9


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("3.0 4.6 4.6\n90 90 90\nTi\n0.00 0.00", "cut off"),
        ("3.0 4.6 4.6\n90 90 90\n", "2 lines"),
        ("3.0 4.6\n90 90 90\nTi\n0.00 0.00 0.00\n", "line 1"),
        ("3.0 4.6 4.6\n90 90.0 90\nTi\n0.00 0.00 0.00\n", "line 2"),
        ("3.0 4.6 4.6\n90 90 90\nXx\n0.00 0.00 0.00\n", "line 3.*'Xx'"),
        ("3.0 4.6 4.6\n90 90 90\nTi\n0.00 0.0 0.00\n", "line 4"),
        ("3.0 4.6 4.6\n90 90 90\nTi\n0.00 1.00 0.00\n", "line 4.*outside"),
    ],
)
def test_parse_names_the_wrong_line(text, message):
    with pytest.raises(ValueError, match=message):
        parse(text)


def test_augmentation_keeps_the_structure_and_the_element_groups():
    rng = np.random.default_rng(3)
    lattice = Lattice.from_parameters(*to_grid(RUTILE_CELL, RUTILE_NUMBERS, RUTILE_COORDS).lengths, 90, 90, 90)
    reference = Structure(lattice, RUTILE_NUMBERS, RUTILE_COORDS)
    matcher = StructureMatcher(ltol=0.01, stol=0.05, angle_tol=1, primitive_cell=False)
    seen = set()
    for _ in range(60):
        crystal = augment(RUTILE_CELL, RUTILE_NUMBERS, RUTILE_COORDS, rng)
        seen.add(crystal.coords.tobytes())
        assert crystal.atomic_numbers.tolist() == [22, 22, 8, 8, 8, 8]
        assert matcher.fit(reference, Structure(lattice, crystal.atomic_numbers, crystal.coords / 100))
    assert len(seen) > 15


def test_augmentation_shares():
    rng = np.random.default_rng(4)
    numbers, coords = np.array([3, 3, 3]), np.array([[0.11, 0.2, 0.3], [0.43, 0.5, 0.6], [0.75, 0.8, 0.9]])
    crystals = [augment(RUTILE_CELL, numbers, coords, rng).coords for _ in range(2000)]
    given = {row.tobytes() for row in np.rint(coords * 100).astype(int)}
    as_given = np.mean([{row.tobytes() for row in c} == given for c in crystals])
    atom_at_origin = np.mean([bool((c == 0).all(1).any()) for c in crystals])
    sorted_rows = np.mean([bool((np.diff(c[:, 0]) >= 0).all()) for c in crystals])
    assert as_given == pytest.approx(0.6, abs=0.04)
    assert atom_at_origin == pytest.approx(0.3, abs=0.04)
    assert sorted_rows == pytest.approx(0.7 + 0.3 / 6, abs=0.04)
