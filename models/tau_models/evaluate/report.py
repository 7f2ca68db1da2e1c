"""Writes results as JSON and as a Markdown table beside it."""

import json
from pathlib import Path

from . import intervals


def over(row: dict, total: int) -> dict:
    """The same row with every share taken over `total`: candidates that never got a draft count as failures."""
    rescaled = {
        key: intervals.share(value["successes"], total) if isinstance(value, dict) and "successes" in value else value
        for key, value in row.items()
    }
    return {**rescaled, "structures": total}


def cell(value: dict | float | None) -> str:
    """One table cell with its 95 % interval."""
    if isinstance(value, dict) and "successes" in value:
        if not value["trials"]:
            return "–"
        return f"{100 * value['share']:.1f} % ({100 * value['low']:.1f}–{100 * value['high']:.1f})"
    if isinstance(value, dict):
        if value["mean"] is None:
            return "–"
        return f"{value['mean']:.3f} ({value['low']:.3f}–{value['high']:.3f})"
    return "–" if value is None else str(value)


def markdown(results: dict[str, dict]) -> str:
    """A table with a row per set; columns in order of first appearance."""
    columns = list(dict.fromkeys(key for row in results.values() for key in row))
    lines = ["| | " + " | ".join(columns) + " |", "|---" * (len(columns) + 1) + "|"]
    for name, row in results.items():
        lines.append(f"| {name} | " + " | ".join(cell(row.get(column)) for column in columns) + " |")
    return "\n".join(lines) + "\n"


def write(path: Path, title: str, results: dict[str, dict]) -> None:
    """`path` (JSON) and the same name with .md; prints the table."""
    path.write_text(json.dumps(results, indent=1) + "\n")
    table = f"## {title}\n\n{markdown(results)}"
    path.with_suffix(".md").write_text(table)
    print(table, flush=True)
