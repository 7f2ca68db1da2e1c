import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { Studio } from './studio';

/** Axe on what is open, light and dark. */
async function check(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const { violations } = await new AxeBuilder({ page }).analyze();
    const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    const found = serious.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`);
    expect(found, `${name}, ${colorScheme}`).toEqual([]);
  }
}

test('axe finds nothing serious in dialogs, menus and tools', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  await studio.openFile(
    'NaCl.vasp',
    'rock salt\n1.0\n0 2.82 2.82\n2.82 0 2.82\n2.82 2.82 0\nNa Cl\n1 1\nDirect\n0 0 0\n0.5 0.5 0.5\n',
  );

  await page.getByRole('button', { name: 'How to cite' }).click();
  await expect(page.getByRole('dialog', { name: 'How to cite' })).toBeVisible();
  await check(page, 'How to cite');
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: 'Runs', exact: true }).click();
  await expect(page.getByRole('dialog', { name: 'Runs on this device' })).toBeVisible();
  await check(page, 'Runs');
  await page.keyboard.press('Escape');

  await studio.export.click();
  await expect(page.getByRole('menu')).toBeVisible();
  await check(page, 'Export');
  await page.keyboard.press('Escape');

  await studio.viewer.getByRole('button', { name: 'Powder diffraction' }).click();
  await expect(studio.viewer.getByRole('img', { name: /Powder pattern/ })).toBeVisible();
  await check(page, 'Powder diffraction');
  await studio.viewer.getByRole('tab', { name: 'Pair distances' }).click();
  await expect(studio.viewer.getByRole('img', { name: /Radial distribution/ })).toBeVisible();
  await check(page, 'Pair distances');
  await studio.viewer.getByRole('button', { name: 'Close the tools' }).click();

  await page.getByRole('button', { name: 'Advanced' }).click();
  await studio.prompt.fill('NaCl');
  const backend = page.getByRole('contentinfo').getByRole('button', { name: /thread|WebGPU/ });
  await backend.click({ timeout: 120_000 });
  await expect(page.getByRole('dialog', { name: 'Where the models run' })).toBeVisible();
  await check(page, 'Where the models run');
});
