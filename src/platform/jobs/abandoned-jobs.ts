import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';

/**
 * The queue gives back the jobs of a killed process only after four hours. So every process holds, on a connection of
 * its own, a lock named after its runner; jobs locked by a runner whose lock is free belong to nobody and are given
 * back at once. A lock dies with its connection, whatever happened to the process.
 */
export interface RunnerPresence {
  /** Says that this runner lives. */
  announce(runnerId: string): Promise<void>;
  /** Gives back the jobs of dead runners; returns how many runners those were. */
  releaseAbandoned(): Promise<number>;
  /**
   * Waits until nothing is locked by our own runner: the queue says it has stopped a moment before it has noted that
   * the last jobs are done. What is not noted in time is given back and runs again.
   */
  settle(): Promise<void>;
  close(): Promise<void>;
}

/** First half of the lock's key; the second is the hash of the runner's id. */
const lockClass = 728_368;

/** A runner takes jobs a moment before its lock is held. */
const graceSeconds = 2;

const settlePollMs = 20;
const settleMaxMs = 1000;

/** Throws when the database cannot be reached. `onLost` is called when the connection breaks later. */
export async function openPresence(url: string, onLost: () => void): Promise<RunnerPresence> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'atenta jobs',
    keepAlive: true,
  });
  client.on('error', () => undefined);
  client.once('end', onLost);
  await client.connect();
  let ownRunner = '';
  return {
    async announce(runnerId) {
      ownRunner = runnerId;
      await client.query('select pg_advisory_lock($1, hashtext($2))', [lockClass, runnerId]);
    },
    async releaseAbandoned() {
      const { rowCount } = await client.query(releaseAbandonedSql, [lockClass, graceSeconds]);
      return rowCount ?? 0;
    },
    async settle() {
      for (let waitedMs = 0; waitedMs < settleMaxMs; waitedMs += settlePollMs) {
        const { rowCount } = await client.query(lockedByRunnerSql, [ownRunner]);
        if (rowCount === 0) return;
        await pause(settlePollMs);
      }
      await client.query('select graphile_worker.force_unlock_workers(array[$1::text])', [
        ownRunner,
      ]);
    },
    async close() {
      client.off('end', onLost);
      await client.end();
    },
  };
}

const lockedByRunnerSql =
  'select 1 from graphile_worker._private_jobs where locked_by = $1 limit 1';

/** The lock is tried, not looked up: it is given back at once by the end of the statement's transaction. */
const releaseAbandonedSql = `
  with locking as (
    select locked_by as runner, max(locked_at) as last_locked_at
      from (select locked_by, locked_at from graphile_worker._private_jobs
            union all
            select locked_by, locked_at from graphile_worker._private_job_queues) as locked
     where locked_by is not null
     group by locked_by
  ), abandoned as materialized (
    select runner from locking
     where last_locked_at < now() - make_interval(secs => $2)
       and pg_try_advisory_xact_lock($1, hashtext(runner))
  )
  select graphile_worker.force_unlock_workers(array[runner]) from abandoned`;
