import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { runMigrations } from 'graphile-worker';
import pg from 'pg';
import { workerLog } from '../jobs/worker-log.ts';
import type { Log } from '../log.ts';
import { StartProblem } from '../start-problem.ts';

export interface MigrateOptions {
  url: string;
  /** Folder of NNNN-what.sql. */
  folder: string;
  log: Log;
  /** The name of the last one to apply, to take in what was written by that version; all of them unless told. */
  upTo?: string;
}

/** Held while migrating, so that several processes may start at once on one database. */
export const migrationLockKey = 7_283_682_102;

/** PostgreSQL 15: the oldest that the product promises to run on. */
const oldestServerVersion = 150_000;

/**
 * Brings a database to the newest schema and returns the names of the files that it applied. Forward only, one
 * transaction a file; a file that changed after it was applied is an error, since no two databases would agree.
 * The job queue's own migrations come after ours.
 */
export async function migrate({ url, folder, log, upTo }: MigrateOptions): Promise<string[]> {
  const client = new pg.Client({ connectionString: url, application_name: 'atenta migrate' });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await refuseOldServer(client);
    await client.query('select pg_advisory_lock($1)', [migrationLockKey]);
    const applied = await applyMissing(client, await readMigrations(folder, upTo), log);
    await runMigrations({ connectionString: url, logger: workerLog(log) });
    return applied;
  } finally {
    // The lock goes with the connection.
    await client.end();
  }
}

interface Migration {
  name: string;
  sql: string;
  sha256: string;
}

async function refuseOldServer(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ version: string }>(
    "select current_setting('server_version_num') as version",
  );
  if (Number(rows[0]?.version) >= oldestServerVersion) return;
  throw new StartProblem('DATABASE_TOO_OLD', 'the database server is older than PostgreSQL 15');
}

async function readMigrations(folder: string, upTo?: string): Promise<Migration[]> {
  const names = (await readdir(folder))
    .filter((name) => name.endsWith('.sql') && (upTo === undefined || name <= upTo))
    .sort();
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(path.join(folder, name), 'utf8');
      return { name, sql, sha256: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

async function applyMissing(
  client: pg.Client,
  migrations: Migration[],
  log: Log,
): Promise<string[]> {
  await client.query(`create table if not exists schema_migration (
    name text primary key,
    sha256 text not null,
    applied_at timestamptz not null default now()
  )`);
  const { rows } = await client.query<{ name: string; sha256: string }>(
    'select name, sha256 from schema_migration order by name',
  );
  const done = new Map(rows.map(({ name, sha256 }) => [name, sha256]));
  refuseHistory(migrations, done);
  const missing = migrations.filter(({ name }) => !done.has(name));
  for (const migration of missing) {
    await apply(client, migration);
    log.info({ migration: migration.name }, 'schema migrated');
  }
  return missing.map(({ name }) => name);
}

function refuseHistory(migrations: Migration[], done: Map<string, string>): void {
  const known = new Set(migrations.map(({ name }) => name));
  const unknown = [...done.keys()].filter((name) => !known.has(name));
  if (unknown.length > 0) {
    throw new StartProblem(
      'SCHEMA_NEWER',
      `the database was migrated by a newer version of the product (${unknown.join(', ')}): start that version`,
    );
  }
  const edited = migrations.find(({ name, sha256 }) => done.has(name) && done.get(name) !== sha256);
  if (edited) {
    throw new StartProblem(
      'MIGRATION_EDITED',
      `db/migrations/${edited.name} was changed after it was applied to this database: put it back as it was and write a new migration`,
    );
  }
  const newest = [...done.keys()].at(-1) ?? '';
  const late = migrations.find(({ name }) => !done.has(name) && name < newest);
  if (late) {
    throw new StartProblem(
      'MIGRATION_OUT_OF_ORDER',
      `db/migrations/${late.name} comes before ${newest}, which this database has already: number it last`,
    );
  }
}

async function apply(client: pg.Client, { name, sql, sha256 }: Migration): Promise<void> {
  await client.query('begin');
  try {
    await client.query(sql);
    await client.query('insert into schema_migration (name, sha256) values ($1, $2)', [
      name,
      sha256,
    ]);
    await client.query('commit');
  } catch (cause) {
    await client.query('rollback').catch(() => undefined);
    throw new Error(`migration ${name} failed: ${String(cause)}`, { cause });
  }
}
