import { appendFileSync } from 'node:fs';

export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
  /** A line for each test that failed or was unsteady: its name and what of it. */
  names: readonly string[];
}

/**
 * Prints the one closing line that every reader of a test run understands. When several runs make one (scripts/test.mjs),
 * each only adds its counts to the file that TEST_COUNTS names, and the sum is printed in the end.
 */
export function reportCounts(counts: Counts): void {
  const file = process.env['TEST_COUNTS'];
  if (file) appendFileSync(file, `${JSON.stringify(counts)}\n`);
  else {
    for (const name of counts.names) console.log(name);
    console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
  }
}
