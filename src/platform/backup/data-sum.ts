import { createHash } from 'node:crypto';
import type { DataSum } from './manifest.ts';

/** Counts what goes by: rows, bytes, and their sum. In the text format of COPY a line break ends a row and stands nowhere else. */
export interface Counting {
  add(text: Buffer): void;
  sum(): Omit<DataSum, 'columns'>;
}

export function countRows(): Counting {
  const hash = createHash('sha256');
  let rows = 0;
  let bytes = 0;
  return {
    add(text) {
      hash.update(text);
      bytes += text.length;
      for (let at = text.indexOf(10); at !== -1; at = text.indexOf(10, at + 1)) rows += 1;
    },
    sum: () => ({ rows, bytes, sha256: hash.digest('hex') }),
  };
}

/** SHA-256, in hex. */
export const sumOf = (content: Buffer): string =>
  createHash('sha256').update(content).digest('hex');
