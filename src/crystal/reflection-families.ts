import { metricTensor, type Numbers } from './lattice';

export type MillerIndices = readonly [h: number, k: number, l: number];

/** Relative difference of metric tensors that count as equal. */
const SAME_METRIC = 1e-6;

/**
 * Sorts reflections of equal spacing into families under the point group of the lattice. The function takes one of each
 * Friedel pair and gives each family with its multiplicity, Friedel mates included.
 * @param lattice rows a, b, c in Å.
 */
export function reflectionFamilies(lattice: Numbers) {
  const group = latticePointGroup(lattice);
  return (members: readonly MillerIndices[]): { indices: MillerIndices; multiplicity: number }[] => {
    const families: { indices: MillerIndices; multiplicity: number }[] = [];
    const placed = new Set<string>();
    for (const member of members) {
      if (placed.has(member.join())) continue;
      const orbit = new Map<string, MillerIndices>();
      for (const operation of group) {
        const image = transformed(operation, member);
        orbit.set(image.join(), image);
      }
      for (const key of orbit.keys()) placed.add(key);
      const [indices] = [...orbit.values()].sort(byConvention);
      families.push({ indices, multiplicity: orbit.size });
    }
    return families.sort((first, second) => byConvention(first.indices, second.indices));
  };
}

/**
 * Integer matrices, row-major, that map the lattice vectors onto others with the same lengths and angles. Entries up to
 * ±1 suffice for conventional and reduced cells; of very skewed cells some operations may be missed.
 */
export function latticePointGroup(lattice: Numbers): number[][] {
  const metric = metricTensor(lattice);
  const tolerance = SAME_METRIC * (metric[0] + metric[4] + metric[8]);
  const product = (p: readonly number[], q: readonly number[]) => {
    let sum = 0;
    for (let i = 0; i < 3; i++) for (let j = 0; j < 3; j++) sum += p[i] * metric[3 * i + j] * q[j];
    return sum;
  };
  const steps = [-1, 0, 1];
  const vectors = steps.flatMap((u) => steps.flatMap((v) => steps.map((w) => [u, v, w])));
  const fits = (p: number[], q: number[], row: number, column: number) =>
    Math.abs(product(p, q) - metric[3 * row + column]) < tolerance;
  const [first, second, third] = [0, 1, 2].map((row) => vectors.filter((vector) => fits(vector, vector, row, row)));
  const group: number[][] = [];
  for (const a of first) {
    for (const b of second) {
      if (!fits(a, b, 0, 1)) continue;
      for (const c of third) if (fits(a, c, 0, 2) && fits(b, c, 1, 2)) group.push([...a, ...b, ...c]);
    }
  }
  return group;
}

function transformed(m: readonly number[], [h, k, l]: MillerIndices): MillerIndices {
  // Adding 0 makes 0 of −0.
  const row = (r: number) => m[3 * r] * h + m[3 * r + 1] * k + m[3 * r + 2] * l + 0;
  return [row(0), row(1), row(2)];
}

/** (1 1 1) before (1 1 −1), (2 1 0) before (1 2 0). */
function byConvention(first: MillerIndices, second: MillerIndices): number {
  const negative = (indices: MillerIndices) => indices.filter((index) => index < 0).length;
  const order = negative(first) - negative(second);
  return order || second[0] - first[0] || second[1] - first[1] || second[2] - first[2];
}
