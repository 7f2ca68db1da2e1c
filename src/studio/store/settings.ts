import type { StartMode } from '../../crystal/trajectory';
import { DEFAULT_KEEP_SYMMETRY } from '../../generation/keep-symmetry';
import type { KeepSymmetry } from '../../generation/run';
import { DEFAULT_TEMPERATURE, DEFAULT_TOP_P } from '../../generation/run';
import type { LanguageEngine } from '../../language/engine-choice';

/** What a user sets beside the prompt; kept across reloads. */
export interface Settings {
  /** Candidates per run, 1–64. */
  readonly count: number;
  /** 32-bit unsigned; null draws a new one for each run. */
  readonly seed: number | null;
  /** Softmax temperature, > 0. */
  readonly temperature: number;
  /** Nucleus mass, 0 < topP ≤ 1. */
  readonly topP: number;
  readonly useGrammar: boolean;
  /** What writes the drafts. */
  readonly languageEngine: LanguageEngine;
  /** null takes the default that was measured for the denoiser. */
  readonly start: StartMode | null;
  /** Symmetry that refinement keeps. */
  readonly keepSymmetry: KeepSymmetry;
  /** Noise level at which refinement starts, integer 0–1000; null takes the denoiser's measured default. */
  readonly tau: number | null;
  /** Whether `tau` stands, or each new draft gets its own by the denoiser's estimate. */
  readonly tauRule: 'fixed' | 'estimate';
}

/** Candidates that one run of the studio makes at most. */
export const MOST_CANDIDATES = 64;

export const defaultSettings: Settings = {
  count: 1,
  seed: null,
  temperature: DEFAULT_TEMPERATURE,
  topP: DEFAULT_TOP_P,
  useGrammar: true,
  languageEngine: 'auto',
  start: null,
  keepSymmetry: DEFAULT_KEEP_SYMMETRY,
  tau: null,
  tauRule: 'fixed',
};

const KEEP_SYMMETRY: readonly KeepSymmetry[] = ['off', 'draft', 'prompt'];

const LANGUAGE_ENGINES: readonly LanguageEngine[] = ['auto', 'webllm', 'onnxruntime'];

const STORAGE_KEY = 'tau-studio.settings.1';

/** The browser's own storage; where it is refused, one that forgets. */
export function settingsStorage(): Pick<Storage, 'getItem' | 'setItem'> {
  try {
    return globalThis.localStorage;
  } catch {
    return { getItem: () => null, setItem: () => {} };
  }
}

/** Settings of the last visit; what is missing, damaged or out of range falls back to its default. */
export function readSettings(storage: Pick<Storage, 'getItem'>): Settings {
  let stored: unknown;
  try {
    stored = JSON.parse(storage.getItem(STORAGE_KEY) ?? '{}');
  } catch {
    return defaultSettings;
  }
  const given = (typeof stored === 'object' && stored !== null ? stored : {}) as Record<string, unknown>;
  const isWithin = (value: unknown, minimum: number, maximum: number): value is number =>
    typeof value === 'number' && value >= minimum && value <= maximum;
  const integer = (value: unknown, minimum: number, maximum: number) =>
    isWithin(value, minimum, maximum) && Number.isInteger(value) ? value : undefined;
  return {
    count: integer(given.count, 1, MOST_CANDIDATES) ?? defaultSettings.count,
    seed: integer(given.seed, 0, 0xffffffff) ?? defaultSettings.seed,
    temperature: isWithin(given.temperature, 0.1, 2) ? given.temperature : defaultSettings.temperature,
    topP: isWithin(given.topP, 0.1, 1) ? given.topP : defaultSettings.topP,
    useGrammar: typeof given.useGrammar === 'boolean' ? given.useGrammar : defaultSettings.useGrammar,
    languageEngine: LANGUAGE_ENGINES.find((name) => name === given.languageEngine) ?? defaultSettings.languageEngine,
    start: given.start === 'as-is' || given.start === 're-noised' ? given.start : defaultSettings.start,
    keepSymmetry: KEEP_SYMMETRY.find((keep) => keep === given.keepSymmetry) ?? defaultSettings.keepSymmetry,
    tau: integer(given.tau, 0, 1000) ?? defaultSettings.tau,
    tauRule: given.tauRule === 'estimate' ? 'estimate' : defaultSettings.tauRule,
  };
}

/** Where storage is refused (private windows, full disks) the settings last as long as the page. */
export function writeSettings(storage: Pick<Storage, 'setItem'>, settings: Settings): void {
  try {
    storage.setItem(STORAGE_KEY, JSON.stringify(settings));
  } catch {
    // Nothing depends on it.
  }
}
