import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { Studio } from './studio';

for (const colorScheme of ['light', 'dark'] as const) {
  for (const [name, viewport] of [
    ['wide', { width: 1440, height: 900 }],
    ['narrow', { width: 360, height: 740 }],
  ] as const) {
    test(`axe finds nothing serious, ${colorScheme}, ${name}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize(viewport);
      const studio = new Studio(page);
      await studio.open();
      await studio.run('SrTiO3 with 5 atoms', 5);
      const { violations } = await new AxeBuilder({ page }).analyze();
      const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
      expect(serious.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).toEqual([]);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(overflow).toBeLessThanOrEqual(0);
    });
  }
}

test('a run needs no mouse', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  await studio.setTau(10);
  await studio.prompt.focus();
  await page.keyboard.type('NaCl');
  await page.keyboard.press('Control+Enter');
  await expect(studio.status).toHaveText(/Refined$/, { timeout: 120_000 });

  await studio.frame.focus();
  await page.keyboard.press('Home');
  await expect(studio.frame).toHaveValue('0');
  await page.keyboard.press('End');
  await expect(studio.frame).toHaveValue('10');

  await studio.export.focus();
  await page.keyboard.press('Enter');
  const download = page.waitForEvent('download');
  await expect(page.getByRole('menuitem', { name: 'CIF (symmetrised)' })).toBeFocused();
  await page.keyboard.press('Enter');
  expect((await download).suggestedFilename()).toMatch(/\.cif$/);
});

test('the keys do on the sliders what the list of keys says, and Esc stops from the prompt', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  await studio.run('SrTiO3 with 5 atoms', 40);
  await expect(studio.frame).toHaveValue('40');
  await studio.frame.focus();
  await page.keyboard.press('PageUp');
  await expect(studio.frame).toHaveValue('30');
  await page.keyboard.press('PageUp');
  await expect(studio.frame).toHaveValue('20');
  await expect(studio.candidate).toContainText('frame t = 20');
  await page.keyboard.press('PageDown');
  await expect(studio.frame).toHaveValue('30');
  await page.keyboard.press('Home');
  await page.keyboard.press('Space');
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();
  await expect(studio.frame).toHaveValue('40');

  await studio.setTau(1000);
  await expect(studio.status).toHaveText('Refining from τ = 1000');
  await studio.prompt.focus();
  await page.keyboard.press('Escape');
  await expect(studio.status).toHaveText(/Stopped$/);
  await expect(studio.prompt).toHaveValue('SrTiO3 with 5 atoms');
});

test('dialogs open, name their sources and give the focus back', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  const cite = page.getByRole('button', { name: 'How to cite' });
  await cite.click();
  const dialog = page.getByRole('dialog', { name: 'How to cite' });
  for (const source of ['2510.23040', 'Gruver', 'Jiao', 'Jain', 'Xie', 'Castelli', 'Tau Studio']) {
    await expect(dialog).toContainText(source);
  }
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(cite).toBeFocused();
});
