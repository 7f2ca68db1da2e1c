import { formatMeasurement, measure } from '../../../crystal/measurement';
import { type Repeats, siteOfCopy } from '../../../crystal/supercell';
import type { PickedAtom } from '../../../viewer';

export interface ChainMeasurement {
  readonly kind: 'Distance' | 'Angle' | 'Dihedral';
  /** "Ti2 – O3". */
  readonly atoms: string;
  /** With its unit. */
  readonly value: string;
}

const kinds = ['Distance', 'Angle', 'Dihedral'] as const;

/** "O3", the site, with its cell when that is not the first: "O3 (0 0 −1)". In a repeated cell the copies of a site share its name. */
export function atomName({ symbol, index, image }: PickedAtom, repeats: Repeats): string {
  const { site, cell } = siteOfCopy(index, repeats);
  const shift = cell.map((own, axis) => own + image[axis] * repeats[axis]);
  const isHome = shift.every((count) => count === 0);
  return `${symbol}${site + 1}${isHome ? '' : ` (${shift.join(' ').replaceAll('-', '−')})`}`;
}

/** Every distance, angle and dihedral along a chain of atoms, the longest last. */
export function measureChain(atoms: readonly PickedAtom[], repeats: Repeats): ChainMeasurement[] {
  return kinds.flatMap((kind, order) =>
    atoms.slice(order + 1).map((_, start) => {
      const part = atoms.slice(start, start + order + 2);
      const measurement = measure(part.map(({ position }) => position));
      return {
        kind,
        atoms: part.map((atom) => atomName(atom, repeats)).join(' – '),
        value: measurement ? formatMeasurement(measurement) : '–',
      };
    }),
  );
}
