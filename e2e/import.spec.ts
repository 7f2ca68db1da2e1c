import { readFileSync } from 'node:fs';
import { expect, type Page, test } from '@playwright/test';
import cifs from '../src/crystal/fixtures/cifs.json' with { type: 'json' };
import { Studio } from './studio';

const rutile =
  cifs.find(({ name, program }) => name.startsWith('rutile') && program.includes('symmetrised'))?.text ?? '';

/** Drops a file onto the page as a hand does: the events bubble up from what lies under it. */
async function drop(page: Page, name: string, content: string): Promise<void> {
  const transfer = await page.evaluateHandle(
    ([fileName, text]) => {
      const carried = new DataTransfer();
      carried.items.add(new File([text], fileName));
      return carried;
    },
    [name, content],
  );
  const target = page.getByRole('region', { name: 'Viewer' });
  await target.dispatchEvent('dragover', { dataTransfer: transfer });
  await expect(page.getByText('Drop to open')).toBeVisible();
  await target.dispatchEvent('drop', { dataTransfer: transfer });
  await expect(page.getByText('Drop to open')).toBeHidden();
}

test('a dropped CIF is shown, judged, refined from τ = 50 and exported', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  await studio.prompt.fill('words that stay');
  await drop(page, 'rutile.cif', rutile);
  await expect(studio.status).toHaveText('rutile.cif opened');
  await expect(studio.viewer).toContainText('as read from the file · 6 atoms');
  await expect(studio.candidate).toContainText('136');
  await expect(studio.draft).toContainText(
    'Refinement takes its primitive Niggli cell: 6 atoms, 2.959 Å, 4.594 Å, 4.594 Å',
  );
  await expect(studio.prompt).toHaveValue('words that stay');

  await studio.setTau(50);
  await expect(studio.status).toHaveText(/Refined$/, { timeout: 120_000 });
  await expect(studio.frame).toHaveAttribute('max', '50');
  await expect(studio.viewer).toContainText('refined · 6 atoms');

  await studio.export.click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: 'pymatgen JSON' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe(
    `TiO2-tau50-seed${/seed(\d+)/.exec(download.suggestedFilename())?.[1]}.json`,
  );
  const structure = JSON.parse(readFileSync(await download.path(), 'utf8'));
  expect(structure.properties).toMatchObject({ source: 'the file rutile.cif (CIF)', tau: 50, relaxed: false });
  expect(structure.sites).toHaveLength(6);

  await page.reload();
  await expect(studio.draft).toContainText('rutile.cif');
  await expect(studio.frame).toHaveAttribute('max', '50');
});

test('what cannot be read is said by line and value, and what is on the bench stays', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  await drop(page, 'rutile.cif', rutile);
  await expect(studio.status).toHaveText('rutile.cif opened');

  // The same file once more is no other run.
  await drop(page, 'rutile.cif', rutile);
  await expect(studio.status).toHaveText('rutile.cif opened');
  await expect(page.getByRole('button', { name: 'Runs' })).toHaveText(/^Runs\s*1$/);

  // The nearest atoms are named, and marked in the picture on request.
  await studio.candidate
    .getByRole('button', { name: /^Mark Ti1 and O\d(, an image)? in the picture$/ })
    .first()
    .click();
  await studio.viewer.getByRole('button', { name: 'Measure', exact: true }).click();
  await expect(studio.viewer.getByRole('row', { name: /^Distance/ })).toContainText(/Ti1 – O\d.*1\.9\d\d\u202fÅ/);

  await drop(page, '1abc.cif', 'data_1ABC\n_entry.id 1ABC\n_cell.length_a 61.2\n');
  await expect(page.getByRole('alert')).toContainText('1abc.cif: Line 1: The file is an mmCIF');
  await drop(page, 'POSCAR', 'broken\n1.0\n4 0 0\n0 4 0\n0 0 4\nCs Cl\n1 1\nDirect\n0 0 0\n0.5 half 0.5\n');
  await expect(page.getByRole('alert')).toContainText('POSCAR: Line 10: Position 2 of 2 is "0.5 half 0.5"');
  await drop(page, 'cell.poscar', 'old\n1.0\n4 0 0\n0 4 0\n0 0 4\n1 1\nDirect\n0 0 0\n0.5 0.5 0.5\n');
  await expect(page.getByRole('alert')).toContainText("VASP 4's form");
  await expect(studio.viewer).toContainText('6 atoms');
  await expect(studio.status).toHaveText('rutile.cif opened');
});

test('a structure beyond the models is opened by keyboard, judged and exported, and refinement says why not', async ({
  page,
}) => {
  const studio = new Studio(page);
  await studio.open();
  const chooser = page.waitForEvent('filechooser');
  await page.keyboard.press('Control+o');
  const poscar = 'curium oxide\n1.0\n5.36 0 0\n0 5.36 0\n0 0 5.36\nCm O\n1 1\nDirect\n0 0 0\n0.5 0.5 0.5\n';
  await (await chooser).setFiles({ name: 'CmO.vasp', mimeType: 'text/plain', buffer: Buffer.from(poscar) });
  await expect(studio.status).toHaveText('CmO.vasp opened');
  await expect(studio.draft).toContainText('It cannot be refined: the diffusion model was not trained on Cm.');
  await expect(studio.draft.getByRole('button', { name: /Refine from/ })).toBeHidden();
  await expect(studio.candidate).toContainText('221');
  await studio.export.click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: 'POSCAR' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('CmO.poscar');
  expect(readFileSync(await download.path(), 'utf8')).toContain('Structure read from the file CmO.vasp (POSCAR)');
});
