"""Replacements for kernels of TVM's paged key-value cache."""

from __future__ import annotations

import tvm
from tvm.script import tirx as T

MERGE = "tir_attention_merge_state"
THREADS = 64

# What WebLLM never asks of a plain LLaMA with one sequence. Their text would cost load time: a third of all shaders.
UNUSED = ("sliding_window", "tree_attn", "_mla", "debug_get_kv", "compact_kv_copy", "copy_single_page")


def without_data_race(module: tvm.ir.IRModule, heads: int, head_dim: int, dtype: str) -> tvm.ir.IRModule:
    """Replaces the kernel that merges the attention over a chunk with that over what was cached before.

    In TVM's, every lane of a row reads the row's log-sum-exp and then writes it, with no barrier between: right only
    where all lanes of a row run in lockstep. Elsewhere each prefill after the first is wrong by nats.
    """
    return _replace(module, lambda name: name == MERGE, merge_state(heads, head_dim, dtype))


def without_unused_kernels(module: tvm.ir.IRModule) -> tvm.ir.IRModule:
    """Empties the kernels that the cache must be given but never calls here."""
    return _replace(module, lambda name: any(part in name for part in UNUSED), _nothing)


def _replace(module: tvm.ir.IRModule, is_meant, kernel: tvm.tirx.PrimFunc) -> tvm.ir.IRModule:
    names = [var for var, function in module.functions.items() if isinstance(function, tvm.tirx.PrimFunc)]
    for name in names:
        if is_meant(name.name_hint):
            module.update_func(name, kernel.with_attr("global_symbol", name.name_hint))
    return module


@T.prim_func(s_tir=True)
def _nothing():
    T.func_attr({"tirx.is_scheduled": True})
    T.evaluate(0)


def merge_state(heads: int, head_dim: int, dtype: str) -> tvm.tirx.PrimFunc:
    """One thread merges one row (token, head), so that nothing is read after it was written.

    Softmaxes over two sets of keys, with base-2 log-sum-exps s and s', merge to weights 2^s / (2^s + 2^s').
    """

    @T.prim_func(s_tir=True)
    def merge(values: T.handle, scores: T.handle, other_values: T.handle, other_scores: T.handle):
        T.func_attr({"tirx.is_scheduled": True, "tirx.noalias": True})
        tokens = T.int32()
        v = T.match_buffer(values, (tokens, heads, head_dim), dtype)
        s = T.match_buffer(scores, (tokens, heads), "float32")
        v_other = T.match_buffer(other_values, (tokens, heads, head_dim), dtype)
        s_other = T.match_buffer(other_scores, (tokens, heads), "float32")
        for block in T.thread_binding((tokens * heads + THREADS - 1) // THREADS, thread="blockIdx.x"):
            for thread in T.thread_binding(THREADS, thread="threadIdx.x"):
                with T.sblock("row"):
                    n = T.axis.spatial(tokens, (block * THREADS + thread) // heads)
                    h = T.axis.spatial(heads, (block * THREADS + thread) % heads)
                    T.where(block * THREADS + thread < tokens * heads)
                    T.reads(v[n, h, 0:head_dim], s[n, h], v_other[n, h, 0:head_dim], s_other[n, h])
                    T.writes(v[n, h, 0:head_dim], s[n, h])
                    largest = T.sblock_alloc_buffer((1,), "float32", scope="local")
                    own = T.sblock_alloc_buffer((1,), "float32", scope="local")
                    other = T.sblock_alloc_buffer((1,), "float32", scope="local")
                    largest[0] = T.max(s[n, h], s_other[n, h])
                    own[0] = T.exp2(s[n, h] - largest[0])
                    other[0] = T.exp2(s_other[n, h] - largest[0])
                    for d in T.serial(head_dim):
                        v[n, h, d] = T.cast(
                            (T.cast(v[n, h, d], "float32") * own[0] + T.cast(v_other[n, h, d], "float32") * other[0])
                            / (own[0] + other[0]),
                            dtype,
                        )
                    s[n, h] = T.log2(own[0] + other[0]) + largest[0]

    return merge
