import type pg from 'pg';
import { copyIn } from '../../src/platform/database/copy.ts';

/** Into a table by COPY: rows of fields, null is null. Answers how many. */
export const copyRows = (
  client: pg.ClientBase,
  table: string,
  columns: readonly string[],
  rows: Iterable<readonly (string | number | null)[]>,
): Promise<number> => copyIn(client, `${table} (${columns.join(', ')})`, textOf(rows));

function* textOf(rows: Iterable<readonly (string | number | null)[]>): Generator<Buffer> {
  let piece = '';
  for (const row of rows) {
    piece += `${row.map(field).join('\t')}\n`;
    if (piece.length < 1 << 16) continue;
    yield Buffer.from(piece);
    piece = '';
  }
  if (piece !== '') yield Buffer.from(piece);
}

const field = (value: string | number | null): string =>
  value === null
    ? '\\N'
    : String(value)
        .replaceAll('\\', '\\\\')
        .replaceAll('\t', '\\t')
        .replaceAll('\n', '\\n')
        .replaceAll('\r', '\\r');
