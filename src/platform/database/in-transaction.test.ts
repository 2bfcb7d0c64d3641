import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { testDatabase } from '../../../test/support/test-database.ts';
import { inTransaction, leaveForLast, type Tx } from './in-transaction.ts';

const database = await testDatabase();

it('what is left for the end of a transaction is done once, with each text once, before it commits', async () => {
  const calls: (readonly string[])[] = [];
  const act = async (tx: Tx, texts: readonly string[]) => {
    calls.push(texts);
    await sql`create table left_over as select unnest(${[...texts]}::text[]) as text`.execute(tx);
  };
  const left = await inTransaction(database, async (tx) => {
    const first = leaveForLast(tx, act, 'a');
    // What joins the transaction leaves for the same end.
    await inTransaction({ db: tx }, async (joined) => leaveForLast(joined, act, 'b'));
    leaveForLast(tx, act, 'a');
    expect(calls).toEqual([]);
    return first;
  });
  expect(left).toBe(true);
  expect(calls).toEqual([['a', 'b']]);
  const { rows } = await sql<{ text: string }>`select text from left_over`.execute(database.db);
  expect(rows.map(({ text }) => text)).toEqual(['a', 'b']);
});

it('a transaction that fails leaves nothing', async () => {
  const calls: (readonly string[])[] = [];
  const act = async (_tx: Tx, texts: readonly string[]) => calls.push(texts);
  const failing = inTransaction(database, async (tx) => {
    leaveForLast(tx, act, 'a');
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  expect(calls).toEqual([]);
});
