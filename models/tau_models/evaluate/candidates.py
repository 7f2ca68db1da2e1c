"""Structures in the lines that `generate --json` writes, and in files of other programs."""

import json
from pathlib import Path

from pymatgen.core import Element, Lattice, Structure


def structure_of(fields: dict) -> Structure:
    """A pymatgen structure from {lattice: 9 numbers in Å, atomicNumbers, fracCoords: 3N numbers}."""
    numbers = fields["atomicNumbers"]
    coords = fields["fracCoords"]
    rows = [coords[3 * index : 3 * index + 3] for index in range(len(numbers))]
    matrix = fields["lattice"]
    lattice = Lattice([matrix[0:3], matrix[3:6], matrix[6:9]])
    return Structure(lattice, [Element.from_Z(number) for number in numbers], rows)


def structures_of(lines: list[dict], which: str = "refined") -> list[Structure | None]:
    """The "draft" or "refined" structure of each line; None where there is none."""
    return [structure_of(line[which]) if line.get(which) else None for line in lines]


def read_lines(path: Path) -> list[dict]:
    """Candidate lines of a JSONL file, or of a folder of CIF files; errors name the line or the file."""
    if path.is_dir():
        return [_cif_line(file) for file in sorted(path.glob("*.cif"))]
    lines = []
    for number, text in enumerate(path.read_text().splitlines(), start=1):
        try:
            line = json.loads(text)
            structures_of([line], "draft" if "draft" in line else "refined")
            lines.append({"id": line["id"], "candidate": line["candidate"], "rejectedDrafts": [], **line})
        except (KeyError, ValueError, IndexError, TypeError, AttributeError) as error:
            raise ValueError(f"{path}:{number}: not a candidate line ({error!r})") from error
    return lines


def _cif_line(file: Path) -> dict:
    try:
        structure = Structure.from_file(file)
        fields = {
            "lattice": structure.lattice.matrix.ravel().tolist(),
            "atomicNumbers": list(structure.atomic_numbers),
            "fracCoords": structure.frac_coords.ravel().tolist(),
        }
    except (ValueError, AttributeError) as error:
        raise ValueError(f"{file}: not a crystal with ordered sites ({error})") from error
    return {"id": file.stem, "candidate": 0, "rejectedDrafts": [], "refined": fields}
