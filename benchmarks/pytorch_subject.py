"""PyTorch under measurement: the same reverse steps, reference sampler, one thread. Reads commands as subject.ts does."""

import json
import resource
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "models"))

import torch  # noqa: E402

from tau_models.cspnet.checkpoint import load_network  # noqa: E402
from tau_models.cspnet.sample import SamplerSettings, Structures, refine  # noqa: E402
from tau_models.cspnet.schedule import make_schedule  # noqa: E402

STEPS = 20


def milliseconds_per_step(network, entry: dict, atoms: int, batch: int) -> float:
    side = round(atoms ** (1 / 3) + 0.5)
    start = Structures(
        atomic_numbers=torch.full((batch, atoms), 14),
        frac_coords=torch.rand(batch, atoms, 3, dtype=torch.float64),
        lattice=3.0 * side * torch.eye(3, dtype=torch.float64).expand(batch, 3, 3),
    )
    settings = SamplerSettings(
        tau=STEPS,
        order=entry["order"],
        step_length=entry["stepLength"],
        noise_free_steps=entry.get("noiseFreeSteps", 1),
    )
    started = time.perf_counter()
    for _ in refine(network, make_schedule(), start, settings, lambda stage, t, shape: torch.randn(shape)):
        pass
    return 1000 * (time.perf_counter() - started) / STEPS


def main() -> None:
    torch.set_num_threads(1)
    entry = json.loads((ROOT / "public/models/manifest.json").read_text())["denoiser"][0]
    network = load_network(ROOT / "models/weights/cspnet-small.safetensors")
    for line in sys.stdin:
        kind, *numbers = line.split()
        if kind == "step":
            print(json.dumps(milliseconds_per_step(network, entry, *map(int, numbers))), flush=True)
        elif kind == "memory":
            print(json.dumps(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024), flush=True)
        else:
            print("null", flush=True)


if __name__ == "__main__":
    main()
