"""Training and validation sequences: a prompt with random conditions, then an augmented crystal text."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tau_models import vocabulary as v
from tau_models.data import Crystal
from tau_models.llama.text import (
    Conditions,
    augment,
    crystal_ids,
    order_atoms,
    prompt_ids,
    reduced_composition,
    to_grid,
)

IGNORED = -100
"""Target of positions that carry no loss: the prompt and the padding."""


@dataclass(frozen=True)
class Source:
    """A data set in the mixture.

    ``hypothetical_perovskites``: every prompt says so. Without it a model that has seen Perov-5 answers a plain
    formula such as SrTiO3 with cells that do not exist, the cations exchanged among them.
    """

    crystals: list[Crystal]
    hypothetical_perovskites: bool


@dataclass(frozen=True)
class Sequence:
    """Token ids of prompt and crystal; the first ``prompt_length`` are given, not predicted."""

    ids: list[int]
    prompt_length: int


def draw_conditions(crystal: Crystal, hypothetical_perovskite: bool, rng: np.random.Generator) -> Conditions:
    """Random conditions that this crystal meets.

    The formula in 37 % or the elements in 23 %, each other known property in 23 %; none in 15 %. Hypothetical
    perovskites always say so, and carry the formula in 76 % or the elements in 20 %.
    """
    if not hypothetical_perovskite and rng.random() < 0.08:
        return Conditions()
    draw = rng.random() * (0.5 if hypothetical_perovskite and rng.random() < 0.88 else 1.0)
    chosen = rng.random(5) < 0.25
    composition = reduced_composition(crystal.atomic_numbers)
    labels = crystal.labels
    return Conditions(
        composition=composition if draw < 0.40 else None,
        elements=tuple(composition) if 0.40 <= draw < 0.65 else None,
        atom_count=len(crystal) if chosen[0] else None,
        space_group=crystal.spacegroup if chosen[1] else None,
        formation_energy=labels.get("formation_energy") if chosen[2] else None,
        band_gap=labels.get("band_gap") if chosen[3] else None,
        energy_above_hull=labels.get("e_above_hull") if chosen[4] else None,
        hypothetical_perovskite=hypothetical_perovskite,
    )


def training_sequence(crystal: Crystal, hypothetical_perovskite: bool, rng: np.random.Generator) -> Sequence:
    """One augmented text of a crystal under random conditions."""
    prompt = prompt_ids(draw_conditions(crystal, hypothetical_perovskite, rng))
    text = augment(crystal.lattice_parameters, crystal.atomic_numbers, crystal.frac_coords, rng)
    return Sequence([*prompt, *crystal_ids(text)], len(prompt))


def canonical_sequence(crystal: Crystal, with_formula: bool) -> Sequence:
    """The text with the origin of the data and lexicographic atoms, after a bare or a formula prompt."""
    composition = reduced_composition(crystal.atomic_numbers) if with_formula else None
    prompt = prompt_ids(Conditions(composition=composition))
    text = order_atoms(to_grid(crystal.lattice_parameters, crystal.atomic_numbers, crystal.frac_coords))
    return Sequence([*prompt, *crystal_ids(text)], len(prompt))


def collate(sequences: list[Sequence]) -> tuple[np.ndarray, np.ndarray]:
    """Inputs and targets (B, S) int16; padding at the right, where causal attention never looks."""
    length = max(len(s.ids) for s in sequences) - 1
    inputs = np.full((len(sequences), length), v.PAD, dtype=np.int16)
    targets = np.full((len(sequences), length), IGNORED, dtype=np.int16)
    for row, sequence in enumerate(sequences):
        count = len(sequence.ids) - 1
        inputs[row, :count] = sequence.ids[:-1]
        targets[row, sequence.prompt_length - 1 : count] = sequence.ids[sequence.prompt_length :]
    return inputs, targets


def epoch_batches(
    sources: list[Source], seed: int, epoch: int, micro_batch_tokens: int
) -> list[tuple[np.ndarray, np.ndarray]]:
    """All micro-batches of an epoch, a function of (seed, epoch) alone.

    Sequences of nearly one length share a micro-batch, so there is next to no padding and no attention across
    documents; the micro-batches come in random order, so a step sees several lengths.
    """
    rng = np.random.default_rng((seed, epoch))
    sequences = [
        training_sequence(crystal, source.hypothetical_perovskites, rng)
        for source in sources
        for crystal in source.crystals
    ]
    sequences = [sequences[i] for i in rng.permutation(len(sequences))]
    sequences.sort(key=lambda s: len(s.ids))
    groups: list[list[Sequence]] = [[]]
    for sequence in sequences:
        if groups[-1] and (len(groups[-1]) + 1) * (len(sequence.ids) - 1) > micro_batch_tokens:
            groups.append([])
        groups[-1].append(sequence)
    return [collate(groups[i]) for i in rng.permutation(len(groups))]
