"""The order of elements in formulas is one: the vocabulary's and that of the studio's table."""

import json
import math
from pathlib import Path

from tau_models.vocabulary import ELEMENT_ORDER, PAULING_ELECTRONEGATIVITY, SYMBOLS

TABLE = json.loads((Path(__file__).parents[2] / "src/crystal/elements.json").read_text())


def test_symbols_and_electronegativities_are_the_same():
    assert list(SYMBOLS) == TABLE["symbol"]
    known = [math.inf if value is None else value for value in TABLE["electronegativity"]]
    assert list(PAULING_ELECTRONEGATIVITY) == known


def test_the_order_is_by_electronegativity_then_atomic_number():
    values = TABLE["electronegativity"]
    expected = sorted(range(1, 119), key=lambda z: (values[z - 1] is None, values[z - 1] or 0.0, z))
    assert list(ELEMENT_ORDER) == expected
