import { readFile } from 'node:fs/promises';
import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { Studio } from './studio';

/** Writes the database that an earlier version of the studio left behind, with one run of NaCl in it and one without a crystal. */
function leaveDatabase(version: 1 | 2) {
  const crystal = {
    lattice: Float64Array.of(0, 2.82, 2.82, 2.82, 0, 2.82, 2.82, 2.82, 0),
    atomicNumbers: Uint8Array.of(11, 17),
    fracCoords: Float64Array.of(0, 0, 0, 0.5, 0.5, 0.5),
  };
  const frame = [...crystal.lattice, ...crystal.fracCoords];
  const run = {
    version: 1,
    id: 'old',
    createdAt: '2026-03-04T05:06:07.000Z',
    request: {
      prompt: 'halite',
      conditions: {},
      seed: 7,
      count: 1,
      temperature: 0.8,
      topP: 0.95,
      useGrammar: true,
      tau: 1,
      start: 'as-is',
    },
    languageModel: { id: 'writer', sha256: 'a' },
    denoiser: { id: 'refiner', sha256: 'b' },
    candidates: [
      {
        index: 0,
        drafts: [],
        draft: crystal,
        refined: crystal,
        frames: Float32Array.from([...frame, ...frame]),
        draftSeconds: 1,
        refineSeconds: 1,
      },
    ],
    status: 'refined',
  };
  const summary = {
    id: 'old',
    createdAt: run.createdAt,
    prompt: 'halite',
    tau: 1,
    seed: 7,
    status: 'refined',
    candidateCount: 1,
    ...(version > 1 && { formulas: ['NaCl'], spaceGroups: [225] }),
  };
  return new Promise<void>((resolve, reject) => {
    const opening = indexedDB.open('tau-studio', version);
    opening.onupgradeneeded = () => {
      const runs = opening.result.createObjectStore('runs', { keyPath: 'id' });
      const summaries = opening.result.createObjectStore('summaries', { keyPath: 'id' });
      summaries.createIndex('createdAt', 'createdAt');
      const earlier = { id: 'other', createdAt: '2026-03-03T05:06:07.000Z' };
      const prompt = 'something else';
      const candidates = [{ index: 0, drafts: [], draftSeconds: 1, refineSeconds: 0, failure: 'Nothing parsed.' }];
      runs.put(run);
      summaries.put(summary);
      runs.put({ ...run, ...earlier, request: { ...run.request, prompt }, candidates, status: 'failed' });
      summaries.put({ ...summary, ...earlier, prompt, status: 'failed' });
    };
    opening.onsuccess = () => {
      opening.result.close();
      resolve();
    };
    opening.onerror = () => reject(opening.error);
  });
}

test('runs of the first version are migrated, found, exported, deleted, brought back and imported', async ({
  page,
}) => {
  await page.goto('./favicon.svg');
  await page.evaluate(leaveDatabase, 1 as const);
  const studio = new Studio(page);
  await studio.open();
  await expect(studio.prompt).toHaveValue('halite');
  await page.getByRole('button', { name: 'Runs', exact: true }).click();
  const runs = page.getByRole('dialog', { name: 'Runs on this device' });
  await expect(runs.getByRole('listitem')).toHaveCount(2);

  const search = runs.getByRole('searchbox', { name: 'Search runs' });
  for (const words of ['nacl', 'Fm-3m', '225 halite']) {
    await search.fill(words);
    await expect(runs.getByRole('listitem')).toHaveCount(1);
    await expect(runs.getByRole('listitem')).toContainText('halite');
  }
  await search.fill('Pnma');
  await expect(runs.getByText('None of the 2 runs')).toBeVisible();
  await search.fill('');
  await expect(runs.getByText(/Runs, models and the studio itself take .* MB of the .* MB/)).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([]);

  const download = page.waitForEvent('download');
  await runs.getByRole('button', { name: 'Export run halite' }).click();
  const file = await (await download).path();
  const text = await readFile(file, 'utf8');
  expect(JSON.parse(text)).toMatchObject({ format: 'tau-studio-runs', version: 1, runs: [{ id: 'old' }] });

  await runs.getByRole('button', { name: 'Delete run halite' }).click();
  await expect(runs.getByRole('listitem')).toHaveCount(1);
  await runs.getByRole('button', { name: 'Undo' }).click();
  await expect(runs.getByRole('listitem')).toHaveCount(2);

  const choose = async (name: string, content: string) => {
    const chooser = page.waitForEvent('filechooser');
    await runs.getByRole('button', { name: 'Import' }).click();
    await (await chooser).setFiles({ name, mimeType: 'application/json', buffer: Buffer.from(content) });
  };
  await choose('runs.json', text);
  await expect(page.getByText('0 runs imported, 1 was there already')).toBeAttached();
  await runs.getByRole('button', { name: 'Delete run halite' }).click();
  await expect(runs.getByRole('listitem')).toHaveCount(1);
  await choose('runs.json', text);
  await expect(runs.getByRole('listitem')).toHaveCount(2);
  await choose('bad.json', text.replace('"tau":1', '"tau":0'));
  await expect(page.getByText(/bad.json was not imported: runs\[0\].candidates\[0\].frames must be/)).toBeAttached();
});

test('what one tab deletes is gone from the list of the other', async ({ page, context }) => {
  await page.goto('./favicon.svg');
  await page.evaluate(leaveDatabase, 2 as const);
  await new Studio(page).open();
  const second = await context.newPage();
  await new Studio(second).open();
  await second.getByRole('button', { name: 'Runs', exact: true }).click();
  await expect(second.getByRole('listitem').filter({ hasText: 'seed 7' })).toHaveCount(2);
  await second.getByRole('searchbox', { name: 'Search runs' }).fill('Fm-3m');
  await expect(second.getByRole('listitem').filter({ hasText: 'seed 7' })).toHaveCount(2);
  await second.getByRole('searchbox', { name: 'Search runs' }).fill('');
  await page.getByRole('button', { name: 'Runs', exact: true }).click();
  await page.getByRole('button', { name: 'Delete run something else' }).click();
  await expect(second.getByRole('listitem').filter({ hasText: 'seed 7' })).toHaveCount(1);
});
