import type { RunRecord } from '../../generation/run';
import { throwIfAborted } from '../../runtime/errors';
import { type Endpoint, PortClient, serve } from '../../runtime/port';
import { yieldToEvents } from '../../runtime/yield-to-events';
import { lookUpBeside } from '../report';
import { candidatesZip } from './candidates-zip';

export interface BatchRequest {
  readonly run: RunRecord;
  /** Indices of candidates. */
  readonly chosen: readonly number[];
  /** Address of the page. */
  readonly base: string;
}

/** What the batch worker answers; events are the share that is done. */
export type BatchService = {
  zip: { request: BatchRequest; event: number; result: Uint8Array<ArrayBuffer>[] };
};

export function serveBatch(endpoint: Endpoint): void {
  serve<BatchService>(endpoint, {
    async zip({ run, chosen, base }, { emit, signal, transfer }) {
      lookUpBeside(base);
      const pieces = await candidatesZip(run, chosen, async (share) => {
        emit(share);
        await yieldToEvents();
        throwIfAborted(signal);
      });
      transfer([...new Set(pieces.map(({ buffer }) => buffer))]);
      return pieces;
    },
  });
}

/** A worker of its own for each batch, so that its memory goes with it. */
export function openBatch(): PortClient<BatchService> {
  const worker = new Worker(new URL('./batch-worker.ts', import.meta.url), { type: 'module', name: 'batch' });
  // A worker is an endpoint; only the DOM's listener types are too narrow to say so.
  return new PortClient<BatchService>(worker as unknown as Endpoint);
}
