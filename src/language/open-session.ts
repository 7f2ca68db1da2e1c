import { whyNoWebGpu } from '../runtime/capabilities';
import { StudioError } from '../runtime/errors';
import { OnnxSession, type RuntimeBackend } from '../runtime/onnx-session';
import type { EngineReport, ProbeResult } from './language-model';
import { type CacheShape, OnnxLogitsStream } from './onnx-logits';
import { probeStream } from './probe';

export interface OpenedSession {
  readonly session: OnnxSession;
  readonly engine: EngineReport;
}

/** Largest difference in nats between the logits of two backends that still counts as the same numbers. */
const LOGIT_TOLERANCE = 0.05;

/**
 * Opens the graph and runs it once. `auto` opens it on WebAssembly and, where WebGPU has a hardware adapter, there too:
 * WebGPU is kept if it gives the same numbers and takes less time. Throws StudioError.
 *
 * @param probe token ids of a short text to compare and time with
 */
export async function openSession(
  graph: Uint8Array,
  shape: CacheShape,
  backend: RuntimeBackend | 'auto',
  threads: number,
  probe: readonly number[],
): Promise<OpenedSession> {
  if (backend !== 'auto') {
    const session = await OnnxSession.create(graph, { backend, threads });
    await probeStream(new OnnxLogitsStream(session, shape), probe, 1);
    return { session, engine: { runtime: 'onnxruntime', backend, threads, reason: 'It was asked for.' } };
  }
  const session = await OnnxSession.create(graph, { backend: 'wasm', threads });
  const baseline = await probeStream(new OnnxLogitsStream(session, shape), probe);
  const onWasm = (reason: string): OpenedSession => ({
    session,
    engine: { runtime: 'onnxruntime', backend: 'wasm', threads, reason },
  });
  const unavailable = await whyNoWebGpu();
  if (unavailable) return onWasm(unavailable);
  try {
    const candidate = await OnnxSession.create(graph, { backend: 'webgpu', threads });
    const trial = await probeStream(new OnnxLogitsStream(candidate, shape), probe);
    const refusal = whyNotTrial(trial, baseline);
    if (refusal) {
      await candidate.dispose();
      return onWasm(refusal);
    }
    await session.dispose();
    const reason = `WebGPU gives the same numbers and takes ${comparison(trial, baseline)}.`;
    return { session: candidate, engine: { runtime: 'onnxruntime', backend: 'webgpu', threads, reason } };
  } catch (error) {
    return onWasm(`WebGPU failed at start-up: ${StudioError.from(error).message}`);
  }
}

function whyNotTrial(trial: ProbeResult, baseline: ProbeResult): string | undefined {
  let difference = 0;
  for (const [token, logit] of trial.logits.entries()) {
    const error = Math.abs(logit - baseline.logits[token]);
    difference = Number.isNaN(error) ? Number.POSITIVE_INFINITY : Math.max(difference, error);
  }
  if (difference > LOGIT_TOLERANCE) {
    return `WebGPU gives other numbers than WebAssembly (logits differ by ${difference.toPrecision(2)}), so it is not used.`;
  }
  if (trial.millisecondsPerToken >= baseline.millisecondsPerToken) {
    return `WebGPU gives the same numbers but is not faster: ${comparison(trial, baseline)}.`;
  }
  return undefined;
}

function comparison(trial: ProbeResult, baseline: ProbeResult): string {
  const [webgpu, wasm] = [trial, baseline].map((measured) => measured.millisecondsPerToken.toFixed(1));
  return `${webgpu} ms a token, WebAssembly ${wasm} ms`;
}
