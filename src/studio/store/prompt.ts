import type { CellLimits } from '../../language/cell-progress';
import type { Conditions } from '../../language/conditions';
import {
  type Chip,
  conditionsFromChips,
  type Problem,
  type Span,
  setOthersAllowed,
  type UnderstoodPrompt,
  understandPrompt,
} from '../../language/prompt';
import { withEdit } from './edit-history';
import type { StudioState, StudioStore } from './studio-store';

/** How a user changed a chip: taken away, or (for elements) whether others may be beside them. */
export type ChipEdit = 'removed' | 'others-allowed' | 'exact';

export interface KeyedChip {
  /** The same for the same meaning, so that an edit outlives typing elsewhere and holds for every repetition. */
  readonly key: string;
  readonly chip: Chip;
  /** Wherever the prompt says it. */
  readonly spans: readonly Span[];
}

export interface Understanding extends Pick<UnderstoodPrompt, 'conditions' | 'notUnderstood' | 'problems'> {
  /** Chips that count, as edited. */
  readonly chips: readonly KeyedChip[];
}

type Input = Pick<StudioState, 'promptText' | 'chipEdits' | 'models'>;

let last: { readonly input: Input; readonly understanding: Understanding } | undefined;

/** What is made of the prompt and of the edits to its chips; undefined until the models' limits are known. */
export function understandingOf(state: Input): Understanding | undefined {
  const { promptText, chipEdits, models } = state;
  if (!models) return undefined;
  const { input } = last ?? {};
  if (last && input?.promptText === promptText && input.chipEdits === chipEdits && input.models === models) {
    return last.understanding;
  }
  last = { input: { promptText, chipEdits, models }, understanding: understand(promptText, chipEdits, models) };
  return last.understanding;
}

/** What both models were trained on. */
export function limitsOf({ language, denoiser }: NonNullable<StudioState['models']>): CellLimits {
  return {
    maxAtoms: Math.min(language.maxAtoms, denoiser.maxAtoms),
    elements: language.trainedElements.filter((atomicNumber) => denoiser.trainedElements.includes(atomicNumber)),
  };
}

function understand(
  promptText: string,
  edits: ReadonlyMap<string, ChipEdit>,
  models: NonNullable<StudioState['models']>,
): Understanding {
  const limits = limitsOf(models);
  const understood = understandPrompt(promptText, limits);
  const keyed = withKeys(understood.chips);
  const chips = keyed
    .filter(({ key }) => edits.get(key) !== 'removed')
    .map((keyedChip) => {
      const edit = edits.get(keyedChip.key);
      return edit ? { ...keyedChip, chip: setOthersAllowed(keyedChip.chip, edit === 'others-allowed') } : keyedChip;
    });
  if (edits.size === 0) return { ...understood, chips };

  // What the reader of the prompt had to say stays, what the chips had to say together is asked anew.
  const ofAllChips = conditionsFromChips(understood.chips, limits).problems.map(({ message }) => message);
  const ofReading = understood.problems.filter(({ message }) => !ofAllChips.includes(message));
  const { conditions, problems } = conditionsFromChips(
    chips.map(({ chip }) => chip),
    limits,
  );
  return { ...understood, chips, conditions, problems: [...ofReading, ...problems] };
}

/** What is said twice is one chip. */
function withKeys(chips: readonly Chip[]): KeyedChip[] {
  const byKey = new Map<string, KeyedChip>();
  for (const chip of chips) {
    const key = `${chip.kind}:${chip.label}:${JSON.stringify(chip.wish)}`;
    byKey.set(key, { key, chip, ...byKey.get(key), spans: [...(byKey.get(key)?.spans ?? []), chip.span] });
  }
  return [...byKey.values()];
}

/** Only wishes to the model, which it may miss; everything else holds by construction while the grammar is on. */
const WISHES: ReadonlySet<string> = new Set<keyof Conditions>([
  'spaceGroup',
  'crystalSystem',
  'formationEnergy',
  'bandGap',
  'energyAboveHull',
]);

/** A structure type too: its formula holds, its arrangement may be missed. */
export function isOnlyAWish({ kind, wish }: Chip): boolean {
  return kind === 'structure-type' || Object.keys(wish).every((key) => WISHES.has(key));
}

export function editChip(store: StudioStore, key: string, edit: ChipEdit): void {
  setChipEdits(store, new Map(store.getState().chipEdits).set(key, edit));
}

/** Everything counts again as it was understood. */
export function forgetChipEdits(store: StudioStore): void {
  setChipEdits(store, new Map());
}

function setChipEdits(store: StudioStore, after: ReadonlyMap<string, ChipEdit>): void {
  store.setState(({ chipEdits, edits }) => ({
    chipEdits: after,
    edits: withEdit(edits, { kind: 'chips', before: chipEdits, after }, performance.now()),
  }));
}

export function errorsOf(understanding: Understanding): readonly Problem[] {
  return understanding.problems.filter(({ severity }) => severity === 'error');
}

/** Nothing runs before every error is settled. An empty prompt asks for any crystal. */
export function canGenerate(state: StudioState): boolean {
  const understanding = understandingOf(state);
  return understanding !== undefined && errorsOf(understanding).length === 0;
}

/** Throws RangeError before the models' limits are known. */
export function conditionsOf(state: StudioState): Conditions {
  const understanding = understandingOf(state);
  if (!understanding) throw new RangeError('The prompt cannot be understood before the model manifest has been read.');
  return understanding.conditions;
}
