"""``mlc-chat-config.json``: what WebLLM needs to know about a model besides its library."""

from __future__ import annotations

from typing import Any

from tau_models.webllm.configuration import LlamaConfiguration
from tau_models.webllm.quantization import Quantization


def chat_configuration(
    sizes: LlamaConfiguration,
    quantization: Quantization,
    tokenizer: dict[str, Any],
    *,
    context_length: int,
    prefill_chunk_size: int,
) -> dict[str, Any]:
    """For a model that continues text; the conversation is the text itself, without roles.

    Args:
        tokenizer: the parsed ``tokenizer.json``.
    """
    byte_fallback = tokenizer["model"].get("byte_fallback", False)
    decoders = str(tokenizer.get("decoder"))
    method = "byte_fallback" if byte_fallback else "byte_level" if "ByteLevel" in decoders else "raw"
    return {
        "version": "0.1.0",
        "model_type": "llama",
        "quantization": quantization.name,
        "model_config": {"context_window_size": context_length, "prefill_chunk_size": prefill_chunk_size},
        "vocab_size": sizes.vocab_size,
        "context_window_size": context_length,
        "sliding_window_size": -1,
        "attention_sink_size": -1,
        "prefill_chunk_size": prefill_chunk_size,
        "temperature": 1.0,
        "top_p": 1.0,
        "presence_penalty": 0.0,
        "frequency_penalty": 0.0,
        "repetition_penalty": 1.0,
        "pad_token_id": sizes.pad_token_id,
        "bos_token_id": sizes.bos_token_id,
        "eos_token_id": list(sizes.eos_token_ids),
        "tokenizer_files": ["tokenizer.json"],
        "tokenizer_info": {
            "token_postproc_method": method,
            "prepend_space_in_encode": False,
            "strip_space_in_decode": False,
        },
        "conv_template": {
            "name": "text",
            "system_template": "{system_message}",
            "system_message": "",
            "system_prefix_token_ids": None,
            "add_role_after_system_message": True,
            "roles": {"user": "", "assistant": ""},
            "role_templates": {"user": "{user_message}", "assistant": "{assistant_message}", "tool": "{tool_message}"},
            "messages": [],
            "seps": [""],
            "role_content_sep": "",
            "role_empty_sep": "",
            "stop_str": [],
            "stop_token_ids": list(sizes.eos_token_ids),
            "function_string": "",
            "use_function_calling": False,
        },
    }
