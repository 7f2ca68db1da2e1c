import { readFile } from 'node:fs/promises';
import AxeBuilder from '@axe-core/playwright';
import { NodeIO } from '@gltf-transform/core';
import { expect, test } from '@playwright/test';
import { Studio } from './studio';

test('a crystal is looked at, measured, and taken away as a picture and a model', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  const cell = '0 2.82 2.82\n2.82 0 2.82\n2.82 2.82 0';
  await studio.openFile('NaCl.vasp', `rock salt\n1.0\n${cell}\nNa Cl\n1 1\nDirect\n0 0 0\n0.5 0.5 0.5\n`);

  // Cells and what they hold.
  await studio.viewer.getByRole('button', { name: 'View options' }).click();
  const tools = studio.viewer.getByRole('tabpanel');
  await tools.getByRole('button', { name: /^As in the file/ }).click();
  await page.getByRole('option', { name: 'Niggli' }).click();
  await expect(studio.viewer).toContainText('Niggli cell');
  await tools.getByRole('textbox', { name: '× c' }).fill('2');
  await tools.getByRole('textbox', { name: '× c' }).press('Enter');
  await expect(studio.viewer).toContainText('1 × 1 × 2');
  await tools.getByText('Polyhedra', { exact: true }).click();
  await expect(tools.getByRole('button', { name: 'Cations' })).toBeVisible();
  await tools.getByRole('button', { name: 'Add a plane' }).click();
  await expect(tools.getByRole('group', { name: 'Plane 1' })).toContainText(/d = \d\.\d{3}/);
  await tools.getByText('Cut away').click();
  await expect(tools.getByRole('switch', { name: 'Cut away' })).toBeChecked();
  await tools.getByText('Cut away').click();
  await studio.viewer.getByRole('button', { name: 'Show Chlorine' }).click();
  await expect(studio.viewer.getByRole('button', { name: 'Show Chlorine' })).toHaveAttribute('aria-pressed', 'false');

  // Measuring without a mouse: sites are buttons.
  await studio.viewer.getByRole('tab', { name: 'Measure' }).click();
  const sites = tools.getByRole('table', { name: /Sites of the cell/ });
  await expect(sites.getByRole('row', { name: /^Na1/ })).toContainText(/6 Cl\s*2\.820/);
  // The repeated cell has the sites of the cell.
  await expect(sites.getByRole('row')).toHaveCount(3);
  await sites.getByRole('button', { name: 'Cl2' }).press('Enter');
  await sites.getByRole('button', { name: 'Na1' }).press('Enter');
  await expect(tools.getByRole('row', { name: /^Distance/ })).toContainText(/Cl2 – Na1.*2\.820\u202fÅ/);
  await sites.getByRole('button', { name: /^Na1/ }).press('Enter');
  await expect(tools.getByRole('row', { name: /^Angle/ })).toContainText(/\d+\.\d{2}°/);

  const { violations } = await new AxeBuilder({ page }).analyze();
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect(serious.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).toEqual([]);

  for (const [item, name, opening] of [
    ['Picture (SVG)', /NaCl.*\.svg$/, '<svg'],
    ['3D model (glTF)', /NaCl.*\.glb$/, 'glTF'],
    ['Picture (PNG)', /NaCl.*\.png$/, '\u0089PNG'],
  ] as const) {
    await studio.export.click();
    const download = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: item, exact: true }).click();
    const file = await download;
    expect(file.suggestedFilename()).toMatch(name);
    expect((await readFile(await file.path(), 'latin1')).slice(0, opening.length)).toBe(opening);
    if (opening === 'glTF') await checkModel(await readFile(await file.path()));
  }

  // Taste is kept, what belongs to a structure is not.
  await page.reload();
  await studio.viewer.getByRole('button', { name: 'View options' }).click();
  await expect(tools.getByRole('switch', { name: 'Polyhedra' })).toBeChecked();
  await expect(tools.getByRole('group', { name: 'Plane 1' })).toBeHidden();
});

test('on a phone a tool opens in sight, and the crystal is looked at along its axes', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const studio = new Studio(page);
  await studio.open();
  await studio.openFile(
    'CsCl.vasp',
    'CsCl\n1.0\n4.12 0 0\n0 4.12 0\n0 0 4.12\nCs Cl\n1 1\nDirect\n0 0 0\n0.5 0.5 0.5\n',
  );
  for (const axis of ['a', 'b', 'c']) {
    await studio.viewer.getByRole('button', { name: `View along ${axis}`, exact: true }).click();
  }
  await studio.viewer.getByRole('button', { name: 'Measure', exact: true }).click();
  const tab = studio.viewer.getByRole('tab', { name: 'Measure' });
  await expect(tab).toBeFocused();
  await expect(tab).toBeInViewport({ ratio: 1 });
  await expect(studio.viewer.getByRole('table', { name: /Sites of the cell/ })).toBeInViewport();
});

/** What another library reads from the model: sodium, and of the hidden chlorine what is measured, at the distances of rock salt. */
async function checkModel(bytes: Uint8Array): Promise<void> {
  const root = (await new NodeIO().readBinary(new Uint8Array(bytes))).getRoot();
  expect(root.getAsset().version).toBe('2.0');
  const named = (pattern: RegExp) => root.listNodes().filter((node) => pattern.test(node.getName()));
  const [sodium, chlorine] = [named(/^Na\d+$/), named(/^Cl\d+$/)];
  expect(new Set(sodium.map((node) => node.getName()))).toEqual(new Set(['Na1', 'Na2']));
  expect(chlorine.map((node) => node.getName())).toEqual(['Cl3']);
  const places = sodium.map((node) => node.getWorldTranslation());
  const distances = places.flatMap((p, i) => places.slice(0, i).map((q) => Math.hypot(...p.map((x, k) => x - q[k]))));
  expect(Math.min(...distances)).toBeCloseTo(5.64 / Math.SQRT2, 4);
  const materials = sodium.map((node) => node.getMesh()?.listPrimitives()[0].getMaterial()?.getName());
  expect(new Set(materials)).toEqual(new Set(['Na']));
}
