"""Structure prediction (the paper's Table 4): compositions and atom counts of test structures in, structures out.

Drafts alone beside refinements, with the grammar and without it. Without the grammar a draft may miss the formula or
the number of atoms; it then cannot match.
"""

from argparse import ArgumentParser, Namespace

from . import intervals
from .engine import Refinement
from .outcomes import Outcome, outcomes
from .prediction import prediction_row
from .study import TITLES, Study, prompts_for, truths_of
from .subsets import known_in_training

STARTS = ("as-is", "re-noised")
NOTES = [
    "Shares and means with 95 % intervals (Wilson; bootstrap); changes are paired, against the drafts that were "
    "refined. RMSE in units of (V/N)^⅓. Published rule: truth and prediction must be valid, structurally and "
    "compositionally. METRe and cRMSE (Martirossyan et al., 2025): truths met by any prediction for their composition, "
    "and the mean smallest RMSE with 0.5 for those unmet. Space group: truth and prediction by pymatgen. A structure "
    "without an accepted draft counts as failed. Masked mass: share of probability per token that the grammar took.",
]


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--set", nargs="*", default=["mp_20", "perov_5"], choices=list(TITLES), dest="sets")
    parser.add_argument("--k", type=int, default=1, help="candidates per composition")
    parser.add_argument("--taus", type=int, nargs="*", default=[100, 300, 600, 900], help="besides the default")


def run(study: Study, options: Namespace) -> None:
    for data_set in options.sets:
        crystals = study.crystals(data_set)
        truths = truths_of(crystals)
        prompts = prompts_for(crystals, data_set, atom_count=True)
        known = known_in_training(data_set)
        part = "" if study.limit is None else f", {len(crystals)} structures"
        title = f"{TITLES[data_set]}, k = {options.k}{part}"
        rows: dict[str, dict] = {}
        for grammar in (True, False):
            name = "grammar" if grammar else "no grammar"
            flags = [] if grammar else ["--no-grammar"]
            drafted = study.engine.draft(f"{title}, {name}", prompts, flags, options.k)
            before = outcomes(drafted, truths, study.jobs, "draft")
            rows[f"{name}: drafts alone"] = row = prediction_row(before)
            row["formula, drafts"] = intervals.share_of([outcome.same_formula for outcome in before])
            row["masked mass, drafts"] = intervals.mean(
                [line["meanMaskedMass"] for line in drafted if "meanMaskedMass" in line]
            )
            for refinement in _refinements(study, options.taus if grammar else []):
                refined = study.engine.refine(f"{title}, {name}", drafted, refinement)
                found = outcomes(refined, truths, study.jobs)
                rows[f"{name}: {refinement.label}"] = prediction_row(found, before)
                if grammar and refinement in study.defaults() and known:
                    rows[f"{name}: {refinement.label}, without the overlap"] = prediction_row(
                        *_without(known, found, before)
                    )
                study.write("csp", "Structure prediction", [*NOTES, *_overlap_notes(study)], {title: rows})


def _refinements(study: Study, taus: list[int]) -> list[Refinement]:
    """The defaults first, then the plain sweep."""
    sweep = [Refinement(tau, start) for tau in taus for start in STARTS]
    return list(dict.fromkeys([*study.defaults(), *sweep]))


def _without(known: set[str], *lists: list[Outcome]) -> list[list[Outcome]]:
    return [[outcome for outcome in found if outcome.id not in known] for found in lists]


def _overlap_notes(study: Study) -> list[str]:
    crystals = study.crystals("mp_20")
    known = known_in_training("mp_20") & {crystal.id for crystal in crystals}
    return [
        f"Without the overlap: {len(known)} of the {len(crystals)} MP-20 structures match a structure of the training "
        "split, or share formula and space group with one, and are left out."
    ]
