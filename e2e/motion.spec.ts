import { expect, test } from '@playwright/test';
import { serveDevelopmentPages } from './development-pages';
import type {} from './pages/crystal-view';
import { Studio } from './studio';

const pageAt = serveDevelopmentPages();

test('who asks for less motion gets a view that is there at once', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto(pageAt('crystal-view.html'));
  await page.waitForFunction(() => 'turn' in window);
  expect(await page.evaluate(() => window.turn('a'))).toBe(1);
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  expect(await page.evaluate(() => window.turn('c'))).toBeGreaterThan(1);
});

test('who asks for less motion sees nothing blink or slide while a crystal is made', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  /** The most animations that ran at once since the last call. */
  const mostMoving = () => page.evaluate(() => window.mostMoving());
  await page.evaluate(() => {
    let most = 0;
    setInterval(() => {
      const moving = document.getAnimations().filter(({ playState }) => playState === 'running');
      most = Math.max(most, moving.length);
    }, 20);
    window.mostMoving = () => {
      const seen = most;
      most = 0;
      return seen;
    };
  });
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await mostMoving();
  await studio.run('NaCl with 2 atoms', 5);
  expect(await mostMoving()).toBe(0);
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  await studio.run('KCl with 2 atoms', 5);
  expect(await mostMoving()).toBeGreaterThan(0);
});

declare global {
  interface Window {
    mostMoving: () => number;
  }
}
