"""The LLaMA as a Relax module: the functions that WebLLM calls, over a paged key-value cache.

Parameters are named and laid out as in MLC's models: q, k and v in one matrix, gate and up in another.
"""

from __future__ import annotations

import tvm
from tvm import relax, te, tirx
from tvm.relax.frontend import nn
from tvm.relax.frontend.nn import Tensor, op
from tvm.relax.frontend.nn.llm.kv_cache import PagedKVCache, RopeMode, TIRPagedKVCache

from tau_models.webllm.configuration import LlamaConfiguration
from tau_models.webllm.quantization import GROUP, LARGEST, NIBBLES, Quantization, padded


def _dequantized(words: te.Tensor, scale: te.Tensor, row, column, dtype: str):
    """Weight (row, column) of a quantized matrix, as an expression."""
    shift = (column % NIBBLES * 4).astype("uint32")
    nibble = (words[row, column // NIBBLES] >> shift) & tirx.const(15, "uint32")
    return (nibble.astype(dtype) - tirx.const(LARGEST, dtype)) * scale[row, column // GROUP]


class QuantizedMatrix(nn.Module):
    """A matrix (rows, columns) in groups of 4 bits: an embedding, a linear map, or both where they are tied."""

    def __init__(self, rows: int, columns: int, dtype: str) -> None:
        self.rows, self.columns, self.dtype = rows, columns, dtype
        self.q_weight = nn.Parameter((rows, padded(columns) // NIBBLES), "uint32")
        self.q_scale = nn.Parameter((rows, padded(columns) // GROUP), dtype)

    def apply(self, x: Tensor) -> Tensor:
        """x (1, S, columns) times the transposed matrix: (1, S, rows). Sums are float32."""

        def multiply(x: te.Tensor, words: te.Tensor, scale: te.Tensor) -> te.Tensor:
            weight = te.compute(
                (self.rows, self.columns),
                lambda row, column: _dequantized(words, scale, row, column, self.dtype),
                name="dequantize",
            )
            k = te.reduce_axis((0, self.columns), name="k")
            product = te.compute(
                (x.shape[0], x.shape[1], self.rows),
                lambda b, s, row: te.sum(x[b, s, k].astype("float32") * weight[row, k].astype("float32"), axis=k),
                name="NT_matmul",
            )
            if self.dtype == "float32":
                return product
            return te.compute(product.shape, lambda *i: product(*i).astype(self.dtype), name="cast")

        return op.tensor_expr_op(multiply, "quantized_matmul", [x, self.q_weight, self.q_scale])

    def take(self, tokens: Tensor) -> Tensor:
        """Rows of the matrix: tokens (S) → (S, columns)."""

        def gather(tokens: te.Tensor, words: te.Tensor, scale: te.Tensor) -> te.Tensor:
            return te.compute(
                (tokens.shape[0], self.columns),
                lambda s, column: _dequantized(words, scale, tokens[s], column, self.dtype),
                name="take",
            )

        return op.tensor_expr_op(gather, "quantized_take", [tokens, self.q_weight, self.q_scale])


class FullMatrix(nn.Module):
    """The same in full precision."""

    def __init__(self, rows: int, columns: int, dtype: str) -> None:
        self.weight = nn.Parameter((rows, columns), dtype)

    def apply(self, x: Tensor) -> Tensor:
        return op.matmul(x, op.permute_dims(self.weight))

    def take(self, tokens: Tensor) -> Tensor:
        return op.take(self.weight, tokens, axis=0)


class Attention(nn.Module):
    def __init__(self, sizes: LlamaConfiguration, matrix) -> None:
        self.heads, self.head_dim = sizes.num_attention_heads, sizes.head_dim
        self.all_heads = self.heads + 2 * sizes.num_key_value_heads
        self.qkv_proj = matrix(self.all_heads * self.head_dim, sizes.hidden_size)
        self.o_proj = matrix(sizes.hidden_size, self.heads * self.head_dim)

    def forward(self, x: Tensor, cache: PagedKVCache, layer: int) -> Tensor:
        batch, length, _ = x.shape
        qkv = op.reshape(self.qkv_proj.apply(x), (batch, length, self.all_heads, self.head_dim))
        attended = cache.attention_with_fused_qkv(layer, qkv, self.heads, sm_scale=self.head_dim**-0.5)
        return self.o_proj.apply(op.reshape(attended, (batch, length, self.heads * self.head_dim)))


class FeedForward(nn.Module):
    def __init__(self, sizes: LlamaConfiguration, matrix) -> None:
        self.gate_up_proj = matrix(2 * sizes.intermediate_size, sizes.hidden_size)
        self.down_proj = matrix(sizes.hidden_size, sizes.intermediate_size)

    def forward(self, x: Tensor) -> Tensor:
        gate, up = op.split(self.gate_up_proj.apply(x), 2, axis=-1)
        return self.down_proj.apply(op.silu(gate) * up)


class Layer(nn.Module):
    def __init__(self, sizes: LlamaConfiguration, matrix, dtype: str) -> None:
        self.input_layernorm = _norm(sizes, dtype)
        self.self_attn = Attention(sizes, matrix)
        self.post_attention_layernorm = _norm(sizes, dtype)
        self.mlp = FeedForward(sizes, matrix)

    def forward(self, x: Tensor, cache: PagedKVCache, layer: int) -> Tensor:
        x = x + self.self_attn(self.input_layernorm(x), cache, layer)
        return x + self.mlp(self.post_attention_layernorm(x))


class Layers(nn.Module):
    def __init__(self, sizes: LlamaConfiguration, matrix, dtype: str) -> None:
        self.embed_tokens = matrix(sizes.vocab_size, sizes.hidden_size)
        self.layers = nn.ModuleList([Layer(sizes, matrix, dtype) for _ in range(sizes.num_hidden_layers)])
        self.norm = _norm(sizes, dtype)

    def forward(self, x: Tensor, cache: PagedKVCache) -> Tensor:
        for index, layer in enumerate(self.layers):
            x = layer(x, cache, index)
        return self.norm(x)


def _norm(sizes: LlamaConfiguration, dtype: str) -> nn.RMSNorm:
    return nn.RMSNorm(sizes.hidden_size, -1, sizes.rms_norm_eps, bias=False, dtype=dtype)


class Llama(nn.Module):
    """What WebLLM calls: ``embed``, ``prefill``, ``decode``, ``softmax_with_temperature``, and the cache."""

    def __init__(self, sizes: LlamaConfiguration, quantization: Quantization, target: tvm.target.Target) -> None:
        self.sizes, self.dtype, self.target = sizes, quantization.dtype, target
        kind = QuantizedMatrix if quantization.is_grouped else FullMatrix

        def matrix(rows: int, columns: int) -> nn.Module:
            return kind(rows, columns, quantization.dtype)

        self.model = Layers(sizes, matrix, self.dtype)
        if not sizes.tie_word_embeddings:
            self.lm_head = matrix(sizes.vocab_size, sizes.hidden_size)

    def embed(self, tokens: Tensor) -> Tensor:
        return self.model.embed_tokens.take(tokens)

    def prefill(self, input_embed: Tensor, paged_kv_cache: PagedKVCache) -> tuple[Tensor, PagedKVCache]:
        hidden = self.model(input_embed, paged_kv_cache)
        last = op.tensor_expr_op(
            lambda x: te.compute((1, 1, x.shape[2]), lambda b, _, k: x[b, x.shape[1] - 1, k], name="last"),
            "last_token",
            [hidden],
        )
        return self._logits(last), paged_kv_cache

    def decode(self, input_embed: Tensor, paged_kv_cache: PagedKVCache) -> tuple[Tensor, PagedKVCache]:
        return self._logits(self.model(input_embed, paged_kv_cache)), paged_kv_cache

    def softmax_with_temperature(self, logits: Tensor, temperature: Tensor) -> Tensor:
        return op.softmax(logits / op.reshape(temperature, (temperature.shape[0], 1, 1)), axis=-1)

    def create_tir_paged_kv_cache(
        self,
        max_batch_size: tirx.Var,
        max_total_seq_len: tirx.Var,
        prefill_chunk_size: tirx.Var,
        page_size: tirx.Var,
        support_sliding_window: tirx.Var,
    ) -> PagedKVCache:
        sizes = self.sizes
        return TIRPagedKVCache(
            attn_kind="mha",
            max_batch_size=max_batch_size,
            max_total_seq_len=max_total_seq_len,
            prefill_chunk_size=prefill_chunk_size,
            page_size=page_size,
            support_sliding_window=support_sliding_window,
            layer_partition=relax.ShapeExpr([0, sizes.num_hidden_layers]),
            num_hidden_layers=sizes.num_hidden_layers,
            num_attention_heads=sizes.num_attention_heads,
            num_key_value_heads=sizes.num_key_value_heads,
            qk_head_dim=sizes.head_dim,
            v_head_dim=sizes.head_dim,
            mla_original_qk_head_dim=0,
            mla_original_v_head_dim=0,
            rope_mode=RopeMode.NORMAL,
            rope_scale=1,
            rope_theta=sizes.rope_theta,
            rope_scaling=dict(sizes.rope_scaling),
            rope_ext_factors=relax.prim_value(0),
            rotary_dim=sizes.head_dim,
            enable_disaggregation=False,
            dtype=self.dtype,
            target=self.target,
        )

    def specification(self) -> nn.spec.ModuleSpec:
        """Shapes of the functions' arguments."""
        hidden, vocabulary = self.sizes.hidden_size, self.sizes.vocab_size
        with_weights = {"param_mode": "packed", "effect_mode": "none"}
        without_weights = {"param_mode": "none", "effect_mode": "none"}
        cache = nn.spec.Object(object_type=PagedKVCache)
        methods = {
            "embed": {"tokens": nn.spec.Tensor(["seq_len"], "int32"), "$": with_weights},
            "prefill": {
                "input_embed": nn.spec.Tensor([1, "seq_len", hidden], self.dtype),
                "paged_kv_cache": cache,
                "$": with_weights,
            },
            "decode": {
                "input_embed": nn.spec.Tensor([1, 1, hidden], self.dtype),
                "paged_kv_cache": cache,
                "$": with_weights,
            },
            "softmax_with_temperature": {
                "logits": nn.spec.Tensor(["batch", 1, vocabulary], "float32"),
                "temperature": nn.spec.Tensor(["batch"], "float32"),
                "$": without_weights,
            },
            "create_tir_paged_kv_cache": {
                "max_batch_size": int,
                "max_total_seq_len": int,
                "prefill_chunk_size": int,
                "page_size": int,
                "support_sliding_window": int,
                "$": without_weights,
            },
        }
        return nn.spec.ModuleSpec.from_raw(methods, self)

    def _logits(self, hidden: Tensor) -> Tensor:
        head = self.model.embed_tokens if self.sizes.tie_word_embeddings else self.lm_head
        logits = head.apply(hidden)
        return logits if self.dtype == "float32" else logits.astype("float32")
