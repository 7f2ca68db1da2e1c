"""The row of a structure-prediction table."""

from collections.abc import Iterable

from . import intervals
from .matching import SITE_TOLERANCE
from .outcomes import Outcome


def prediction_row(found: list[Outcome], before: list[Outcome] | None = None) -> dict:
    """
    Match rate and RMSE, best of each truth's predictions, by the matcher alone and by the published rule.

    METRe counts a truth as met by any prediction for its composition; cRMSE is the mean over all truths of the
    smallest RMS displacement, with the site tolerance 0.5 for those unmet (Martirossyan et al., 2025). Space group and
    validity are shares of all predictions. With `before`, the same predictions earlier, changes are added.
    """
    alone = _best(found)
    published = _best(found, lambda outcome: outcome.published_rms)
    everyone = _everyone(found)
    row = {
        "structures": len(alone),
        "match rate, matcher alone": intervals.share_of([rms is not None for rms in alone.values()]),
        "RMSE, matcher alone": intervals.mean(_present(alone.values())),
        "match rate, published rule": intervals.share_of([rms is not None for rms in published.values()]),
        "RMSE, published rule": intervals.mean(_present(published.values())),
        "METRe": intervals.share_of([rms is not None for rms in everyone.values()]),
        "cRMSE": intervals.mean([SITE_TOLERANCE if rms is None else rms for rms in everyone.values()]),
        "space group, 0.2 Å": intervals.share_of([outcome.same_group[-1] for outcome in found]),
        "structurally valid": intervals.share_of([outcome.valid for outcome in found]),
    }
    if before is not None:
        row |= changes(before, found)
    return row


def changes(before: list[Outcome], after: list[Outcome]) -> dict:
    """Paired changes of match rate, RMSE (where both match) and space-group match."""
    old, new = _best(before), _best(after)
    matched = [key for key in old if old[key] is not None and new[key] is not None]
    return {
        "change of match rate": intervals.change(
            [old[key] is not None for key in old], [new[key] is not None for key in old]
        ),
        "change of RMSE, both matched": intervals.change([old[k] for k in matched], [new[k] for k in matched]),
        "change of space group, 0.2 Å": intervals.change(
            [outcome.same_group[-1] for outcome in before], [outcome.same_group[-1] for outcome in after]
        ),
    }


def _best(found: Iterable[Outcome], rms_of=lambda outcome: outcome.rms) -> dict[str, float | None]:
    best: dict[str, float | None] = {}
    for outcome in found:
        best[outcome.id] = _smaller(best.get(outcome.id), rms_of(outcome))
    return best


def _everyone(found: list[Outcome]) -> dict[str, float | None]:
    best = _best(found)
    for outcome in found:
        for rival, rms in outcome.rivals.items():
            best[rival] = _smaller(best.get(rival), rms)
    return best


def _smaller(first: float | None, second: float | None) -> float | None:
    return min(_present([first, second]), default=None)


def _present(values: Iterable[float | None]) -> list[float]:
    return [value for value in values if value is not None]
