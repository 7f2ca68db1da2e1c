"""Fixed random subsets of the splits, and their compositions. The ids are committed in subsets.json."""

import json
import random
import warnings
from functools import cache, reduce
from math import gcd, isnan
from pathlib import Path

from pymatgen.core import Element, Lattice, Structure

from ..data import Crystal, load_split
from ..data.overlap import OUT as OVERLAP_FILE

IDS_FILE = Path(__file__).with_name("subsets.json")
SEED = 20_251_023

SUBSETS = {
    "mp_20": ("mp_20", "test", 200),
    "perov_5": ("perov_5", "test", 200),
    "mp_20_unseen_compositions": ("mp_20", "test", 100),
    "mp_20_validation": ("mp_20", "val", 100),
    "perov_5_validation": ("perov_5", "val", 100),
    "mp_20_reference": ("mp_20", "test", 1000),
    "perov_5_reference": ("perov_5", "test", 1000),
    "mp_20_training_sample": ("mp_20", "train", 1000),
    "perov_5_training_sample": ("perov_5", "train", 1000),
}
"""Name → data set, split, size."""

split = cache(load_split)


def reduced_counts(crystal: Crystal) -> tuple[tuple[str, int], ...]:
    """Reduced composition as (symbol, count), elements by electronegativity as formulas write them."""
    counts: dict[str, int] = {}
    for number in crystal.atomic_numbers:
        symbol = Element.from_Z(int(number)).symbol
        counts[symbol] = counts.get(symbol, 0) + 1
    divisor = reduce(gcd, counts.values())
    order = sorted(counts, key=_electronegativity)
    return tuple((symbol, counts[symbol] // divisor) for symbol in order)


@cache
def _electronegativity(symbol: str) -> tuple[float, int]:
    element = Element(symbol)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        # Noble gases have no Pauling value; pymatgen warns and answers NaN, which does not sort.
        return (99.0 if isnan(element.X) else element.X, element.Z)


def structure_of(crystal: Crystal) -> Structure:
    """The same cell as a pymatgen structure."""
    species = [Element.from_Z(int(number)) for number in crystal.atomic_numbers]
    return Structure(Lattice(crystal.lattice), species, crystal.frac_coords)


def choose(folder: str | None) -> dict[str, list[str]]:
    """Draws every subset; "unseen" are those whose composition no training structure has."""
    generator = random.Random(SEED)
    known = {
        frozenset(reduced_counts(crystal)) for name in ("mp_20", "perov_5") for crystal in split(name, "train", folder)
    }
    chosen = {}
    for name, (data_set, part, size) in SUBSETS.items():
        crystals = split(data_set, part, folder)
        if "unseen" in name:
            crystals = [crystal for crystal in crystals if frozenset(reduced_counts(crystal)) not in known]
        chosen[name] = sorted(generator.sample([crystal.id for crystal in crystals], size))
    return chosen


def crystals_of(subset: str, folder: str | None) -> list[Crystal]:
    """The structures of a committed subset, in the order of its ids."""
    ids = json.loads(IDS_FILE.read_text())[subset]
    data_set, part, _ = SUBSETS[subset]
    by_id = {crystal.id: crystal for crystal in split(data_set, part, folder)}
    return [by_id[identifier] for identifier in ids]


def known_in_training(data_set: str) -> set[str]:
    """Test ids of MP-20 that match a training structure, or share formula and space group with one."""
    if data_set != "mp_20":
        return set()
    return {identifier for ids in json.loads(OVERLAP_FILE.read_text()).values() for identifier in ids}


if __name__ == "__main__":
    IDS_FILE.write_text(json.dumps(choose(None), indent=0) + "\n")
