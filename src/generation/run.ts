import type { Crystal } from '../crystal/crystal';
import type { StructureFormat } from '../crystal/structure-file';
import type { StartMode } from '../crystal/trajectory';
import type { Locks } from '../diffusion/locked-part';
import type { Conditions } from '../language/conditions';
import type { Annotations } from './annotations';

/**
 * Softmax temperature and nucleus mass unless the user says otherwise, in the studio as on the command line. Low: on 70
 * structures of MP-20's validation split drafts match 24, 20, 18, 15, 14 and 10 times at 0.1, 0.2, 0.3, 0.5, 0.8 and 1.
 */
export const DEFAULT_TEMPERATURE = 0.3;
export const DEFAULT_TOP_P = 0.95;

/** Everything that decides a run's outcome. The same request with the same models on wasm gives the same run. */
export interface RunRequest {
  /** As typed. */
  readonly prompt: string;
  /** As understood, and corrected by the user. */
  readonly conditions: Conditions;
  /** 32-bit unsigned. */
  readonly seed: number;
  /** 32-bit unsigned: of the refinement's noise, where another one than the run's own seed decides it. */
  readonly refinementSeed?: number;
  /** Candidates, 1–64 in the studio, more from the command line. */
  readonly count: number;
  readonly temperature: number;
  readonly topP: number;
  readonly useGrammar: boolean;
  /** Noise level at which refinement starts, integer 0–1000; 0 keeps the draft. */
  readonly tau: number;
  /** Each draft is refined from its own noise level as the denoiser estimates it; then `tau` serves where it cannot. */
  readonly tauRule?: 'estimate';
  readonly start: StartMode;
  /** Symmetry that refinement keeps; 'off' in records that do not say. */
  readonly keepSymmetry?: KeepSymmetry;
  /** Å within which the draft's symmetry is looked for. */
  readonly symmetryTolerance?: number;
  /** Drafts that go on from the beginning of another one; absent where they begin anew. */
  readonly branch?: DraftBranch;
}

/** The beginning that drafts have in common. */
export interface DraftBranch {
  /** Token ids of the crystal text that are kept, as the run's language model numbers them. */
  readonly prefix: readonly number[];
  /** What stood in for open wishes when the beginning was written. */
  readonly drawnWishes?: DrawnWishes;
}

/** Which symmetry a refinement keeps: none in particular, the draft's own within a tolerance, or the prompt's. */
export type KeepSymmetry = 'off' | 'draft' | 'prompt';

/** The symmetry that a refinement kept. */
export interface KeptSymmetry {
  /** International number; 1 when nothing was kept. */
  readonly spaceGroup: number;
  /** Å at which the draft has it. */
  readonly tolerance: number;
  /** Å by which the farthest atom of the draft was moved to obey it exactly. */
  readonly displacement: number;
  /** Largest principal strain by which the draft's cell was brought onto it; absent in records of older builds. */
  readonly strain?: number;
  /** For the user: what was kept, and why that. */
  readonly sentence: string;
}

export interface ModelIdentity {
  readonly id: string;
  /** sha-256 of the weights file that ran, or of the index of several, hex. */
  readonly sha256: string;
}

/** What stood in for an open wish, such as "a cubic nitride", when the model wrote. */
export type DrawnWishes = Pick<Conditions, 'spaceGroup' | 'elements' | 'composition'>;

/** What could have stood at the n places of a draft: K entries for each, place by place, the likeliest first. */
export interface DraftAlternatives {
  /** K·n token ids. */
  readonly ids: Int32Array;
  /** K·n, from the raw logits. */
  readonly logProbabilities: Float32Array;
  /** K·n, 1 where the grammar lets the token stand. */
  readonly allowed: Uint8Array;
  /** The characters of each token that occurs, by id; '' for end of text. */
  readonly spellings: Readonly<Record<number, string>>;
}

/** One attempt of the language model; a rejected one says why. */
export interface DraftRecord {
  readonly seed: number;
  readonly text: string;
  readonly tokenIds: readonly number[];
  readonly logProbabilities: readonly number[];
  /** Absent in records of older builds. */
  readonly alternatives?: DraftAlternatives;
  /** Mean share of probability mass that the grammar removed per token. */
  readonly meanMaskedMass: number;
  /** What the seed drew for wishes that were left open; absent when nothing was, and in records of older builds. */
  readonly drawnWishes?: DrawnWishes;
  /** Sentence for the user; absent on the accepted draft. */
  readonly rejection?: string;
}

export interface CandidateRecord {
  readonly index: number;
  /** All attempts in order; the last is the accepted one unless the limit was reached. */
  readonly drafts: readonly DraftRecord[];
  readonly draft?: Crystal;
  /** Space group asked for where the draft was adopted; otherwise the request's conditions say. */
  readonly askedSpaceGroup?: number;
  /** Noise level at which its refinement started, where that is not the request's. */
  readonly tau?: number;
  /** What refinement leaves as the draft has it; absent: nothing. */
  readonly locks?: Locks;
  readonly refined?: Crystal;
  /** Absent where no symmetry was to be kept. */
  readonly keptSymmetry?: KeptSymmetry;
  /** Packed frames, τ down to 0: per frame 9 lattice entries (Å) then 3N fractional coordinates. */
  readonly frames?: Float32Array;
  /**
   * How much noise the network found in each frame but the last, coordinates then lattice (see `NoiseNorms`); absent in
   * records of older builds.
   */
  readonly noiseNorms?: Float32Array;
  readonly draftSeconds: number;
  readonly refineSeconds: number;
  /** Sentence for the user: why there is no refined crystal. */
  readonly failure?: string;
}

/** In the place of a file's format, of a structure that was edited by hand. */
export const EDITED = 'edited in the studio';

/** What a run's draft was taken from where no model wrote it: a file, or a structure that was edited by hand. */
export interface RunSource {
  /** A formula where there is no file. */
  readonly fileName: string;
  /** Of the file; or that it was edited by hand. */
  readonly format: StructureFormat | typeof EDITED;
  /** The file's own name for the structure, else its formula. */
  readonly title: string;
  /** Sentences for the user: what was assumed, chosen or left out in reading. */
  readonly notes: readonly string[];
  /** As read; the candidate's draft is its primitive Niggli cell. */
  readonly crystal: Crystal;
  /** Sentence for the user: why it cannot be refined; then the run has no draft. */
  readonly refusal?: string;
}

export type RunStatus = 'running' | 'refined' | 'stopped' | 'failed';

/** Of a run in which a model took no part. */
export const NO_MODEL: ModelIdentity = { id: 'none', sha256: '' };

/** A run as stored: serialisable by structured clone, versioned for migration. */
export interface RunRecord {
  readonly version: 1;
  readonly id: string;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly request: RunRequest;
  readonly languageModel: ModelIdentity;
  readonly denoiser: ModelIdentity;
  readonly candidates: readonly CandidateRecord[];
  /** Absent where the language model wrote the drafts. */
  readonly source?: RunSource;
  /** What a person noted of the candidates. */
  readonly annotations?: Annotations;
  readonly status: RunStatus;
  /** Sentence for the user when `status` is 'failed'. */
  readonly failure?: string;
}
