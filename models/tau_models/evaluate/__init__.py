"""Judges what the shipped engine wrote: files in, tables out. Nothing here imports the training code's tensors."""
