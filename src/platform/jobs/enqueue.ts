import { sql } from 'kysely';
import type { Instant } from '../../kernel/clock.ts';
import type { Tx } from '../database/in-transaction.ts';
import type { Job } from './job.ts';

export interface EnqueueOptions {
  /** At most one waiting job has this key: a later one replaces it, payload and moment. */
  key?: string;
  /** Not before this moment; at once when absent. */
  runAt?: Instant;
  /** Jobs of one queue run one after the other. */
  queue?: string;
  /** Tries before it is given up, 25 unless told; the pause between them grows from seconds to hours. */
  attemptsMax?: number;
}

/** Adds a job in the caller's transaction: it exists if and only if what it is about does. */
export async function enqueue<Payload extends object>(
  tx: Tx,
  job: Job<string, Payload>,
  payload: Payload,
  options: EnqueueOptions = {},
): Promise<void> {
  const { key = null, runAt, queue = null, attemptsMax = null } = options;
  await sql`
    select 1 from graphile_worker.add_job(
      identifier => ${job.id}::text,
      payload => ${JSON.stringify(job.payload.parse(payload))}::json,
      queue_name => ${queue}::text,
      run_at => ${runAt === undefined ? null : new Date(runAt)}::timestamptz,
      max_attempts => ${attemptsMax}::smallint,
      job_key => ${key}::text
    )`.execute(tx);
}

/** Removes the waiting job of a key, if there is one. */
export async function cancelJob(tx: Tx, key: string): Promise<void> {
  await sql`select 1 from graphile_worker.remove_job(${key}::text)`.execute(tx);
}
