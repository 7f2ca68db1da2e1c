import { StudioError } from './errors';
import type { OnnxRuntime, RuntimeBackend } from './onnx-session';

/** Node: the native CPU build, or the WebAssembly build when numbers must equal the browser's. */
export async function loadOnnxRuntime(backend: RuntimeBackend, threads: number): Promise<OnnxRuntime> {
  if (backend === 'native') return (await import('onnxruntime-node')) as unknown as OnnxRuntime;
  if (backend === 'webgpu') throw new StudioError('backend-unavailable', 'WebGPU runs only in a browser.');
  const runtime = await import('onnxruntime-web');
  runtime.env.wasm.numThreads = threads;
  return runtime;
}
