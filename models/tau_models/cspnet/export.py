"""Exports CSPNet for the browser: python -m tau_models.cspnet.export --weights runs/cspnet-small/average.safetensors

Writes an fp32 graph and one with weights stored as float16 under `public/models/cspnet-small-<hash>/`, compares both
with PyTorch, and enters them in the manifest.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from pathlib import Path

import numpy as np
import onnxruntime
import torch

from tau_models.cspnet import schedule as schedules
from tau_models.cspnet.checkpoint import load_network
from tau_models.cspnet.network import CONFIGS, CSPNet
from tau_models.cspnet.onnx_graph import INPUTS, FlatInputs, graph_inputs, write_fp16_stored, write_fp32
from tau_models.manifest import publish, read_manifest

MODELS = Path(__file__).parents[3] / "public" / "models"
FP32, SMALL = "cspnet.onnx", "cspnet-fp16.onnx"
LARGEST_FP32_ERROR = 1e-4
MAX_ATOMS = 20
"""Largest structures in the training data."""
SAMPLER_DEFAULTS = {
    "stepLength": 1e-5,
    "order": "predictor-first",
    "noiseFreeSteps": 1,
    "defaultTau": 100,
    "defaultStart": "as-is",
}


def random_inputs(network: CSPNet, seed: int = 0) -> tuple[torch.Tensor, ...]:
    """A ragged batch of 8 structures of 1 to 20 atoms at timesteps all over the range."""
    generator = torch.Generator().manual_seed(seed)
    atoms = torch.tensor([1, 2, 5, 8, 12, 16, 19, 20])
    numbers = torch.randint(1, 90, (8, 20), generator=generator) * (torch.arange(20) < atoms[:, None])
    cells = 4 * torch.eye(3) + torch.randn(8, 3, 3, generator=generator)
    coords = torch.rand(8, 20, 3, generator=generator)
    return graph_inputs(network, torch.linspace(1, 1000, 8).round(), numbers, coords, cells)


def relative_errors(path: Path, network: CSPNet) -> tuple[float, float]:
    """Root mean square differences from PyTorch of score and lattice noise, relative to those outputs."""
    inputs = random_inputs(network)
    with torch.no_grad():
        expected = FlatInputs(network)(*inputs)
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    feeds = {name: value.numpy() for name, value in zip(INPUTS, inputs, strict=True)}
    found = session.run(None, feeds)
    return tuple(
        float(np.sqrt(np.mean((a - b.numpy()) ** 2) / np.mean(b.numpy() ** 2)))
        for a, b in zip(found, expected, strict=True)
    )


def export(network: CSPNet, identifier: str, models: Path, trained_elements: list[int], sampler: dict) -> dict:
    """Writes the graphs and the manifest entry.

    Returns:
        The errors of both graphs.

    Raises:
        RuntimeError: the fp32 graph does not give what PyTorch gives.
    """
    models.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(prefix=".staging-", dir=models))
    staging.chmod(0o755)
    try:
        write_fp32(network, staging / FP32)
        write_fp16_stored(staging / FP32, staging / SMALL)
        errors = {name: relative_errors(staging / name, network) for name in (FP32, SMALL)}
        if max(errors[FP32]) > LARGEST_FP32_ERROR:
            raise RuntimeError(f"The ONNX graph differs from PyTorch by {errors[FP32]}, relative.")
        entry = {
            "id": identifier,
            "licence": "CC-BY-4.0",
            "card": f"{identifier}.md",
            "parameters": sum(p.numel() for p in network.parameters()),
            "trainedElements": trained_elements,
            "maxAtoms": MAX_ATOMS,
            "onnx": {"fp32": FP32, "small": SMALL},
            "timeDim": network.config.time_dim,
            "timesteps": schedules.TIMESTEPS,
            "sigmaMin": schedules.SIGMA_MIN,
            "sigmaMax": schedules.SIGMA_MAX,
            "cosineOffset": schedules.COSINE_OFFSET,
            "betaMin": schedules.BETA_MIN,
            "betaMax": schedules.BETA_MAX,
            **sampler,
        }
        folder = publish(models, "denoiser", staging, FP32, entry)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return {"folder": str(folder), "relative_errors": errors}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", type=Path, help="average.safetensors or checkpoint.pt; none: random weights")
    parser.add_argument("--config", choices=sorted(CONFIGS), default="small", help="of the random weights")
    parser.add_argument("--id", default="cspnet-small")
    parser.add_argument("--models", type=Path, default=MODELS, help="folder of manifest.json")
    parser.add_argument("--data", type=Path, help="folder of the data sets, to list the elements seen in training")
    parser.add_argument("--order", choices=("predictor-first", "corrector-first"), help="default: as in the manifest")
    parser.add_argument("--step-length", type=float, help="default: as in the manifest")
    parser.add_argument(
        "--noise-free", type=int, help="number of last steps without noise; default: as in the manifest"
    )
    parser.add_argument("--tau", type=int, help="default τ; default: as in the manifest")
    parser.add_argument("--start", choices=("as-is", "re-noised"), help="default: as in the manifest")
    arguments = parser.parse_args()
    torch.manual_seed(0)
    network = load_network(arguments.weights) if arguments.weights else CSPNet(CONFIGS[arguments.config]).eval()
    known = next((e for e in read_manifest(arguments.models)["denoiser"] if e["id"] == arguments.id), {})
    chosen = {
        "order": arguments.order,
        "stepLength": arguments.step_length,
        "noiseFreeSteps": arguments.noise_free,
        "defaultTau": arguments.tau,
        "defaultStart": arguments.start,
    }
    given = {key: value for key, value in chosen.items() if value is not None}
    sampler = {key: given.get(key, known.get(key, default)) for key, default in SAMPLER_DEFAULTS.items()}
    elements = known.get("trainedElements", []) if arguments.data is None else training_elements(arguments.data)
    print(json.dumps(export(network, arguments.id, arguments.models, elements, sampler), indent=2))


def training_elements(data: Path) -> list[int]:
    """Atomic numbers that occur in the training splits."""
    from tau_models.cspnet.train import TRAINING_SETS
    from tau_models.data import load_split

    seen = {int(z) for name in TRAINING_SETS for c in load_split(name, "train", data) for z in c.atomic_numbers}
    return sorted(seen)


if __name__ == "__main__":
    main()
