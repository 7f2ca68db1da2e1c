import { LONGEST_NOTE, LONGEST_TAG } from '../generation/annotations';
import { LARGEST_SYMMETRY_TOLERANCE } from '../generation/keep-symmetry';
import type { RunRecord } from '../generation/run';
import { readConditions } from '../language/read-conditions';

/**
 * A run from data that this program may not have written; what it does not know is kept as it is.
 * @param path where the run lies, for messages
 * @throws RangeError naming the first part that is missing or wrong
 */
export function checkRun(value: unknown, path: string): RunRecord {
  const run = new Part(value, path);
  if (run.get('version').value !== 1) throw run.get('version').mustBe('1');
  run.get('id').text(1, 200);
  const createdAt = run.get('createdAt');
  if (Number.isNaN(Date.parse(createdAt.text(1, 40)))) throw createdAt.mustBe('a date');
  const tau = checkRequest(run.get('request'));
  for (const model of ['languageModel', 'denoiser']) {
    run.get(model).get('id').text();
    run.get(model).get('sha256').text(0, 64);
  }
  run.get('status').oneOf(['running', 'refined', 'stopped', 'failed']);
  run.optional('failure')?.text();
  const source = run.optional('source');
  if (source) {
    for (const name of ['fileName', 'format', 'title']) source.get(name).text();
    for (const note of source.get('notes').list()) note.text();
    checkCrystal(source.get('crystal'));
    source.optional('refusal')?.text();
  }
  const candidates = run.get('candidates').list();
  if (candidates.length === 0) throw run.get('candidates').mustBe('a list with a candidate');
  candidates.forEach((candidate, index) => {
    if (candidate.get('index').integer(0, 1e6) !== index) throw candidate.get('index').mustBe(String(index));
    checkCandidate(candidate, tau);
  });
  const annotations = run.optional('annotations');
  for (const index of annotations?.names() ?? []) checkAnnotation(annotations as Part, index, candidates.length);
  return value as RunRecord;
}

function checkAnnotation(annotations: Part, index: string, candidateCount: number): void {
  if (!/^\d+$/.test(index) || Number(index) >= candidateCount) throw annotations.get(index).mustBe('of a candidate');
  const annotation = annotations.get(index);
  for (const name of ['isStarred', 'isDeleted']) annotation.optional(name)?.oneOf([true, false]);
  annotation.optional('note')?.text(0, LONGEST_NOTE);
  for (const tag of annotation.optional('tags')?.list() ?? []) tag.text(1, LONGEST_TAG);
}

/** Gives τ. */
function checkRequest(request: Part): number {
  request.get('prompt').text();
  checkConditions(request.get('conditions'));
  request.get('seed').integer(0, 0xffffffff);
  request.optional('refinementSeed')?.integer(0, 0xffffffff);
  request.get('count').integer(1, 1e6);
  request.get('temperature').number(0, 100);
  request.get('topP').number(0, 1);
  request.get('useGrammar').oneOf([true, false]);
  request.get('start').oneOf(['as-is', 're-noised']);
  request.optional('keepSymmetry')?.oneOf(['off', 'draft', 'prompt']);
  request.optional('symmetryTolerance')?.number(0, LARGEST_SYMMETRY_TOLERANCE);
  const branch = request.optional('branch');
  for (const token of branch?.get('prefix').list() ?? []) token.integer(0, 0x7fffffff);
  const drawn = branch?.optional('drawnWishes');
  if (drawn) checkConditions(drawn);
  request.optional('tauRule')?.oneOf(['estimate']);
  return request.get('tau').integer(0, 1000);
}

function checkConditions(conditions: Part): void {
  try {
    readConditions(conditions.value);
  } catch (error) {
    throw new RangeError(`in ${conditions.path} ${error instanceof Error ? error.message : error}`);
  }
}

/** @param runTau the request's, of candidates without their own */
function checkCandidate(candidate: Part, runTau: number): void {
  for (const draft of candidate.get('drafts').list()) {
    draft.get('seed').number();
    draft.get('text').text();
    for (const name of ['tokenIds', 'logProbabilities']) for (const entry of draft.get(name).list()) entry.number();
    checkAlternatives(draft);
    draft.get('meanMaskedMass').number();
    draft.optional('rejection')?.text();
  }
  const crystals = ['draft', 'refined'].map((name) => candidate.optional(name)).filter((part) => part !== undefined);
  const counts = crystals.map(checkCrystal);
  const count = counts[0];
  if (counts.some((each) => each !== count)) throw candidate.get('refined').mustBe(`a crystal of ${count} atoms`);
  const tau = candidate.optional('tau')?.integer(0, 1000) ?? runTau;
  candidate.optional('askedSpaceGroup')?.integer(1, 230);
  const locks = candidate.optional('locks');
  if (locks) {
    locks.get('lattice').oneOf([true, false]);
    for (const site of locks.get('sites').list()) site.integer(0, (count ?? 0) - 1);
  }
  const kept = candidate.optional('keptSymmetry');
  if (kept) {
    kept.get('spaceGroup').integer(1, 230);
    kept.get('tolerance').number();
    kept.get('displacement').number();
    kept.get('sentence').text();
  }
  const frames = candidate.optional('frames');
  if (frames) {
    const stride = 9 + 3 * (count ?? 0);
    const { length } = frames.numbers(Float32Array);
    if (count === undefined || length % stride !== 0 || length > (tau + 1) * stride) {
      throw frames.mustBe(`at most ${tau + 1} frames of ${stride} numbers`);
    }
    const norms = candidate.optional('noiseNorms');
    if (norms && norms.numbers(Float32Array).length !== 2 * (length / stride - 1)) {
      throw norms.mustBe('two numbers for each frame but the last');
    }
  }
  candidate.get('draftSeconds').number();
  candidate.get('refineSeconds').number();
  candidate.optional('failure')?.text();
}

function checkAlternatives(draft: Part): void {
  const alternatives = draft.optional('alternatives');
  if (!alternatives) return;
  const ids = alternatives.get('ids').numbers(Int32Array);
  const spellings = alternatives.get('spellings');
  for (const id of new Set([...ids, ...(draft.get('tokenIds').value as number[])]))
    spellings.get(String(id)).text(0, 99);
  for (const [name, type] of [['logProbabilities', Float32Array] as const, ['allowed', Uint8Array] as const]) {
    const { length } = alternatives.get(name).numbers<Float32Array | Uint8Array>(type);
    if (length !== ids.length) throw alternatives.get(name).mustBe(`${ids.length} numbers`);
  }
}

/** Gives the number of atoms. */
function checkCrystal(crystal: Part): number {
  const lattice = crystal.get('lattice').numbers(Float64Array);
  if (lattice.length !== 9) throw crystal.get('lattice').mustBe('nine numbers');
  const atoms = crystal.get('atomicNumbers').numbers(Uint8Array);
  if (atoms.length === 0 || atoms.some((number) => number < 1 || number > 118)) {
    throw crystal.get('atomicNumbers').mustBe('atomic numbers from 1 to 118');
  }
  const coordinates = crystal.get('fracCoords').numbers(Float64Array);
  if (coordinates.length !== 3 * atoms.length) throw crystal.get('fracCoords').mustBe(`${3 * atoms.length} numbers`);
  return atoms.length;
}

type NumberArray = Float32Array | Float64Array | Int32Array | Uint8Array;

/** A piece of unknown data and where it lies. */
class Part {
  readonly value: unknown;
  readonly path: string;

  constructor(value: unknown, path: string) {
    this.value = value;
    this.path = path;
  }

  mustBe(expected: string): RangeError {
    const what = this.value === undefined ? 'is missing' : `must be ${expected}`;
    return new RangeError(`${this.path} ${what}`);
  }

  get(name: string): Part {
    if (typeof this.value !== 'object' || this.value === null) throw this.mustBe('an object');
    const own = Object.hasOwn(this.value, name) ? (this.value as Record<string, unknown>)[name] : undefined;
    return new Part(own, `${this.path}.${name}`);
  }

  /** Of what an object holds. */
  names(): string[] {
    if (typeof this.value !== 'object' || this.value === null) throw this.mustBe('an object');
    return Object.keys(this.value);
  }

  optional(name: string): Part | undefined {
    const part = this.get(name);
    return part.value === undefined ? undefined : part;
  }

  text(shortest = 0, longest = 1e6): string {
    const { value } = this;
    if (typeof value === 'string' && value.length >= shortest && value.length <= longest) return value;
    throw this.mustBe('a text');
  }

  number(lowest = -Number.MAX_VALUE, highest = Number.MAX_VALUE): number {
    const { value } = this;
    if (typeof value === 'number' && value >= lowest && value <= highest) return value;
    throw this.mustBe(lowest === -Number.MAX_VALUE ? 'a number' : `a number from ${lowest} to ${highest}`);
  }

  integer(lowest: number, highest: number): number {
    const { value } = this;
    if (Number.isInteger(value)) return this.number(lowest, highest);
    throw this.mustBe(`an integer from ${lowest} to ${highest}`);
  }

  oneOf(values: readonly unknown[]): void {
    if (!values.includes(this.value)) throw this.mustBe(`one of ${values.join(', ')}`);
  }

  list(): Part[] {
    if (!Array.isArray(this.value)) throw this.mustBe('a list');
    return this.value.map((entry, index) => new Part(entry, `${this.path}[${index}]`));
  }

  numbers<Type extends NumberArray>(type: new () => Type): Type {
    const { value } = this;
    if (!(value instanceof type)) throw this.mustBe(`a list of ${type.name.replace('Array', '')} numbers`);
    if (value.some((number: number) => !Number.isFinite(number))) throw this.mustBe('finite numbers');
    return value;
  }
}
