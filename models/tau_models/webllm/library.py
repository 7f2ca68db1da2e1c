"""Builds the Relax module of a LLaMA for a target: kernels, schedules, metadata."""

from __future__ import annotations

import json
from typing import Any, Literal

import tvm
from tvm import relax
from tvm.relax.backend import gpu_generic
from tvm.s_tir import dlight

from tau_models.webllm import attention_kernels, sampling_kernels
from tau_models.webllm.configuration import LlamaConfiguration
from tau_models.webllm.network import Llama
from tau_models.webllm.quantization import Quantization

Kernels = Literal["gpu", "plain"]
KERNELS: tuple[Kernels, ...] = ("gpu", "plain")


def browser_target() -> tvm.target.Target:
    """Shaders for WebGPU, everything else as WebAssembly."""
    return tvm.target.Target({"kind": "webgpu"}, host={"kind": "llvm", "mtriple": "wasm32-unknown-unknown-wasm"})


def build_library(
    sizes: LlamaConfiguration,
    quantization: Quantization,
    target: tvm.target.Target,
    *,
    context_length: int,
    prefill_chunk_size: int,
    kernels: Kernels = "gpu",
) -> relax.VMExecutable:
    """Compiles the functions that WebLLM calls.

    Args:
        target: ``browser_target()``, or an LLVM target, whose library runs in this process and has no sampling.
        prefill_chunk_size: the most tokens that are read at once; longer prompts are read in chunks.
        kernels: "gpu" for schedules that share work among the threads of a group, "plain" for adapters without
            hardware, where groups run one thread after the other.
    """
    network = Llama(sizes, quantization, target)
    module, parameters = network.export_tvm(network.specification())
    builder = relax.BlockBuilder(module)
    for_browser = target.kind.name == "webgpu"
    if for_browser:
        sampling_kernels.add_sampling(builder, sizes.vocab_size)
    metadata = library_metadata(sizes, quantization, parameters, context_length, prefill_chunk_size)
    with builder.function("_metadata", []):
        builder.emit_func_output(tvm.ir.StringImm(json.dumps(metadata)))
    module = builder.finalize()
    if for_browser:
        heads, head_dim = sizes.num_attention_heads, sizes.head_dim
        module = attention_kernels.without_data_race(module, heads, head_dim, quantization.dtype)
        module = attention_kernels.without_unused_kernels(module)
        module = sampling_kernels.add_logit_changes(module)
    # In attention kernels of grouped queries with Llama 3's RoPE scaling and wide heads, TVM's elimination of common
    # subexpressions moves a variable out of the loop that defines it, and the build fails.
    is_grouped = sizes.num_attention_heads != sizes.num_key_value_heads
    with target, tvm.transform.PassContext(opt_level=3, config={"tirx.disable_cse_tir": is_grouped}):
        module = relax.transform.FuseTransposeMatmul()(module)
        return relax.build(module, target, relax_pipeline=_pipeline(target, kernels) if for_browser else "default")


def library_metadata(
    sizes: LlamaConfiguration,
    quantization: Quantization,
    parameters: list[tuple[str, Any]],
    context_length: int,
    prefill_chunk_size: int,
) -> dict[str, Any]:
    """What WebLLM reads from the library before it loads weights; `params` names them in the order of arguments."""
    return {
        "model_type": "llama",
        "quantization": quantization.name,
        "context_window_size": context_length,
        "sliding_window_size": -1,
        "attention_sink_size": -1,
        "prefill_chunk_size": prefill_chunk_size,
        "max_batch_size": 1,
        "tensor_parallel_shards": 1,
        "pipeline_parallel_stages": 1,
        "disaggregation": False,
        "kv_state_kind": "kv_cache",
        "params": [
            {"name": name, "shape": [int(size) for size in value.shape], "dtype": str(value.dtype), "preprocs": []}
            for name, value in parameters
        ],
        "memory_usage": {},
        "kv_cache": {
            "num_hidden_layers": sizes.num_hidden_layers,
            "num_attention_heads": sizes.num_attention_heads,
            "num_key_value_heads": sizes.num_key_value_heads,
            "head_dim": sizes.head_dim,
        },
    }


def _pipeline(target: tvm.target.Target, kernels: Kernels) -> tvm.transform.Pass:
    if kernels == "gpu":
        return gpu_generic.get_default_pipeline(target)
    passes = [
        relax.transform.LegalizeOps(),
        relax.transform.AnnotateTIROpPattern(),
        relax.transform.FoldConstant(),
        relax.transform.FuseOps(),
        relax.transform.FuseTIR(),
        dlight.ApplyDefaultSchedule(dlight.gpu.Matmul(), dlight.gpu.Fallback()),
    ]
    return tvm.transform.Sequential(
        gpu_generic.library_dispatch_passes(target)
        + passes
        + gpu_generic.dataflow_lower_passes(target)
        + gpu_generic.finalize_passes(target)
    )
