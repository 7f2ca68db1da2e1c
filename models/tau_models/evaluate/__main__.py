"""The judge's commands, one a table:

    python -m tau_models.evaluate csp [--data FOLDER] [--limit N] [--extra="--keep-symmetry draft" ...]

Each runs what is missing through the shipped engine, and writes JSON and Markdown. An interrupted command goes on
where it stopped.
"""

import argparse
import os
import sys
from importlib import import_module
from pathlib import Path

from ..data import DataMissingError
from .engine import REPOSITORY, SHIPPED_EXTRA, EngineError
from .study import Study

TABLES = ("gen", "csp", "conditional", "tau", "refinement", "ablation", "novelty", "warning")


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m tau_models.evaluate", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="table", required=True)
    for name in TABLES:
        module = import_module(f".{name}", __package__)
        command = commands.add_parser(name, help=module.__doc__.splitlines()[0], description=module.__doc__)
        _common(command)
        module.arguments(command)
    results = commands.add_parser("results", help="docs/results.md from the tables' JSON files")
    results.add_argument("--reports", type=Path, default=REPOSITORY / "benchmarks" / "quality")
    options = parser.parse_args()
    if options.table == "results":
        import_module(".results", __package__).run(options.reports)
        return 0
    study = Study(
        options.lines.resolve(),
        options.reports,
        options.data,
        options.jobs,
        options.limit,
        options.extra or [SHIPPED_EXTRA],
    )
    try:
        import_module(f".{options.table}", __package__).run(study, options)
    except (DataMissingError, EngineError, ValueError) as error:
        print(f"{parser.prog} {options.table}: {error}", file=sys.stderr)
        return 1
    for path in sorted(study.written):
        print(path.with_suffix(".md").read_text())
    return 0


def _common(command: argparse.ArgumentParser) -> None:
    command.add_argument("--data", default=None, help="folder of the data sets (default: TAU_DATA)")
    command.add_argument("--lines", type=Path, default=Path("runs/judge"), help="where the engine's output is kept")
    command.add_argument("--reports", type=Path, default=REPOSITORY / "benchmarks" / "quality")
    command.add_argument("--jobs", type=int, default=os.cpu_count(), help="processes (default: one a core)")
    command.add_argument("--limit", type=int, default=None, help="only N of each set, chosen at random once for all")
    command.add_argument(
        "--extra",
        action="append",
        help=f'further options of generate, each set its own row, as in --extra="{SHIPPED_EXTRA}" (the default)',
    )


if __name__ == "__main__":
    sys.exit(main())
