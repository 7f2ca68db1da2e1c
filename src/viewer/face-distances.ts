/** Distances in Å between the opposite faces of a cell, |V| / |b × c| and so on, at least 0.001. */
export function writeFaceDistances(lattice: ArrayLike<number>, heights: Float64Array): void {
  for (let axis = 0; axis < 3; axis++) {
    const p = 3 * axis;
    const q = 3 * ((axis + 1) % 3);
    const r = 3 * ((axis + 2) % 3);
    const x = lattice[q + 1] * lattice[r + 2] - lattice[q + 2] * lattice[r + 1];
    const y = lattice[q + 2] * lattice[r] - lattice[q] * lattice[r + 2];
    const z = lattice[q] * lattice[r + 1] - lattice[q + 1] * lattice[r];
    const volume = Math.abs(lattice[p] * x + lattice[p + 1] * y + lattice[p + 2] * z);
    heights[axis] = Math.max(volume / Math.hypot(x, y, z), 1e-3);
  }
}
