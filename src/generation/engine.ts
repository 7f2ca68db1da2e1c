import type { Crystal } from '../crystal/crystal';
import type { Refiner } from '../diffusion/refiner';
import type { LanguageModel, LanguageRuntime } from '../language/language-model';
import { atomCount } from '../language/prompt-text';
import { StudioError } from '../runtime/errors';
import type { DenoiserEntry, LanguageModelEntry } from '../runtime/manifest';
import { checkRequest } from './check-request';
import { draftCandidate } from './drafting';
import {
  batchSeconds,
  type DraftToRefine,
  evaluationsAt,
  planBatches,
  type RefinedDraft,
  refineDrafts,
} from './refining';
import type { ModelIdentity, RunRecord, RunRequest, RunStatus } from './run';
import type { RunListener, RunProgress } from './run-events';
import { RunInProgress } from './run-in-progress';
import { provenanceOf } from './run-trajectory';
import { SpeedRecord } from './time-estimate';

export interface EngineParts {
  readonly languageModel: LanguageModel;
  readonly refiner: Refiner;
  readonly entries: { readonly language: LanguageModelEntry; readonly denoiser: DenoiserEntry };
  /** Which file of the denoiser's entry runs; the full one when absent. */
  readonly denoiserFile?: string;
}

/** What a refinement alone may change about a run. */
export interface RefinementChange
  extends Pick<RunRequest, 'tau' | 'tauRule' | 'start' | 'keepSymmetry' | 'symmetryTolerance' | 'refinementSeed'> {
  /** Indices of the candidates to refine; all when absent. The others keep their draft only. */
  readonly candidates?: readonly number[];
}

export interface TimeEstimate {
  readonly draftSeconds: number;
  readonly refineSeconds: number;
}

/** Algorithm 1 end to end, in the browser and in Node. One run at a time. */
export interface Engine {
  /** Largest cell that both models were trained on. */
  readonly maxAtoms: number;
  /**
   * Drafts and refines all candidates. A run that is stopped resolves with status 'stopped' and what it has.
   * @throws StudioError `invalid-input` before anything runs.
   * @throws RunFailedError when a model fails; it carries the record of what was done.
   */
  start(request: RunRequest, onEvent?: RunListener, signal?: AbortSignal): Promise<RunRecord>;
  /** Refines the drafts of a record again, with the same noise, into a new record. Throws as `start` does. */
  refine(record: RunRecord, change: RefinementChange, onEvent?: RunListener, signal?: AbortSignal): Promise<RunRecord>;
  /** The noise level of a draft as the denoiser finds it, at least the default; undefined where this denoiser cannot tell. */
  estimateTau(draft: Crystal, signal?: AbortSignal): Promise<number | undefined>;
  /** A record whose drafts come from elsewhere, ready for `refine`. */
  adopt(request: RunRequest, drafts: readonly DraftToRefine[]): RunRecord;
  /** Times both models briefly, so that `estimate` can answer before the first run. */
  measure(signal?: AbortSignal): Promise<void>;
  /** What a run would take on this machine; undefined before anything has been measured. */
  estimate(request: RunRequest): TimeEstimate | undefined;
  /** Seconds that `refine` would take; undefined before anything has been measured. */
  estimateRefinement(record: RunRecord, change: RefinementChange): number | undefined;
  dispose(): Promise<void>;
}

/** A model failed in the middle of a run. */
export class RunFailedError extends StudioError {
  readonly record: RunRecord;

  constructor(cause: StudioError, record: RunRecord) {
    super(cause.code, cause.message, cause.detail);
    this.record = record;
  }
}

/** Atoms in a cell of which nothing is known, for time estimates: about the mean of the training data. */
const TYPICAL_ATOMS = 10;
/** Tokens of the two lattice lines and of one atom. */
const LATTICE_TOKENS = 24;
const TOKENS_PER_ATOM = 11;

export function createEngine(parts: EngineParts): Engine {
  const { languageModel, refiner, entries } = parts;
  const maxAtoms = Math.min(entries.language.maxAtoms, entries.denoiser.maxAtoms);
  const speed = new SpeedRecord();
  const identities = () => ({
    languageModel: languageIdentity(entries.language, languageModel.engine?.runtime),
    denoiser: identity(entries.denoiser, parts.denoiserFile ?? entries.denoiser.onnx.fp32),
  });

  const expectedAtoms = (request: RunRequest) => {
    const formulaAtoms = request.conditions.composition?.reduce((sum, [, count]) => sum + count, 0);
    return Math.min(maxAtoms, atomCount(request.conditions) ?? formulaAtoms ?? TYPICAL_ATOMS);
  };

  const expectedDraftSeconds = (request: RunRequest) =>
    speed.draftSeconds(LATTICE_TOKENS + TOKENS_PER_ATOM * expectedAtoms(request));

  /** For drafts at hand, and `missing` ones of the expected size. */
  const expectedRefineSeconds = (request: RunRequest, drafts: readonly DraftToRefine[], missing: number) => {
    const atomicNumbers = new Uint8Array(expectedAtoms(request));
    const placeholder = { lattice: new Float64Array(9), atomicNumbers, fracCoords: new Float64Array(0) };
    const expected = Array.from({ length: missing }, (_, i) => ({ candidate: -1 - i, crystal: placeholder }));
    return batchSeconds(
      speed,
      planBatches([...drafts, ...expected], request.tau),
      evaluationsAt(refiner, request.start),
    );
  };

  const draftingProgress = (run: RunInProgress, done: number): RunProgress => {
    const { request } = run;
    const drafting = expectedDraftSeconds(request);
    const refining = expectedRefineSeconds(request, run.acceptedDrafts(), request.count - done);
    const known = drafting !== undefined && refining !== undefined;
    const secondsLeft = known ? { secondsLeft: drafting * (request.count - done) + refining } : {};
    return { kind: 'progress', stage: 'drafting', done, total: request.count, ...secondsLeft };
  };

  async function draftAll(run: RunInProgress, emit: RunListener, signal: AbortSignal): Promise<void> {
    const { request } = run;
    for (const candidate of run.candidates) {
      const started = performance.now();
      emit(draftingProgress(run, candidate.index));
      try {
        const limits = { maxAtoms: entries.language.maxAtoms, elements: entries.language.trainedElements };
        const parts = { languageModel, limits, maxAtoms };
        candidate.draft = await draftCandidate(parts, request, candidate.index, candidate.drafts, emit, signal);
      } finally {
        candidate.draftSeconds = (performance.now() - started) / 1000;
      }
      const tokens = candidate.drafts.reduce((sum, draft) => sum + draft.tokenIds.length, 0);
      speed.observeDraft(tokens, candidate.draftSeconds);
      if (!candidate.draft) {
        candidate.failure = `None of ${candidate.drafts.length} drafts was a crystal; the last one: ${candidate.drafts.at(-1)?.rejection}`;
        emit({ kind: 'candidate', candidate: run.candidateRecord(candidate) });
      }
    }
  }

  /**
   * Never below the default: coordinates and lattice of a draft are rounded as text is, which the default was measured to
   * make good, and of the lattice's errors the estimate knows nothing.
   */
  async function estimateOf(draft: Crystal, signal?: AbortSignal): Promise<number | undefined> {
    const estimate = await refiner.estimateTau(draft, signal);
    return estimate === undefined ? undefined : Math.max(estimate, entries.denoiser.defaultTau);
  }

  /** Gives each draft the noise level that the denoiser finds in it. */
  async function estimateTaus(run: RunInProgress, only: readonly number[] | undefined, signal: AbortSignal) {
    for (const candidate of run.candidates) {
      if (!candidate.draft || (only && !only.includes(candidate.index))) continue;
      candidate.tau = await estimateOf(candidate.draft, signal);
    }
  }

  async function refineAll(
    run: RunInProgress,
    only: readonly number[] | undefined,
    emit: RunListener,
    signal: AbortSignal,
  ) {
    if (run.request.tauRule === 'estimate') await estimateTaus(run, only, signal);
    const drafts = run.acceptedDrafts().filter(({ candidate }) => only === undefined || only.includes(candidate));
    const results: RefinedDraft[] = [];
    const store = (result: RefinedDraft) => run.storeRefinement(result);
    try {
      await refineDrafts(refiner, run.request, provenanceOf(run), drafts, results, speed, emit, signal, (result) => {
        emit({ kind: 'candidate', candidate: run.candidateRecord(store(result)) });
      });
    } catch (thrown) {
      results.forEach(store);
      throw thrown;
    }
  }

  /** Runs the stages and turns an abort into a stopped record, any other error into one that carries the record. */
  async function complete(run: RunInProgress, signal: AbortSignal, stages: () => Promise<void>): Promise<RunRecord> {
    try {
      await stages();
    } catch (thrown) {
      if (signal.aborted) return run.record('stopped');
      const error = StudioError.from(thrown, 'inference-failed');
      throw new RunFailedError(error, run.record('failed', error.message));
    }
    const succeeded = run.candidates.some(({ refined }) => refined);
    const status: RunStatus = succeeded ? 'refined' : 'failed';
    return run.record(status, succeeded ? undefined : run.candidates.find(({ failure }) => failure)?.failure);
  }

  return {
    maxAtoms,
    async start(request, onEvent = () => {}, signal = new AbortController().signal) {
      checkRequest(request, entries.denoiser.timesteps);
      const run = RunInProgress.fresh(request, identities());
      return complete(run, signal, async () => {
        await draftAll(run, onEvent, signal);
        await refineAll(run, undefined, onEvent, signal);
      });
    },
    async refine(record, change, onEvent = () => {}, signal = new AbortController().signal) {
      const { candidates, ...changed } = change;
      const { tauRule: _, ...asked } = record.request;
      const request = withOwnNoise({ ...asked, ...changed });
      checkRequest(request, entries.denoiser.timesteps);
      const run = RunInProgress.fromDrafts(record, request, identities().denoiser);
      return complete(run, signal, () => refineAll(run, candidates, onEvent, signal));
    },
    estimateTau: estimateOf,
    adopt(request, drafts) {
      checkRequest(request, entries.denoiser.timesteps);
      const run = RunInProgress.fresh({ ...request, count: 0 }, identities());
      for (const draft of drafts) run.adopt(draft);
      return { ...run.record('stopped'), request };
    },
    async measure(signal = new AbortController().signal) {
      const started = performance.now();
      let tokens = 0;
      const probe = { conditions: {}, useGrammar: true, temperature: 1, topP: 1, seed: 0 };
      for await (const _token of languageModel.generate(probe, signal)) if (++tokens === LATTICE_TOKENS) break;
      speed.observeDraft(tokens, (performance.now() - started) / 1000);
      speed.observeEvaluation(1, TYPICAL_ATOMS, await refiner.measure(1, TYPICAL_ATOMS));
    },
    estimate(request) {
      const draft = expectedDraftSeconds(request);
      const refineSeconds = expectedRefineSeconds(request, [], request.count);
      if (draft === undefined || refineSeconds === undefined) return undefined;
      return { draftSeconds: draft * request.count, refineSeconds };
    },
    estimateRefinement(record, { candidates, ...changed }) {
      const drafts = record.candidates.flatMap(({ index, draft }) =>
        draft && (candidates === undefined || candidates.includes(index)) ? [{ candidate: index, crystal: draft }] : [],
      );
      return expectedRefineSeconds({ ...record.request, ...changed }, drafts, 0);
    },
    async dispose() {
      await Promise.all([languageModel.dispose(), refiner.dispose()]);
    },
  };
}

/** The noise's seed is named only where it is not the run's. */
function withOwnNoise({ refinementSeed, ...request }: RunRequest): RunRequest {
  return refinementSeed === undefined || refinementSeed === request.seed ? request : { ...request, refinementSeed };
}

/** WebLLM's weights are other files, rounded otherwise; its index names the hashes of all of them. */
function languageIdentity(entry: LanguageModelEntry, runtime: LanguageRuntime | undefined): ModelIdentity {
  const { id, webllm } = entry;
  if (runtime !== 'webllm' || !webllm) return identity(entry, entry.onnx);
  return identity({ id: `${id} (${webllm.quantization})`, files: webllm.files }, 'tensor-cache.json');
}

function identity(entry: Pick<LanguageModelEntry, 'id' | 'files'>, file: string): ModelIdentity {
  const found = entry.files.find(({ name }) => name === file);
  if (!found) throw new StudioError('model-missing', `The model ${entry.id} has no file ${file} in the manifest.`);
  return { id: entry.id, sha256: found.sha256 };
}
