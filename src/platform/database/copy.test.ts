import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '../../../test/support/test-database.ts';
import { copyIn, copyOut } from './copy.ts';

const { url } = await testDatabase();
const rows = 60_000;
const sumSql = (table: string) =>
  `select count(*)::int as rows, md5(string_agg(coalesce(body, '-') || id, '' order by id)) as sum from ${table}`;

describe('COPY in pieces', () => {
  let client: pg.Client;
  beforeAll(async () => {
    client = await connected();
    await client.query(`
      create table copied (id integer, body text);
      create table taken (like copied);
      insert into copied
        select n, case when n % 7 = 0 then null else repeat(E'á\\t\\\\ \\n', 20) || n end from generate_series(1, ${rows}) n`);
  });
  afterAll(() => client.end());

  async function connected(): Promise<pg.Client> {
    const opened = new pg.Client({ connectionString: url });
    opened.on('error', () => undefined);
    await opened.connect();
    return opened;
  }

  it('more than one piece comes out, each ends with a row, and goes in as it was', async () => {
    const pieces: Buffer[] = [];
    for await (const piece of copyOut(client, 'copied')) pieces.push(piece);
    expect(pieces.length).toBeGreaterThan(1);
    expect(pieces.every((piece) => piece.at(-1) === 10)).toBe(true);
    expect(await copyIn(client, 'taken (id, body)', pieces)).toBe(rows);
    const [was, is] = [await client.query(sumSql('copied')), await client.query(sumSql('taken'))];
    expect(is.rows).toEqual(was.rows);
  });

  it('what the database refuses is thrown, and the connection goes on', async () => {
    await expect(copyOut(client, 'nowhere').next()).rejects.toThrow('"nowhere" does not exist');
    await expect(copyIn(client, 'taken (id)', [Buffer.from('no number\n')])).rejects.toThrow(
      'invalid input syntax',
    );
    expect((await client.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  });

  it('a source that fails takes nothing in, and its own error is thrown', async () => {
    await client.query('truncate taken');
    async function* failing(): AsyncGenerator<Buffer> {
      yield Buffer.from('1\tuno\n');
      throw new Error('the disk is gone');
    }
    await expect(copyIn(client, 'taken (id, body)', failing())).rejects.toThrow('the disk is gone');
    expect((await client.query('select * from taken')).rows).toEqual([]);
  });

  it('a reader that leaves early leaves no server waiting', async () => {
    const other = await connected();
    const ended = new Promise((resolve) => other.once('end', resolve));
    for await (const _ of copyOut(other, 'copied')) break;
    await ended;
    expect((await client.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  });
});
