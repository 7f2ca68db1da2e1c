"""What the machine at hand can do."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import nn


def has_fast_bfloat16(device: str) -> bool:
    """Whether bfloat16 arithmetic pays: on CUDA where it is native, on a CPU only with its instructions."""
    if device.startswith("cuda"):
        return torch.cuda.is_bf16_supported()
    flags = Path("/proc/cpuinfo")
    return flags.is_file() and "avx512_bf16" in flags.read_text()


def compile_in_place(*modules: nn.Module, backend: str = "inductor") -> None:
    """Compiles modules for inputs of any size, each when it is first called. What cannot be compiled runs as it is."""
    torch._dynamo.config.suppress_errors = True
    for module in modules:
        module.compile(dynamic=True, backend=backend)
