"""The compiled network on the CPU against Hugging Face's LLaMA in float64, for every shape of LLaMA."""

import pytest
import torch
from webllm_models import LLAMA3_SCALING, VARIANTS, random_model, random_tokens

pytest.importorskip("tvm", reason="TVM is in the extra `webllm`")

from tau_models.webllm.configuration import LlamaConfiguration  # noqa: E402
from tau_models.webllm.library import browser_target, build_library  # noqa: E402
from tau_models.webllm.local_model import LocalModel  # noqa: E402
from tau_models.webllm.quantization import QUANTIZATIONS  # noqa: E402
from tau_models.webllm.reference import logits_after, reference_model  # noqa: E402

CHUNK = 16


@pytest.mark.parametrize("name", VARIANTS)
@pytest.mark.parametrize("quantization", ["q0f32", "q4f32_1"])
def test_agrees_with_the_reference(tmp_path, name, quantization):
    files = random_model(tmp_path, **VARIANTS[name])
    sizes = LlamaConfiguration.read(files.config)
    quantized = QUANTIZATIONS[quantization]
    model = LocalModel(files.weights, sizes, quantized, context_length=256, prefill_chunk_size=CHUNK)
    # Longer than two chunks, then as in a conversation: many tokens, one, some.
    steps = [random_tokens(2 * CHUNK + 5), random_tokens(9, seed=4), [11], random_tokens(CHUNK + 1, seed=5)]
    found = torch.tensor([model.read(step).tolist() for step in steps], dtype=torch.float64)
    ends = torch.tensor([len(step) for step in steps]).cumsum(0) - 1
    expected = logits_after(reference_model(files.weights, files.config, quantized), sum(steps, []))[ends]
    assert (found.log_softmax(1) - expected.log_softmax(1)).abs().max() < 2e-3
    assert torch.equal(found.argmax(1), expected.argmax(1))


def test_forgets(tmp_path):
    files = random_model(tmp_path)
    sizes = LlamaConfiguration.read(files.config)
    model = LocalModel(files.weights, sizes, QUANTIZATIONS["q4f32_1"], context_length=64, prefill_chunk_size=CHUNK)
    ids = random_tokens(12)
    first = model.read(ids)
    assert (model.read(ids) != first).any()
    model.forget()
    assert (model.read(ids) == first).all()


def test_compiles_the_attention_of_llama_3_for_webgpu():
    values = {"vocab_size": 300, "hidden_size": 4096, "intermediate_size": 128, "num_hidden_layers": 1}
    heads = {"num_attention_heads": 32, "num_key_value_heads": 8, "head_dim": 128, "rope_scaling": LLAMA3_SCALING}
    sizes = LlamaConfiguration.from_hugging_face(values | heads)
    lengths = {"context_length": 64, "prefill_chunk_size": CHUNK}
    assert build_library(sizes, QUANTIZATIONS["q4f32_1"], browser_target(), **lengths)
