"""Reads crystal structures from `<folder>/<name>.jsonl.gz`, one JSON object a line.

The folder is given by the environment variable TAU_DATA or by an argument. A row holds `id`, `split`, `elements`
(atomic numbers), `lattice` (a, b, c in Å, α, β, γ in degrees, Niggli-reduced), `frac_coords`, `spacegroup` and
labels where they are known.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

LABELS = ("formation_energy", "e_above_hull", "band_gap")
MAX_VOLUME_DEVIATION = 0.10
"""MP-20 rows whose coordinates come from a later relaxation are dropped when its volume differs by more than this."""


class DataMissingError(FileNotFoundError):
    """The data folder or a file in it does not exist."""


@dataclass(frozen=True)
class Crystal:
    """One periodic structure in one cell.

    Attributes:
        id: identifier in the source, such as `mp-865981`.
        atomic_numbers: (N,) int64.
        lattice_parameters: (6,) float64: a, b, c in Å, α, β, γ in degrees.
        lattice: (3, 3) float64 in Å; the rows are the vectors a, b, c; a lies along x, b in the xy plane.
        frac_coords: (N, 3) float64 in [0, 1).
        spacegroup: number at a tolerance of 0.1 Å, or None.
        labels: the known ones among LABELS; energies in eV per atom, the gap in eV.
    """

    id: str
    atomic_numbers: np.ndarray
    lattice_parameters: np.ndarray
    lattice: np.ndarray
    frac_coords: np.ndarray
    spacegroup: int | None
    labels: dict[str, float] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.atomic_numbers)


def data_folder(folder: str | os.PathLike[str] | None = None) -> Path:
    """The folder of the data: `folder`, else the environment variable TAU_DATA.

    Raises:
        DataMissingError: neither is given, or it is not a folder.
    """
    chosen = folder or os.environ.get("TAU_DATA")
    if not chosen:
        raise DataMissingError(
            "No training data: set the environment variable TAU_DATA, or pass --data, "
            "to the folder that holds mp_20.jsonl.gz and perov_5.jsonl.gz."
        )
    path = Path(chosen)
    if not path.is_dir():
        raise DataMissingError(f"{path} is not a folder: set TAU_DATA, or --data, to the folder of the data sets.")
    return path


def lattice_matrix(parameters: np.ndarray) -> np.ndarray:
    """(..., 6) lengths in Å and angles in degrees → (..., 3, 3) rows a, b, c, with a along x and b in the xy plane.

    Raises:
        ValueError: no cell has such angles.
    """
    parameters = np.asarray(parameters, dtype=np.float64)
    a, b, c = np.moveaxis(parameters[..., :3], -1, 0)
    cos_alpha, cos_beta, cos_gamma = np.moveaxis(np.cos(np.radians(parameters[..., 3:])), -1, 0)
    sin_gamma = np.sqrt(1 - cos_gamma**2)
    c_y = (cos_alpha - cos_beta * cos_gamma) / sin_gamma
    c_z_squared = 1 - cos_beta**2 - c_y**2
    if np.any(~(c_z_squared > 0)):
        offending = parameters.reshape(-1, 6)[np.flatnonzero(~(c_z_squared.ravel() > 0))[0]]
        raise ValueError(f"No cell has these lengths and angles: {offending.tolist()}")
    zero = np.zeros_like(a)
    rows = [
        np.stack([a, zero, zero], -1),
        np.stack([b * cos_gamma, b * sin_gamma, zero], -1),
        np.stack([c * cos_beta, c * c_y, c * np.sqrt(c_z_squared)], -1),
    ]
    return np.stack(rows, -2)


def read_split(name: str, split: str | None, folder: str | os.PathLike[str] | None = None) -> list[Crystal]:
    """All structures of one split (`train`, `val`, `test`; None takes all) in the file `<name>.jsonl.gz`, in its order.

    Where the folder has SHA256SUMS and it lists the file, the file must be the one that was listed.

    Raises:
        DataMissingError: there is no such file.
        ValueError: the file is not the listed one, has no row of this split, or a line cannot be read.
    """
    path = data_folder(folder) / f"{name}.jsonl.gz"
    if not path.is_file():
        raise DataMissingError(f"{path} does not exist: check TAU_DATA or --data, and the name of the data set.")
    check_sum(path)
    crystals = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            try:
                row = json.loads(line)
                if (split is None or row.get("split") == split) and _volume_is_right(row):
                    crystals.append(_crystal(row))
            except (KeyError, ValueError) as error:
                raise ValueError(f"{path}, line {number}: {type(error).__name__}: {error}") from error
    if not crystals:
        raise ValueError(f"{path} has no rows of split {split!r}.")
    return crystals


def check_sum(path: Path) -> None:
    """Compares a file with the SHA256SUMS beside it, in the format of sha256sum, where there is one.

    Raises:
        ValueError: it differs.
    """
    sums = path.with_name("SHA256SUMS")
    if not sums.is_file():
        return
    listed = dict(reversed(line.split(maxsplit=1)) for line in sums.read_text(encoding="utf-8").splitlines() if line)
    wanted = listed.get(path.name)
    if wanted is not None and hashlib.sha256(path.read_bytes()).hexdigest() != wanted:
        raise ValueError(f"{path} is not the file that {sums} lists: make it or copy it again.")


def _volume_is_right(row: dict) -> bool:
    return abs(row.get("vol_ratio_to_official", 1.0) - 1) <= MAX_VOLUME_DEVIATION


def _crystal(row: dict) -> Crystal:
    parameters = np.asarray(row["lattice"], dtype=np.float64)
    frac_coords = np.asarray(row["frac_coords"], dtype=np.float64) % 1.0
    frac_coords[frac_coords >= 1.0] = 0.0
    atomic_numbers = np.asarray(row["elements"], dtype=np.int64)
    if frac_coords.shape != (len(atomic_numbers), 3):
        raise ValueError(f"{row['id']}: {len(atomic_numbers)} elements but coordinates of shape {frac_coords.shape}")
    return Crystal(
        id=row["id"],
        atomic_numbers=atomic_numbers,
        lattice_parameters=parameters,
        lattice=lattice_matrix(parameters),
        frac_coords=frac_coords,
        spacegroup=row.get("spacegroup"),
        labels={key: float(row[key]) for key in LABELS if row.get(key) is not None},
    )
