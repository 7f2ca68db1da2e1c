"""Structural and compositional validity by the published rules of CDVAE's evaluation (Xie et al., 2022)."""

from functools import cache
from itertools import product
from math import gcd

import numpy as np
import smact
from pymatgen.core import Composition, Structure
from smact.screening import pauling_test

# The evaluation of that time used smact's own oxidation states; today's package defaults to another set.
OXIDATION_STATE_SET = "smact14"
SHORTEST_DISTANCE_ANGSTROM = 0.5
SMALLEST_VOLUME_ANGSTROM3 = 0.1
MOST_COMBINATIONS = 10_000_000


def structurally_valid(structure: Structure) -> bool:
    """No two atoms (periodic images included) within 0.5 Å, and a cell of at least 0.1 Å³."""
    if structure.volume < SMALLEST_VOLUME_ANGSTROM3:
        return False
    distances = np.array(structure.distance_matrix)
    # An atom's distance to its own images is the shortest lattice vector.
    images = structure.lattice.get_points_in_sphere([[0, 0, 0]], [0, 0, 0], SHORTEST_DISTANCE_ANGSTROM)
    np.fill_diagonal(distances, np.inf)
    return bool(distances.min(initial=np.inf) > SHORTEST_DISTANCE_ANGSTROM and len(images) == 1)


def compositionally_valid(composition: Composition) -> bool:
    """Charge neutral by SMACT with Pauling's electronegativity test; metals and pure elements pass."""
    amounts = {element.symbol: round(amount) for element, amount in composition.items()}
    divisor = gcd(*amounts.values())
    return _neutral(tuple(sorted((symbol, count // divisor) for symbol, count in amounts.items())))


@cache
def _neutral(amounts: tuple[tuple[str, int], ...]) -> bool:
    symbols = [symbol for symbol, _ in amounts]
    if len(symbols) == 1 or all(symbol in smact.metals for symbol in symbols):
        return True
    elements = [smact.Element(symbol) for symbol in symbols]
    states = [element.oxidation_states_smact14 or [] for element in elements]
    if not all(states) or np.prod([float(len(options)) for options in states]) > MOST_COMBINATIONS:
        return False
    electronegativities = [element.pauling_eneg for element in elements]
    counts = [count for _, count in amounts]
    for combination in product(*states):
        if sum(charge * count for charge, count in zip(combination, counts, strict=True)) != 0:
            continue
        # An element without an electronegativity fails the test, as it did then.
        if pauling_test(combination, electronegativities):
            return True
    return False


def valid(structure: Structure) -> bool:
    """Both rules: what the published match rate asks of truth and prediction alike."""
    return structurally_valid(structure) and compositionally_valid(structure.composition)
