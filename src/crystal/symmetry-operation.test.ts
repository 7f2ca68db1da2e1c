import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatOperation, parseOperation } from './symmetry-operation';

describe('symmetry operations', () => {
  it.each([
    ['x,y,z', 'x,y,z'],
    ['-y, x-y, z+1/3', '-y,x-y,z+1/3'],
    ['1/2+X,1/2-Y,-Z', 'x+1/2,-y+1/2,-z'],
    ['x+.5,0.25-y,z-1/4', 'x+1/2,-y+1/4,z+3/4'],
    ['y+2/3,x+1/3,-z+5/6', 'y+2/3,x+1/3,-z+5/6'],
    ['-x,-x+y,z+0.33333333', '-x,-x+y,z+1/3'],
  ])('%s is %s', (text, canonical) => {
    expect(formatOperation(parseOperation(text))).toBe(canonical);
  });

  it('are read back as they were written', () => {
    const entry = fc.constantFrom(-1, 0, 1);
    const row = fc.tuple(entry, entry, entry).filter((values) => values.some((value) => value !== 0));
    const operation = fc.record({
      rotation: fc.tuple(row, row, row).map((rows) => rows.flat()),
      translation: fc.array(
        fc.integer({ min: 0, max: 23 }).map((n) => n / 24),
        { minLength: 3, maxLength: 3 },
      ),
    });
    fc.assert(
      fc.property(operation, (given) => {
        const read = parseOperation(formatOperation(given));
        expect(read.rotation.map((x) => x + 0)).toEqual(given.rotation);
        read.translation.forEach((x, axis) => {
          expect(x).toBeCloseTo(given.translation[axis], 12);
        });
      }),
    );
  });

  it.each(['x,y', 'x,y,z,x', 'x,y,', 'x,y,w', 'x,y,z+', 'x,,z', 'x,y,1/z', ''])('refuses %j', (text) => {
    expect(() => parseOperation(text)).toThrow(RangeError);
  });
});
