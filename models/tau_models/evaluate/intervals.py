"""Confidence intervals for the shares that the tables report."""

from math import sqrt


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
        "successes": successes,
        "trials": trials,
        "share": successes / trials if trials else None,
        "low": low,
        "high": high,
    }


def mean(values: list[float]) -> dict:
    """Mean with a normal-approximation 95 % interval; None for an empty sample."""
    count = len(values)
    if count == 0:
        return {"mean": None, "low": None, "high": None, "count": 0}
    average = sum(values) / count
    variance = sum((value - average) ** 2 for value in values) / max(1, count - 1)
    half = 1.959963985 * sqrt(variance / count)
    return {"mean": average, "low": average - half, "high": average + half, "count": count}
