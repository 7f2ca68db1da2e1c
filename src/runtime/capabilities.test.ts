import { afterEach, describe, expect, it, vi } from 'vitest';
import { chooseThreads, webGpuCapability, whyNoWebGpu } from './capabilities';

afterEach(() => vi.unstubAllGlobals());

function machine({ isolated = true, cores = 4, adapter = undefined as object | null | undefined } = {}) {
  vi.stubGlobal('crossOriginIsolated', isolated);
  const gpu = adapter === undefined ? undefined : { requestAdapter: async () => adapter };
  vi.stubGlobal('navigator', { hardwareConcurrency: cores, gpu });
}

describe('threads', () => {
  /** A machine on which `free` cores are idle: more threads than that share them. */
  const withFreeCores = (free: number) => async (threads: number) => 100 * Math.min(1, free / threads);

  it.each([
    [1, 1],
    [2, 2],
    [3, 4],
    [4, 4],
    [16, 4],
  ])('%i free cores: %i threads', async (free, threads) => {
    machine({ cores: Math.max(free, 8) });
    expect((await chooseThreads(withFreeCores(free))).threads).toBe(threads);
  });

  it('takes one thread without isolation, on one core, and where measuring fails', async () => {
    machine({ isolated: false });
    expect(await chooseThreads(withFreeCores(4))).toMatchObject({
      threads: 1,
      reason: expect.stringMatching(/not isolated/),
    });
    machine({ cores: 2 });
    expect(await chooseThreads(withFreeCores(2))).toMatchObject({
      threads: 1,
      reason: expect.stringMatching(/left to the page/),
    });
    machine({ cores: 1 });
    expect((await chooseThreads(withFreeCores(4))).threads).toBe(1);
    machine();
    const failing = () => Promise.reject(new Error('no workers'));
    expect(await chooseThreads(failing)).toMatchObject({ threads: 1, reason: expect.stringMatching(/no workers/) });
  });
});

describe('WebGPU', () => {
  it('is described where an adapter is there', async () => {
    machine({ adapter: { features: new Set(['shader-f16']), info: { description: 'a card' } } });
    expect(await webGpuCapability()).toEqual({ software: false, shaderF16: true, description: 'a card' });
    expect(await whyNoWebGpu()).toBeUndefined();
  });

  it('is refused without an adapter, and with one that runs on the CPU', async () => {
    machine();
    expect(await whyNoWebGpu()).toMatch(/no adapter/);
    machine({ adapter: null });
    expect(await whyNoWebGpu()).toMatch(/no adapter/);
    machine({ adapter: { features: new Set(), info: { isFallbackAdapter: true } } });
    expect(await whyNoWebGpu()).toMatch(/software/);
  });
});
