"""``python -m tau_models.webllm.export``: the embedded LLaMA for WebLLM, entered in the manifest beside its ONNX graph.

Run it after ``tau_models.llama.export`` with the same weights. Libraries of the last export are kept while their recipe
holds, so new weights take seconds.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import sys
import tempfile
from pathlib import Path

from tau_models.manifest import HASH_DIGITS, file_record, read_manifest, write_manifest
from tau_models.webllm.compile import LIBRARY_NAMES, compile_model
from tau_models.webllm.quantization import QUANTIZATIONS, Quantization
from tau_models.webllm.recipe import RECORD
from tau_models.webllm.shards import INDEX

ROOT = Path(__file__).parents[3]


def export(identifier: str, weights: Path, config: Path, models: Path, quantization: Quantization) -> Path:
    """Compiles the model and enters it in the manifest's entry of that id; returns its folder.

    Raises ``ValueError`` when the manifest has no such entry, and what ``compile_model`` raises.
    """
    manifest = read_manifest(models)
    entry = next((known for known in manifest["language"] if known["id"] == identifier), None)
    if entry is None:
        raise ValueError(f"The manifest has no language model {identifier}: run tau_models.llama.export first.")
    previous = sorted(models.glob(f"{identifier}-webllm-*"))
    staging = Path(tempfile.mkdtemp(prefix=".staging-", dir=models))
    staging.chmod(0o755)
    try:
        for old in previous:
            for name in (RECORD, *LIBRARY_NAMES.values()):
                shutil.copy(old / name, staging)
        tokenizer = models / entry["path"] / entry["tokenizer"]
        compile_model(weights, config, tokenizer, quantization, staging)
        for path in staging.iterdir():
            path.chmod(0o644)
        folder = models / f"{identifier}-webllm-{_digest(staging)}"
        for old in previous:
            shutil.rmtree(old)
        os.replace(staging, folder)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    entry["webllm"] = {
        "path": folder.name,
        "quantization": quantization.name,
        "libraries": LIBRARY_NAMES,
        "files": sorted((file_record(path) for path in folder.iterdir()), key=lambda record: record["name"]),
    }
    write_manifest(models, manifest)
    return folder


def _digest(folder: Path) -> str:
    """Of the weight index, which holds the shards' hashes, and the libraries."""
    digest = hashlib.sha256()
    for name in (INDEX, *LIBRARY_NAMES.values()):
        digest.update((folder / name).read_bytes())
    return digest.hexdigest()[:HASH_DIGITS]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tau_models.webllm.export", description=__doc__)
    parser.add_argument("--id", default="llama-small")
    parser.add_argument("--weights", type=Path, help="default: models/weights/<id>.safetensors")
    parser.add_argument("--models", type=Path, default=ROOT / "public/models", help="folder of manifest.json")
    parser.add_argument("--quantization", choices=sorted(QUANTIZATIONS), default="q4f32_1")
    options = parser.parse_args()
    weights = options.weights or ROOT / f"models/weights/{options.id}.safetensors"
    config = weights.with_name(f"{weights.stem}.config.json")
    folder = export(options.id, weights, config, options.models, QUANTIZATIONS[options.quantization])
    print(json.dumps({path.name: path.stat().st_size for path in sorted(folder.iterdir())}, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
