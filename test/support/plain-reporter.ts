import type { Reporter, TestModule } from 'vitest/node';
import { reportCounts } from './closing-line.ts';

/** The closing line of the tests without a browser. */
export default class PlainReporter implements Reporter {
  onTestRunEnd(modules: ReadonlyArray<TestModule>, errors: ReadonlyArray<unknown>): void {
    const count = { passed: 0, failed: 0, skipped: 0, pending: 0 };
    const names: string[] = [];
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        count[state] += 1;
        if (state === 'failed') names.push(`failed: ${module.relativeModuleId} › ${test.fullName}`);
      }
      // A file that does not load has no tests to fail, and counts as one that did.
      if (module.errors().length > 0) {
        count.failed += 1;
        names.push(`failed: ${module.relativeModuleId} does not load`);
      }
    }
    reportCounts({
      passed: count.passed,
      failed: count.failed + errors.length,
      skipped: count.skipped + count.pending,
      names,
    });
  }
}
