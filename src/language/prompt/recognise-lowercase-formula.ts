import { balanceCharges, commonOxidationStates } from '../../crystal/charge-balance';
import { atomicNumberOf, element } from '../../crystal/elements';
import {
  type Composition,
  FormulaError,
  formatFormulaSubscript,
  parseFormula,
  reduceComposition,
} from '../../crystal/formula';
import { chargeNeutrality } from '../../crystal/validity';
import { isTrainingSystem, trainingSystems } from '../training-systems';
import { matchAt, type Problem, type Recogniser } from './chip';
import { formulaChip } from './recognise-formula';

/** English words and abbreviations that spell a compound by accident: `case` is no calcium selenide. */
const WORDS: ReadonlySet<string> = new Set(
  'alas bas base cas case con cos cute incl inf ini lan nin prof ren run thin tin uses'.split(' '),
);
const WRITTEN = /[A-Za-z][a-z\d₀-₉]*(?:\([a-z\d₀-₉]+\)[\d₀-₉]*[a-z\d₀-₉]*)*(?![\p{L}\d_])/uy;
const DIGIT = /[\d₀-₉]/;
/** Readings double with every other letter. */
const LONGEST = 16;
/** Without a known combination of elements, longer formulas are words more often than compounds. */
const MOST_ELEMENTS_OF_UNKNOWN = 4;

let symbols: ReadonlySet<string> | undefined;

/** Elements of the training data: polonium is not what `lifepo4` means. */
function isTrainedSymbol(symbol: string): boolean {
  symbols ??= new Set(trainingSystems().flatMap((system) => system.symbols));
  return symbols.has(symbol);
}

interface Reading {
  readonly composition: Composition;
  /** The training data has a crystal of these elements. */
  readonly isKnown: boolean;
  /** Oxidation states that are common balance it. */
  readonly isBalanced: boolean;
  /** Electronegativity rises along the formula, as chemists write it. */
  readonly isOrdered: boolean;
  /** Electronegativity of the last element less that of the first. */
  readonly rise: number;
  readonly repeatsElement: boolean;
}

/**
 * Formulas without capitals, `srtio3`. Of the ways to read one, the likeliest that may be a compound is taken; the others
 * are named. A word without digits has to be more than that, for it may be English: a combination of elements of the training
 * data, in the order of electronegativity, that common oxidation states balance, and the only such reading.
 */
export const recogniseLowercaseFormula: Recogniser = (prompt, at) => {
  const written = matchAt(WRITTEN, prompt, at)?.[0];
  if (!written || written.length > LONGEST) return undefined;
  const letters = written.replace(/[\d₀-₉]+$/, '').toLowerCase();
  if (WORDS.has(letters) || !/[a-z]/.test(written)) return undefined;
  const readings = spellings(written.toLowerCase()).flatMap(readingsOf);
  const chosen = DIGIT.test(written) ? likeliestFirst(readings) : onlyCompound(readings, prompt, written);
  const [first, ...others] = chosen;
  if (!first) return undefined;
  const span = { start: at, end: at + written.length };
  const label = ({ composition }: Reading) => formatFormulaSubscript(reduceComposition(composition));
  const rest = others.length > 0 ? ` (${others.map(label).join(', ')} would be other readings)` : '';
  const detail = ` Read from “${written}”; write capitals to leave no doubt${rest}.`;
  const { chips } = formulaChip(reduceComposition(first.composition), first.composition, span);
  return {
    end: span.end,
    chips: chips.map((chip) => ({ ...chip, detail: chip.detail + detail })),
    problems: others
      .filter(({ composition }) => composition.length === first.composition.length)
      .map((other): Problem => {
        const message = `“${written}” is read as ${label(first)}. Write ${label(other)} if you mean that.`;
        return { message, span, severity: 'warning' };
      }),
  };
};

/** Every way to give a text the capitals of element symbols. */
function spellings(text: string): string[] {
  if (text === '') return [''];
  if (!/[a-z]/.test(text[0])) return spellings(text.slice(1)).map((rest) => text[0] + rest);
  return [1, 2].flatMap((length) => {
    const symbol = text[0].toUpperCase() + text.slice(1, length);
    if (symbol.length !== length || !isTrainedSymbol(symbol)) return [];
    return spellings(text.slice(length)).map((rest) => symbol + rest);
  });
}

function readingsOf(spelling: string): Reading[] {
  try {
    const composition = parseFormula(spelling);
    if (composition.length < 2) return [];
    const symbols = composition.map(([symbol]) => symbol);
    const ions = composition.map(([symbol, count]) => ({ symbol, count, states: commonOxidationStates(symbol) }));
    const values = symbols.map((symbol) => element(atomicNumberOf(symbol) as number).electronegativity ?? 0);
    return [
      {
        composition,
        isKnown: isTrainingSystem(symbols),
        isBalanced: balanceCharges(ions) !== undefined,
        isOrdered: values.every((value, index) => index === 0 || value > values[index - 1]),
        rise: values[values.length - 1] - values[0],
        repeatsElement: (spelling.match(/[A-Z]/g)?.length ?? 0) > symbols.length,
      },
    ];
  } catch (error) {
    if (error instanceof FormulaError) return [];
    throw error;
  }
}

/** Readings that may be compounds: few elements rather than many, for that is what two-letter symbols are for. */
function likeliestFirst(readings: readonly Reading[]): Reading[] {
  const possible = readings.filter(
    ({ composition, isKnown }) =>
      isKnown || (composition.length <= MOST_ELEMENTS_OF_UNKNOWN && chargeNeutrality(composition).valid),
  );
  const plain = possible.filter(({ repeatsElement }) => !repeatsElement);
  return (plain.length > 0 ? plain : possible).sort(
    (first, second) =>
      first.composition.length - second.composition.length ||
      Number(second.isKnown) - Number(first.isKnown) ||
      second.rise - first.rise,
  );
}

function onlyCompound(readings: readonly Reading[], prompt: string, written: string): Reading[] {
  // Two letters are an abbreviation more often than a compound, and may be an element.
  const isShort = written.length < 3;
  const isSymbol = isTrainedSymbol(written[0].toUpperCase() + written.slice(1));
  if (isSymbol || (isShort && prompt.trim() !== written)) return [];
  const compounds = readings.filter(({ isKnown, isBalanced, isOrdered }) => isKnown && isBalanced && isOrdered);
  return compounds.length === 1 ? compounds : [];
}
