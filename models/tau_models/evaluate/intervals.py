"""95 % intervals: Wilson for shares, bootstrap for means and for paired differences."""

from collections.abc import Callable, Sequence
from math import sqrt

import numpy as np

RESAMPLES = 2000
SEED = 0


def wilson(successes: int, trials: int, z: float = 1.959963985) -> tuple[float, float]:
    """95 % Wilson score interval of a share, as fractions. An empty sample says nothing: (0, 1)."""
    if trials == 0:
        return 0.0, 1.0
    share = successes / trials
    spread = z * sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials))
    centre = share + z * z / (2 * trials)
    scale = 1 + z * z / trials
    return max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale)


def share(successes: int, trials: int) -> dict:
    """A share as the reports store it: counts, value and interval."""
    low, high = wilson(successes, trials)
    return {
        "successes": int(successes),
        "trials": trials,
        "share": successes / trials if trials else None,
        "low": low,
        "high": high,
    }


def share_of(flags: Sequence[bool]) -> dict:
    """The share of true flags."""
    return share(sum(map(bool, flags)), len(flags))


def bootstrap(sample: np.ndarray, statistic: Callable[[np.ndarray], float]) -> tuple[float, float]:
    """95 % percentile interval of a statistic of a sample (along its first axis)."""
    generator = np.random.default_rng(SEED)
    draws = generator.integers(len(sample), size=(RESAMPLES, len(sample)))
    values = [statistic(sample[draw]) for draw in draws]
    low, high = np.percentile(values, [2.5, 97.5])
    return float(low), float(high)


def mean(values: Sequence[float]) -> dict:
    """A mean as the reports store it; None for an empty sample, no interval for a single value."""
    count = len(values)
    if count == 0:
        return {"mean": None, "low": None, "high": None, "count": 0}
    sample = np.asarray(values, dtype=float)
    low, high = bootstrap(sample, np.mean) if count > 1 else (None, None)
    return {"mean": float(sample.mean()), "low": low, "high": high, "count": count}


def change(before: Sequence[float], after: Sequence[float]) -> dict:
    """Mean of after − before over pairs, which are what is drawn again. Flags count as 0 and 1, and give points."""
    points = all(isinstance(value, bool) for value in (*before, *after))
    differences = np.asarray(after, dtype=float) - np.asarray(before, dtype=float)
    if len(differences) == 0:
        return {"change": None, "low": None, "high": None, "pairs": 0, "points": points}
    low, high = bootstrap(differences, np.mean)
    mean_change = float(differences.mean())
    return {"change": mean_change, "low": low, "high": high, "pairs": len(differences), "points": points}
