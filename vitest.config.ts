import { defineConfig } from 'vitest/config';

/** These start processes, break files or hold big models: each has a process of its own, which ends with it. */
const apart = ['test/faults/**/*.test.ts', 'test/browser/**/*.test.ts', 'test/with-models/**/*.test.ts'];
const shared = { exclude: ['dist/**', 'node_modules/**'], testTimeout: 60_000, hookTimeout: 60_000 };

export default defineConfig({
  test: {
    reporters: ['./test/support/closing-line-reporter.ts'],
    pool: 'forks',
    maxWorkers: 2,
    projects: [
      { test: { ...shared, name: 'apart', include: apart } },
      {
        test: {
          ...shared,
          name: 'together',
          include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
          exclude: [...shared.exclude, ...apart],
          // What a file imports is loaded once a worker: that took a third of the time of all these files.
          isolate: false,
        },
      },
    ],
  },
});
