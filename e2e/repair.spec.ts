import { readFile } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import { Studio } from './studio';

test('a site is moved by hand, the others are locked, and the refinement moves only that one', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  await studio.run('SrTiO3 with 5 atoms', 0);
  await studio.viewer.locator('canvas').focus();
  await page.keyboard.press('e');
  const panel = studio.viewer.getByRole('tabpanel', { name: 'Edit and repair' });
  const refine = panel.getByRole('button', { name: /^Refine the rest/ });
  await expect(refine).toBeDisabled();
  await expect(panel).toContainText('Lock or change something first.');

  const x = panel.getByRole('textbox', { name: /^x of O5/ });
  const before = Number(await x.inputValue());
  await x.fill((before + 0.06).toFixed(4));
  await x.press('Tab');
  await expect(panel).toContainText(/O5 moved by 0\.\d\d Å\./);
  await panel.getByRole('button', { name: 'Lock all sites', exact: true }).click();
  await panel.getByText('Lock the lattice').click();
  await expect(panel).toContainText('All is locked');
  await panel.getByRole('button', { name: 'Lock O5' }).click();
  await expect(panel).toContainText('At τ = 0 nothing is refined');
  const fields = panel.getByRole('textbox');
  const edited = await fields.evaluateAll((inputs) => inputs.map((input) => Number((input as HTMLInputElement).value)));
  await studio.setTau(100);
  await refine.click();
  await expect(studio.status).toHaveText(/Refined$/, { timeout: 120_000 });
  await expect(studio.draft).toContainText('edited in the studio');
  await expect(studio.draft).toContainText('O5 moved by');

  const download = page.waitForEvent('download');
  await studio.export.click();
  await page.getByRole('menuitem', { name: 'pymatgen JSON' }).click();
  const file = JSON.parse(await readFile(await (await download).path(), 'utf8'));
  expect(file.properties.locked).toBe('Locked: the lattice, Sr1, Ti2, O3, O4.');
  const coordinates: number[] = file.sites.flatMap(({ abc }: { abc: number[] }) => abc);
  const moved = coordinates.map((value, i) => Math.abs(value - edited[i] - Math.round(value - edited[i])));
  expect(Math.max(...moved.slice(0, 12))).toBeLessThan(1e-4);
  expect(Math.max(...moved.slice(12))).toBeGreaterThan(1e-3);
});

test('an atom is dragged in the picture, and undo takes it back', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  await studio.run('NaCl with 2 atoms', 0);
  const canvas = studio.viewer.locator('canvas');
  await canvas.focus();
  await page.keyboard.press('e');
  const panel = studio.viewer.getByRole('tabpanel', { name: 'Edit and repair' });
  await expect(panel).toContainText('No site was changed.');
  const box = await canvas.boundingBox();
  if (!box) throw new Error('The picture is not drawn.');
  // Somewhere near the middle of the cell there is an atom.
  const caption = panel.getByText(/moved by/);
  for (let step = 0; step < 60 && (await caption.count()) === 0; step++) {
    const angle = 2.4 * step;
    const radius = 3 * step;
    const [px, py] = [
      box.x + box.width / 2 + radius * Math.cos(angle),
      box.y + box.height / 2 + radius * Math.sin(angle),
    ];
    await page.mouse.move(px, py);
    await page.mouse.down();
    await page.mouse.move(px + 20, py + 10, { steps: 3 });
    await page.mouse.up();
  }
  await expect(caption).toContainText(/(Na|Cl)\d moved by \d\.\d\d Å\./);
  await expect(studio.viewer).toContainText('edited, not refined');
  await page.keyboard.press('Control+z');
  await expect(panel).toContainText('No site was changed.');
});
