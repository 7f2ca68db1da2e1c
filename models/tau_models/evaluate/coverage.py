"""Coverage and distances between distributions, after CDVAE's evaluation (Xie et al., 2022)."""

import json
import warnings
from functools import cache
from pathlib import Path

import numpy as np
from pymatgen.core import Structure
from scipy.spatial.distance import cdist
from scipy.stats import wasserstein_distance

from . import intervals, progress

CUTOFFS = {"mp_20": (0.4, 10.0), "perov_5": (0.2, 4.0), "carbon_24": (0.2, 4.0)}
"""Largest distance of structure and of composition fingerprints that counts as covered."""

SCALING_FILE = Path(__file__).with_name("composition_scaling.json")

Fingerprints = tuple[np.ndarray, np.ndarray]
"""Structure (M, 61) and scaled composition (M, 132)."""


@cache
def _featurizers() -> tuple:
    # Seconds to import: not for those commands that need no fingerprints.
    from matminer.featurizers.composition import ElementProperty
    from matminer.featurizers.site import CrystalNNFingerprint

    # Imputed values came later than the published scaling, which maps missing ones to 0.
    return CrystalNNFingerprint.from_preset("ops"), ElementProperty.from_preset("magpie", impute_nan=False)


@cache
def _scaling() -> tuple[np.ndarray, np.ndarray]:
    scaling = json.loads(SCALING_FILE.read_text())
    return np.array(scaling["means"]), np.array(scaling["deviations"])


def fingerprint(structure: Structure) -> tuple[np.ndarray, np.ndarray] | None:
    """CrystalNN order parameters, mean over sites (61,), and scaled Magpie features (132,); None where they fail."""
    sites, composition = _featurizers()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            structural = np.mean([sites.featurize(structure, index) for index in range(len(structure))], axis=0)
        # Whatever fails inside Voronoi construction: the published evaluation counts it as not covered.
        except Exception:
            return None
        means, deviations = _scaling()
        scaled = (np.array(composition.featurize(structure.composition), dtype=float) - means) / deviations
    return structural, np.nan_to_num(scaled, nan=0.0)


def fingerprints(structures: list[Structure], jobs: int, label: str) -> Fingerprints:
    """Of those structures that have them."""
    pairs = [pair for pair in progress.over(fingerprint, structures, jobs, label) if pair is not None]
    return np.array([pair[0] for pair in pairs]), np.array([pair[1] for pair in pairs])


def reference_fingerprints(structures: list[Structure], file: Path, jobs: int) -> Fingerprints:
    """The same, kept in `file`."""
    if not file.exists():
        structural, compositional = fingerprints(structures, jobs, "fingerprints of the reference")
        file.parent.mkdir(parents=True, exist_ok=True)
        np.savez(file, structural=structural, compositional=compositional)
    with np.load(file) as kept:
        return kept["structural"], kept["compositional"]


def coverage(generated: Fingerprints, reference: Fingerprints, data_set: str, total: int) -> dict:
    """
    Precision: share of all `total` generated near some reference structure. Recall: share of the reference near some
    generated one; it grows with the number generated.
    """
    if len(generated[0]) == 0:
        return {"COV precision": intervals.share(0, total), "COV recall": intervals.share(0, len(reference[0]))}
    distances = [cdist(made, known) for made, known in zip(generated, reference, strict=True)]
    near = [
        np.all([d.min(axis=axis) <= cutoff for d, cutoff in zip(distances, CUTOFFS[data_set], strict=True)], axis=0)
        for axis in (1, 0)
    ]
    return {
        "COV precision": intervals.share(int(near[0].sum()), total),
        "COV recall": intervals.share(int(near[1].sum()), len(near[1])),
    }


def distances(valid: list[Structure], reference: list[Structure]) -> dict:
    """Earth mover's distances of density (g/cm³) and number of elements between valid samples and the reference."""
    return {
        "EMD density, g/cm³": _distance([s.density for s in valid], [s.density for s in reference]),
        "EMD elements": _distance([len(s.composition) for s in valid], [len(s.composition) for s in reference]),
    }


def _distance(sample: list[float], reference: list[float]) -> dict:
    if len(sample) < 2:
        return intervals.mean([])
    low, high = intervals.bootstrap(np.array(sample), lambda drawn: wasserstein_distance(drawn, reference))
    value = float(wasserstein_distance(sample, reference))
    return {"mean": value, "low": low, "high": high, "count": len(sample)}
