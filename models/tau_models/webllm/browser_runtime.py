"""TVM's runtime for browsers, compiled from the sources in its wheel, and the link of a model library against it."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import tempfile
from importlib.util import find_spec
from pathlib import Path

from tau_models.webllm.versions import VERSIONS

ADDITIONS = Path(__file__).with_name("browser_runtime")
UNITS = ("wasm_runtime.cc", "webgpu_runtime.cc", "exports.cc")
# Remote procedure calls, sorting on the CPU and TVM's own tests: nothing that WebLLM calls.
LEFT_OUT = ("src/runtime/rpc/", "extra/contrib/sort/", "ffi/testing/")
COMPILE = ("-Os", "-std=c++17", "-Wno-ignored-attributes")
LINK = (
    "--no-entry",
    "-sWASM_BIGINT=1",
    "-sSTANDALONE_WASM=1",
    "-sALLOW_MEMORY_GROWTH=1",
    "-sTOTAL_MEMORY=64MB",
    # WebLLM's script provides what is undefined; `unprovided_imports` checks that it is all of it.
    "-sERROR_ON_UNDEFINED_SYMBOLS=0",
    "-sWARN_ON_UNDEFINED_SYMBOLS=0",
)

# What the script of this WebLLM hands to a library.
PROVIDED_IMPORTS = frozenset(
    {
        "env.TVMFFIWasmFunctionDeleter",
        "env.TVMFFIWasmSafeCall",
        "env.emscripten_notify_memory_growth",
        "wasi_snapshot_preview1.clock_time_get",
        "wasi_snapshot_preview1.environ_get",
        "wasi_snapshot_preview1.environ_sizes_get",
        "wasi_snapshot_preview1.fd_close",
        "wasi_snapshot_preview1.fd_read",
        "wasi_snapshot_preview1.fd_seek",
        "wasi_snapshot_preview1.fd_write",
        "wasi_snapshot_preview1.proc_exit",
    }
)


class BuildError(RuntimeError):
    """Emscripten failed; the message ends with what it printed."""


def runtime_objects() -> list[Path]:
    """Object files of the runtime; compiled once a version and kept in the user's cache. Raises ``BuildError``."""
    folder = _cache() / f"runtime-{_fingerprint()}"
    objects = [folder / f"{Path(unit).stem}.o" for unit in UNITS]
    if all(path.exists() for path in objects):
        return objects
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as name:
        partial = Path(name)
        root = _source_tree(partial / "sources")
        built = partial / "objects"
        built.mkdir()
        for unit, path in zip(UNITS, objects, strict=True):
            _emcc(*COMPILE, *_include_flags(root), "-c", str(root / "web/emcc" / unit), "-o", str(built / path.name))
        shutil.rmtree(folder, ignore_errors=True)
        os.replace(built, folder)
    return objects


def link(model_objects: list[Path], out: Path, *, optimization: str = "-Oz") -> None:
    """Links a model library (.wasm). Raises ``BuildError``, also when it needs what WebLLM does not provide.

    Args:
        optimization: "-Oz" for delivery, "-O1" for a link within seconds that is twice as large.
    """
    objects = [str(path) for path in (*runtime_objects(), *model_objects)]
    _emcc(optimization, *LINK, *objects, "-o", str(out))
    missing = unprovided_imports(out.read_bytes())
    if missing:
        raise BuildError(f"{out.name} imports what WebLLM {VERSIONS['@mlc-ai/web-llm']} does not provide: {missing}.")


def unprovided_imports(library: bytes) -> list[str]:
    """Imports of a WebAssembly module beyond what WebLLM's script provides."""
    return sorted(set(imports(library)) - PROVIDED_IMPORTS)


def imports(library: bytes) -> list[str]:
    """`module.name` of each import of a WebAssembly module. Raises ``ValueError`` for other bytes."""
    if library[:8] != b"\0asm\x01\0\0\0":
        raise ValueError("This is no WebAssembly module of version 1.")
    reader = _Reader(library, 8)
    while reader.position < len(library):
        section, size = reader.byte(), reader.number()
        if section != 2:
            reader.position += size
            continue
        return [_read_import(reader) for _ in range(reader.number())]
    return []


class _Reader:
    def __init__(self, data: bytes, position: int) -> None:
        self.data, self.position = data, position

    def byte(self) -> int:
        self.position += 1
        return self.data[self.position - 1]

    def number(self) -> int:
        """Unsigned LEB128."""
        value = shift = 0
        while True:
            byte = self.byte()
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value

    def name(self) -> str:
        length = self.number()
        self.position += length
        return self.data[self.position - length : self.position].decode()


def _read_import(reader: _Reader) -> str:
    name = f"{reader.name()}.{reader.name()}"
    kind = reader.byte()
    if kind in (1, 3):  # a table's element type, or a global's type
        reader.byte()
    if kind == 0:
        reader.number()
    elif kind == 3:
        reader.byte()
    else:
        for _ in range(1 + reader.byte() % 2):
            reader.number()
    return name


def _cache() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "tau-models"


def _fingerprint() -> str:
    digest = hashlib.sha256(json.dumps([VERSIONS, UNITS, LEFT_OUT, COMPILE]).encode())
    for path in sorted(path for path in ADDITIONS.rglob("*") if path.is_file()):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _source_tree(root: Path) -> Path:
    """The wheel's runtime sources under the folders that they expect, with the headers that the wheel lacks.

    Copies, because relative includes break over links.
    """
    tvm, ffi, tirx = (Path(find_spec(name).submodule_search_locations[0]) for name in ("tvm", "tvm_ffi", "tvm_tirx"))
    shutil.copytree(tvm / "src", root / "src")
    shutil.copytree(tvm / "include", root / "include")
    shutil.copytree(tvm / "web/emcc", root / "web/emcc")
    shutil.copytree(tirx / "include/tvm/support", root / "include/tvm/support")
    (root / "3rdparty").mkdir()
    (root / "3rdparty/tvm-ffi").symlink_to(ffi)
    for part in ("src", "include"):
        shutil.copytree(ADDITIONS / part, root / part, dirs_exist_ok=True)
    shutil.copy(ADDITIONS / "exports.cc", root / "web/emcc")
    runtime = root / "web/emcc/wasm_runtime.cc"
    lines = runtime.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if not (line.startswith("#include") and any(part in line for part in LEFT_OUT))]
    # The left-out files brought this header.
    runtime.write_text("\n".join(["#include <iostream>", *kept, ""]), encoding="utf-8")
    return root


def _include_flags(root: Path) -> list[str]:
    ffi = root / "3rdparty/tvm-ffi"
    return [f"-I{folder}" for folder in (root, root / "include", ffi / "include", ffi / "3rdparty/dlpack/include")]


def _emcc(*arguments: str) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "EM_CACHE"}
    done = subprocess.run(["emcc", *arguments], capture_output=True, text=True, env=environment)
    if done.returncode:
        raise BuildError(f"emcc {' '.join(arguments[:4])} … failed:\n{done.stderr[-4000:]}")
