import { ELEMENTS } from '../../crystal/elements';

const SPELLINGS: Readonly<Record<string, string>> = {
  aluminum: 'Al',
  aluminium: 'Al',
  caesium: 'Cs',
  cesium: 'Cs',
  sulfur: 'S',
  sulphur: 'S',
  wolfram: 'W',
};

const SYMBOL_BY_NAME = new Map([
  ...ELEMENTS.map(({ name, symbol }) => [name.toLowerCase(), symbol] as const),
  ...Object.entries(SPELLINGS),
]);

/** Symbol of an element's English name in any letter case; undefined for other words. */
export function symbolOfName(word: string): string | undefined {
  return SYMBOL_BY_NAME.get(word.toLowerCase());
}

/** Symbols that are also English words: elements only where their surroundings say so. */
export const AMBIGUOUS_SYMBOLS: ReadonlySet<string> = new Set(['I', 'In', 'As', 'At', 'Be', 'He', 'No', 'Am']);

function numbered(...ranges: readonly (readonly [number, number])[]): string[] {
  return ELEMENTS.filter(({ atomicNumber }) =>
    ranges.some(([first, last]) => atomicNumber >= first && atomicNumber <= last),
  ).map(({ symbol }) => symbol);
}

export const METALS = ELEMENTS.filter(({ kind }) => kind === 'metal').map(({ symbol }) => symbol);
const HALOGENS = ['F', 'Cl', 'Br', 'I'];
/** Nonmetals and metalloids that take the anion's place in structure types. */
export const ANIONS = [...HALOGENS, 'O', 'S', 'Se', 'Te', 'N', 'P', 'As', 'H', 'C'];

/** One word for a class of compounds and what it asks for. */
export interface ElementClass {
  /** The words, as a pattern source; a plural s is allowed for. */
  readonly pattern: string;
  /** Each of these elements is present. */
  readonly required?: readonly string[];
  /** One element of this set is present. */
  readonly requiredFrom?: readonly string[];
  /** No other elements are. */
  readonly allowed?: readonly string[];
}

const ANION_CLASSES: readonly (readonly [pattern: string, ...symbols: string[]])[] = [
  ['oxynitride', 'O', 'N'],
  ['oxyfluoride', 'O', 'F'],
  ['oxychloride', 'O', 'Cl'],
  ['oxysulfide|oxysulphide', 'O', 'S'],
  ['carbonitride', 'C', 'N'],
  ['(?:di|tri|tetr|per|mon|sub)?oxide', 'O'],
  ['(?:di|tri)?nitride', 'N'],
  ['(?:di|tri)?sul(?:f|ph)ide', 'S'],
  ['(?:di|tri)?selenide', 'Se'],
  ['(?:di|tri)?telluride', 'Te'],
  ['(?:di|tri|tetra)?fluoride', 'F'],
  ['(?:di|tri|tetra)?chloride', 'Cl'],
  ['(?:di|tri|tetra)?bromide', 'Br'],
  ['(?:di|tri|tetra)?iodide', 'I'],
  ['carbide', 'C'],
  ['(?:di|hexa)?boride', 'B'],
  ['(?:di|tri)?hydride', 'H'],
  ['hydroxide', 'O', 'H'],
  ['phosphide', 'P'],
  ['arsenide', 'As'],
  ['antimonide', 'Sb'],
  ['bismuthide', 'Bi'],
  ['(?:di)?silicide', 'Si'],
  ['germanide', 'Ge'],
  ['stannide', 'Sn'],
  ['aluminide', 'Al'],
  ['phosphate', 'P', 'O'],
  ['sul(?:f|ph)ate', 'S', 'O'],
  ['carbonate', 'C', 'O'],
  ['nitrate', 'N', 'O'],
  ['borate', 'B', 'O'],
  ['silicate', 'Si', 'O'],
  ['germanate', 'Ge', 'O'],
  ['aluminate', 'Al', 'O'],
  ['titanate', 'Ti', 'O'],
  ['zirconate', 'Zr', 'O'],
  ['niobate', 'Nb', 'O'],
  ['tantalate', 'Ta', 'O'],
  ['vanadate', 'V', 'O'],
  ['chromate', 'Cr', 'O'],
  ['molybdate', 'Mo', 'O'],
  ['tungstate', 'W', 'O'],
  ['manganate|manganite', 'Mn', 'O'],
  ['ferrite|ferrate', 'Fe', 'O'],
  ['cobaltate|cobaltite', 'Co', 'O'],
  ['nickelate', 'Ni', 'O'],
  ['cuprate', 'Cu', 'O'],
];

const TRANSITION_METALS = numbered([21, 30], [39, 48], [57, 57], [72, 80]);
const LANTHANIDES = numbered([57, 71]);

/** Words for classes of compounds, longer ones before those they contain. */
export const ELEMENT_CLASSES: readonly ElementClass[] = [
  ...ANION_CLASSES.map(([pattern, ...required]) => ({ pattern, required })),
  { pattern: 'halide', requiredFrom: HALOGENS },
  { pattern: 'halogen', requiredFrom: HALOGENS },
  { pattern: 'chalcogenide', requiredFrom: ['S', 'Se', 'Te'] },
  { pattern: 'chalcogen', requiredFrom: ['O', 'S', 'Se', 'Te'] },
  { pattern: 'pnictide|pnictogen', requiredFrom: ['N', 'P', 'As', 'Sb', 'Bi'] },
  { pattern: 'intermetallic(?: compound| phase)?|alloy', allowed: METALS },
  { pattern: 'transition[ -]metal', requiredFrom: TRANSITION_METALS },
  { pattern: 'alkali[ -]metal|alkali', requiredFrom: ['Li', 'Na', 'K', 'Rb', 'Cs'] },
  { pattern: 'alkaline[ -]earth(?:[ -]metal)?', requiredFrom: ['Be', 'Mg', 'Ca', 'Sr', 'Ba'] },
  { pattern: 'rare[ -]earth(?:[ -]metal)?', requiredFrom: ['Sc', 'Y', ...LANTHANIDES] },
  { pattern: 'lanthanide|lanthanoid', requiredFrom: LANTHANIDES },
  { pattern: 'actinide|actinoid', requiredFrom: numbered([89, 94]) },
  { pattern: 'metal', requiredFrom: METALS },
];
