// The page that shows each clause carried through: rule, tests, journeys, screens. Usage:
//   node scripts/clause-page.ts             writes docs/CLAUSES.md
//   node scripts/clause-page.ts --verify    fails on a gap, or when the page is not what the code says
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { clauseRegister, decisionsOf } from '../src/policy/clause-register.ts';
import { type ClauseId, clauseIds, isClauseId } from '../src/policy/clauses.ts';
import { type Citing, clauseScreens, type Screen } from './clause-screens.ts';

const root = path.resolve(import.meta.dirname, '..');
export const clausePagePath = path.join(root, 'docs', 'CLAUSES.md');

/** Everything that carries one clause through, as it stands in the code. */
export interface ClauseThread {
  readonly id: ClauseId;
  readonly rules: readonly { readonly name: string; readonly file: string }[];
  readonly records: readonly string[];
  /** Files of tests that name the clause, or stand beside one of its rules. */
  readonly tests: readonly string[];
  /** Journeys that are named by it: `T1: with one unit ...`. */
  readonly journeys: readonly { readonly title: string; readonly file: string }[];
  readonly screens: readonly Screen[];
}

/** Every clause with what carries it, read from the register, the tests, the journeys and the table of screens. */
export function clauseThreads(): readonly ClauseThread[] {
  const tests = [...filesIn('src'), ...filesIn('test')].filter((file) =>
    /\.test\.tsx?$/.test(file),
  );
  const named = tests.map((file) => ({ file, ids: titlesIn(file).flatMap(clausesNamed) }));
  const journeys = journeyTitles();
  return clauseIds.map((id) => {
    const { rules, records } = clauseRegister[id];
    const beside = rules.map(({ file }) => `src/policy/${file.replace(/\.ts$/, '.test.ts')}`);
    const naming = named.filter(({ ids }) => ids.includes(id)).map(({ file }) => file);
    return {
      id,
      rules: rules.flatMap(({ file, functions }) =>
        Object.keys(functions).map((name) => ({ name, file: `src/policy/${file}` })),
      ),
      records,
      tests: [...new Set([...beside.filter((file) => tests.includes(file)), ...naming])].sort(),
      journeys: journeys.filter(({ title }) => title.startsWith(`${id}: `)),
      screens: clauseScreens[id],
    };
  });
}

/** What is missing of a clause, in words; empty when it is carried through. */
export function gapsOf(thread: ClauseThread): readonly string[] {
  const { id, rules, records, tests, journeys, screens } = thread;
  const carried = rules.length > 0 || records.length > 0 || decisionsOf(id).length > 0;
  return [
    ...(carried ? [] : [`${id} has neither a rule nor a record`]),
    ...(tests.length > 0 ? [] : [`${id} has no test`]),
    ...(journeys.length > 0 ? [] : [`${id} has no journey that is named by it`]),
    ...(screens.length > 0 ? [] : [`${id} is shown on no screen`]),
    ...screens.flatMap((screen) => faultsOf(id, screen)),
  ];
}

/** The clauses without a journey that passed, by the results of a whole run. */
export const clausesUnproved = (
  threads: readonly ClauseThread[],
  results: ReadonlyMap<string, string>,
): readonly ClauseId[] =>
  threads
    .filter(({ journeys }) => !journeys.some(({ title }) => results.get(title) === 'passed'))
    .map(({ id }) => id);

/** A view must be there under its name, and must cite the clause in the way it says. */
function faultsOf(id: ClauseId, { file, view, cites }: Screen): readonly string[] {
  const place = path.join(root, 'src/delivery', file);
  if (!existsSync(place)) return [`${id} is shown by ${file}, which is not there`];
  const source = readFileSync(place, 'utf8');
  const exported = new RegExp(`export (?:async )?(?:function|const) ${view}\\b`);
  if (!exported.test(source)) return [`${id} is shown by ${view}, which ${file} does not export`];
  return citation[cites](id, source) ? [] : [`${id} is not cited ${cites} in ${file}`];
}

const citation: Readonly<Record<Citing, (id: ClauseId, source: string) => boolean>> = {
  'by name': (id, source) => {
    const literal = id.replace('.', '\\.');
    return new RegExp(`<Clause(?:Link)?\\b[^>]*["']${literal}["']|'${literal}'`).test(source);
  },
  'with a decision': (id, source) =>
    decisionsOf(id).length > 0 && source.includes('decision.clause'),
  'with a condition': (id, source) =>
    ['II', 'T1', 'T7'].includes(id) && source.includes('condition.clause'),
  'with an entry': (id, source) => /^T[3-6]$/.test(id) && source.includes('entry.clause'),
  'with a stretch': (id, source) => id === 'VII' && /interval\.clause|id=\{clause\}/.test(source),
};

/**
 * The page as Markdown. With `results`, what became of each journey, it is the page of a run and names the tests as well;
 * without, it is docs/CLAUSES.md, which a new test somewhere must not make untrue.
 */
export function clausePage(
  threads: readonly ClauseThread[],
  results?: ReadonlyMap<string, string>,
): string {
  return `${[head, ...threads.map((thread) => threadSection(thread, results))].join('\n\n')}\n`;
}

const head = `# Every clause, carried through

Generated by \`node scripts/clause-page.ts\`: do not edit. For each clause of the agreement: the rules that decide, the
records that keep it, the journeys that walk it through the door that a customer or an agent uses, and the screens that cite
it. A test fails when one of these is missing, when no test names the clause or stands beside its rule, or when this page is
not what the code says. The journeys' run writes the same page to \`test-results/clauses.md\`, with the tests and with its
results, and fails when a clause has no journey that passed. The clauses' texts and numbers are in
[AGREEMENT.md](AGREEMENT.md). Besides the screens named here, both sides read the whole agreement at \`/agreement\` and
\`/console/settings/agreement\`.`;

function threadSection(
  thread: ClauseThread,
  results: ReadonlyMap<string, string> | undefined,
): string {
  const { id, rules, records, tests, journeys, screens } = thread;
  const link = (text: string, file: string) => `[${text}](../${file})`;
  const result = (title: string) => {
    const found = results?.get(title);
    return found === undefined ? '' : ` (${found})`;
  };
  const lines: readonly (readonly [string, readonly string[]])[] = [
    ['Rules', rules.map(({ name, file }) => link(`\`${name}\``, file))],
    ['Records', records.map((record) => `\`${record}\``)],
    ['Tests', results === undefined ? [] : tests.map((file) => link(file, file))],
    ['Journeys', journeys.map(({ title, file }) => `${link(title, file)}${result(title)}`)],
    [
      'Screens',
      screens.map(
        ({ file, view, route, cites }) =>
          `${link(`\`${view}\``, `src/delivery/${file}`)} at \`${route}\`${cites === 'by name' ? '' : `, ${cites}`}`,
      ),
    ],
  ];
  return [
    `## ${id}`,
    lines
      .filter(([, found]) => found.length > 0)
      .map(([name, found]) => `- ${name}:${found.map((one) => `\n  - ${one}`).join('')}`)
      .join('\n'),
  ].join('\n\n');
}

/** The titles of all journeys, as they stand in the files. */
export const journeyTitles = (): readonly { readonly title: string; readonly file: string }[] =>
  filesIn('test/journeys')
    .filter((file) => file.endsWith('.journey.ts'))
    .flatMap((file) => titlesIn(file, 'test').map((title) => ({ title, file })));

/** "T5, T6: a visit" and "T1 one unit: held" name the clauses that they begin with. */
function clausesNamed(title: string): readonly ClauseId[] {
  const [, list = ''] =
    /^((?:[IVP]+(?:\.[a-e])?|T\d)(?:(?:, | and )(?:[IVP]+(?:\.[a-e])?|T\d))*)(?=[ :]|$)/.exec(
      title,
    ) ?? [];
  return list.split(/, | and /).filter(isClauseId);
}

function titlesIn(file: string, called = 'test|it|describe'): readonly string[] {
  const source = readFileSync(path.join(root, file), 'utf8');
  const calls = new RegExp(
    `\\b(?:${called})(?:\\.(?!step\\b|describe\\b)\\w+)*(?:\\([^'"\`\\n]*\\))?\\(\\s*(['"\`])(.+?)\\1`,
    'g',
  );
  return [...source.matchAll(calls)].map(([, , title = '']) => title);
}

/** Relative to the root, with slashes, sorted. */
const filesIn = (folder: string): readonly string[] =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((file) => path.posix.join(folder, file.split(path.sep).join('/')))
    .sort();

if (import.meta.main) {
  const threads = clauseThreads();
  const page = clausePage(threads);
  const isVerifying = process.argv.includes('--verify');
  if (!isVerifying) writeFileSync(clausePagePath, page);
  const isStale = isVerifying && readFileSync(clausePagePath, 'utf8') !== page;
  const faults = [
    ...threads.flatMap(gapsOf),
    ...(isStale ? ['docs/CLAUSES.md is not what the code says: node scripts/clause-page.ts'] : []),
  ];
  for (const fault of faults) console.error(fault);
  process.exitCode = faults.length === 0 ? 0 : 1;
}
