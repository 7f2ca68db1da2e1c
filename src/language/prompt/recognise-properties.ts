import type { Conditions } from '../conditions';
import { formatTwoDecimals } from '../rounding';
import { type Chip, matchAt, type Problem, type Recognised, type Recogniser } from './chip';
import { COMPARISON, comparisonOf, DECIMAL, decimalValue } from './numbers';

interface Property {
  readonly key: 'bandGap' | 'formationEnergy' | 'energyAboveHull';
  readonly name: string;
  readonly pattern: string;
  readonly unit: string;
  /** Smallest value that means something. */
  readonly minimum: number;
}

const PROPERTIES: readonly Property[] = [
  {
    key: 'energyAboveHull',
    name: 'energy above hull',
    pattern:
      'energy above (?:the )?(?:convex )?hull|e[_ ]above[_ ]hull|e_?hull|above (?:the )?(?:convex )?hull|' +
      'hull (?:energy|distance)|distance (?:to|from|above) (?:the )?(?:convex )?hull|hull',
    unit: 'eV/atom',
    minimum: 0,
  },
  {
    key: 'formationEnergy',
    name: 'formation energy',
    pattern: '(?:formation|forming) (?:energy|enthalpy)|(?:energy|enthalpy) of formation|E_?f|ΔH_?f',
    unit: 'eV/atom',
    minimum: Number.NEGATIVE_INFINITY,
  },
  { key: 'bandGap', name: 'band gap', pattern: 'band[ -]?gap|gap|E_?g', unit: 'eV', minimum: 0 },
];

const UNIT = '(?:\\s*(meV|eV)(?:\\s*(?:/|per)\\s*atom)?)?';
const LINK = '(?:\\s+(?:energy\\s+)?(?:per atom|is|of|around|about|approximately|near|equal to)|\\s*(?::|=|~|≈|\\())*';
const RANGE = `(?:between\\s+)?(${DECIMAL})\\s*(?:-|–|to|and)\\s*(${DECIMAL})`;
const MATCHERS = PROPERTIES.map((property) => {
  const name = `(?<![\\p{L}])(?:${property.pattern})(?![\\p{L}])`;
  return {
    property,
    range: new RegExp(`${name}${LINK}\\s*${RANGE}${UNIT}\\)?`, 'iuy'),
    named: new RegExp(`${name}${LINK}\\s*(${COMPARISON})?\\s*(${DECIMAL})${UNIT}\\)?`, 'iuy'),
    rangeFirst: new RegExp(`${RANGE}\\s*(meV|eV)(?:\\s*(?:/|per)\\s*atom)?\\s+(?:of\\s+)?${name}`, 'iuy'),
    valueFirst: new RegExp(
      `(${COMPARISON})?\\s*(${DECIMAL})\\s*(meV|eV)(?:\\s*(?:/|per)\\s*atom)?\\s+(?:of\\s+)?${name}`,
      'iuy',
    ),
    nameAlone: new RegExp(name, 'iuy'),
  };
});

/** "band gap 1.5 eV", "-2 eV/atom formation energy", "energy above hull < 50 meV/atom". */
export const recogniseProperty: Recogniser = (prompt, at) => {
  for (const { property, range, rangeFirst, named, valueFirst, nameAlone } of MATCHERS) {
    const between = matchAt(range, prompt, at) ?? matchAt(rangeFirst, prompt, at);
    if (between) {
      const bounds = [between[1], between[2]].map((text) => inElectronvolt(text, between[3]));
      const middle = `middle of ${bounds.join(' to ')}`;
      const note = `The model takes one value: the ${middle} ${property.unit}.`;
      return propertyChip(property, (bounds[0] + bounds[1]) / 2, note, spanOf(between), middle);
    }
    const match = matchAt(named, prompt, at) ?? matchAt(valueFirst, prompt, at);
    if (match) return comparedProperty(property, match);
    const alone = matchAt(nameAlone, prompt, at);
    if (alone) {
      const message = `“${alone[0]}” needs a value in ${property.unit}.`;
      return unserved(message, spanOf(alone));
    }
  }
  return undefined;
};

function comparedProperty(property: Property, match: RegExpExecArray): Recognised {
  const value = inElectronvolt(match[2], match[3]);
  const { sense } = comparisonOf(match[1]);
  const assumed = match[3] ? '' : ` Taken as ${property.unit}, for no unit is given.`;
  if (sense === 'equal') return propertyChip(property, value, assumed.trim(), spanOf(match));
  if (sense === 'below' && property.minimum === 0 && value > 0) {
    const middle = `middle of 0 to ${value}`;
    const note = `The model takes one value: the ${middle} ${property.unit}.${assumed}`;
    return propertyChip(property, value / 2, note, spanOf(match), middle);
  }
  return propertyChip(
    property,
    value,
    `The model takes one value, so the bound itself is asked for.${assumed}`,
    spanOf(match),
    'the bound',
  );
}

const WORDS: readonly {
  readonly pattern: RegExp;
  readonly wish?: Conditions;
  readonly label?: string;
  readonly note: string;
}[] = [
  {
    pattern: /meta-?stable\b/iy,
    wish: { energyAboveHull: 0.05 },
    label: 'metastable',
    note: 'Asks the model for 0.05 eV/atom above the hull.',
  },
  {
    pattern: /(?:thermodynamically\s+)?stable\b|(?:on|at) the (?:convex )?hull\b|ground[ -]state\b/iy,
    wish: { energyAboveHull: 0 },
    label: 'stable',
    note: 'Asks the model for 0 eV/atom above the hull; nothing here computes an energy.',
  },
  {
    pattern: /metallic\b|gapless\b|zero[ -](?:band[ -]?)?gap\b|(?:electrical )?conductors?\b/iy,
    wish: { bandGap: 0 },
    label: 'metallic',
    note: 'Asks the model for a band gap of 0 eV; nothing here computes one.',
  },
  {
    pattern: /(?:semi-?conduct(?:or|ing)|insulat(?:or|ing))s?\b/iy,
    note: 'name a band gap, for example “band gap 1.5 eV”.',
  },
  {
    pattern: new RegExp(
      `(?:wide|large|narrow|small|direct|indirect)[ -](?:band[ -]?)?gap\\b(?!${LINK}\\s*(?:${COMPARISON})?\\s*\\d)`,
      'iy',
    ),
    note: 'name a value, for example “band gap 3 eV”.',
  },
];

/** "stable", "metallic"; "semiconductor" gets the advice to name a gap. */
export const recognisePropertyWord: Recogniser = (prompt, at) => {
  for (const { pattern, wish, label, note } of WORDS) {
    const match = matchAt(pattern, prompt, at);
    if (!match) continue;
    if (!wish || !label) return unserved(`“${match[0]}” is no number: ${note}`, spanOf(match), 'bandGap');
    const chip: Chip = { kind: 'property', label, detail: note, span: spanOf(match), wish };
    return { end: chip.span.end, chips: [chip] };
  }
  return undefined;
};

/** @param origin how the value came from the words, where they do not give it; part of the label */
function propertyChip(
  property: Property,
  value: number,
  note: string,
  span: Chip['span'],
  origin?: string,
): Recognised {
  if (value < property.minimum) {
    const message = `The ${property.name} cannot be negative: ${value} ${property.unit}.`;
    return { end: span.end, chips: [], problems: [{ message, span, severity: 'error' }] };
  }
  const label = `${property.name} ${formatTwoDecimals(value)} ${property.unit}${origin ? ` (${origin})` : ''}`;
  const detail = `Asks the model for this value; nothing here computes it.${note && ` ${note}`}`;
  return { end: span.end, chips: [{ kind: 'property', label, detail, span, wish: { [property.key]: value } }] };
}

function unserved(message: string, span: Chip['span'], settledBy?: keyof Conditions): Recognised {
  const problem: Problem = { message, span, severity: 'warning', ...(settledBy && { settledBy }) };
  return { end: span.end, chips: [], problems: [problem] };
}

function inElectronvolt(number: string, unit: string | undefined): number {
  const value = decimalValue(number);
  // Divided, not multiplied: 50 meV is 0.05 eV to the last bit.
  return unit?.toLowerCase() === 'mev' ? value / 1000 : value;
}

function spanOf(match: RegExpExecArray): Chip['span'] {
  return { start: match.index, end: match.index + match[0].length };
}
