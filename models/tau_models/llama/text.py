"""Crystals as text: prompt sentences, crystal text, and the augmentations used in training."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import reduce
from math import gcd

import numpy as np

from tau_models import vocabulary as v

_DIGIT = [v.ID[d] for d in v.DIGITS]
_DOT, _SPACE, _NEWLINE, _MINUS, _COMMA = (v.ID[s] for s in (".", " ", "\n", "-", ", "))
_SPACE_ZERO, _NEWLINE_ZERO = v.ID[" 0."], v.ID["\n0."]


@dataclass(frozen=True)
class Conditions:
    """What a prompt asks for; every field optional. Energies in eV/atom, gap in eV."""

    composition: dict[int, int] | None = None
    """Reduced formula: atomic number → count."""
    elements: tuple[int, ...] | None = None
    atom_count: int | None = None
    space_group: int | None = None
    formation_energy: float | None = None
    band_gap: float | None = None
    energy_above_hull: float | None = None
    hypothetical_perovskite: bool = False
    """One of the computed ABX3 cells of Perov-5, most of which do not exist."""


@dataclass(frozen=True)
class CrystalText:
    """A crystal on the text's grid: what a crystal text says, as numbers."""

    lengths: tuple[int, int, int]
    """a, b, c in tenths of an Å."""
    angles: tuple[int, int, int]
    """α, β, γ in degrees."""
    atomic_numbers: np.ndarray = field(repr=False)
    """(N,) int."""
    coords: np.ndarray = field(repr=False)
    """(N, 3) int: hundredths of the lattice vectors, 0–99."""


def reduced_composition(atomic_numbers: np.ndarray) -> dict[int, int]:
    """Counts per element divided by their common divisor, by electronegativity ascending."""
    elements, counts = np.unique(atomic_numbers, return_counts=True)
    divisor = reduce(gcd, (int(c) for c in counts))
    pairs = sorted(zip(elements.tolist(), counts.tolist(), strict=True), key=lambda pair: v.ELEMENT_RANK[pair[0]])
    return {z: count // divisor for z, count in pairs}


def formula(composition: dict[int, int]) -> str:
    """Formula string, elements by electronegativity ascending, e.g. ``SrTiO3``."""
    ordered = sorted(composition.items(), key=lambda pair: v.ELEMENT_RANK[pair[0]])
    return "".join(v.SYMBOLS[z - 1] + (str(count) if count > 1 else "") for z, count in ordered)


def prompt_text(conditions: Conditions) -> str:
    """The prompt as a string: opening, condition sentences in their fixed order, request."""
    parts = [v.OPENING]
    if conditions.hypothetical_perovskite:
        parts.append(v.HYPOTHETICAL_PEROVSKITE_PHRASE)
    if conditions.composition is not None:
        parts.append(f"{v.FORMULA_PHRASE}{formula(conditions.composition)}.")
    if conditions.elements is not None:
        ordered = sorted(conditions.elements, key=v.ELEMENT_RANK.__getitem__)
        parts.append(f"{v.ELEMENTS_PHRASE}{', '.join(v.SYMBOLS[z - 1] for z in ordered)}.")
    if conditions.atom_count is not None:
        parts.append(f"{v.ATOM_COUNT_PHRASE}{conditions.atom_count}.")
    if conditions.space_group is not None:
        parts.append(f"{v.SPACE_GROUP_PHRASE}{conditions.space_group}.")
    for phrase, value in (
        (v.FORMATION_ENERGY_PHRASE, conditions.formation_energy),
        (v.BAND_GAP_PHRASE, conditions.band_gap),
        (v.ENERGY_ABOVE_HULL_PHRASE, conditions.energy_above_hull),
    ):
        if value is not None:
            parts.append(f"{phrase}{round(value, 2) + 0.0:.2f}.")
    parts.append(v.REQUEST)
    return "".join(parts)


def prompt_ids(conditions: Conditions) -> list[int]:
    """``<bos>`` and the prompt's token ids."""
    return [v.BOS, *v.encode(prompt_text(conditions))]


def to_grid(cell: np.ndarray, atomic_numbers: np.ndarray, frac_coords: np.ndarray) -> CrystalText:
    """Rounds a crystal to the text's grid.

    ``cell``: (6,) a, b, c in Å, α, β, γ in degrees; ``frac_coords``: (N, 3).
    """
    lengths = np.rint(np.asarray(cell[:3]) * 10).astype(int)
    angles = np.rint(np.asarray(cell[3:])).astype(int)
    coords = np.rint(np.asarray(frac_coords, dtype=float) * 100).astype(int) % 100
    return CrystalText(tuple(lengths.tolist()), tuple(angles.tolist()), np.asarray(atomic_numbers, dtype=int), coords)


def order_atoms(crystal: CrystalText, rng: np.random.Generator | None = None) -> CrystalText:
    """Groups elements by electronegativity; within an element lexicographic, or random where ``rng`` is given."""
    ranks = np.array([v.ELEMENT_RANK[z] for z in crystal.atomic_numbers.tolist()])
    if rng is None:
        x, y, z = crystal.coords.T
        order = np.lexsort((z, y, x, ranks))
    else:
        order = np.lexsort((rng.random(len(ranks)), ranks))
    return CrystalText(crystal.lengths, crystal.angles, crystal.atomic_numbers[order], crystal.coords[order])


def augment(
    cell: np.ndarray, atomic_numbers: np.ndarray, frac_coords: np.ndarray, rng: np.random.Generator
) -> CrystalText:
    """One random text of the same crystal.

    Origin: as in the data (60 %), at a random atom (30 %), shifted on the 0.01 grid (10 %).
    Order within an element: lexicographic (70 %), random (30 %).
    """
    choice = rng.random()
    shift = np.zeros(3)
    if 0.6 <= choice < 0.9:
        shift = -np.asarray(frac_coords)[rng.integers(len(frac_coords))]
    elif choice >= 0.9:
        shift = rng.integers(0, 100, 3) / 100
    grid = to_grid(cell, atomic_numbers, np.asarray(frac_coords) + shift)
    return order_atoms(grid, rng if rng.random() < 0.3 else None)


def _number(value: int) -> list[int]:
    return [_DIGIT[int(d)] for d in str(value)]


def crystal_ids(crystal: CrystalText) -> list[int]:
    """Token ids of the crystal text, ``<eos>`` included; atoms in the order given."""
    ids: list[int] = []
    for length, end in zip(crystal.lengths, (_SPACE, _SPACE, _NEWLINE), strict=True):
        ids += [*_number(length // 10), _DOT, _DIGIT[length % 10], end]
    for angle, end in zip(crystal.angles, (_SPACE, _SPACE, _NEWLINE), strict=True):
        ids += [*_number(angle), end]
    for z, (x, y, w) in zip(crystal.atomic_numbers.tolist(), crystal.coords.tolist(), strict=True):
        ids += [
            v.ELEMENT_IDS[z - 1],
            *(_NEWLINE_ZERO, _DIGIT[x // 10], _DIGIT[x % 10]),
            *(_SPACE_ZERO, _DIGIT[y // 10], _DIGIT[y % 10]),
            *(_SPACE_ZERO, _DIGIT[w // 10], _DIGIT[w % 10]),
            _NEWLINE,
        ]
    ids.append(v.EOS)
    return ids


def parse(text: str) -> CrystalText:
    """Reads a whole crystal text. Raises ``ValueError`` naming the line that is wrong."""
    lines = text.split("\n")
    if lines[-1] != "":
        raise ValueError(f"the text is cut off: line {len(lines)} {lines[-1]!r} has no line end")
    lines.pop()
    if len(lines) < 4 or len(lines) % 2:
        raise ValueError(f"{len(lines)} lines: expected two lattice lines and two lines for each atom")
    lengths = _parse_row(lines, 0, decimals=1)
    angles = _parse_row(lines, 1, decimals=0)
    numbers, coords = [], []
    for row in range(2, len(lines), 2):
        if lines[row] not in v.SYMBOLS:
            raise ValueError(f"line {row + 1}: {lines[row]!r} is not an element symbol")
        numbers.append(v.SYMBOLS.index(lines[row]) + 1)
        coords.append(_parse_row(lines, row + 1, decimals=2))
        if max(coords[-1]) >= 100:
            raise ValueError(f"line {row + 2}: {lines[row + 1]!r} has a coordinate outside [0, 1)")
    return CrystalText(lengths, angles, np.array(numbers, dtype=int), np.array(coords, dtype=int))


def _parse_row(lines: list[str], row: int, decimals: int) -> tuple[int, int, int]:
    words = lines[row].split(" ")
    values = []
    for word in words:
        whole, _, fraction = word.partition(".")
        if not whole.isdecimal() or len(fraction) != decimals or (decimals and not fraction.isdecimal()):
            raise ValueError(f"line {row + 1}: {lines[row]!r} should hold numbers with {decimals} decimals")
        values.append(int(whole + fraction))
    if len(values) != 3:
        raise ValueError(f"line {row + 1}: {lines[row]!r} should hold three numbers")
    return (values[0], values[1], values[2])
