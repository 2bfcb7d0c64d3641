// npm test: everything, from a bare clone. Installs what is missing (dependencies, on a Debian as root the browser),
// builds, runs the tests without and with a browser, and ends with the plain line "N passed, N failed, N skipped".
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { installIfNeeded, isBuilt, root } from './prepare.mjs';
import { environmentFor, findNode, runInForeground } from './with-node.mjs';

const node = findNode();
const countsFile = path.join(root, '.cache', 'test-counts.jsonl');
const environment = { ...environmentFor(node), TEST_COUNTS: countsFile };

installIfNeeded(node);
mkdirSync(path.dirname(countsFile), { recursive: true });
rmSync(countsFile, { force: true });

const failures = [];
if (!isBuilt()) await step('build', ['scripts/build.mjs']);
await step('tests', ['node_modules/vitest/vitest.mjs', 'run']);
await step('journeys', ['scripts/journeys.mjs']);

for (const name of failures) console.error(`failed: ${name}`);
const { passed, failed, skipped } = sumCounts();
// A run that ended before it could count is a failure all the same.
const faults = Math.max(failed, failures.length);
console.log(`${passed} passed, ${faults} failed, ${skipped} skipped`);
process.exitCode = faults === 0 ? 0 : 1;

async function step(name, args) {
  console.log(`\n== ${name}`);
  const code = await runInForeground(node, args, { cwd: root, env: environment });
  if (code !== 0) failures.push(name);
}

function sumCounts() {
  const sum = { passed: 0, failed: 0, skipped: 0 };
  if (!existsSync(countsFile)) return sum;
  for (const line of readFileSync(countsFile, 'utf8').trim().split('\n')) {
    const counts = JSON.parse(line);
    for (const key of Object.keys(sum)) sum[key] += counts[key];
  }
  return sum;
}
