"""What warns of a wrong structure: figures that the studio shows of a candidate, against whether it matches the truth.

Area under the receiver operating characteristic: the chance that of a structure that matches and one that does not the
figure is worse for the one that does not. 0.5 says nothing, 1 all. The candidates are those of structure prediction,
with the grammar, refined by default.
"""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable

import numpy as np
from scipy.stats import rankdata

from . import intervals
from .outcomes import outcomes
from .study import TITLES, Study, prompts_for, truths_of
from .tau import displacement

FIGURES: dict[str, Callable[[dict], float]] = {
    "token confidence of the draft": lambda line: line["bitsPerToken"],
    "share of probability that the grammar took": lambda line: line["meanMaskedMass"],
    "displacement by the refinement, Å": displacement,
    "drafts rejected before": lambda line: len(line["rejectedDrafts"]),
    "atoms in the cell": lambda line: len(line["draft"]["atomicNumbers"]),
}
NOTES = [
    "Chance that a figure is worse for a refined structure that does not match the truth than for one that does (area "
    "under the receiver operating characteristic, 95 % bootstrap intervals): 0.5 says nothing, 1 all. Test split, one "
    "candidate each, with the grammar, default refinement. The number of atoms is no figure of trust; it stands for "
    "how hard the task is.",
]


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--set", nargs="*", default=["mp_20", "perov_5"], choices=list(TITLES), dest="sets")


def run(study: Study, options: Namespace) -> None:
    for data_set in options.sets:
        crystals = study.crystals(data_set)
        truths = truths_of(crystals)
        title = TITLES[data_set]
        drafted = study.engine.draft(title, prompts_for(crystals, data_set, atom_count=True))
        refined = study.engine.refine(title, drafted, study.defaults()[0])
        found = outcomes(refined, truths, study.jobs)
        judged = [(line, o.rms is not None) for line, o in zip(refined, found, strict=True) if line.get("refined")]
        matches = np.array([match for _, match in judged])
        rows = {}
        for name, figure in FIGURES.items():
            pairs = np.column_stack([[figure(line) for line, _ in judged], matches])
            low, high = intervals.bootstrap(pairs, separation)
            area = {"mean": separation(pairs), "low": low, "high": high, "count": len(pairs)}
            rows[name] = {"structures": len(pairs), "matching": intervals.share_of(matches), "area": area}
        study.write("warning", "What warns of a wrong structure", NOTES, {title: rows})


def separation(pairs: np.ndarray) -> float:
    """Area under the curve for rows of (figure, matches): large figures are to go with 0. Ties count half."""
    figures, matches = pairs[:, 0], pairs[:, 1].astype(bool)
    wrong, right = (~matches).sum(), matches.sum()
    if wrong == 0 or right == 0:
        return 0.5
    ranks = rankdata(figures)
    return float((ranks[~matches].sum() - wrong * (wrong + 1) / 2) / (wrong * right))
