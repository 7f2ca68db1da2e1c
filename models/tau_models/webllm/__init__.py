"""Turns a LLaMA checkpoint into what WebLLM loads: model library, weight shards, tokenizer, chat configuration."""
