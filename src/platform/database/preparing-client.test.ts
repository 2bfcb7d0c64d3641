import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { testDatabase } from '../../../test/support/test-database.ts';
import { inTransaction } from './index.ts';

const database = await testDatabase();
await database.pool.query('create table thing (id integer primary key, text text not null)');
await database.pool.query(`insert into thing values (1, 'one'), (2, 'two')`);

const readThing = (id: number) =>
  sql<{ id: number; text: string }>`select * from thing where id = ${id}`;

describe('statements with values', () => {
  it('are prepared from the second time on, and answer the same', async () => {
    await inTransaction(database, async (tx) => {
      const answers = [];
      for (const id of [1, 2, 1]) answers.push((await readThing(id).execute(tx)).rows);
      expect(answers.flat().map(({ text }) => text)).toEqual(['one', 'two', 'one']);
      const { rows } = await sql<{ statement: string }>`
        select statement from pg_prepared_statements where statement like 'select * from thing%'`.execute(
        tx,
      );
      expect(rows).toHaveLength(1);
    });
  });

  it('go on after a newer version of the product added a column under them', async () => {
    const read = () => inTransaction(database, async (tx) => (await readThing(1).execute(tx)).rows);
    for (let round = 0; round < 3; round += 1) await read();
    await database.pool.query(`alter table thing add column more text not null default 'yes'`);
    expect(await read()).toEqual([{ id: 1, text: 'one', more: 'yes' }]);
  });

  it('through the pool as well, where an answer comes by a callback', async () => {
    const read = (id: number) => database.pool.query('select text from thing where id = $1', [id]);
    for (const id of [1, 1, 2]) {
      expect((await read(id)).rows).toEqual([{ text: id === 1 ? 'one' : 'two' }]);
    }
    await expect(database.pool.query('select $1::int / 0', [1])).rejects.toThrow(
      'division by zero',
    );
  });
});
