import { atomicNumberOf } from '../crystal/elements';
import { CRYSTAL_SYSTEMS } from '../crystal/space-groups';
import type { Conditions } from './conditions';

interface Field {
  /** What the value has to be, for the message. */
  readonly expected: string;
  readonly accepts: (value: unknown) => boolean;
}

/** A longer list, or a larger count, is none that a prompt can give. */
const MOST_ENTRIES = 120;

const isSymbol = (value: unknown) => typeof value === 'string' && atomicNumberOf(value) !== undefined;
const isCount = (value: unknown) => Number.isInteger(value) && (value as number) >= 1 && (value as number) <= 1000;
const isListOf = (accepts: (entry: unknown) => boolean) => (value: unknown) =>
  Array.isArray(value) && value.length <= MOST_ENTRIES && value.every(accepts);
const isPair = (value: unknown) =>
  Array.isArray(value) && value.length === 2 && isSymbol(value[0]) && isCount(value[1]);
const isSlot = (value: unknown) =>
  isObject(value) &&
  Object.keys(value).every((key) => key === 'count' || key === 'elements') &&
  isCount(value.count) &&
  (value.elements === undefined || isListOf(isSymbol)(value.elements));

const symbols: Field = { expected: 'a list of element symbols', accepts: isListOf(isSymbol) };
const count: Field = { expected: 'an integer from 1 to 1000', accepts: isCount };
const quantity: Field = { expected: 'a finite number', accepts: (value) => Number.isFinite(value) };

const FIELDS: { readonly [Name in keyof Required<Conditions>]: Field } = {
  composition: { expected: 'pairs of an element symbol and a count', accepts: isListOf(isPair) },
  stoichiometry: { expected: 'a list of counts with their elements', accepts: isListOf(isSlot) },
  elements: symbols,
  requiredElements: symbols,
  requiredFromEach: { expected: 'lists of element symbols', accepts: isListOf(symbols.accepts) },
  allowedElements: symbols,
  excludedElements: symbols,
  elementCount: count,
  atomCount: count,
  maxAtomCount: count,
  formulaUnits: count,
  spaceGroup: {
    expected: 'an integer from 1 to 230',
    accepts: (value) => isCount(value) && (value as number) <= 230,
  },
  crystalSystem: {
    expected: `one of ${CRYSTAL_SYSTEMS.join(', ')}`,
    accepts: (value) => CRYSTAL_SYSTEMS.some((system) => system === value),
  },
  formationEnergy: quantity,
  bandGap: quantity,
  energyAboveHull: quantity,
  hypotheticalPerovskite: { expected: 'true', accepts: (value) => value === true },
};

/** Conditions from data that this program may not have written. Throws RangeError naming the first field that is wrong. */
export function readConditions(value: unknown): Conditions {
  if (!isObject(value)) throw new RangeError('the conditions are not an object');
  for (const [name, given] of Object.entries(value)) {
    if (!Object.hasOwn(FIELDS, name)) throw new RangeError(`“${name}” is no condition that this build knows`);
    const { accepts, expected } = FIELDS[name as keyof Conditions];
    if (!accepts(given)) throw new RangeError(`the condition “${name}” must be ${expected}`);
  }
  return value as Conditions;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
