/**
 * Nearest integer, halves to the even one (IEEE 754 roundTiesToEven): the rule of NumPy's `rint`, with which the
 * training texts were written.
 */
export function roundHalfToEven(value: number): number {
  const floor = Math.floor(value);
  const fraction = value - floor;
  if (fraction !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}

/**
 * A number with two decimals as the prompts of the training texts write it: the exact value correctly rounded, halves
 * to even, no minus sign before zero.
 */
export function formatTwoDecimals(value: number): string {
  // Only multiples of 1/8 lie exactly between two hundredths; toFixed would round their halves up.
  const text = Number.isInteger(value * 8) ? (roundHalfToEven(value * 100) / 100).toFixed(2) : value.toFixed(2);
  return text === '-0.00' ? '0.00' : text;
}
