"""Unique and new (the paper's Table 3): samples against each other and against the training split.

With --relax N also stability, after relaxing N samples with CHGNet (see stability.py).
"""

from argparse import ArgumentParser, Namespace
from collections import defaultdict
from pathlib import Path

from pymatgen.core import Composition, Structure

from . import intervals, progress
from .candidates import read_lines, structures_of
from .gen import samples_of
from .matching import rms_displacement
from .study import TITLES, Study
from .subsets import reduced_counts, split, structure_of
from .validity import valid

NOTES = [
    "Shares of all samples with 95 % Wilson intervals. Unique: no earlier sample matches; new: no structure of the "
    "training split matches (StructureMatcher, stol 0.5, angle_tol 10, ltol 0.3). Valid: in structure and composition.",
]


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--samples", type=int, default=1000)
    parser.add_argument("--relax", type=int, default=0, help="samples to relax with CHGNet (pip install chgnet)")
    parser.add_argument("--from", type=Path, dest="source", help="judge this JSONL file or folder of CIF files instead")


def run(study: Study, options: Namespace) -> None:
    rows = {}
    for name, structures in _sets(study, options).items():
        unique, new = uniqueness(structures), novelty(structures, study)
        rows[name] = {
            "samples": len(structures),
            "valid": intervals.share_of([s is not None and valid(s) for s in structures]),
            "unique": intervals.share_of(unique),
            "new": intervals.share_of(new),
            "valid, unique and new": intervals.share_of(
                [s is not None and valid(s) and u and n for s, u, n in zip(structures, unique, new, strict=True)]
            ),
        }
        study.write("novelty", "Unique and new", NOTES, {TITLES["mp_20"]: rows})
        if options.relax:
            from . import stability

            stability.run(study, name, structures[: options.relax], unique[: options.relax], new[: options.relax])


def _sets(study: Study, options: Namespace) -> dict[str, list[Structure | None]]:
    if options.source:
        return {options.source.name: structures_of(read_lines(options.source))}
    drafted = samples_of(study, "mp_20", options.samples)
    sets = {"drafts alone": structures_of(drafted, "draft")}
    for refinement in study.defaults():
        sets[refinement.label] = structures_of(study.engine.refine("MP-20, grammar", drafted, refinement))
    return sets


def uniqueness(structures: list[Structure | None]) -> list[bool]:
    """Whether a sample is there and no earlier one matches it."""
    earlier: dict[str, list[Structure]] = defaultdict(list)
    flags = []
    for structure in structures:
        flags.append(structure is not None and not _known(structure, earlier))
        if structure is not None:
            earlier[_formula(structure)].append(structure)
    return flags


def novelty(structures: list[Structure | None], study: Study) -> list[bool]:
    """Whether a sample is there and no structure of MP-20's training split matches it."""
    wanted = {_formula(structure) for structure in structures if structure is not None}
    known = defaultdict(list)
    for crystal in split("mp_20", "train", study.data):
        formula = Composition(dict(reduced_counts(crystal))).reduced_formula
        if formula in wanted:
            known[formula].append(structure_of(crystal))
    tasks = [None if s is None else (s, known[_formula(s)]) for s in structures]
    return progress.over(is_new, tasks, study.jobs, "against the training split")


def is_new(task: tuple[Structure, list[Structure]] | None) -> bool:
    """Whether the structure matches none of the others."""
    return task is not None and all(rms_displacement(task[0], other) is None for other in task[1])


def _known(structure: Structure, earlier: dict[str, list[Structure]]) -> bool:
    return any(rms_displacement(structure, other) is not None for other in earlier[_formula(structure)])


def _formula(structure: Structure) -> str:
    return structure.composition.reduced_formula
