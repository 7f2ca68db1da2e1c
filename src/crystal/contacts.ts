import type { Crystal } from './crystal';
import { type ElementData, element, symbolOf } from './elements';
import { type AtomPair, DegenerateCellError, neighbourPairs } from './geometry';

export type ContactVerdict = 'very-short' | 'anions-joined' | 'usual';

/** Two atoms near each other: `atoms[0]` in the home cell, `atoms[1]` moved by `image` cells. */
export interface Contact {
  readonly symbols: readonly [string, string];
  /** Indices of the two in the crystal. */
  readonly atoms: readonly [number, number];
  /** As in `AtomPair`. */
  readonly image: readonly [number, number, number];
  /** Å. */
  readonly distance: number;
  /** Distance over the sum of the two covalent radii. */
  readonly ratio: number;
  /** The ratio below which this pair of elements is very short. */
  readonly veryShortBelow: number;
  readonly verdict: ContactVerdict;
}

/** Farther contacts say nothing. In multiples of the sum of the covalent radii. */
const LARGEST_RATIO = 1.5;
/** Up to this ratio two anions of one group, beside a metal, count as joined: as in peroxides, disulfides, polyiodides. */
const LARGEST_RATIO_OF_JOINED_ANIONS = 1.25;
const HALOGENS = new Set([9, 17, 35, 53]);
const CHALCOGENS = new Set([8, 16, 34, 52]);

/**
 * The ratio of distance and sum of covalent radii (Cordero et al., 2008) below which a pair is very short. How far real pairs
 * go down depends on their kind: dioxygenyl's O–O has 0.85, uranyl's U=O 0.67, vanadyl's V=O 0.71 and a cyanide's C≡N 0.80,
 * but halogens hardly come nearer than in their molecules. Of 18,093 crystals of MP-20's validation and test splits 0.1 %
 * have a pair below its limit.
 */
export function veryShortBelow(atomicNumberA: number, atomicNumberB: number): number {
  const [first, second] = [element(atomicNumberA), element(atomicNumberB)];
  const hydrogens = Number(atomicNumberA === 1) + Number(atomicNumberB === 1);
  if (hydrogens > 0) return hydrogens === 2 ? 1.15 : 0.93;
  const isOfKinds = (one: ElementData['kind'], other: ElementData['kind']) =>
    (first.kind === one && second.kind === other) || (first.kind === other && second.kind === one);
  if (isOfKinds('metal', 'metal')) return 0.7;
  if (isOfKinds('metal', 'nonmetal')) return shortestToNonmetal(first.kind === 'metal' ? atomicNumberA : atomicNumberB);
  if (!isOfKinds('nonmetal', 'nonmetal')) return 0.85;
  if (areBoth(HALOGENS, atomicNumberA, atomicNumberB)) return 0.91;
  return atomicNumberA === atomicNumberB && CHALCOGENS.has(atomicNumberA) ? 0.84 : 0.77;
}

/** Actinides and transition metals have multiple bonds, other metals none. */
function shortestToNonmetal(metal: number): number {
  if (metal >= 89) return 0.66;
  const isTransition = (metal > 20 && metal < 31) || (metal > 38 && metal < 49) || (metal > 71 && metal < 81);
  return isTransition ? 0.7 : 0.75;
}

const areBoth = (group: ReadonlySet<number>, one: number, other: number) => group.has(one) && group.has(other);

/**
 * The contact, periodic images included, that is most remarkable: a very short one before anions that are joined before any
 * other, and of equals the one nearest to its limit. Undefined where no pair with tabulated radii is within 1.5 times their
 * sum, or the cell is too flat or too large to search.
 */
export function closestContact(crystal: Crystal): Contact | undefined {
  const elements = Array.from(crystal.atomicNumbers, (atomicNumber) => element(atomicNumber));
  const besideMetal = elements.some(({ kind }) => kind === 'metal');
  const sumOf = (first: number, second: number) => {
    const [one, other] = [elements[first].covalentRadius, elements[second].covalentRadius];
    return one === null || other === null ? 0 : one + other;
  };
  const longest = 2 * LARGEST_RATIO * Math.max(0, ...elements.map(({ covalentRadius }) => covalentRadius ?? 0));
  let pairs: AtomPair[];
  try {
    pairs = neighbourPairs(crystal, (first, second) => LARGEST_RATIO * sumOf(first, second), longest);
  } catch (error) {
    if (error instanceof DegenerateCellError) return undefined;
    throw error;
  }
  let most: Contact | undefined;
  for (const { first, second, image, distance } of pairs) {
    const [one, other] = [crystal.atomicNumbers[first], crystal.atomicNumbers[second]];
    const ratio = distance / sumOf(first, second);
    const limit = veryShortBelow(one, other);
    const areJoined = besideMetal && ratio < LARGEST_RATIO_OF_JOINED_ANIONS && areLikeAnions(one, other);
    const verdict = ratio < limit ? 'very-short' : areJoined ? 'anions-joined' : 'usual';
    if (most && !isMoreRemarkable(verdict, ratio / limit, most)) continue;
    const symbols = [symbolOf(one), symbolOf(other)] as const;
    most = { symbols, atoms: [first, second], image, distance, ratio, veryShortBelow: limit, verdict };
  }
  return most;
}

const areLikeAnions = (one: number, other: number) =>
  areBoth(HALOGENS, one, other) || areBoth(CHALCOGENS, one, other) || (one === 7 && other === 7);

const RANK: Readonly<Record<ContactVerdict, number>> = { 'very-short': 0, 'anions-joined': 1, usual: 2 };

function isMoreRemarkable(verdict: ContactVerdict, share: number, most: Contact): boolean {
  if (verdict !== most.verdict) return RANK[verdict] < RANK[most.verdict];
  return share < most.ratio / most.veryShortBelow;
}
