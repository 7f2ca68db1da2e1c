import { once } from 'node:events';
import type { Engine } from '../generation/engine';
import type { CandidateRecord, RunRequest } from '../generation/run';
import { StudioError } from '../runtime/errors';
import { type GenerateOptions, parseArguments, USAGE } from './arguments';
import { candidateLine, sentence } from './candidate-line';
import { CandidateWriter } from './candidate-writer';
import { CommandError } from './command-error';
import { type DraftLine, readDrafts } from './input-lines';
import { type Job, readJobs, tauOf } from './jobs';
import { type EmbeddedModels, embeddedModels, openEngine } from './node-engine';

/** `npm run -s generate`: the studio's engine without a browser. Exit status 2 for bad input, 1 when a model fails. */
async function main(args: readonly string[]): Promise<void> {
  if (args.includes('--help')) {
    console.log(USAGE);
    return;
  }
  const options = parseArguments(args);
  const models = await embeddedModels();
  const drafts = options.draftsFrom === undefined ? undefined : await readDrafts(options.draftsFrom);
  const jobs = drafts ? [] : await readJobs(options, models);
  const writer = await CandidateWriter.open(options.out, options.trajectories);
  const engine = await openEngine(models, options.backend, options.threads);
  try {
    if (drafts) await refineDrafts(engine, options, models, drafts, writer);
    else for (const job of jobs) await generate(engine, job, options, writer);
  } finally {
    await engine.dispose();
  }
}

async function generate(engine: Engine, job: Job, options: GenerateOptions, writer: CandidateWriter): Promise<void> {
  const { id, request } = job;
  const record = await engine.start(request);
  for (const candidate of record.candidates) {
    const files = await writer.write(candidate, record, id, candidate.index + 1);
    await print(candidate, request, id, files, options);
  }
}

/** All drafts of the file in one run, so that cells of like size share a batch; lines come as batches are done. */
async function refineDrafts(
  engine: Engine,
  options: GenerateOptions,
  { denoiser }: EmbeddedModels,
  drafts: readonly DraftLine[],
  writer: CandidateWriter,
): Promise<void> {
  const request: RunRequest = {
    prompt: '',
    conditions: {},
    seed: options.seed,
    count: drafts.length,
    temperature: options.temperature,
    topP: options.topP,
    useGrammar: options.useGrammar,
    ...tauOf(options.tau, denoiser),
    start: options.start ?? denoiser.defaultStart,
    keepSymmetry: options.keepSymmetry,
    symmetryTolerance: options.symmetryTolerance,
  };
  const adopted = engine.adopt(request, drafts);
  const printing: Promise<void>[] = [];
  await engine.refine(adopted, request, (event) => {
    if (event.kind !== 'candidate') return;
    const { candidate } = event;
    const { source } = drafts[candidate.index];
    const asked = source.askedSpaceGroup === undefined ? {} : { spaceGroup: source.askedSpaceGroup };
    const own = { ...request, prompt: source.prompt, conditions: asked };
    printing.push(
      writer
        .write(candidate, { ...adopted, request: own }, source.id, source.candidate + 1)
        .then((files) => print(candidate, own, source.id, files, options)),
    );
  });
  await Promise.all(printing);
}

async function print(
  candidate: CandidateRecord,
  request: RunRequest,
  id: string,
  files: readonly string[],
  options: GenerateOptions,
): Promise<void> {
  const line = await candidateLine(candidate, request, id, files);
  const text = options.json ? JSON.stringify(line) : sentence(line);
  if (!process.stdout.write(`${text}\n`)) await once(process.stdout, 'drain');
}

main(process.argv.slice(2)).catch((thrown: unknown) => {
  const badInput = thrown instanceof CommandError || (thrown instanceof StudioError && thrown.code === 'invalid-input');
  console.error(`generate: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
  process.exitCode = badInput ? 2 : 1;
});
