"""Deals out the micro-batches of epochs, made ahead by other processes where a GPU would wait for them."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import Future, ProcessPoolExecutor

import numpy as np

from tau_models.llama.corpus import Source, epoch_batches

MicroBatches = list[tuple[np.ndarray, np.ndarray]]

_of_this_process: tuple[list[Source], int, int] | None = None


def _prepare(sources: list[Source], seed: int, micro_batch_tokens: int) -> None:
    global _of_this_process
    _of_this_process = sources, seed, micro_batch_tokens


def _make(epoch: int) -> MicroBatches:
    assert _of_this_process is not None
    sources, seed, micro_batch_tokens = _of_this_process
    return epoch_batches(sources, seed, epoch, micro_batch_tokens)


class Epochs:
    """Epochs of a corpus, each a function of its number alone.

    Args:
        sources, seed, micro_batch_tokens: as in `corpus.epoch_batches`.
        workers: processes that make the coming epochs, as many epochs ahead; 0 makes each when it is asked for.
    """

    def __init__(self, sources: list[Source], seed: int, micro_batch_tokens: int, workers: int = 0) -> None:
        self.arguments = (sources, seed, micro_batch_tokens)
        self.workers = workers
        self.coming: dict[int, Future[MicroBatches]] = {}
        # Not forked: a process that holds a CUDA context must not be copied.
        context = multiprocessing.get_context("spawn")
        self.pool = ProcessPoolExecutor(workers, context, _prepare, self.arguments) if workers else None

    def __getitem__(self, epoch: int) -> MicroBatches:
        if self.pool is None:
            sources, seed, micro_batch_tokens = self.arguments
            return epoch_batches(sources, seed, epoch, micro_batch_tokens)
        for number in range(epoch, epoch + 1 + self.workers):
            if number not in self.coming:
                self.coming[number] = self.pool.submit(_make, number)
        return self.coming.pop(epoch).result()

    def close(self) -> None:
        """Ends the processes; what they are making is not waited for."""
        if self.pool is not None:
            self.pool.shutdown(wait=False, cancel_futures=True)
