import { expect, it } from 'vitest';
import { SteadyTimeLeft } from './steady-time-left';

it('runs down while the estimates waver', () => {
  const clock = new SteadyTimeLeft();
  const shown = Array.from({ length: 100 }, (_, step) => {
    const waver = step % 2 === 0 ? 1.2 : 0.85;
    return clock.take((30 - 0.2 * step) * waver, 200 * step);
  });
  for (let step = 1; step < shown.length; step++) expect(shown[step]).toBeLessThanOrEqual(shown[step - 1]);
  expect(shown.at(-1)).toBeGreaterThan(7);
  expect(shown.at(-1)).toBeLessThan(14);
});

it('takes a wholly different estimate at once', () => {
  const clock = new SteadyTimeLeft();
  clock.take(10, 0);
  expect(clock.take(60, 100)).toBe(60);
});
