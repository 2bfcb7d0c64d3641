import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import type { Instant } from '../../kernel/clock.ts';
import type { BlobStore } from '../blobs.ts';
import { copyIn } from '../database/copy.ts';
import { migrate } from '../database/migrate.ts';
import type { Log } from '../log.ts';
import { StartProblem } from '../start-problem.ts';
import { brokenBackup } from './broken-backup.ts';
import { databaseWords } from './database-words.ts';
import type { BackupHead, BackupManifest } from './manifest.ts';
import { type ReadBackup, readBackup } from './read-backup.ts';
import { takeApart } from './schema-apart.ts';
import { writeAlike } from './text-form.ts';

export interface RestoreTarget {
  readonly url: string;
  readonly blobs: Pick<BlobStore, 'put'>;
  /** Of the product's migrations. */
  readonly migrationsFolder: string;
  readonly log: Log;
  readonly at: Instant;
  /** Called when nothing is refused any more and nothing is loaded yet. */
  readonly onAccepted: () => Promise<void>;
  /** Told now and then how far it has come, in words for a person. */
  readonly onProgress: (words: string) => void;
}

/**
 * What was given out after the backup was taken is known to others: numbers of requests, and ids in the addresses to
 * which answers go. So many are passed over, that none of them ever names something else.
 */
const passedOver = { seen: 1_000, unseen: 100_000 } as const;

const blobBytesMax = 2 ** 31;

/**
 * Loads a proved backup into an empty database and the blobs beside it: the schema as the backup had it, all rows in one
 * transaction that also proves their number and holds the desk (`restored-hold.ts`), and then the migrations that came
 * since; answers their names. What breaks off leaves an empty database, and may be begun again. Throws a StartProblem
 * when the database is not empty, or the product is older than the backup.
 */
export async function restoreBackup(
  file: string,
  { head, manifest }: ReadBackup,
  target: RestoreTarget,
): Promise<string[]> {
  const { url, migrationsFolder: folder, log } = target;
  const upTo = await lastMigration(head, folder);
  const client = new pg.Client({
    connectionString: url,
    application_name: 'atenta restore',
    keepAlive: true,
  });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await writeAlike(client);
    await refuseUsed(client, upTo);
    await migrate({ url, folder, log, upTo });
    await client.query('begin');
    // A desk that starts meanwhile waits here for its first agreement, and finds the restored one.
    await client.query('lock table agreement in exclusive mode');
    await refuseUsed(client, upTo);
    await target.onAccepted();
    await load(client, file, manifest, target);
    await client.query('commit');
    const applied = await migrate({ url, folder, log });
    await client.query('analyze');
    return applied;
  } catch (error) {
    throw asProblem(error);
  } finally {
    await client.end().catch(() => undefined);
  }
}

function asProblem(error: unknown): unknown {
  const isFull = error instanceof Error && 'code' in error && error.code === 'ENOSPC';
  const text = isFull ? 'the disk of DATA_DIR is full: make room' : databaseWords(error);
  if (text === undefined) return error;
  return new StartProblem('NOT_RESTORED', `${text}. Nothing was restored: begin again`, {
    cause: error,
  });
}

/** The newest that the backup had. All of them are ours, unchanged: else two schemas have one name. */
async function lastMigration({ migrations, version }: BackupHead, folder: string): Promise<string> {
  const ours = new Set(await readdir(folder));
  const unknown = migrations.filter(({ name }) => !ours.has(name));
  if (unknown.length > 0) {
    throw new StartProblem(
      'BACKUP_NEWER',
      `the backup was taken by a newer version of the product (${version}, ${unknown.map(({ name }) => name).join(', ')}): install that version first`,
    );
  }
  for (const { name, sha256 } of migrations) {
    const text = await readFile(path.join(folder, name));
    if (createHash('sha256').update(text).digest('hex') === sha256) continue;
    throw new StartProblem(
      'MIGRATION_EDITED',
      `db/migrations/${name} is not the one that this backup was taken with: put it back as it was`,
    );
  }
  return migrations.at(-1)?.name ?? '';
}

/** Used: a desk ran on it once, which has an agreement from its first start on; or something else lives in it. */
async function refuseUsed(client: pg.Client, upTo: string): Promise<void> {
  const empty = 'restore into an empty one: another DATA_DIR, or a new database for DATABASE_URL';
  const { rows: tables } = await client.query<{ name: string }>(
    `select relname as name from pg_class
      where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'm', 'v')`,
  );
  if (tables.length === 0) return;
  const names = new Set(tables.map(({ name }) => name));
  if (!names.has('schema_migration')) {
    throw new StartProblem('NOT_EMPTY', `the database holds something else already: ${empty}`);
  }
  for (const table of ['agreement', 'person', 'organization', 'inbound_mail']) {
    if (!names.has(table)) continue;
    const { rowCount } = await client.query(`select 1 from ${table} limit 1`);
    if (rowCount === 0) continue;
    throw new StartProblem('NOT_EMPTY', `there is a desk already, and nothing was done: ${empty}`);
  }
  const { rows: newer } = await client.query<{ name: string }>(
    'select name from schema_migration where name > $1',
    [upTo],
  );
  if (newer.length === 0) return;
  throw new StartProblem(
    'NOT_EMPTY',
    `the database has migrations that the backup did not know (${newer.map(({ name }) => name).join(', ')}): ${empty}`,
  );
}

async function load(
  client: pg.Client,
  file: string,
  manifest: BackupManifest,
  { blobs, at, onProgress }: RestoreTarget,
): Promise<void> {
  const count = Object.keys(manifest.tables).length;
  const apart = await takeApart(client);
  let tables = 0;
  let files = 0;
  const { head } = await readBackup(file, {
    async onData(kind, name, text) {
      const columns = kind === 'jobs' ? manifest.jobs.columns : manifest.tables[name]?.columns;
      const list = (columns ?? []).map((column) => client.escapeIdentifier(column)).join(', ');
      if (kind === 'jobs') return loadJobs(client, list, text);
      await copyIn(client, `public.${client.escapeIdentifier(name)} (${list})`, text);
      tables += 1;
      onProgress(`${tables} of ${count} tables`);
    },
    async onBlob(_, content) {
      await blobs.put([content], { sizeLimitBytes: blobBytesMax });
      files += 1;
      onProgress(`${files} files`);
    },
  });
  await proveRows(client, manifest);
  await continueSequences(client, manifest);
  await client.query('insert into restoration (backup_taken_at, restored_at) values ($1, $2)', [
    head.takenAt,
    new Date(at),
  ]);
  onProgress('indexes and references');
  await apart.putTogether();
}

/** Given to the queue as any job, so that it may keep them as this version of it does. */
async function loadJobs(
  client: pg.Client,
  columns: string,
  text: AsyncIterable<Buffer>,
): Promise<void> {
  await client.query(`
    create temporary table restored_job (
      position bigint generated always as identity, identifier text, payload json, queue_name text, run_at timestamptz,
      max_attempts integer, attempts integer, job_key text, priority integer, last_error text
    ) on commit drop`);
  await copyIn(client, `restored_job (${columns})`, text);
  await client.query(`
    with added as materialized (
      select job.id, restored.attempts >= restored.max_attempts as given_up, restored.last_error
        from (select * from restored_job order by position) as restored
       cross join lateral graphile_worker.add_job(
         restored.identifier, restored.payload, restored.queue_name, restored.run_at, restored.max_attempts,
         restored.job_key, restored.priority
       ) as job
    )
    select graphile_worker.permanently_fail_jobs(array_agg(id), coalesce(max(last_error), 'given up before the backup'))
      from added
     where given_up
     group by last_error`);
}

/** Counted in the database itself: what was loaded and what is there are two questions. */
async function proveRows(client: pg.Client, manifest: BackupManifest): Promise<void> {
  for (const [table, { rows: expected }] of Object.entries(manifest.tables)) {
    const { rows } = await client.query<{ rows: string }>(
      `select count(*) as rows from public.${client.escapeIdentifier(table)}`,
    );
    const count = Number(rows[0]?.rows);
    if (count !== expected) {
      throw brokenBackup(`${table} has ${count} rows after loading, and not ${expected}`);
    }
  }
  const { rows } = await client.query<{ named: string }>('select count(*) as named from blob');
  const { count, missing } = manifest.blobs;
  if (Number(rows[0]?.named) !== count + missing) {
    throw brokenBackup(`it names ${rows[0]?.named} files and holds ${count}`);
  }
}

async function continueSequences(client: pg.Client, { sequences }: BackupManifest): Promise<void> {
  const { rows } = await client.query<{ name: string; first: string; isId: boolean }>(`
    select sequencename as name, start_value::text as first,
           exists (select 1 from pg_depend
                    where objid = format('%I.%I', schemaname, sequencename)::regclass and deptype = 'i') as "isId"
      from pg_sequences where schemaname = 'public'`);
  for (const { name, first, isId } of rows) {
    const last = sequences[name] ?? Number(first) - 1;
    const next = last + (isId ? passedOver.unseen : passedOver.seen);
    await client.query(`select setval(format('public.%I', $1::text)::regclass, $2, true)`, [
      name,
      next,
    ]);
  }
}
