import { readFile } from 'node:fs/promises';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { Studio } from './studio';

const sweepOf = (page: Page) => page.getByRole('dialog', { name: 'Sweep over τ' });

test('one draft is swept over τ and seeds; the refinement that is chosen comes into view', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  await studio.run('SrTiO3 with 5 atoms', 40);
  const draft = await studio.drafted();
  await studio.viewer.locator('canvas').focus();
  await page.keyboard.press('t');
  const sweep = sweepOf(page);
  const levels = sweep.getByRole('textbox', { name: 'Noise levels τ' });
  const start = sweep.getByRole('button', { name: 'Start the sweep' });
  await expect(levels).toHaveValue('0, 50, 100, 200, 300, 450, 600, 750, 900');
  await expect(sweep).toContainText(/17 refinements\. About .* on this machine/);
  await levels.fill('20, 2000');
  await expect(sweep).toContainText('“2000” is not an integer from 0 to 1000.');
  await expect(start).toBeDisabled();
  await levels.fill('40, 0, 20, 60');
  await expect(sweep).toContainText('7 refinements, 1 of them computed already');
  await start.click();
  const results = sweep.getByRole('option');
  await expect(results).toHaveCount(7, { timeout: 90_000 });
  await expect(start).toBeVisible({ timeout: 60_000 });
  await expect(results.first()).toHaveAccessibleName(/^τ = 0, the draft: structure 1, .*, moved 0\.00 Å/);
  await expect(results.nth(6)).toHaveAccessibleName(/^τ = 60, noise seed \d+: structure \d/);
  await expect(
    sweep.getByRole('img', { name: /^Displacement from the draft against τ\. τ 0: 0\.00 Å; τ 20/ }),
  ).toBeVisible();
  const images = await results
    .locator('img')
    .evaluateAll((all) => all.map((image) => (image as HTMLImageElement).naturalWidth));
  expect(images).toHaveLength(7);
  expect(Math.min(...images)).toBeGreaterThan(50);
  expect(await page.locator('canvas').count()).toBe(1);

  const { violations } = await new AxeBuilder({ page }).include('[role="dialog"]').analyze();
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect(serious.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).toEqual([]);

  const download = page.waitForEvent('download');
  await sweep.getByRole('button', { name: 'Save as CSV' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/SrTiO3.*-sweep\.csv$/);
  const lines = (await readFile(await file.path(), 'utf8')).trimEnd().split('\n');
  expect(lines[0]).toMatch(/^tau,noise_seed,structure,/);
  expect(lines.slice(1).map((line) => line.split(',')[0])).toEqual(['0', '20', '20', '40', '40', '60', '60']);

  await results.first().focus();
  await page.keyboard.press('End');
  await expect(results.nth(6)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(sweep).toBeHidden();
  await expect(studio.tau).toHaveValue('60');
  await expect(studio.frame).toHaveAttribute('max', '60');
  await expect(studio.viewer).toContainText('noise seed');
  expect(await studio.drafted()).toBe(draft);

  // With the same noise the other levels are known: nothing is computed for them.
  await expect(studio.tau).toHaveAccessibleDescription('Computed at τ: 0, 20, 40, 60');
  const phases = await watchStatus(page);
  await studio.setTau(20);
  await expect(studio.frame).toHaveAttribute('max', '20');
  await page.waitForTimeout(600);
  expect(await phases.jsonValue()).not.toContainEqual(expect.stringMatching(/^Refining/));

  await studio.setTau(26);
  await expect(studio.viewer).toContainText(/showing τ = 20(, not| while τ =) 26/);
  await expect(studio.frame).toHaveAttribute('max', '26', { timeout: 60_000 });
  await expect(studio.viewer).not.toContainText('showing');
});

test('a sweep can be stopped, and keeps what it has; it fits a narrow screen', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  const studio = new Studio(page);
  await studio.open();
  await studio.run('NaCl', 10);
  await page.getByRole('button', { name: 'Sweep over τ' }).click();
  const sweep = sweepOf(page);
  await sweep.getByRole('textbox', { name: 'Noise levels τ' }).fill('0 10 1000');
  await sweep.getByRole('button', { name: 'Start the sweep' }).click();
  await expect(sweep.getByRole('option')).toHaveCount(3, { timeout: 60_000 });
  await sweep.getByRole('button', { name: 'Stop the sweep' }).click();
  await expect(sweep.getByRole('button', { name: 'Start the sweep' })).toBeFocused();
  await expect(sweep.getByRole('option')).toHaveCount(3);
  const overflow = await sweep.evaluate((dialog) => {
    const parts = [dialog, ...dialog.querySelectorAll('*')].filter((part) => !part.closest('svg'));
    const edge = dialog.getBoundingClientRect().right;
    return Math.max(...parts.map((part) => part.getBoundingClientRect().right)) - edge;
  });
  expect(overflow).toBeLessThanOrEqual(0);
  await page.keyboard.press('Escape');
  await expect(sweep).toBeHidden();
  await expect(studio.status).toHaveText(/Stopped$/);
});

/** Every text of the status line from now on. */
function watchStatus(page: Page) {
  return page.getByRole('status').evaluateHandle((element) => {
    const texts: string[] = [];
    new MutationObserver(() => texts.push(element.textContent ?? '')).observe(element, {
      subtree: true,
      childList: true,
      characterData: true,
    });
    return texts;
  });
}
