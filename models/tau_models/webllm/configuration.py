"""A LLaMA's sizes, read from a Hugging Face ``config.json``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LLAMA3_SCALING = ("factor", "low_freq_factor", "high_freq_factor", "original_max_position_embeddings")


class UnsupportedModelError(ValueError):
    """The model is of a kind that cannot be compiled; the message names the field and what is understood."""


@dataclass(frozen=True)
class LlamaConfiguration:
    """Sizes of any LLaMA; field names as in ``config.json``.

    ``rope_scaling`` is empty, or holds ``rope_type`` "llama3" and its four numbers.
    """

    vocab_size: int
    hidden_size: int
    intermediate_size: int
    num_hidden_layers: int
    num_attention_heads: int
    num_key_value_heads: int
    head_dim: int
    rms_norm_eps: float
    rope_theta: float
    rope_scaling: Mapping[str, float | str]
    max_position_embeddings: int
    tie_word_embeddings: bool
    pad_token_id: int
    bos_token_id: int
    eos_token_ids: tuple[int, ...]

    @classmethod
    def read(cls, path: Path) -> LlamaConfiguration:
        """Reads ``config.json``. Raises ``UnsupportedModelError`` or ``json.JSONDecodeError``."""
        return cls.from_hugging_face(json.loads(path.read_text(encoding="utf-8")))

    @classmethod
    def from_hugging_face(cls, values: Mapping[str, Any]) -> LlamaConfiguration:
        """Fills in what ``transformers`` fills in. Raises ``UnsupportedModelError``."""
        _refuse_other_architectures(values)
        missing = [name for name in _REQUIRED if name not in values]
        if missing:
            raise UnsupportedModelError(f"config.json has no {', '.join(missing)}.")
        heads = values["num_attention_heads"]
        kv_heads = values.get("num_key_value_heads") or heads
        if heads % kv_heads:
            raise UnsupportedModelError(f"{heads} attention heads cannot share {kv_heads} key-value heads evenly.")
        theta, scaling = _rotary(values)
        ends = values.get("eos_token_id", 2)
        return cls(
            vocab_size=values["vocab_size"],
            hidden_size=values["hidden_size"],
            intermediate_size=values["intermediate_size"],
            num_hidden_layers=values["num_hidden_layers"],
            num_attention_heads=heads,
            num_key_value_heads=kv_heads,
            head_dim=values.get("head_dim") or values["hidden_size"] // heads,
            rms_norm_eps=values.get("rms_norm_eps", 1e-6),
            rope_theta=theta,
            rope_scaling=scaling,
            max_position_embeddings=values.get("max_position_embeddings", 2048),
            tie_word_embeddings=values.get("tie_word_embeddings", False),
            pad_token_id=values.get("pad_token_id") or 0,
            bos_token_id=values.get("bos_token_id", 1),
            eos_token_ids=tuple(ends) if isinstance(ends, list) else (ends,),
        )


_REQUIRED = ("vocab_size", "hidden_size", "intermediate_size", "num_hidden_layers", "num_attention_heads")


def _refuse_other_architectures(values: Mapping[str, Any]) -> None:
    expected = {"model_type": "llama", "hidden_act": "silu", "attention_bias": False, "mlp_bias": False}
    for name, only in expected.items():
        if values.get(name, only) != only:
            raise UnsupportedModelError(f"config.json has {name} = {values[name]!r}; only {only!r} can be compiled.")


def _rotary(values: Mapping[str, Any]) -> tuple[float, dict[str, float | str]]:
    """θ and the scaling; ``transformers`` 5 writes both into ``rope_parameters``."""
    parameters = values.get("rope_parameters") or values.get("rope_scaling") or {}
    theta = float(parameters.get("rope_theta") or values.get("rope_theta") or 10000.0)
    kind = parameters.get("rope_type") or parameters.get("type") or "default"
    if kind == "default":
        return theta, {}
    if kind != "llama3":
        raise UnsupportedModelError(
            f"config.json scales RoPE by {kind!r}; only 'default' and 'llama3' can be compiled."
        )
    missing = [name for name in LLAMA3_SCALING if name not in parameters]
    if missing:
        raise UnsupportedModelError(f"The llama3 scaling of RoPE in config.json has no {', '.join(missing)}.")
    return theta, {"rope_type": "llama3", **{name: parameters[name] for name in LLAMA3_SCALING}}
