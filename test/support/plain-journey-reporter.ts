import type { Reporter, Suite } from '@playwright/test/reporter';
import { reportCounts } from './closing-line.ts';

/** The closing line of the browser tests. */
export default class PlainJourneyReporter implements Reporter {
  private root: Suite | undefined;
  private faults = 0;

  onBegin(_config: unknown, root: Suite): void {
    this.root = root;
  }

  /** What fails outside a test: a server that does not start, a file that does not load. */
  onError(): void {
    this.faults += 1;
  }

  onEnd(): void {
    const outcomes = this.root?.allTests().map((test) => test.outcome()) ?? [];
    const count = (...wanted: string[]) => outcomes.filter((one) => wanted.includes(one)).length;
    reportCounts({
      passed: count('expected', 'flaky'),
      failed: count('unexpected') + this.faults,
      skipped: count('skipped'),
    });
  }

  printsToStdio(): boolean {
    return false;
  }
}
