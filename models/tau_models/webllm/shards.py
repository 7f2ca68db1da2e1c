"""Weight shards and their index, as WebLLM reads them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

MOST_BYTES = 16 * 2**20
INDEX = "tensor-cache.json"


def write_shards(tensors: Iterable[tuple[str, NDArray]], folder: Path, most_bytes: int = MOST_BYTES) -> dict[str, Any]:
    """Writes tensors as they come, so that at most one shard and one tensor are in memory.

    A shard holds at most ``most_bytes``, or one tensor that is larger: the format keeps each tensor in one file.

    Returns:
        The index, which is also written to ``tensor-cache.json``; each shard carries its MD5, as the format has it,
        and its SHA-256.
    """
    shards: list[dict[str, Any]] = []
    records: list[dict[str, Any]] = []
    content = bytearray()

    def flush() -> None:
        if not records:
            return
        name = f"params_shard_{len(shards)}.bin"
        (folder / name).write_bytes(content)
        shards.append(
            {
                "dataPath": name,
                "format": "raw-shard",
                "nbytes": len(content),
                "md5sum": hashlib.md5(content, usedforsecurity=False).hexdigest(),
                "sha256": hashlib.sha256(content).hexdigest(),
                "records": records.copy(),
            }
        )
        records.clear()
        content.clear()

    for name, tensor in tensors:
        data = tensor.tobytes()
        if len(content) + len(data) > most_bytes:
            flush()
        records.append(
            {
                "name": name,
                "shape": list(tensor.shape),
                "dtype": str(tensor.dtype),
                "format": "raw",
                "nbytes": len(data),
                "byteOffset": len(content),
            }
        )
        content += data
    flush()
    index = {
        "metadata": {
            "ParamSize": sum(len(shard["records"]) for shard in shards),
            "ParamBytes": sum(shard["nbytes"] for shard in shards),
        },
        "records": shards,
    }
    (folder / INDEX).write_text(json.dumps(index, indent=1) + "\n", encoding="utf-8")
    return index
