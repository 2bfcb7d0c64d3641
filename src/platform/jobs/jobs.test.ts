import { EventEmitter, once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { testDatabase } from '../../../test/support/test-database.ts';
import { inTransaction } from '../database/index.ts';
import {
  cancelJob,
  defineJob,
  emit,
  enqueue,
  handleJob,
  type JobHandler,
  onEvent,
  runJobs,
} from '../jobs.ts';
import { silentLog } from '../log.ts';
import { openPresence } from './abandoned-jobs.ts';

const database = await testDatabase();
const greet = defineJob('greet', z.strictObject({ personId: z.number().int() }));

const waiting = async (): Promise<number> => {
  const { rows } = await database.pool.query(
    'select count(*) as n from graphile_worker._private_jobs',
  );
  return rows[0].n;
};

async function withRunner(handlers: JobHandler[], work: () => Promise<void>): Promise<void> {
  const runner = await runJobs({ database, log: silentLog, handlers });
  try {
    await work();
  } finally {
    await runner.stop();
  }
}

describe('jobs', () => {
  it('a job of a transaction that failed does not exist', async () => {
    await expect(
      inTransaction(database, async (tx) => {
        await enqueue(tx, greet, { personId: 1 });
        throw new Error('the use case failed');
      }),
    ).rejects.toThrow('the use case failed');
    expect(await waiting()).toBe(0);
  });

  it('an event reaches whoever acts on it with its facts', async () => {
    interface PersonGreeted {
      readonly type: 'person.greeted';
      readonly personId: number;
    }
    const heard = Promise.withResolvers<number>();
    const handler = onEvent<PersonGreeted>('person.greeted', async ({ personId }) =>
      heard.resolve(personId),
    );
    await inTransaction(database, (tx) =>
      emit<PersonGreeted>(tx, 'person.greeted', { personId: 5 }),
    );
    await withRunner([handler], async () => expect(await heard.promise).toBe(5));
  });

  it('two handlers of one job are a bug that stops the start', async () => {
    const handler = handleJob(greet, async () => undefined);
    await expect(
      runJobs({ database, log: silentLog, handlers: [handler, handler] }),
    ).rejects.toThrow('job greet has one handler');
  });

  it('a payload of another shape is never enqueued', async () => {
    const wrong = { personId: 1.5 };
    await expect(inTransaction(database, (tx) => enqueue(tx, greet, wrong))).rejects.toThrow();
    expect(await waiting()).toBe(0);
  });

  it('runs with its payload, again after it threw, and is gone when it is done', async () => {
    const seen: number[] = [];
    const done = new EventEmitter();
    const handler = handleJob(greet, async ({ personId }) => {
      seen.push(personId);
      if (seen.length === 1) throw new Error('the world failed');
      done.emit('done');
    });
    await inTransaction(database, (tx) => enqueue(tx, greet, { personId: 7 }));
    await withRunner([handler], async () => {
      await once(done, 'done');
    });
    expect(seen).toEqual([7, 7]);
    expect(await waiting()).toBe(0);
  });

  it('a key holds one waiting job, the latest, and cancelling removes it', async () => {
    const later = Date.parse('2100-01-01T00:00:00Z');
    for (const personId of [1, 2]) {
      await inTransaction(database, (tx) =>
        enqueue(tx, greet, { personId }, { key: 'greet soon', runAt: later + personId }),
      );
    }
    const { rows } = await database.pool.query(
      'select payload, run_at from graphile_worker._private_jobs',
    );
    expect(rows).toEqual([{ payload: { personId: 2 }, run_at: new Date(later + 2) }]);
    await inTransaction(database, (tx) => cancelJob(tx, 'greet soon'));
    expect(await waiting()).toBe(0);
  });

  it('stopping lets the job under way end', async () => {
    const begun = Promise.withResolvers<void>();
    const mayEnd = Promise.withResolvers<void>();
    let ended = false;
    const handler = handleJob(greet, async () => {
      begun.resolve();
      await mayEnd.promise;
      ended = true;
    });
    const runner = await runJobs({ database, log: silentLog, handlers: [handler] });
    await inTransaction(database, (tx) => enqueue(tx, greet, { personId: 1 }));
    await begun.promise;
    const stopped = runner.stop();
    mayEnd.resolve();
    await stopped;
    expect(ended).toBe(true);
    expect(await waiting()).toBe(0);
  });

  it('a job locked by a process that is gone is given back; one of a living process is not', async () => {
    const living = await openPresence(database.url, () => undefined);
    const sweeper = await openPresence(database.url, () => undefined);
    try {
      await living.announce('pool-living');
      for (const [personId, runner] of [
        [1, 'pool-living'],
        [2, 'pool-killed'],
      ] as const) {
        await inTransaction(database, (tx) => enqueue(tx, greet, { personId }));
        await database.pool.query(
          `update graphile_worker._private_jobs set locked_by = $1, locked_at = now() - interval '3 seconds'
            where locked_by is null`,
          [runner],
        );
      }
      expect(await sweeper.releaseAbandoned()).toBe(1);
      const { rows } = await database.pool.query(
        'select payload, locked_by from graphile_worker._private_jobs order by id',
      );
      expect(rows).toEqual([
        { payload: { personId: 1 }, locked_by: 'pool-living' },
        { payload: { personId: 2 }, locked_by: null },
      ]);
    } finally {
      await living.close();
      await sweeper.close();
    }
  });

  it('a runner that lost the database takes the queue up again', async () => {
    const seen = new EventEmitter();
    const handler = handleJob(greet, async ({ personId }) => seen.emit('job', personId));
    await database.pool.query('delete from graphile_worker._private_jobs');
    await withRunner([handler], async () => {
      await database.pool.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
      );
      const ran = once(seen, 'job');
      await inTransaction(database, (tx) => enqueue(tx, greet, { personId: 9 }));
      expect(await ran).toEqual([9]);
    });
  });
});
