"""What a model library was built from, so that it is built again when that changes, and only then."""

from __future__ import annotations

import ast
import hashlib
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tau_models.webllm.configuration import LlamaConfiguration
from tau_models.webllm.quantization import Quantization
from tau_models.webllm.versions import VERSIONS

HERE = Path(__file__).parent
SOURCES = ("attention_kernels", "browser_runtime", "library", "network", "quantization", "sampling_kernels")
RECORD = "library.json"


def recipe(sizes: LlamaConfiguration, quantization: Quantization, lengths: dict[str, int]) -> dict[str, Any]:
    """Versions, sizes and a hash of the sources; weights are no part of it."""
    return {
        "versions": VERSIONS,
        "quantization": quantization.name,
        **lengths,
        "sizes": asdict(sizes),
        "sources": _source_hash(),
    }


def built_from(folder: Path) -> dict[str, Any] | None:
    """The recipe of the libraries in a folder; None where there are none."""
    path = folder / RECORD
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None


def same_recipe(first: dict[str, Any] | None, second: dict[str, Any]) -> bool:
    """Whether two recipes make the same library."""
    return first == json.loads(json.dumps(second))


def write_record(folder: Path, value: dict[str, Any]) -> None:
    (folder / RECORD).write_text(json.dumps(value, indent=1) + "\n", encoding="utf-8")


def _source_hash() -> str:
    digest = hashlib.sha256()
    for name in SOURCES:
        digest.update(_without_words(HERE / f"{name}.py").encode())
    for path in sorted(path for path in (HERE / "browser_runtime").rglob("*") if path.is_file()):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _without_words(path: Path) -> str:
    """The code of a Python file, without its comments and docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef) and ast.get_docstring(node) is not None:
            node.body = node.body[1:] or [ast.Pass()]
    return ast.unparse(tree)
