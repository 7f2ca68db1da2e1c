import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StudioError } from './errors';
import { PortClient, serve } from './port';

type Counting = {
  /** Emits 0 … request − 1, then answers their sum. */
  count: { request: number; event: number; result: number };
  /** Gives the bytes back, doubled. */
  double: { request: Uint8Array; event: Uint8Array; result: Uint8Array };
  fail: { request: 'studio' | 'plain'; event: never; result: never };
  /** Never answers; says in `abortedWaits` when it was told to stop. */
  wait: { request: undefined; event: string; result: never };
};

let channel: MessageChannel;
let client: PortClient<Counting>;
let abortedWaits: number;

beforeEach(() => {
  channel = new MessageChannel();
  abortedWaits = 0;
  serve<Counting>(channel.port2, {
    async count(to, { emit, signal }) {
      let sum = 0;
      for (let i = 0; i < to && !signal.aborted; i++) {
        emit(i);
        sum += i;
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
      return sum;
    },
    async double(bytes, { transfer }) {
      const doubled = bytes.map((byte) => 2 * byte);
      transfer([doubled.buffer]);
      return doubled;
    },
    async fail(how) {
      throw how === 'studio' ? new StudioError('unsupported', 'Not here.', 'because') : new TypeError('oops');
    },
    wait: (_, { signal, emit }) =>
      new Promise((_, reject) => {
        emit('waiting');
        signal.addEventListener('abort', () => {
          abortedWaits++;
          reject(new StudioError('aborted', 'Stopped.'));
        });
      }),
  });
  client = new PortClient<Counting>(channel.port1);
});
afterEach(() => client.dispose());

const settle = () => new Promise((resolve) => setTimeout(resolve, 20));

describe('calls', () => {
  it('answers each call with its own events and result', async () => {
    const seen: number[][] = [[], []];
    const results = await Promise.all(
      [3, 5].map((to, k) => client.call('count', to, { onEvent: (value) => seen[k].push(value) })),
    );
    expect(results).toEqual([3, 10]);
    expect(seen).toEqual([
      [0, 1, 2],
      [0, 1, 2, 3, 4],
    ]);
  });

  it('moves buffers rather than copying them, both ways', async () => {
    const bytes = Uint8Array.of(1, 2, 3);
    const doubled = await client.call('double', bytes, { transfer: [bytes.buffer] });
    expect([...doubled]).toEqual([2, 4, 6]);
    expect(bytes.byteLength).toBe(0);
  });

  it('carries errors with code, message and detail', async () => {
    await expect(client.call('fail', 'studio')).rejects.toEqual(new StudioError('unsupported', 'Not here.', 'because'));
    await expect(client.call('fail', 'studio')).rejects.toMatchObject({ code: 'unsupported', detail: 'because' });
    const plain = await client.call('fail', 'plain').catch((error) => error);
    expect(plain).toBeInstanceOf(StudioError);
    expect(plain).toMatchObject({ code: 'internal', message: 'oops', detail: expect.stringContaining('port.test') });
  });

  it('rejects what cannot be sent and methods that do not exist', async () => {
    await expect(client.call('count', (() => 1) as unknown as number)).rejects.toBeInstanceOf(StudioError);
    await expect(client.call('toString' as 'count', 1)).rejects.toThrow('Unknown method toString');
  });
});

describe('abort', () => {
  it('rejects at once and stops the work on the other side', async () => {
    const controller = new AbortController();
    const waiting = client.call('wait', undefined, { signal: controller.signal, onEvent: () => controller.abort() });
    await expect(waiting).rejects.toMatchObject({ code: 'aborted' });
    await settle();
    expect(abortedWaits).toBe(1);
    expect(await client.call('count', 2)).toBe(1);
  });

  it('does not start a call whose signal has fired', async () => {
    const call = client.call('wait', undefined, { signal: AbortSignal.abort() });
    await expect(call).rejects.toMatchObject({ code: 'aborted' });
    await settle();
    expect(abortedWaits).toBe(0);
  });
});

describe('streams', () => {
  it('yields all events in order and returns the result', async () => {
    const stream = client.stream('count', 4);
    const events: number[] = [];
    let step = await stream.next();
    for (; !step.done; step = await stream.next()) events.push(step.value);
    expect(events).toEqual([0, 1, 2, 3]);
    expect(step.value).toBe(6);
  });

  it('keeps events for a slow consumer', async () => {
    const events: number[] = [];
    for await (const event of client.stream('count', 5)) {
      await settle();
      events.push(event);
    }
    expect(events).toEqual([0, 1, 2, 3, 4]);
  });

  it('aborts the work when the loop is left', async () => {
    for await (const event of client.stream('wait', undefined)) {
      expect(event).toBe('waiting');
      break;
    }
    await settle();
    expect(abortedWaits).toBe(1);
  });

  it('throws the error of the call', async () => {
    await expect(client.stream('fail', 'studio').next()).rejects.toMatchObject({ code: 'unsupported' });
  });
});

describe('a dead worker', () => {
  it('rejects all that waits and all that comes later, and aborts the other side', async () => {
    const call = client.call('wait', undefined);
    const stream = client.stream('wait', undefined);
    expect((await stream.next()).value).toBe('waiting');
    const following = stream.next();
    client.dispose();
    await expect(call).rejects.toMatchObject({ code: 'worker-died' });
    await expect(following).rejects.toMatchObject({ code: 'worker-died' });
    await expect(client.call('count', 1)).rejects.toMatchObject({ code: 'worker-died' });
    expect(client.death?.code).toBe('worker-died');
    await settle();
    expect(abortedWaits).toBe(2);
  });

  it('is noticed when the other side closes', async () => {
    const call = client.call('wait', undefined);
    await settle();
    channel.port2.close();
    await expect(call).rejects.toMatchObject({ code: 'worker-died' });
  });

  it('is noticed when a worker reports an error', async () => {
    const worker = Object.assign(new EventTarget(), { postMessage: () => {}, terminate: () => {} });
    const ofWorker = new PortClient<Counting>(worker);
    const call = ofWorker.call('count', 1);
    worker.dispatchEvent(Object.assign(new Event('error'), { message: 'out of memory' }));
    await expect(call).rejects.toMatchObject({ code: 'worker-died', detail: 'out of memory' });
  });
});
