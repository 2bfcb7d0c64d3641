// Sums the counts that the test runs of scripts/test.mjs left and prints the one plain closing line.
// Usage: node scripts/closing-line.mjs [FURTHER_EXIT_CODE]      a code that is not 0 counts as one failure more
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const thisFile = fileURLToPath(import.meta.url);

export const countsFile = path.resolve(path.dirname(thisFile), '..', '.cache', 'test-counts.jsonl');

/** Adds up what each run counted. */
export function sumCounts() {
  const sum = { passed: 0, failed: 0, skipped: 0 };
  if (!existsSync(countsFile)) return sum;
  for (const line of readFileSync(countsFile, 'utf8').split('\n').filter(Boolean)) {
    const counts = JSON.parse(line);
    for (const key of Object.keys(sum)) sum[key] += counts[key];
  }
  return sum;
}

export const closingLine = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed, ${skipped} skipped`;

if (process.argv[1] && path.resolve(process.argv[1]) === thisFile) {
  const counts = sumCounts();
  if (Number(process.argv[2] || 0) !== 0) counts.failed += 1;
  console.log(closingLine(counts));
}
