import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { testDatabase } from '../../../test/support/test-database.ts';
import { silentLog } from '../log.ts';
import { migrate } from './index.ts';

const { pool, url } = await testDatabase();
const folder = mkdtempSync(path.join(tmpdir(), 'atenta-migrate-'));
afterAll(() => rmSync(folder, { recursive: true }));

const write = (name: string, sql: string) => writeFileSync(path.join(folder, name), sql);
const run = () => migrate({ url, folder, log: silentLog });
const recorded = async (): Promise<string[]> => {
  const { rows } = await pool.query('select name from schema_migration order by name');
  return rows.map((row) => row.name);
};

beforeEach(async () => {
  await pool.query('drop schema if exists graphile_worker cascade');
  await pool.query('drop schema public cascade; create schema public');
  rmSync(folder, { recursive: true });
  mkdirSync(folder);
  write('0001-a.sql', 'create table a (id int); insert into a values (1)');
  write('0002-b.sql', 'create table b (id int)');
});

describe('migrate', () => {
  it('applies what is missing, in the order of the names, once', async () => {
    expect(await run()).toEqual(['0001-a.sql', '0002-b.sql']);
    expect(await run()).toEqual([]);
    write('0003-c.sql', 'alter table a add column b int');
    expect(await run()).toEqual(['0003-c.sql']);
    expect(await recorded()).toEqual(['0001-a.sql', '0002-b.sql', '0003-c.sql']);
  });

  it('makes the job queue too', async () => {
    await run();
    const { rows } = await pool.query(
      `select to_regclass('graphile_worker.jobs') is not null as there`,
    );
    expect(rows).toEqual([{ there: true }]);
  });

  it('five processes at once apply each file once', async () => {
    const applied = await Promise.all(Array.from({ length: 5 }, run));
    expect(applied.flat().sort()).toEqual(['0001-a.sql', '0002-b.sql']);
    expect((await pool.query('select count(*) as n from a')).rows).toEqual([{ n: 1 }]);
  });

  it('a file that fails leaves nothing of itself and keeps those before it; mended, it goes on', async () => {
    write('0002-b.sql', 'create table b (id int); select 1 / 0');
    await expect(run()).rejects.toThrow(/0002-b\.sql failed: .*division by zero/);
    expect(await recorded()).toEqual(['0001-a.sql']);
    expect((await pool.query(`select to_regclass('b') as b`)).rows).toEqual([{ b: null }]);
    write('0002-b.sql', 'create table b (id int)');
    expect(await run()).toEqual(['0002-b.sql']);
  });

  it('a file that was edited after it was applied is refused by its name, before anything is applied', async () => {
    await run();
    write('0001-a.sql', 'create table a (id bigint)');
    write('0003-c.sql', 'create table c (id int)');
    await expect(run()).rejects.toMatchObject({
      code: 'MIGRATION_EDITED',
      message: expect.stringContaining('0001-a.sql'),
    });
    expect(await recorded()).toEqual(['0001-a.sql', '0002-b.sql']);
  });

  it('a file that comes before one already applied is refused', async () => {
    await run();
    write('0001-z.sql', 'create table z (id int)');
    await expect(run()).rejects.toMatchObject({ code: 'MIGRATION_OUT_OF_ORDER' });
  });

  it('a database of a newer version is left alone', async () => {
    await run();
    rmSync(path.join(folder, '0002-b.sql'));
    await expect(run()).rejects.toMatchObject({ code: 'SCHEMA_NEWER' });
  });
});
