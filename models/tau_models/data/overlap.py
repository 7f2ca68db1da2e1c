"""Finds what MP-20's test split shares with its training split: python -m tau_models.data.overlap

Writes the ids of those test rows to mp_20_test_overlap.json beside this file, so that results can be given with and
without them. Two measures: a training row has the same formula and space group; a training row matches by pymatgen's
StructureMatcher (stol 0.5, angle_tol 10, ltol 0.3).
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from pymatgen.analysis.structure_matcher import StructureMatcher
from pymatgen.core import Lattice, Structure

from tau_models.data.crystals import Crystal
from tau_models.data.sets import Formula, load_split, reduced_formula

OUT = Path(__file__).with_name("mp_20_test_overlap.json")


def overlap(train: Iterable[Crystal], test: Iterable[Crystal]) -> dict[str, list[str]]:
    """Sorted ids of rows of `test` under `formula_and_space_group` and under `match`."""
    matcher = StructureMatcher(stol=0.5, angle_tol=10, ltol=0.3)
    by_formula: dict[Formula, list[Crystal]] = defaultdict(list)
    for crystal in train:
        by_formula[reduced_formula(crystal.atomic_numbers)].append(crystal)
    same_group, matching = [], []
    for crystal in test:
        others = by_formula.get(reduced_formula(crystal.atomic_numbers), [])
        if any(other.spacegroup == crystal.spacegroup for other in others):
            same_group.append(crystal.id)
        if others:
            truth = structure(crystal)
            # The likeliest first: one match is enough.
            others = sorted(others, key=lambda other: (other.spacegroup != crystal.spacegroup, len(other)))
            if any(matcher.fit(truth, structure(other)) for other in others):
                matching.append(crystal.id)
    return {"formula_and_space_group": sorted(same_group), "match": sorted(matching)}


def structure(crystal: Crystal) -> Structure:
    return Structure(Lattice(crystal.lattice), crystal.atomic_numbers.tolist(), crystal.frac_coords)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="folder of the data sets; default: TAU_DATA")
    parser.add_argument("--out", type=Path, default=OUT)
    arguments = parser.parse_args()
    test = load_split("mp_20", "test", arguments.data)
    found = overlap(load_split("mp_20", "train", arguments.data), test)
    arguments.out.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    for name, ids in found.items():
        print(f"{name}: {len(ids)} of {len(test)} test rows")


if __name__ == "__main__":
    main()
