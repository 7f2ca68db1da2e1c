"""``python -m tau_models.webllm.compile``: a LLaMA checkpoint becomes what WebLLM loads.

    python -m tau_models.webllm.compile --weights model.safetensors --config config.json --tokenizer tokenizer.json \\
        --quantization q4f32_1 --out webllm

The folder then holds a library with kernels for GPUs and one with plain kernels for adapters without hardware, weight
shards with their index, tokenizer and chat configuration. Libraries that were built from the same recipe stay: new
weights of the same sizes need only new shards.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from pathlib import Path

from tau_models.webllm.chat_configuration import chat_configuration
from tau_models.webllm.configuration import LlamaConfiguration, UnsupportedModelError
from tau_models.webllm.parameters import Checkpoint, parameters
from tau_models.webllm.quantization import QUANTIZATIONS, Quantization
from tau_models.webllm.recipe import RECORD, built_from, recipe, same_recipe, write_record
from tau_models.webllm.shards import write_shards
from tau_models.webllm.versions import WrongVersionError, check_versions

LIBRARY_NAMES = {"gpu": "library.wasm", "plain": "library-plain.wasm"}


def compile_model(
    weights: Path,
    config: Path,
    tokenizer: Path,
    quantization: Quantization,
    out: Path,
    *,
    context_length: int | None = None,
    prefill_chunk_size: int = 128,
    optimization: str = "-Oz",
) -> int:
    """Writes everything that WebLLM loads into ``out``; returns the bytes of the weights.

    Raises ``UnsupportedModelError``, ``WrongVersionError`` or ``BuildError``.
    """
    sizes = LlamaConfiguration.read(config)
    lengths = {
        "context_length": context_length or sizes.max_position_embeddings,
        "prefill_chunk_size": prefill_chunk_size,
    }
    size = write_weights(weights, tokenizer, sizes, quantization, out, **lengths)
    wanted = recipe(sizes, quantization, lengths)
    if not same_recipe(built_from(out), wanted):
        (out / RECORD).unlink(missing_ok=True)
        for kernels in LIBRARY_NAMES:
            write_library(sizes, quantization, out, kernels, optimization=optimization, **lengths)
        write_record(out, wanted)
    return size


def write_weights(
    weights: Path,
    tokenizer: Path,
    sizes: LlamaConfiguration,
    quantization: Quantization,
    out: Path,
    *,
    context_length: int,
    prefill_chunk_size: int,
) -> int:
    """Writes shards, tokenizer and chat configuration; returns the bytes of the weights."""
    out.mkdir(parents=True, exist_ok=True)
    for old in out.glob("params_shard_*.bin"):
        old.unlink()
    index = write_shards(parameters(Checkpoint(weights), sizes, quantization), out)
    shutil.copyfile(tokenizer, out / "tokenizer.json")
    configuration = chat_configuration(
        sizes,
        quantization,
        json.loads(tokenizer.read_text(encoding="utf-8")),
        context_length=context_length,
        prefill_chunk_size=prefill_chunk_size,
    )
    (out / "mlc-chat-config.json").write_text(json.dumps(configuration, indent=1) + "\n", encoding="utf-8")
    return index["metadata"]["ParamBytes"]


def write_library(
    sizes: LlamaConfiguration,
    quantization: Quantization,
    out: Path,
    kernels: str,
    *,
    context_length: int,
    prefill_chunk_size: int,
    optimization: str = "-Oz",
) -> Path:
    """Compiles and links one model library; returns its path. Raises ``BuildError`` or ``WrongVersionError``."""
    # TVM is large and needed for libraries only: new weights are written without it.
    from tau_models.webllm import browser_runtime
    from tau_models.webllm.library import browser_target, build_library

    check_versions()
    out.mkdir(parents=True, exist_ok=True)
    executable = build_library(
        sizes,
        quantization,
        browser_target(),
        context_length=context_length,
        prefill_chunk_size=prefill_chunk_size,
        kernels=kernels,
    )
    path = out / LIBRARY_NAMES[kernels]
    with tempfile.TemporaryDirectory() as name:
        objects: list[Path] = []

        def keep(_target: str, files: list[str], **_options: object) -> None:
            objects.extend(Path(shutil.copy(file, name)) for file in files)

        executable.export_library(str(Path(name) / path.name), fcompile=keep)
        browser_runtime.link(objects, path, optimization=optimization)
    path.chmod(0o644)
    return path


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    try:
        size = compile_model(
            options.weights,
            options.config,
            options.tokenizer,
            QUANTIZATIONS[options.quantization],
            options.out,
            context_length=options.context,
            prefill_chunk_size=options.prefill_chunk,
        )
    except (UnsupportedModelError, WrongVersionError) as error:
        print(error, file=sys.stderr)
        return 1
    libraries = {name: (options.out / name).stat().st_size for name in LIBRARY_NAMES.values()}
    print(json.dumps({"quantization": options.quantization, "weight_bytes": size, "library_bytes": libraries}))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tau_models.webllm.compile", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--weights", type=Path, required=True, help="safetensors file, or a folder of them")
    parser.add_argument("--config", type=Path, required=True, help="Hugging Face config.json")
    parser.add_argument("--tokenizer", type=Path, required=True, help="tokenizer.json")
    parser.add_argument("--quantization", choices=sorted(QUANTIZATIONS), default="q4f32_1")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--context", type=int, help="tokens; max_position_embeddings when absent")
    parser.add_argument("--prefill-chunk", type=int, default=128, help="tokens that are read at once")
    return parser


if __name__ == "__main__":
    sys.exit(main())
