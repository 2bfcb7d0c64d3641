import pg from 'pg';

/** SQLSTATE of a disk that is full, on the side of the server. */
const serverDiskFull = '53100';

/** What the database did, in words that tell what to do; undefined when the error is none of its. */
export function databaseWords(error: unknown): string | undefined {
  if (error instanceof pg.DatabaseError) {
    if (error.code === serverDiskFull) return 'the disk of the database is full: make room';
    // Not what is wrong with a statement of ours: that is a bug, and shown as one.
    return /^(08|53|57)/.test(error.code ?? '')
      ? `the database gave up (${error.message})`
      : undefined;
  }
  const isLost = error instanceof Error && /^Connection terminated/.test(error.message);
  return isLost ? 'the connection to the database was lost' : undefined;
}
