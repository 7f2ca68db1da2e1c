"""`manifest.json`: what models are embedded, where they lie and what they hash to.

The field names are those of `src/runtime/manifest.ts`, which reads the file.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from pathlib import Path
from typing import Any, Literal

VERSION = 1
HASH_DIGITS = 12


def file_record(path: Path) -> dict[str, Any]:
    """{"name", "bytes", "sha256"} of one file of an entry."""
    content = path.read_bytes()
    return {"name": path.name, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def publish(
    models: Path,
    kind: Literal["language", "denoiser"],
    staging: Path,
    main_file: str,
    entry: dict[str, Any],
) -> Path:
    """Moves the files in `staging` to `<id>-<hash>` under `models` and enters them in the manifest.

    An older folder of the same id is removed, and its entry replaced.

    Args:
        models: the folder of manifest.json.
        kind: the list that the entry belongs to.
        staging: a folder beside the manifest that holds nothing but the entry's files.
        main_file: the file whose SHA-256 names the folder.
        entry: the entry without `path` and `files`, which are added.

    Returns:
        The folder.
    """
    records = sorted((file_record(path) for path in staging.iterdir()), key=lambda record: record["name"])
    digest = next(record["sha256"] for record in records if record["name"] == main_file)
    folder = models / f"{entry['id']}-{digest[:HASH_DIGITS]}"
    manifest = read_manifest(models)
    for old in [known for known in manifest[kind] if known["id"] == entry["id"]]:
        shutil.rmtree(models / old["path"], ignore_errors=True)
        manifest[kind].remove(old)
    shutil.rmtree(folder, ignore_errors=True)
    os.replace(staging, folder)
    manifest[kind].append({**entry, "path": folder.name, "files": records})
    manifest[kind].sort(key=lambda known: known["id"])
    write_manifest(models, manifest)
    return folder


def read_manifest(models: Path) -> dict[str, Any]:
    """The manifest in this folder; an empty one if there is none yet.

    Raises:
        ValueError: it is of another version.
    """
    path = models / "manifest.json"
    if not path.exists():
        return {"version": VERSION, "language": [], "denoiser": []}
    manifest = json.loads(path.read_text(encoding="utf-8"))
    if manifest.get("version") != VERSION:
        raise ValueError(f"{path} has version {manifest.get('version')}; this program writes version {VERSION}.")
    return manifest


def write_manifest(models: Path, manifest: dict[str, Any]) -> None:
    """Replaces the file in one step."""
    models.mkdir(parents=True, exist_ok=True)
    partial = models / "manifest.json.partial"
    partial.write_text(json.dumps(manifest, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    os.replace(partial, models / "manifest.json")
