/**
 * One periodic structure in one cell.
 *
 * - `lattice`: 9 numbers, row-major; the rows are the vectors a, b, c in Å.
 * - `atomicNumbers`: N atomic numbers (1 = H).
 * - `fracCoords`: 3N fractional coordinates, atom by atom; in [0, 1) unless a function says otherwise.
 */
export interface Crystal {
  readonly lattice: Float64Array;
  readonly atomicNumbers: Uint8Array;
  readonly fracCoords: Float64Array;
}
