import type { TestModule } from 'vitest/node';
import { DefaultReporter } from 'vitest/node';

/** The default reporter, closed by the one line that tools and people look for: `N passed, N failed`. */
export default class ClosingLineReporter extends DefaultReporter {
  override onTestRunEnd(...parameters: Parameters<DefaultReporter['onTestRunEnd']>): void {
    super.onTestRunEnd(...parameters);
    const [modules, unhandledErrors] = parameters;
    const counts = countResults(modules);
    // A file that cannot be loaded holds no test, and an error outside a test belongs to none: both are failures.
    const failed =
      counts.failed + modules.filter((module) => module.errors().length > 0).length + unhandledErrors.length;
    const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : '';
    process.stdout.write(`\n${counts.passed} passed, ${failed} failed${skipped}\n`);
  }
}

function countResults(modules: readonly TestModule[]): { passed: number; failed: number; skipped: number } {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const module of modules) {
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      if (state === 'passed') counts.passed += 1;
      else if (state === 'failed') counts.failed += 1;
      else counts.skipped += 1;
    }
  }
  return counts;
}
