import { describe, expect, it } from 'vitest';
import { createStudioStore } from '../store/studio-store';
import { matches, type Shortcut, shortcutText } from './action';
import { actionGroups } from './index';

const all = actionGroups.flatMap(({ actions }) => actions);
const key = (name: string, held: Partial<KeyboardEvent> = {}) => ({
  key: name,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
});

describe('shortcuts', () => {
  it('print as on the keyboard in use', () => {
    const run: Shortcut = { key: 'Enter', withControl: true, where: 'anywhere' };
    expect(shortcutText(run, false)).toBe('Ctrl + Enter');
    expect(shortcutText(run, true)).toBe('⌘Enter');
    expect(shortcutText({ key: ' ', where: 'bench' }, false)).toBe('Space');
    expect(shortcutText({ key: 'r', where: 'bench' }, false)).toBe('R');
    expect(shortcutText({ key: 's', withShift: true, where: 'bench' }, false)).toBe('Shift + S');
    expect(shortcutText({ key: '?', withShift: true, where: 'bench' }, false)).toBe('?');
  });

  it('match exactly what is held, letters in either case', () => {
    const reset: Shortcut = { key: 'r', where: 'bench' };
    expect(matches(reset, key('r'))).toBe(true);
    expect(matches(reset, key('R'))).toBe(true);
    expect(matches(reset, key('r', { ctrlKey: true }))).toBe(false);
    expect(matches(reset, key('r', { altKey: true }))).toBe(false);
    const run: Shortcut = { key: 'Enter', withControl: true, where: 'anywhere' };
    expect(matches(run, key('Enter', { metaKey: true }))).toBe(true);
    expect(matches(run, key('Enter'))).toBe(false);
  });

  it('belong to one action each', () => {
    const used = all.flatMap(({ shortcut }) => (shortcut ? [shortcutText(shortcut, false)] : []));
    expect(new Set(used).size).toBe(used.length);
  });

  it('never claim a plain key while someone types', () => {
    for (const { id, shortcut } of all) {
      // Esc types nothing.
      if (shortcut?.where === 'anywhere' && shortcut.key !== 'Escape') expect(shortcut.withControl, id).toBe(true);
    }
  });
});

it('actions have ids and names of their own', () => {
  expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
});

it('what cannot be done on an empty bench says why', () => {
  const state = createStudioStore().getState();
  for (const { id, isEnabled, whyNot } of all) {
    if (!isEnabled(state)) expect(whyNot?.(state), id).toMatch(/^[^a-z].*\.$/);
  }
});
