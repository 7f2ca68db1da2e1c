"""The versions that fit each other: a library built with others may load and give wrong numbers."""

from __future__ import annotations

import json
import re
import subprocess
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

VERSIONS: dict[str, str] = json.loads(Path(__file__).with_name("versions.json").read_text(encoding="utf-8"))
PYTHON_PACKAGES = tuple(name for name in VERSIONS if name.startswith("apache-"))


class WrongVersionError(RuntimeError):
    """A tool of the build is missing or of another version; the message says which and how to install it."""


def check_versions() -> None:
    """Raises ``WrongVersionError`` unless the installed tools are those of versions.json."""
    for package in PYTHON_PACKAGES:
        try:
            found = version(package)
        except PackageNotFoundError:
            found = "none"
        if found != VERSIONS[package]:
            raise WrongVersionError(
                f"{package} {VERSIONS[package]} is needed, {found} is installed: pip install -e 'models[webllm]'."
            )
    found = emscripten_version()
    if found != VERSIONS["emscripten"]:
        raise WrongVersionError(
            f"Emscripten {VERSIONS['emscripten']} is needed, {found or 'none'} is installed: "
            "on Debian 12, apt-get install emscripten."
        )


def emscripten_version() -> str | None:
    """The version of ``emcc`` on the path; None where there is none."""
    try:
        output = subprocess.run(["emcc", "--version"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return None
    match = re.search(r"\b(\d+\.\d+\.\d+)\b", output)
    return match[1] if match else None
