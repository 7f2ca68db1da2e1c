/** A structure file's bytes, damaged in one way. */
export interface DamagedFile {
  readonly damage: string;
  readonly bytes: Uint8Array;
}

/** Numbers in [0, 1) that depend on the seed alone (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

type Damage = (text: string, random: () => number) => Uint8Array;

const encode = (text: string) => new TextEncoder().encode(text);
const pick = <Item>(items: readonly Item[], random: () => number): Item => items[Math.floor(random() * items.length)];

/** One match of a pattern replaced; the text as it is where there is none. */
function replaceOne(text: string, pattern: RegExp, random: () => number, change: (match: string) => string): string {
  const matches = [...text.matchAll(pattern)];
  if (matches.length === 0) return text;
  const { index, 0: match } = pick(matches, random);
  return text.slice(0, index) + change(match) + text.slice(index + match.length);
}

function changeLine(text: string, random: () => number, change: (line: string) => readonly string[]): string {
  const lines = text.split('\n');
  const at = Math.floor(random() * (lines.length - 1));
  return lines.toSpliced(at, 1, ...change(lines[at])).join('\n');
}

function utf16(text: string, isBigEndian: boolean, mark: string): Uint8Array {
  const bytes = new Uint8Array(2 * (text.length + mark.length));
  const view = new DataView(bytes.buffer);
  [...(mark + text)].forEach((character, index) => {
    view.setUint16(2 * index, character.charCodeAt(0), !isBigEndian);
  });
  return bytes;
}

const NUMBER = /(?<![\w.+-])[+-]?\d+\.\d+(?![\w.])/g;
const SYMBOL = /(?<=["\s])(?:Ti|Sr|O|Na|Cl|Zr|Al|Mg)(?=["\s])/g;
const WRONG_NUMBERS = [
  'four',
  '1.2.3',
  '0,5',
  '--1',
  '1e999',
  'NaN',
  'Infinity',
  '0x1f',
  '1e',
  '٣.٥',
  '−0.25',
  '5 000',
];

/** The kinds of damage, each a function of the text and of chance. */
const DAMAGES: Readonly<Record<string, Damage>> = {
  'cut anywhere': (text, random) => encode(text.slice(0, Math.floor(random() * text.length))),
  'cut near the end': (text, random) => encode(text.slice(0, text.length - 1 - Math.floor(random() * 60))),
  'cut after a line': (text, random) => {
    const lines = text.split('\n');
    return encode(`${lines.slice(0, Math.floor(random() * (lines.length - 1))).join('\n')}\n`);
  },
  'a wrong number': (text, random) => encode(replaceOne(text, NUMBER, random, () => pick(WRONG_NUMBERS, random))),
  'a number lost': (text, random) => encode(replaceOne(text, NUMBER, random, () => '')),
  'a letter in a number': (text, random) =>
    encode(
      replaceOne(text, NUMBER, random, (number) => number.replace(/\d/, () => pick(['O', 'l', 'S', '?'], random))),
    ),
  'an unknown symbol': (text, random) =>
    encode(replaceOne(text, SYMBOL, random, () => pick(['Xx', 'Q', 'Zz', 'M1', '??', ''], random))),
  'an uncertainty': (text, random) =>
    encode(
      replaceOne(text, NUMBER, random, (number) => number + pick(['(4)', '(12)', '(', '()', '(4', '(x)'], random)),
    ),
  'a line lost': (text, random) => encode(changeLine(text, random, () => [])),
  'a line doubled': (text, random) => encode(changeLine(text, random, (line) => [line, line])),
  'a line broken': (text, random) =>
    encode(changeLine(text, random, (line) => [line.slice(0, line.length / 2), line.slice(line.length / 2)])),
  'no cell': (text) =>
    encode(
      text
        .replace(/^_cell_length_[abc].*\n/m, '')
        .replace(/Lattice="[^"]*" /, '')
        .replace(/"matrix":[^\]]*\]/, '"matrix":[')
        .replace(/^((?!data_).*\n\s*[\d.]+\n)[ \d.-]+\n/, '$1'),
    ),
  'partial occupancy': (text) =>
    encode(
      text
        .replace(/ 1$/m, ' 0.5')
        .replace(/"occu": ?1/, '"occu": 0.5')
        .replace(/:S:1:/, ':S:1:occupancy:R:1:'),
    ),
  disorder: (text) =>
    encode(
      text
        .replace(' _atom_site_occupancy', ' _atom_site_disorder_group')
        .replace(/"species":\s*\[/, '"species": [{"element": "N", "occu": 0.2}, ')
        .replace(/^Direct/m, 'Disordered'),
    ),
  'a byte order mark': (text) => encode(`\uFEFF${text}`),
  'UTF-16': (text, random) => utf16(text, random() < 0.5, pick(['', '\uFEFF'], random)),
  'UTF-16 cut in a letter': (text) => utf16(text, false, '\uFEFF').subarray(0, -1),
  'a zero byte': (text, random) => {
    const bytes = encode(text);
    bytes[Math.floor(random() * bytes.length)] = 0;
    return bytes;
  },
  'a byte of no encoding': (text, random) => {
    const bytes = encode(text);
    bytes[Math.floor(random() * bytes.length)] = 0xe9;
    return bytes;
  },
  'line ends of other systems': (text, random) => encode(text.replaceAll('\n', pick(['\r\n', '\r'], random))),
};

/** `count` damaged versions of files in turn; the same for the same seed. */
export function* damagedFiles<File extends { readonly text: string }>(
  files: readonly File[],
  count: number,
  seed: number,
): Generator<DamagedFile & { readonly file: File }> {
  const random = seededRandom(seed);
  const kinds = Object.entries(DAMAGES);
  for (let index = 0; index < count; index++) {
    const [damage, apply] = kinds[index % kinds.length];
    const file = files[Math.floor(index / kinds.length) % files.length];
    yield { damage, file, bytes: apply(file.text, random) };
  }
}
