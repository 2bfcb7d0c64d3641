// Vitest's global set-up: one database server a run, with a migrated template that every test file clones.
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { migrate } from '../../src/platform/database/index.ts';
import { silentLog } from '../../src/platform/log.ts';
import { startThrowAwayServer } from './throw-away-server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    databaseServer: TestDatabaseServer;
  }
}

export interface TestDatabaseServer {
  /** Where databases are created and dropped. */
  adminUrl: string;
  /** The migrated database that is cloned. */
  template: string;
  /** Begins the name of every database of this run. */
  prefix: string;
}

let tearDown: () => Promise<void> = async () => undefined;

/** TEST_DATABASE_URL names a server to use instead of the embedded one: an account that may create databases. */
export async function setup(project: TestProject): Promise<void> {
  const given = process.env['TEST_DATABASE_URL'];
  const server = given ? null : await startThrowAwayServer();
  const adminUrl = given ?? server?.url('postgres') ?? '';
  const prefix = `atenta_test_${randomBytes(4).toString('hex')}_`;
  const template = `${prefix}template`;
  await administer(adminUrl, `create database ${template}`);
  await migrate({
    url: withDatabase(adminUrl, template),
    folder: path.resolve(import.meta.dirname, '../../db/migrations'),
    log: silentLog,
  });
  project.provide('databaseServer', { adminUrl, template, prefix });
  tearDown = () => (server ? server.stop() : dropAll(adminUrl, prefix));
}

export const teardown = (): Promise<void> => tearDown();

export async function administer(adminUrl: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** The same server, another database. */
export const withDatabase = (url: string, database: string): string =>
  url.replace(/\/[^/?]*(\?.*)?$/, `/${database}$1`);

async function dropAll(adminUrl: string, prefix: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ datname: string }>(
      'select datname from pg_database where starts_with(datname, $1)',
      [prefix],
    );
    for (const { datname } of rows) await client.query(`drop database ${datname} with (force)`);
  } finally {
    await client.end();
  }
}
