import { readFileSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import cifs from '../src/crystal/fixtures/cifs.json' with { type: 'json' };
import { Studio } from './studio';

const rutile =
  cifs.find(({ name, program }) => name.startsWith('rutile') && program.includes('symmetrised'))?.text ?? '';

async function exported(studio: Studio, name: string): Promise<string> {
  await studio.export.click();
  const [download] = await Promise.all([
    studio.page.waitForEvent('download'),
    studio.page.getByRole('menuitem', { name }).click(),
  ]);
  return readFileSync(await download.path(), 'utf8');
}

test('a crystal from a file is known, its lines have rules, and the report leaves as JSON and in the CIF', async ({
  page,
}) => {
  const studio = new Studio(page);
  const index: string[] = [];
  page.on('request', (request) => /\/index\/structures-/.test(request.url()) && index.push(request.url()));
  await studio.open();
  expect(index).toEqual([]);
  await studio.openFile('rutile.cif', rutile);
  const known = studio.candidate.getByRole('region', { name: 'Known or new' });
  await expect(known).toContainText('known', { timeout: 30_000 });
  await expect(known).toContainText('Rutile type');
  expect(index).toHaveLength(1);
  await known.getByRole('button', { name: 'Nearest entries' }).press('Enter');
  const entry = known.getByRole('row').filter({ hasText: 'mp-2657' });
  await expect(entry).toContainText('Materials Project');
  await expect(entry).toContainText('the same structure');
  await expect(known).toContainText('not the ICSD');

  const sites = studio.candidate.getByRole('region', { name: 'Sites' });
  await expect(sites).toContainText('Ti 6, O 3');
  await sites.getByRole('button', { name: 'Sites' }).click();
  await expect(sites.getByRole('row').filter({ hasText: '2a' })).toContainText(/Ti2a64\.\d+ of 4/);

  await expect(studio.candidate).not.toContainText('SMACT');
  await studio.candidate.getByRole('button', { name: 'How each line is judged' }).press('Enter');
  await expect(studio.candidate).toContainText('SMACT’s rule');
  await expect(studio.candidate).toContainText('global instability index');
  const { violations } = await new AxeBuilder({ page }).include('[aria-label="Known or new"]').analyze();
  expect(violations).toEqual([]);

  const report = JSON.parse(await exported(studio, 'Report (JSON)'));
  expect(report).toMatchObject({
    format: 'tau-studio-report',
    formula: 'TiO2',
    numbers: { novelty: { verdict: 'known' } },
  });
  const cif = (await exported(studio, 'CIF (symmetrised)')).replace(/\s+/g, ' ');
  expect(cif).toMatch(/Known or new: mp-\d+ TiO2 \(Materials Project\), no\. 136, volume [+-]\d\.\d % \[known\]/);
});

test('a generated crystal has a report, with what was asked for', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  await studio.run('NaCl with 2 atoms', 5);
  const known = studio.candidate.getByRole('region', { name: 'Known or new' });
  await expect(known).toContainText(/known|substitution|unmatched/, { timeout: 30_000 });
  await expect(known.getByRole('button', { name: 'Nearest entries' })).toContainText(/mp-\d+ NaCl/);
  const report = JSON.parse(await exported(studio, 'Report (JSON)'));
  const words = Object.fromEntries(report.lines.map(({ name, word }: { name: string; word: string }) => [name, word]));
  expect(words).toMatchObject({ 'Asked for: formula': 'met', 'Asked for: atoms': 'met', 'Charge balance': 'neutral' });
  expect(report.origin).toMatchObject({ prompt: 'NaCl with 2 atoms', tau: 5 });
});
