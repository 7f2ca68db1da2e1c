"""Batches of structures with equal atom counts: no padding, and about the same number of edges in each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from tau_models.cspnet.network import Pairs, make_pairs
from tau_models.data import Crystal


@dataclass(frozen=True)
class Batch:
    """Attributes: atomic_numbers (B, N) int64; frac_coords (B, N, 3); lattice (B, 3, 3) in Å; pairs of N nodes."""

    atomic_numbers: Tensor
    frac_coords: Tensor
    lattice: Tensor
    pairs: Pairs

    def __len__(self) -> int:
        return len(self.atomic_numbers)


class BatchedCrystals:
    """Holds all structures on the device, grouped by atom count, and deals them out in an order fixed by the seed.

    Args:
        crystals: the structures.
        edges: aimed number of ordered atom pairs (N² summed) in a batch.
        device: where the tensors lie.
    """

    def __init__(self, crystals: list[Crystal], edges: int = 4000, device: torch.device | str = "cpu") -> None:
        groups: dict[int, list[Crystal]] = defaultdict(list)
        for crystal in crystals:
            groups[len(crystal)].append(crystal)
        self.size = len(crystals)
        # Without this cap, batches of small cells would hold far more atoms than those of large ones.
        most = max(1, edges // 40)
        self.batch_size = {nodes: max(1, min(most, edges // nodes**2)) for nodes in groups}
        self.groups = {nodes: _stack(group, nodes, device) for nodes, group in sorted(groups.items())}

    def epoch(self, seed: int, epoch: int) -> list[tuple[int, Tensor]]:
        """(atom count, indices into its group) of every batch of an epoch, shuffled."""
        generator = torch.Generator().manual_seed(seed * 1_000_003 + epoch)
        dealt = []
        for nodes, group in self.groups.items():
            order = torch.randperm(len(group), generator=generator).to(group.lattice.device)
            dealt += [(nodes, indices) for indices in order.split(self.batch_size[nodes])]
        return [dealt[k] for k in torch.randperm(len(dealt), generator=generator).tolist()]

    def take(self, nodes: int, indices: Tensor) -> Batch:
        group = self.groups[nodes]
        return Batch(group.atomic_numbers[indices], group.frac_coords[indices], group.lattice[indices], group.pairs)

    def in_order(self) -> Iterator[Batch]:
        """Every structure once, smallest first."""
        for nodes, group in self.groups.items():
            for indices in torch.arange(len(group), device=group.lattice.device).split(self.batch_size[nodes]):
                yield self.take(nodes, indices)


def _stack(crystals: list[Crystal], nodes: int, device: torch.device | str) -> Batch:
    return Batch(
        torch.from_numpy(np.stack([c.atomic_numbers for c in crystals])).to(device),
        torch.from_numpy(np.stack([c.frac_coords for c in crystals])).float().to(device),
        torch.from_numpy(np.stack([c.lattice for c in crystals])).float().to(device),
        make_pairs(nodes, device),
    )
