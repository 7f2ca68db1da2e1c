import { defineConfig, devices } from '@playwright/test';
import { chromiumArguments, findChromium } from './scripts/chromium.mjs';

const port = Number(process.env.E2E_PORT ?? 4310);

/** Browser stories against the production build, served with its real headers. */
export default defineConfig({
  testDir: 'e2e',
  // Files named .test.ts are vitest's.
  testMatch: '*.spec.ts',
  outputDir: 'test-results',
  // Inference on the CPU of a busy machine takes its time.
  timeout: 180_000,
  expect: { timeout: 20_000 },
  fullyParallel: false,
  workers: 1,
  forbidOnly: Boolean(process.env.CI),
  reporter: [['list']],
  use: {
    ...devices['Desktop Chrome'],
    baseURL: `http://127.0.0.1:${port}/`,
    // One story is about the service worker; in the others it would only download beside them.
    serviceWorkers: 'block',
    trace: 'retain-on-failure',
    launchOptions: { executablePath: await findChromium(), args: chromiumArguments },
  },
  webServer: { command: `node scripts/serve.mjs ${port}`, port, reuseExistingServer: false },
});
