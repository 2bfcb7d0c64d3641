import { expect, test } from 'vitest';
import { z } from 'zod';
import { testDatabase } from '../../../test/support/test-database.ts';
import { inTransaction } from '../database/index.ts';
import { silentLog } from '../log.ts';
import { enqueue } from './enqueue.ts';
import { defineJob, handleJob } from './job.ts';
import { runWaitingJobs } from './run-waiting-jobs.ts';

const database = await testDatabase();
const say = defineJob('test.say', z.object({ word: z.string() }));

test('waiting jobs, and those that they enqueue, run inside the transaction', async () => {
  const said: string[] = [];
  const count = await inTransaction(database, async (tx) => {
    const handlers = [
      handleJob(say, async ({ word }) => {
        said.push(word);
        if (word === 'one') await enqueue(tx, say, { word: 'two' });
      }),
    ];
    await enqueue(tx, say, { word: 'one' });
    return runWaitingJobs(tx, handlers, silentLog);
  });
  expect(said).toEqual(['one', 'two']);
  expect(count).toBe(2);
  const { rows } = await database.pool.query('select 1 from graphile_worker.jobs');
  expect(rows).toHaveLength(0);
});

test('a job that fails fails its caller, and nothing of it stays', async () => {
  const loading = inTransaction(database, async (tx) => {
    await enqueue(tx, say, { word: 'boom' });
    const handlers = [
      handleJob(say, () => {
        throw new Error('boom');
      }),
    ];
    await runWaitingJobs(tx, handlers, silentLog);
  });
  await expect(loading).rejects.toThrow('boom');
  const { rows } = await database.pool.query('select 1 from graphile_worker.jobs');
  expect(rows).toHaveLength(0);
});

test('what is not due yet waits', async () => {
  await inTransaction(database, async (tx) => {
    await enqueue(tx, say, { word: 'later' }, { runAt: 4_000_000_000_000 });
    expect(await runWaitingJobs(tx, [handleJob(say, async () => undefined)], silentLog)).toBe(0);
  });
});
