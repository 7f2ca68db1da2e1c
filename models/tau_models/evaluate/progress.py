"""Work over many items on all cores, with a progress bar."""

from collections.abc import Callable, Sequence
from multiprocessing import Pool

from tqdm import tqdm


def over(function: Callable, items: Sequence, jobs: int, label: str) -> list:
    """`function` of every item, in order. It must be importable by name, for the work is done in other processes."""
    if jobs == 1 or len(items) < 2:
        return [function(item) for item in tqdm(items, desc=label)]
    with Pool(min(jobs, len(items))) as pool:
        return list(tqdm(pool.imap(function, items, chunksize=4), total=len(items), desc=label))
