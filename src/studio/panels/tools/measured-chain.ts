import { formatMeasurement, measure } from '../../../crystal/measurement';
import type { PickedAtom } from '../../../viewer';

export interface ChainMeasurement {
  readonly kind: 'Distance' | 'Angle' | 'Dihedral';
  /** "Ti2 – O3". */
  readonly atoms: string;
  /** With its unit. */
  readonly value: string;
}

const kinds = ['Distance', 'Angle', 'Dihedral'] as const;

/** "O3", with its shift when it is an image: "O3 (0 0 −1)". */
export function atomName({ symbol, index, image }: PickedAtom): string {
  const isHome = image.every((shift) => shift === 0);
  return `${symbol}${index + 1}${isHome ? '' : ` (${image.join(' ').replaceAll('-', '−')})`}`;
}

/** Every distance, angle and dihedral along a chain of atoms, the longest last. */
export function measureChain(atoms: readonly PickedAtom[]): ChainMeasurement[] {
  return kinds.flatMap((kind, order) =>
    atoms.slice(order + 1).map((_, start) => {
      const part = atoms.slice(start, start + order + 2);
      const measurement = measure(part.map(({ position }) => position));
      return {
        kind,
        atoms: part.map(atomName).join(' – '),
        value: measurement ? formatMeasurement(measurement) : '–',
      };
    }),
  );
}
