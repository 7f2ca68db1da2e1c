"""Measures how far bond valence sums of real crystals are from their oxidation states.

Writes src/report/usual-values.json from structures of MP-20's validation split, by the studio's own report.
"""

from __future__ import annotations

import json
import random
from argparse import Namespace

import numpy as np

from tau_models.data.crystals import read_split

from .fingerprints import REPOSITORY, ask, line

OUT = REPOSITORY / "src" / "report" / "usual-values.json"
SEED = 5
HARD_ANIONS = {"O", "F", "Cl", "Br", "I"}
"""Of oxides and halides, whose bond valences are the ones that the parameters were made for."""


def run(options: Namespace) -> None:
    structures = read_split("mp_20", "val", options.data)
    chosen = random.Random(SEED).sample(structures, min(options.samples, len(structures)))
    found: dict[str, list[float]] = {"oxidesAndHalides": [], "others": []}
    for report in ask("judge.ts", map(line, chosen), "--lines"):
        numbers = report["numbers"]
        if numbers.get("globalInstability") is None:
            continue
        anions = {symbol for symbol, state in numbers["charge"]["oxidationStates"] if state < 0}
        found["oxidesAndHalides" if anions <= HARD_ANIONS else "others"].append(numbers["globalInstability"])
    usual = {name: percentiles(values) for name, values in found.items()}
    OUT.write_text(json.dumps({"globalInstability": usual}, indent=2) + "\n")
    print(OUT.read_text())


def percentiles(values: list[float]) -> dict[str, float]:
    median, high, highest = np.percentile(values, [50, 95, 99]).round(2).tolist()
    return {"structures": len(values), "median": median, "percentile95": high, "percentile99": highest}
