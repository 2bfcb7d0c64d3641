import type { z } from 'zod';

/**
 * Keyset cursors: the sort key of the last row of a page, opaque to whoever hands it back. It is not signed, since it
 * grants nothing: the query it goes into looks only at what the caller may see. It is checked like any other input.
 */
export const writeCursor = (key: readonly (string | number | boolean | null)[]): string =>
  Buffer.from(JSON.stringify(key)).toString('base64url');

/** Null when there is no cursor; throws `InvalidCursor` when it is not one of this shape. */
export function readCursor<Key>(cursor: string | undefined, shape: z.ZodType<Key>): Key | null {
  if (cursor === undefined) return null;
  try {
    return shape.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch (cause) {
    throw new InvalidCursor('the cursor is not one of this list', { cause });
  }
}

export class InvalidCursor extends Error {
  override name = 'InvalidCursor';
}

/** One page of what was read with a limit of one more than the page holds. */
export function toPage<Item>(
  rows: readonly Item[],
  limit: number,
  keyOf: (item: Item) => readonly (string | number | boolean | null)[],
): { readonly items: readonly Item[]; readonly nextCursor: string | null } {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  const more = rows.length > limit && last !== undefined;
  return { items, nextCursor: more ? writeCursor(keyOf(last)) : null };
}
