import type { AngleRange, PowderPeak } from './powder-diffraction';

export interface PeakShape {
  /** Full width at half maximum in degrees 2θ. */
  readonly width: number;
  /** Lorentzian share of the pseudo-Voigt function: 0 is a Gaussian, 1 a Lorentzian. */
  readonly lorentzShare: number;
}

/** A pattern as a diffractometer draws it: angles in degrees 2θ with their intensities. */
export interface Profile {
  readonly twoTheta: Float64Array;
  readonly intensity: Float64Array;
}

/** Beyond this many widths a peak adds nothing that is seen. */
const FAR = 30;

/**
 * Sum of pseudo-Voigt functions, η L + (1 − η) G of equal width, under lines of a pattern, at even steps in degrees; its
 * largest value is 100.
 */
export function powderProfile(
  peaks: readonly PowderPeak[],
  [lowest, highest]: AngleRange,
  { width, lorentzShare }: PeakShape,
  step = 0.02,
): Profile {
  const count = Math.max(2, Math.round((highest - lowest) / step) + 1);
  const twoTheta = Float64Array.from({ length: count }, (_, i) => lowest + i * step);
  const intensity = new Float64Array(count);
  for (const peak of peaks) {
    const from = Math.max(0, Math.floor((peak.twoTheta - FAR * width - lowest) / step));
    const to = Math.min(count - 1, Math.ceil((peak.twoTheta + FAR * width - lowest) / step));
    for (let i = from; i <= to; i++) {
      const squared = ((2 * (twoTheta[i] - peak.twoTheta)) / width) ** 2;
      const lorentz = 1 / (1 + squared);
      const gauss = Math.exp(-Math.LN2 * squared);
      intensity[i] += peak.intensity * (lorentzShare * lorentz + (1 - lorentzShare) * gauss);
    }
  }
  return { twoTheta, intensity: scaledToHundred(intensity) };
}

/** The same values with the largest at 100; without a positive value they stay. */
export function scaledToHundred(values: Float64Array): Float64Array {
  const largest = values.reduce((most, value) => Math.max(most, value), 0);
  return largest > 0 ? values.map((value) => (100 * value) / largest) : values;
}
