"""docs/results.md from the tables' JSON files, the papers' rows beside ours.

What a table shows in words comes from `<table>.reading.md` beside its JSON file, where there is one.
"""

import json
from pathlib import Path

from . import report
from .engine import REPOSITORY

PAGE = REPOSITORY / "docs" / "results.md"
PUBLISHED_FILE = Path(__file__).with_name("published.json")

TABLES = {
    "csp": "Structure prediction",
    "gen": "Samples without conditions",
    "conditional": "Conditions obeyed",
    "tau": "The default τ",
    "refinement": "What refinement does",
    "ablation": "Each half alone",
    "novelty": "Unique and new",
    "stability": "Stability",
}

OPENING = """# Results

Written by `python -m tau_models.evaluate results` from the files in `benchmarks/quality`. One command of
`python -m tau_models.evaluate` each writes them from what `npm run generate` makes of fixed random subsets of the data
(`models/tau_models/evaluate/subsets.json`). The papers' models are larger, were trained longer, and were judged on
whole test splits. How each model was trained is in its card in `public/models`.
"""


def run(reports: Path, page: Path = PAGE) -> None:
    parts = [OPENING]
    for table, title in TABLES.items():
        path = reports / f"{table}.json"
        if not path.exists():
            continue
        parts.append(report.document(title, with_published(table, report.read(path))))
        reading = reports / f"{table}.reading.md"
        if reading.exists():
            parts.append(reading.read_text())
    page.write_text("\n".join(parts))
    print(page)


def with_published(table: str, found: dict) -> dict:
    """The report with the paper's rows on top of the sections that it has too."""
    published = json.loads(PUBLISHED_FILE.read_text()).get(table)
    if published is None:
        return found
    sections = {}
    for name, rows in found["sections"].items():
        theirs = published["sections"].get(name.split(":")[0], {})
        paper = {
            f"{method} (paper)": dict(zip(published["columns"], row, strict=True)) for method, row in theirs.items()
        }
        sections[name] = paper | rows
    return {**found, "notes": [f"Rows of the paper: {published['source']}.", *found["notes"]], "sections": sections}
