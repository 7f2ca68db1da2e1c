import type { ViewStyle } from './style';
import type { ViewedCrystal } from './viewed-crystal';

/** A class of probabilities: from its lower bound up to that of the class above it. */
export interface ConfidenceLevel {
  /** 0–1. */
  readonly from: number;
  readonly label: string;
  /** sRGB 0xRRGGBB. From blue to vermilion, after Okabe and Ito (2008): apart with every kind of colour vision. */
  readonly colour: number;
}

/** The surest first. */
export const CONFIDENCE_LEVELS: readonly ConfidenceLevel[] = [
  { from: 0.95, label: '≥ 95 %', colour: 0x0072b2 },
  { from: 0.8, label: '80–95 %', colour: 0x56b4e9 },
  { from: 0.5, label: '50–80 %', colour: 0xd2d2d2 },
  { from: 0.2, label: '20–50 %', colour: 0xe69f00 },
  { from: 0, label: '< 20 %', colour: 0xb03a00 },
];

/** Place of a probability's class in `CONFIDENCE_LEVELS`. */
export function confidenceLevel(probability: number): number {
  const level = CONFIDENCE_LEVELS.findIndex(({ from }) => probability >= from);
  return level < 0 ? CONFIDENCE_LEVELS.length - 1 : level;
}

/** Class of an atom's confidence; undefined where the style does not colour by it or none is known. */
export function atomLevel(
  { palette, atomConfidences }: Pick<ViewStyle, 'palette' | 'atomConfidences'>,
  crystal: ViewedCrystal,
  atom: number,
): number | undefined {
  if (palette !== 'confidence' || !atomConfidences) return undefined;
  const confidence = atomConfidences[crystal.sourceAtoms?.[atom] ?? atom];
  return confidence === undefined ? undefined : confidenceLevel(confidence);
}
