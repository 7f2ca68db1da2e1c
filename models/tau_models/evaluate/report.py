"""Writes results as JSON, and as Markdown tables beside it."""

import json
from pathlib import Path


def cell(value: dict | float | str | None) -> str:
    """One table cell with its 95 % interval, where it has one."""
    if not isinstance(value, dict):
        return "–" if value is None else f"{value:g}" if isinstance(value, float) else str(value)
    if "successes" in value:
        return "–" if value["share"] is None else f"{_percent(value['share'])} %{_interval(value, _percent)}"
    if "change" in value:
        text, unit = (_points, " pp") if value["points"] else ("{:+.3f}".format, "")
        return "–" if value["change"] is None else f"{text(value['change'])}{unit}{_interval(value, text)}"
    return "–" if value["mean"] is None else f"{value['mean']:.3f}{_interval(value, lambda v: f'{v:.3f}')}"


def _percent(share: float) -> str:
    return f"{100 * share:.1f}"


def _points(share: float) -> str:
    return f"{100 * share:+.1f}"


def _interval(value: dict, text) -> str:
    return "" if value["low"] is None else f" ({text(value['low'])} to {text(value['high'])})"


def markdown(rows: dict[str, dict]) -> str:
    """A table with a row per setting; columns in order of first appearance."""
    columns = list(dict.fromkeys(key for row in rows.values() for key in row))
    lines = ["| | " + " | ".join(columns) + " |", "|---" * (len(columns) + 1) + "|"]
    for name, row in rows.items():
        lines.append(f"| {name} | " + " | ".join(cell(row.get(column)) for column in columns) + " |")
    return "\n".join(lines) + "\n"


def read(path: Path) -> dict:
    """A report; an empty one where there is none."""
    return json.loads(path.read_text()) if path.exists() else {"models": None, "notes": [], "sections": {}}


def document(title: str, report: dict) -> str:
    """A report as Markdown."""
    parts = [f"## {title}\n"]
    if report["models"]:
        parts.append("Models: " + ", ".join(f"`{path}`" for path in report["models"].values()) + ".\n")
    parts += [f"{note}\n" for note in report["notes"]]
    for name, rows in report["sections"].items():
        parts.append(f"### {name}\n\n{markdown(rows)}")
    return "\n".join(parts)


def update(path: Path, title: str, models: dict[str, str], notes: list[str], sections: dict[str, dict]) -> None:
    """
    Puts sections into `path` (JSON) and the Markdown beside it. Other sections stay if they are of the same models, and
    are dropped if not.
    """
    report = read(path)
    if report["models"] != models:
        report = {"models": models, "notes": [], "sections": {}}
    report["notes"] = notes
    report["sections"] |= sections
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(report, indent=1, ensure_ascii=False) + "\n")
    path.with_suffix(".md").write_text(document(title, report))
