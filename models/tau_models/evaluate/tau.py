"""The default τ: a sweep over real drafts of validation structures, and the choice that ships.

The choice is over all data sets together: of the settings whose match rate is not proven worse than the best one's
(paired 95 % interval), those whose space-group match is not proven worse than the best of them; of these the smallest
τ, as is before re-noised. τ = 0 is in the table and not in the choice: it is no refinement; nor is the estimate of each
draft's own τ (`--taus … auto`), which is no default but a way to find one.
"""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable

import numpy as np
from pymatgen.core import Lattice

from ..manifest import read_manifest, write_manifest
from . import intervals
from .engine import AUTO, MODELS, Refinement
from .outcomes import Outcome, outcomes
from .prediction import prediction_row
from .study import TITLES, Study, prompts_for, truths_of

TAUS = [50, 100, 200, 300, 450, 600, 750, 900]
STARTS = ("as-is", "re-noised")
NOTES = [
    "Validation split; one draft for each structure (grammar, composition and number of atoms given), refined from "
    "each τ. Displacement: mean distance in Å that refinement moves an atom, after the mean shift is taken away, in "
    "the draft's cell. Changes are paired, against the drafts.",
]


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--set", nargs="*", default=["mp_20", "perov_5"], choices=list(TITLES), dest="sets")
    parser.add_argument(
        "--taus", type=lambda text: text if text == AUTO else int(text), nargs="*", default=[*TAUS, AUTO]
    )
    parser.add_argument("--write", action="store_true", help="write the choice to the manifest")


def run(study: Study, options: Namespace) -> None:
    settings = [
        Refinement(tau, start, extra) for extra in study.extras for start in STARTS for tau in options.taus if tau != 0
    ]
    together: dict[Refinement, list[Outcome]] = {setting: [] for setting in settings}
    for data_set in options.sets:
        crystals = study.crystals(f"{data_set}_validation")
        truths = truths_of(crystals)
        title = f"{TITLES[data_set]}, validation"
        drafted = study.engine.draft(title, prompts_for(crystals, data_set, atom_count=True))
        before = outcomes(drafted, truths, study.jobs, "draft")
        rows = {"drafts alone": prediction_row(before)}
        for setting in settings:
            refined = study.engine.refine(title, drafted, setting)
            found = outcomes(refined, truths, study.jobs)
            together[setting] += found
            moved = [displacement(line) for line in refined if line.get("refined") and "draft" in line]
            row = {**prediction_row(found, before), "displacement, Å": intervals.mean(moved)}
            if setting.tau == AUTO:
                row["estimated τ"] = intervals.mean([line["tau"] for line in refined if "draft" in line])
            rows[setting.label] = row
            study.write("tau", "The default τ", NOTES, {title: rows})
    chosen = choose(together)
    note = f"Chosen over all sets together: {chosen.label}."
    study.write("tau", "The default τ", [*NOTES, note], {})
    if options.write:
        write_default(chosen)


def choose(found: dict[Refinement, list[Outcome]]) -> Refinement:
    """The rule at the top of this file; every setting has the same structures in the same order."""
    found = {setting: list_ for setting, list_ in found.items() if setting.tau != AUTO}
    matching = _not_worse(found, lambda outcome: outcome.rms is not None)
    symmetric = _not_worse({s: found[s] for s in matching}, lambda outcome: outcome.same_group[-1])
    return min(symmetric, key=lambda setting: (setting.tau, setting.start, setting.extra))


def _not_worse(found: dict[Refinement, list[Outcome]], hit: Callable[[Outcome], bool]) -> list[Refinement]:
    hits = {setting: [hit(outcome) for outcome in list_] for setting, list_ in found.items()}
    best = max(hits.values(), key=sum)
    return [setting for setting, flags in hits.items() if intervals.change(best, flags)["high"] >= 0]


def displacement(line: dict) -> float:
    """Mean distance in Å between an atom's draft and refined places, nearest images, without the common shift."""
    # JSON writes 0 for 0.0, and a crystal may have no other coordinates.
    before, after = (np.reshape(line[which]["fracCoords"], (-1, 3)).astype(float) for which in ("draft", "refined"))
    moves = after - before
    moves -= np.round(moves)
    moves -= moves.mean(axis=0)
    lattice = Lattice(np.reshape(line["draft"]["lattice"], (3, 3)))
    return float(np.linalg.norm(lattice.get_cartesian_coords(moves), axis=1).mean())


def write_default(chosen: Refinement) -> None:
    """Puts the choice into the manifest, for the denoiser that the engine takes."""
    manifest = read_manifest(MODELS)
    manifest["denoiser"][0] |= {"defaultTau": chosen.tau, "defaultStart": chosen.start}
    write_manifest(MODELS, manifest)
