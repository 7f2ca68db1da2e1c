import { LARGEST_SYMMETRY_TOLERANCE } from '../../generation/keep-symmetry';
import type { DraftBranch, KeepSymmetry, RunRecord, RunRequest } from '../../generation/run';
import { LONGEST_PROMPT } from '../../language/prompt';
import { readConditions } from '../../language/read-conditions';
import { StudioError } from '../../runtime/errors';
import { MOST_CANDIDATES } from '../store/settings';
import type { CandidateOutcome } from './run-outcome';

/** What a link says of a run: how to make it again, with which models, and what came of it. */
export interface RunLink {
  readonly request: RunRequest;
  /** First hex digits of the sha-256 of the weights. */
  readonly languageModel: string;
  readonly denoiser: string;
  /** Of each candidate in order. */
  readonly outcomes: readonly (CandidateOutcome | null)[];
}

const VERSION = '1';
/** Of links to branches and to estimated τ, which a build that reads version 1 only would replay as something else. */
const LATER_VERSION = '2';
/** Tokens; the longest text has about 250. */
const LONGEST_PREFIX = 1000;
const HASH_DIGITS = 16;
/** Of a link with 64 candidates and the longest prompt, with room to spare. */
const LONGEST_LINK = 16_384;
const NO_CRYSTAL = 'none';

/**
 * The part of an address after "#" that replays a run. A fragment is never sent to a server.
 * @param outcomes of each candidate of the run
 */
export function writeRunLink(run: RunRecord, outcomes: readonly (CandidateOutcome | null)[]): string {
  const { request } = run;
  const fields = new URLSearchParams({
    run: request.branch || request.tauRule ? LATER_VERSION : VERSION,
    prompt: request.prompt,
    conditions: JSON.stringify(request.conditions),
    seed: String(request.seed),
    ...(request.refinementSeed !== undefined && { 'noise-seed': String(request.refinementSeed) }),
    count: String(request.count),
    temperature: String(request.temperature),
    'top-p': String(request.topP),
    grammar: request.useGrammar ? 'on' : 'off',
    tau: String(request.tau),
    ...(request.tauRule && { 'tau-rule': request.tauRule }),
    start: request.start,
    symmetry: request.keepSymmetry ?? 'off',
    ...(request.symmetryTolerance !== undefined && { tolerance: String(request.symmetryTolerance) }),
    ...(request.branch && { branch: request.branch.prefix.join('.') }),
    ...(request.branch?.drawnWishes && { drawn: JSON.stringify(request.branch.drawnWishes) }),
    language: run.languageModel.sha256.slice(0, HASH_DIGITS),
    denoiser: run.denoiser.sha256.slice(0, HASH_DIGITS),
  });
  for (const outcome of outcomes) {
    const text = outcome ? [outcome.formula, outcome.spaceGroup, ...outcome.cell].join('_') : NO_CRYSTAL;
    fields.append('result', text);
  }
  return fields.toString();
}

export function isRunLink(fragment: string): boolean {
  return /^#?run=/.test(fragment);
}

/** The run that a fragment asks for. Throws StudioError `invalid-input` naming the first field that is wrong. */
export function readRunLink(fragment: string): RunLink {
  if (fragment.length > LONGEST_LINK) throw wrong(`it is longer than ${LONGEST_LINK} characters`);
  const fields = new URLSearchParams(fragment.replace(/^#/, ''));
  const version = fields.get('run');
  if (version !== VERSION && version !== LATER_VERSION) {
    throw wrong(
      `it is of version ${version}, this build reads versions ${VERSION} and ${LATER_VERSION}. Open it in a newer build`,
    );
  }
  const read = new FieldReader(fields);
  if (version === LATER_VERSION && !fields.has('tau-rule') && !fields.has('branch')) throw wrong('“branch” is missing');
  const count = read.integer('count', 1, MOST_CANDIDATES);
  const request: RunRequest = {
    prompt: read.text('prompt', LONGEST_PROMPT),
    conditions: read.conditions('conditions'),
    seed: read.integer('seed', 0, 0xffffffff),
    ...(fields.has('noise-seed') && { refinementSeed: read.integer('noise-seed', 0, 0xffffffff) }),
    count,
    temperature: read.number('temperature', 0.1, 2),
    topP: read.number('top-p', 0.01, 1),
    useGrammar: read.oneOf('grammar', ['on', 'off']) === 'on',
    tau: read.integer('tau', 0, 1000),
    ...(fields.has('tau-rule') && { tauRule: read.oneOf<'estimate'>('tau-rule', ['estimate']) }),
    start: read.oneOf('start', ['as-is', 're-noised']),
    keepSymmetry: read.oneOf<KeepSymmetry>('symmetry', ['off', 'draft', 'prompt']),
    ...(fields.has('tolerance') && {
      symmetryTolerance: read.number('tolerance', 0.01, LARGEST_SYMMETRY_TOLERANCE),
    }),
    ...(fields.has('branch') && { branch: read.branch() }),
  };
  const outcomes = fields.getAll('result').map(readOutcome);
  if (outcomes.length !== count) throw wrong(`it has ${outcomes.length} results for a count of ${count}`);
  return { request, languageModel: read.hash('language'), denoiser: read.hash('denoiser'), outcomes };
}

class FieldReader {
  private readonly fields: URLSearchParams;

  constructor(fields: URLSearchParams) {
    this.fields = fields;
  }

  text(name: string, longest: number): string {
    const value = this.fields.get(name);
    if (value === null) throw wrong(`“${name}” is missing`);
    if (value.length > longest) throw wrong(`“${name}” has ${value.length} characters, more than ${longest}`);
    return value;
  }

  number(name: string, lowest: number, highest: number): number {
    const text = this.text(name, 32);
    const value = /^\d+(\.\d+)?(e-?\d+)?$/.test(text) ? Number(text) : Number.NaN;
    if (value >= lowest && value <= highest) return value;
    throw wrong(`“${name}” must be a number from ${lowest} to ${highest}, not “${text}”`);
  }

  integer(name: string, lowest: number, highest: number): number {
    const text = this.text(name, 32);
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (value >= lowest && value <= highest) return value;
    throw wrong(`“${name}” must be an integer from ${lowest} to ${highest}, not “${text}”`);
  }

  oneOf<Name extends string>(name: string, names: readonly Name[]): Name {
    const text = this.text(name, 32);
    const found = names.find((each) => each === text);
    if (found === undefined) throw wrong(`“${name}” must be one of ${names.join(', ')}, not “${text}”`);
    return found;
  }

  hash(name: string): string {
    const text = this.text(name, 64);
    if (!/^[0-9a-f]{8,64}$/.test(text)) throw wrong(`“${name}” is not the hash of a model: “${text}”`);
    return text;
  }

  branch(): DraftBranch {
    const text = this.text('branch', LONGEST_LINK);
    const prefix = text.split('.').map(Number);
    if (!/^\d{1,6}(\.\d{1,6})*$/.test(text) || prefix.length > LONGEST_PREFIX) {
      throw wrong(`“branch” must be up to ${LONGEST_PREFIX} numbers of tokens, not “${text.slice(0, 80)}”`);
    }
    return { prefix, ...(this.fields.has('drawn') && { drawnWishes: this.conditions('drawn') }) };
  }

  conditions(name: string): RunRequest['conditions'] {
    const text = this.text(name, LONGEST_LINK);
    try {
      return readConditions(JSON.parse(text));
    } catch (error) {
      if (error instanceof RangeError) throw wrong(error.message);
      throw wrong(`“${name}” is not JSON`);
    }
  }
}

function readOutcome(text: string): CandidateOutcome | null {
  if (text === NO_CRYSTAL) return null;
  const match = /^([A-Za-z0-9]{1,80})_(\d{1,3})((?:_\d{1,4}(?:\.\d{1,2})?){6})$/.exec(text);
  const group = Number(match?.[2]);
  if (!match?.[1] || !match[3] || group > 230) {
    throw wrong(`“result” must be a formula, a space group and six cell parameters, not “${text.slice(0, 80)}”`);
  }
  return { formula: match[1], spaceGroup: group, cell: match[3].slice(1).split('_').map(Number) };
}

function wrong(reason: string): StudioError {
  return new StudioError('invalid-input', `This link cannot be replayed: ${reason}.`);
}
