"""Small LLaMAs with random weights, in every shape that the compiler promises, and what runs them in a browser."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path

import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers
from transformers import LlamaConfig, LlamaForCausalLM

LLAMA3_SCALING = {
    "rope_type": "llama3",
    "factor": 8.0,
    "low_freq_factor": 1.0,
    "high_freq_factor": 4.0,
    "original_max_position_embeddings": 64,
}
# Where the top two logits are closer, another order of sums may choose the other token.
TIE = 0.01
RUNNER = Path(__file__).with_name("run_webllm.mjs")
VARIANTS = {
    "grouped, tied": {"num_key_value_heads": 2, "tie_word_embeddings": True},
    "one key-value head, rows that fill no group": {"num_key_value_heads": 1, "intermediate_size": 172},
    "Llama 3": {
        "num_key_value_heads": 2,
        "rope_theta": 500000.0,
        "rope_scaling": LLAMA3_SCALING,
        "vocab_size": 1031,
        "eos_token_id": [2, 5],
    },
}


@dataclass(frozen=True)
class RandomModel:
    weights: Path
    config: Path
    tokenizer: Path


def random_model(folder: Path, **changes: object) -> RandomModel:
    """Weights large enough that the next token is not a matter of rounding."""
    values = {
        "vocab_size": 300,
        "hidden_size": 128,
        "intermediate_size": 192,
        "num_hidden_layers": 2,
        "num_attention_heads": 4,
        "num_key_value_heads": 4,
        "head_dim": 32,
        "max_position_embeddings": 256,
        "rope_theta": 10000.0,
        "tie_word_embeddings": False,
    } | changes
    torch.manual_seed(7)
    # Tied to the head, an embedding as large would give logits of a hundred, and errors to match.
    embedding_spread = 0.3 if values["tie_word_embeddings"] else 1.0
    model = LlamaForCausalLM(LlamaConfig(**values))
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if parameter.dim() == 1:
                parameter.copy_(1 + 0.1 * torch.randn_like(parameter))
            else:
                spread = embedding_spread if "embed" in name else 1.6 / parameter.shape[1] ** 0.5
                parameter.copy_(spread * torch.randn_like(parameter))
    folder.mkdir(parents=True, exist_ok=True)
    model.save_pretrained(folder)
    # As published checkpoints have it; `transformers` 5 writes other names.
    (folder / "config.json").write_text(json.dumps({"model_type": "llama", **values}), encoding="utf-8")
    tokenizer = Tokenizer(models.BPE({f"t{i}": i for i in range(values["vocab_size"])}, []))
    tokenizer.pre_tokenizer, tokenizer.decoder = pre_tokenizers.ByteLevel(), decoders.ByteLevel()
    tokenizer.save(str(folder / "tokenizer.json"))
    return RandomModel(folder, folder / "config.json", folder / "tokenizer.json")


def random_tokens(count: int, vocabulary: int = 300, seed: int = 3) -> list[int]:
    generator = torch.Generator().manual_seed(seed)
    return torch.randint(6, vocabulary, (count,), generator=generator).tolist()


def run(folder: Path, library: str, requests: list[dict]) -> list[dict]:
    """WebLLM's answers in a Chromium; see run_webllm.mjs."""
    done = subprocess.run(
        ["node", str(RUNNER), str(folder), library], input=json.dumps(requests), capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)["answers"]
