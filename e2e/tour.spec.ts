import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { Studio } from './studio';

const looks = [
  { colorScheme: 'light' },
  { colorScheme: 'dark' },
  { colorScheme: 'light', contrast: 'more' },
  { colorScheme: 'dark', contrast: 'more' },
  { forcedColors: 'active' },
] as const;

/** Axe in every look of the page that is open. */
async function checkLooks(page: Page): Promise<void> {
  for (const look of looks) {
    await page.emulateMedia({
      colorScheme: null,
      contrast: null,
      forcedColors: null,
      reducedMotion: 'reduce',
      ...look,
    });
    const axe = new AxeBuilder({ page });
    // The stricter contrast is what was asked for.
    if ('contrast' in look) axe.options({ rules: { 'color-contrast-enhanced': { enabled: true } } });
    const { violations } = await axe.analyze();
    const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    const found = serious.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`);
    expect(found, JSON.stringify(look)).toEqual([]);
  }
}

test('a first visit is shown around by keyboard, once, in every look', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  const tour = page.getByRole('region', { name: 'Tour' });
  await expect(tour).toContainText('1 of 4');
  // It waits to be looked at.
  expect(await tour.evaluate((card) => card.contains(document.activeElement))).toBe(false);
  await checkLooks(page);
  await tour.getByRole('button', { name: 'Write the example: LiFeO2, space group 166' }).click();
  await expect(studio.prompt).toHaveValue('LiFeO2, space group 166');

  await tour.getByRole('button', { name: 'Next step' }).click();
  await tour.getByRole('button', { name: 'Previous step' }).focus();
  await page.keyboard.press('Enter');
  await expect(tour).toContainText('1 of 4');
  await expect(tour.getByRole('button', { name: 'Next step' })).toBeFocused();
  for (const step of ['2 of 4', '3 of 4', '4 of 4']) {
    await page.keyboard.press('Enter');
    await expect(tour).toContainText(step);
  }
  await page.keyboard.press('Escape');
  await expect(tour).toBeHidden();
  await expect(studio.prompt).toBeFocused();
  await page.getByRole('button', { name: 'Keys' }).click();
  await checkLooks(page);

  await page.reload();
  await expect(studio.viewer).toContainText('Describe');
  await expect(tour).toBeHidden();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('tour');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(tour).toContainText('1 of 4');
});
