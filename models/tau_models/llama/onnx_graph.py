"""The LLaMA as an ONNX graph with a key-value cache, in full precision and quantized."""

from __future__ import annotations

import logging
import math
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from onnxruntime.quantization import QuantType, matmul_nbits_quantizer, quantize_dynamic
from torch import Tensor, nn

from tau_models.llama.corpus import IGNORED, Sequence, collate
from tau_models.llama.network import Llama

QUANTIZERS = ("dynamic-int8", "int8-blocks", "int4-blocks")
"""``dynamic-int8``: weights per output channel, activations per tensor at run time (MatMulInteger);
``int8-blocks``, ``int4-blocks``: weights in blocks of 32 with a scale each (MatMulNBits)."""


class _CachedStep(nn.Module):
    def __init__(self, model: Llama) -> None:
        super().__init__()
        self.model = model

    def forward(self, input_ids: Tensor, positions: Tensor, past: Tensor) -> tuple[Tensor, Tensor]:
        return self.model.step(input_ids, positions, past)


def write_onnx(model: Llama, path: Path) -> None:
    """Writes the float32 graph.

    Inputs ``input_ids`` (B, S) int32, ``positions`` (S) int32, ``past`` (layers, 2, B, kvHeads, P, headDim) float32;
    outputs ``logits`` (B, S, V) and ``present`` (layers, 2, B, kvHeads, P+S, headDim) float32.
    """
    model.eval()
    config = model.config
    past = torch.zeros(config.num_hidden_layers, 2, 2, config.num_key_value_heads, 3, config.head_dim)
    ids = torch.zeros(2, 4, dtype=torch.int32)
    torch.onnx.export(
        _CachedStep(model),
        (ids, torch.arange(3, 7, dtype=torch.int32), past),
        str(path),
        input_names=["input_ids", "positions", "past"],
        output_names=["logits", "present"],
        dynamic_axes={
            "input_ids": {0: "batch", 1: "length"},
            "positions": {0: "length"},
            "past": {2: "batch", 4: "past_length"},
            "logits": {0: "batch", 1: "length"},
            "present": {2: "batch", 4: "total_length"},
        },
        opset_version=17,
        dynamo=False,
    )


def quantize(full: Path, out: Path, method: str) -> None:
    """Writes a quantized copy of the graph ``full``. Raises ``ValueError`` for a method not in ``QUANTIZERS``."""
    logging.getLogger().setLevel(logging.WARNING)
    logging.getLogger("onnxruntime.quantization.matmul_nbits_quantizer").setLevel(logging.WARNING)
    if method == "dynamic-int8":
        quantize_dynamic(full, out, weight_type=QuantType.QInt8, per_channel=True, op_types_to_quantize=["MatMul"])
    elif method in ("int8-blocks", "int4-blocks"):
        quantizer = matmul_nbits_quantizer.MatMulNBitsQuantizer(
            onnx.load(full), bits=int(method[3]), block_size=32, is_symmetric=True, accuracy_level=4
        )
        quantizer.process()
        quantizer.model.save_model_to_file(str(out))
    else:
        raise ValueError(f"unknown quantization {method!r}; known: {', '.join(QUANTIZERS)}")


def open_session(path: Path, threads: int = 1) -> onnxruntime.InferenceSession:
    """A session on the CPU."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def run_graph(
    session: onnxruntime.InferenceSession, ids: np.ndarray, past: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Logits and the grown cache for ids (B, S) that follow ``past``."""
    start = past.shape[4]
    positions = np.arange(start, start + ids.shape[1], dtype=np.int32)
    feeds = {"input_ids": ids.astype(np.int32), "positions": positions, "past": past.astype(np.float32)}
    logits, present = session.run(["logits", "present"], feeds)
    return logits, present


def empty_cache(session: onnxruntime.InferenceSession, batch: int) -> np.ndarray:
    """A cache of length 0 of the session's shape."""
    layers, two, _, kv_heads, _, head_dim = session.get_inputs()[2].shape
    return np.zeros((layers, two, batch, kv_heads, 0, head_dim), dtype=np.float32)


def bits_per_token(session: onnxruntime.InferenceSession, sequences: list[Sequence]) -> float:
    """Mean −log₂ p over the crystal tokens; one sequence a run, as the browser does it."""
    nats, count = 0.0, 0
    for sequence in sequences:
        inputs, targets = collate([sequence])
        logits, _ = run_graph(session, inputs.astype(np.int64), empty_cache(session, 1))
        rows = np.flatnonzero(targets[0] != IGNORED)
        chosen = logits[0, rows].astype(np.float64)
        chosen -= chosen.max(-1, keepdims=True)
        log_probabilities = chosen - np.log(np.exp(chosen).sum(-1, keepdims=True))
        nats -= log_probabilities[np.arange(len(rows)), targets[0, rows]].sum()
        count += len(rows)
    return nats / count / math.log(2)
