"""docs/results.md from the tables' JSON files, the papers' rows beside ours, and the same tables in the model cards.

A card takes what stands between `<!-- figures: csp tau -->` and `<!-- /figures -->` from here, without the papers'
rows.
What a table shows in words comes from `<table>.reading.md` beside its JSON file, where there is one.
"""

import json
import re
from pathlib import Path

from . import report
from .engine import REPOSITORY

CARDS = REPOSITORY / "public" / "models"
PAGE = REPOSITORY / "docs" / "results.md"
PUBLISHED_FILE = Path(__file__).with_name("published.json")

TABLES = {
    "csp": "Structure prediction",
    "gen": "Samples without conditions",
    "conditional": "Conditions obeyed",
    "tau": "The default τ",
    "refinement": "What refinement does",
    "ablation": "Each half alone",
    "warning": "What warns of a wrong structure",
    "novelty": "Unique and new",
    "stability": "Stability",
}

OPENING = """# Results

Written by `python -m tau_models.evaluate results` from the files in `benchmarks/quality`. One command of
`python -m tau_models.evaluate` each writes them from what `npm run generate` makes of fixed random subsets of the data
(`models/tau_models/evaluate/subsets.json`). The papers' models are larger, were trained longer, and were judged on
whole test splits. How each model was trained is in its card in `public/models`.
"""


FIGURES = re.compile(r"(<!-- figures: ([a-z ]+) -->\n).*?(<!-- /figures -->)", re.DOTALL)


def run(reports: Path, page: Path = PAGE, cards: Path = CARDS) -> None:
    page.write_text(OPENING + "\n" + tables(list(TABLES), reports, published=True))
    print(page)
    for card in sorted(cards.glob("*.md")):
        text = card.read_text()
        filled = FIGURES.sub(lambda found: found[1] + "\n" + tables(found[2].split(), reports) + "\n" + found[3], text)
        if filled != text:
            card.write_text(filled)
            print(card)


def tables(names: list[str], reports: Path, published: bool = False) -> str:
    """The tables that there are, each with what it shows."""
    parts = []
    for name in names:
        path = reports / f"{name}.json"
        if not path.exists():
            continue
        found = report.read(path)
        parts.append(report.document(TABLES[name], with_published(name, found) if published else found))
        reading = reports / f"{name}.reading.md"
        if reading.exists():
            parts.append(reading.read_text())
    return "\n".join(parts)


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
