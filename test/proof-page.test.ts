import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '..');
const page = readFileSync(path.join(root, 'docs/PROOF.md'), 'utf8');

interface Row {
  readonly name: string;
  readonly what: string;
  readonly proof: string;
}

/** A line of one of the page's tables; a bar inside a cell is written `\|`. */
const rows: readonly Row[] = page
  .split('\n')
  .filter((line) => /^\| (?!---|what )/.test(line) && line.split(/(?<!\\)\|/).length === 5)
  .map((line) => {
    const [, name = '', what = '', proof = ''] = line.split(/(?<!\\)\|/).map((cell) => cell.trim());
    return { name, what, proof };
  });

interface Named {
  readonly file: string;
  /** Of tests or journeys in it, or any other words of it. */
  readonly titles: readonly string[];
}

/** `` `file`: "title", "title" `` names titles; a file alone is proof as a whole. */
const proofsIn = (proof: string): readonly Named[] =>
  [...proof.matchAll(/`([^`]+)`(?:: ((?:"[^"]+"(?:, )?)+))?/g)].map(
    ([, file = '', titles = '']) => ({
      file,
      titles: [...titles.matchAll(/"([^"]+)"/g)].map(([, title = '']) => title),
    }),
  );

/** What is named and is not there, in words. */
function faultsOf({ proof }: Row): readonly string[] {
  const isOpen = proof.includes('**open**');
  const named = proofsIn(proof);
  return [
    ...(named.length > 0 || isOpen ? [] : ['neither a proof nor the word open']),
    ...named.flatMap(({ file, titles }) => {
      const place = path.join(root, file);
      if (!existsSync(place)) return [`${file} is not there`];
      const source = titles.length === 0 ? '' : readFileSync(place, 'utf8');
      return titles
        .filter((title) => !source.includes(title))
        .map((title) => `${file} has no "${title}"`);
    }),
  ];
}

describe('docs/PROOF.md', () => {
  it.each(rows)('$name: what proves it is there', (row) => {
    expect(faultsOf(row)).toEqual([]);
  });

  it('names nothing twice', () => {
    const names = rows.map(({ name }) => name);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  it('has every fault and invariant, and the requirements by their numbers', () => {
    const has = (name: string) => rows.some((row) => row.name === name);
    const numbered = (letter: string, count: number, width: number) =>
      Array.from(
        { length: count },
        (_, index) => `${letter}${String(index + 1).padStart(width, '0')}`,
      );
    expect([...numbered('F', 34, 2), ...numbered('I', 12, 1)].filter((name) => !has(name))).toEqual(
      [],
    );
    expect(rows.filter(({ name }) => /^V\d+\.\d+\.\d+$/.test(name))).toHaveLength(73);
  });
});

describe('a proof that is gone is found', () => {
  const sample = { name: 'x', what: 'x' };
  it.each([
    ['a file', '`test/gone.test.ts`', /is not there/],
    ['a title', '`test/proof-page.test.ts`: "gone"+"too"'.replace('"+"', ' '), /has no/],
    ['any proof', 'we believe it', /neither a proof/],
  ])('%s', (_, proof, words) => {
    expect(faultsOf({ ...sample, proof })).toEqual([expect.stringMatching(words)]);
  });
});
