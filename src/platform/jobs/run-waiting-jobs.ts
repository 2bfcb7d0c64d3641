import { runTaskListOnce } from 'graphile-worker';
import { CompiledQuery } from 'kysely';
import type { PoolClient } from 'pg';
import { assert } from '../../kernel/assert.ts';
import type { Tx } from '../database/in-transaction.ts';
import type { Log } from '../log.ts';
import type { JobHandler } from './job.ts';
import { workerLog } from './worker-log.ts';

/**
 * Runs every job that waits, and those that these enqueue, one after the other inside the caller's transaction: what
 * a running desk does moments later belongs here to the same all or nothing. For loading a history, where time is
 * moved by hand. Throws the first error of a job: the transaction is then to be given up.
 */
export async function runWaitingJobs(
  tx: Tx,
  handlers: readonly JobHandler[],
  log: Log,
): Promise<number> {
  let done = 0;
  let failure: unknown;
  const tasks = Object.fromEntries(
    handlers.map((handler) => [
      handler.job.id,
      async (payload: unknown) => {
        if (failure !== undefined) throw failure;
        try {
          await handler.run(payload, { signal: new AbortController().signal, log });
          done += 1;
        } catch (error) {
          failure = error;
          throw error;
        }
      },
    ]),
  );
  await runTaskListOnce({ noHandleSignals: true, logger: workerLog(log) }, tasks, clientOf(tx))
    .promise;
  if (failure !== undefined) throw failure;
  return done;
}

/** The queue asks for a client of pg and only ever queries it; here every query goes through the transaction. */
function clientOf(tx: Tx): PoolClient {
  const query = async (
    query: string | { text: string; values?: unknown[] },
    values?: unknown[],
  ) => {
    const text = typeof query === 'string' ? query : query.text;
    const parameters = typeof query === 'string' ? values : query.values;
    assert(typeof text === 'string', 'the queue queries with plain text');
    const { rows, numAffectedRows } = await tx.executeQuery(
      CompiledQuery.raw(text, [...(parameters ?? [])]),
    );
    return { rows, rowCount: Number(numAffectedRows ?? rows.length) };
  };
  return { query } as unknown as PoolClient;
}
