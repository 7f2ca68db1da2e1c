"""Losses on fixed structures, timesteps and noise, so that two checkpoints can be compared."""

from __future__ import annotations

import torch

from tau_models.cspnet.batches import BatchedCrystals
from tau_models.cspnet.network import CSPNet
from tau_models.cspnet.objective import Noiser, losses
from tau_models.cspnet.schedule import make_schedule
from tau_models.data import Crystal

TIMESTEPS = (10, 50, 100, 250, 500, 800)
COUNT = 128


class ValidationLoss:
    """Scores a network on COUNT structures spread evenly over `crystals`, at each of TIMESTEPS."""

    def __init__(self, crystals: list[Crystal], device: torch.device | str = "cpu") -> None:
        chosen = crystals[:: max(1, len(crystals) // COUNT)][:COUNT]
        self.batches = list(BatchedCrystals(chosen, device=device).in_order())
        self.noiser = Noiser(make_schedule(), device)

    @torch.no_grad()
    def __call__(self, network: CSPNet) -> dict[str, dict[str, float]]:
        """{"coordinate": {"10": …, …, "mean": …}, "lattice": {…}}; means over structures, then over timesteps."""
        table: dict[str, dict[str, float]] = {"coordinate": {}, "lattice": {}}
        for t in TIMESTEPS:
            generator = torch.Generator().manual_seed(t)
            both = []
            for batch in self.batches:
                timestep = torch.full((len(batch),), t, device=batch.lattice.device)
                both.append(torch.stack(losses(network, batch, self.noiser(batch, timestep, generator))))
            for name, value in zip(table, torch.cat(both, 1).mean(1).tolist(), strict=True):
                table[name][str(t)] = round(value, 4)
        for values in table.values():
            values["mean"] = round(sum(values.values()) / len(TIMESTEPS), 4)
        return table
