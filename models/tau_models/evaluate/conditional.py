"""Conditions obeyed (the paper's Figure 2b): formulas by size, and space groups asked for.

Compositions of MP-20's test split that no training structure has; space groups of truth and output alike by pymatgen's
SpacegroupAnalyzer at 0.2 Å.
"""

from argparse import ArgumentParser, Namespace

from . import intervals
from .matching import space_group
from .outcomes import Outcome, outcomes
from .study import Study, prompts_for, truths_of

SIZES = (5, 10, 25)
NOTES = [
    "Shares with 95 % Wilson intervals over all prompts; changes are paired, against the drafts. Formula match by the "
    "number of atoms in the truth's primitive cell. Space group asked for: that of the truth, by pymatgen's "
    "SpacegroupAnalyzer at 0.2 Å, for truth and output alike. The compositions occur in no training structure.",
]


def arguments(parser: ArgumentParser) -> None:
    del parser


def run(study: Study, options: Namespace) -> None:
    del options
    crystals = study.crystals("mp_20_unseen_compositions")
    truths = truths_of(crystals)
    sizes = {crystal.id: len(crystal) for crystal in crystals}
    groups = {key: space_group(truth) for key, truth in truths.items()}
    sections: dict[str, dict] = {}
    for title, asked in (("Formula", None), ("Formula and space group", groups)):
        prompts = prompts_for(crystals, "mp_20", groups=asked)
        sections[title] = rows = {}
        for grammar in (True, False):
            name = "grammar" if grammar else "no grammar"
            flags = [] if grammar else ["--no-grammar"]
            drafted = study.engine.draft(f"{title}, {name}", prompts, flags)
            before = outcomes(drafted, truths, study.jobs, "draft")
            rows[f"{name}: drafts alone"] = {
                **conditional_row(before, sizes),
                "masked mass": intervals.mean([x["meanMaskedMass"] for x in drafted if "meanMaskedMass" in x]),
            }
            for refinement in study.defaults():
                refined = study.engine.refine(f"{title}, {name}", drafted, refinement)
                after = outcomes(refined, truths, study.jobs)
                rows[f"{name}: {refinement.label}"] = {
                    **conditional_row(after, sizes),
                    "change of space group": intervals.change(
                        [outcome.same_group[-1] for outcome in before], [outcome.same_group[-1] for outcome in after]
                    ),
                }
            study.write("conditional", "Conditions obeyed", NOTES, sections)


def conditional_row(found: list[Outcome], sizes: dict[str, int]) -> dict:
    """Formula match by size of the truth, and space-group match."""
    row: dict = {"prompts": len(found)}
    for size in SIZES:
        row[f"formula, ≤ {size} atoms"] = intervals.share_of([o.same_formula for o in found if sizes[o.id] <= size])
    row["space group, 0.2 Å"] = intervals.share_of([outcome.same_group[-1] for outcome in found])
    return row
