"""What the tables share: the engine, the data, the subsets and the place of the reports."""

import random
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from pymatgen.core import Structure

from ..data import Crystal
from . import report
from .engine import SHIPPED_EXTRA, Engine, Refinement, default_refinement
from .subsets import SEED, crystals_of, reduced_counts, structure_of

HYPOTHETICAL = {"perov_5": {"hypotheticalPerovskite": True}}
"""Conditions that say from which data set a crystal is."""

TITLES = {"mp_20": "MP-20", "perov_5": "Perov-5"}


@dataclass(frozen=True)
class Study:
    """Settings of one command."""

    folder: Path
    """Where the engine's lines are kept."""
    reports: Path
    data: str | None
    jobs: int
    limit: int | None
    extras: list[str] = field(default_factory=lambda: [SHIPPED_EXTRA])
    """Further options of `generate` to try, each its own row."""
    written: set[Path] = field(default_factory=set)
    """Reports so far."""

    @cached_property
    def engine(self) -> Engine:
        return Engine(self.folder, self.jobs)

    def crystals(self, subset: str) -> list[Crystal]:
        """A committed subset in a fixed random order, or the first `limit` of it."""
        crystals = crystals_of(subset, self.data)
        return random.Random(SEED).sample(crystals, len(crystals))[: self.limit]

    def count(self, wanted: int) -> int:
        return wanted if self.limit is None else min(wanted, self.limit)

    def defaults(self) -> list[Refinement]:
        """The shipped setting with each of the extra options."""
        return [default_refinement(extra) for extra in self.extras]

    def write(self, table: str, title: str, notes: list[str], sections: dict[str, dict]) -> None:
        path = self.reports / f"{table}.json"
        report.update(path, title, self.engine.models, notes, sections)
        self.written.add(path)


def truths_of(crystals: list[Crystal]) -> dict[str, Structure]:
    """Structures by id."""
    return {crystal.id: structure_of(crystal) for crystal in crystals}


def prompts_for(
    crystals: list[Crystal], data_set: str, *, atom_count: bool = False, groups: dict[str, int] | None = None
) -> list[dict]:
    """Lines of a prompts file that ask for the crystals' compositions and, if wanted, atom counts and space groups."""
    lines = []
    for index, crystal in enumerate(crystals):
        conditions = {"composition": [list(pair) for pair in reduced_counts(crystal)], **HYPOTHETICAL.get(data_set, {})}
        if atom_count:
            conditions["atomCount"] = len(crystal)
        if groups is not None:
            conditions["spaceGroup"] = groups[crystal.id]
        lines.append({"id": crystal.id, "conditions": conditions, "seed": SEED + index})
    return lines


def bare_prompts(data_set: str, count: int) -> list[dict]:
    """Lines that ask for any crystal of the kind of a data set."""
    conditions = HYPOTHETICAL.get(data_set, {})
    return [{"id": f"sample-{index}", "conditions": conditions, "seed": SEED + index} for index in range(count)]
