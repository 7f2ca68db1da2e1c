"""Reads the candidate lines that `generate --json` writes."""

import json
from dataclasses import dataclass
from pathlib import Path

from pymatgen.core import Element, Lattice, Structure


@dataclass(frozen=True)
class Candidate:
    """One line: the structure (draft or refined) or None when no draft was accepted."""

    id: str
    candidate: int
    rejected_drafts: int
    mean_masked_mass: float | None
    bits_per_token: float | None
    structure: Structure | None


def structure_of(fields: dict) -> Structure:
    """A pymatgen structure from {lattice: 9 numbers in Å, atomicNumbers, fracCoords: 3N numbers}."""
    numbers = fields["atomicNumbers"]
    coords = fields["fracCoords"]
    rows = [coords[3 * index : 3 * index + 3] for index in range(len(numbers))]
    matrix = fields["lattice"]
    lattice = Lattice([matrix[0:3], matrix[3:6], matrix[6:9]])
    return Structure(lattice, [Element.from_Z(number) for number in numbers], rows)


def read_candidates(path: Path, which: str = "refined") -> list[Candidate]:
    """All candidates of a file, in its order. `which` is "draft" or "refined"; errors name the line."""
    candidates = []
    for number, line in enumerate(path.read_text().splitlines(), start=1):
        try:
            fields = json.loads(line)
            structure = structure_of(fields[which]) if which in fields else None
            candidates.append(
                Candidate(
                    id=fields["id"],
                    candidate=fields["candidate"],
                    rejected_drafts=len(fields["rejectedDrafts"]),
                    mean_masked_mass=fields.get("meanMaskedMass"),
                    bits_per_token=fields.get("bitsPerToken"),
                    structure=structure,
                )
            )
        except (KeyError, ValueError, IndexError) as error:
            raise ValueError(f"{path}:{number}: not a candidate line ({error})") from error
    return candidates
