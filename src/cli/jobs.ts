import { atomicNumberOf } from '../crystal/elements';
import type { RunRequest } from '../generation/run';
import type { Conditions } from '../language/conditions';
import { understandPrompt } from '../language/prompt';
import type { GenerateOptions } from './arguments';
import { CommandError } from './command-error';
import { readPrompts } from './input-lines';
import type { EmbeddedModels } from './node-engine';

/** One run to do. */
export interface Job {
  readonly id: string;
  readonly request: RunRequest;
}

/** The runs that `--prompt` or `--prompts-file` asks for. Throws CommandError before any model is loaded. */
export async function readJobs(options: GenerateOptions, models: EmbeddedModels): Promise<Job[]> {
  const lines =
    options.promptsFile === undefined
      ? [{ id: 'prompt', prompt: options.prompt, conditions: undefined, seed: undefined }]
      : await readPrompts(options.promptsFile);
  return lines.map(({ id, prompt = '', conditions, seed }) => ({
    id,
    request: {
      prompt,
      conditions: conditions ? checked(conditions, id) : understood(prompt, models),
      seed: seed ?? options.seed,
      count: options.count,
      temperature: options.temperature,
      topP: options.topP,
      useGrammar: options.useGrammar,
      ...tauOf(options.tau, models.denoiser),
      start: options.start ?? models.denoiser.defaultStart,
      keepSymmetry: options.keepSymmetry,
      symmetryTolerance: options.symmetryTolerance,
    },
  }));
}

/** What `--tau` asks for. Throws CommandError where the denoiser cannot estimate τ. */
export function tauOf(
  tau: GenerateOptions['tau'],
  { defaultTau, noiseNorm, id }: EmbeddedModels['denoiser'],
): Pick<RunRequest, 'tau' | 'tauRule'> {
  if (tau !== 'auto') return { tau: tau ?? defaultTau };
  if (noiseNorm === undefined) throw new CommandError(`--tau auto: ${id} was exported without what estimates need.`);
  return { tau: defaultTau, tauRule: 'estimate' };
}

function understood(prompt: string, { language, denoiser }: EmbeddedModels): Conditions {
  const trained = new Set(denoiser.trainedElements);
  const { conditions, notUnderstood, problems } = understandPrompt(prompt, {
    maxAtoms: Math.min(language.maxAtoms, denoiser.maxAtoms),
    elements: language.trainedElements.filter((atomicNumber) => trained.has(atomicNumber)),
  });
  const error = problems.find(({ severity }) => severity === 'error');
  if (error) throw new CommandError(`"${prompt}": ${error.message}`);
  for (const { message } of problems) console.error(`generate: "${prompt}": ${message}`);
  if (notUnderstood.length > 0) {
    const words = notUnderstood.map(({ text }) => `"${text}"`).join(', ');
    console.error(`generate: "${prompt}": not understood and left out: ${words}.`);
  }
  return conditions;
}

function checked(conditions: Conditions, id: string): Conditions {
  const { composition = [], elements = [], requiredElements = [], spaceGroup = 1 } = conditions;
  const symbols = [...composition.map(([symbol]) => symbol), ...elements, ...requiredElements];
  const unknown = symbols.find((symbol) => atomicNumberOf(symbol) === undefined);
  if (unknown !== undefined) throw new CommandError(`Prompt ${id}: there is no element "${unknown}".`);
  if (!Number.isInteger(spaceGroup) || spaceGroup < 1 || spaceGroup > 230) {
    throw new CommandError(`Prompt ${id}: space groups are numbered 1 to 230, not ${spaceGroup}.`);
  }
  return conditions;
}
