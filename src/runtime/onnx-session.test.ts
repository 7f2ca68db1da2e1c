import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { OnnxSession, type OnnxTensor, type RuntimeBackend } from './onnx-session';

const graph = await readFile(new URL('./fixtures/affine.onnx', import.meta.url));
const affine = (backend: RuntimeBackend) => OnnxSession.create(graph, { backend, threads: 1 });

/** y = x · W + b with W = [[1, 2, 3], [4, 5, 6]] and b = [0.5, −0.5, 0]. */
const rows = (...data: number[]): Record<string, OnnxTensor> => ({
  x: { type: 'float32', data: Float32Array.from(data), dims: [data.length / 2, 2] },
});

describe.each(['native', 'wasm'] as const)('%s', (backend) => {
  it('computes, with any batch size', async () => {
    const session = await affine(backend);
    expect([session.inputNames, session.outputNames]).toEqual([['x'], ['y']]);
    expect(await session.run<'y'>(rows(1, 0))).toEqual({
      y: { type: 'float32', data: Float32Array.of(1.5, 1.5, 3), dims: [1, 3] },
    });
    const { y } = await session.run<'y'>(rows(1, 0, 0, 1));
    expect(y).toMatchObject({ data: Float32Array.of(1.5, 1.5, 3, 4.5, 4.5, 6), dims: [2, 3] });
    await session.dispose();
  });

  it('queues calls that come at once, also those of two sessions', async () => {
    const sessions = [await affine(backend), await affine(backend)];
    const runs = Array.from({ length: 20 }, (_, i) => sessions[i % 2].run<'y'>(rows(i, 0)));
    const firsts = (await Promise.all(runs)).map(({ y }) => y.data[0]);
    expect(firsts).toEqual(Array.from({ length: 20 }, (_, i) => i + 0.5));
    for (const session of sessions) await session.dispose();
  });

  it('gives outputs that later runs do not overwrite', async () => {
    const session = await affine(backend);
    const first = await session.run<'y'>(rows(1, 0));
    await session.run<'y'>(rows(9, 9));
    expect([...first.y.data]).toEqual([1.5, 1.5, 3]);
    await session.dispose();
  });

  it('says what is wrong', async () => {
    const session = await affine(backend);
    await expect(session.run({})).rejects.toMatchObject({ code: 'inference-failed' });
    const signal = AbortSignal.abort();
    await expect(session.run(rows(1, 0), signal)).rejects.toMatchObject({ code: 'aborted' });
    // A failed run leaves the session usable.
    expect((await session.run<'y'>(rows(0, 0))).y.data[0]).toBe(0.5);
    await session.dispose();
    await expect(session.run(rows(1, 0))).rejects.toMatchObject({ code: 'internal' });
    const broken = OnnxSession.create(graph.subarray(0, 40), { backend, threads: 1 });
    await expect(broken).rejects.toMatchObject({ code: 'inference-failed' });
  });
});

it('WebGPU is refused outside a browser', async () => {
  await expect(affine('webgpu')).rejects.toMatchObject({ code: 'backend-unavailable' });
});
