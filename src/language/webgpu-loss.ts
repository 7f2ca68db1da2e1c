import { StudioError } from '../runtime/errors';

/** The part of WebGPU that is watched; the DOM types of the compiler do not have it yet. */
interface WatchedDevice extends EventTarget {
  readonly lost: Promise<{ readonly reason: string; readonly message: string }>;
}

interface AdapterPrototype {
  requestDevice(...how: unknown[]): Promise<WatchedDevice>;
}

/**
 * Rejects once a device that this thread asks for from now on is lost or runs out of memory; never resolves. WebLLM
 * keeps its device to itself, and what waits for a lost one may wait for ever.
 */
export function watchForLoss(): Promise<never> {
  const { GPUAdapter } = globalThis as unknown as { GPUAdapter?: { prototype: AdapterPrototype } };
  const lost = new Promise<never>((_, reject) => {
    if (!GPUAdapter) return;
    const { requestDevice } = GPUAdapter.prototype;
    GPUAdapter.prototype.requestDevice = async function (...how) {
      const device = await requestDevice.apply(this, how);
      device.lost.then(({ message }) => reject(new StudioError('backend-unavailable', 'WebGPU was lost.', message)));
      device.addEventListener('uncapturederror', (event) => {
        const { error } = event as Event & { readonly error: { readonly message: string } };
        const isMemory = error.constructor.name === 'GPUOutOfMemoryError';
        reject(
          isMemory
            ? new StudioError('out-of-memory', 'The graphics card ran out of memory.', error.message)
            : new StudioError('inference-failed', 'WebGPU refused a computation.', error.message),
        );
      });
      return device;
    };
  });
  // Whoever computes at that moment is told; at any other it is no unhandled error.
  lost.catch(() => {});
  return lost;
}
