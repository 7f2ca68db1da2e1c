"""Runs the shipped engine, `npm run -s generate`, and keeps what it wrote.

Lines go through in chunks. A finished chunk is a file named by the hash of its input, its options and the models, so
that an interrupted evaluation goes on where it stopped and nothing stale is read.
"""

import hashlib
import json
import subprocess
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from tqdm import tqdm

from ..manifest import read_manifest

REPOSITORY = Path(__file__).parents[3]
MODELS = REPOSITORY / "public" / "models"
GENERATE = ["npm", "run", "-s", "generate", "--"]
SEED = 7
CANDIDATES_PER_CHUNK = 100
AUTO = "auto"
"""The noise level of each draft as the denoiser estimates it."""
PLAIN_EXTRA = "--keep-symmetry off"
SHIPPED_EXTRA = "--keep-symmetry draft"
"""What `generate` takes by default, said out loud: a line must not change its meaning with the program's defaults."""


class EngineError(RuntimeError):
    """The engine ended with an error; the message is its own."""


@dataclass(frozen=True)
class Refinement:
    """How a draft is refined: noise level 0–1000 or AUTO, "as-is" or "re-noised", and further options of `generate`."""

    tau: int | Literal["auto"]
    start: str = "as-is"
    extra: str = SHIPPED_EXTRA

    @property
    def label(self) -> str:
        extra = self.extra.replace("--", "").replace("-", " ")
        return ", ".join(
            filter(
                None,
                ["τ estimated" if self.tau == AUTO else f"τ = {self.tau}", self.start.replace("-is", " is"), extra],
            )
        )

    @property
    def options(self) -> list[str]:
        return ["--tau", str(self.tau), "--start", self.start, *self.extra.split()]


def embedded_models(models: Path = MODELS) -> dict[str, dict]:
    """The entries that the engine takes: the first of each kind."""
    manifest = read_manifest(models)
    return {kind: manifest[kind][0] for kind in ("language", "denoiser")}


def default_refinement(extra: str = SHIPPED_EXTRA) -> Refinement:
    """What the manifest ships."""
    denoiser = embedded_models()["denoiser"]
    return Refinement(denoiser["defaultTau"], denoiser["defaultStart"], extra)


class Engine:
    """The engine with `folder` as its memory and `jobs` processes of one thread."""

    def __init__(self, folder: Path, jobs: int):
        self.folder = folder
        self.jobs = jobs
        entries = embedded_models()
        self.models = {kind: entry["path"] for kind, entry in entries.items()}
        # The default τ is chosen from these very lines, and is always passed on. Other defaults stand in the usage.
        fixed = [{key: value for key, value in entry.items() if key[:7] != "default"} for entry in entries.values()]
        usage = subprocess.run([*GENERATE, "--help"], cwd=REPOSITORY, check=True, capture_output=True, text=True)
        self._key = json.dumps(fixed) + usage.stdout

    def draft(self, label: str, prompts: list[dict], options: Sequence[str] = (), count: int = 1) -> list[dict]:
        """
        Candidate lines of drafts alone for lines of a prompts file, `count` for each, in the order of the prompts. A
        line without "draft" found none that was accepted.
        """
        size = max(1, CANDIDATES_PER_CHUNK // count)
        chunks = [prompts[start : start + size] for start in range(0, len(prompts), size)]
        options = ["--count", str(count), "--seed", str(SEED), "--tau", "0", *PLAIN_EXTRA.split(), *options]
        jobs = [("--prompts-file", chunk, options) for chunk in chunks]
        written = [line for lines in self._chunks(f"{label}, drafts", jobs, count) for line in lines]
        place = {prompt["id"]: index for index, prompt in enumerate(prompts)}
        return sorted(written, key=lambda line: (place[line["id"]], line["candidate"]))

    def refine(self, label: str, drafted: list[dict], refinement: Refinement) -> list[dict]:
        """The same lines with "refined" from this setting; lines without a draft stay as they are."""
        if refinement.tau == 0 and refinement.extra == PLAIN_EXTRA:
            return drafted
        places = [index for index, line in enumerate(drafted) if "draft" in line]
        # Cells of like size share a chunk, as the engine batches them; the long chunks go first.
        places.sort(key=lambda index: -len(drafted[index]["draft"]["atomicNumbers"]))
        starts = range(0, len(places), CANDIDATES_PER_CHUNK)
        chunks = [places[start : start + CANDIDATES_PER_CHUNK] for start in starts]
        jobs = [
            (
                "--drafts-from",
                [drafted[place] for place in chunk],
                ["--seed", str(SEED + number), *refinement.options],
            )
            for number, chunk in enumerate(chunks)
        ]
        refined = list(drafted)
        for chunk, lines in zip(chunks, self._chunks(f"{label}, {refinement.label}", jobs, 1), strict=True):
            for line in lines:
                place = chunk[line["candidate"]]
                refined[place] = {**drafted[place], "refined": line.get("refined"), "tau": line["tau"]}
        return refined

    def _chunks(self, label: str, jobs: list[tuple[str, list[dict], list[str]]], count: int) -> list[list[dict]]:
        total = sum(len(lines) * count for _, lines, _ in jobs)
        with tqdm(total=total, desc=label, unit="crystal") as bar, ThreadPoolExecutor(self.jobs) as pool:
            return list(pool.map(lambda job: self._chunk(*job, bar), jobs))

    def _chunk(self, flag: str, lines: list[dict], options: list[str], bar: tqdm) -> list[dict]:
        text = "".join(json.dumps(line) + "\n" for line in lines)
        digest = hashlib.sha256("\n".join([self._key, flag, *options, text]).encode()).hexdigest()[:20]
        finished = self.folder / f"{digest}.jsonl"
        if finished.exists():
            written = [json.loads(line) for line in finished.read_text().splitlines()]
            bar.update(len(written))
            return written
        self.folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory() as scratch:
            source = Path(scratch) / "input.jsonl"
            source.write_text(text)
            command = [*GENERATE, flag, str(source), "--out", f"{scratch}/cif", "--json", "--threads", "1", *options]
            written = _lines_of(command, bar)
        partial = finished.with_suffix(".partial")
        partial.write_text("".join(json.dumps(line) + "\n" for line in written))
        partial.replace(finished)
        return written


def _lines_of(command: list[str], bar: tqdm) -> list[dict]:
    with (
        tempfile.TemporaryFile("w+") as errors,
        subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE, stderr=errors, text=True) as process,
    ):
        written = []
        for line in process.stdout:
            written.append(json.loads(line))
            bar.update()
        if process.wait() != 0:
            errors.seek(0)
            raise EngineError(errors.read().strip() or f"generate ended with status {process.returncode}")
    return written
