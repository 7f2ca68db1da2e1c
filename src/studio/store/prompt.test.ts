import { beforeEach, describe, expect, it } from 'vitest';
import manifest from '../../../public/models/manifest.json';
import type { ModelManifest } from '../../runtime/manifest';
import { canGenerate, conditionsOf, editChip, errorsOf, isOnlyAWish, understandingOf } from './prompt';
import { createStudioStore, type StudioStore } from './studio-store';

const { language, denoiser } = manifest as unknown as ModelManifest;

describe('the prompt in the store', () => {
  let store: StudioStore;
  const understanding = () => {
    const found = understandingOf(store.getState());
    if (!found) throw new Error('not understood');
    return found;
  };
  const keyOf = (label: RegExp) => {
    const found = understanding().chips.find(({ chip }) => label.test(chip.label));
    if (!found) throw new Error(`no chip like ${label}`);
    return found.key;
  };

  beforeEach(() => {
    store = createStudioStore();
    store.setState({ models: { language: language[0], denoiser: denoiser[0] } });
  });

  it('cannot run before the models are known', () => {
    store.setState({ models: null });
    expect(canGenerate(store.getState())).toBe(false);
    expect(() => conditionsOf(store.getState())).toThrow(RangeError);
  });

  it('an empty prompt asks for any crystal', () => {
    expect(canGenerate(store.getState())).toBe(true);
    expect(conditionsOf(store.getState())).toEqual({});
  });

  it('a chip taken away no longer counts, and its contradiction goes with it', () => {
    store.setState({ promptText: 'SrTiO3 with 4 atoms' });
    expect(canGenerate(store.getState())).toBe(false);
    editChip(store, keyOf(/4/), 'removed');
    expect(canGenerate(store.getState())).toBe(true);
    expect(conditionsOf(store.getState()).atomCount).toBeUndefined();
    expect(conditionsOf(store.getState()).composition).toBeDefined();
  });

  it('what the reading of the prompt refused stays refused whatever happens to the chips', () => {
    store.setState({ promptText: 'Ba(Ti,Zr)O3 with 5 atoms' });
    expect(errorsOf(understanding()).length).toBeGreaterThan(0);
    editChip(store, keyOf(/5/), 'removed');
    expect(canGenerate(store.getState())).toBe(false);
  });

  it('elements can be opened to others and closed again', () => {
    store.setState({ promptText: 'Ba, Zr and O' });
    expect(conditionsOf(store.getState()).elements).toEqual(['Ba', 'Zr', 'O']);
    editChip(store, keyOf(/Ba/), 'others-allowed');
    expect(conditionsOf(store.getState()).elements).toBeUndefined();
    expect(conditionsOf(store.getState()).requiredElements).toEqual(['Ba', 'Zr', 'O']);
    editChip(store, keyOf(/Ba/), 'exact');
    expect(conditionsOf(store.getState()).elements).toEqual(['Ba', 'Zr', 'O']);
  });

  it('tells wishes from what holds by construction', () => {
    store.setState({ promptText: 'SrTiO3, space group 221' });
    const byLabel = new Map(understanding().chips.map(({ chip }) => [chip.kind, isOnlyAWish(chip)]));
    expect(byLabel.get('formula')).toBe(false);
    expect(byLabel.get('space-group')).toBe(true);
    store.setState({ promptText: 'rutile' });
    expect(understanding().chips.map(({ chip }) => isOnlyAWish(chip))).toEqual([true]);
  });

  it('what is said twice is one chip with two places, and goes at once', () => {
    store.setState({ promptText: 'NaCl NaCl rock salt' });
    expect(understanding().chips.map(({ chip, spans }) => [chip.label, spans.length])).toEqual([
      ['NaCl', 2],
      ['rock salt', 1],
    ]);
    editChip(store, keyOf(/NaCl/), 'removed');
    expect(conditionsOf(store.getState()).composition).toBeUndefined();
  });

  it('words of which nothing was understood draw no crystal; without words any crystal is drawn', () => {
    store.setState({ promptText: 'hello world' });
    expect(canGenerate(store.getState())).toBe(false);
    store.setState({ promptText: '' });
    expect(canGenerate(store.getState())).toBe(true);
  });
});
