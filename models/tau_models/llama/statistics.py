"""What the training data hold, for the prompt's hints and the grammar's bounds:
``python -m tau_models.llama.statistics --data FOLDER`` writes ``src/language/data/training-statistics.json``.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path

import numpy as np

from tau_models.data import Crystal, load_split
from tau_models.llama.train import TRAINING_SETS

OUT = Path(__file__).parents[3] / "src" / "language" / "data" / "training-statistics.json"
CRYSTAL_SYSTEMS = {
    "triclinic": (1, 2),
    "monoclinic": (3, 15),
    "orthorhombic": (16, 74),
    "tetragonal": (75, 142),
    "trigonal": (143, 167),
    "hexagonal": (168, 194),
    "cubic": (195, 230),
}
"""First and last space-group number (International Tables A)."""
ATTRIBUTION = (
    "Counts over the training splits of MP-20 (Materials Project, CC BY 4.0) and Perov-5 (Castelli et al. 2012); "
    "space groups by moyo at 0.1 Å."
)


def statistics(mp20: list[Crystal], everything: list[Crystal]) -> dict:
    """Space groups, atom counts and volumes (Å³) of MP-20; elements and Niggli cells of all training data (Å, °)."""
    groups = Counter(crystal.spacegroup for crystal in mp20)
    cells = np.array([crystal.lattice_parameters for crystal in everything])
    volumes = [abs(np.linalg.det(crystal.lattice)) / len(crystal) for crystal in mp20]
    return {
        "attribution": ATTRIBUTION,
        "mp20TrainCount": len(mp20),
        "spaceGroups": {
            system: {str(n): groups[n] for n in range(first, last + 1) if groups[n]}
            for system, (first, last) in CRYSTAL_SYSTEMS.items()
        },
        "atomCounts": {str(n): count for n, count in sorted(Counter(len(crystal) for crystal in mp20).items())},
        "cellLengths": {"min": round(float(cells[:, :3].min()), 2), "max": round(float(cells[:, :3].max()), 2)},
        "cellAngles": {"min": round(float(cells[:, 3:].min()), 2), "max": round(float(cells[:, 3:].max()), 2)},
        "volumesPerAtom": {
            f"percentile{q}": round(float(np.percentile(volumes, float(q))), 1) for q in ("0.1", "50", "99.9")
        },
        "atomicNumbers": sorted({int(z) for crystal in everything for z in crystal.atomic_numbers}),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", help="folder of the .jsonl.gz files (default: TAU_DATA)")
    parser.add_argument("--out", type=Path, default=OUT)
    arguments = parser.parse_args()
    sets = {name: load_split(name, "train", arguments.data) for name in TRAINING_SETS}
    result = statistics(sets["mp_20"], [crystal for crystals in sets.values() for crystal in crystals])
    lines = [f"  {json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in result.items()]
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    arguments.out.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
