"""The LLaMA architecture: RMSNorm, rotary positions, grouped-query attention, SwiGLU, no biases, tied embeddings.

Parameter names are those of Hugging Face's ``LlamaForCausalLM``, so weights go either way without a map.
"""

from __future__ import annotations

import json
import math
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors.torch import save_file
from torch import Tensor, nn

from tau_models import vocabulary, weight_files


@dataclass(frozen=True)
class LlamaConfig:
    """Sizes of a network; field names as in Hugging Face's ``config.json``."""

    hidden_size: int
    num_hidden_layers: int
    num_attention_heads: int
    num_key_value_heads: int
    intermediate_size: int
    head_dim: int = 64
    max_position_embeddings: int = 1024
    rms_norm_eps: float = 1e-5
    rope_theta: float = 10000.0
    vocab_size: int = vocabulary.VOCABULARY_SIZE

    def to_hugging_face(self) -> dict:
        """The ``config.json`` that ``transformers`` and other LLaMA loaders read."""
        return {
            "architectures": ["LlamaForCausalLM"],
            "model_type": "llama",
            **asdict(self),
            "hidden_act": "silu",
            "attention_bias": False,
            "mlp_bias": False,
            "attention_dropout": 0.0,
            "tie_word_embeddings": True,
            "pad_token_id": vocabulary.PAD,
            "bos_token_id": vocabulary.BOS,
            "eos_token_id": vocabulary.EOS,
            "initializer_range": 0.02,
            "torch_dtype": "float32",
        }

    @classmethod
    def from_hugging_face(cls, values: dict) -> LlamaConfig:
        """Takes this class's fields from a ``config.json``; raises ``KeyError`` where one is missing."""
        return cls(**{name: values[name] for name in cls.__dataclass_fields__})


CONFIGS: dict[str, LlamaConfig] = {
    # For tests and fixtures only; two query heads share one key-value head.
    "tiny": LlamaConfig(64, 2, 2, 1, 80, head_dim=32, max_position_embeddings=128),
    "small": LlamaConfig(256, 6, 4, 4, 688),
    "large": LlamaConfig(512, 8, 8, 8, 1376),
}


class RMSNorm(nn.Module):
    """x / √(mean x² + ε) · weight, over the last axis (Zhang and Sennrich 2019)."""

    def __init__(self, size: int, eps: float) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(size))
        self.eps = eps

    def forward(self, x: Tensor) -> Tensor:
        # Written out in float32: bfloat16 loses too many bits of the variance, and ONNX opset 17 has no such operator.
        wide = x.float()
        return (wide * torch.rsqrt(wide.pow(2).mean(-1, keepdim=True) + self.eps) * self.weight).to(x.dtype)


def rotate(x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    """Rotary position embedding (Su et al. 2021) in the half-split layout; ``cos``, ``sin``: (S, headDim / 2)."""
    first, second = x.chunk(2, dim=-1)
    return torch.cat((first * cos - second * sin, second * cos + first * sin), dim=-1)


class Attention(nn.Module):
    """Causal self-attention with rotary positions and a key-value cache."""

    def __init__(self, config: LlamaConfig) -> None:
        super().__init__()
        self.heads, self.kv_heads, self.head_dim = (
            config.num_attention_heads,
            config.num_key_value_heads,
            config.head_dim,
        )
        self.q_proj = nn.Linear(config.hidden_size, self.heads * self.head_dim, bias=False)
        self.k_proj = nn.Linear(config.hidden_size, self.kv_heads * self.head_dim, bias=False)
        self.v_proj = nn.Linear(config.hidden_size, self.kv_heads * self.head_dim, bias=False)
        self.o_proj = nn.Linear(self.heads * self.head_dim, config.hidden_size, bias=False)

    def forward(
        self, x: Tensor, rope: tuple[Tensor, Tensor], mask: Tensor, past: Tensor | None
    ) -> tuple[Tensor, Tensor, Tensor]:
        """``x`` (B, S, hidden), ``past`` (2, B, kvHeads, P, headDim) → output, keys, values (B, kvHeads, P+S, headDim).

        ``mask`` (S, P+S) is added to the scores: 0 where a query may look, −1e9 elsewhere.
        """
        batch, length, _ = x.shape
        q = rotate(self.q_proj(x).view(batch, length, self.heads, self.head_dim).transpose(1, 2), *rope)
        k = rotate(self.k_proj(x).view(batch, length, self.kv_heads, self.head_dim).transpose(1, 2), *rope)
        v = self.v_proj(x).view(batch, length, self.kv_heads, self.head_dim).transpose(1, 2)
        if past is not None:
            k, v = torch.cat((past[0], k), dim=2), torch.cat((past[1], v), dim=2)
        all_k, all_v = self._for_every_head(k), self._for_every_head(v)
        if past is None and x.is_cuda:
            out = F.scaled_dot_product_attention(q, all_k, all_v, is_causal=True)
        else:
            # Written out: on short bfloat16 sequences twice as fast as the fused CPU kernel, and it exports.
            scores = (q * self.head_dim**-0.5) @ all_k.transpose(2, 3) + mask
            out = scores.softmax(-1) @ all_v
        return self.o_proj(out.transpose(1, 2).reshape(batch, length, self.heads * self.head_dim)), k, v

    def _for_every_head(self, x: Tensor) -> Tensor:
        groups = self.heads // self.kv_heads
        if groups == 1:
            return x
        batch, kv_heads, length, head_dim = x.shape
        return x[:, :, None].expand(batch, kv_heads, groups, length, head_dim).reshape(batch, -1, length, head_dim)


class FeedForward(nn.Module):
    """SwiGLU: down(silu(gate(x)) · up(x)) (Shazeer 2020)."""

    def __init__(self, config: LlamaConfig) -> None:
        super().__init__()
        self.gate_proj = nn.Linear(config.hidden_size, config.intermediate_size, bias=False)
        self.up_proj = nn.Linear(config.hidden_size, config.intermediate_size, bias=False)
        self.down_proj = nn.Linear(config.intermediate_size, config.hidden_size, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        return self.down_proj(F.silu(self.gate_proj(x)) * self.up_proj(x))


class Layer(nn.Module):
    """One pre-norm transformer layer."""

    def __init__(self, config: LlamaConfig) -> None:
        super().__init__()
        self.input_layernorm = RMSNorm(config.hidden_size, config.rms_norm_eps)
        self.self_attn = Attention(config)
        self.post_attention_layernorm = RMSNorm(config.hidden_size, config.rms_norm_eps)
        self.mlp = FeedForward(config)

    def forward(
        self, x: Tensor, rope: tuple[Tensor, Tensor], mask: Tensor, past: Tensor | None
    ) -> tuple[Tensor, Tensor, Tensor]:
        attended, k, v = self.self_attn(self.input_layernorm(x), rope, mask, past)
        x = x + attended
        return x + self.mlp(self.post_attention_layernorm(x)), k, v


class Llama(nn.Module):
    """Decoder-only language model with tied embeddings."""

    def __init__(self, config: LlamaConfig) -> None:
        super().__init__()
        self.config = config
        self.model = nn.ModuleDict(
            {
                "embed_tokens": nn.Embedding(config.vocab_size, config.hidden_size),
                "layers": nn.ModuleList(Layer(config) for _ in range(config.num_hidden_layers)),
                "norm": RMSNorm(config.hidden_size, config.rms_norm_eps),
            }
        )
        frequencies = config.rope_theta ** (-torch.arange(0, config.head_dim, 2).float() / config.head_dim)
        angles = torch.outer(torch.arange(config.max_position_embeddings).float(), frequencies)
        self.register_buffer("rope_cos", angles.cos(), persistent=False)
        self.register_buffer("rope_sin", angles.sin(), persistent=False)
        self.register_buffer(
            "indices", torch.arange(config.max_position_embeddings, dtype=torch.int32), persistent=False
        )
        self._initialise()

    def _initialise(self) -> None:
        residual = 0.02 / math.sqrt(2 * self.config.num_hidden_layers)
        for name, parameter in self.named_parameters():
            if parameter.dim() == 2:
                nn.init.normal_(
                    parameter, std=residual if name.endswith(("o_proj.weight", "down_proj.weight")) else 0.02
                )

    def forward(self, input_ids: Tensor) -> Tensor:
        """Logits (B, S, V) of ids (B, S) that start at position 0."""
        length = input_ids.shape[1]
        rope = self.rope_cos[:length], self.rope_sin[:length]
        mask = torch.full((length, length), -1e9, device=input_ids.device).triu(1)
        return self._layers(input_ids, rope, mask, None)[0]

    def step(self, input_ids: Tensor, positions: Tensor, past: Tensor) -> tuple[Tensor, Tensor]:
        """Continues after a cache.

        ``input_ids`` (B, S); ``positions`` (S), P … P+S−1; ``past`` (layers, 2, B, kvHeads, P, headDim), P may be 0.
        Returns logits (B, S, V) and the cache with the S new positions appended.
        """
        key_positions = self.indices[: past.shape[4] + input_ids.shape[1]]
        mask = torch.where(key_positions[None, :] <= positions[:, None], 0.0, -1e9)
        rope = self.rope_cos.index_select(0, positions), self.rope_sin.index_select(0, positions)
        logits, present = self._layers(input_ids, rope, mask, past)
        return logits, torch.stack(present)

    def empty_cache(self, batch: int) -> Tensor:
        """A cache of length 0: (layers, 2, B, kvHeads, 0, headDim)."""
        config = self.config
        return torch.zeros(config.num_hidden_layers, 2, batch, config.num_key_value_heads, 0, config.head_dim)

    def _layers(
        self, input_ids: Tensor, rope: tuple[Tensor, Tensor], mask: Tensor, past: Tensor | None
    ) -> tuple[Tensor, list[Tensor]]:
        x = F.embedding(input_ids, self.model["embed_tokens"].weight)
        if torch.is_autocast_enabled(x.device.type):
            dtype = torch.get_autocast_dtype(x.device.type)
            x, rope, mask = x.to(dtype), (rope[0].to(dtype), rope[1].to(dtype)), mask.to(dtype)
        present = []
        for index, layer in enumerate(self.model["layers"]):
            x, k, v = layer(x, rope, mask, None if past is None else past[index])
            if past is not None:
                present.append(torch.stack((k, v)))
        logits = F.linear(self.model["norm"](x), self.model["embed_tokens"].weight)
        return logits, present

    def parameter_count(self) -> int:
        """Trainable numbers; the tied embedding counts once."""
        return sum(parameter.numel() for parameter in self.parameters())


def save_weights(model: Llama, folder: Path, name: str = "model", dtype: torch.dtype = torch.float32) -> None:
    """Writes ``<name>.safetensors`` and ``<name>.config.json`` (``config.json`` for the name "model")."""
    folder.mkdir(parents=True, exist_ok=True)
    tensors = {key: value.detach().to("cpu", dtype).contiguous() for key, value in model.state_dict().items()}
    save_file(tensors, folder / f"{name}.safetensors", metadata={"format": "pt"})
    config = model.config.to_hugging_face() | {"torch_dtype": str(dtype).removeprefix("torch.")}
    config_name = "config.json" if name == "model" else f"{name}.config.json"
    (folder / config_name).write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")


def load_weights(path: Path) -> Llama:
    """Reads ``.safetensors``, whole or in shards, and the config beside it.

    Raises ``FileNotFoundError`` or ``RuntimeError``.
    """
    config_name = "config.json" if path.stem == "model" else f"{path.stem}.config.json"
    config_path = path.with_name(config_name)
    model = Llama(LlamaConfig.from_hugging_face(json.loads(config_path.read_text(encoding="utf-8"))))
    model.load_state_dict(weight_files.read(path)[0])
    return model
