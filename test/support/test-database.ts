import { randomBytes } from 'node:crypto';
import { afterAll, inject } from 'vitest';
import { connect, type Database } from '../../src/platform/database/index.ts';
import { silentLog } from '../../src/platform/log.ts';
import { administer, withDatabase } from './database-server.ts';

/**
 * A fresh, migrated database of this test file alone, dropped after its tests. Call it once at the top level of the
 * file: `const database = await testDatabase();`
 */
export const testDatabase = (): Promise<Database> =>
  createDatabase(` template ${inject('databaseServer').template}`);

/** One without any schema. */
export const emptyDatabase = (): Promise<Database> => createDatabase('');

async function createDatabase(options: string): Promise<Database> {
  const { adminUrl, prefix } = inject('databaseServer');
  const name = `${prefix}${randomBytes(4).toString('hex')}`;
  await administer(adminUrl, `create database ${name}${options}`);
  const url = withDatabase(adminUrl, name);
  const connection = connect({ url, log: silentLog, poolSize: 20 });
  const stop = async () => {
    await connection.pool.end();
    await administer(adminUrl, `drop database if exists ${name} with (force)`);
  };
  let stopped: Promise<void> | undefined;
  const database: Database = {
    ...connection,
    url,
    embedded: false,
    stop: () => (stopped ??= stop()),
  };
  afterAll(() => database.stop());
  return database;
}
