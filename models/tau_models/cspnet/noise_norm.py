"""``python -m tau_models.cspnet.noise_norm``: how much noise the denoiser finds where it is known, for the manifest.

Crystals of MP-20's validation split are noised to t, and the network is told t. Its norm is the root mean square of the
score divided by λ_t over all coordinates of a crystal, over √(1 − 1/N), for a common translation of N atoms cannot be
seen; a network that saw all other noise would have 1. A line of JSON for each t; the manifest's ``noiseNorm`` is the
median over crystals and timesteps. The studio tells by it from which τ a draft is best refined.
"""

from __future__ import annotations

import argparse
import json
import statistics
from pathlib import Path

import torch

from tau_models.cspnet.batches import BatchedCrystals
from tau_models.cspnet.checkpoint import load_network
from tau_models.cspnet.network import time_embedding
from tau_models.cspnet.objective import Noiser
from tau_models.cspnet.schedule import make_schedule
from tau_models.data import load_split
from tau_models.manifest import read_manifest, write_manifest

ROOT = Path(__file__).parents[3]
TIMESTEPS = (20, 50, 100, 200, 300, 450)
COUNT = 200


@torch.no_grad()
def noise_norms(weights: Path, count: int = COUNT, data: str | None = None) -> dict[int, list[float]]:
    """For each timestep the root mean square of each crystal."""
    network = load_network(weights)
    crystals = [crystal for crystal in load_split("mp_20", "val", data) if len(crystal) > 1]
    chosen = crystals[:: max(1, len(crystals) // count)][:count]
    batches = list(BatchedCrystals(chosen).in_order())
    noiser = Noiser(make_schedule())
    found: dict[int, list[float]] = {}
    for t in TIMESTEPS:
        generator = torch.Generator().manual_seed(t)
        found[t] = []
        for batch in batches:
            noised = noiser(batch, torch.full((len(batch),), t), generator)
            features = time_embedding(noised.timestep, network.config.time_dim)
            score, _ = network(features, batch.atomic_numbers, noised.frac_coords, noised.lattice, batch.pairs)
            visible = 1 - 1 / batch.atomic_numbers.shape[1]
            found[t] += (score.square().mean((1, 2)) / visible).sqrt().tolist()
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", type=Path, default=ROOT / "models" / "weights" / "cspnet-small.safetensors")
    parser.add_argument("--data", default=None, help="folder of the data sets (default: TAU_DATA)")
    parser.add_argument("--manifest", type=Path, default=ROOT / "public" / "models", help="folder of manifest.json")
    arguments = parser.parse_args()
    found = noise_norms(arguments.weights, data=arguments.data)
    for t, norms in found.items():
        quartiles = [round(value, 3) for value in statistics.quantiles(norms, n=4)]
        print(json.dumps({"t": t, "crystals": len(norms), "quartiles": quartiles}))
    norm = round(statistics.median(value for norms in found.values() for value in norms), 3)
    manifest = read_manifest(arguments.manifest)
    manifest["denoiser"][0]["noiseNorm"] = norm
    write_manifest(arguments.manifest, manifest)
    print(json.dumps({"noiseNorm": norm}))


if __name__ == "__main__":
    main()
