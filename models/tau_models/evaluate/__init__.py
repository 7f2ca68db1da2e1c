"""Judges what the shipped engine wrote: files in, tables out. Nothing here imports the training code's tensors.

python -m tau_models.evaluate gen | csp | conditional | tau | refinement | ablation | novelty | results --help
"""
