"""Draws crystal texts without a grammar, to see what a network has learned:
``python -m tau_models.llama.sample --weights runs/llama-small/model.safetensors --formula SrTiO3 --count 8``.
"""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path

import torch

from tau_models import vocabulary as v
from tau_models.llama.network import Llama, load_weights
from tau_models.llama.text import Conditions, parse, prompt_ids, reduced_composition


@torch.no_grad()
def sample(
    model: Llama,
    prompt: list[int],
    count: int,
    generator: torch.Generator,
    temperature: float = 1.0,
    top_p: float = 1.0,
    max_tokens: int = 300,
) -> list[list[int]]:
    """``count`` continuations of a prompt: crystal token ids without ``<eos>``, at most ``max_tokens``."""
    model.eval()
    ids = torch.tensor([prompt] * count)
    cache = model.empty_cache(count)
    drawn: list[torch.Tensor] = []
    finished = torch.zeros(count, dtype=torch.bool)
    start = 0
    for _ in range(min(max_tokens, model.config.max_position_embeddings - len(prompt) + 1)):
        logits, cache = model.step(ids, torch.arange(start, start + ids.shape[1]), cache)
        start += ids.shape[1]
        probabilities = nucleus((logits[:, -1] / temperature).softmax(-1), top_p)
        ids = torch.multinomial(probabilities, 1, generator=generator)
        finished |= ids[:, 0] == v.EOS
        drawn.append(torch.where(finished, v.EOS, ids[:, 0]))
        if finished.all():
            break
    rows = torch.stack(drawn, dim=1).tolist()
    return [row[: row.index(v.EOS)] if v.EOS in row else row for row in rows]


def nucleus(probabilities: torch.Tensor, top_p: float) -> torch.Tensor:
    """Keeps the fewest likeliest tokens whose mass reaches ``top_p`` (Holtzman et al. 2020); not renormalised."""
    ordered, order = probabilities.sort(dim=-1, descending=True)
    kept = ordered * (ordered.cumsum(-1) - ordered < top_p)
    return torch.zeros_like(probabilities).scatter(-1, order, kept)


def parse_formula(text: str) -> dict[int, int]:
    """``SrTiO3`` → atomic number → count. Raises ``ValueError`` where it is not a plain formula."""
    parts = re.findall(r"([A-Z][a-z]?)(\d*)", text)
    if "".join(symbol + count for symbol, count in parts) != text or not all(s in v.SYMBOLS for s, _ in parts):
        raise ValueError(f"{text!r} is not a formula of element symbols and whole counts")
    return {v.SYMBOLS.index(symbol) + 1: int(count or 1) for symbol, count in parts}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--formula", type=parse_formula)
    parser.add_argument("--atoms", type=int)
    parser.add_argument("--space-group", type=int)
    parser.add_argument("--count", type=int, default=4)
    parser.add_argument("--temperature", type=float, default=1.0)
    parser.add_argument("--top-p", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    conditions = Conditions(
        composition=arguments.formula, atom_count=arguments.atoms, space_group=arguments.space_group
    )
    drawn = sample(
        load_weights(arguments.weights),
        prompt_ids(conditions),
        arguments.count,
        torch.Generator().manual_seed(arguments.seed),
        arguments.temperature,
        arguments.top_p,
    )
    parsed = matching = 0
    for ids in drawn:
        text = v.decode(ids)
        print(text)
        try:
            crystal = parse(text)
        except ValueError as error:
            print(f"does not parse: {error}\n")
            continue
        parsed += 1
        matching += reduced_composition(crystal.atomic_numbers) == arguments.formula
        print()
    print(json.dumps({"drawn": len(drawn), "parse": parsed, "formula_obeyed": matching if arguments.formula else None}))


if __name__ == "__main__":
    main()
