"""The committed libraries and shards, run in WebLLM in a Chromium, against float64 on the dequantized weights."""

import json
import os
from pathlib import Path

import pytest
import torch
from webllm_models import TIE, run

from tau_models.llama.text import Conditions, prompt_ids
from tau_models.webllm.quantization import QUANTIZATIONS
from tau_models.webllm.reference import logits_after, reference_model

ROOT = Path(__file__).parents[2]
WEIGHTS = ROOT / "models/weights/llama-small.safetensors"
FORMULAS = [
    {11: 1, 17: 1},
    {38: 1, 22: 1, 8: 3},
    {3: 1, 26: 1, 15: 1, 8: 4},
    {14: 1},
    {31: 1, 7: 1},
    {12: 1, 8: 1},
    {22: 1, 8: 2},
    {55: 1, 82: 1, 53: 3},
    {29: 2, 8: 1},
    {30: 1, 16: 1},
    {13: 2, 8: 3},
    {26: 1},
    {20: 1, 9: 2},
    {39: 1, 13: 1, 8: 3},
]
PROMPTS = [
    Conditions(),
    *(Conditions(composition=formula) for formula in FORMULAS),
    Conditions(elements=(3, 8)),
    Conditions(atom_count=5),
    Conditions(space_group=225),
    Conditions(composition={11: 1, 17: 1}, space_group=225, atom_count=2),
    Conditions(hypothetical_perovskite=True),
]
# Three by default; all of them take some minutes.
COUNT = int(os.environ.get("WEBLLM_PROMPTS", 3))
TOKENS = 24


@pytest.mark.parametrize("kernels", ["plain", "gpu"])
def test_writes_what_the_dequantized_weights_say(kernels):
    entry = json.loads((ROOT / "public/models/manifest.json").read_text())["language"][0]["webllm"]
    model = reference_model(WEIGHTS, WEIGHTS.with_suffix(".config.json"), QUANTIZATIONS[entry["quantization"]])
    prompts = [prompt_ids(conditions) for conditions in PROMPTS[:COUNT]]
    requests = [{"steps": [ids], "greedy": TOKENS} for ids in prompts]
    answers = run(ROOT / "public/models" / entry["path"], entry["libraries"][kernels], requests)
    errors = []
    for ids, answer in zip(prompts, answers, strict=True):
        written = answer["ids"]
        expected = logits_after(model, [*ids, *written])[len(ids) - 1 :]
        found = torch.tensor(answer["logits"], dtype=torch.float64)
        chosen = torch.tensor(written)
        rows = torch.arange(len(written))
        errors.append((found.log_softmax(1) - expected.log_softmax(1))[rows, chosen].abs().max().item())
        top = expected[:-1].topk(2, dim=1)
        clear = top.values[:, 0] - top.values[:, 1] > TIE
        assert torch.equal(chosen[clear], top.indices[clear, 0])
    assert max(errors) < 0.01
    print(f"{len(answers)} prompts, {TOKENS} tokens each; log-probabilities within {max(errors):.1e}")
