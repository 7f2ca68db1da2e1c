"""Match, RMS displacement and space group, by pymatgen, with the published tolerances."""

from functools import cache

from pymatgen.analysis.structure_matcher import StructureMatcher
from pymatgen.core import Structure
from pymatgen.symmetry.analyzer import SpacegroupAnalyzer, SymmetryUndeterminedError

SITE_TOLERANCE = 0.5
SYMPREC_ANGSTROM = 0.2
SYMPRECS_ANGSTROM = (0.01, 0.05, 0.1, 0.2)


@cache
def matcher() -> StructureMatcher:
    """The one of CDVAE, DiffCSP and CrysLLMGen."""
    return StructureMatcher(stol=SITE_TOLERANCE, angle_tol=10, ltol=0.3)


def rms_displacement(prediction: Structure, truth: Structure) -> float | None:
    """Root mean square displacement of matched atoms divided by (V/N)^(1/3); None where the structures differ."""
    found = matcher().get_rms_dist(prediction, truth)
    return None if found is None else float(found[0])


def space_group(structure: Structure, symprec: float = SYMPREC_ANGSTROM) -> int:
    """International number by pymatgen's SpacegroupAnalyzer; 0 where it finds none."""
    try:
        return SpacegroupAnalyzer(structure, symprec=symprec).get_space_group_number()
    except (SymmetryUndeterminedError, TypeError, ValueError):
        return 0
