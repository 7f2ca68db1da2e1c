import { parseArgs } from 'node:util';
import type { StartMode } from '../crystal/trajectory';
import {
  DEFAULT_KEEP_SYMMETRY,
  DEFAULT_SYMMETRY_TOLERANCE,
  LARGEST_SYMMETRY_TOLERANCE,
} from '../generation/keep-symmetry';
import { DEFAULT_TEMPERATURE, DEFAULT_TOP_P, type KeepSymmetry } from '../generation/run';
import type { RuntimeBackend } from '../runtime/onnx-session';
import { CommandError } from './command-error';

export const USAGE = `Usage: npm run -s generate -- --prompt TEXT --out DIR [options]

What to make (one of):
  --prompt TEXT          as in the studio: "SrTiO3", "a ternary oxide with 10 atoms"; "" asks for any crystal
  --prompts-file FILE    JSON lines {"id", "prompt"} or {"id", "conditions"}, with "seed" where wanted
  --drafts-from FILE     JSON lines of an earlier run: refine their drafts again; line k is candidate k

How:
  --tau N                noise level at which refinement starts, 0–1000 (0 keeps the draft; default: the model's), or
                         auto: of each draft, as the diffusion model estimates it
  --start MODE           as-is | re-noised (default: the model's)
  --keep-symmetry WHICH  off | draft (its own) | prompt (the space group asked for) (default ${DEFAULT_KEEP_SYMMETRY})
  --symmetry-tolerance Å within which the draft's symmetry is looked for (default ${DEFAULT_SYMMETRY_TOLERANCE})
  --seed N               0–4294967295 (default: drawn and printed in the lines)
  --count N              candidates per prompt (default 1)
  --temperature T        above 0 (default ${DEFAULT_TEMPERATURE})      --top-p P   above 0, at most 1 (default ${DEFAULT_TOP_P})
  --no-grammar           do not mask the language model's logits
  --backend B            native | wasm (wasm: numbers equal to the browser's; default native)
  --threads N            threads of the backend (default 1)

Output:
  --out DIR              folder for the CIF files (created if missing)
  --json                 a JSON line per candidate on standard output instead of a sentence
  --trajectories         write the trajectory of each candidate as extXYZ too`;

export interface GenerateOptions {
  readonly prompt?: string;
  readonly promptsFile?: string;
  readonly draftsFrom?: string;
  readonly out: string;
  readonly tau?: number | 'auto';
  readonly start?: StartMode;
  readonly keepSymmetry: KeepSymmetry;
  /** Å. */
  readonly symmetryTolerance: number;
  readonly seed: number;
  readonly count: number;
  readonly temperature: number;
  readonly topP: number;
  readonly useGrammar: boolean;
  readonly backend: Extract<RuntimeBackend, 'native' | 'wasm'>;
  readonly threads: number;
  readonly json: boolean;
  readonly trajectories: boolean;
}

/** Reads the command line. Throws CommandError that names the option and what it takes. */
export function parseArguments(args: readonly string[]): GenerateOptions {
  const { values } = parse(args);
  const sources = [values.prompt, values['prompts-file'], values['drafts-from']].filter((value) => value !== undefined);
  if (sources.length !== 1) {
    const what = sources.length === 0 ? 'Nothing to make: give' : 'Give only one of';
    throw new CommandError(`${what} --prompt, --prompts-file or --drafts-from. See --help.`);
  }
  if (!values.out) throw new CommandError('No output folder: give --out DIR.');
  return {
    prompt: values.prompt,
    promptsFile: values['prompts-file'],
    draftsFrom: values['drafts-from'],
    out: values.out,
    tau: values.tau === undefined || values.tau === 'auto' ? values.tau : integer('--tau', values.tau, 0, 1000),
    start: values.start === undefined ? undefined : oneOf('--start', values.start, ['as-is', 're-noised']),
    keepSymmetry: oneOf('--keep-symmetry', values['keep-symmetry'], ['off', 'draft', 'prompt']),
    symmetryTolerance: number('--symmetry-tolerance', values['symmetry-tolerance'], LARGEST_SYMMETRY_TOLERANCE),
    seed: values.seed === undefined ? randomSeed() : integer('--seed', values.seed, 0, 0xffffffff),
    count: integer('--count', values.count, 1, 100_000),
    temperature: number('--temperature', values.temperature, Number.POSITIVE_INFINITY),
    topP: number('--top-p', values['top-p'], 1),
    useGrammar: !values['no-grammar'],
    backend: oneOf('--backend', values.backend, ['native', 'wasm']),
    threads: integer('--threads', values.threads, 1, 64),
    json: values.json,
    trajectories: values.trajectories,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        prompt: { type: 'string' },
        'prompts-file': { type: 'string' },
        'drafts-from': { type: 'string' },
        out: { type: 'string' },
        tau: { type: 'string' },
        start: { type: 'string' },
        'keep-symmetry': { type: 'string', default: DEFAULT_KEEP_SYMMETRY },
        'symmetry-tolerance': { type: 'string', default: String(DEFAULT_SYMMETRY_TOLERANCE) },
        seed: { type: 'string' },
        count: { type: 'string', default: '1' },
        temperature: { type: 'string', default: String(DEFAULT_TEMPERATURE) },
        'top-p': { type: 'string', default: String(DEFAULT_TOP_P) },
        'no-grammar': { type: 'boolean', default: false },
        backend: { type: 'string', default: 'native' },
        threads: { type: 'string', default: '1' },
        json: { type: 'boolean', default: false },
        trajectories: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    const { message } = error as Error;
    const negative = /^Option '(--[\w-]+)' argument is ambiguous/.exec(message);
    if (negative) throw new CommandError(`${negative[1]} lacks its value, or the value begins with "-". See --help.`);
    throw new CommandError(`${message.split('. ')[0]}. See --help.`);
  }
}

function integer(option: string, text: string, lowest: number, highest: number): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isInteger(value) && value >= lowest && value <= highest) return value;
  throw new CommandError(`${option} takes an integer from ${lowest} to ${highest}, not "${text}".`);
}

function number(option: string, text: string, highest: number): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value) && value > 0 && value <= highest) return value;
  const range = Number.isFinite(highest) ? `above 0 and at most ${highest}` : 'above 0';
  throw new CommandError(`${option} takes a number ${range}, not "${text}".`);
}

function oneOf<const Choice extends string>(option: string, text: string, choices: readonly Choice[]): Choice {
  const found = choices.find((choice) => choice === text);
  if (found) return found;
  throw new CommandError(`${option} takes ${choices.join(' or ')}, not "${text}".`);
}

function randomSeed(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0];
}
