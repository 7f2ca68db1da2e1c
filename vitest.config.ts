import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    environment: 'node',
    // Generous, because a laptop may train a model beside the tests.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: ['src/**/*.test.{ts,tsx}', 'scripts/**/*.test.mjs', 'benchmarks/**/*.test.ts'] },
      },
      {
        extends: true,
        // A browser beside Node; WebGPU on the CPU is right, and slow.
        test: { name: 'browser', include: ['e2e/**/*.test.ts'], testTimeout: 600_000, hookTimeout: 600_000 },
      },
    ],
  },
});
