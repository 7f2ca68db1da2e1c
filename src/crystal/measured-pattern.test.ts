import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MeasuredPatternError, readMeasuredPattern } from './measured-pattern';

const both = (text: string) => {
  const { twoTheta, intensity } = readMeasuredPattern(text);
  return [[...twoTheta], [...intensity]];
};

describe('readMeasuredPattern', () => {
  it.each([
    ['spaces', '10.0 50\n10.5  100\n11 25'],
    ['Windows lines and a byte order mark', '\uFEFF10.0\t50\r\n10.5\t100\r\n11\t25\r\n'],
    ['a header and an error column', '# sample\n2theta,counts,esd\n10.0,50,7\n10.5,100,10\n11,25,5'],
    ['decimal commas', 'Winkel; Zählrate\n10,0;50\n10,5;100\n11,0;25'],
    ['exponents and another order', '11 2.5e1\n10.5 1.0E+2\n10.0 5e1'],
    ['thousands', '10.0; 50\n10.5; 100\n11.0; 25'],
  ])('reads %s', (_, text) => {
    expect(both(text)).toEqual([
      [10, 10.5, 11],
      [50, 100, 25],
    ]);
  });

  it('reads grouped thousands and decimal commas between spaces', () => {
    expect(both('10.5;1,000\n11.5;500')[1]).toEqual([100, 50]);
    expect(both('10,5 1000\n11,5 500')).toEqual([
      [10.5, 11.5],
      [100, 50],
    ]);
  });

  it.each([
    ['', /No pattern/],
    ['2theta counts\n', /No pattern/],
    ['10 50\n11 abc\n12 60', /Line 2: “11 abc”/],
    ['10 50\n400 60', /Line 2: 2θ = 400/],
    ['10 0\n11 -5', /positive/],
    ['<?xml version="1.0"?><xrdMeasurements/>', /XML/],
    ['RAW1.01\0\0', /binary/],
  ])('refuses %j by name', (text, message) => {
    expect(() => readMeasuredPattern(text)).toThrow(MeasuredPatternError);
    expect(() => readMeasuredPattern(text)).toThrow(message);
  });

  it('gives a pattern or a named error for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'0123456789.,;- \t\neExy#') }), (text) => {
        try {
          const { twoTheta, intensity } = readMeasuredPattern(text);
          return twoTheta.length === intensity.length && [...twoTheta, ...intensity].every(Number.isFinite);
        } catch (error) {
          return error instanceof MeasuredPatternError;
        }
      }),
      { numRuns: 500 },
    );
  });
});
