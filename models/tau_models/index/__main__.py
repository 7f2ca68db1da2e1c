"""What the studio's report compares a crystal with: python -m tau_models.index {build,judge,calibrate}

`build` makes public/index, the index of known structures, from the data sets of TAU_DATA; `judge` measures how well it
recognises structures and writes the figures into public/index/README.md; `calibrate` measures bond valence sums of real
crystals and writes src/report/usual-values.json.
"""

import argparse
from pathlib import Path

from . import build, calibrate, judge
from .fingerprints import REPOSITORY

INDEX = REPOSITORY / "public" / "index"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="folder of the data sets; default: TAU_DATA")
    parser.add_argument("--index", type=Path, default=INDEX, help="folder of the index; default: public/index")
    commands = parser.add_subparsers(required=True)
    commands.add_parser("build", help=build.__doc__).set_defaults(run=build.run)
    judging = commands.add_parser("judge", help=judge.__doc__.split("\n")[0])
    judging.add_argument("--samples", type=int, default=500, help="structures per measurement")
    judging.set_defaults(run=judge.run)
    calibrating = commands.add_parser("calibrate", help=calibrate.__doc__.split("\n")[0])
    calibrating.add_argument("--samples", type=int, default=1500, help="structures")
    calibrating.set_defaults(run=calibrate.run)
    arguments = parser.parse_args()
    arguments.run(arguments)


if __name__ == "__main__":
    main()
