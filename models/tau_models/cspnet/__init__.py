"""CSPNet: a periodic equivariant diffusion model that denoises the lattice and coordinates of a crystal."""
