// npm test: everything, from a bare clone. Installs what is missing (dependencies, on a Debian as root the browser),
// builds, runs the tests without and with a browser, and ends with the plain line "N passed, N failed, N skipped".
import { appendFileSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { closingLine, countsFile, printNames, sumCounts } from './closing-line.mjs';
import { installIfNeeded, isBuilt, root } from './prepare.mjs';
import { environmentFor, findNode, runInForeground } from './with-node.mjs';

const node = findNode();
const environment = { ...environmentFor(node), TEST_COUNTS: countsFile };

installIfNeeded(node);
mkdirSync(path.dirname(countsFile), { recursive: true });
rmSync(countsFile, { force: true });

const failures = [];
if (!isBuilt()) await step('build', ['scripts/build.mjs']);
await step('tests', [
  'node_modules/vitest/vitest.mjs',
  'run',
  '--project',
  'server',
  '--project',
  'console',
]);
await step('journeys', ['scripts/journeys.mjs']);

for (const name of failures) console.error(`failed: ${name}`);
// A run that ended before it could count is a failure all the same.
const uncounted = failures.length - sumCounts().failed;
if (uncounted > 0) {
  appendFileSync(countsFile, `${JSON.stringify({ passed: 0, failed: uncounted, skipped: 0 })}\n`);
}
printNames(sumCounts());
console.log(closingLine(sumCounts()));
process.exitCode = failures.length === 0 ? 0 : 1;

async function step(name, args) {
  console.log(`\n== ${name}`);
  const code = await runInForeground(node, args, { cwd: root, env: environment });
  if (code !== 0) failures.push(name);
}
