"""Data sets by name: the files of the data folder, and mp_all_20, which is made of two of them."""

from __future__ import annotations

import os
from collections.abc import Iterable

import numpy as np

from tau_models.data.crystals import Crystal, read_split

MP_ALL_20 = "mp_all_20"
"""MP-20's training split with other structures of up to 20 atoms of the Materials Project. Validated as MP-20."""
EXTRA = "mp2023_le20_extra"
MAX_ABOVE_HULL = 0.1
"""eV per atom."""

Formula = tuple[tuple[int, int], ...]
"""Pairs of atomic number and count, reduced, by atomic number."""


def load_split(name: str, split: str | None, folder: str | os.PathLike[str] | None = None) -> list[Crystal]:
    """All structures of one split (`train`, `val`, `test`; None takes all) of a data set.

    Raises:
        DataMissingError: there is no such file.
        ValueError: the file has no row of this split, or a line cannot be read.
    """
    if name != MP_ALL_20:
        return read_split(name, split, folder)
    if split in ("val", "test"):
        return read_split("mp_20", split, folder)
    rows = {part: read_split("mp_20", part, folder) for part in ("train", "val", "test")}
    held_out = [*rows["val"], *rows["test"]]
    train = [*rows["train"], *further(read_split(EXTRA, None, folder), rows["train"], held_out)]
    return train if split == "train" else [*train, *held_out]


def further(extra: Iterable[Crystal], train: Iterable[Crystal], held_out: Iterable[Crystal]) -> list[Crystal]:
    """Those of `extra` to train on beside `train`.

    Nothing with an id or a formula of `held_out`: stricter than leaving out what matches a held-out structure, and
    no other polymorph can mislead. Of the rest, what lies at most MAX_ABOVE_HULL above the convex hull; where that is
    unknown, only formulas that `train` has not, for whose other polymorphs are mostly less stable.
    """
    held_out = list(held_out)
    ids = {crystal.id for crystal in held_out}
    held_out_formulas = {reduced_formula(crystal.atomic_numbers) for crystal in held_out}
    train = list(train)
    ids |= {crystal.id for crystal in train}
    known = {reduced_formula(crystal.atomic_numbers) for crystal in train}
    chosen = []
    for crystal in extra:
        formula = reduced_formula(crystal.atomic_numbers)
        above_hull = crystal.labels.get("e_above_hull")
        stable = formula not in known if above_hull is None else above_hull <= MAX_ABOVE_HULL
        if stable and crystal.id not in ids and formula not in held_out_formulas:
            chosen.append(crystal)
    return chosen


def reduced_formula(atomic_numbers: np.ndarray) -> Formula:
    """Counts of the elements divided by their common divisor."""
    elements, counts = np.unique(atomic_numbers, return_counts=True)
    return tuple(zip(elements.tolist(), (counts // np.gcd.reduce(counts)).tolist(), strict=True))
