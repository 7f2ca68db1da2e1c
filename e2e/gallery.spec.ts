import { readFile } from 'node:fs/promises';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { unzipSync } from 'fflate';
import { Studio } from './studio';

/** Nothing serious in the part named, light and dark, and no wider than the screen. */
async function expectAccess(page: Page, region: string) {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await new AxeBuilder({ page }).include(`[aria-label="${region}"]`).analyze();
    const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    expect(serious.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).toEqual([]);
  }
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
}

test('many candidates are looked at, sorted, marked, compared and taken away', async ({ page }) => {
  test.setTimeout(240_000);
  const studio = new Studio(page);
  await studio.open();
  const count = page.getByRole('textbox', { name: 'Candidates' });
  await count.fill('64');
  await count.press('Tab');
  await expect(count).toHaveValue('64');
  await count.fill('3');
  await count.press('Tab');
  await studio.prompt.fill('NaCl');
  await studio.setTau(10);
  await studio.generate.click();
  const gallery = page.getByRole('region', { name: 'Gallery' });
  await page.getByRole('button', { name: 'Gallery of candidates' }).click();
  const tiles = gallery.getByRole('listbox', { name: 'Candidates' }).getByRole('option');
  await expect(tiles).toHaveCount(3);
  await expect(studio.viewer).toBeHidden();
  await expect(studio.status).toHaveText(/Refined$/, { timeout: 120_000 });
  for (const place of [0, 1, 2]) {
    await expect(tiles.nth(place)).toHaveAccessibleName(
      new RegExp(`^${place + 1}: NaCl, refined, .*, (valid|atoms too close), structure \\d, confidence \\d+ %`),
    );
  }
  const pictures = tiles.locator('img');
  await expect(pictures).toHaveCount(3);
  const widths = await pictures.evaluateAll((all) => all.map((image) => (image as HTMLImageElement).naturalWidth));
  expect(Math.min(...widths)).toBeGreaterThan(50);
  expect(await page.locator('canvas').count()).toBe(1);
  await expectAccess(page, 'Gallery');

  // By keyboard: choose, star, delete, undo.
  await tiles.nth(0).click();
  await page.keyboard.press('End');
  await expect(tiles.nth(2)).toBeFocused();
  await expect(studio.candidate.getByRole('tab', { name: /^Candidate 3/ })).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('s');
  await expect(tiles.nth(2)).toHaveAccessibleName(/^3: NaCl, refined, starred/);
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Delete');
  await expect(tiles).toHaveCount(2);
  await expect(gallery.getByRole('status')).toContainText('Candidate 2 deleted');
  await expect(studio.candidate.getByRole('tab')).toHaveCount(2);
  await page.keyboard.press('Control+z');
  await expect(tiles).toHaveCount(3);
  await expect(studio.candidate.getByRole('tab', { name: /^Candidate 2/ })).toHaveAttribute('aria-selected', 'true');

  await studio.candidate.getByRole('button', { name: 'Tags and note' }).click();
  await studio.candidate.getByRole('textbox', { name: 'Tags, apart by commas' }).fill('rock salt, to do');
  await studio.candidate.getByRole('textbox', { name: 'Note' }).fill('Ask Mia.');
  await expect(tiles.nth(1)).toHaveAccessibleName(/tags rock salt, to do$/);

  await gallery.getByRole('radio', { name: 'Table' }).click();
  const rows = gallery.getByRole('grid').getByRole('row');
  await expect(rows).toHaveCount(4);
  const numbers = () => rowNumbers(page);
  await gallery.getByRole('columnheader', { name: /^No\./ }).click();
  await expect.poll(numbers).toEqual(['3', '2', '1']);
  const search = gallery.getByRole('searchbox', { name: 'Search candidates' });
  await search.fill('rock');
  await expect.poll(numbers).toEqual(['2']);
  await search.fill('');
  await gallery.getByRole('button', { name: 'Starred' }).click();
  await expect.poll(numbers).toEqual(['3']);
  await expectAccess(page, 'Gallery');
  await gallery.getByRole('button', { name: 'Starred' }).click();

  // Marks outlive the page, as the run does.
  await expect(studio.status).not.toHaveText('Ready');
  await page.reload();
  await expect(studio.candidate.getByRole('tab')).toHaveCount(3);
  await page.getByRole('button', { name: 'Gallery of candidates' }).click();
  await expect(tiles.nth(2)).toHaveAccessibleName(/starred/);
  await expect(tiles.nth(1)).toHaveAccessibleName(/tags rock salt, to do$/);

  const download = page.waitForEvent('download');
  await gallery.getByRole('button', { name: 'Save as zip' }).click();
  await page.getByRole('menuitem', { name: 'All candidates' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/^NaCl-tau10-seed\d+\.zip$/);
  const entries = Object.keys(unzipSync(await readFile(await file.path())));
  const folder = file.suggestedFilename().replace('.zip', '');
  for (const pattern of [/cif\/3-NaCl-.*\.cif$/, /poscar\/1-NaCl.*\.poscar$/, /trajectories\/2-NaCl.*\.extxyz$/]) {
    expect(entries.filter((name) => pattern.test(name))).toHaveLength(1);
  }
  expect(entries).toHaveLength(11);
  expect(entries.every((name) => name.startsWith(`${folder}/`))).toBe(true);

  await tiles.nth(0).click();
  await page.keyboard.press('x');
  const comparison = page.getByRole('region', { name: 'Comparison' });
  await expect(comparison.getByRole('combobox', { name: 'Left candidate' })).toHaveValue('0');
  await expect(comparison.getByRole('combobox', { name: 'Right candidate' })).toHaveValue('1');
  await expect(comparison.getByRole('columnheader', { name: 'Difference' })).toBeVisible();
  const views = comparison.locator('canvas');
  await expect(views).toHaveCount(2);
  const right = await views.nth(1).screenshot();
  await views.nth(0).focus();
  for (let press = 0; press < 6; press++) await page.keyboard.press('ArrowUp');
  await expect.poll(async () => right.equals(await views.nth(1).screenshot())).toBe(false);
  await comparison.getByRole('combobox', { name: 'Right candidate' }).selectOption('0');
  await expect(comparison.getByLabel('Difference')).toContainText(/RMSD 0\.000\sÅ over \d+ mapped atoms/);
  await comparison.getByRole('button', { name: 'Na1', exact: true }).click();
  await expect(comparison.getByRole('button', { name: 'Na1', exact: true })).toHaveAttribute('aria-pressed', 'true');
  await page.setViewportSize({ width: 360, height: 740 });
  await expectAccess(page, 'Comparison');
  await comparison.getByRole('button', { name: 'Back to the gallery' }).click();
  await expect(tiles).toHaveCount(3);
  await expectAccess(page, 'Gallery');
  await gallery.getByRole('button', { name: 'Back to the structure' }).click();
  await expect(studio.viewer.locator('canvas')).toBeFocused();
});

/** First column of the table, in the order shown. */
function rowNumbers(page: Page): Promise<string[]> {
  return page
    .getByRole('grid', { name: 'Candidates' })
    .locator('tbody tr')
    .evaluateAll((rows) => rows.map((row) => row.querySelector('td, th')?.textContent?.trim() ?? ''));
}
