"""``python -m tau_models.webllm.quantization_loss``: what each quantization costs, in bits per token.

Over MP-20 validation texts, as ``tau_models.llama.export`` measures the ONNX graph. The weights are rounded as the
quantization rounds them and the arithmetic is float32, so for q4f16_1 the rounding of activations is not part of it.
"""

from __future__ import annotations

import argparse
import json
import math
from pathlib import Path

import torch
import torch.nn.functional as F

from tau_models.llama.corpus import IGNORED, Sequence, collate
from tau_models.llama.export import VALIDATION_TEXTS, validation_sequences
from tau_models.llama.network import Llama, load_weights
from tau_models.webllm.quantization import QUANTIZATIONS, Quantization
from tau_models.webllm.reference import rounded

BATCH = 8


def rounded_model(model: Llama, quantization: Quantization) -> Llama:
    """The network with the weights that a library of this quantization sees; changed in place."""
    with torch.no_grad():
        for parameter in model.parameters():
            value = parameter.numpy()
            if value.ndim == 2:
                parameter.copy_(torch.from_numpy(rounded(value, quantization)))
            else:
                parameter.copy_(torch.from_numpy(value.astype(quantization.dtype).astype("float32")))
    return model


@torch.inference_mode()
def bits_per_token(model: Llama, sequences: list[Sequence]) -> float:
    """Mean over the tokens of the crystals; prompts are given."""
    model.eval()
    total = tokens = 0
    ordered = sorted(sequences, key=lambda sequence: len(sequence.ids))
    for start in range(0, len(ordered), BATCH):
        inputs, targets = (torch.from_numpy(part).long() for part in collate(ordered[start : start + BATCH]))
        loss = F.cross_entropy(model(inputs).flatten(0, 1), targets.flatten(), ignore_index=IGNORED, reduction="sum")
        total += float(loss)
        tokens += int((targets != IGNORED).sum())
    return total / tokens / math.log(2)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    root = Path(__file__).parents[2]
    parser.add_argument("--weights", type=Path, default=root / "weights/llama-small.safetensors")
    parser.add_argument("--data", type=Path, help="folder of the .jsonl.gz files (default: TAU_DATA)")
    parser.add_argument("--texts", type=int, default=VALIDATION_TEXTS)
    options = parser.parse_args()
    sequences = validation_sequences(options.data, options.texts)
    full = bits_per_token(load_weights(options.weights), sequences)
    report = {"texts": len(sequences), "float32": round(full, 4)}
    for name, quantization in QUANTIZATIONS.items():
        bits = bits_per_token(rounded_model(load_weights(options.weights), quantization), sequences)
        report[name] = {"bits": round(bits, 4), "loss_%": round(100 * (bits / full - 1), 2)}
    print(json.dumps(report, indent=1))


if __name__ == "__main__":
    main()
