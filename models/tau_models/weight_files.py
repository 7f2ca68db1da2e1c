"""Weights in safetensors files, in one or in shards with an index as Hugging Face's libraries read it."""

from __future__ import annotations

import json
from pathlib import Path

import torch
from safetensors import safe_open
from safetensors.torch import save_file
from torch import Tensor


def write_shards(
    folder: Path, name: str, tensors: dict[str, Tensor], metadata: dict[str, str], most_bytes: int
) -> list[Path]:
    """Writes `<name>.safetensors`, or numbered shards of at most `most_bytes` of tensors and an index.

    Returns the files. Files of an earlier call with this name are replaced.

    Raises:
        ValueError: one tensor alone is larger.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for old in (*folder.glob(f"{name}-?????-of-?????.safetensors"), *folder.glob(f"{name}.safetensors*")):
        old.unlink()
    shards: list[dict[str, Tensor]] = [{}]
    size = 0
    for key, tensor in tensors.items():
        if tensor.nbytes > most_bytes:
            raise ValueError(f"{key} takes {tensor.nbytes} bytes, a file may take {most_bytes}.")
        if size + tensor.nbytes > most_bytes:
            shards.append({})
            size = 0
        shards[-1][key] = tensor.contiguous()
        size += tensor.nbytes
    if len(shards) == 1:
        path = folder / f"{name}.safetensors"
        save_file(shards[0], path, metadata=metadata)
        return [path]
    paths = [folder / f"{name}-{k:05}-of-{len(shards):05}.safetensors" for k in range(1, len(shards) + 1)]
    for path, shard in zip(paths, shards, strict=True):
        save_file(shard, path, metadata=metadata)
    index = {
        "metadata": {"total_size": sum(tensor.nbytes for tensor in tensors.values())},
        "weight_map": {key: path.name for path, shard in zip(paths, shards, strict=True) for key in shard},
    }
    index_path = folder / f"{name}.safetensors.index.json"
    index_path.write_text(json.dumps(index, indent=1) + "\n", encoding="utf-8")
    return [*paths, index_path]


def exists(path: Path) -> bool:
    """Whether `<name>.safetensors` is there, whole or in shards."""
    return path.exists() or _index(path).exists()


def read(path: Path) -> tuple[dict[str, Tensor], dict[str, str]]:
    """Tensors in float32 and metadata of `<name>.safetensors`, whole or in shards.

    Raises:
        FileNotFoundError: neither is there.
    """
    files = [path]
    if not path.exists() and _index(path).exists():
        index = json.loads(_index(path).read_text(encoding="utf-8"))
        files = [path.with_name(name) for name in sorted(set(index["weight_map"].values()))]
    tensors: dict[str, Tensor] = {}
    metadata: dict[str, str] = {}
    for file in files:
        with safe_open(file, "pt") as content:
            metadata |= content.metadata() or {}
            tensors |= {name: content.get_tensor(name).to(torch.float32) for name in content.keys()}  # noqa: SIM118
    return tensors, metadata


def _index(path: Path) -> Path:
    return path.with_name(f"{path.name}.index.json")
