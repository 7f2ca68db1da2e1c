import type { Crystal } from './crystal';
import { symbolOf } from './elements';
import { type Numbers, reciprocalLattice } from './lattice';
import { type MillerIndices, reflectionFamilies } from './reflection-families';
import coefficients from './scattering-factors.json';

/** Wavelengths in Å of laboratory tubes, Kα₁ and Kα₂ averaged 2 : 1 (Bearden, Rev. Mod. Phys. 39, 78, 1967). */
export const RADIATIONS = { 'Cu Kα': 1.54184, 'Mo Kα': 0.71073, 'Co Kα': 1.79026 } as const;

export interface Reflection {
  /** One of the family, with as few minus signs as there can be. */
  readonly indices: MillerIndices;
  /** Reflections that the symmetry of the lattice makes of it, Friedel mates included. */
  readonly multiplicity: number;
}

/** A line of a powder pattern; several families may share it. */
export interface PowderPeak {
  /** Degrees. */
  readonly twoTheta: number;
  /** d in Å. */
  readonly spacing: number;
  /** Integrated intensity; the strongest line has 100. */
  readonly intensity: number;
  readonly reflections: readonly Reflection[];
}

/** Degrees 2θ. */
export type AngleRange = readonly [lowest: number, highest: number];

/** A powder pattern that cannot be computed; the message says why. */
export class DiffractionError extends Error {
  override readonly name = 'DiffractionError';
}

/** Lines that coincide within this, in degrees 2θ, are one. */
const SAME_ANGLE = 1e-5;
/** Weaker lines, as a share of the strongest, are extinct but for rounding. */
const WEAKEST = 1e-5;
const MOST_TERMS = 2e8;
const DEGREE = Math.PI / 180;

/** X-ray scattering factor of the neutral atom at s = sin θ / λ in 1/Å (International Tables C, 6.1.1.4). */
export function scatteringFactor(atomicNumber: number, s: number): number {
  const row = coefficients[atomicNumber - 1];
  if (!row) {
    throw new DiffractionError(
      `No scattering factor is tabulated for ${symbolOf(atomicNumber)}: the table ends at Cf.`,
    );
  }
  let factor = row[8];
  for (let i = 0; i < 8; i += 2) factor += row[i] * Math.exp(-row[i + 1] * s * s);
  return factor;
}

/**
 * Lines of the powder pattern, by angle: kinematic intensities |F|² of all reflections with the Lorentz-polarisation factor
 * (1 + cos² 2θ) / (sin² θ cos θ) of a diffractometer without monochromator; no thermal motion, absorption or
 * anomalous dispersion.
 * @param wavelength Å. Throws DiffractionError for unusable wavelengths and ranges, elements beyond Cf and cells too large.
 */
export function powderPeaks(crystal: Crystal, wavelength: number, range: AngleRange): PowderPeak[] {
  const [lowest, highest] = range;
  if (!(wavelength > 0 && Number.isFinite(wavelength))) {
    throw new DiffractionError(`The wavelength ${wavelength} Å is not positive.`);
  }
  if (!(lowest >= 0 && highest > lowest && highest < 180)) {
    throw new DiffractionError(`2θ from ${lowest}° to ${highest}° is no range within 0° to 180°.`);
  }
  const reach = (angle: number) => (2 * Math.sin((angle / 2) * DEGREE)) / wavelength;
  const reflections = structureFactors(crystal, reach(lowest), reach(highest));
  const lines = groupByAngle(reflections, wavelength);
  const strongest = Math.max(0, ...lines.map(({ intensity }) => intensity));
  const familyOf = reflectionFamilies(crystal.lattice);
  return lines
    .filter(({ intensity }) => intensity > WEAKEST * strongest)
    .map(({ twoTheta, spacing, intensity, members }) => ({
      twoTheta,
      spacing,
      intensity: (100 * intensity) / strongest,
      reflections: familyOf(members),
    }));
}

interface Line {
  readonly twoTheta: number;
  readonly spacing: number;
  intensity: number;
  readonly members: MillerIndices[];
}

function groupByAngle(reflections: readonly StructureFactor[], wavelength: number): Line[] {
  const lines: Line[] = [];
  for (const { indices, length, squaredModulus } of [...reflections].sort((p, q) => p.length - q.length)) {
    const theta = Math.asin(Math.min(1, (wavelength * length) / 2));
    const twoTheta = (2 * theta) / DEGREE;
    const polarisation = (1 + Math.cos(2 * theta) ** 2) / (Math.sin(theta) ** 2 * Math.cos(theta));
    // The Friedel mate adds as much.
    const intensity = 2 * squaredModulus * polarisation;
    const last = lines.at(-1);
    if (last && twoTheta - last.twoTheta < SAME_ANGLE) {
      last.intensity += intensity;
      last.members.push(indices);
    } else lines.push({ twoTheta, spacing: 1 / length, intensity, members: [indices] });
  }
  return lines;
}

interface StructureFactor {
  readonly indices: MillerIndices;
  /** 1/d in 1/Å. */
  readonly length: number;
  readonly squaredModulus: number;
}

/** |F|² of one of each Friedel pair with 1/d between the limits, in 1/Å. */
function structureFactors({ lattice, atomicNumbers, fracCoords }: Crystal, shortest: number, longest: number) {
  const reciprocal = reciprocalLattice(lattice);
  const reach = [0, 1, 2].map((row) =>
    Math.floor(longest * Math.hypot(lattice[3 * row], lattice[3 * row + 1], lattice[3 * row + 2]) + 1e-9),
  );
  const terms = reach.reduce((product, extent) => product * (2 * extent + 1), atomicNumbers.length / 2);
  if (terms > MOST_TERMS) {
    throw new DiffractionError('The cell has too many reflections in this range: choose a longer wavelength.');
  }
  const elements = [...new Set(atomicNumbers)];
  const kinds = Array.from(atomicNumbers, (atomicNumber) => elements.indexOf(atomicNumber));
  const waves = reach.map((extent, axis) => phaseTable(fracCoords, axis, extent));
  const count = atomicNumbers.length;
  const real = new Float64Array(elements.length);
  const imaginary = new Float64Array(elements.length);
  const found: StructureFactor[] = [];
  for (let h = 0; h <= reach[0]; h++) {
    for (let k = h === 0 ? 0 : -reach[1]; k <= reach[1]; k++) {
      for (let l = h === 0 && k === 0 ? 1 : -reach[2]; l <= reach[2]; l++) {
        const length = reciprocalLength(reciprocal, h, k, l);
        if (length < shortest || length > longest || length === 0) continue;
        real.fill(0);
        imaginary.fill(0);
        const [p, q, r] = [(h + reach[0]) * count, (k + reach[1]) * count, (l + reach[2]) * count];
        for (let atom = 0; atom < count; atom++) {
          const [a, b] = [waves[0].cosine[p + atom], waves[0].sine[p + atom]];
          const [c, d] = [waves[1].cosine[q + atom], waves[1].sine[q + atom]];
          const [e, f] = [waves[2].cosine[r + atom], waves[2].sine[r + atom]];
          const [u, v] = [a * c - b * d, a * d + b * c];
          real[kinds[atom]] += u * e - v * f;
          imaginary[kinds[atom]] += u * f + v * e;
        }
        let [sumReal, sumImaginary] = [0, 0];
        for (let kind = 0; kind < elements.length; kind++) {
          const factor = scatteringFactor(elements[kind], length / 2);
          sumReal += factor * real[kind];
          sumImaginary += factor * imaginary[kind];
        }
        found.push({ indices: [h, k, l], length, squaredModulus: sumReal ** 2 + sumImaginary ** 2 });
      }
    }
  }
  return found;
}

/** exp(2πi n x) of every atom along one axis for n from −extent to extent, index after index. */
function phaseTable(fracCoords: Numbers, axis: number, extent: number) {
  const count = fracCoords.length / 3;
  const cosine = new Float64Array((2 * extent + 1) * count);
  const sine = new Float64Array(cosine.length);
  for (let n = -extent; n <= extent; n++) {
    for (let atom = 0; atom < count; atom++) {
      const phase = 2 * Math.PI * n * fracCoords[3 * atom + axis];
      cosine[(n + extent) * count + atom] = Math.cos(phase);
      sine[(n + extent) * count + atom] = Math.sin(phase);
    }
  }
  return { cosine, sine };
}

function reciprocalLength(g: Numbers, h: number, k: number, l: number): number {
  const x = h * g[0] + k * g[3] + l * g[6];
  const y = h * g[1] + k * g[4] + l * g[7];
  const z = h * g[2] + k * g[5] + l * g[8];
  return Math.sqrt(x * x + y * y + z * z);
}
