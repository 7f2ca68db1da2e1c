import { determinant, metricTensor, multiply, type Numbers, transpose } from './lattice';
import { formatOperation, type SymmetryOperation } from './symmetry-operation';

/** Translations are multiples of this but for rounding: 0.3333 is 1/3. */
const SMALLEST_TRANSLATION = 1 / 24;
const ROUNDING = 2e-3;
/** Relative to the squares of the lengths: 1 % in a length. */
const METRIC_TOLERANCE = 0.02;

/**
 * The operation with its translation in [0, 1) and free of rounding. Throws RangeError when its rotation part is no
 * symmetry of any lattice.
 */
export function exactOperation({ rotation, translation }: SymmetryOperation): SymmetryOperation {
  const isUnimodular = rotation.every(Number.isInteger) && Math.abs(determinant(rotation)) === 1;
  if (!isUnimodular || !translation.every(Number.isFinite)) {
    throw new RangeError('It maps no lattice onto itself.');
  }
  return {
    rotation: rotation.map((x) => x + 0),
    translation: translation.map((x) => {
      const nearest = Math.round(x / SMALLEST_TRANSLATION) * SMALLEST_TRANSLATION;
      const exact = Math.abs(nearest - x) < ROUNDING ? nearest : x;
      const wrapped = exact - Math.floor(exact);
      return wrapped > 1 - 1e-9 ? 0 : wrapped;
    }),
  };
}

/** Each operation once, in order. */
export function distinctOperations(operations: readonly SymmetryOperation[]): SymmetryOperation[] {
  return [...new Map(operations.map((operation) => [operationKey(operation), operation])).values()];
}

/**
 * Two operations whose product is not among them, and the product: what a list with a missing or mistyped line shows.
 * Undefined when they form a group modulo lattice translations.
 */
export function openProduct(
  operations: readonly SymmetryOperation[],
): { readonly first: string; readonly second: string; readonly product: string } | undefined {
  const known = new Set(operations.map(operationKey));
  const reached = new Map<string, SymmetryOperation>();
  const generators: SymmetryOperation[] = [];
  for (const operation of operations) {
    if (reached.has(operationKey(operation))) continue;
    generators.push(operation);
    const queue = [...reached.values(), operation];
    reached.set(operationKey(operation), operation);
    for (const second of queue) {
      for (const first of generators) {
        const product = compose(first, second);
        const key = operationKey(product);
        if (!known.has(key)) {
          const [one, other, third] = [first, second, product].map(formatOperation);
          return { first: one, second: other, product: third };
        }
        if (reached.has(key)) continue;
        reached.set(key, product);
        queue.push(product);
      }
    }
  }
  return undefined;
}

/** The first operation that does not keep the cell's lengths and angles within 1 %. */
export function misfit(operations: readonly SymmetryOperation[], lattice: Numbers): SymmetryOperation | undefined {
  const metric = metricTensor(lattice);
  return operations.find(({ rotation }) => {
    const turned = multiply(multiply(transpose(rotation), metric), rotation);
    return [0, 1, 2].some((row) =>
      [0, 1, 2].some((column) => {
        const size = Math.sqrt(metric[4 * row] * metric[4 * column]);
        return !(Math.abs(turned[3 * row + column] - metric[3 * row + column]) <= METRIC_TOLERANCE * size);
      }),
    );
  });
}

/** First `second`, then `first`. */
function compose(first: SymmetryOperation, second: SymmetryOperation): SymmetryOperation {
  const a = first.rotation;
  const [x, y, z] = second.translation;
  return exactOperation({
    rotation: [...multiply(a, second.rotation)],
    translation: [0, 1, 2].map(
      (row) => a[3 * row] * x + a[3 * row + 1] * y + a[3 * row + 2] * z + first.translation[row],
    ),
  });
}

function operationKey({ rotation, translation }: SymmetryOperation): string {
  return [...rotation, ...translation.map((x) => Math.round(x / ROUNDING) % Math.round(1 / ROUNDING))].join(' ');
}
