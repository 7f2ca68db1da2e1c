"""The same networks in PyTorch, with random weights, which take the same time; prints one JSON line.

    python benchmarks/measure_pytorch.py THREADS EVALUATIONS_PER_STEP
"""

import json
import resource
import sys
import time
from pathlib import Path

import torch

sys.path.insert(0, str(Path(__file__).parent.parent / "models"))
from tau_models.cspnet.network import CONFIGS, CSPNet, make_pairs, time_embedding  # noqa: E402
from tau_models.llama.network import CONFIGS as LLAMA_CONFIGS  # noqa: E402
from tau_models.llama.network import Llama  # noqa: E402

STEPS = 6
TOKENS = 240


@torch.no_grad()
def step_milliseconds(network: CSPNet, atoms: int, batch: int, evaluations: int) -> float:
    """Best of three rounds of six reverse steps of the whole batch."""
    numbers = torch.tensor([8, 14, 22, 38]).repeat(atoms)[:atoms].expand(batch, atoms)
    coords = torch.rand(batch, atoms, 3)
    lattice = torch.eye(3).expand(batch, 3, 3) * (15 * atoms) ** (1 / 3)
    time_features = time_embedding(torch.full((batch,), 100), network.config.time_dim)
    pairs = make_pairs(atoms)
    best = float("inf")
    for _ in range(3):
        start = time.perf_counter()
        for _ in range(STEPS * evaluations):
            network(time_features, numbers, coords, lattice, pairs)
        best = min(best, (time.perf_counter() - start) / STEPS * 1000)
    return best


@torch.no_grad()
def tokens_per_second(model: Llama) -> float:
    """One text at a time, with the cache, as the studio writes it."""
    best = 0.0
    for _ in range(2):
        cache = model.empty_cache(1)
        start = time.perf_counter()
        for position in range(TOKENS):
            logits, cache = model.step(torch.tensor([[5]]), torch.tensor([position]), cache)
            torch.multinomial(logits[:, -1].softmax(-1), 1)
        best = max(best, TOKENS / (time.perf_counter() - start))
    return best


def main() -> None:
    threads, evaluations = int(sys.argv[1]), int(sys.argv[2])
    torch.set_num_threads(threads)
    torch.manual_seed(0)
    network = CSPNet(CONFIGS["small"]).eval()
    steps = {
        f"{atoms} × {batch}": step_milliseconds(network, atoms, batch, evaluations)
        for atoms in (5, 10, 20)
        for batch in (1, 8)
    }
    measured = {
        "backend": "PyTorch",
        "threads": threads,
        "tokensPerSecond": tokens_per_second(Llama(LLAMA_CONFIGS["small"]).eval()),
        "stepMilliseconds": steps,
        "peakMegabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    print(json.dumps(measured, ensure_ascii=False))


main()
