"""CSPNet over dense, padded batches, without scatter: the same form trains and is exported.

The published network (DiffCSP, Jiao et al. 2023; CrysLLMGen, section 4.4) applies each layer's edge MLP to the
concatenation of both nodes, the lattice's inner products L Lᵀ and Fourier features of x_j − x_i. Here the first linear
of that MLP is split, exactly: its node parts are computed once per node, its lattice part once per structure, and
its Fourier part once per unordered pair, since sin is odd and cos even. Sines and cosines of differences come
from those of the nodes by angle addition.

Two properties of the exact score are built in: it has no component along a common translation of all atoms, nor along
a rotation of the lattice. The first holds when the outputs sum to zero over the atoms, the second when the 3 × 3 matrix
that multiplies L is symmetric. Both only remove what could not be predicted.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

ELEMENTS = 118
LATTICE_UNIT = 5.0
"""Å. Inner products enter the network in units of its square, to be of order one."""


@dataclass(frozen=True)
class CSPNetConfig:
    hidden: int
    layers: int
    frequencies: int
    time_dim: int

    def as_dict(self) -> dict[str, int]:
        return asdict(self)


CONFIGS = {
    "tiny": CSPNetConfig(hidden=32, layers=2, frequencies=8, time_dim=32),
    "small": CSPNetConfig(hidden=256, layers=4, frequencies=32, time_dim=128),
    "full": CSPNetConfig(hidden=512, layers=6, frequencies=128, time_dim=256),
}


def time_embedding(timestep: Tensor, dim: int) -> Tensor:
    """(B,) timesteps → (B, dim): [sin(t·f), cos(t·f)] with f_k = 10000^(−k/(dim/2 − 1))."""
    half = dim // 2
    frequency = torch.exp(-math.log(10000.0) / (half - 1) * torch.arange(half, device=timestep.device))
    angle = timestep.to(torch.float32)[:, None] * frequency
    return torch.cat([angle.sin(), angle.cos()], -1)


@dataclass(frozen=True)
class Pairs:
    """Unordered pairs of N nodes, i ≤ j, and how the N·N ordered edges (i, j) refer to them.

    Attributes:
        i, j: (P,) int64, P = N (N + 1)/2.
        index: (N·N,) int64: the pair of edge (i, j), in row-major order.
        sign: (N·N,) float32: +1 where i ≤ j, else −1.
    """

    i: Tensor
    j: Tensor
    index: Tensor
    sign: Tensor


def make_pairs(nodes: int, device: torch.device | str = "cpu") -> Pairs:
    i, j = torch.triu_indices(nodes, nodes, device=device)
    index = torch.empty(nodes, nodes, dtype=torch.int64, device=device)
    index[i, j] = index[j, i] = torch.arange(len(i), device=device)
    upper = torch.ones(nodes, nodes, device=device).triu().bool()
    sign = torch.where(upper, 1.0, -1.0)
    return Pairs(i, j, index.flatten(), sign.flatten())


class _PairsToEdges(torch.autograd.Function):
    """Edge (i, j) takes even + sign · odd of its pair. Its adjoint is a gather too, far faster than an index_add."""

    @staticmethod
    def forward(ctx, even: Tensor, odd: Tensor, pairs: Pairs, nodes: int) -> Tensor:  # type: ignore[override]
        ctx.pairs, ctx.nodes = pairs, nodes
        both = torch.cat([even + odd, even - odd], 1)
        return both.index_select(1, _edge_source(pairs))

    @staticmethod
    def backward(ctx, gradient: Tensor):  # type: ignore[override]
        pairs, nodes = ctx.pairs, ctx.nodes
        upper = gradient.index_select(1, pairs.i * nodes + pairs.j)
        lower = gradient.index_select(1, pairs.j * nodes + pairs.i) * (pairs.i != pairs.j)[:, None]
        return upper + lower, upper - lower, None, None


def _edge_source(pairs: Pairs) -> Tensor:
    """Where edge (i, j) lies in the concatenation of (even + odd) and (even − odd) over pairs."""
    return torch.where(pairs.sign < 0, pairs.index + len(pairs.i), pairs.index)


def pairs_to_edges(even: Tensor, odd: Tensor, pairs: Pairs, nodes: int) -> Tensor:
    """(B, P, H) even and odd parts of the pairs of N nodes → (B, N·N, H)."""
    if torch.onnx.is_in_onnx_export():
        sign = pairs.sign[:, None]
        return even.index_select(1, pairs.index) + odd.index_select(1, pairs.index) * sign
    return _PairsToEdges.apply(even, odd, pairs, nodes)


class CSPLayer(nn.Module):
    """One message-passing layer: h_i ← h_i + node MLP(h_i, mean_j edge MLP(h_i, h_j, L Lᵀ, Fourier(x_j − x_i)))."""

    def __init__(self, config: CSPNetConfig) -> None:
        super().__init__()
        hidden, features = config.hidden, 3 * config.frequencies
        self.norm = nn.LayerNorm(hidden)
        self.edge_source = nn.Linear(hidden, hidden, bias=False)
        self.edge_target = nn.Linear(hidden, hidden, bias=False)
        self.edge_lattice = nn.Linear(9, hidden)
        self.edge_sin = nn.Linear(features, hidden, bias=False)
        self.edge_cos = nn.Linear(features, hidden, bias=False)
        self.edge_out = nn.Linear(hidden, hidden)
        self.node_self = nn.Linear(hidden, hidden)
        self.node_message = nn.Linear(hidden, hidden, bias=False)
        self.node_out = nn.Linear(hidden, hidden)
        bound = (2 * hidden + 9 + 2 * features) ** -0.5
        for part in (self.edge_source, self.edge_target, self.edge_lattice, self.edge_sin, self.edge_cos):
            nn.init.uniform_(part.weight, -bound, bound)

    def forward(
        self, h: Tensor, inner: Tensor, sin: Tensor, cos: Tensor, pairs: Pairs, weight: Tensor | None
    ) -> Tensor:
        """h (B, N, H); inner (B, 9); sin, cos (B, P, 3F); weight (B, N), 1/atoms on atoms and 0 on padding, or None."""
        batch, nodes, hidden = h.shape
        normed = self.norm(h)
        source = self.edge_source(normed) + self.edge_lattice(inner)[:, None]
        edges = pairs_to_edges(self.edge_cos(cos), self.edge_sin(sin), pairs, nodes)
        edges = edges.reshape(batch, nodes, nodes, hidden)
        edges = F.silu(edges + source[:, :, None] + self.edge_target(normed)[:, None])
        edges = F.silu(self.edge_out(edges))
        message = edges.mean(2) if weight is None else torch.matmul(weight[:, None, None], edges).squeeze(2)
        return h + F.silu(self.node_out(F.silu(self.node_self(normed) + self.node_message(message))))


class CSPNet(nn.Module):
    """Predicts the coordinates' score divided by λ_t and the lattice's noise."""

    def __init__(self, config: CSPNetConfig) -> None:
        super().__init__()
        self.config = config
        self.atom = nn.Embedding(ELEMENTS + 1, config.hidden)
        self.time = nn.Linear(config.time_dim, config.hidden)
        self.layers = nn.ModuleList(CSPLayer(config) for _ in range(config.layers))
        self.norm = nn.LayerNorm(config.hidden)
        self.coord_head = nn.Linear(config.hidden, 3, bias=False)
        self.lattice_head = nn.Linear(config.hidden, 9, bias=False)
        self.register_buffer("frequency", torch.arange(1, config.frequencies + 1).float(), persistent=False)

    def forward(
        self,
        time_features: Tensor,
        atomic_numbers: Tensor,
        frac_coords: Tensor,
        lattice: Tensor,
        pairs: Pairs,
        mask: Tensor | None = None,
    ) -> tuple[Tensor, Tensor]:
        """Score and noise of a padded batch.

        Args:
            time_features: (B, time_dim), of `time_embedding`.
            atomic_numbers: (B, N) int, 0 on padding.
            frac_coords: (B, N, 3).
            lattice: (B, 3, 3) in Å, rows a, b, c.
            pairs: of N nodes.
            mask: (B, N), 1 on atoms and 0 on padding; None where there is no padding.

        Returns:
            coord_score (B, N, 3): ∇ log q/λ_t, to be added; 0 on padding. lattice_noise (B, 3, 3).
        """
        weight = None if mask is None else mask / mask.sum(1, keepdim=True)
        sin, cos = self.fourier(frac_coords, pairs)
        inner = torch.matmul(lattice, lattice.transpose(1, 2)).flatten(1) / LATTICE_UNIT**2
        h = self.atom(atomic_numbers) + self.time(time_features)[:, None]
        for layer in self.layers:
            h = layer(h, inner, sin, cos, pairs, weight)
        with torch.autocast(h.device.type, enabled=False):
            return self.heads(self.norm(h), lattice, mask, weight)

    def heads(self, h: Tensor, lattice: Tensor, mask: Tensor | None, weight: Tensor | None) -> tuple[Tensor, Tensor]:
        score = self.coord_head(h)
        if mask is None or weight is None:
            pooled, score = h.mean(1), score - score.mean(1, keepdim=True)
        else:
            pooled = torch.matmul(weight[:, None], h).squeeze(1)
            score = (score - torch.matmul(weight[:, None], score)) * mask[:, :, None]
        stretch = self.lattice_head(pooled).reshape(-1, 3, 3)
        return score, torch.matmul((stretch + stretch.transpose(1, 2)) / 2, lattice)

    def fourier(self, frac_coords: Tensor, pairs: Pairs) -> tuple[Tensor, Tensor]:
        """(B, N, 3) → sine and cosine of 2πk (x_j − x_i), k = 1 … F, each (B, P, 3F)."""
        turns = frac_coords[..., None] * self.frequency
        # Angles within half a turn: WebGPU's sine is inaccurate for large arguments.
        angle = (2 * math.pi * (turns - torch.floor(turns + 0.5))).flatten(2)
        sin, cos = angle.sin(), angle.cos()
        sin_i, sin_j = sin.index_select(1, pairs.i), sin.index_select(1, pairs.j)
        cos_i, cos_j = cos.index_select(1, pairs.i), cos.index_select(1, pairs.j)
        return sin_j * cos_i - cos_j * sin_i, cos_j * cos_i + sin_j * sin_i
