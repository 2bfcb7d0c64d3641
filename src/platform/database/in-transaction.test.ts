import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { testDatabase } from '../../../test/support/test-database.ts';
import { inTransaction, leaveForLast } from './in-transaction.ts';

const database = await testDatabase();
await sql`create table left_over (text text, transaction text)`.execute(database.db);
const currentTransaction = sql`pg_current_xact_id()::text`;

it('what is left for the end of a transaction is done once, with each text once, before it commits', async () => {
  const calls: (readonly string[])[] = [];
  const act = (texts: readonly string[]) => {
    calls.push(texts);
    return sql`insert into left_over select unnest(${[...texts]}::text[]), ${currentTransaction}`;
  };
  let transaction: string | undefined;
  const left = await inTransaction(database, async (tx) => {
    const first = leaveForLast(tx, act, 'a');
    const { rows } = await sql<{ id: string }>`select ${currentTransaction} as id`.execute(tx);
    transaction = rows[0]?.id;
    // What joins the transaction leaves for the same end.
    await inTransaction({ db: tx }, async (joined) => leaveForLast(joined, act, 'b'));
    leaveForLast(tx, act, 'a');
    expect(calls).toEqual([]);
    return first;
  });
  expect(left).toBe(true);
  expect(calls).toEqual([['a', 'b']]);
  const { rows } = await sql`select * from left_over`.execute(database.db);
  expect(rows).toEqual([
    { text: 'a', transaction },
    { text: 'b', transaction },
  ]);
});

it('a transaction that fails leaves nothing', async () => {
  const calls: (readonly string[])[] = [];
  const act = (texts: readonly string[]) => {
    calls.push(texts);
    return sql`select 1`;
  };
  const failing = inTransaction(database, async (tx) => {
    leaveForLast(tx, act, 'a');
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  expect(calls).toEqual([]);
});

it('a last statement that fails undoes the transaction and is the error', async () => {
  await sql`truncate left_over`.execute(database.db);
  const failing = inTransaction(database, async (tx) => {
    await sql`insert into left_over values ('done', '')`.execute(tx);
    leaveForLast(tx, () => sql`select 1 / 0`, 'a');
  });
  await expect(failing).rejects.toMatchObject({ code: '22012' });
  const { rows } = await sql`select * from left_over`.execute(database.db);
  expect(rows).toEqual([]);
});

it('a transaction in which an error was swallowed is never taken for committed', async () => {
  const swallowing = inTransaction(database, async (tx) => {
    await sql`insert into left_over values ('lost', '')`.execute(tx);
    await sql`select 1 / 0`.execute(tx).catch(() => undefined);
  });
  await expect(swallowing).rejects.toThrow('nothing of it was kept');
});
