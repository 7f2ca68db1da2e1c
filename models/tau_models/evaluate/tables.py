"""The two tables of first quality figures: sampling, and structure prediction."""

from collections.abc import Iterable

from pymatgen.core import Structure

from . import intervals
from .candidates import Candidate
from .matching import rms_displacement, space_group
from .validity import compositionally_valid, structurally_valid, valid


def sampling(
    candidates: list[Candidate], truths: dict[str, Structure] | None = None, asked_group: bool = False
) -> dict:
    """
    A first draft may be turned down for its text or for atoms too close; validity is over all samples.
    With `truths` (by id) the reduced formula is compared, and with `asked_group` the space group at 0.2 Å as well.
    """
    total = len(candidates)
    structures = [candidate.structure for candidate in candidates]
    row = {
        "samples": total,
        "accepted at first draft": intervals.share(
            sum(c.rejected_drafts == 0 and c.structure is not None for c in candidates), total
        ),
        "structurally valid": intervals.share(sum(s is not None and structurally_valid(s) for s in structures), total),
        "compositionally valid": intervals.share(
            sum(s is not None and compositionally_valid(s.composition) for s in structures), total
        ),
        "mean masked mass per token": intervals.mean(
            [c.mean_masked_mass for c in candidates if c.mean_masked_mass is not None]
        ),
        "bits per token": intervals.mean([c.bits_per_token for c in candidates if c.bits_per_token is not None]),
    }
    if truths is not None:
        row["formula match"] = intervals.share(
            sum(c.structure is not None and _same_formula(c.structure, truths[c.id]) for c in candidates), total
        )
    if truths is not None and asked_group:
        row["space-group match"] = intervals.share(
            sum(c.structure is not None and space_group(c.structure) == space_group(truths[c.id]) for c in candidates),
            total,
        )
    return row


def structure_prediction(candidates: Iterable[Candidate], truths: dict[str, Structure]) -> dict:
    """Match rate and RMSE at one sample, by the published rule and by the matcher alone, and space-group match."""
    candidates = list(candidates)
    total = len(candidates)
    distances: list[float] = []
    published: list[float] = []
    same_group = 0
    valid_count = 0
    for candidate in candidates:
        truth = truths[candidate.id]
        if candidate.structure is None:
            continue
        prediction_valid = structurally_valid(candidate.structure)
        valid_count += prediction_valid
        same_group += space_group(candidate.structure) == space_group(truth)
        distance = rms_displacement(candidate.structure, truth) if prediction_valid else None
        if distance is None:
            continue
        distances.append(distance)
        if valid(candidate.structure) and valid(truth):
            published.append(distance)
    return {
        "structures": total,
        "match rate, matcher alone": intervals.share(len(distances), total),
        "RMSE, matcher alone": intervals.mean(distances),
        "match rate, published rule": intervals.share(len(published), total),
        "RMSE, published rule": intervals.mean(published),
        "space-group match": intervals.share(same_group, total),
        "structurally valid": intervals.share(valid_count, total),
    }


def _same_formula(prediction: Structure, truth: Structure) -> bool:
    return prediction.composition.reduced_composition.almost_equals(truth.composition.reduced_composition)
