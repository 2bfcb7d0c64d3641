import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { expect, inject, it } from 'vitest';
import { dumpSchema } from '../../scripts/dump-schema.mjs';
import { administer, withDatabase } from '../support/database-server.ts';
import { testDatabase } from '../support/test-database.ts';

const migrated = await testDatabase();
const committed = readFileSync(path.resolve(import.meta.dirname, '../../db/schema.sql'), 'utf8');

it('every migration has a number of its own', () => {
  const folder = path.resolve(import.meta.dirname, '../../db/migrations');
  const numbers = readdirSync(folder).map((name) => name.slice(0, 4));
  expect(numbers).toEqual([...new Set(numbers)]);
});

it('db/schema.sql makes the schema that the migrations make', async () => {
  const { adminUrl, prefix } = inject('databaseServer');
  const name = `${prefix}loaded`;
  await administer(adminUrl, `create database ${name}`);
  const loaded = new pg.Client({ connectionString: withDatabase(adminUrl, name) });
  await loaded.connect();
  const source = new pg.Client({ connectionString: migrated.url });
  await source.connect();
  try {
    await loaded.query(committed);
    expect(await dumpSchema(loaded)).toBe(await dumpSchema(source));
  } finally {
    await loaded.end();
    await source.end();
    await administer(adminUrl, `drop database ${name} with (force)`);
  }
});
