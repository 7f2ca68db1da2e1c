"""``python -m tau_models.webllm.full_width``: one random layer at full width compiles, quantizes and is right.

For the vocabulary, widths and grouping of Llama-2-7B and of Llama-3-8B: writes a checkpoint of random weights, streams
its shards, builds the library for WebGPU, runs the library for this CPU, and compares that with Hugging Face's layer on
the dequantized weights. Prints times, sizes, the largest error and the peak memory. Takes minutes and 4 GiB of disk.
"""

from __future__ import annotations

import argparse
import json
import resource
import tempfile
import time
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import save_file
from transformers import LlamaConfig, LlamaModel

from tau_models.webllm.configuration import LlamaConfiguration
from tau_models.webllm.library import browser_target, build_library
from tau_models.webllm.local_model import LocalModel
from tau_models.webllm.parameters import Checkpoint, parameters
from tau_models.webllm.quantization import QUANTIZATIONS, Quantization
from tau_models.webllm.reference import rounded
from tau_models.webllm.shards import write_shards

COMMON = {
    "model_type": "llama",
    "hidden_size": 4096,
    "num_hidden_layers": 1,
    "num_attention_heads": 32,
    "rms_norm_eps": 1e-5,
    "tie_word_embeddings": False,
}
MODELS = {
    "Llama-2-7B": COMMON
    | {"vocab_size": 32000, "intermediate_size": 11008, "num_key_value_heads": 32, "max_position_embeddings": 4096},
    "Llama-3-8B": COMMON
    | {
        "vocab_size": 128256,
        "intermediate_size": 14336,
        "num_key_value_heads": 8,
        "max_position_embeddings": 8192,
        "rope_theta": 500000.0,
        "rope_scaling": {
            "rope_type": "llama3",
            "factor": 8.0,
            "low_freq_factor": 1.0,
            "high_freq_factor": 4.0,
            "original_max_position_embeddings": 8192,
        },
    },
}
LENGTHS = {"context_length": 64, "prefill_chunk_size": 4}
# More than one chunk, and then one token.
STEPS = ([5, 31999, 17, 900, 12345, 3], [77])
HEAD_ROWS = 8192


def random_checkpoint(values: dict, path: Path) -> None:
    """bfloat16, as large checkpoints come."""
    sizes = LlamaConfiguration.from_hugging_face(values)
    hidden, middle = sizes.hidden_size, sizes.intermediate_size
    queries, keys = (count * sizes.head_dim for count in (sizes.num_attention_heads, sizes.num_key_value_heads))
    layer = "model.layers.0"
    shapes = {
        "model.embed_tokens": (sizes.vocab_size, hidden),
        f"{layer}.self_attn.q_proj": (queries, hidden),
        f"{layer}.self_attn.k_proj": (keys, hidden),
        f"{layer}.self_attn.v_proj": (keys, hidden),
        f"{layer}.self_attn.o_proj": (hidden, queries),
        f"{layer}.mlp.gate_proj": (middle, hidden),
        f"{layer}.mlp.up_proj": (middle, hidden),
        f"{layer}.mlp.down_proj": (hidden, middle),
        "lm_head": (sizes.vocab_size, hidden),
    }
    generator = torch.Generator().manual_seed(1)
    tensors = {}
    for name, shape in shapes.items():
        spread = 1.0 if "embed" in name else shape[1] ** -0.5
        tensors[f"{name}.weight"] = torch.empty(shape, dtype=torch.bfloat16).normal_(0, spread, generator=generator)
    for name in (f"{layer}.input_layernorm", f"{layer}.post_attention_layernorm", "model.norm"):
        tensors[f"{name}.weight"] = (1 + 0.1 * torch.randn(hidden, generator=generator)).to(torch.bfloat16)
    save_file(tensors, path)


@torch.inference_mode()
def reference_logits(values: dict, weights: Path, quantization: Quantization, ids: list[int]) -> torch.Tensor:
    """Logits (S, V), float32. Embedding and head are dequantized in parts, so that little memory is needed."""
    checkpoint = Checkpoint(weights)
    # The embedding's rows are given, so it need not be there.
    absent = {"vocab_size": 1, "bos_token_id": None, "eos_token_id": None, "pad_token_id": None}
    config = LlamaConfig.from_dict(values | absent | {"attn_implementation": "eager"})
    model = LlamaModel(config).eval()
    state = {
        name: torch.from_numpy(
            rounded(value, quantization) if value.ndim == 2 else value.astype(quantization.dtype).astype("float32")
        )
        for name in model.state_dict()
        if "embed" not in name
        for value in [checkpoint.tensor(f"model.{name}")]
    }
    model.load_state_dict(state, strict=False)
    rows = torch.from_numpy(rounded(checkpoint.tensor("model.embed_tokens.weight")[ids], quantization))
    hidden = model(inputs_embeds=rows[None], use_cache=False).last_hidden_state[0]
    head = checkpoint.tensor("lm_head.weight")
    parts = [head[start : start + HEAD_ROWS] for start in range(0, len(head), HEAD_ROWS)]
    return torch.cat([hidden @ torch.from_numpy(rounded(part, quantization)).T for part in parts], dim=1)


def prove(values: dict, quantization: Quantization, folder: Path) -> dict:
    """Compiles and checks one model; see the module's first lines."""
    weights = folder / "model.safetensors"
    random_checkpoint(values, weights)
    sizes = LlamaConfiguration.from_hugging_face(values)
    report: dict = {"checkpoint_MB": round(weights.stat().st_size / 1e6)}

    started = time.monotonic()
    index = write_shards(parameters(Checkpoint(weights), sizes, quantization), folder)
    report["quantized_MB"] = round(index["metadata"]["ParamBytes"] / 1e6)
    report["shards"] = len(index["records"])
    report["quantize_s"] = round(time.monotonic() - started, 1)

    started = time.monotonic()
    build_library(sizes, quantization, browser_target(), **LENGTHS)
    report["webgpu_build_s"] = round(time.monotonic() - started, 1)

    started = time.monotonic()
    model = LocalModel(weights, sizes, quantization, **LENGTHS)
    found = torch.from_numpy(np.stack([model.read(step) for step in STEPS]))
    report["cpu_build_and_run_s"] = round(time.monotonic() - started, 1)
    del model

    ends = np.cumsum([len(step) for step in STEPS]) - 1
    expected = reference_logits(values, weights, quantization, sum(STEPS, []))[ends]
    report["largest_error_of_log_probabilities"] = float((found.log_softmax(1) - expected.log_softmax(1)).abs().max())
    report["same_most_probable_token"] = bool((found.argmax(1) == expected.argmax(1)).all())
    report["peak_memory_GiB"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20, 2)
    return report


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", choices=MODELS, nargs="+", default=list(MODELS))
    parser.add_argument("--quantization", choices=sorted(QUANTIZATIONS), default="q4f32_1")
    options = parser.parse_args()
    for name in options.model:
        with tempfile.TemporaryDirectory() as folder:
            report = prove(MODELS[name], QUANTIZATIONS[options.quantization], Path(folder))
        print(json.dumps({"model": name, "quantization": options.quantization} | report), flush=True)


if __name__ == "__main__":
    main()
