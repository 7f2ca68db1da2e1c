import type { Studio } from '../studio';
import { type Action, matches } from './action';
import { actionGroups } from './index';

const withKeys = actionGroups.flatMap(({ actions }) => actions).filter((action) => action.shortcut);

/** What a range input would do the other way round, or not at all. */
const FRAME_KEYS: ReadonlySet<string> = new Set(['PageUp', 'PageDown', ' ']);

/** Whether plain keys belong to the bench: the focus is on nothing, or inside an element marked `data-bench`. */
function isOnBench(target: EventTarget | null): boolean {
  if (!(target instanceof Element) || target === document.body) return true;
  if (target.closest('input, textarea, select, [role="slider"], [role="menu"], [role="dialog"]')) return false;
  return target.closest('[data-bench]') !== null;
}

/** Menus and dialogs have keys of their own: Esc closes them. So has a list that is not part of the bench. */
function isOverBench(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false;
  if (target.closest('[role="menu"], [role="dialog"]')) return true;
  return target.closest('[role="listbox"]') !== null && target.closest('[data-bench]') === null;
}

/** Whether the browser itself undoes what is typed there. */
function isText(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('textarea, input:not([type="range"], [type="checkbox"])') !== null;
}

/** On the slider of frames the keys mean what they mean on the bench. */
function isOnFrames({ target, key }: KeyboardEvent): boolean {
  return FRAME_KEYS.has(key) && target instanceof Element && target.closest('[data-frames] input') !== null;
}

/** Whether a control must not see the key before the action does. */
function goesFirst(action: Action, event: KeyboardEvent): boolean {
  if (!action.shortcut || !matches(action.shortcut, event) || event.isComposing) return false;
  if (action.shortcut.where === 'anywhere') return !isOverBench(event.target);
  if (action.shortcut.where === 'beside-text') return !isOverBench(event.target) && !isText(event.target);
  return isOnFrames(event);
}

function isMeant(action: Action, event: KeyboardEvent): boolean {
  const { shortcut } = action;
  if (shortcut?.where !== 'bench' || !matches(shortcut, event)) return false;
  // Space on a focused button presses that button.
  if (event.key === ' ' && event.target instanceof Element && event.target.closest('button')) return false;
  return isOnBench(event.target);
}

/** Listens for the shortcuts of all actions until the returned function is called. */
export function listenForShortcuts(studio: Studio): () => void {
  const perform = (event: KeyboardEvent, isWanted: (action: Action, event: KeyboardEvent) => boolean) => {
    if (event.defaultPrevented) return;
    const action = withKeys.find((candidate) => isWanted(candidate, event));
    if (!action?.isEnabled(studio.store.getState())) return;
    event.preventDefault();
    event.stopPropagation();
    void action.perform(studio);
  };
  const before = (event: KeyboardEvent) => perform(event, goesFirst);
  const after = (event: KeyboardEvent) => perform(event, isMeant);
  window.addEventListener('keydown', before, { capture: true });
  window.addEventListener('keydown', after);
  return () => {
    window.removeEventListener('keydown', before, { capture: true });
    window.removeEventListener('keydown', after);
  };
}
