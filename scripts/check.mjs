// npm run check: exactly what CI runs. Every step runs, also after one that failed; the last lines say how each ended.
// Usage: node scripts/check.mjs [--beside-tests]      leaves out what `npm test` has just done
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { installIfNeeded, root } from './prepare.mjs';
import { environmentFor, findNode, runInForeground } from './with-node.mjs';

const node = findNode();
installIfNeeded(node);

const besideTests = process.argv.includes('--beside-tests');
const debian = debianPostgres();
const module = (...parts) => path.join('node_modules', ...parts);
const vitest = module('vitest', 'vitest.mjs');
const tsc = module('typescript', 'bin', 'tsc');

const steps = [
  ['words', ['scripts/words.mjs', '--check']],
  ['lock', ['scripts/check-lock.mjs']],
  ['types', [tsc, '--noEmit', '-p', '.']],
  ['types of the console', [tsc, '--noEmit', '-p', 'src/delivery/console']],
  [
    'format and lint',
    [module('@biomejs', 'biome', 'bin', 'biome'), 'check', '--error-on-warnings'],
  ],
  ['import rules', [module('dependency-cruiser', 'bin', 'dependency-cruiser.mjs'), 'src']],
  ['unused code', [module('knip', 'bin', 'knip.js'), '--no-progress']],
  ['schema and types', ['scripts/db-types.mjs', '--verify']],
  ['tests', [vitest, 'run', '--project', 'server', '--project', 'console'], { partOfTests: true }],
  [
    `tests on PostgreSQL ${debian?.major ?? 'of Debian'}`,
    [vitest, 'run', '--project', 'server'],
    debian
      ? { env: { ATENTA_POSTGRES_BIN: debian.binFolder } }
      : { skip: 'it is not installed (Debian: apt-get install postgresql)' },
  ],
  ['build', ['scripts/build.mjs'], { partOfTests: true }],
  ['proof', [vitest, 'run', '--project', 'proof']],
  ['size', [module('size-limit', 'bin.js')]],
  ['journeys', ['scripts/journeys.mjs'], { partOfTests: true }],
];

const results = [];
for (const [name, args, { partOfTests = false, skip, env = {} } = {}] of steps) {
  if (partOfTests && besideTests) continue;
  if (skip) {
    results.push(['skipped', name, skip]);
    continue;
  }
  console.log(`\n== ${name}`);
  const begun = performance.now();
  const code = await runInForeground(node, args, {
    cwd: root,
    env: { ...environmentFor(node), ...env },
  });
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  // A step that was killed says nothing itself.
  results.push(
    code === 0 ? ['ok', name, `${seconds} s`] : ['FAILED', name, `${seconds} s, exit code ${code}`],
  );
}

console.log('');
for (const [verdict, name, note] of results) {
  console.log(`${verdict.padEnd(8)} ${name.padEnd(28)} ${note}`);
}
process.exitCode = results.some(([verdict]) => verdict === 'FAILED') ? 1 : 0;

/** Our own supervisor runs Debian's programs too: no account, no service, no port of theirs is touched. */
function debianPostgres() {
  const base = '/usr/lib/postgresql';
  const majors = existsSync(base) ? readdirSync(base).map(Number) : [];
  const [major] = majors
    .filter((one) => one >= 15 && existsSync(`${base}/${one}/bin/initdb`))
    .sort((a, b) => a - b);
  return major === undefined ? null : { major, binFolder: `${base}/${major}/bin` };
}
