import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { testDatabase } from '../../../test/support/test-database.ts';
import { inTransaction } from './index.ts';

const database = await testDatabase();
await database.pool.query('create table note (id integer primary key, text text not null)');

describe('connections', () => {
  it('a bigint is a number, also in an array, and one past the safe range is an error', async () => {
    const { rows } = await database.pool.query(
      `select 9007199254740991::bigint as largest, array[1, null, 3]::bigint[] as several, count(*) as counted from (values (1), (2)) as t`,
    );
    expect(rows).toEqual([{ largest: 9007199254740991, several: [1, null, 3], counted: 2 }]);
    await expect(database.pool.query('select 9007199254740992::bigint')).rejects.toThrow(
      'bigint out of the safe range: 9007199254740992',
    );
  });

  it('a date is its text and a moment is the same in every zone', async () => {
    const { rows } = await database.pool.query(
      `select date '2026-03-01' as day, timestamptz '2026-03-01 08:00-04' as moment, current_setting('TimeZone') as zone`,
    );
    expect(rows).toEqual([
      { day: '2026-03-01', moment: new Date('2026-03-01T12:00:00Z'), zone: 'UTC' },
    ]);
  });
});

describe('inTransaction', () => {
  it('what was done before a throw is undone, and the error comes as it was', async () => {
    const failure = new Error('the use case failed');
    await expect(
      inTransaction(database, async (tx) => {
        await sql`insert into note values (1, 'half')`.execute(tx);
        throw failure;
      }),
    ).rejects.toBe(failure);
    expect(await notes()).toEqual([]);
  });

  it('two that block each other are both done: the one PostgreSQL undid runs again', async () => {
    await sql`insert into note values (1, 'a'), (2, 'b')`.execute(database.db);
    let attempts = 0;
    const bothHoldOne = meeting(2);
    const update = (first: number, second: number, mark: string) =>
      inTransaction(database, async (tx) => {
        attempts += 1;
        await sql`update note set text = text || ${mark} where id = ${first}`.execute(tx);
        await bothHoldOne();
        await sql`update note set text = text || ${mark} where id = ${second}`.execute(tx);
      });
    await Promise.all([update(1, 2, 'x'), update(2, 1, 'y')]);
    const texts = await notes();
    expect(texts.map((text) => [...text].sort().join(''))).toEqual(['axy', 'bxy']);
    expect(attempts).toBeGreaterThan(2);
  });
});

async function notes(): Promise<string[]> {
  const { rows } = await sql<{ text: string }>`select text from note order by id`.execute(
    database.db,
  );
  return rows.map((row) => row.text);
}

/** Everybody waits until `count` have come; late ones pass. */
function meeting(count: number): () => Promise<void> {
  let arrived = 0;
  const gate = Promise.withResolvers<void>();
  return async () => {
    arrived += 1;
    if (arrived >= count) gate.resolve();
    await gate.promise;
  };
}
