/** Index tensors of the network's unordered atom pairs (i ≤ j) for N atoms; the same for every candidate of a batch. */
export interface PairIndices {
  /** P = N(N + 1)/2 first atoms, row by row of the upper triangle. */
  readonly pairI: Int32Array;
  /** P second atoms. */
  readonly pairJ: Int32Array;
  /** N·N: the pair that (i, j) and (j, i) share. */
  readonly pairIndex: Int32Array;
  /** N·N: +1 for i ≤ j, −1 otherwise; the sine of a coordinate difference changes sign with the order. */
  readonly pairSign: Float32Array;
}

/** Builds the pair tensors for `width` = N atoms. */
export function createPairIndices(width: number): PairIndices {
  const count = (width * (width + 1)) / 2;
  const pairI = new Int32Array(count);
  const pairJ = new Int32Array(count);
  const pairIndex = new Int32Array(width * width);
  const pairSign = new Float32Array(width * width);
  let pair = 0;
  for (let i = 0; i < width; i++) {
    for (let j = i; j < width; j++) {
      pairI[pair] = i;
      pairJ[pair] = j;
      pairIndex[i * width + j] = pair;
      pairIndex[j * width + i] = pair;
      pairSign[j * width + i] = -1;
      pairSign[i * width + j] = 1;
      pair++;
    }
  }
  return { pairI, pairJ, pairIndex, pairSign };
}
