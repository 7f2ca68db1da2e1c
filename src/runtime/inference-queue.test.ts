import { expect, it } from 'vitest';
import { InferenceQueue } from './inference-queue';

const pause = () => new Promise((resolve) => setTimeout(resolve, 5));

it('never runs two tasks at once, keeps their order, and outlives a failure', async () => {
  const queue = new InferenceQueue();
  const log: string[] = [];
  const task = (name: string, fails = false) =>
    queue.enqueue(async () => {
      log.push(`${name} begins`);
      await pause();
      log.push(`${name} ends`);
      if (fails) throw new Error(name);
      return name;
    });
  const results = await Promise.allSettled([task('first'), task('second', true), task('third')]);
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(log).toEqual(['first', 'second', 'third'].flatMap((name) => [`${name} begins`, `${name} ends`]));
});

it('does not start a task whose signal fired while it waited', async () => {
  const queue = new InferenceQueue();
  const controller = new AbortController();
  let started = false;
  const first = queue.enqueue(async () => controller.abort());
  const second = queue.enqueue(async () => {
    started = true;
  }, controller.signal);
  await first;
  await expect(second).rejects.toMatchObject({ code: 'aborted' });
  expect(started).toBe(false);
});
