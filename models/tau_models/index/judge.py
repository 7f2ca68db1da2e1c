"""Measures how well the index recognises structures, against pymatgen's StructureMatcher with its default tolerances.

Needs pymatgen. Structures are drawn from MP-20's test split, pairs from all of the Materials Project's structures in
the index.
"""

from __future__ import annotations

import random
import re
from argparse import Namespace
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from pymatgen.analysis.structure_matcher import StructureMatcher
from tqdm import tqdm

from tau_models.data import Crystal
from tau_models.data.crystals import lattice_matrix, read_split
from tau_models.data.overlap import structure
from tau_models.data.sets import reduced_formula
from tau_models.evaluate.intervals import share_of

from .fingerprints import ask, line

SEED = 7
NOISE = 0.03
"""Å: root mean square displacement of an atom."""
LISTED = 40
MATERIALS_PROJECT = ("mp_20", "mp2023_le20_extra", "mp2023_21to52")
FIGURES = re.compile(r"(<!-- figures -->\n).*?(<!-- /figures -->)", re.DOTALL)


@dataclass
class Tally:
    """How often rule and matcher agree on pairs."""

    both: int = 0
    rule_only: int = 0
    matcher_only: int = 0
    neither: int = 0

    def add(self, rule: bool, matches: bool) -> None:
        name = ("both" if matches else "rule_only") if rule else ("matcher_only" if matches else "neither")
        setattr(self, name, getattr(self, name) + 1)

    @property
    def recall(self) -> str:
        return percent([True] * self.both + [False] * self.matcher_only)

    @property
    def false(self) -> str:
        return percent([True] * self.rule_only + [False] * self.neither)

    @property
    def wrong(self) -> str:
        """Of the pairs that the rule calls one structure."""
        return percent([True] * self.rule_only + [False] * self.both)


def run(options: Namespace) -> None:
    known = {c.id: c for name in MATERIALS_PROJECT for c in read_split(name, None, options.data)}
    test = read_split("mp_20", "test", options.data)
    draw = random.Random(SEED)
    queries = draw.sample(test, min(options.samples, len(test)))
    text = "\n".join(
        [
            recognition(queries),
            polymorphs(queries, known),
            substitutions(queries, known),
            pairs(known, options.samples, draw),
        ]
    )
    card = Path(options.index) / "README.md"
    card.write_text(FIGURES.sub(lambda found: f"{found[1]}\n{text}\n{found[2]}", card.read_text()))
    print(text)


def recognition(queries: list[Crystal]) -> str:
    """Whether each structure is called known, and by its own entry, however it was disturbed."""
    rows = [
        f"{len(queries)} structures of MP-20's test split, disturbed and looked up:",
        "",
        "| disturbed by | called known | by its own entry |",
        "|---|---|---|",
    ]
    generator = np.random.default_rng(SEED)
    disturbances = {
        "nothing": queries,
        "rounding to crystal text": [as_text(c) for c in queries],
        f"{NOISE} Å": [displaced(c, generator) for c in queries],
        f"{NOISE} Å and rounding": [as_text(displaced(c, generator)) for c in queries],
        "0.1 Å": [displaced(c, generator, 0.1) for c in queries],
    }
    for name, disturbed in disturbances.items():
        answers = list(look_up(disturbed))
        own = [
            any(m["id"] == crystal.id and m["isSameStructure"] for m in answer["sameComposition"])
            for crystal, answer in zip(queries, answers, strict=True)
        ]
        rows.append(f"| {name} | {percent(a['verdict'] == 'known' for a in answers)} | {percent(own)} |")
    return "\n".join([*rows, ""])


def polymorphs(queries: list[Crystal], known: dict[str, Crystal]) -> str:
    """Pairs of one composition."""
    tally = Tally()
    for crystal, answer in zip(queries, look_up(queries), strict=True):
        for match in answer["sameComposition"]:
            other = known.get(match["id"])
            if other is not None and other.id != crystal.id:
                tally.add(match["isSameStructure"], fits(crystal, other))
    return (
        f"Each of them beside the other entries of its composition ({sum(vars(tally).values())} pairs): of those that "
        f"the matcher calls one structure the rule finds {tally.recall}; of those that it keeps apart the rule joins "
        f"{tally.false}.\n"
    )


def substitutions(queries: list[Crystal], known: dict[str, Crystal]) -> str:
    """Whether the entry that is named first for a substitution is one."""
    generator = np.random.default_rng(SEED)
    rows = [
        "The first entry of other elements that is named for each, where the rule calls it the same structure:",
        "",
        "| disturbed by | named for | not the same by `fit_anonymous` |",
        "|---|---|---|",
    ]
    sets = {"nothing": queries, f"{NOISE} Å and rounding": [as_text(displaced(c, generator)) for c in queries]}
    for name, disturbed in sets.items():
        tally = Tally()
        for crystal, answer in zip(queries, look_up(disturbed), strict=True):
            named = next((m for m in answer["substitutions"] if m["id"] in known), None)
            if named and named["isSameStructure"]:
                tally.add(True, fits(crystal, known[named["id"]], anonymously=True))
        share = percent(
            [True] * (tally.both + tally.rule_only) + [False] * (len(queries) - tally.both - tally.rule_only)
        )
        rows.append(f"| {name} | {share} | {tally.wrong} |")
    return "\n".join([*rows, ""])


def pairs(known: dict[str, Crystal], count: int, draw: random.Random) -> str:
    """Pairs of other elements in one proportion and number, drawn evenly over formulas."""
    groups: dict[tuple[int, ...], list[Crystal]] = defaultdict(list)
    for crystal in known.values():
        if len(crystal) <= 20:
            counts = sorted(n for _, n in reduced_formula(crystal.atomic_numbers))
            groups[(len(crystal), *counts)].append(crystal)
    usable = [members for members in groups.values() if len(members) > 1]
    drawn = [draw.sample(draw.choice(usable), 2) for _ in range(count)]
    tally = Tally()
    answers = ask("look-up-lines.ts", ({"first": line(one), "second": line(other)} for one, other in drawn))
    for (one, other), is_same in zip(drawn, answers, strict=True):
        tally.add(is_same, fits(one, other, anonymously=True))
    return (
        f"Pairs of structures in one proportion, with as many atoms in the cell, each proportion as likely as any "
        f"other ({count} pairs): of those that `fit_anonymous` calls one structure the rule finds {tally.recall}; of "
        f"those that it keeps apart the rule joins {tally.false}.\n"
    )


def look_up(crystals: Iterable[Crystal]) -> Iterable[dict[str, Any]]:
    return tqdm(ask("look-up-lines.ts", (line(crystal) for crystal in crystals), str(LISTED)), desc="looked up")


def fits(one: Crystal, other: Crystal, anonymously: bool = False) -> bool:
    matcher = StructureMatcher()
    fit = matcher.fit_anonymous if anonymously else matcher.fit
    return bool(fit(structure(one), structure(other)))


def displaced(crystal: Crystal, generator: np.random.Generator, noise: float = NOISE) -> Crystal:
    """Each atom moved at random, by `noise` Å in the root mean square."""
    moved = generator.normal(0, noise / np.sqrt(3), crystal.frac_coords.shape)
    return replace(crystal, frac_coords=crystal.frac_coords + moved @ np.linalg.inv(crystal.lattice))


def as_text(crystal: Crystal) -> Crystal:
    """Lengths to 0.1 Å, angles to 1°, coordinates to 0.01, as in crystal text."""
    parameters = np.concatenate([crystal.lattice_parameters[:3].round(1), crystal.lattice_parameters[3:].round()])
    return replace(
        crystal,
        lattice_parameters=parameters,
        lattice=lattice_matrix(parameters),
        frac_coords=crystal.frac_coords.round(2),
    )


def percent(flags: Iterable[bool]) -> str:
    """`97.2 % (95.3 to 98.4)`"""
    flags = list(flags)
    if not flags:
        return "none of none"
    share = share_of(flags)
    return f"{100 * share['share']:.1f} % ({100 * share['low']:.1f} to {100 * share['high']:.1f})"
