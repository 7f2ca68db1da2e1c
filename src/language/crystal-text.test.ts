import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { latticeFromParameters } from '../crystal/lattice';
import { CrystalTextParser, parseCrystalText } from './crystal-text';
import { writeCrystalText } from './crystal-text-writer';

const PEROVSKITE =
  '3.9 3.9 3.9\n90 90 90\nSr\n0.00 0.00 0.00\nTi\n0.50 0.50 0.50\n' +
  'O\n0.00 0.50 0.50\nO\n0.50 0.00 0.50\nO\n0.50 0.50 0.00\n';
const LIMITS = { maxAtoms: 20 };

function reasonOf(text: string, endOfText = true): string | undefined {
  const parser = new CrystalTextParser(LIMITS);
  parser.push(text);
  const result = parser.finish(endOfText);
  return result.accepted ? undefined : `${result.rejection.reason}: ${result.rejection.message}`;
}

describe('the parser of crystal text', () => {
  it('yields the lattice and each atom when its line is complete, however the text is cut', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 60, maxLength: 60 }), (lengths) => {
        const parser = new CrystalTextParser(LIMITS);
        const kinds: string[] = [];
        let rest = PEROVSKITE;
        for (const length of lengths) {
          for (const event of parser.push(rest.slice(0, length))) {
            kinds.push(event.kind === 'atom' ? `${event.index}:${event.atomicNumber}` : event.kind);
          }
          rest = rest.slice(length);
        }
        parser.push(rest);
        const result = parser.finish(true);
        expect(result.accepted && [...result.crystal.atomicNumbers]).toEqual([38, 22, 8, 8, 8]);
        expect(kinds).toEqual(['lattice', '0:38', '1:22', '2:8', '3:8', '4:8'].slice(0, kinds.length));
      }),
      { numRuns: 50 },
    );
    const parser = new CrystalTextParser(LIMITS);
    expect(parser.push('3.9 3.9 3.9\n90 90 90')).toEqual([]);
    expect(parser.partial).toBeUndefined();
    expect(parser.push('\nSr\n')).toHaveLength(1);
    expect(parser.partial?.atomicNumbers).toHaveLength(0);
  });

  it('says why a text is not a crystal', () => {
    expect(reasonOf(PEROVSKITE)).toBeUndefined();
    expect(reasonOf(PEROVSKITE.replace('Ti', 'Tj'))).toMatch(/^unknown-element: Line 5: "Tj"/);
    expect(reasonOf(PEROVSKITE.replace('90 90 90', '30 30 90'))).toMatch(/^impossible-cell: .*30°, 30°, 90°/);
    expect(reasonOf(PEROVSKITE.replace('0.00 0.50 0.50', '0.50 0.50 0.49'))).toMatch(/^coinciding-atoms: .*0\.04 Å/);
    expect(reasonOf(PEROVSKITE.replace('0.00 0.50 0.50', '0.50 0.50 1.00'))).toMatch(/^malformed: Line 8/);
    expect(reasonOf(PEROVSKITE.replace('3.9 3.9', '3.9  3.9'))).toMatch(/^malformed: Line 1/);
    expect(reasonOf(PEROVSKITE, false)).toMatch(/^cut-off: .*5 complete atoms/);
    expect(reasonOf(PEROVSKITE.slice(0, -2))).toMatch(/^cut-off: .*4 complete atoms/);
    expect(reasonOf('3.9 3.9 3.9\n90 90 90\n')).toMatch(/^cut-off: .*0 complete/);
    expect(reasonOf('')).toMatch(/^cut-off/);
    const many = Array.from({ length: 21 }, (_, index) => `H\n0.${String(index * 4).padStart(2, '0')} 0.00 0.00\n`);
    expect(reasonOf(`40.0 5.0 5.0\n90 90 90\n${many.join('')}`)).toMatch(/^too-many-atoms: .*20/);
  });

  it('sees atoms coincide across the cell border and in an atom with its own image', () => {
    const across = PEROVSKITE.replace('0.00 0.50 0.50', '0.99 0.99 0.99');
    expect(reasonOf(across)).toMatch(/^coinciding-atoms/);
    expect(reasonOf('0.4 5.0 5.0\n90 90 90\nH\n0.00 0.00 0.00\n')).toMatch(/^coinciding-atoms: .*0\.40/);
  });

  it('ignores what follows a rejection', () => {
    const parser = new CrystalTextParser(LIMITS);
    expect(parser.push('x\n90 90 90\nSr\n')).toEqual([]);
    expect(parser.rejection?.reason).toBe('malformed');
  });
});

describe('the writer of crystal text', () => {
  it('orders elements by electronegativity, rounds halves to even and writes 1.00 as 0.00', () => {
    const crystal = {
      lattice: latticeFromParameters({ a: 3.905, b: 4.14, c: 5.16, alpha: 90, beta: 90, gamma: 119.6 }),
      atomicNumbers: Uint8Array.of(8, 38, 8),
      fracCoords: Float64Array.of(0.997, 0.125, 0.375, 0, -0.004, 0.504, 0.2, 0.3, 0.4),
    };
    expect(writeCrystalText(crystal)).toBe(
      '3.9 4.1 5.2\n90 90 120\nSr\n0.00 0.00 0.50\nO\n0.00 0.12 0.38\nO\n0.20 0.30 0.40\n',
    );
  });

  it('writes what the parser reads back', () => {
    const result = parseCrystalText(PEROVSKITE, LIMITS);
    expect(result.accepted && writeCrystalText(result.crystal)).toBe(PEROVSKITE);
  });
});
