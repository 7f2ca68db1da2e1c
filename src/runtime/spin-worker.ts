// Says that it is up; then, for each number of milliseconds sent, how far it counted in that time.

/** The page's types describe `self` as a window; in this file it is a worker's scope. */
const scope = self as unknown as Pick<Worker, 'postMessage' | 'addEventListener'>;

scope.addEventListener('message', ({ data: milliseconds }: MessageEvent<number>) => {
  const end = performance.now() + milliseconds;
  let count = 0;
  let sum = 0;
  while (performance.now() < end) {
    for (let i = 0; i < 2_000; i++) sum += Math.sqrt(i + sum);
    count++;
  }
  // The sum is sent too, so that no compiler may leave the loop out.
  scope.postMessage(Number.isNaN(sum) ? 0 : count);
});
scope.postMessage(0);
