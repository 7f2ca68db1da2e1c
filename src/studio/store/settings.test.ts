import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultSettings, readSettings, type Settings, writeSettings } from './settings';

function memory(initial?: string) {
  let held = initial ?? null;
  return {
    getItem: () => held,
    setItem: (_key: string, value: string) => {
      held = value;
    },
  };
}

describe('settings', () => {
  it('come back as they were written', () => {
    const written: Settings = {
      count: 4,
      seed: 4294967295,
      temperature: 1.1,
      topP: 0.7,
      useGrammar: false,
      languageEngine: 'webllm',
      start: 're-noised',
      keepSymmetry: 'prompt',
      tauRule: 'estimate' as const,
      tau: 250,
    };
    const storage = memory();
    writeSettings(storage, written);
    expect(readSettings(storage)).toEqual(written);
  });

  it('fall back one by one where a value is out of range', () => {
    const settings = readSettings(memory('{"count":65,"tau":-1,"seed":1.5,"topP":0.5}'));
    expect(settings).toEqual({ ...defaultSettings, topP: 0.5 });
  });

  it('never fail, whatever lies in storage', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        const settings = readSettings(memory(text));
        expect(settings.count).toBeGreaterThanOrEqual(1);
        expect(settings.temperature).toBeGreaterThan(0);
      }),
    );
  });

  it('survive a storage that refuses', () => {
    const refusing = {
      setItem: () => {
        throw new Error('quota');
      },
    };
    expect(() => writeSettings(refusing, defaultSettings)).not.toThrow();
  });
});
