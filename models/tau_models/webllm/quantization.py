"""Group quantization as WebLLM's models have it: 4 bits a weight, one scale for 32 weights of a row."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

GROUP = 32
NIBBLES = 8
LARGEST = 7


@dataclass(frozen=True)
class Quantization:
    """How weights are stored and what the network computes in.

    ``bits`` is 4, or 0 where weights stay as they are; ``dtype`` is that of activations, scales and other weights.
    """

    name: str
    bits: int
    dtype: str

    @property
    def is_grouped(self) -> bool:
        return self.bits == 4


QUANTIZATIONS = {
    quantization.name: quantization
    for quantization in (
        Quantization("q0f32", 0, "float32"),
        Quantization("q4f32_1", 4, "float32"),
        Quantization("q4f16_1", 4, "float16"),
    )
}


def padded(size: int) -> int:
    """The row length that is stored: whole groups."""
    return -(-size // GROUP) * GROUP


def quantize(weight: NDArray[np.float32], scale_dtype: str) -> tuple[NDArray[np.uint32], NDArray]:
    """Rounds each group to −7 … 7 times its scale, the group's largest magnitude over 7.

    Args:
        weight: (rows, columns).
        scale_dtype: "float32" or "float16"; values are rounded against the scale as it is stored.

    Returns:
        Nibbles plus 7, eight to a word with the first in the lowest bits (rows, padded columns / 8), and the scales
        (rows, padded columns / 32).
    """
    rows, columns = weight.shape
    groups = np.zeros((rows, padded(columns)), np.float32)
    groups[:, :columns] = weight
    groups = groups.reshape(rows, -1, GROUP)
    scale = (np.abs(groups).max(axis=2) / LARGEST).astype(scale_dtype)
    divisor = scale.astype(np.float32)[..., None]
    quotient = np.divide(groups, divisor, out=np.zeros_like(groups), where=divisor > 0)
    nibbles = (np.clip(np.rint(quotient), -LARGEST, LARGEST) + LARGEST).astype(np.uint32)
    shifts = np.arange(NIBBLES, dtype=np.uint32) * 4
    words = (nibbles.reshape(rows, -1, NIBBLES) << shifts).sum(axis=2, dtype=np.uint32)
    return words, scale


def dequantize(words: NDArray[np.uint32], scale: NDArray, columns: int) -> NDArray[np.float32]:
    """The weights (rows, columns) that the kernels see."""
    rows = words.shape[0]
    shifts = np.arange(NIBBLES, dtype=np.uint32) * 4
    nibbles = ((words[..., None] >> shifts) & 15).reshape(rows, -1, GROUP).astype(np.float32)
    weight = (nibbles - LARGEST) * scale.astype(np.float32)[..., None]
    return weight.reshape(rows, -1)[:, :columns]
