import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planCell } from './cell-plan';
import type { Chip } from './prompt';
import { LIMITS, understand } from './testing/understand';

describe('any prompt at all', () => {
  const words = fc.constantFrom(
    ...'SrTiO3 NaCl with without and or , oxide perovskite cubic In As No I Z=4 10 atoms band gap 1.5 eV < space group 225'.split(
      ' ',
    ),
    ...'Fm-3m P 63 / ( ) [ stable Ba(Ti,Zr)O3 not binary lithium Li − # 5 elements halide fcc C 2 conventional cell'.split(
      ' ',
    ),
  );

  it('is read to its end: every word is in a chip, a problem, a filler or named', () => {
    fc.assert(
      fc.property(fc.array(words, { maxLength: 12 }), fc.string(), (parts, noise) => {
        const prompt = `${parts.join(' ')} ${noise}`;
        const understood = understand(prompt);
        let end = 0;
        for (const { span } of understood.chips as readonly Chip[]) {
          expect(span.start).toBeGreaterThanOrEqual(end);
          expect(span.end).toBeGreaterThan(span.start);
          end = span.end;
        }
        expect(end).toBeLessThanOrEqual(prompt.length);
        // Without an error the grammar accepts the conditions: nothing fails later.
        if (understood.problems.every(({ severity }) => severity !== 'error')) planCell(understood.conditions, LIMITS);
      }),
      { numRuns: 500 },
    );
  });
});
