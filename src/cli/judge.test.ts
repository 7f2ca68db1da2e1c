import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeP1Cif } from '../crystal/cif';
import { strontiumTitanate } from '../generation/testing/sample-run';
import { structureJson } from './input-lines';

const root = fileURLToPath(new URL('../../', import.meta.url));
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tau-judge-'));
});
afterAll(() => rm(folder, { recursive: true }));

function judge(args: readonly string[], input = '') {
  const command = ['--import', 'tsx', 'src/cli/judge.ts', ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd: root, input, encoding: 'utf8' });
  return {
    status,
    errors: stderr,
    reports: stdout
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line)),
  };
}

describe('npm run judge', () => {
  it('reports on a file and on lines alike, one JSON line each', async () => {
    const file = join(folder, 'perovskite.cif');
    await writeFile(file, writeP1Cif(strontiumTitanate));
    const fromFile = judge([file]);
    expect(fromFile.status).toBe(0);
    const [report] = fromFile.reports;
    expect(report).toMatchObject({ formula: 'SrTiO3', origin: { source: 'perovskite.cif (CIF)' } });
    expect(report.numbers.novelty.verdict).toBe('known');
    const lines = judge(['--lines'], JSON.stringify(structureJson(strontiumTitanate)));
    expect(lines.reports[0].lines).toEqual(report.lines);
  }, 120_000);

  it('names the file or the line that is wrong, with status 2', async () => {
    const missing = judge([join(folder, 'none.cif')]);
    expect(missing.status).toBe(2);
    expect(missing.errors).toMatch(/Cannot read .*none\.cif/);
    const wrong = judge(['--lines'], '{"lattice": [1]}\n');
    expect(wrong.status).toBe(2);
    expect(wrong.errors).toMatch(/line 1/);
  }, 120_000);
});
