import type { Crystal } from '../crystal/crystal';
import type { Locks } from '../diffusion/locked-part';
import type { DraftToRefine, RefinedDraft } from './refining';
import type {
  CandidateRecord,
  DraftRecord,
  KeptSymmetry,
  ModelIdentity,
  RunRecord,
  RunRequest,
  RunSource,
  RunStatus,
} from './run';
import { NO_MODEL } from './run';

/** A candidate while its run goes on. */
export interface CandidateInProgress {
  readonly index: number;
  readonly drafts: DraftRecord[];
  draft?: Crystal | undefined;
  readonly askedSpaceGroup?: number | undefined;
  readonly locks?: Locks | undefined;
  tau?: number | undefined;
  keptSymmetry?: KeptSymmetry | undefined;
  refined?: Crystal | undefined;
  frames?: Float32Array | undefined;
  noiseNorms?: Float32Array | undefined;
  failure?: string | undefined;
  draftSeconds: number;
  refineSeconds: number;
}

interface Identities {
  readonly languageModel: ModelIdentity;
  readonly denoiser: ModelIdentity;
}

/** Collects what a run produces; `record` gives it as plain data at any moment. */
export class RunInProgress {
  readonly request: RunRequest;
  readonly languageModel: ModelIdentity;
  readonly denoiser: ModelIdentity;
  readonly candidates: CandidateInProgress[] = [];
  source: RunSource | undefined;
  private readonly id = randomId();
  private readonly createdAt = new Date().toISOString();

  private constructor(request: RunRequest, { languageModel, denoiser }: Identities) {
    this.request = request;
    this.languageModel = languageModel;
    this.denoiser = denoiser;
  }

  static fresh(request: RunRequest, identities: Identities): RunInProgress {
    const run = new RunInProgress(request, identities);
    for (let index = 0; index < request.count; index++) {
      run.candidates.push({ index, drafts: [], draftSeconds: 0, refineSeconds: 0 });
    }
    return run;
  }

  /** A run whose structure no model wrote; `draft` is the cell to refine, where it can be refined. */
  static fromSource(request: RunRequest, source: RunSource, draft?: Crystal, locks?: Locks): RunInProgress {
    const run = new RunInProgress(request, { languageModel: NO_MODEL, denoiser: NO_MODEL });
    run.source = source;
    run.candidates.push({ index: 0, drafts: [], draft, locks, draftSeconds: 0, refineSeconds: 0 });
    return run;
  }

  /** A new run over the drafts of another. */
  static fromDrafts(record: RunRecord, request: RunRequest, denoiser: ModelIdentity): RunInProgress {
    const run = new RunInProgress(request, { languageModel: record.languageModel, denoiser });
    run.source = record.source;
    for (const { index, drafts, draft, draftSeconds, failure, askedSpaceGroup, locks } of record.candidates) {
      const kept = draft ? { draft, askedSpaceGroup, locks } : { failure };
      run.candidates.push({ index, drafts: [...drafts], draftSeconds, refineSeconds: 0, ...kept });
    }
    return run;
  }

  /** Adds a draft that no language model of ours wrote. */
  adopt({ candidate, crystal, askedSpaceGroup, locks }: DraftToRefine): void {
    const draft = { draft: crystal, askedSpaceGroup, locks };
    this.candidates.push({ index: candidate, drafts: [], draftSeconds: 0, refineSeconds: 0, ...draft });
  }

  acceptedDrafts(): DraftToRefine[] {
    return this.candidates.flatMap(({ index, draft, askedSpaceGroup, locks, tau }) => {
      if (!draft) return [];
      const asked = askedSpaceGroup !== undefined && { askedSpaceGroup };
      return [
        { candidate: index, crystal: draft, ...asked, ...(locks && { locks }), ...(tau !== undefined && { tau }) },
      ];
    });
  }

  /** Keeps a refinement, complete or cut short. */
  storeRefinement(result: RefinedDraft): CandidateInProgress {
    const candidate = this.candidates.find(({ index }) => index === result.candidate);
    if (!candidate) throw new RangeError(`The run has no candidate ${result.candidate}.`);
    candidate.refined = result.refined;
    candidate.failure = result.failure;
    candidate.keptSymmetry = result.keptSymmetry;
    candidate.frames = result.trajectory.packedFrames();
    candidate.noiseNorms = result.trajectory.noiseNorms();
    candidate.refineSeconds = result.seconds;
    return candidate;
  }

  candidateRecord(candidate: CandidateInProgress): CandidateRecord {
    const {
      index,
      drafts,
      draftSeconds,
      refineSeconds,
      draft,
      askedSpaceGroup,
      locks,
      tau,
      refined,
      keptSymmetry,
      frames,
      noiseNorms,
      failure,
    } = candidate;
    return {
      index,
      drafts: [...drafts],
      draftSeconds,
      refineSeconds,
      ...(draft && { draft }),
      ...(askedSpaceGroup !== undefined && { askedSpaceGroup }),
      ...(locks && { locks }),
      ...(tau !== undefined && { tau }),
      ...(refined && { refined }),
      ...(keptSymmetry && { keptSymmetry }),
      ...(frames && { frames }),
      ...(noiseNorms && { noiseNorms }),
      ...(failure !== undefined && { failure }),
    };
  }

  record(status: RunStatus, failure?: string): RunRecord {
    return {
      version: 1,
      id: this.id,
      createdAt: this.createdAt,
      request: this.request,
      languageModel: this.languageModel,
      denoiser: this.denoiser,
      candidates: this.candidates.map((candidate) => this.candidateRecord(candidate)),
      ...(this.source && { source: this.source }),
      status,
      ...(failure !== undefined && { failure }),
    };
  }
}

/** 128 random bits in hex; unlike `crypto.randomUUID` it also works on pages without TLS. */
function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
