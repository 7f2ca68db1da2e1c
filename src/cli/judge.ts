import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { createInterface } from 'node:readline';
import type { Crystal } from '../crystal/crystal';
import { readStructureFile } from '../crystal/structure-file';
import { StructureFileError } from '../crystal/structure-file-error';
import { loadSymmetry } from '../crystal/symmetry';
import type { Origin } from '../crystal/trajectory';
import { openStructureIndex } from '../report/open-structure-index';
import { writeReportJson } from '../report/report-file';
import { reportLines } from '../report/report-lines';
import { trustReport } from '../report/trust-report';
import { CommandError } from './command-error';
import { crystalOf } from './input-lines';
import { publicIndex } from './public-index';

const USAGE = `Usage: npm run -s judge -- FILE...
       npm run -s judge -- --lines < structures.jsonl

What is to be believed of structures: the studio's report as JSON, one line each, on standard output. Reads CIF, POSCAR,
extended XYZ and pymatgen JSON; with --lines, JSON lines {"lattice", "atomicNumbers", "fracCoords"} from standard input.`;

/** Exit status 2 for bad input. */
async function main(args: readonly string[]): Promise<void> {
  if (args.length === 0 || args.includes('--help')) {
    console.log(USAGE);
    return;
  }
  const [finder, index] = await Promise.all([loadSymmetry(), openStructureIndex(publicIndex)]);
  for await (const { crystal, origin } of args[0] === '--lines' ? structureLines() : structureFiles(args)) {
    const report = trustReport(crystal, finder, index);
    const text = JSON.stringify(JSON.parse(writeReportJson(report, reportLines(report), origin)));
    if (!process.stdout.write(`${text}\n`)) await once(process.stdout, 'drain');
  }
}

interface Judged {
  readonly crystal: Crystal;
  readonly origin?: Origin;
}

async function* structureFiles(names: readonly string[]): AsyncGenerator<Judged> {
  for (const name of names) {
    const bytes = await readFile(name).catch((error: Error) => {
      throw new CommandError(`Cannot read ${name}: ${error.message}`);
    });
    const { crystal, format } = await readStructureFile(basename(name), bytes).catch((error: Error) => {
      throw error instanceof StructureFileError ? new CommandError(`${name}: ${error.message}`) : error;
    });
    yield { crystal, origin: { source: `${basename(name)} (${format})` } };
  }
}

async function* structureLines(): AsyncGenerator<Judged> {
  let number = 0;
  for await (const line of createInterface({ input: process.stdin })) {
    number++;
    try {
      yield { crystal: crystalOf(JSON.parse(line)) };
    } catch (error) {
      throw new CommandError(`Standard input, line ${number}: ${(error as Error).message}`);
    }
  }
}

main(process.argv.slice(2)).catch((thrown: unknown) => {
  console.error(`judge: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
  process.exitCode = thrown instanceof CommandError ? 2 : 1;
});
