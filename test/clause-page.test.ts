import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  type ClauseThread,
  clausePage,
  clausePagePath,
  clausesUnproved,
  clauseThreads,
  gapsOf,
} from '../scripts/clause-page.ts';
import { portalPages } from '../src/delivery/portal/index.ts';
import { clauseIds } from '../src/policy/clauses.ts';

const threads = clauseThreads();

describe('docs/CLAUSES.md', () => {
  it('is what the code says (else: node scripts/clause-page.ts)', () => {
    expect(readFileSync(clausePagePath, 'utf8')).toBe(clausePage(threads));
  });

  it.each(threads)('$id is carried through: rule or record, test, journey, screen', (thread) => {
    expect(gapsOf(thread)).toEqual([]);
  });

  it('has every clause, in the order of the text', () => {
    expect(threads.map(({ id }) => id)).toEqual(clauseIds);
  });
});

describe('a gap is found', () => {
  const whole = threads.find(({ id }) => id === 'T1');
  const [screen] = whole?.screens ?? [];
  if (whole === undefined || screen === undefined) throw new Error('T1 is carried through');
  const gaps: readonly (readonly [string, Partial<ClauseThread>, RegExp])[] = [
    ['a test', { tests: [] }, /T1 has no test/],
    ['a journey', { journeys: [] }, /T1 has no journey/],
    ['a screen', { screens: [] }, /T1 is shown on no screen/],
    ['a view', { screens: [{ ...screen, view: 'Renamed' }] }, /which \S+ does not export/],
    ['a file', { screens: [{ ...screen, file: 'portal/gone.tsx' }] }, /which is not there/],
    ['a citation', { screens: [{ ...screen, cites: 'with a stretch' }] }, /is not cited/],
  ];
  it.each(gaps)('%s is missing', (_, without, words) => {
    expect(gapsOf({ ...whole, ...without })).toEqual([expect.stringMatching(words)]);
  });

  it('neither rule, record nor decision is missing', () => {
    // IV.a is carried by records alone.
    const [described] = threads.filter(({ id }) => id === 'IV.a');
    expect(described && gapsOf({ ...described, records: [] })).toEqual([
      'IV.a has neither a rule nor a record',
    ]);
  });
});

it('a journey that was skipped or failed proves nothing, and the page says what became of it', () => {
  const every = threads.flatMap(({ journeys }) => journeys);
  const results = new Map(every.map(({ title }) => [title, 'passed']));
  expect(clausesUnproved(threads, results)).toEqual([]);
  for (const { title } of every.filter((one) => /^(T2|VII): /.test(one.title))) {
    results.set(title, title.startsWith('T2') ? 'skipped' : 'failed');
  }
  expect(clausesUnproved(threads, results)).toEqual(['VII', 'T2']);
  expect(clausePage(threads, results)).toMatch(/\[T2: .*\(skipped\)\n/);
});

it('every address of a screen is one that the portal or the console has', () => {
  const router = readFileSync(
    new URL('../src/delivery/console/router.tsx', import.meta.url),
    'utf8',
  );
  const portal: ReadonlySet<string> = new Set(portalPages.map(({ path }) => path));
  const isThere = (route: string) => {
    if (!route.startsWith('/console/')) return portal.has(route);
    // The router nests one route: /tickets and in it $number.
    const own = route.slice('/console'.length);
    return (
      router.includes(`path: '${own}'`) ||
      router.includes(`path: '${own.replace(/^\/tickets\//, '')}'`)
    );
  };
  const routes = threads.flatMap(({ screens }) => screens.map(({ route }) => route));
  expect([...new Set(routes)].filter((route) => !isThere(route))).toEqual([]);
});
