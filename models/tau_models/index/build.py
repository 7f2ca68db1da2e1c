"""Makes the index from the data sets."""

from __future__ import annotations

import gzip
import hashlib
import json
import struct
from argparse import Namespace
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tqdm import tqdm

from tau_models.data import Crystal, data_folder
from tau_models.data.crystals import read_split

from .fingerprints import ask, line

VERSION = 1
STEP = 0.025
"""Of stored distances, in (V/N)^(1/3)."""
VOLUME_STEP = 0.01
"""Å³ per atom."""
MOST_BYTES = 6_000_000
MANIFEST = "manifest.json"

MATERIALS_PROJECT = {
    "credit": "Materials Project (Jain et al., APL Materials 1, 011002, 2013), materialsproject.org",
    "licence": "CC-BY-4.0",
    "isHypothetical": False,
}
SOURCES = {
    "mp_20": {"title": "MP-20", **MATERIALS_PROJECT},
    "mp2023_le20_extra": {"title": "Materials Project, up to 20 atoms", **MATERIALS_PROJECT},
    "mp2023_21to52": {"title": "Materials Project, 21 to 52 atoms", **MATERIALS_PROJECT},
    "perov_5": {
        "title": "Perov-5",
        "credit": "Castelli et al., Energy Environ. Sci. 5, 5814 and 9034 (2012), as prepared for CDVAE "
        "(Xie et al., 2022)",
        "licence": "not stated",
        "isHypothetical": True,
    },
    "carbon_24": {
        "title": "Carbon-24",
        "credit": "Pickard, AIRSS data for carbon at 10 GPa (2020), as prepared for CDVAE (Xie et al., 2022)",
        "licence": "not stated",
        "isHypothetical": True,
    },
    "aflow_prototypes": {
        "title": "AFLOW prototypes",
        "credit": "Mehl et al., Comput. Mater. Sci. 136, S1 (2017), as in pymatgen",
        "licence": "MIT",
        "isHypothetical": False,
    },
}


@dataclass(frozen=True)
class Row:
    """One structure of the index; `distances` in steps, as stored."""

    id: str
    source: int
    elements: tuple[int, ...]
    counts: tuple[int, ...]
    distances: np.ndarray
    space_group: int
    volume_per_atom: float


def run(options: Namespace) -> None:
    folder = data_folder(options.data)
    rows = []
    for number, name in enumerate(SOURCES):
        crystals = read_split(name, None, folder)
        names = prototype_names(folder) if name == "aflow_prototypes" else {}
        rows += rows_of(number, tqdm(crystals, desc=name), names)
    publish(options.index, rows)


def rows_of(source: int, crystals: Iterable[Crystal], names: dict[str, str]) -> list[Row]:
    """The rows of a data set; what has no fingerprint has none."""
    known: list[Crystal] = []

    def lines():
        for crystal in crystals:
            known.append(crystal)
            yield line(crystal)

    rows = []
    for place, answer in enumerate(ask("fingerprint-lines.ts", lines())):
        crystal = known[place]
        if answer is None or crystal.spacegroup is None:
            continue
        steps = np.clip(np.rint(np.array(answer["distances"]) / STEP), 0, 255).astype(np.uint8)
        volume = abs(float(np.linalg.det(crystal.lattice))) / len(crystal)
        rows.append(
            Row(
                id=names.get(crystal.id, crystal.id),
                source=source,
                elements=tuple(answer["elements"]),
                counts=tuple(answer["counts"]),
                distances=steps,
                space_group=crystal.spacegroup,
                volume_per_atom=volume,
            )
        )
    return rows


def prototype_names(folder: Path) -> dict[str, str]:
    """`AB_cF8_225_a_b (Halite, Rock Salt)`, by id."""
    with gzip.open(folder / "aflow_prototypes.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(text) for text in lines]
    names = {row["id"]: row["mineral"] or row["strukturbericht"] for row in rows}
    return {row["id"]: " ".join(f"{row['prototype']} ({names[row['id']]})".split()) for row in rows}


def pack(rows: list[Row]) -> bytes:
    """The file before it is compressed; `src/report/structure-index-format.ts` describes it."""
    groups: dict[tuple[int, ...], list[Row]] = defaultdict(list)
    for row in rows:
        groups[row.counts].append(row)
    header = {"version": VERSION, "step": STEP, "sources": list(SOURCES), "groups": []}
    columns, ids = [], []
    for counts, members in sorted(groups.items()):
        # Like structures beside each other: their differences compress well.
        members.sort(key=lambda row: (row.distances.tobytes(), row.elements, row.id))
        header["groups"].append({"counts": counts, "size": len(members)})
        distances = np.stack([row.distances for row in members])
        by_rank = distances.reshape(len(members), len(counts) ** 2, -1).copy()
        by_rank[:, :, 1:] -= by_rank[:, :, :-1].copy()
        by_rank[1:] -= by_rank[:-1].copy()
        volumes = np.clip(np.rint(np.array([row.volume_per_atom for row in members]) / VOLUME_STEP), 1, 65535)
        columns += [
            np.array([row.elements for row in members], np.uint8).tobytes(),
            by_rank.tobytes(),
            np.array([row.space_group for row in members], np.uint8).tobytes(),
            (volumes % 256).astype(np.uint8).tobytes(),
            (volumes // 256).astype(np.uint8).tobytes(),
            np.array([row.source for row in members], np.uint8).tobytes(),
        ]
        ids += [row.id for row in members]
    head = json.dumps(header, separators=(",", ":")).encode()
    return b"".join([struct.pack("<I", len(head)), head, *columns, "\n".join(ids).encode()])


def publish(folder: Path, rows: list[Row]) -> None:
    """Writes `structures-<hash>.bin` and the manifest; an older index is removed.

    Raises:
        ValueError: the file would be larger than MOST_BYTES.
    """
    packed = pack(rows)
    # No name, no time: the same rows give the same bytes.
    content = gzip.compress(packed, 9, mtime=0)
    if len(content) > MOST_BYTES:
        raise ValueError(f"The index would have {len(content)} bytes, more than {MOST_BYTES}.")
    digest = hashlib.sha256(content).hexdigest()
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("structures-*.bin"):
        old.unlink()
    name = f"structures-{digest[:12]}.bin"
    (folder / name).write_bytes(content)
    sizes = np.bincount([row.source for row in rows], minlength=len(SOURCES)).tolist()
    manifest = {
        "version": VERSION,
        "card": "README.md",
        "structures": len(rows),
        "sources": {
            name: {**source, "structures": size} for (name, source), size in zip(SOURCES.items(), sizes, strict=True)
        },
        # Compression differs between releases of zlib; what is compressed does not.
        "contentSha256": hashlib.sha256(packed).hexdigest(),
        "file": {"name": name, "bytes": len(content), "sha256": digest},
    }
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{folder / name}: {len(rows)} structures, {len(content)} bytes")
