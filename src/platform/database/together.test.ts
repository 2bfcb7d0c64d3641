import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { testDatabase } from '../../../test/support/test-database.ts';
import { inTransaction, type Tx } from './in-transaction.ts';
import { together } from './together.ts';

const database = await testDatabase();
await sql`create table noted (note text)`.execute(database.db);
const note = (tx: Tx, text: string) => sql`insert into noted values (${text})`.execute(tx);
const notes = async () =>
  (await sql<{ note: string }>`select note from noted`.execute(database.db)).rows.map(
    (row) => row.note,
  );

it('what is asked together is answered each by its own answer', async () => {
  const one = (tx: Tx, n: number) => sql<{ n: number }>`select ${n}::int as n`.execute(tx);
  const answers = await inTransaction(database, (tx) =>
    together(one(tx, 1), one(tx, 2), one(tx, 3), Promise.resolve('no statement')),
  );
  expect(
    answers.map((answer) => (typeof answer === 'string' ? answer : answer.rows[0]?.n)),
  ).toEqual([1, 2, 3, 'no statement']);
});

it('one that fails undoes all, throws the error that it was, and nothing is sent after it', async () => {
  const before = await notes();
  const steps: string[] = [];
  const slow = async (tx: Tx) => {
    await note(tx, 'a');
    steps.push('a');
    try {
      await note(tx, 'b');
    } finally {
      steps.push('b');
    }
  };
  const failing = inTransaction(database, (tx) =>
    together(slow(tx), sql`select 1 / 0`.execute(tx)),
  );
  await expect(failing).rejects.toMatchObject({ code: '22012' });
  expect(steps).toEqual(['a', 'b']);
  expect(await notes()).toEqual(before);
});

it('a deadlock of what is asked together is tried again as any other', async () => {
  await sql`create table counted (id int primary key, n int not null)`.execute(database.db);
  await sql`insert into counted values (1, 0), (2, 0)`.execute(database.db);
  const up = (tx: Tx, id: number) => sql`update counted set n = n + 1 where id = ${id}`.execute(tx);
  const both = (ids: readonly [number, number]) =>
    inTransaction(database, (tx) => together(up(tx, ids[0]), up(tx, ids[1])));
  await Promise.all([both([1, 2]), both([2, 1])]);
  const { rows } = await sql<{ n: number }>`select n from counted order by id`.execute(database.db);
  expect(rows.map(({ n }) => n)).toEqual([2, 2]);
});
