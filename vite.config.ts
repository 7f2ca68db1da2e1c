import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { developmentHeaders, productionHeaders } from './scripts/headers.mjs';
import { precache } from './scripts/precache.mjs';

export default defineConfig({
  // Relative, so that the built site works under any path of a static host.
  base: './',
  plugins: [react(), precache()],
  // The inference runtime finds its own chunks only in module workers, and only unbundled in development.
  worker: { format: 'es' },
  // Found in a worker only when it starts, which would reload the page that waits for it.
  optimizeDeps: { exclude: ['onnxruntime-web', '@spglib/moyo-wasm'], include: ['@mlc-ai/web-llm'] },
  // The import without an embedded copy of the runtime's loader, which is given by URL.
  resolve: { conditions: ['onnxruntime-web-use-extern-wasm', 'module', 'browser', 'development|production'] },
  build: { target: 'es2022', assetsInlineLimit: 0, chunkSizeWarningLimit: 1500 },
  server: { host: '127.0.0.1', headers: developmentHeaders },
  preview: { host: '127.0.0.1', headers: productionHeaders },
});
