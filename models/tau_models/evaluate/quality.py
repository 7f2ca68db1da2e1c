"""
First quality figures of the shipped models, from the shipped engine.

    python -m tau_models.evaluate.quality --out runs/quality [--data FOLDER] [--jobs 2] [--only NAME ...] ...

Each set of prompts goes through `npm run -s generate`; what it writes is judged with pymatgen and smact. A set whose
lines are complete is not generated again, so that an interrupted evaluation goes on where it stopped.
"""

import argparse
import json
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from . import report
from .candidates import read_candidates
from .subsets import crystals_of, reduced_counts, structure_of
from .tables import sampling, structure_prediction

REPOSITORY = Path(__file__).parents[3]
SEED = 7
TAUS = [100, 300, 600, 900]
STARTS = ("as-is", "re-noised")
UNCONDITIONAL_SAMPLES = 200


def generate(lines_file: Path, prompts: list[dict], options: list[str], jobs: int) -> None:
    """Runs the shipped engine over `prompts` (prompt lines, or candidate lines with drafts) in `jobs` processes."""
    if lines_file.exists() and len(lines_file.read_text().splitlines()) == len(prompts):
        return
    flag = "--drafts-from" if "draft" in prompts[0] else "--prompts-file"

    def part(index: int) -> str:
        share = prompts[index::jobs]
        if not share:
            return ""
        folder = lines_file.with_suffix("") / f"part-{index}"
        folder.mkdir(parents=True, exist_ok=True)
        source = folder / "input.jsonl"
        source.write_text("".join(json.dumps(line) + "\n" for line in share))
        command = ["npm", "run", "-s", "generate", "--", flag, str(source), "--out", str(folder), "--json"]
        command += ["--seed", str(SEED), "--threads", "1", *options]
        return subprocess.run(command, cwd=REPOSITORY, check=True, stdout=subprocess.PIPE, text=True).stdout

    with ThreadPoolExecutor(jobs) as pool:
        lines = "".join(pool.map(part, range(jobs)))
    lines_file.write_text(lines)


def prompt_line(crystal, *, atom_count: bool = False, group: int | None = None) -> dict:
    """A line of a prompts file that asks for the crystal's composition and, if wanted, atom count and space group."""
    conditions: dict = {"composition": [list(pair) for pair in reduced_counts(crystal)]}
    if atom_count:
        conditions["atomCount"] = len(crystal)
    if group is not None:
        conditions["spaceGroup"] = group
    return {"id": crystal.id, "conditions": conditions}


def sampling_sets(folder: str | None) -> dict[str, list[dict]]:
    """Prompt lines of the three sampling sets."""
    from .matching import space_group

    unseen = crystals_of("mp_20_unseen_compositions", folder)
    return {
        "unconditional": [
            {"id": f"sample-{index}", "conditions": {}, "seed": SEED + index} for index in range(UNCONDITIONAL_SAMPLES)
        ],
        "formula": [prompt_line(crystal) for crystal in unseen],
        "formula-and-space-group": [
            prompt_line(crystal, group=space_group(structure_of(crystal))) for crystal in unseen
        ],
    }


def judge_sampling(out: Path, folder: str | None, jobs: int, limit: int | None) -> dict:
    """Validity, formula and space-group match of samples, with the grammar and without it, draft and refined."""
    truths = {c.id: structure_of(c) for c in crystals_of("mp_20_unseen_compositions", folder)}
    results = {}
    for name, prompts in sampling_sets(folder).items():
        for grammar in (True, False):
            label = f"{name}, {'grammar' if grammar else 'no grammar'}"
            lines = out / f"{name}-{'grammar' if grammar else 'free'}.jsonl"
            generate(lines, prompts[:limit], [] if grammar else ["--no-grammar"], jobs)
            for which in ("draft", "refined"):
                results[f"{label}, {which}"] = sampling(
                    read_candidates(lines, which),
                    None if name == "unconditional" else truths,
                    asked_group=name == "formula-and-space-group",
                )
    return results


def judge_prediction(
    name: str, out: Path, folder: str | None, jobs: int, limit: int | None, taus: list[int]
) -> Iterator[dict]:
    """
    Structure prediction on a test subset: drafts alone beside refinements from each τ, as is and re-noised. Yields the
    results so far after each setting, for the large τ take long.
    """
    crystals = crystals_of(name, folder)[:limit]
    truths = {crystal.id: structure_of(crystal) for crystal in crystals}
    drafts = out / f"{name}-drafts.jsonl"
    generate(drafts, [prompt_line(crystal, atom_count=True) for crystal in crystals], ["--tau", "0"], jobs)
    results = {"drafts alone": structure_prediction(read_candidates(drafts, "draft"), truths)}
    accepted = [line for line in map(json.loads, drafts.read_text().splitlines()) if "draft" in line]
    yield results
    for tau in taus:
        for start in STARTS:
            lines = out / f"{name}-{tau}-{start}.jsonl"
            generate(lines, accepted, ["--tau", str(tau), "--start", start], jobs)
            rows = structure_prediction(read_candidates(lines), truths)
            results[f"τ = {tau}, {start}"] = report.over(rows, len(crystals))
            yield results


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=lambda text: Path(text).resolve(), required=True)
    parser.add_argument("--data", default=None)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--limit", type=int, default=None, help="only the first N of each set, to try the pipeline")
    parser.add_argument("--taus", type=int, nargs="*", default=TAUS)
    parser.add_argument(
        "--only", nargs="*", choices=["sampling", "mp_20", "perov_5"], default=["sampling", "mp_20", "perov_5"]
    )
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    for name in arguments.only:
        settings = (arguments.out, arguments.data, arguments.jobs, arguments.limit)
        if name == "sampling":
            report.write(arguments.out / "sampling.json", name, judge_sampling(*settings))
            continue
        for results in judge_prediction(name, *settings, arguments.taus):
            report.write(arguments.out / f"{name}.json", name, results)


if __name__ == "__main__":
    main()
