// docs/BENCHMARKS.md has several writers, one a section: each replaces its own and leaves every other as it stands.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { productRoot } from '../../test/support/running-desk.ts';

const file = path.join(productRoot, 'docs/BENCHMARKS.md');

/** The text with this section in the place of the one of the same name; at the end when it had none. */
export function withSection(text: string, name: string, section: string): string {
  const [begin, end] = [`<!-- begin: ${name} -->`, `<!-- end: ${name} -->`];
  const written = `${begin}\n\n${section.trim()}\n\n${end}`;
  const [from, until] = [text.indexOf(begin), text.indexOf(end)];
  if (from === -1 || until < from) return `${text.trimEnd()}\n\n${written}\n`;
  return text.slice(0, from) + written + text.slice(until + end.length);
}

/** Writes one section; answers where. */
export function writeSection(name: string, section: string): string {
  writeFileSync(file, withSection(readFileSync(file, 'utf8'), name, section));
  return file;
}
