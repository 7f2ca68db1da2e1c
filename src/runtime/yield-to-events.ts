/**
 * Lets the thread's event loop turn once. WebAssembly inference resolves in microtasks alone, so without this a worker
 * would not see an abort before all of its work is done; setTimeout would cost 4 ms a turn in browsers.
 */
export function yieldToEvents(): Promise<void> {
  if (typeof setImmediate === 'function') return new Promise((resolve) => setImmediate(resolve));
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
