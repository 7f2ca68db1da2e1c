"""Kernels that WebLLM looks up besides the network: changes of logits in place, and sampling from a sorted row."""

from __future__ import annotations

import tvm
from tvm import relax
from tvm.script import tirx as T

THREADS = 64
# Finite, as WebLLM's own libraries have it: a softmax over infinities only would be NaN.
FORBIDDEN = -3.4e38


@T.prim_func(s_tir=True)
def apply_logit_bias_inplace(a: T.handle, b: T.handle, c: T.handle, d: T.handle):
    """logits[row[i], token[i]] += bias[i]."""
    T.func_attr({"tirx.noalias": True, "tirx.is_scheduled": True})
    rows = T.int32()
    vocabulary = T.int32()
    count = T.int32()
    logits = T.match_buffer(a, (rows, vocabulary), "float32")
    row = T.match_buffer(b, (count,), "int32")
    token = T.match_buffer(c, (count,), "int32")
    bias = T.match_buffer(d, (count,), "float32")
    for block in T.thread_binding((count + THREADS - 1) // THREADS, thread="blockIdx.x"):
        for thread in T.thread_binding(THREADS, thread="threadIdx.x"):
            with T.sblock("bias"):
                i = T.axis.spatial(count, block * THREADS + thread)
                T.where(block * THREADS + thread < count)
                logits[row[i], token[i]] = logits[row[i], token[i]] + bias[i]


@T.prim_func(s_tir=True)
def apply_penalty_inplace(a: T.handle, b: T.handle, c: T.handle, d: T.handle, e: T.handle, f: T.handle):
    """Presence, frequency and repetition penalties of tokens that have appeared, one triple for each sequence."""
    T.func_attr({"tirx.noalias": True, "tirx.is_scheduled": True})
    rows = T.int32()
    vocabulary = T.int32()
    sequences = T.int32()
    count = T.int32()
    logits = T.match_buffer(a, (rows, vocabulary), "float32")
    row = T.match_buffer(b, (sequences,), "int32")
    sequence = T.match_buffer(c, (count,), "int32")
    token = T.match_buffer(d, (count,), "int32")
    times = T.match_buffer(e, (count,), "int32")
    penalty = T.match_buffer(f, (sequences, 3), "float32")
    for block in T.thread_binding((count + THREADS - 1) // THREADS, thread="blockIdx.x"):
        for thread in T.thread_binding(THREADS, thread="threadIdx.x"):
            with T.sblock("penalty"):
                i = T.axis.spatial(count, block * THREADS + thread)
                T.where(block * THREADS + thread < count)
                lowered = T.sblock_alloc_buffer((1,), "float32", scope="local")
                lowered[0] = logits[row[sequence[i]], token[i]] - (
                    penalty[sequence[i], 0] + T.cast(times[i], "float32") * penalty[sequence[i], 1]
                )
                logits[row[sequence[i]], token[i]] = T.if_then_else(
                    lowered[0] > T.float32(0),
                    lowered[0] / penalty[sequence[i], 2],
                    lowered[0] * penalty[sequence[i], 2],
                )


@T.prim_func(s_tir=True)
def apply_bitmask_inplace(a: T.handle, b: T.handle, c: T.handle):
    """Forbids the tokens whose bit is 0; 32 tokens to a word."""
    T.func_attr({"tirx.noalias": True, "tirx.is_scheduled": True})
    rows = T.int32()
    vocabulary = T.int32()
    sequences = T.int32()
    logits = T.match_buffer(a, (rows, vocabulary), "float32")
    row = T.match_buffer(b, (sequences,), "int32")
    mask = T.match_buffer(c, (rows, (vocabulary + 31) // 32), "int32")
    for block in T.thread_binding((sequences * vocabulary + THREADS - 1) // THREADS, thread="blockIdx.x"):
        for thread in T.thread_binding(THREADS, thread="threadIdx.x"):
            with T.sblock("mask"):
                i = T.axis.spatial(sequences, (block * THREADS + thread) // vocabulary)
                token = T.axis.spatial(vocabulary, (block * THREADS + thread) % vocabulary)
                T.where(block * THREADS + thread < sequences * vocabulary)
                logits[row[i], token] = T.if_then_else(
                    (mask[row[i], token // 32] >> (token % 32)) & 1 == 1, logits[row[i], token], T.float32(FORBIDDEN)
                )


def padded_length(vocabulary: int) -> int:
    """The next power of two, which the sort needs."""
    return 1 << (vocabulary - 1).bit_length()


def sort_descending(vocabulary: int) -> tvm.tirx.PrimFunc:
    """Bitonic sort (Batcher 1968) of each row, with equal values in the order of their indices.

    probabilities (rows, V) → values and indices (rows, P), P the next power of two; what is beyond V is −1.
    """
    length = padded_length(vocabulary)
    stages = length.bit_length() - 1

    @T.prim_func(s_tir=True)
    def sort(a: T.handle, b: T.handle, c: T.handle):
        T.func_attr({"tirx.noalias": True, "tirx.is_scheduled": True})
        rows = T.int32()
        probabilities = T.match_buffer(a, (rows, vocabulary), "float32")
        value = T.match_buffer(b, (rows, length), "float32")
        index = T.match_buffer(c, (rows, length), "int32")
        for block in T.thread_binding((rows * length + THREADS - 1) // THREADS, thread="blockIdx.x"):
            for thread in T.thread_binding(THREADS, thread="threadIdx.x"):
                with T.sblock("pad"):
                    row = T.axis.spatial(rows, (block * THREADS + thread) // length)
                    i = T.axis.spatial(length, (block * THREADS + thread) % length)
                    T.where(block * THREADS + thread < rows * length)
                    index[row, i] = i
                    value[row, i] = T.float32(-1)
                    if i < vocabulary:
                        value[row, i] = probabilities[row, i]
        for stage in T.serial(stages):
            for step in T.serial(stage + 1):
                for block in T.thread_binding((rows * length // 2 + THREADS - 1) // THREADS, thread="blockIdx.x"):
                    for thread in T.thread_binding(THREADS, thread="threadIdx.x"):
                        with T.sblock("exchange"):
                            row = T.axis.spatial(rows, (block * THREADS + thread) // (length // 2))
                            pair = T.axis.spatial(length // 2, (block * THREADS + thread) % (length // 2))
                            run = T.axis.opaque(stages, stage)
                            distance = T.axis.opaque(stages, stage - step)
                            T.where(block * THREADS + thread < rows * length // 2)
                            T.reads(value[row, 0:length], index[row, 0:length])
                            T.writes(value[row, 0:length], index[row, 0:length])
                            values = T.sblock_alloc_buffer((2,), "float32", scope="local")
                            indices = T.sblock_alloc_buffer((2,), "int32", scope="local")
                            place = T.sblock_alloc_buffer((2,), "int32", scope="local")
                            place[0] = ((pair >> distance) << (distance + 1)) + (pair & ((1 << distance) - 1))
                            place[1] = place[0] + (1 << distance)
                            values[0] = value[row, place[0]]
                            values[1] = value[row, place[1]]
                            indices[0] = index[row, place[0]]
                            indices[1] = index[row, place[1]]
                            # Runs of 2^(run + 1) are sorted downwards and upwards in turn.
                            if (place[0] >> (run + 1)) & 1 == T.if_then_else(
                                T.Or(
                                    values[1] > values[0],
                                    T.And(values[1] == values[0], indices[1] < indices[0]),
                                ),
                                0,
                                1,
                            ):
                                value[row, place[0]] = values[1]
                                value[row, place[1]] = values[0]
                                index[row, place[0]] = indices[1]
                                index[row, place[1]] = indices[0]

    return sort


def sample_sorted(vocabulary: int) -> tvm.tirx.PrimFunc:
    """Nucleus sampling: one thread a sample, over a row in descending order, so that it is soon done."""
    length = padded_length(vocabulary)

    @T.prim_func(s_tir=True)
    def sample(a: T.handle, b: T.handle, c: T.handle, d: T.handle, e: T.handle, f: T.handle):
        T.func_attr({"tirx.noalias": True, "tirx.is_scheduled": True})
        rows = T.int32()
        samples = T.int32()
        probabilities = T.match_buffer(a, (rows, length), "float32")
        order = T.match_buffer(b, (rows, length), "int32")
        uniform = T.match_buffer(c, (samples,), "float32")
        row = T.match_buffer(d, (samples,), "int32")
        nucleus = T.match_buffer(e, (rows,), "float32")
        result = T.match_buffer(f, (samples,), "int32")
        for block in T.thread_binding((samples + 31) // 32, thread="blockIdx.x"):
            for thread in T.thread_binding(32, thread="threadIdx.x"):
                with T.sblock("sample"):
                    n = T.axis.spatial(samples, block * 32 + thread)
                    T.where(block * 32 + thread < samples)
                    T.reads(
                        probabilities[0:rows, 0:length],
                        order[0:rows, 0:length],
                        uniform[n],
                        row[n],
                        nucleus[0:rows],
                    )
                    T.writes(result[n])
                    mass = T.sblock_alloc_buffer((1,), "float32", scope="local")
                    reached = T.sblock_alloc_buffer((1,), "float32", scope="local")
                    place = T.sblock_alloc_buffer((1,), "int32", scope="local")
                    # The mass that is kept; without a nucleus it is 1 and needs no sum.
                    mass[0] = T.if_then_else(nucleus[row[n]] < T.float32(1), T.float32(0), T.float32(1))
                    place[0] = 0
                    while place[0] < vocabulary and mass[0] < nucleus[row[n]]:
                        mass[0] = mass[0] + probabilities[row[n], place[0]]
                        place[0] = place[0] + 1
                    reached[0] = probabilities[row[n], 0]
                    place[0] = 0
                    while place[0] < vocabulary - 1 and reached[0] <= uniform[n] * mass[0]:
                        place[0] = place[0] + 1
                        reached[0] = reached[0] + probabilities[row[n], place[0]]
                    result[n] = order[row[n], place[0]]

    return sample


def add_sampling(builder: relax.BlockBuilder, vocabulary: int) -> None:
    """Adds ``argsort_probs`` and ``sample_with_top_p`` to a module."""
    _add_sort(builder, vocabulary)
    _add_sample(builder, vocabulary)


def add_logit_changes(module: tvm.ir.IRModule) -> tvm.ir.IRModule:
    """Adds the three functions that change logits in place; WebLLM calls them directly."""
    for kernel in (apply_logit_bias_inplace, apply_penalty_inplace, apply_bitmask_inplace):
        name = kernel.__name__
        module[name] = kernel.with_attr("global_symbol", name)
    return module


def _add_sort(builder: relax.BlockBuilder, vocabulary: int) -> None:
    batch = tvm.tirx.Var("batch", "int64")
    length = padded_length(vocabulary)
    probabilities = relax.Var("probabilities", relax.TensorType((batch, vocabulary), "float32"))
    results = [relax.TensorType((batch, length), dtype) for dtype in ("float32", "int32")]
    sort = builder.add_func(sort_descending(vocabulary), "sort_descending")
    with builder.function("argsort_probs", [probabilities]):
        with builder.dataflow():
            both = builder.emit_output(relax.call_tir(sort, [probabilities], out_ty=results))
        builder.emit_func_output(both)


def _add_sample(builder: relax.BlockBuilder, vocabulary: int) -> None:
    batch, samples = tvm.tirx.Var("batch", "int64"), tvm.tirx.Var("samples", "int64")
    length = padded_length(vocabulary)
    arguments = [
        relax.Var("sorted_probabilities", relax.TensorType((batch, length), "float32")),
        relax.Var("order", relax.TensorType((batch, length), "int32")),
        relax.Var("uniform", relax.TensorType((samples,), "float32")),
        relax.Var("sample_rows", relax.TensorType((samples,), "int32")),
        relax.Var("top_p", relax.TensorType((batch,), "float32")),
    ]
    sample = builder.add_func(sample_sorted(vocabulary), "sample_sorted")
    with builder.function("sample_with_top_p", arguments):
        with builder.dataflow():
            drawn = builder.emit_output(relax.call_tir(sample, arguments, out_ty=relax.TensorType((samples,), "int32")))
        builder.emit_func_output(drawn)
