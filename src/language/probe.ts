import type { LogitsStream } from './decoding';
import type { ProbeResult } from './language-model';

const TIMED_STEPS = 8;

/** Reads the tokens, then repeats the last one; the first reading is the warm-up and is not timed. */
export async function probeStream(
  stream: LogitsStream,
  tokens: readonly number[],
  steps = TIMED_STEPS,
): Promise<ProbeResult> {
  await stream.read(tokens);
  const last = tokens.slice(-1);
  let logits = await stream.read(last);
  const start = performance.now();
  for (let step = 0; step < steps; step++) logits = await stream.read(last);
  return { logits, millisecondsPerToken: (performance.now() - start) / steps };
}
