import { readFile } from 'node:fs/promises';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { Studio } from './studio';

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

test('a draft is read token by token, written again from one, and the branch is repeated by its link', async ({
  page,
}) => {
  test.slow();
  const studio = new Studio(page);
  await studio.open();
  await studio.prompt.fill('SrTiO3 with 5 atoms');
  await studio.setTau(10);
  await studio.generate.click();
  const tokens = studio.draft.getByRole('group', { name: 'Tokens of the draft' }).getByRole('button');
  await expect(tokens.nth(9)).toBeVisible({ timeout: 60_000 });
  // While tokens stream in, those that are there are left alone.
  await tokens.first().evaluate((element) => element.setAttribute('data-seen', 'early'));
  await expect(studio.status).toHaveText(/Refined$/, { timeout: 120_000 });
  await expect(tokens.first()).toHaveAttribute('data-seen', 'early');
  await expect(tokens.first()).toHaveAccessibleName(/^\d, (\d|< )[\d.]*\s%$/);
  await expect(tokens.last()).toHaveAccessibleName(/^end of text, /);

  // One stop for the keyboard, arrow keys in it; the token in focus is read out in numbers.
  await tokens.first().focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(tokens.nth(await focused(page))).toHaveAccessibleName(/^[A-Z][a-z]?, /);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowRight');
  const place = await focused(page);
  await expect(studio.draft).toContainText(new RegExp(`ln p = .* token ${place + 1} of \\d+`));
  await expect(studio.draft.locator('button[data-place][tabindex="0"]')).toHaveCount(1);

  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: `Write the rest again from token ${place + 1}` });
  const choices = dialog.getByRole('option');
  await expect(choices.nth(2)).toBeVisible();
  await expect(dialog).toContainText('not calibrated');
  const { violations } = await new AxeBuilder({ page }).analyze();
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect(serious.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(tokens.nth(place)).toBeFocused();

  const before = await studio.tokens();
  await page.keyboard.press('Enter');
  const other = choices.filter({ hasNotText: /as written|not allowed/ }).first();
  const chosen = (await other.textContent())?.[0] ?? '';
  await other.click();
  await expect(studio.status).not.toHaveText(/Refined$/);
  await expect(studio.status).toHaveText(/Refined$/, { timeout: 120_000 });
  await expect(studio.draft).toContainText(`its first ${place + 1} tokens are those of another draft`);
  const after = await studio.tokens();
  expect(after.slice(0, place)).toEqual(before.slice(0, place));
  expect(after[place]).toBe(chosen);
  await expect(tokens.nth(place)).toHaveAccessibleName(/, kept$/);

  // The same confidence colours the atoms, in other cells too.
  await studio.viewer.getByRole('button', { name: 'View options' }).click();
  const options = studio.viewer.getByRole('tabpanel');
  await options.getByRole('button', { name: /^Jmol/ }).click();
  await page.getByRole('option', { name: 'Confidence of the draft' }).click();
  await options.getByRole('button', { name: /^As computed/ }).click();
  await page.getByRole('option', { name: 'Conventional' }).click();
  await expect(studio.viewer.getByRole('list', { name: 'Confidence of the draft' })).toContainText('≥ 95 %');
  await studio.viewer.locator('canvas').focus();
  await expect(studio.viewer).toContainText('conventional cell');
  await studio.export.click();
  const download = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'Picture (SVG)' }).click();
  const picture = await readFile(await (await download).path(), 'utf8');
  const colours = new Set([...picture.matchAll(/url\(#atom-([0-9a-f]{6})\)/g)].map(([, colour]) => colour));
  expect(colours.size).toBeGreaterThan(0);
  for (const colour of colours) expect(['0072b2', '56b4e9', 'd2d2d2', 'e69f00', 'b03a00']).toContain(colour);

  // Its link makes the same branch, in a browser that has not seen the draft it came from.
  await page.keyboard.press('Control+k');
  await page.getByRole('searchbox').fill('Copy link');
  await page.keyboard.press('Enter');
  await expect(studio.status).toHaveText('Link copied');
  const link = await page.evaluate(() => navigator.clipboard.readText());
  await page.goto('about:blank');
  await page.goto(link);
  await expect(page.getByText('came to the same result')).toBeVisible({ timeout: 120_000 });
  expect(await studio.tokens()).toEqual(after);
});

function focused(page: Page): Promise<number> {
  return page.evaluate(() => Number((document.activeElement as HTMLElement).dataset.place));
}
