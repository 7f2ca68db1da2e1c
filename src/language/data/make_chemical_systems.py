"""Writes chemical-systems.json: which elements occur together in the training crystals, and how often.

Run from the repository: ``PYTHONPATH=models TAU_DATA=<folder> python src/language/data/make_chemical_systems.py``.
"""

import json
from collections import Counter
from pathlib import Path

from tau_models.data.crystals import load_split
from tau_models.vocabulary import ELEMENT_RANK, SYMBOLS

ATTRIBUTION = "Chemical systems of the training split of MP-20 (Materials Project, CC BY 4.0)."


def main() -> None:
    counts: Counter[tuple[int, ...]] = Counter()
    for crystal in load_split("mp_20", "train"):
        counts[tuple(sorted(set(crystal.atomic_numbers.tolist()), key=ELEMENT_RANK.__getitem__))] += 1
    by_count: dict[int, list[str]] = {}
    for system, count in sorted(counts.items()):
        by_count.setdefault(count, []).append("".join(SYMBOLS[z - 1] for z in system))
    systems = {str(count): " ".join(names) for count, names in sorted(by_count.items())}
    text = json.dumps({"attribution": ATTRIBUTION, "systemsByCount": systems}, indent=1)
    (Path(__file__).parent / "chemical-systems.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
