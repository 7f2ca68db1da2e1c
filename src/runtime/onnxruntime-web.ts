import wasmLoaderUrl from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.mjs?url';
import wasmUrl from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url';
import { StudioError } from './errors';
import type { OnnxRuntime, RuntimeBackend } from './onnx-session';

/** Browser: one build that holds both WebAssembly and WebGPU kernels. */
export async function loadOnnxRuntime(backend: RuntimeBackend, threads: number): Promise<OnnxRuntime> {
  if (backend === 'native') throw new StudioError('backend-unavailable', 'Native inference runs only in Node.');
  const runtime = await import('onnxruntime-web/webgpu');
  runtime.env.wasm.numThreads = threads;
  // By URL, or a production build hangs with two threads: each would load the application's own chunk.
  runtime.env.wasm.wasmPaths = { wasm: wasmUrl, mjs: wasmLoaderUrl };
  return runtime;
}
