import type pg from 'pg';
import { migrationLockKey } from '../database/migrate.ts';
import { StartProblem } from '../start-problem.ts';
import { writeAlike } from './text-form.ts';

/** The database as it was at one moment, for as long as the transaction of its client is open. */
export interface Snapshot {
  readonly takenAt: Date;
  readonly migrations: readonly { readonly name: string; readonly sha256: string }[];
  readonly tables: readonly SnapshotData[];
  readonly jobs: Omit<SnapshotData, 'name'>;
  readonly sequences: Readonly<Record<string, number | null>>;
  /** Of every blob that the snapshot names, in order. */
  blobNames(): AsyncGenerator<string>;
}

export interface SnapshotData {
  readonly name: string;
  readonly columns: readonly string[];
  /** What COPY reads. */
  readonly source: string;
}

const namesAtOnce = 1000;

/**
 * Everything is read in one transaction that sees one moment. No migration runs meanwhile: it waits for the locks on
 * the tables, which hinder nobody who reads or writes. Throws a StartProblem when the database holds no desk.
 */
export async function openSnapshot(client: pg.Client): Promise<Snapshot> {
  await writeAlike(client);
  await refuseEmpty(client);
  // Not while one is under way: what it has changed would wait for us, and we for it.
  await client.query('select pg_advisory_lock($1)', [migrationLockKey]);
  const { rows: listed } = await client.query<{ name: string }>(tablesSql);
  await client.query('begin isolation level repeatable read read only');
  // The first look is the moment of the snapshot: the locks come before it.
  await client.query(
    `lock table ${listed.map(({ name }) => client.escapeIdentifier(name)).join(', ')} in access share mode`,
  );
  const { rows: moments } = await client.query<{ at: Date }>('select clock_timestamp() as at');
  await client.query('select pg_advisory_unlock($1)', [migrationLockKey]);
  const { rows: migrations } = await client.query<{ name: string; sha256: string }>(
    'select name, sha256 from schema_migration order by name',
  );
  const { rows: columns } = await client.query<{ table: string; columns: string[] }>(columnsSql);
  const { rows: sequences } = await client.query<{ name: string; last: string | null }>(
    sequencesSql,
  );
  return {
    takenAt: moments[0]?.at ?? new Date(0),
    migrations,
    tables: columns.map((row) => ({
      name: row.table,
      columns: row.columns,
      source: `public.${client.escapeIdentifier(row.table)} (${row.columns
        .map((name) => client.escapeIdentifier(name))
        .join(', ')})`,
    })),
    jobs: { columns: jobColumns, source: `(${jobsSql})` },
    sequences: Object.fromEntries(
      sequences.map(({ name, last }) => [name, last === null ? null : Number(last)]),
    ),
    async *blobNames() {
      await client.query(
        `declare blob_names no scroll cursor for
          select encode(sha256, 'hex') as name from blob order by sha256`,
      );
      while (true) {
        const { rows } = await client.query<{ name: string }>(
          `fetch ${namesAtOnce} from blob_names`,
        );
        if (rows.length === 0) return;
        for (const { name } of rows) yield name;
      }
    },
  };
}

async function refuseEmpty(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ there: boolean; canBeHeld: boolean }>(
    `select to_regclass('public.schema_migration') is not null
        and to_regclass('graphile_worker._private_jobs') is not null as there,
            to_regclass('public.restoration') is not null as "canBeHeld"`,
  );
  if (rows[0]?.there !== true) {
    throw new StartProblem(
      'NOTHING_TO_BACK_UP',
      'there is no desk in this database yet: check DATA_DIR and DATABASE_URL, or start it once',
    );
  }
  if (rows[0].canBeHeld) return;
  throw new StartProblem(
    'BEFORE_BACKUPS',
    'this database is of a version that knew no backup, and could not be held after a restore: run atenta migrate first',
  );
}

const tablesSql = `
  select relname as name from pg_class
   where relnamespace = 'public'::regnamespace and relkind = 'r'
   order by relname`;

/** What is computed from other columns is computed again. */
const columnsSql = `
  select pg_class.relname as table,
         array_agg(attname::text order by attnum) as columns
    from pg_class join pg_attribute on attrelid = pg_class.oid
   where relnamespace = 'public'::regnamespace and relkind = 'r'
     and attnum > 0 and not attisdropped and attgenerated = ''
   group by pg_class.relname
   order by pg_class.relname`;

const sequencesSql = `
  select sequencename as name, last_value::text as last from pg_sequences
   where schemaname = 'public'
   order by sequencename`;

/** A job as it is given to the queue, whatever tables the queue keeps it in. */
const jobColumns = [
  'identifier',
  'payload',
  'queue_name',
  'run_at',
  'max_attempts',
  'attempts',
  'job_key',
  'priority',
  'last_error',
];
const jobsSql = `
  select task.identifier, job.payload, queue.queue_name, job.run_at, job.max_attempts, job.attempts,
         job.key, job.priority, job.last_error
    from graphile_worker._private_jobs job
    join graphile_worker._private_tasks task on task.id = job.task_id
    left join graphile_worker._private_job_queues queue on queue.id = job.job_queue_id
   order by job.id`;
