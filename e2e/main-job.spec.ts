import { readFile } from 'node:fs/promises';
import { expect, type JSHandle, type Locator, test } from '@playwright/test';
import { Studio } from './studio';

test('a prompt becomes a refined crystal and a CIF file', async ({ page }) => {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  // Names what the content security policy kept out, and where it came from.
  await page.addInitScript(() => {
    addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sourceFile }) =>
      console.error(`${effectiveDirective} forbids ${blockedURI} in ${sourceFile}`),
    );
  });
  const studio = new Studio(page);
  await studio.open();
  for (const name of ['Runs', 'Keys', 'How to cite']) {
    await page.getByRole('button', { name }).click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toBeHidden();
  }
  await studio.prompt.fill('SrTiO3 with 10 atoms');
  await expect(page.getByRole('row', { name: 'SrTiO₃' })).toBeVisible();
  await studio.setTau(60);
  const textLengths = await watchTextLengths(studio.draft);
  await studio.generate.click();
  await expect(studio.status).toHaveText(/Refined$/, { timeout: 120_000 });
  // The draft came bit by bit, not at once.
  expect((await textLengths.jsonValue()).length).toBeGreaterThan(3);

  await expect(studio.candidate).toContainText('SrTiO3');
  await expect(studio.candidate).toContainText('Z = ');
  for (const tolerance of ['0.01', '0.05', '0.1', '0.2']) {
    await expect(studio.candidate.getByRole('row', { name: new RegExp(`^${tolerance}\\s*Å`) })).toContainText(
      /no\. \d+/,
    );
  }

  await studio.export.click();
  const download = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'CIF (symmetrised)' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/SrTiO3.*\.cif$/);
  const cif = await readFile(await file.path(), 'utf8');
  expect(cif).toMatch(/_chemical_formula_sum\s+'O3 Sr Ti'/);
  expect(cif).toMatch(/_space_group_symop_operation_xyz|_symmetry_equiv_pos_as_xyz/);
  expect(cif).toContain('not relaxed');
  // Nothing failed on the way, and nothing was against the content security policy.
  expect(complaints).toEqual([]);
});

test('every file of the export menu is saved', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  await studio.run('NaCl', 20);
  for (const [item, name, content] of [
    ['CIF (P1)', /\.cif$/, /'?P ?1'?/],
    ['POSCAR', /POSCAR|\.vasp$|\.poscar$/i, /Direct/i],
    ['Trajectory (extXYZ)', /\.xyz$|\.extxyz$/, /Lattice="/],
  ] as const) {
    await studio.export.click();
    const download = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: item, exact: true }).click();
    const file = await download;
    expect(file.suggestedFilename()).toMatch(name);
    expect(await readFile(await file.path(), 'utf8')).toMatch(content);
  }
});

test('the draft is shown as text or as the CIF it amounts to', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  // At τ = 0 the draft is kept as it is.
  await studio.run('NaCl', 0);
  await expect(studio.status).toHaveText(/draft kept/);
  await expect(studio.candidate).toContainText('draft, taken as it is');
  await expect(studio.frame).toBeDisabled();
  await studio.draft.getByRole('radio', { name: 'CIF' }).click();
  await expect(studio.draft).toContainText('_cell_length_a');
  await studio.draft.getByRole('radio', { name: 'Text' }).click();
  await expect(studio.draft).not.toContainText('_cell_length_a');
});

/** Every length that the text of an element has from now on. */
function watchTextLengths(locator: Locator): Promise<JSHandle<number[]>> {
  return locator.evaluateHandle((element) => {
    const lengths: number[] = [];
    new MutationObserver(() => {
      const length = element.textContent?.length ?? 0;
      if (!lengths.includes(length)) lengths.push(length);
    }).observe(element, { subtree: true, childList: true, characterData: true });
    return lengths;
  });
}
