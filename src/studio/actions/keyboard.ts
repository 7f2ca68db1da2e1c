import type { Studio } from '../studio';
import { type Action, matches } from './action';
import { actionGroups } from './index';

const withKeys = actionGroups.flatMap(({ actions }) => actions).filter((action) => action.shortcut);

/** Whether plain keys belong to the bench: the focus is on nothing, or inside an element marked `data-bench`. */
function isOnBench(target: EventTarget | null): boolean {
  if (!(target instanceof Element) || target === document.body) return true;
  if (target.closest('input, textarea, select, [role="slider"], [role="menu"], [role="dialog"]')) return false;
  return target.closest('[data-bench]') !== null;
}

function isMeant(action: Action, event: KeyboardEvent): boolean {
  const { shortcut } = action;
  if (!shortcut || !matches(shortcut, event)) return false;
  if (shortcut.where === 'anywhere') return true;
  // Space on a focused button presses that button.
  if (event.key === ' ' && event.target instanceof Element && event.target.closest('button')) return false;
  return isOnBench(event.target);
}

/** Listens for the shortcuts of all actions until the returned function is called. */
export function listenForShortcuts(studio: Studio): () => void {
  const listener = (event: KeyboardEvent) => {
    if (event.defaultPrevented) return;
    const action = withKeys.find((candidate) => isMeant(candidate, event));
    if (!action?.isEnabled(studio.store.getState())) return;
    event.preventDefault();
    void action.perform(studio);
  };
  window.addEventListener('keydown', listener);
  return () => window.removeEventListener('keydown', listener);
}
