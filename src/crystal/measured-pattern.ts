import { type Profile, scaledToHundred } from './powder-profile';

/** A file that is no measured powder pattern; the message names the line and what to do. */
export class MeasuredPatternError extends Error {
  override readonly name = 'MeasuredPatternError';
}

const COMMENT = /^\s*(?:[#!;'"%*]|\/\/|$)/;
const MOST_POINTS = 1_000_000;

/**
 * Reads a measured powder pattern from text: 2θ in degrees and intensity in the first two columns (.xy, .xye, .dat, .csv,
 * .txt), separated by spaces, tabs, commas or semicolons, with points or commas for decimals. Comments, and words before the
 * first number, are passed over. The points come out by angle, the largest intensity as 100.
 * @throws MeasuredPatternError naming the line.
 */
export function readMeasuredPattern(text: string): Profile {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/);
  refuseOtherFormats(text, lines[0] ?? '');
  const points: [number, number][] = [];
  lines.forEach((line, index) => {
    if (COMMENT.test(line)) return;
    const point = readPoint(line);
    if (point) {
      if (!(point[0] >= 0 && point[0] <= 180)) {
        throw new MeasuredPatternError(
          `Line ${index + 1}: 2θ = ${point[0]} is not between 0° and 180°. The first column must hold 2θ in degrees.`,
        );
      }
      points.push(point);
    } else if (points.length > 0) {
      throw new MeasuredPatternError(`Line ${index + 1}: “${shorten(line)}” is not a 2θ and an intensity.`);
    }
  });
  if (points.length < 2) {
    throw new MeasuredPatternError(
      'No pattern was found: each line must hold 2θ in degrees and an intensity, as in “28.44 1023”.',
    );
  }
  if (points.length > MOST_POINTS) throw new MeasuredPatternError(`The pattern has more than ${MOST_POINTS} points.`);
  points.sort((first, second) => first[0] - second[0]);
  const intensity = Float64Array.from(points, (point) => point[1]);
  if (!intensity.some((value) => value > 0)) throw new MeasuredPatternError('No intensity of the pattern is positive.');
  return { twoTheta: Float64Array.from(points, (point) => point[0]), intensity: scaledToHundred(intensity) };
}

function refuseOtherFormats(text: string, first: string): void {
  if (text.includes('\0') || first.startsWith('RAW')) {
    throw new MeasuredPatternError('This is a binary file. Export it as text with two columns, 2θ and intensity.');
  }
  if (/^\s*<\??\w/.test(first)) {
    throw new MeasuredPatternError('This is an XML file. Export it as text with two columns, 2θ and intensity.');
  }
}

function readPoint(line: string): [number, number] | undefined {
  const text = line.trim();
  // Where something else separates the columns, a comma within a number is a decimal one, or groups thousands.
  const isSeparatedOtherwise = /[;\t]|\d\s+[-+.\d]/.test(text) && !/,\s/.test(text);
  const plain = !isSeparatedOtherwise
    ? text.replaceAll(',', ' ')
    : text.includes('.')
      ? text.replaceAll(/(?<=\d),(?=\d{3}\b)/g, '')
      : text.replaceAll(',', '.');
  const [angle, intensity] = plain.split(/[;\s]+/).map((cell) => (cell === '' ? Number.NaN : Number(cell)));
  return Number.isFinite(angle) && Number.isFinite(intensity) ? [angle, intensity] : undefined;
}

function shorten(line: string): string {
  const text = line.trim();
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
