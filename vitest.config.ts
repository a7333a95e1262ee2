import { defineConfig } from 'vitest/config';

/** These start processes, break files, hold big models or take times: each has a process of its own, which ends with it. */
const apart = [
  'test/faults/**/*.test.ts',
  'test/browser/**/*.test.ts',
  'test/with-models/**/*.test.ts',
  'test/redaction-figures.test.ts',
];
const everywhere = ['dist/**', 'node_modules/**'];
const shared = { testTimeout: 60_000, hookTimeout: 60_000 };
/** What a file imports is loaded once a worker: that took a third of the time of all these files. */
const together = { ...shared, isolate: false };

export default defineConfig({
  test: {
    reporters: ['./test/support/closing-line-reporter.ts'],
    pool: 'forks',
    maxWorkers: 2,
    projects: [
      { test: { ...shared, name: 'apart', include: apart, exclude: everywhere } },
      { test: { ...together, name: 'whole', include: ['test/**/*.test.ts'], exclude: [...everywhere, ...apart] } },
      // In workers of their own: some of them take times, and an appliance leaves much behind in memory.
      { test: { ...together, name: 'parts', include: ['src/**/*.test.ts'], exclude: everywhere } },
    ],
  },
});
