"""Writes CSPNet as ONNX: fp32, and a smaller file with its weights stored as float16.

Dynamic int8 would be half of that and about twice as fast, but its score is off by a tenth: too much for the last
steps, which decide whether a crystal keeps its symmetry.
"""

from __future__ import annotations

import warnings
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor, nn

from tau_models.cspnet.network import CSPNet, Pairs, make_pairs, time_embedding

OPSET = 17
INPUTS = (
    "time_embedding",
    "atomic_numbers",
    "frac_coords",
    "lattice",
    "mask",
    "pair_i",
    "pair_j",
    "pair_index",
    "pair_sign",
)
OUTPUTS = ("coord_score", "lattice_noise")
DYNAMIC_AXES = {
    "time_embedding": {0: "batch"},
    "atomic_numbers": {0: "batch", 1: "atoms"},
    "frac_coords": {0: "batch", 1: "atoms"},
    "lattice": {0: "batch"},
    "mask": {0: "batch", 1: "atoms"},
    "pair_i": {0: "pairs"},
    "pair_j": {0: "pairs"},
    "pair_index": {0: "edges"},
    "pair_sign": {0: "edges"},
    "coord_score": {0: "batch", 1: "atoms"},
    "lattice_noise": {0: "batch"},
}
SMALLEST_CAST = 1024
"""Tensors with fewer elements stay float32: they would save nothing."""


class FlatInputs(nn.Module):
    """The network with the pairs as separate inputs, as an ONNX graph needs them."""

    def __init__(self, network: CSPNet) -> None:
        super().__init__()
        self.network = network

    def forward(
        self,
        time_features: Tensor,
        atomic_numbers: Tensor,
        frac_coords: Tensor,
        lattice: Tensor,
        mask: Tensor,
        pair_i: Tensor,
        pair_j: Tensor,
        pair_index: Tensor,
        pair_sign: Tensor,
    ) -> tuple[Tensor, Tensor]:
        pairs = Pairs(pair_i, pair_j, pair_index, pair_sign)
        return self.network(time_features, atomic_numbers, frac_coords, lattice, pairs, mask)


def graph_inputs(
    network: CSPNet, timestep: Tensor, atomic_numbers: Tensor, frac_coords: Tensor, lattice: Tensor
) -> tuple[Tensor, ...]:
    """The tensors of INPUTS, in that order and in the graph's types, for a padded batch."""
    pairs = make_pairs(atomic_numbers.shape[1])
    return (
        time_embedding(timestep, network.config.time_dim),
        atomic_numbers.int(),
        frac_coords.float(),
        lattice.float(),
        (atomic_numbers > 0).float(),
        pairs.i.int(),
        pairs.j.int(),
        pairs.index.int(),
        pairs.sign,
    )


def write_fp32(network: CSPNet, path: Path) -> None:
    """Writes the network with dynamic batch, atom, pair and edge axes."""
    generator = torch.Generator().manual_seed(0)
    example = graph_inputs(
        network,
        torch.tensor([1, 500]),
        torch.tensor([[1, 2, 3], [4, 5, 0]]),
        torch.rand(2, 3, 3, generator=generator),
        torch.eye(3).repeat(2, 1, 1),
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            FlatInputs(network).eval(),
            example,
            str(path),
            input_names=list(INPUTS),
            output_names=list(OUTPUTS),
            dynamic_axes=DYNAMIC_AXES,
            opset_version=OPSET,
            dynamo=False,
        )


def write_fp16_stored(source: Path, target: Path) -> None:
    """The same graph with its weights stored as float16 and cast once, when the session folds constants."""
    model = onnx.load(source)
    kept, casts = [], []
    for tensor in model.graph.initializer:
        values = numpy_helper.to_array(tensor)
        if tensor.data_type != TensorProto.FLOAT or values.size < SMALLEST_CAST:
            kept.append(tensor)
            continue
        kept.append(numpy_helper.from_array(values.astype(np.float16), tensor.name + ".f16"))
        casts.append(helper.make_node("Cast", [tensor.name + ".f16"], [tensor.name], to=TensorProto.FLOAT))
    nodes = casts + list(model.graph.node)
    del model.graph.initializer[:], model.graph.node[:]
    model.graph.initializer.extend(kept)
    model.graph.node.extend(nodes)
    onnx.checker.check_model(model)
    onnx.save(model, target)
