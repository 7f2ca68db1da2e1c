"""The network's symmetries, its masking, and its split form against the concatenation that it stands for."""

import math

import pytest
import torch
from torch.nn import functional as F

from tau_models.cspnet.network import CONFIGS, CSPNet, make_pairs, time_embedding

NODES = 6


@pytest.fixture(scope="module")
def network():
    torch.manual_seed(0)
    return CSPNet(CONFIGS["tiny"]).double().eval()


@pytest.fixture
def batch(network):
    generator = torch.Generator().manual_seed(1)
    return {
        "time_features": time_embedding(torch.tensor([3, 700]), network.config.time_dim).double(),
        "atomic_numbers": torch.randint(1, 90, (2, NODES), generator=generator),
        "frac_coords": torch.rand(2, NODES, 3, generator=generator, dtype=torch.float64),
        "lattice": 4 * torch.eye(3).double() + torch.randn(2, 3, 3, generator=generator, dtype=torch.float64),
        "pairs": make_pairs(NODES),
        "mask": torch.ones(2, NODES, dtype=torch.float64),
    }


@torch.no_grad()
def outputs(network, batch, **changes):
    return network(**{**batch, **changes})


def assert_same(found, expected, tolerance=1e-10):
    for a, b in zip(found, expected, strict=True):
        torch.testing.assert_close(a, b, rtol=tolerance, atol=tolerance)


def rotation(seed=0):
    q, _ = torch.linalg.qr(torch.randn(3, 3, generator=torch.Generator().manual_seed(seed), dtype=torch.float64))
    return q


def test_outputs_do_not_vanish(network, batch):
    score, lattice_noise = outputs(network, batch)
    assert score.abs().mean() > 0.01 and lattice_noise.abs().mean() > 0.01


def test_outputs_do_not_depend_on_the_origin(network, batch):
    shifted = batch["frac_coords"] + torch.tensor([0.31, -0.77, 0.12], dtype=torch.float64)
    assert_same(outputs(network, batch, frac_coords=shifted), outputs(network, batch))


def test_outputs_do_not_depend_on_the_images_chosen(network, batch):
    moved = batch["frac_coords"] + torch.randint(-3, 4, (2, NODES, 3), generator=torch.Generator().manual_seed(2))
    assert_same(outputs(network, batch, frac_coords=moved), outputs(network, batch))


def test_lattice_noise_turns_with_the_lattice_and_the_score_stays(network, batch):
    turn = rotation()
    score, lattice_noise = outputs(network, batch)
    assert_same(outputs(network, batch, lattice=batch["lattice"] @ turn), (score, lattice_noise @ turn))


def test_scores_follow_a_permutation_of_the_atoms(network, batch):
    order = torch.tensor([4, 0, 5, 2, 1, 3])
    score, lattice_noise = outputs(network, batch)
    permuted = outputs(
        network, batch, atomic_numbers=batch["atomic_numbers"][:, order], frac_coords=batch["frac_coords"][:, order]
    )
    assert_same(permuted, (score[:, order], lattice_noise))


def test_scores_have_no_common_translation_and_the_noise_no_rotation(network, batch):
    score, lattice_noise = outputs(network, batch)
    torch.testing.assert_close(score.sum(1), torch.zeros(2, 3, dtype=torch.float64), rtol=0, atol=1e-12)
    torque = batch["lattice"].transpose(1, 2) @ lattice_noise
    torch.testing.assert_close(torque, torque.transpose(1, 2))


def test_padding_has_no_influence(network, batch):
    short = {key: value[:1] for key, value in batch.items() if key != "pairs"} | {"pairs": batch["pairs"]}
    score, lattice_noise = outputs(network, short)
    padded = {
        **short,
        "atomic_numbers": F.pad(short["atomic_numbers"], (0, 3)),
        "frac_coords": F.pad(short["frac_coords"], (0, 0, 0, 3), value=0.123),
        "mask": F.pad(short["mask"], (0, 3)),
        "pairs": make_pairs(NODES + 3),
    }
    padded_score, padded_noise = outputs(network, padded)
    assert_same((padded_score[:, :NODES], padded_noise), (score, lattice_noise))
    assert torch.all(padded_score[:, NODES:] == 0)
    assert_same(outputs(network, short, mask=None), (score, lattice_noise))


def naive_layer(layer, h, inner, frac_coords, frequencies):
    """The edge MLP on the concatenation [h_i, h_j, L Lᵀ, sin, cos] of every ordered pair, as published."""
    batch, nodes, _ = h.shape
    normed = layer.norm(h)
    difference = frac_coords[:, None] - frac_coords[:, :, None]
    angle = 2 * math.pi * (difference[..., None] * torch.arange(1, frequencies + 1)).flatten(3)
    concatenated = torch.cat(
        [
            normed[:, :, None].expand(-1, -1, nodes, -1),
            normed[:, None].expand(-1, nodes, -1, -1),
            inner[:, None, None].expand(-1, nodes, nodes, -1),
            angle.sin(),
            angle.cos(),
        ],
        -1,
    )
    parts = (layer.edge_source, layer.edge_target, layer.edge_lattice, layer.edge_sin, layer.edge_cos)
    weight = torch.cat([part.weight for part in parts], 1)
    edges = F.silu(layer.edge_out(F.silu(F.linear(concatenated, weight, layer.edge_lattice.bias))))
    node_weight = torch.cat([layer.node_self.weight, layer.node_message.weight], 1)
    nodes_in = F.linear(torch.cat([normed, edges.mean(2)], -1), node_weight, layer.node_self.bias)
    return h + F.silu(layer.node_out(F.silu(nodes_in)))


def test_split_edge_layer_equals_the_naive_one(network, batch):
    layer = network.layers[0]
    h = torch.randn(2, NODES, network.config.hidden, dtype=torch.float64, requires_grad=True)
    inner = (batch["lattice"] @ batch["lattice"].transpose(1, 2)).flatten(1) / 25
    sin, cos = network.fourier(batch["frac_coords"], batch["pairs"])
    found = layer(h, inner, sin, cos, batch["pairs"], None)
    expected = naive_layer(layer, h, inner, batch["frac_coords"], network.config.frequencies)
    torch.testing.assert_close(found, expected, rtol=1e-5, atol=1e-5)
    # The gather from pairs to edges has a backward pass of its own.
    probe = torch.randn_like(found)
    weights = [layer.edge_sin.weight, layer.edge_cos.weight, layer.edge_out.weight, h]
    for a, b in zip(
        torch.autograd.grad(found, weights, probe), torch.autograd.grad(expected, weights, probe), strict=True
    ):
        torch.testing.assert_close(a, b, rtol=1e-5, atol=1e-5)


def test_time_embedding_has_the_frequencies_of_the_interface():
    found = time_embedding(torch.tensor([250]), 8)[0]
    frequencies = [10000 ** (-k / 3) for k in range(4)]
    expected = [math.sin(250 * f) for f in frequencies] + [math.cos(250 * f) for f in frequencies]
    torch.testing.assert_close(found, torch.tensor(expected), rtol=1e-4, atol=1e-4)
