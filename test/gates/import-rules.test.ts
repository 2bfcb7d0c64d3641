// Plants a violation of each import rule in a small copy of the house and sees the check catch it.

import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const work = mkdtempSync(path.join(tmpdir(), 'atenta-rules-'));
afterAll(() => rmSync(work, { recursive: true }));

type Files = Readonly<Record<string, string>>;

/** A house with one file in every room, all of it allowed. */
const house: Files = {
  'src/main.ts': `import './main/serve.ts';`,
  'src/main/serve.ts': `
    import '../delivery/web/server.ts'; import '../delivery/portal/page.tsx'; import '../delivery/mail/send.ts';
    import '../delivery/worker/schedule.ts'; import '../delivery/cli/explain.ts';
    import '../delivery/console/main.tsx'; import '../delivery/portal/islands/composer.tsx';
    import '../modules/notifications/index.ts'; import '../modules/tickets/index.ts';`,
  'src/kernel/clock.ts': `import 'temporal-polyfill'; export const now = 1;`,
  'src/policy/units.ts': `export { now } from '../kernel/clock.ts';`,
  'src/platform/log.ts': `import 'node:fs'; import 'pg'; export const log = 1;`,
  'src/modules/people/index.ts': `import '../../platform/log.ts'; import './store.ts'; export const people = 1;`,
  'src/modules/people/store.ts': `export const store = 1;`,
  'src/modules/tickets/index.ts': `export { people as tickets } from '../people/index.ts'; import '../../policy/units.ts';`,
  'src/modules/notifications/index.ts': `import '../tickets/index.ts';`,
  'src/delivery/ui/format.ts': `export const format = 1;`,
  'src/delivery/web/contract.ts': `export * from './contract/api.ts';`,
  'src/delivery/web/contract/api.ts': `export const api = 1;`,
  'src/delivery/web/server.ts': `import '../../modules/people/index.ts'; import './contract.ts';`,
  'src/delivery/portal/page.tsx': `import '../ui/format.ts'; import '../web/contract.ts';`,
  'src/delivery/portal/islands/composer.tsx': `import '../../ui/format.ts'; import 'preact';`,
  'src/delivery/console/main.tsx': `import '../ui/format.ts'; import '../web/contract.ts'; import 'react';`,
  'src/delivery/mail/send.ts': `import '../ui/format.ts';`,
  'src/delivery/worker/schedule.ts': `import '../../modules/tickets/index.ts';`,
  'src/delivery/cli/explain.ts': `import '../../policy/units.ts';`,
  'test/support/world.ts': `export const world = 1;`,
};

/** Each rule with files that break it and nothing else that would have to be wrong first. */
const violations: readonly (readonly [rule: string, files: Files])[] = [
  ['kernel-is-bottom', { 'src/kernel/bad-1.ts': `import '../policy/units.ts';` }],
  ['kernel-is-bottom', { 'src/kernel/bad-2.ts': `import 'node:fs';` }],
  ['policy-is-pure', { 'src/policy/bad-3.ts': `import '../platform/log.ts';` }],
  ['policy-is-pure', { 'src/policy/bad-4.ts': `import 'pg';` }],
  ['policy-is-pure', { 'src/policy/bad-5.ts': `import type { log } from '../platform/log.ts';` }],
  ['platform-knows-no-domain', { 'src/platform/bad-6.ts': `import '../policy/units.ts';` }],
  ['platform-knows-no-domain', { 'src/platform/bad-7.ts': `import '../modules/people/index.ts';` }],
  [
    'modules-know-no-delivery',
    { 'src/modules/people/bad-8.ts': `import '../../delivery/ui/format.ts';` },
  ],
  ['deliveries-are-siblings', { 'src/delivery/mail/bad-9.ts': `import '../portal/page.tsx';` }],
  ['deliveries-are-siblings', { 'src/delivery/portal/bad-10.ts': `import '../web/server.ts';` }],
  [
    'deliveries-are-siblings',
    { 'src/delivery/portal/bad-11.ts': `import '../web/contract/api.ts';` },
  ],
  ['ui-is-shared-not-sharing', { 'src/delivery/ui/bad-12.ts': `import '../portal/page.tsx';` }],
  [
    'contract-is-for-everybody',
    { 'src/delivery/web/contract/bad-13.ts': `import '../server.ts';` },
  ],
  ['only-main-composes', { 'src/delivery/web/bad-14.ts': `import '../../main/serve.ts';` }],
  ['module-order-people', { 'src/modules/people/bad-15.ts': `import '../tickets/index.ts';` }],
  ['module-through-its-face', { 'src/modules/tickets/bad-16.ts': `import '../people/store.ts';` }],
  [
    'module-through-its-face',
    { 'src/modules/tickets/bad-17.ts': `void import('../people/store.ts');` },
  ],
  [
    'module-through-its-face-from-outside',
    { 'src/delivery/web/bad-18.ts': `import '../../modules/people/store.ts';` },
  ],
  [
    'nobody-imports-notifications',
    {
      'src/modules/reporting/index.ts': `import '../notifications/index.ts';`,
      'src/delivery/web/reports.ts': `import '../../modules/reporting/index.ts';`,
    },
  ],
  [
    'browser-code-reaches-no-server',
    {
      'src/delivery/console/bad-19.ts': `import './between-two.ts';`,
      'src/delivery/console/between-two.ts': `import '../../platform/log.ts';`,
    },
  ],
  [
    'browser-code-reaches-no-node',
    {
      'src/delivery/portal/islands/bad-20.tsx': `import '../../../kernel/between.ts';`,
      'src/kernel/between.ts': `import 'node:crypto';`,
    },
  ],
  [
    'no-cycles',
    {
      'src/policy/one.ts': `import { two } from './two.ts'; export const one = two;`,
      'src/policy/two.ts': `import type { one } from './one.ts'; export const two = 1; export type One = typeof one;`,
    },
  ],
  ['no-orphans', { 'src/platform/forgotten.ts': `export const forgotten = 1;` }],
  ['no-dev-dependency', { 'src/platform/bad-21.ts': `import 'react';` }],
  ['no-dev-dependency', { 'src/platform/bad-22.ts': `import 'not-in-package-json';` }],
  ['no-test-support-in-src', { 'src/platform/bad-23.ts': `import '../../test/support/world.ts';` }],
  ['resolvable', { 'src/platform/bad-24.ts': `import './nowhere.ts';` }],
  [
    'module-is-placed',
    {
      'src/delivery/web/bad-25.ts': `import '../../modules/invoices/index.ts';`,
      'src/modules/invoices/index.ts': '',
    },
  ],
  ['module-is-placed-too', { 'src/modules/receipts/index.ts': `import '../people/index.ts';` }],
  ['folder-is-placed', { 'src/helpers/index.ts': `import '../kernel/clock.ts';` }],
  ['folder-is-placed', { 'src/delivery/fax/index.ts': `import '../ui/format.ts';` }],
];

/** All of them planted at once, each in files of its own: checking one by one takes a minute. */
const [clean, planted] = await Promise.all([
  brokenRules({}),
  brokenRules(Object.assign({}, ...violations.map(([, files]) => files))),
]);

describe('import rules', () => {
  it('a house in order breaks none', () => {
    expect(clean).toEqual([]);
  });

  it.each(violations)('%s is caught: %o', (rule, files) => {
    const caught = planted.filter(({ from }) => from in files).map(({ rule }) => rule);
    expect(caught).toContain(rule);
  });

  it('every rule has a planted violation', async () => {
    const named = new Set(violations.map(([rule]) => rule));
    const names = await ruleNames();
    // One rule for each module, all made by the same line.
    const others = names.filter((name) => !name.startsWith('module-order-') && !named.has(name));
    expect(others).toEqual([]);
    expect(names.filter((name) => name.startsWith('module-order-')).length).toBeGreaterThan(9);
  });
});

interface Violation {
  readonly rule: string;
  readonly from: string;
}

async function brokenRules(extra: Files): Promise<Violation[]> {
  const folder = mkdtempSync(path.join(work, 'house-'));
  for (const [file, text] of Object.entries({ ...house, ...extra })) write(folder, file, text);
  for (const name of ['.dependency-cruiser.cjs', 'tsconfig.json']) {
    cpSync(path.join(root, name), path.join(folder, name));
  }
  write(
    folder,
    'package.json',
    JSON.stringify({
      type: 'module',
      dependencies: { pg: '1', preact: '1', 'temporal-polyfill': '1' },
      devDependencies: { react: '1' },
    }),
  );
  for (const name of ['pg', 'preact', 'temporal-polyfill', 'react', 'not-in-package-json']) {
    write(folder, `node_modules/${name}/package.json`, JSON.stringify({ name, main: 'index.js' }));
    write(folder, `node_modules/${name}/index.js`, '');
  }
  symlinkSync(
    path.join(root, 'node_modules/typescript'),
    path.join(folder, 'node_modules/typescript'),
  );
  const program = path.join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
  const args = [program, 'src', '--output-type', 'json'];
  const { stdout } = await promisify(execFile)(process.execPath, args, {
    cwd: folder,
    maxBuffer: 64 * 1024 * 1024,
  }).catch((error: { stdout: string }) => error);
  const { summary } = JSON.parse(stdout) as {
    summary: { violations: { rule: { name: string }; from: string }[] };
  };
  return summary.violations.map(({ rule, from }) => ({ rule: rule.name, from }));
}

function write(folder: string, file: string, text: string): void {
  const target = path.join(folder, file);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, text);
}

async function ruleNames(): Promise<string[]> {
  const { default: config } = (await import(path.join(root, '.dependency-cruiser.cjs'))) as {
    default: { forbidden: { name: string }[] };
  };
  return config.forbidden.map(({ name }) => name);
}
