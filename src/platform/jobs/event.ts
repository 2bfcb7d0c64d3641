import { sql } from 'kysely';
import { z } from 'zod';
import type { Tx } from '../database/in-transaction.ts';
import type { JobContext, JobHandler } from './job.ts';

/** Something that happened, told upwards: ids and stable keys. `type` is its name in the queue. */
export interface Event {
  readonly type: string;
}

type Facts<E extends Event> = Omit<E, 'type'>;

/** Tells what happened in the caller's transaction; whoever acts on it does so later, in a job of its own. */
export async function emit<E extends Event>(
  tx: Tx,
  type: E['type'],
  facts: Facts<E>,
): Promise<void> {
  await sql`
    select 1 from graphile_worker.add_job(
      identifier => ${type}::text,
      payload => ${JSON.stringify(facts)}::json
    )`.execute(tx);
}

/** Binds an event to what is done about it. Like every job it may run twice. */
export const onEvent = <E extends Event>(
  type: E['type'],
  work: (event: Facts<E>, context: JobContext) => Promise<unknown>,
): JobHandler => ({
  job: { id: type, payload: z.looseObject({}) },
  async run(payload, context) {
    // Written by `emit` of the same type, which takes these facts only.
    await work(payload as Facts<E>, context);
  },
});
