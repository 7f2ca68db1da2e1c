"""What refinement does to starts of known quality: the truth rounded to text, the truth with noise, and real drafts.

Refinement must not make a good start worse.
"""

from argparse import ArgumentParser, Namespace

import numpy as np

from ..data import Crystal, lattice_matrix
from . import intervals
from .engine import Refinement
from .matching import SYMPRECS_ANGSTROM
from .outcomes import Outcome, outcomes
from .prediction import prediction_row
from .study import TITLES, Study, prompts_for, truths_of

NOISE = 0.03
SEED = 0
NOTES = [
    "Validation split. Truth rounded to text: lengths to 0.1 Å, angles to 1°, coordinates to 0.01. "
    f"Truth with noise: normal, {NOISE} on coordinates, {100 * NOISE:.0f} % on lengths, "
    f"{90 * NOISE:.1f}° on angles. Space group as in the truth, both at the tolerance given.",
]


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--set", nargs="*", default=["mp_20"], choices=list(TITLES), dest="sets")
    parser.add_argument("--taus", type=int, nargs="*", default=[50, 100, 300])


def run(study: Study, options: Namespace) -> None:
    for data_set in options.sets:
        crystals = study.crystals(f"{data_set}_validation")
        truths = truths_of(crystals)
        title = f"{TITLES[data_set]}, validation"
        random = np.random.default_rng(SEED)
        starts = {
            "truth rounded to text": [start_line(crystal, rounded(crystal)) for crystal in crystals],
            "truth with noise": [start_line(crystal, noised(crystal, random)) for crystal in crystals],
            "draft": study.engine.draft(title, prompts_for(crystals, data_set, atom_count=True)),
        }
        rows = {}
        for name, lines in starts.items():
            before = outcomes(lines, truths, study.jobs, "draft")
            rows[f"{name}: the start"] = row(before)
            settings = [Refinement(tau, extra=extra) for extra in study.extras for tau in options.taus]
            for setting in dict.fromkeys([*study.defaults(), *settings]):
                refined = study.engine.refine(f"{title}, {name}", lines, setting)
                rows[f"{name}: {setting.label}"] = row(outcomes(refined, truths, study.jobs))
                study.write("refinement", "What refinement does", NOTES, {title: rows})


def row(found: list[Outcome]) -> dict:
    """Match, RMSE and the space group at every tolerance."""
    full = prediction_row(found)
    chosen = ("structures", "match rate, matcher alone", "RMSE, matcher alone")
    groups = {
        f"space group, {symprec} Å": intervals.share_of([outcome.same_group[index] for outcome in found])
        for index, symprec in enumerate(SYMPRECS_ANGSTROM)
    }
    return {**{key: full[key] for key in chosen}, **groups}


def rounded(crystal: Crystal) -> tuple[np.ndarray, np.ndarray]:
    """Cell and coordinates as crystal text writes them."""
    lengths, angles = crystal.lattice_parameters[:3].round(1), crystal.lattice_parameters[3:].round()
    return lattice_matrix(np.concatenate([lengths, angles])), crystal.frac_coords.round(2) % 1


def noised(crystal: Crystal, random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Cell and coordinates with normal noise."""
    parameters = crystal.lattice_parameters.copy()
    parameters[:3] *= 1 + NOISE * random.standard_normal(3)
    parameters[3:] += 90 * NOISE * random.standard_normal(3)
    return lattice_matrix(parameters), (crystal.frac_coords + NOISE * random.standard_normal((len(crystal), 3))) % 1


def start_line(crystal: Crystal, start: tuple[np.ndarray, np.ndarray]) -> dict:
    """A line that the engine refines."""
    lattice, coords = start
    fields = {
        "lattice": lattice.ravel().tolist(),
        "atomicNumbers": crystal.atomic_numbers.tolist(),
        "fracCoords": coords.ravel().tolist(),
    }
    return {"id": crystal.id, "prompt": "", "candidate": 0, "rejectedDrafts": [], "draft": fields}
