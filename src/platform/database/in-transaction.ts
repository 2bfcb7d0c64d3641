import type { Kysely, Transaction } from 'kysely';
import type { DB } from './schema.gen.ts';

/** The query builder outside a transaction. */
export type Db = Kysely<DB>;
/** The query builder inside one; jobs and announcements are enqueued through it. */
export type Tx = Transaction<DB>;

/** Serialization failure and deadlock: PostgreSQL undid the whole transaction and asks to try it again. */
const retryableCodes = new Set(['40001', '40P01']);
const attemptsMax = 3;

/**
 * One use case, one transaction: commits what `work` did, or nothing when it throws. `work` may run again after a
 * deadlock, so it touches nothing but the database. The error of the last attempt is thrown as it came. Handed a
 * database that is a transaction already, it joins that one: so a write and the memory of its idempotency key commit
 * together.
 */
export async function inTransaction<T>(
  database: { readonly db: Db },
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  if (isOpenTransaction(database.db)) return work(database.db);
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await database.db.transaction().execute(work);
    } catch (error) {
      if (attempt >= attemptsMax || !retryableCodes.has(String(codeOf(error)))) throw error;
    }
  }
}

/** Kysely's builder knows whether it stands in a transaction; its type says so only when it was made as one. */
const isOpenTransaction = (db: Db): db is Tx => db.isTransaction;

const codeOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
