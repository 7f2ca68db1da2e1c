"""A checkpoint's tensors, one by one, as the parameters of a model library."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from ml_dtypes import bfloat16
from numpy.typing import NDArray

from tau_models.webllm.configuration import LlamaConfiguration, UnsupportedModelError
from tau_models.webllm.quantization import Quantization, quantize

DTYPES = {"F32": np.dtype(np.float32), "F16": np.dtype(np.float16), "BF16": np.dtype(bfloat16)}
# As the library has them, from what Hugging Face stores apart; rows are put one below the other.
FUSED = {
    "self_attn.qkv_proj": ("self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj"),
    "mlp.gate_up_proj": ("mlp.gate_proj", "mlp.up_proj"),
}


class Checkpoint:
    """Safetensors files, read tensor by tensor through a memory map."""

    def __init__(self, path: Path) -> None:
        """A file, or a folder with ``model.safetensors`` or the index of several. Raises ``UnsupportedModelError``."""
        self._places: dict[str, tuple[Path, int, dict]] = {}
        for file in _files(path):
            with file.open("rb") as stream:
                size = int.from_bytes(stream.read(8), "little")
                header = json.loads(stream.read(size))
            for name, record in header.items():
                if name != "__metadata__":
                    self._places[name] = (file, 8 + size, record)

    def __contains__(self, name: str) -> bool:
        return name in self._places

    def shape(self, name: str) -> tuple[int, ...]:
        return tuple(self._place(name)[2]["shape"])

    def tensor(self, name: str) -> NDArray[np.float32]:
        """A copy as float32. Raises ``UnsupportedModelError`` when it is missing or of another type."""
        file, base, record = self._place(name)
        dtype = DTYPES.get(record["dtype"])
        if dtype is None:
            raise UnsupportedModelError(
                f"{name} in {file.name} is stored as {record['dtype']}, not {', '.join(DTYPES)}."
            )
        start, end = record["data_offsets"]
        count = (end - start) // dtype.itemsize
        mapped = np.memmap(file, mode="r", offset=base + start, dtype=np.uint8, shape=(end - start,))
        return mapped.view(dtype)[:count].reshape(record["shape"]).astype(np.float32)

    def _place(self, name: str) -> tuple[Path, int, dict]:
        if name not in self._places:
            raise UnsupportedModelError(f"The checkpoint has no tensor {name}.")
        return self._places[name]


def _files(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    index = path / "model.safetensors.index.json"
    if index.exists():
        return [path / name for name in sorted(set(json.loads(index.read_text())["weight_map"].values()))]
    if not (path / "model.safetensors").exists():
        raise UnsupportedModelError(f"{path} holds neither model.safetensors nor its index.")
    return [path / "model.safetensors"]


def matrix_names(sizes: LlamaConfiguration) -> list[str]:
    """Matrices in the order in which the library lists them."""
    layer = ("self_attn.qkv_proj", "self_attn.o_proj", "mlp.gate_up_proj", "mlp.down_proj")
    names = ["model.embed_tokens"]
    names += [f"model.layers.{index}.{part}" for index in range(sizes.num_hidden_layers) for part in layer]
    return names if sizes.tie_word_embeddings else [*names, "lm_head"]


def norm_names(sizes: LlamaConfiguration) -> list[str]:
    layer = ("input_layernorm", "post_attention_layernorm")
    names = [f"model.layers.{index}.{part}" for index in range(sizes.num_hidden_layers) for part in layer]
    return [*names, "model.norm"]


def parameters(
    checkpoint: Checkpoint, sizes: LlamaConfiguration, quantization: Quantization
) -> Iterator[tuple[str, NDArray]]:
    """Name and contents of each parameter; only one matrix is in memory at a time. Raises ``UnsupportedModelError``."""
    for name in matrix_names(sizes):
        weight = _matrix(checkpoint, name)
        if quantization.is_grouped:
            words, scale = quantize(weight, quantization.dtype)
            yield f"{name}.q_weight", words
            yield f"{name}.q_scale", scale
        else:
            yield f"{name}.weight", weight.astype(quantization.dtype)
    for name in norm_names(sizes):
        yield f"{name}.weight", checkpoint.tensor(f"{name}.weight").astype(quantization.dtype)


def _matrix(checkpoint: Checkpoint, name: str) -> NDArray[np.float32]:
    for fused, parts in FUSED.items():
        if name.endswith(fused):
            prefix = name.removesuffix(fused)
            return np.concatenate([checkpoint.tensor(f"{prefix}{part}.weight") for part in parts])
    return checkpoint.tensor(f"{name}.weight")
