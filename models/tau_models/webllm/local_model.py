"""A compiled LLaMA in this process, on the CPU: the same module and weights as in a browser, other kernels."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import tvm
from numpy.typing import NDArray
from tvm import relax

from tau_models.webllm.configuration import LlamaConfiguration
from tau_models.webllm.library import build_library
from tau_models.webllm.parameters import Checkpoint, parameters
from tau_models.webllm.quantization import Quantization

PAGE_TOKENS = 16


class LocalModel:
    """Reads one text into a paged cache, as WebLLM does."""

    def __init__(
        self,
        weights: Path,
        sizes: LlamaConfiguration,
        quantization: Quantization,
        *,
        context_length: int,
        prefill_chunk_size: int,
    ) -> None:
        executable = build_library(
            sizes,
            quantization,
            tvm.target.Target({"kind": "llvm"}),
            context_length=context_length,
            prefill_chunk_size=prefill_chunk_size,
        )
        self._machine = relax.VirtualMachine(executable, tvm.cpu())
        by_name = {
            name: tvm.runtime.tensor(np.ascontiguousarray(value))
            for name, value in parameters(Checkpoint(weights), sizes, quantization)
        }
        self._parameters = [by_name[name] for name in parameter_names(self._machine)]
        self._chunk = prefill_chunk_size
        lengths = (1, context_length, prefill_chunk_size, PAGE_TOKENS, 0)
        self._cache = self._machine["create_tir_paged_kv_cache"](*(tvm.runtime.ShapeTuple([n]) for n in lengths))
        self._begin = tvm.get_global_func("vm.builtin.kv_state_begin_forward")
        self._end = tvm.get_global_func("vm.builtin.kv_state_end_forward")
        self.forget()

    def forget(self) -> None:
        """Empties the cache."""
        tvm.get_global_func("vm.builtin.kv_state_clear")(self._cache)
        tvm.get_global_func("vm.builtin.kv_state_add_sequence")(self._cache, 0)

    def read(self, ids: list[int]) -> NDArray[np.float32]:
        """Logits (V) of the token after these, which follow what was read before."""
        logits = None
        for start in range(0, len(ids), self._chunk):
            logits = self._forward(ids[start : start + self._chunk])
        return logits.numpy().reshape(-1)

    def _forward(self, ids: list[int]) -> tvm.runtime.Tensor:
        tokens = tvm.runtime.tensor(np.array(ids, dtype=np.int32))
        embedded = self._machine["embed"](tokens, self._parameters).numpy()
        self._begin(self._cache, tvm.runtime.ShapeTuple([0]), tvm.runtime.ShapeTuple([len(ids)]))
        function = self._machine["decode" if len(ids) == 1 else "prefill"]
        result = function(tvm.runtime.tensor(embedded[None]), self._cache, self._parameters)
        self._end(self._cache)
        return result[0]


def parameter_names(machine: relax.VirtualMachine) -> list[str]:
    """In the order in which the library's functions take them."""
    return [parameter["name"] for parameter in json.loads(machine["_metadata"]())["params"]]
