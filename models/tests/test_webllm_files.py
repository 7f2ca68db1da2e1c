"""What the compiler reads and writes besides the library: configuration, weights, shards, chat configuration."""

import hashlib
import json
import re
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from tau_models.webllm.browser_runtime import PROVIDED_IMPORTS, imports, unprovided_imports
from tau_models.webllm.chat_configuration import chat_configuration
from tau_models.webllm.configuration import LlamaConfiguration, UnsupportedModelError
from tau_models.webllm.parameters import Checkpoint, parameters
from tau_models.webllm.quantization import GROUP, QUANTIZATIONS, dequantize, quantize
from tau_models.webllm.recipe import built_from, recipe, same_recipe
from tau_models.webllm.shards import INDEX, write_shards
from tau_models.webllm.versions import PYTHON_PACKAGES, VERSIONS

ROOT = Path(__file__).parents[2]
LLAMA = {
    "model_type": "llama",
    "vocab_size": 50,
    "hidden_size": 64,
    "intermediate_size": 96,
    "num_hidden_layers": 1,
    "num_attention_heads": 4,
}
SCALING = {"factor": 32.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0, "original_max_position_embeddings": 8192}


def test_fills_in_what_a_config_may_leave_out():
    sizes = LlamaConfiguration.from_hugging_face(LLAMA)
    assert (sizes.num_key_value_heads, sizes.head_dim, sizes.rope_theta, sizes.rope_scaling) == (4, 16, 10000.0, {})
    assert not sizes.tie_word_embeddings


@pytest.mark.parametrize("field", ["rope_scaling", "rope_parameters"])
def test_reads_the_scaling_of_llama_3_under_both_names(field):
    values = LLAMA | {field: {"rope_type": "llama3", "rope_theta": 500000.0, **SCALING}}
    sizes = LlamaConfiguration.from_hugging_face(values)
    assert sizes.rope_scaling == {"rope_type": "llama3", **SCALING}
    assert sizes.rope_theta == 500000.0


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"model_type": "mistral"}, "model_type = 'mistral'"),
        ({"attention_bias": True}, "attention_bias = True"),
        ({"hidden_act": "gelu"}, "hidden_act = 'gelu'"),
        ({"num_key_value_heads": 3}, "3 key-value heads"),
        ({"rope_scaling": {"rope_type": "yarn"}}, "'yarn'"),
        ({"rope_scaling": {"rope_type": "llama3", "factor": 8}}, "low_freq_factor"),
    ],
)
def test_names_what_it_cannot_compile(change, named):
    with pytest.raises(UnsupportedModelError, match=named):
        LlamaConfiguration.from_hugging_face(LLAMA | change)


def test_names_a_missing_size():
    with pytest.raises(UnsupportedModelError, match="hidden_size"):
        LlamaConfiguration.from_hugging_face({name: value for name, value in LLAMA.items() if name != "hidden_size"})


@pytest.mark.parametrize("columns", [32, 43, 96])
@pytest.mark.parametrize("scale_dtype", ["float32", "float16"])
def test_rounds_to_half_a_step_of_each_group(columns, scale_dtype):
    weight = np.random.default_rng(1).normal(size=(17, columns)).astype(np.float32)
    weight[3] = 0
    words, scale = quantize(weight, scale_dtype)
    error = np.abs(dequantize(words, scale, columns) - weight)
    for group in range(scale.shape[1]):
        part = slice(group * GROUP, (group + 1) * GROUP)
        step = scale[:, group].astype(np.float32)[:, None]
        assert (error[:, part] <= 0.5 * step * 1.01 + 1e-7).all()
    assert (dequantize(words, scale, columns)[3] == 0).all()


def test_quantizes_as_mlc_does():
    """Seven is the largest magnitude, 7 is added, the first weight lies in the lowest bits."""
    weight = np.zeros((1, 32), np.float32)
    weight[0, :3] = (-14, 6, 2)
    words, scale = quantize(weight, "float32")
    assert scale[0, 0] == 2
    assert words[0, 0] & 0xFFF == (7 + 1) << 8 | (7 + 3) << 4 | 0


def test_fuses_rows_as_the_library_lists_them(tmp_path):
    rng = np.random.default_rng(2)
    names = {
        "model.embed_tokens": (50, 64),
        "lm_head": (50, 64),
        "model.layers.0.self_attn.q_proj": (64, 64),
        "model.layers.0.self_attn.k_proj": (16, 64),
        "model.layers.0.self_attn.v_proj": (16, 64),
        "model.layers.0.self_attn.o_proj": (64, 64),
        "model.layers.0.mlp.gate_proj": (96, 64),
        "model.layers.0.mlp.up_proj": (96, 64),
        "model.layers.0.mlp.down_proj": (64, 96),
        "model.layers.0.input_layernorm": (64,),
        "model.layers.0.post_attention_layernorm": (64,),
        "model.norm": (64,),
    }
    tensors = {f"{name}.weight": rng.normal(size=shape).astype(np.float16) for name, shape in names.items()}
    # Two files with an index, as large checkpoints come.
    halves = [dict(list(tensors.items())[:5]), dict(list(tensors.items())[5:])]
    for number, half in enumerate(halves):
        save_file(half, tmp_path / f"{number}.safetensors")
    weight_map = {name: f"{number}.safetensors" for number, half in enumerate(halves) for name in half}
    (tmp_path / "model.safetensors.index.json").write_text(json.dumps({"weight_map": weight_map}))
    sizes = LlamaConfiguration.from_hugging_face(LLAMA | {"num_key_value_heads": 1})
    found = dict(parameters(Checkpoint(tmp_path), sizes, QUANTIZATIONS["q0f32"]))
    parts = [tensors[f"model.layers.0.self_attn.{part}_proj.weight"] for part in "qkv"]
    assert np.array_equal(found["model.layers.0.self_attn.qkv_proj.weight"], np.concatenate(parts).astype(np.float32))
    assert {value.dtype for value in found.values()} == {np.dtype(np.float32)}
    assert "lm_head.weight" in found
    (tmp_path / "1.safetensors").write_bytes((tmp_path / "0.safetensors").read_bytes())
    with pytest.raises(UnsupportedModelError, match="o_proj"):
        dict(parameters(Checkpoint(tmp_path), sizes, QUANTIZATIONS["q0f32"]))


def test_shards_stay_below_their_size_and_carry_hashes(tmp_path):
    tensors = [(f"t{number}", np.full((100, number + 1), number, np.float32)) for number in range(9)]
    index = write_shards(iter(tensors), tmp_path, most_bytes=5000)
    assert json.loads((tmp_path / INDEX).read_text()) == index
    found = {}
    for shard in index["records"]:
        content = (tmp_path / shard["dataPath"]).read_bytes()
        assert len(content) == shard["nbytes"] <= 5000
        assert hashlib.sha256(content).hexdigest() == shard["sha256"]
        for record in shard["records"]:
            part = content[record["byteOffset"] : record["byteOffset"] + record["nbytes"]]
            found[record["name"]] = np.frombuffer(part, record["dtype"]).reshape(record["shape"])
    assert all(np.array_equal(found[name], tensor) for name, tensor in tensors)


def test_shards_are_written_as_a_stream(tmp_path):
    megabyte = 2**20
    tensors = ((f"t{number}", np.zeros(megabyte // 4, np.float32)) for number in range(100))
    tracemalloc.start()
    index = write_shards(tensors, tmp_path, most_bytes=4 * megabyte)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert index["metadata"]["ParamBytes"] == 100 * megabyte
    assert peak < 20 * megabyte


def test_chat_configuration_says_how_tokens_become_bytes():
    sizes = LlamaConfiguration.from_hugging_face(LLAMA | {"eos_token_id": [2, 5]})
    kinds = {
        "byte_fallback": {"model": {"byte_fallback": True}, "decoder": None},
        "byte_level": {"model": {}, "decoder": {"type": "ByteLevel"}},
        "raw": {"model": {}, "decoder": None},
    }
    for method, tokenizer in kinds.items():
        found = chat_configuration(
            sizes, QUANTIZATIONS["q4f32_1"], tokenizer, context_length=512, prefill_chunk_size=64
        )
        assert found["tokenizer_info"]["token_postproc_method"] == method
        assert found["conv_template"]["stop_token_ids"] == [2, 5]
        assert (found["context_window_size"], found["prefill_chunk_size"]) == (512, 64)


def test_versions_are_those_that_are_installed_from():
    package = json.loads((ROOT / "package.json").read_text())
    assert package["dependencies"]["@mlc-ai/web-llm"] == VERSIONS["@mlc-ai/web-llm"]
    project = (ROOT / "models/pyproject.toml").read_text()
    for name in PYTHON_PACKAGES:
        assert re.search(rf'"{name}==([^"]+)"', project)[1] == VERSIONS[name]


def test_the_script_of_webllm_provides_what_libraries_may_import():
    script = (ROOT / "node_modules/@mlc-ai/web-llm/lib/index.js").read_text(encoding="utf-8")
    for name in (name.split(".")[1] for name in PROVIDED_IMPORTS):
        assert re.search(rf"\b{name}\b\"?\s*[:=(]", script), name


def test_reads_the_imports_of_a_module():
    def section(number: int, body: bytes) -> bytes:
        return bytes([number, len(body)]) + body

    entry = b"\x03env\x01f\x00\x00" + b"\x03env\x01m\x02\x01\x01\x10" + b"\x03env\x01g\x03\x7f\x00"
    module = b"\0asm\x01\0\0\0" + section(1, b"\x01\x60\0\0") + section(2, b"\x03" + entry)
    assert imports(module) == ["env.f", "env.m", "env.g"]
    assert unprovided_imports(module) == ["env.f", "env.g", "env.m"]
    with pytest.raises(ValueError, match="WebAssembly"):
        imports(b"GIF89a")


def embedded():
    models = ROOT / "public/models"
    entry = next(iter(json.loads((models / "manifest.json").read_text())["language"]))
    return models / entry["webllm"]["path"], entry["webllm"]


def test_the_committed_files_are_those_of_the_manifest():
    folder, entry = embedded()
    assert sorted(path.name for path in folder.iterdir()) == [record["name"] for record in entry["files"]]
    for record in entry["files"]:
        content = (folder / record["name"]).read_bytes()
        assert (len(content), hashlib.sha256(content).hexdigest()) == (record["bytes"], record["sha256"])
        assert not record["name"].endswith(".bin") or len(content) <= 16 * 2**20


def test_the_committed_libraries_fit_webllm_and_these_sources():
    folder, entry = embedded()
    for name in entry["libraries"].values():
        assert unprovided_imports((folder / name).read_bytes()) == []
    config = ROOT / "models/weights/llama-small.config.json"
    record = built_from(folder)
    lengths = {name: record[name] for name in ("context_length", "prefill_chunk_size")}
    now = recipe(LlamaConfiguration.read(config), QUANTIZATIONS[entry["quantization"]], lengths)
    assert same_recipe(record, now), "Run python -m tau_models.webllm.export."
