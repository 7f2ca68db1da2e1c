"""Fixed random subsets of the test splits, and the prompts made from them. The ids are committed in subsets.json."""

import json
import random
from functools import reduce
from math import gcd, isnan
from pathlib import Path

from pymatgen.core import Element, Lattice, Structure

from ..data.crystals import Crystal, load_split

IDS_FILE = Path(__file__).with_name("subsets.json")
SEED = 20_251_023


def reduced_counts(crystal: Crystal) -> tuple[tuple[str, int], ...]:
    """Reduced composition as (symbol, count), elements by electronegativity as formulas write them."""
    counts: dict[str, int] = {}
    for number in crystal.atomic_numbers:
        symbol = Element.from_Z(int(number)).symbol
        counts[symbol] = counts.get(symbol, 0) + 1
    divisor = reduce(gcd, counts.values())
    order = sorted(counts, key=_electronegativity)
    return tuple((symbol, counts[symbol] // divisor) for symbol in order)


def _electronegativity(symbol: str) -> tuple[float, int]:
    element = Element(symbol)
    # Noble gases have no Pauling value; pymatgen answers NaN, which does not sort.
    return (99.0 if isnan(element.X) else element.X, element.Z)


def structure_of(crystal: Crystal) -> Structure:
    """The same cell as a pymatgen structure."""
    species = [Element.from_Z(int(number)) for number in crystal.atomic_numbers]
    return Structure(Lattice(crystal.lattice), species, crystal.frac_coords)


def choose(folder: str | None) -> dict[str, list[str]]:
    """Draws 200 test structures each of MP-20 and Perov-5, and 100 of MP-20 with compositions new to training."""
    generator = random.Random(SEED)
    known = {
        frozenset(reduced_counts(crystal))
        for name in ("mp_20", "perov_5")
        for crystal in load_split(name, "train", folder)
    }
    mp_test = load_split("mp_20", "test", folder)
    unseen = [crystal.id for crystal in mp_test if frozenset(reduced_counts(crystal)) not in known]
    return {
        "mp_20": sorted(generator.sample([crystal.id for crystal in mp_test], 200)),
        "perov_5": sorted(generator.sample([crystal.id for crystal in load_split("perov_5", "test", folder)], 200)),
        "mp_20_unseen_compositions": sorted(generator.sample(unseen, 100)),
    }


def crystals_of(subset: str, folder: str | None) -> list[Crystal]:
    """The structures of a committed subset, in the order of its ids."""
    ids = json.loads(IDS_FILE.read_text())[subset]
    data_set = "perov_5" if subset == "perov_5" else "mp_20"
    by_id = {crystal.id: crystal for crystal in load_split(data_set, "test", folder)}
    return [by_id[identifier] for identifier in ids]


if __name__ == "__main__":
    IDS_FILE.write_text(json.dumps(choose(None), indent=0) + "\n")
