/**
 * The assignment of rows to columns of a square matrix with the smallest sum of costs: column by row. Shortest augmenting
 * paths with potentials (Jonker and Volgenant, Computing 38, 325, 1987), O(n³).
 */
export function bestAssignment(costs: readonly (readonly number[])[]): number[] {
  const size = costs.length;
  const rowPotential = new Float64Array(size + 1);
  const columnPotential = new Float64Array(size + 1);
  /** Row assigned to each column; both counted from 1, column 0 holds the row to be placed. */
  const rowOf = new Int32Array(size + 1);
  const previous = new Int32Array(size + 1);
  for (let row = 1; row <= size; row++) {
    rowOf[0] = row;
    let column = 0;
    const slack = new Float64Array(size + 1).fill(Number.POSITIVE_INFINITY);
    const isUsed = new Uint8Array(size + 1);
    do {
      isUsed[column] = 1;
      const from = rowOf[column];
      let step = Number.POSITIVE_INFINITY;
      let next = 0;
      for (let j = 1; j <= size; j++) {
        if (isUsed[j]) continue;
        const reduced = costs[from - 1][j - 1] - rowPotential[from] - columnPotential[j];
        if (reduced < slack[j]) {
          slack[j] = reduced;
          previous[j] = column;
        }
        if (slack[j] < step) {
          step = slack[j];
          next = j;
        }
      }
      for (let j = 0; j <= size; j++) {
        if (isUsed[j]) {
          rowPotential[rowOf[j]] += step;
          columnPotential[j] -= step;
        } else slack[j] -= step;
      }
      column = next;
    } while (rowOf[column] !== 0);
    while (column !== 0) {
      rowOf[column] = rowOf[previous[column]];
      column = previous[column];
    }
  }
  const assigned = new Array<number>(size).fill(0);
  for (let column = 1; column <= size; column++) assigned[rowOf[column] - 1] = column - 1;
  return assigned;
}
