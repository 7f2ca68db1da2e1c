"""The network against Hugging Face's LLaMA; its cache; its weights on disk; its training."""

import json
import math

import numpy as np
import pytest
import torch
from transformers import LlamaForCausalLM

from tau_models import vocabulary as v
from tau_models.data import Crystal, lattice_matrix
from tau_models.llama.corpus import (
    IGNORED,
    Sequence,
    Source,
    canonical_sequence,
    collate,
    draw_conditions,
    epoch_batches,
)
from tau_models.llama.network import CONFIGS, Llama, LlamaConfig, load_weights, save_weights
from tau_models.llama.sample import nucleus, sample
from tau_models.llama.train import Options, Trainer, run


def random_model(config: LlamaConfig = CONFIGS["tiny"], seed: int = 0) -> Llama:
    torch.manual_seed(seed)
    model = Llama(config).eval()
    with torch.no_grad():
        for parameter in model.parameters():
            parameter += 0.1 * torch.randn_like(parameter)
    return model


def rock_salt(cation: int, anion: int, length: float, identifier: str = "x") -> Crystal:
    parameters = np.array([length, length, length, 60.0, 60.0, 60.0])
    return Crystal(
        id=identifier,
        atomic_numbers=np.array([anion, cation]),
        lattice_parameters=parameters,
        lattice=lattice_matrix(parameters),
        frac_coords=np.array([[0.5, 0.5, 0.5], [0.0, 0.0, 0.0]]),
        spacegroup=225,
        labels={"formation_energy": -2.0, "band_gap": 5.0, "e_above_hull": 0.0},
    )


CRYSTALS = [rock_salt(c, a, 2.5 + 0.02 * (c + a)) for c in (3, 11, 19, 37) for a in (9, 17, 35, 53)]


@pytest.mark.parametrize("config", ["tiny", "small"])
def test_equals_hugging_face(config, tmp_path):
    model = random_model(CONFIGS[config])
    save_weights(model, tmp_path)
    reference = LlamaForCausalLM.from_pretrained(tmp_path).eval()
    ids = torch.randint(0, 160, (2, 50), generator=torch.Generator().manual_seed(1))
    with torch.no_grad():
        torch.testing.assert_close(model(ids), reference(ids).logits, atol=1e-4, rtol=1e-4)


def test_sizes():
    assert 4.5e6 < Llama(CONFIGS["small"]).parameter_count() < 5.2e6
    assert 22e6 < Llama(CONFIGS["large"]).parameter_count() < 28e6
    for name in ("small", "large"):
        assert (CONFIGS[name].head_dim, CONFIGS[name].max_position_embeddings) == (64, 1024)


@pytest.mark.parametrize("pieces", [[24], [10, 14], [10, 1, 1, 12]])
def test_cache_equals_no_cache(pieces):
    model = random_model()
    ids = torch.randint(0, 160, (3, 24), generator=torch.Generator().manual_seed(2))
    cache, start, logits = model.empty_cache(3), 0, []
    with torch.no_grad():
        for length in pieces:
            out, cache = model.step(ids[:, start : start + length], torch.arange(start, start + length), cache)
            logits.append(out)
            start += length
        torch.testing.assert_close(torch.cat(logits, 1), model(ids), atol=1e-5, rtol=1e-5)
    assert cache.shape == (2, 2, 3, 1, 24, 32)


def test_later_tokens_do_not_reach_back():
    model = random_model()
    first = torch.randint(0, 160, (1, 20), generator=torch.Generator().manual_seed(3))
    second = first.clone()
    second[0, 12:] = 5
    with torch.no_grad():
        difference = (model(first) - model(second)).abs().amax(-1)[0]
    assert difference[:12].max() == 0 and difference[12:].min() > 0


def test_weights_survive_the_disk(tmp_path):
    model = random_model()
    save_weights(model, tmp_path, "half", torch.bfloat16)
    again = load_weights(tmp_path / "half.safetensors")
    assert again.config == model.config
    for a, b in zip(model.parameters(), again.parameters(), strict=True):
        torch.testing.assert_close(a.bfloat16().float(), b, atol=0, rtol=0)


def test_loss_is_on_crystal_tokens_only():
    sequences = [canonical_sequence(CRYSTALS[0], True), Sequence([1, 5, 6, 7, 2], 2)]
    inputs, targets = collate(sequences)
    assert inputs.shape == targets.shape == (2, len(sequences[0].ids) - 1)
    crystal = sequences[0].ids[sequences[0].prompt_length :]
    assert targets[0][targets[0] != IGNORED].tolist() == crystal and crystal[-1] == v.EOS
    assert targets[1, :5].tolist() == [IGNORED, 6, 7, 2, IGNORED]
    assert inputs[1, 4:].tolist() == [v.PAD] * (inputs.shape[1] - 4)


def test_conditions_are_drawn_with_the_stated_shares():
    rng = np.random.default_rng(0)
    drawn = [draw_conditions(CRYSTALS[0], True, rng) for _ in range(4000)]
    assert all(c.hypothetical_perovskite for c in drawn)
    assert {str(c.composition) for c in drawn} == {"None", "{3: 1, 9: 1}"}
    assert np.mean([c.composition is not None for c in drawn]) == pytest.approx(0.76, abs=0.03)
    free = [draw_conditions(CRYSTALS[0], False, rng) for _ in range(4000)]
    assert not any(c.hypothetical_perovskite for c in free)
    bare = np.mean([c == type(c)() for c in free])
    with_formula = np.mean([c.composition is not None for c in free])
    assert bare == pytest.approx(0.15, abs=0.03) and with_formula == pytest.approx(0.37, abs=0.03)
    assert not any(c.composition and c.elements for c in free)


def test_an_epoch_holds_every_crystal_once_with_little_padding():
    sources = [Source(CRYSTALS, False), Source(CRYSTALS[:3], True)]
    batches = epoch_batches(sources, seed=1, epoch=0, micro_batch_tokens=256)
    assert sum(len(inputs) for inputs, _ in batches) == 19
    assert all(inputs.size <= 256 for inputs, _ in batches)
    again = epoch_batches(sources, seed=1, epoch=0, micro_batch_tokens=256)
    assert all((a[0] == b[0]).all() and (a[1] == b[1]).all() for a, b in zip(batches, again, strict=True))
    other = epoch_batches(sources, seed=1, epoch=1, micro_batch_tokens=256)
    assert any(a[0].shape != b[0].shape or (a[0] != b[0]).any() for a, b in zip(batches, other, strict=False))


def small_trainer(steps: int) -> Trainer:
    torch.manual_seed(0)
    options = Options(minutes=math.inf, steps=steps, micro_batch_tokens=512, warm_up_steps=5, device="cpu")
    return Trainer(Llama(CONFIGS["tiny"]), [Source(CRYSTALS, False)], options)


def test_resumed_training_equals_uninterrupted():
    whole = small_trainer(8)
    losses = [whole.step() for _ in range(8)]
    first = small_trainer(8)
    start = [first.step() for _ in range(3)]
    second = small_trainer(8)
    with torch.no_grad():
        for parameter in second.model.parameters():
            parameter.zero_()
    second.restore(first.state())
    assert start + [second.step() for _ in range(5)] == losses
    for a, b in zip(whole.model.parameters(), second.model.parameters(), strict=True):
        torch.testing.assert_close(a, b, atol=0, rtol=0)


def test_learning_rate_warms_up_and_cools_down():
    trainer = small_trainer(100)
    rates = []
    for trainer.steps in range(101):
        rates.append(trainer.learning_rate() / trainer.options.learning_rate)
    assert rates[0] == pytest.approx(0.2) and rates[4] == rates[75] == 1
    assert rates[88] == pytest.approx(0.48) and rates[100] == 0


def test_training_learns_and_writes_what_it_needs_to_go_on(tmp_path):
    trainer = small_trainer(60)
    validation = {"formula": [canonical_sequence(c, True) for c in CRYSTALS[:4]]}
    before = trainer.bits_per_token(validation["formula"])
    run(trainer, tmp_path, validation)
    record = json.loads((tmp_path / "log.jsonl").read_text().splitlines()[-1])
    assert record["step"] == 60
    assert record["validation_bits"]["formula"] < 0.4 * before
    assert {path.name for path in tmp_path.iterdir()} == {
        "checkpoint.pt",
        "config.json",
        "log.jsonl",
        "model.safetensors",
    }
    loaded = load_weights(tmp_path / "model.safetensors")
    ids = torch.tensor([validation["formula"][0].ids])
    with torch.no_grad():
        torch.testing.assert_close(loaded.eval()(ids), trainer.model.eval()(ids))


def test_nucleus_keeps_the_fewest_tokens_that_reach_the_mass():
    probabilities = torch.tensor([[0.1, 0.5, 0.3, 0.1]])
    assert nucleus(probabilities, 0.6).tolist() == [[0, 0.5, pytest.approx(0.3), 0]]
    assert nucleus(probabilities, 0.5).tolist() == [[0, 0.5, 0, 0]]
    torch.testing.assert_close(nucleus(probabilities, 1.0), probabilities)


def test_sampling_follows_the_networks_distribution():
    model = random_model(seed=5)
    prompt = [1, 21, 29]
    with torch.no_grad():
        expected = model(torch.tensor([prompt]))[0, -1].softmax(-1)
    drawn = sample(model, prompt, 4000, torch.Generator().manual_seed(0), max_tokens=1)
    counts = torch.bincount(torch.tensor([row[0] if row else v.EOS for row in drawn]), minlength=160) / 4000
    assert (counts - expected).abs().max() < 0.03
