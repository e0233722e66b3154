import { defineConfig } from 'vitest/config';

const everywhere = ['configuration', 'knowledge', 'ingest', 'answer', 'evaluate', 'server', 'cli', 'langchain', 'samples', 'test', 'web'];

/** unit: milliseconds, no server. integration: real processes, real servers, real browser. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['*.test.ts', ...everywhere.map((folder) => `${folder}/**/*.test.ts`)],
          exclude: ['**/*.int.test.ts', '**/*.browser.test.ts', 'node_modules/**'],
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: 'integration',
          globalSetup: ['test/shared-folder.ts'],
          include: ['*.int.test.ts', ...everywhere.map((folder) => `${folder}/**/*.int.test.ts`)],
          exclude: ['node_modules/**'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          fileParallelism: true,
          maxWorkers: 2,
        },
      },
    ],
  },
});
