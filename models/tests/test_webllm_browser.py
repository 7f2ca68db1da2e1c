"""A tiny LLaMA, compiled from nothing and run in WebLLM in a Chromium, against Hugging Face's LLaMA in float64."""

import shutil

import pytest
import torch
from webllm_models import TIE, VARIANTS, random_model, random_tokens, run

from tau_models.webllm.quantization import QUANTIZATIONS

pytest.importorskip("tvm", reason="TVM is in the extra `webllm`")
if shutil.which("emcc") is None:
    pytest.skip("Emscripten is not installed (Debian: apt-get install emscripten)", allow_module_level=True)

from tau_models.webllm.compile import LIBRARY_NAMES, compile_model  # noqa: E402
from tau_models.webllm.reference import logits_after, reference_model  # noqa: E402

CHUNK = 32


@pytest.mark.parametrize(
    ("variant", "quantization"),
    [("grouped, tied", "q0f32"), ("Llama 3", "q4f32_1")],
)
def test_writes_what_the_reference_writes(tmp_path, variant, quantization):
    files = random_model(tmp_path / "model", **VARIANTS[variant])
    quantized = QUANTIZATIONS[quantization]
    out = tmp_path / "compiled"
    # The fast link: the code is the same.
    compile_model(
        files.weights, files.config, files.tokenizer, quantized, out, prefill_chunk_size=CHUNK, optimization="-O1"
    )
    requests = [
        {"steps": [random_tokens(5)], "greedy": 4},
        # Longer than two chunks.
        {"steps": [random_tokens(2 * CHUNK + 9, seed=4)], "greedy": 1},
        # As in a conversation: more than one token after a cache that is not empty.
        {"steps": [random_tokens(20, seed=5), random_tokens(7, seed=6), [9], random_tokens(40, seed=7)], "greedy": 1},
    ]
    model = reference_model(files.weights, files.config, quantized)
    for library in LIBRARY_NAMES.values():
        for request, answer in zip(requests, run(out, library, requests), strict=True):
            check(model, request, answer)


def check(model, request: dict, answer: dict) -> None:
    read = sum(request["steps"], [])
    ends = torch.tensor([len(step) for step in request["steps"]]).cumsum(0) - 1
    places = [*ends.tolist(), *range(len(read), len(read) + len(answer["ids"]))]
    expected = logits_after(model, read + answer["ids"])[places]
    found = torch.tensor(answer["logits"], dtype=torch.float64)
    assert (found.log_softmax(1) - expected.log_softmax(1)).abs().max() < 0.01
    top = expected.topk(2, dim=1)
    clear = top.values[:, 0] - top.values[:, 1] > TIE
    # WebLLM's own sampler at temperature 0 as well: sort, nucleus and draw.
    for chosen in (found.argmax(1), torch.tensor(answer["sampled"])):
        assert torch.equal(chosen[clear], top.indices[clear, 0])
