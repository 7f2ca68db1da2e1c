"""What a compiled model should compute: Hugging Face's LLaMA in float64, with the weights that the library sees."""

from __future__ import annotations

import json
from pathlib import Path

import torch
from numpy.typing import NDArray
from torch import Tensor
from transformers import LlamaConfig, LlamaForCausalLM

from tau_models.webllm.configuration import LlamaConfiguration
from tau_models.webllm.parameters import FUSED, Checkpoint, matrix_names, norm_names
from tau_models.webllm.quantization import Quantization, dequantize, quantize


def reference_model(
    weights: Path, config: Path, quantization: Quantization, dtype: torch.dtype = torch.float64
) -> LlamaForCausalLM:
    """The network with weights rounded as the quantization rounds them, and all arithmetic in ``dtype``."""
    values = json.loads(config.read_text(encoding="utf-8"))
    sizes = LlamaConfiguration.from_hugging_face(values)
    with torch.device("meta"):
        model = LlamaForCausalLM(LlamaConfig.from_dict(values | {"attn_implementation": "eager"}))
    model = model.to_empty(device="cpu").to(dtype)
    # Frequencies are no weights and were not made on the meta device.
    model.model.rotary_emb = type(model.model.rotary_emb)(model.config)
    state = {name: torch.from_numpy(value).to(dtype) for name, value in rounded_weights(weights, sizes, quantization)}
    model.load_state_dict(state, strict=not sizes.tie_word_embeddings)
    model.tie_weights()
    return model.eval()


def rounded_weights(weights: Path, sizes: LlamaConfiguration, quantization: Quantization):
    """Names of Hugging Face and float32 values after quantization; groups never cross the rows that are fused."""
    checkpoint = Checkpoint(weights)
    for name in matrix_names(sizes):
        for part in _parts(name):
            yield f"{part}.weight", rounded(checkpoint.tensor(f"{part}.weight"), quantization)
    for name in norm_names(sizes):
        yield f"{name}.weight", checkpoint.tensor(f"{name}.weight").astype(quantization.dtype).astype("float32")


def rounded(weight: NDArray, quantization: Quantization) -> NDArray:
    """The matrix as the kernels see it, float32."""
    if not quantization.is_grouped:
        return weight.astype(quantization.dtype).astype("float32")
    return dequantize(*quantize(weight, quantization.dtype), weight.shape[1])


def _parts(name: str) -> list[str]:
    for fused, parts in FUSED.items():
        if name.endswith(fused):
            return [name.removesuffix(fused) + part for part in parts]
    return [name]


@torch.inference_mode()
def logits_after(model: LlamaForCausalLM, ids: list[int]) -> Tensor:
    """Logits (S, V) after each token of a text."""
    return model(torch.tensor([ids]), use_cache=False).logits[0]


@torch.inference_mode()
def greedy(model: LlamaForCausalLM, prompt: list[int], count: int) -> tuple[list[int], Tensor]:
    """The most probable continuation, and the logits (count, V) that each of its tokens was taken from."""
    ids, rows, past = list(prompt), [], None
    unread = ids
    for _ in range(count):
        output = model(torch.tensor([unread]), past_key_values=past, use_cache=True)
        past = output.past_key_values
        rows.append(output.logits[0, -1])
        unread = [int(rows[-1].argmax())]
        ids += unread
    return ids[len(prompt) :], torch.stack(rows)
