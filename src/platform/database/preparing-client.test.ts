import type { EventEmitter } from 'node:events';
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

  it('have their columns described twice on a connection, before and after they are prepared, and not again', async () => {
    const client = await database.pool.connect();
    let described = 0;
    const count = () => (described += 1);
    // The types of `pg` keep its connection to itself.
    const { connection } = client as unknown as { connection: EventEmitter };
    connection.on('rowDescription', count);
    try {
      const ask = async (n: number) => {
        const { rows, fields } = await client.query('select $1::int8 as n, null as nothing', [n]);
        return { rows, names: fields.map(({ name }) => name) };
      };
      const answers = [await ask(1), await ask(2), ...(await Promise.all([ask(3), ask(4)]))];
      expect(answers).toEqual(
        [1, 2, 3, 4].map((n) => ({ rows: [{ n, nothing: null }], names: ['n', 'nothing'] })),
      );
      expect(described).toBe(2);
    } finally {
      connection.off('rowDescription', count);
      client.release();
    }
  });

  it('answer how many they changed, described or not', async () => {
    const rename = async (id: number) => {
      const { rowCount, rows } = await database.pool.query(
        'update thing set text = text where id <= $1',
        [id],
      );
      return { rowCount, rows };
    };
    for (const id of [1, 2, 1, 2]) expect(await rename(id)).toEqual({ rowCount: id, rows: [] });
  });

  it('what failed when its columns were to be told is not taken for one without columns', async () => {
    const divide = (n: number) => database.pool.query('select 10 / $1::int as n', [n]);
    await divide(5);
    await expect(divide(0)).rejects.toThrow('division by zero');
    await expect(divide(0)).rejects.toThrow('division by zero');
    expect((await divide(2)).rows).toEqual([{ n: 5 }]);
    expect((await divide(1)).rows).toEqual([{ n: 10 }]);
  });

  it('a value that cannot be sent fails alone, and the connection goes on', async () => {
    const circular: { self?: unknown } = {};
    circular.self = circular;
    await inTransaction(database, async (tx) => {
      const send = (value: unknown) => sql<{ v: unknown }>`select ${value}::json as v`.execute(tx);
      for (const n of [1, 2, 3]) expect((await send({ n })).rows).toEqual([{ v: { n } }]);
      await expect(send(circular)).rejects.toThrow('circular');
    });
    expect((await readThing(2).execute(database.db)).rows[0]?.text).toBe('two');
  });
});
