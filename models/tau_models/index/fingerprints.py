"""Asks the studio's own code for fingerprints and for what the index says: one implementation, in TypeScript."""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from tau_models.data import Crystal

REPOSITORY = Path(__file__).parents[3]


class StudioError(RuntimeError):
    """The TypeScript program ended with an error; the message is its own."""


def line(crystal: Crystal) -> dict[str, Any]:
    """A structure as the studio's programs read it: plain lists, `lattice` row by row in Å."""
    return {
        "lattice": crystal.lattice.ravel().tolist(),
        "atomicNumbers": crystal.atomic_numbers.tolist(),
        "fracCoords": np.asarray(crystal.frac_coords).ravel().tolist(),
    }


def ask(program: str, lines: Iterable[dict[str, Any]], *arguments: str) -> Iterator[Any]:
    """What `src/cli/<program>` answers to each JSON line, in order.

    Raises:
        StudioError: it failed, or did not answer each line.
    """
    command = ["node", "--import", "tsx", f"src/cli/{program}", *arguments]
    with tempfile.TemporaryFile("w+") as questions, tempfile.TemporaryFile("w+") as errors:
        count = 0
        for question in lines:
            questions.write(json.dumps(question) + "\n")
            count += 1
        questions.seek(0)
        with subprocess.Popen(
            command, cwd=REPOSITORY, stdin=questions, stdout=subprocess.PIPE, stderr=errors, text=True
        ) as process:
            assert process.stdout is not None
            for answer in process.stdout:
                count -= 1
                yield json.loads(answer)
        if process.returncode != 0 or count != 0:
            errors.seek(0)
            raise StudioError(f"{' '.join(command)} ended with status {process.returncode}: {errors.read().strip()}")
