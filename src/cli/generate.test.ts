import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCif } from '../crystal/cif-reader';
import type { CandidateLine } from './candidate-line';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tau-generate-'));
});
afterAll(() => rm(folder, { recursive: true }));

interface Outcome {
  readonly status: number;
  readonly lines: CandidateLine[];
  readonly errors: string;
}

function generate(...args: string[]): Promise<Outcome> {
  return new Promise((resolve) => {
    execFile(process.execPath, ['--import', 'tsx', 'src/cli/generate.ts', ...args], (error, stdout, errors) => {
      const lines = stdout.split('\n').filter((line) => line.startsWith('{'));
      // A line comes when its batch is done, in no promised order.
      const parsed = lines.map((line): CandidateLine => JSON.parse(line)).sort((a, b) => a.candidate - b.candidate);
      resolve({ status: Number(error?.code ?? 0), lines: parsed, errors });
    });
  });
}

const made = ['--tau', '5', '--seed', '7', '--json', '--out'];

describe('npm run generate', () => {
  it('writes a line and CIF files per candidate', async () => {
    const out = join(folder, 'crystals', 'new');
    const { status, lines } = await generate(
      '--prompt',
      'SrTiO3, 5 atoms',
      '--count',
      '2',
      '--trajectories',
      ...made,
      out,
    );
    expect(status).toBe(0);
    expect(lines.map(({ candidate }) => candidate)).toEqual([0, 1]);
    for (const line of lines) {
      expect(line).toMatchObject({ status: 'refined', formula: 'SrTiO3', atoms: 5, seed: 7, tau: 5, grammar: true });
      expect(Object.keys(line.spaceGroup!)).toEqual(['0.01', '0.05', '0.1', '0.2']);
      const { crystal } = readCif(await readFile(join(out, line.file!), 'utf8'));
      expect(Array.from(crystal.atomicNumbers).sort((a, b) => a - b)).toEqual([8, 8, 8, 22, 38]);
    }
    const written = await readdir(out);
    expect(written.sort()).toEqual(lines.flatMap(({ files }) => files!).sort());
    expect(lines[1].file).toBe('SrTiO3-prompt-tau5-seed7-2.cif');
    expect(written.filter((name) => name.endsWith('.extxyz'))).toHaveLength(2);
  }, 60_000);

  it('refines the drafts of an earlier run again, the same where nothing changes', async () => {
    const first = await generate('--prompt', 'NaCl', '--count', '2', ...made, folder);
    const file = join(folder, 'drafts.jsonl');
    await writeFile(file, first.lines.map((line) => JSON.stringify(line)).join('\n'));
    const again = await generate('--drafts-from', file, ...made, folder);
    expect(again.lines.map(({ refined }) => refined)).toEqual(first.lines.map(({ refined }) => refined));
    const kept = await generate('--drafts-from', file, '--seed', '7', '--tau', '0', '--json', '--out', folder);
    expect(kept.lines.map(({ refined }) => refined)).toEqual(first.lines.map(({ draft }) => draft));
  }, 60_000);

  it('keeps the symmetry of the draft, and says so in the line and in the CIF file', async () => {
    const out = join(folder, 'kept');
    const options = ['--keep-symmetry', 'draft', '--symmetry-tolerance', '0.2', '--tau', '30', '--seed', '7', '--json'];
    const { lines } = await generate('--prompt', 'NaCl with 2 atoms, space group 225', ...options, '--out', out);
    const [{ keptSymmetry, spaceGroup, file, keepSymmetry, askedSpaceGroup }] = lines;
    expect({ keepSymmetry, askedSpaceGroup }).toEqual({ keepSymmetry: 'draft', askedSpaceGroup: 225 });
    expect(spaceGroup!['0.01']).toBe(keptSymmetry!.spaceGroup);
    expect(keptSymmetry!.spaceGroup).toBeGreaterThan(1);
    const cif = (await readFile(join(out, file!), 'utf8')).replace(/\s+/g, ' ');
    expect(cif).toContain(keptSymmetry!.sentence.replaceAll('Å', 'angstrom'));
  }, 60_000);

  it('gives the same tokens and crystals for the same seed on wasm', async () => {
    const args = ['--prompt', 'a binary oxide', '--backend', 'wasm', ...made, folder];
    const [first, second] = [await generate(...args), await generate(...args)];
    expect(first.status).toBe(0);
    expect(second.lines.map(({ refined }) => refined)).toEqual(first.lines.map(({ refined }) => refined));
  }, 60_000);

  it.each([
    ['an unknown element', ['--prompt', 'Xy2O3'], /Xy/],
    ['mixed occupancy', ['--prompt', 'Ba(Ti,Zr)O3'], /mixed occupancy/],
    ['too many atoms', ['--prompt', 'silicon with 40 atoms'], /40 atoms/],
    ['space group 231', ['--prompt', 'space group 231'], /230/],
    ['τ above 1000', ['--prompt', 'NaCl', '--tau', '1001'], /--tau .* 1000, not "1001"/],
    ['a fractional τ', ['--prompt', 'NaCl', '--tau', '0.5'], /--tau/],
    ['an unknown symmetry', ['--prompt', 'NaCl', '--keep-symmetry', 'all'], /--keep-symmetry takes off or draft or/],
    ['no tolerance', ['--prompt', 'NaCl', '--symmetry-tolerance', '0'], /--symmetry-tolerance .* at most 1, not "0"/],
    ['an unknown option', ['--promt', 'NaCl'], /--promt/],
    ['a negative seed', ['--prompt', 'NaCl', '--seed', '-1'], /--seed lacks its value, or the value begins with "-"/],
    ['no prompt', [], /--prompt/],
    ['two sources', ['--prompt', 'NaCl', '--drafts-from', 'x'], /only one/],
    ['a missing file', ['--prompts-file', 'no-such-file.jsonl'], /no-such-file\.jsonl/],
  ])('refuses %s with one line and status 2', async (_what, args, message) => {
    const { status, errors } = await generate(...args, '--out', folder);
    expect(status).toBe(2);
    expect(errors.trim().split('\n')).toHaveLength(1);
    expect(errors).toMatch(message);
  });

  it('refuses an output folder that cannot be written', async () => {
    await writeFile(join(folder, 'a-file'), '');
    const { status, errors } = await generate('--prompt', 'NaCl', '--out', join(folder, 'a-file', 'out'));
    expect(status).toBe(2);
    expect(errors).toMatch(/Cannot write to the output folder/);
  });

  it('names the line of a prompts file that is wrong', async () => {
    const file = join(folder, 'prompts.jsonl');
    await writeFile(file, '{"id":"a","prompt":"NaCl"}\n{"id":"b"}\n');
    const { status, errors } = await generate('--prompts-file', file, '--out', folder);
    expect(status).toBe(2);
    expect(errors).toMatch(/line 2: it has neither "prompt" nor "conditions"/);
  });
});
