"""Which models are trained, on what, and for how long: data for `tau_models.train`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True)
class Entry:
    """One model of a plan.

    Attributes:
        name: of its folder in runs/ and of its weights.
        model: which network.
        config: a key of that network's CONFIGS.
        sets: data sets; CSPNet validates on the first.
        share: of the plan's minutes, 0–1.
        settings: further fields of `cspnet.train.Settings` or `llama.train.Options`.
        cooldown: last share of the training, in which the learning rate falls.
        by_name_only: left out unless it is asked for; its share comes on top.
    """

    name: str
    model: Literal["cspnet", "llama"]
    config: str
    sets: tuple[str, ...]
    share: float
    settings: dict[str, int | float | str] = field(default_factory=dict)
    cooldown: float = 0.3
    by_name_only: bool = False


@dataclass(frozen=True)
class Plan:
    """Attributes: device that it is meant for; minutes of training in all; entries in the order of work."""

    device: Literal["cuda", "cpu"]
    minutes: float
    entries: tuple[Entry, ...]


# Larger batches would fill the device better, but too few steps would be left.
_LLAMA_ON_GPU: dict[str, int | float | str] = {
    "learning_rate": 2e-3,
    "weight_decay": 0.1,
    "micro_batch_tokens": 32768,
    "late_micro_batches": 2,
    "workers": 8,
}

# At 4e-3 and 4,096 tokens a step the small model stood still until batches grew and the rate fell.
_LLAMA_ON_CPU: dict[str, int | float | str] = {"learning_rate": 2e-3, "late_micro_batches": 4}

PLANS: dict[str, Plan] = {
    "gpu": Plan(
        device="cuda",
        minutes=25,
        entries=(
            Entry("cspnet-mp20", "cspnet", "full", ("mp_20",), 0.36, {"edges": 65536, "average_decay": 0.999}),
            Entry("llama-large", "llama", "large", ("mp_20", "perov_5"), 0.36, _LLAMA_ON_GPU, cooldown=0.6),
            Entry("cspnet-perov5", "cspnet", "small", ("perov_5",), 0.14, {"edges": 20480, "average_decay": 0.999}),
            Entry("cspnet-carbon24", "cspnet", "small", ("carbon_24",), 0.14, {"edges": 32768, "average_decay": 0.999}),
            Entry(
                "llama-large-all",
                "llama",
                "large",
                ("mp_all_20", "perov_5"),
                0.36,
                _LLAMA_ON_GPU,
                cooldown=0.6,
                by_name_only=True,
            ),
        ),
    ),
    "cpu": Plan(
        device="cpu",
        minutes=600,
        entries=(
            Entry("cspnet-perov5", "cspnet", "small", ("perov_5",), 0.1),
            Entry("cspnet-small", "cspnet", "small", ("mp_20", "perov_5"), 0.4),
            Entry("llama-small", "llama", "small", ("mp_20", "perov_5"), 0.4, _LLAMA_ON_CPU, cooldown=0.6),
            Entry("cspnet-carbon24", "cspnet", "small", ("carbon_24",), 0.1),
            Entry(
                "llama-small-all",
                "llama",
                "small",
                ("mp_all_20", "perov_5"),
                0.4,
                _LLAMA_ON_CPU,
                cooldown=0.6,
                by_name_only=True,
            ),
        ),
    ),
}
