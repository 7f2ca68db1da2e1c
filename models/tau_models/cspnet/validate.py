"""Refines disturbed known crystals and judges what comes out:

    python -m tau_models.cspnet.validate --weights runs/cspnet-small/average.safetensors --limit 40

Starts are the truth rounded to the precision of crystal text, and the truth with 3 % noise. Every combination of τ,
order, step length and number of noise-free steps is tried. A line of JSON each: share matched, mean RMS distance of the
matched, share with the truth's space group at 0.1 Å.
"""

from __future__ import annotations

import argparse
import json
import time
import warnings
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import numpy as np
import torch
from pymatgen.analysis.structure_matcher import StructureMatcher
from pymatgen.core import Lattice, Structure
from pymatgen.symmetry.analyzer import SpacegroupAnalyzer

from tau_models.cspnet.checkpoint import load_network
from tau_models.cspnet.network import CSPNet
from tau_models.cspnet.sample import SamplerSettings, pad, refine, seeded_noise
from tau_models.cspnet.schedule import make_schedule
from tau_models.data import Crystal, lattice_matrix, load_split

SYMPREC = 0.1
DISTURBANCE = 0.03
BATCH = 10

Parts = tuple[np.ndarray, np.ndarray]
"""Lattice (3, 3) in Å and fractional coordinates (N, 3)."""


def rounded_to_text(crystal: Crystal) -> Parts:
    """Lengths to 0.1 Å, angles to 1°, coordinates to 0.01, as crystal text writes them."""
    lengths, angles = crystal.lattice_parameters[:3].round(1), crystal.lattice_parameters[3:].round()
    return lattice_matrix(np.concatenate([lengths, angles])), crystal.frac_coords.round(2) % 1


def disturbed(crystal: Crystal, random: np.random.Generator) -> Parts:
    """Normal noise of 3 %: 0.03 on coordinates, 3 % on lengths, 2.7° on angles."""
    parameters = crystal.lattice_parameters.copy()
    parameters[:3] *= 1 + DISTURBANCE * random.standard_normal(3)
    parameters[3:] += 90 * DISTURBANCE * random.standard_normal(3)
    coords = crystal.frac_coords + DISTURBANCE * random.standard_normal(crystal.frac_coords.shape)
    return lattice_matrix(parameters), coords % 1


def starts(crystals: list[Crystal], kind: str) -> list[Parts]:
    random = np.random.default_rng(0)
    return [rounded_to_text(c) if kind == "text" else disturbed(c, random) for c in crystals]


def refined(
    network: CSPNet, crystals: list[Crystal], begun: list[Parts], settings: SamplerSettings, seed: int = 0
) -> list[Parts]:
    """The ends of the reverse process, in the order of the crystals."""
    schedule, noise = make_schedule(), seeded_noise(seed)
    found: list[Parts] = [begun[0]] * len(crystals)
    by_size = sorted(range(len(crystals)), key=lambda k: len(crystals[k]))
    for first in range(0, len(crystals), BATCH):
        rows = by_size[first : first + BATCH]
        batch = pad(
            [torch.from_numpy(crystals[k].atomic_numbers) for k in rows],
            [torch.from_numpy(begun[k][1]) for k in rows],
            [torch.from_numpy(begun[k][0]) for k in rows],
        )
        *_, end = refine(network, schedule, batch, settings, noise)
        for row, k in enumerate(rows):
            found[k] = (end.lattice[row].numpy(), end.frac_coords[row, : len(crystals[k])].numpy())
    return found


def structure(crystal: Crystal, parts: Parts) -> Structure:
    return Structure(Lattice(parts[0]), crystal.atomic_numbers.tolist(), parts[1])


def spacegroup(candidate: Structure) -> int | None:
    """Number at 0.1 Å; None where spglib finds no cell."""
    try:
        return SpacegroupAnalyzer(candidate, SYMPREC).get_space_group_number()
    except Exception:  # spglib raises several kinds for cells that are none
        return None


def judge(crystals: list[Crystal], found: list[Parts]) -> dict[str, float | int | None]:
    """Shares over all crystals; the RMS distance, in units of (V/N)^(1/3), is the mean over those that match."""
    matcher = StructureMatcher(stol=0.5, angle_tol=10, ltol=0.3)
    distances, same_group = [], 0
    for crystal, parts in zip(crystals, found, strict=True):
        truth = structure(crystal, (crystal.lattice, crystal.frac_coords))
        candidate = structure(crystal, parts)
        distance = matcher.get_rms_dist(truth, candidate)
        if distance is not None:
            distances.append(distance[0])
        same_group += spacegroup(candidate) == spacegroup(truth)
    return {
        "structures": len(crystals),
        "match": round(len(distances) / len(crystals), 3),
        "rms": round(float(np.mean(distances)), 4) if distances else None,
        "spacegroup": round(same_group / len(crystals), 3),
    }


def sweep(
    network: CSPNet, crystals: list[Crystal], kinds: list[str], grid: Iterator[SamplerSettings]
) -> Iterator[dict]:
    begun = {kind: starts(crystals, kind) for kind in kinds}
    for kind in kinds:
        yield {"start": kind, "tau": 0, **judge(crystals, begun[kind])}
    for settings in grid:
        for kind in kinds:
            seconds = time.monotonic()
            found = refined(network, crystals, begun[kind], settings)
            seconds = round(time.monotonic() - seconds, 1)
            yield {"start": kind, **vars(settings), **judge(crystals, found), "seconds": seconds}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", type=Path, required=True, help="average.safetensors or checkpoint.pt")
    parser.add_argument("--data", type=Path, help="folder of the data sets; default: TAU_DATA")
    parser.add_argument("--set", default="mp_20")
    parser.add_argument("--split", default="val")
    parser.add_argument("--limit", type=int, default=40, help="number of structures, spread evenly over the split")
    parser.add_argument("--starts", nargs="+", choices=("text", "noise"), default=["text", "noise"])
    parser.add_argument("--taus", nargs="+", type=int, default=[50, 100, 300])
    parser.add_argument("--orders", nargs="+", default=["predictor-first", "corrector-first"])
    parser.add_argument("--step-lengths", nargs="+", type=float, default=[0.0, 1e-6, 1e-5])
    parser.add_argument("--noise-free", nargs="+", type=int, default=[1], help="number of last steps without noise")
    parser.add_argument("--renoise", action="store_true")
    arguments = parser.parse_args()
    warnings.simplefilter("ignore")
    every = load_split(arguments.set, arguments.split, arguments.data)
    crystals = every[:: max(1, len(every) // arguments.limit)][: arguments.limit]
    grid = (
        SamplerSettings(tau, order, step, arguments.renoise, quiet)
        for tau, order, step, quiet in product(
            arguments.taus, arguments.orders, arguments.step_lengths, arguments.noise_free
        )
    )
    for record in sweep(load_network(arguments.weights), crystals, arguments.starts, grid):
        print(json.dumps(record), flush=True)


if __name__ == "__main__":
    main()
