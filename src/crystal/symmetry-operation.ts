/** x' = rotation · x + translation on fractional coordinates as column vectors; rotation row-major. */
export interface SymmetryOperation {
  readonly rotation: readonly number[];
  readonly translation: readonly number[];
}

const DENOMINATORS = [1, 2, 3, 4, 6, 8, 12, 24];

/** `x,y,z` form of an operation: `-y,x-y,z+1/3`. The translation is brought into [0, 1). */
export function formatOperation({ rotation, translation }: SymmetryOperation): string {
  return [0, 1, 2]
    .map((row) => {
      const terms = ['x', 'y', 'z'].map((axis, column) => term(rotation[3 * row + column], axis)).join('');
      const shift = fraction(translation[row] - Math.floor(translation[row] + 1e-6));
      return `${terms}${shift}`.replace(/^\+/, '');
    })
    .join(',');
}

function term(coefficient: number, axis: string): string {
  const factor = Math.round(coefficient);
  if (factor === 0) return '';
  return `${factor < 0 ? '-' : '+'}${Math.abs(factor) === 1 ? '' : Math.abs(factor)}${axis}`;
}

function fraction(value: number): string {
  if (Math.abs(value) < 1e-6) return '';
  const denominator = DENOMINATORS.find((d) => Math.abs(value * d - Math.round(value * d)) < 1e-5 * d);
  return denominator ? `+${Math.round(value * denominator)}/${denominator}` : `+${value}`;
}

/**
 * Reads the `x,y,z` form in any of its spellings: spaces, capitals, decimals, the shift before or after (`1/2+x`).
 * Throws RangeError naming the part that is not understood.
 */
export function parseOperation(text: string): SymmetryOperation {
  const parts = text.replace(/\s/g, '').toLowerCase().split(',');
  if (parts.length !== 3) throw new RangeError(`"${text}" is not a symmetry operation of the form x,y,z.`);
  const rotation: number[] = [];
  const translation: number[] = [];
  for (const part of parts) {
    const row = { x: 0, y: 0, z: 0, shift: 0 };
    const terms = part.match(/[+-]?[^+-]+/g) ?? [];
    if (terms.join('') !== part || part === '') throw new RangeError(`"${part}" in "${text}" is not understood.`);
    for (const piece of terms) {
      const match = /^([+-]?)(\d*\.?\d*)(?:\/(\d+))?\*?([xyz]?)$/.exec(piece);
      if (!match || (!match[2] && !match[4])) throw new RangeError(`"${piece}" in "${text}" is not understood.`);
      const size = (match[2] ? Number(match[2]) : 1) / Number(match[3] ?? 1);
      row[(match[4] || 'shift') as keyof typeof row] += match[1] === '-' ? -size : size;
    }
    rotation.push(row.x, row.y, row.z);
    translation.push(row.shift);
  }
  return { rotation, translation };
}
