"""Exports a LLaMA for the browser.

``python -m tau_models.llama.export --weights runs/llama-small/model.safetensors --data FOLDER`` writes the quantized
graph, ``tokenizer.json`` and ``config.json`` to ``public/models/<id>-<hash>/``, enters them in the manifest and prints
what quantization cost. More than 2 % of bits per token are refused.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from pathlib import Path

import numpy as np
import torch

from tau_models import vocabulary
from tau_models.data import load_split
from tau_models.llama.corpus import Sequence, canonical_sequence
from tau_models.llama.network import CONFIGS, Llama, load_weights, save_weights
from tau_models.llama.onnx_graph import (
    QUANTIZERS,
    bits_per_token,
    empty_cache,
    open_session,
    quantize,
    run_graph,
    write_onnx,
)
from tau_models.llama.train import TRAINING_SETS
from tau_models.manifest import publish

MODELS = Path(__file__).parents[3] / "public" / "models"
LARGEST_LOSS = 0.02
LARGEST_GRAPH_ERROR = 1e-4
VALIDATION_TEXTS = 200
ONNX_NAME, TOKENIZER_NAME, CONFIG_NAME = "model.onnx", "tokenizer.json", "config.json"


class QuantizationError(RuntimeError):
    """The quantized graph predicts noticeably worse than the full one."""


def graph_error(model: Llama, path: Path, sequence: Sequence) -> float:
    """Largest difference of the graph's logits from PyTorch's, the text fed in two pieces through the cache."""
    session = open_session(path)
    ids = np.array([sequence.ids])
    half = ids.shape[1] // 2
    first, cache = run_graph(session, ids[:, :half], empty_cache(session, 1))
    second, _ = run_graph(session, ids[:, half:], cache)
    with torch.no_grad():
        expected = model.eval()(torch.from_numpy(ids)).numpy()
    return float(np.abs(np.concatenate([first, second], axis=1) - expected).max())


def export(
    model: Llama,
    identifier: str,
    models: Path,
    validation: list[Sequence],
    trained_elements: list[int],
    max_atoms: int,
    method: str,
) -> dict:
    """Writes the graph and the manifest entry; returns bits per token of both graphs, their ratio − 1 and the size.

    Raises ``QuantizationError`` where quantization loses more than 2 %, ``RuntimeError`` where the full graph does not
    give PyTorch's numbers. Nothing is published then.
    """
    models.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(prefix=".staging-", dir=models))
    staging.chmod(0o755)
    try:
        with tempfile.TemporaryDirectory() as folder:
            full = Path(folder) / "full.onnx"
            write_onnx(model, full)
            error = graph_error(model, full, validation[0])
            if error > LARGEST_GRAPH_ERROR:
                raise RuntimeError(f"the ONNX graph's logits differ from PyTorch's by up to {error:.2g}")
            quantize(full, staging / ONNX_NAME, method)
            before = bits_per_token(open_session(full), validation)
        after = bits_per_token(open_session(staging / ONNX_NAME), validation)
        loss = after / before - 1
        if loss > LARGEST_LOSS:
            raise QuantizationError(
                f"{method} takes bits per token from {before:.4f} to {after:.4f}, {loss:.1%}, over {LARGEST_LOSS:.0%}; "
                f"choose another of {', '.join(QUANTIZERS)}"
            )
        vocabulary.write_tokenizer(staging / TOKENIZER_NAME)
        (staging / CONFIG_NAME).write_text(json.dumps(model.config.to_hugging_face(), indent=1) + "\n")
        size = (staging / ONNX_NAME).stat().st_size
        entry = {
            "id": identifier,
            "licence": "CC-BY-4.0",
            "card": f"{identifier}.md",
            "parameters": model.parameter_count(),
            "trainedElements": trained_elements,
            "maxAtoms": max_atoms,
            "onnx": ONNX_NAME,
            "tokenizer": TOKENIZER_NAME,
            "layers": model.config.num_hidden_layers,
            "kvHeads": model.config.num_key_value_heads,
            "headDim": model.config.head_dim,
            "contextLength": model.config.max_position_embeddings,
            "vocabularySize": model.config.vocab_size,
        }
        path = publish(models, "language", staging, ONNX_NAME, entry)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return {
        "folder": path.name,
        "method": method,
        "bytes": size,
        "bits_per_token_float32": round(before, 4),
        "bits_per_token_quantized": round(after, 4),
        "relative_loss": round(loss, 5),
    }


def validation_sequences(folder: Path | None, count: int) -> list[Sequence]:
    """Canonical MP-20 validation texts, alternately after a formula prompt and a bare one."""
    crystals = load_split("mp_20", "val", folder)[:count]
    return [canonical_sequence(crystal, with_formula=index % 2 == 0) for index, crystal in enumerate(crystals)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", type=Path, help=".safetensors file; none: random weights")
    parser.add_argument("--config", choices=CONFIGS, default="small", help="of the random weights")
    parser.add_argument("--id", default="llama-small")
    parser.add_argument("--models", type=Path, default=MODELS, help="folder of manifest.json")
    parser.add_argument("--data", type=Path, help="folder of the .jsonl.gz files (default: TAU_DATA)")
    parser.add_argument("--store", type=Path, help="keep the weights here in bfloat16, and export those")
    parser.add_argument("--quantizer", choices=QUANTIZERS, default=QUANTIZERS[0])
    arguments = parser.parse_args()
    torch.manual_seed(0)
    model = load_weights(arguments.weights) if arguments.weights else Llama(CONFIGS[arguments.config])
    if arguments.store:
        save_weights(model, arguments.store, arguments.id, torch.bfloat16)
        model = load_weights(arguments.store / f"{arguments.id}.safetensors")
    trained = [c for name in TRAINING_SETS for c in load_split(name, "train", arguments.data)]
    report = export(
        model,
        arguments.id,
        arguments.models,
        validation_sequences(arguments.data, VALIDATION_TEXTS),
        trained_elements=sorted({int(z) for crystal in trained for z in crystal.atomic_numbers}),
        max_atoms=max(len(crystal) for crystal in trained),
        method=arguments.quantizer,
    )
    print(json.dumps(report, indent=1))


if __name__ == "__main__":
    main()
