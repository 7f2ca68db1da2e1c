import { fileURLToPath } from 'node:url';
import { test } from '@playwright/test';
import { createServer, type ViteDevServer } from 'vite';

/** Chromium's arguments for WebGPU without a graphics processor. */
export const WEBGPU_ON_CPU = ['--no-sandbox', '--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'];

/** Serves the sources while the tests of the calling file run; gives the address of a page in e2e/pages. */
export function serveDevelopmentPages(): (page: string) => string {
  let server: ViteDevServer;
  test.beforeAll(async () => {
    const root = fileURLToPath(new URL('..', import.meta.url));
    server = await createServer({ root, server: { port: 0, strictPort: false }, logLevel: 'error' });
    await server.listen();
  });
  test.afterAll(() => server.close());
  return (page) => new URL(`e2e/pages/${page}`, server.resolvedUrls?.local[0]).href;
}
