import { annotationOf } from './annotations';
import { DEFAULT_SYMMETRY_TOLERANCE } from './keep-symmetry';
import type { CandidateRecord, KeepSymmetry, ModelIdentity, RunRecord, RunRequest } from './run';

/** What decides how given drafts are refined. */
export interface RefinementKey {
  readonly tau: number;
  readonly start: RunRequest['start'];
  readonly keepSymmetry: KeepSymmetry;
  /** Å. */
  readonly symmetryTolerance: number;
  /** Of the noise. */
  readonly refinementSeed: number;
}

/** @param candidate of the run, which may have a noise level of its own */
export function refinementKey(request: RunRequest, candidate?: Pick<CandidateRecord, 'tau'>): RefinementKey {
  const { tau = request.tau } = candidate ?? {};
  const { start, keepSymmetry = 'off', symmetryTolerance = DEFAULT_SYMMETRY_TOLERANCE } = request;
  return { tau, start, keepSymmetry, symmetryTolerance, refinementSeed: request.refinementSeed ?? request.seed };
}

/** Keys of equal text give equal crystals. At τ = 0 the draft is kept, whatever else was asked for. */
export function keyText(key: RefinementKey): string {
  return key.tau === 0 ? '0' : `${key.tau}/${settingsText(key)}`;
}

function settingsText({ start, keepSymmetry, symmetryTolerance, refinementSeed }: RefinementKey): string {
  return [start, keepSymmetry, keepSymmetry === 'off' ? '' : symmetryTolerance, refinementSeed].join('/');
}

interface Entry {
  readonly run: string;
  readonly key: RefinementKey;
  readonly candidate: CandidateRecord;
  readonly denoiser: ModelIdentity;
}

const MEBIBYTE = 2 ** 20;

/** The refinements of one session by draft and key, their frames included. Of more than `largestBytes` the oldest are forgotten. */
export class RefinementCache {
  private readonly largestBytes: number;
  /** Oldest first. */
  private readonly entries = new Map<string, Entry>();
  private bytes = 0;

  constructor(largestBytes = 64 * MEBIBYTE) {
    this.largestBytes = largestBytes;
  }

  /** Takes over what is complete of a run: its refined candidates, and those that cannot be refined. */
  store(run: RunRecord): void {
    for (const candidate of run.candidates) {
      const { draft, refined, failure, index } = candidate;
      if (!draft || (!refined && failure === undefined)) continue;
      const key = refinementKey(run.request, candidate);
      const name = nameOf(run, index, key);
      this.remove(name);
      this.entries.set(name, { run: run.id, key, candidate, denoiser: run.denoiser });
      this.bytes += bytesOf(candidate);
    }
    for (const name of this.entries.keys()) {
      if (this.bytes <= this.largestBytes) break;
      this.remove(name);
    }
  }

  /** One candidate's refinement, where it is known. */
  find(run: RunRecord, candidate: number, key: RefinementKey): CandidateRecord | undefined {
    return this.entries.get(nameOf(run, candidate, key))?.candidate;
  }

  /**
   * The run as it is when its drafts are refined so. Candidates whose refinement is not known have their draft only, and
   * are listed in `missing` by index unless they were deleted.
   */
  recall(run: RunRecord, key: RefinementKey): { readonly record: RunRecord; readonly missing: readonly number[] } {
    const known = run.candidates.map(({ index }) => this.entries.get(nameOf(run, index, key)));
    const candidates = run.candidates.map(
      (candidate, place) => ofRequest(known[place]?.candidate) ?? draftOnly(candidate),
    );
    const isMissing = ({ index, draft }: CandidateRecord, place: number) =>
      draft && !known[place] && !annotationOf(run, index).isDeleted;
    const missing = run.candidates.filter(isMissing).map(({ index }) => index);
    const { refinementSeed, ...settings } = key;
    const { refinementSeed: _, tauRule: ___, ...request } = run.request;
    const ownNoise = refinementSeed === request.seed ? {} : { refinementSeed };
    const { failure: __, ...rest } = run;
    const isRefined = candidates.some(({ refined }) => refined);
    const failure = isRefined ? undefined : candidates.find((candidate) => candidate.failure)?.failure;
    const record: RunRecord = {
      ...rest,
      request: { ...request, ...settings, ...ownNoise },
      denoiser: known.find((entry) => entry)?.denoiser ?? run.denoiser,
      candidates,
      status: isRefined ? 'refined' : 'failed',
      ...(failure !== undefined && { failure }),
    };
    return { record, missing };
  }

  /** Noise levels at which this candidate's refinement is known, all else being as in `key`; ascending. */
  taus(run: RunRecord, candidate: number, key: RefinementKey): number[] {
    const levels = [...this.entries.values()]
      .filter((entry) => entry.run === run.id && entry.candidate.index === candidate)
      .filter((entry) => entry.key.tau === 0 || settingsText(entry.key) === settingsText(key))
      .map((entry) => entry.key.tau);
    return [...new Set(levels)].sort((p, q) => p - q);
  }

  /** Of these noise levels the nearest one to that of `key`, of two the lower. */
  nearestTau(run: RunRecord, candidate: number, key: RefinementKey): number | undefined {
    const distance = (tau: number) => Math.abs(tau - key.tau);
    return this.taus(run, candidate, key).sort((p, q) => distance(p) - distance(q) || p - q)[0];
  }

  private remove(name: string): void {
    const entry = this.entries.get(name);
    if (!entry) return;
    this.bytes -= bytesOf(entry.candidate);
    this.entries.delete(name);
  }
}

function nameOf(run: RunRecord, candidate: number, key: RefinementKey): string {
  return `${run.id}/${candidate}/${keyText(key)}`;
}

/** Frames are all but everything. */
function bytesOf({ frames }: CandidateRecord): number {
  return frames?.byteLength ?? 0;
}

/** As a candidate stands in a run whose request says its noise level. */
function ofRequest(candidate: CandidateRecord | undefined): CandidateRecord | undefined {
  if (!candidate) return undefined;
  const { tau: _, ...rest } = candidate;
  return rest;
}

function draftOnly(candidate: CandidateRecord): CandidateRecord {
  if (!candidate.draft) return candidate;
  const {
    refined: _,
    keptSymmetry: __,
    frames: ___,
    noiseNorms: ____,
    failure: _____,
    tau: ______,
    ...rest
  } = candidate;
  return { ...rest, refineSeconds: 0 };
}
