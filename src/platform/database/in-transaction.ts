import {
  DummyDriver,
  type Kysely,
  PostgresDialect,
  type RawBuilder,
  sql,
  Transaction,
} from 'kysely';
import { isStalePlan } from './preparing-client.ts';
import type { DB } from './schema.gen.ts';
import { codeOf, inOrder, together } from './together.ts';

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
 * database that is a transaction already, it joins that one, all or nothing as ever: so a write and the memory of its
 * idempotency key commit together.
 */
export async function inTransaction<T>(
  database: { readonly db: Db },
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  if (isOpenTransaction(database.db)) return joinTransaction(database.db, work);
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await database.db.connection().execute((one) => runAttempt(one, work));
    } catch (error) {
      if (attempt >= attemptsMax || !mayTryAgain(error)) throw error;
    }
  }
}

/**
 * One attempt on one connection. What was left for the end is sent in a row with the commit: should it fail, the server
 * makes a rollback of the commit, and its error is thrown.
 */
async function runAttempt<T>(one: Kysely<DB>, work: (tx: Tx) => Promise<T>): Promise<T> {
  return inARow(one, async (tx) => {
    await sql`begin`.execute(tx);
    try {
      const { result, lastActs } = await leavingLastActs(tx, work);
      await inOrder(tx, ...lastActs, sql`commit`);
      return result;
    } catch (error) {
      // Fails only where the connection is gone, and with it the transaction.
      await sql`rollback`.execute(tx).catch(() => undefined);
      throw error;
    }
  });
}

/** The statement that is sent once at the end of a transaction, with everything that was left for it. */
export type LastAct = (texts: readonly string[]) => RawBuilder<unknown>;

const leftIn = new WeakMap<Tx, Map<LastAct, Set<string>>>();

/**
 * Leaves something for the end of the transaction, where it costs one statement however many left something; the same
 * text twice is left once. False where nobody will do it: the transaction was not opened by `inTransaction`.
 */
export function leaveForLast(tx: Tx, act: LastAct, text: string): boolean {
  const left = leftIn.get(tx);
  if (left === undefined) return false;
  const texts = left.get(act);
  if (texts === undefined) left.set(act, new Set([text]));
  else texts.add(text);
  return true;
}

/** Runs the work; what it left for the end is sent with the commit. */
async function leavingLastActs<T>(tx: Tx, work: (tx: Tx) => Promise<T>) {
  const left = new Map<LastAct, Set<string>>();
  leftIn.set(tx, left);
  const result = await work(tx);
  leftIn.delete(tx);
  return { result, lastActs: [...left].map(([act, texts]) => act([...texts])) };
}

/**
 * Gives one connection to whoever asks, at once: what waits for nothing is sent (see `together`). Kysely's own
 * transaction would send a statement only when the one before was answered. Ours, as it offers no other.
 */
const inARow = <T>(one: Kysely<DB>, work: (tx: Tx) => Promise<T>): Promise<T> =>
  one.getExecutor().provideConnection((connection) => {
    const executor = one.getExecutor().withConnectionProvider({
      provideConnection: (consumer) => consumer(connection),
    });
    return work(new Transaction<DB>({ ...neverUsed, executor }));
  });

/** A transaction opens no other one: of a builder's parts it needs the one that executes. */
const dialect = new PostgresDialect({
  pool: () => Promise.reject(new Error('a transaction opens nothing')),
});
const neverUsed = { config: { dialect }, dialect, driver: new DummyDriver() };

/** What throws is undone up to here, so that whoever catches it goes on in a transaction that is still sound. */
async function joinTransaction<T>(tx: Tx, work: (tx: Tx) => Promise<T>): Promise<T> {
  // Where it fails, so does whatever comes after it in the transaction.
  const saved = sql`savepoint joined`.execute(tx);
  try {
    const [result] = await together(work(tx), saved);
    await sql`release savepoint joined`.execute(tx);
    return result;
  } catch (error) {
    await sql`rollback to savepoint joined`.execute(tx);
    await sql`release savepoint joined`.execute(tx);
    throw error;
  }
}

/** Kysely's builder knows whether it stands in a transaction; its type says so only when it was made as one. */
const isOpenTransaction = (db: Db): db is Tx => db.isTransaction;

const mayTryAgain = (error: unknown): boolean =>
  retryableCodes.has(String(codeOf(error))) || isStalePlan(error);
