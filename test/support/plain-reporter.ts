import type { Reporter, TestModule } from 'vitest/node';

/** Prints the one closing line that every reader of a test run understands: "N passed, N failed, N skipped". */
export default class PlainReporter implements Reporter {
  onTestRunEnd(modules: ReadonlyArray<TestModule>, errors: ReadonlyArray<unknown>): void {
    const count = { passed: 0, failed: 0, skipped: 0, pending: 0 };
    for (const module of modules) {
      for (const test of module.children.allTests()) count[test.result().state] += 1;
      // A file that does not load has no tests to fail, and counts as one that did.
      if (module.errors().length > 0) count.failed += 1;
    }
    const failed = count.failed + errors.length;
    console.log(
      `${count.passed} passed, ${failed} failed, ${count.skipped + count.pending} skipped`,
    );
  }
}
