import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { Studio } from './studio';

for (const colorScheme of ['light', 'dark'] as const) {
  test(`every action is found by name, says why it cannot be done, and is done by keyboard, ${colorScheme}`, async ({
    page,
  }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const studio = new Studio(page);
    await studio.open();
    await studio.prompt.focus();
    await page.keyboard.press('Control+k');
    const palette = page.getByRole('dialog', { name: 'Commands' });
    await expect(palette.getByRole('searchbox', { name: 'Search commands' })).toBeFocused();
    await expect(palette.getByRole('menuitem', { name: 'Copy link: There is no run yet.' })).toBeDisabled();
    const { violations } = await new AxeBuilder({ page }).analyze();
    const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    expect(serious.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).toEqual([]);

    for (let press = 0; press < 12; press++) await page.keyboard.press('ArrowDown');
    await expect(palette.locator('[role="menuitem"][data-focused]')).toBeInViewport();
    await page.keyboard.type('how to');
    await expect(palette.getByRole('menuitem')).toHaveCount(1);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect(palette).toBeHidden();
    await expect(page.getByRole('dialog', { name: 'How to cite' })).toBeVisible();
  });
}

test('changes are undone and redone by keyboard, typing is left to the browser', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  await studio.setTau(120);
  await page.waitForTimeout(1100); // Two movements, not one.
  await studio.setTau(480);
  await studio.tau.focus();
  await page.keyboard.press('Control+z');
  await expect(studio.tau).toHaveValue('120');
  await expect(studio.status).toHaveText('Undone: noise level τ');
  await page.keyboard.press('Control+Shift+z');
  await expect(studio.tau).toHaveValue('480');

  await studio.prompt.fill('SrTiO3 cubic');
  const chips = page.getByRole('grid', { name: 'Understood' }).getByRole('row');
  const count = await chips.count();
  expect(count).toBeGreaterThan(1);
  await chips
    .first()
    .getByRole('button', { name: /Remove/ })
    .click();
  await expect(chips).toHaveCount(count - 1);
  await studio.tau.focus();
  await page.keyboard.press('Control+z');
  await expect(chips).toHaveCount(count);
  await expect(studio.tau).toHaveValue('480');

  await studio.prompt.focus();
  await page.keyboard.press('End');
  await page.keyboard.type('x');
  await page.keyboard.press('Control+z');
  await expect(studio.tau).toHaveValue('480');
});
