// Sums the counts that the test runs of scripts/test.mjs left; prints what failed by name, and the one plain closing line.
// Usage: node scripts/closing-line.mjs [FURTHER_EXIT_CODE]      a code that is not 0 counts as one failure more
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const thisFile = fileURLToPath(import.meta.url);

export const countsFile = path.resolve(path.dirname(thisFile), '..', '.cache', 'test-counts.jsonl');

/** Adds up what each run counted, and gathers the names of what failed or passed only when it was tried again. */
export function sumCounts() {
  const sum = { passed: 0, failed: 0, skipped: 0, names: [] };
  if (!existsSync(countsFile)) return sum;
  for (const line of readFileSync(countsFile, 'utf8').split('\n').filter(Boolean)) {
    const { names = [], ...counts } = JSON.parse(line);
    for (const key of Object.keys(counts)) sum[key] += counts[key];
    sum.names.push(...names);
  }
  return sum;
}

/** Whoever reads only the end of a long run finds there what to look at. */
export function printNames({ names }) {
  for (const name of names) console.log(name);
}

export const closingLine = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed, ${skipped} skipped`;

if (process.argv[1] && path.resolve(process.argv[1]) === thisFile) {
  const counts = sumCounts();
  printNames(counts);
  if (Number(process.argv[2] || 0) !== 0) counts.failed += 1;
  console.log(closingLine(counts));
}
