"""Checkpoints to resume from, and weights to ship or restart from."""

from __future__ import annotations

import json
import os
from pathlib import Path

import torch
from safetensors.torch import save_file

from tau_models import weight_files
from tau_models.cspnet.network import CSPNet, CSPNetConfig


def save_checkpoint(path: Path, state: dict) -> None:
    """Replaces the file in one step: a stopped process leaves the old one or the new one."""
    partial = path.with_suffix(".partial")
    torch.save(state, partial)
    os.replace(partial, path)


def save_weights(path: Path, network: CSPNet, dtype: torch.dtype = torch.float32) -> None:
    """Writes safetensors with the configuration in its metadata."""
    path.parent.mkdir(parents=True, exist_ok=True)
    tensors = {name: value.detach().cpu().to(dtype).contiguous() for name, value in network.state_dict().items()}
    save_file(tensors, path, metadata={"config": json.dumps(network.config.as_dict())})


def load_network(path: Path) -> CSPNet:
    """A network in evaluation mode from weights (`.safetensors`, whole or in shards), or from the averaged weights of a
    checkpoint (`.pt`).

    Raises:
        FileNotFoundError: there is no such file.
        ValueError: the weights name no configuration.
    """
    if path.suffix == ".safetensors":
        tensors, metadata = weight_files.read(path)
        if "config" not in metadata:
            raise ValueError(f"{path} names no configuration: these are not weights written by this package.")
        config = json.loads(metadata["config"])
    else:
        state = torch.load(path, map_location="cpu", weights_only=True)
        config, tensors = state["config"], state["average"]
    network = CSPNet(CSPNetConfig(**config))
    network.load_state_dict(tensors)
    return network.eval()
