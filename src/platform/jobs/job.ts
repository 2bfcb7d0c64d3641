import type { z } from 'zod';
import type { Log } from '../log.ts';

/**
 * A kind of job: its name in the queue and the shape of its payload. A payload carries ids only; the job reads what it
 * needs when it runs. Declared once in a module's `jobs.ts`, enqueued by use cases, handled in `delivery/worker`.
 */
export interface Job<Id extends string = string, Payload extends object = object> {
  readonly id: Id;
  readonly payload: z.ZodType<Payload>;
}

export const defineJob = <Id extends string, Payload extends object>(
  id: Id,
  payload: z.ZodType<Payload>,
): Job<Id, Payload> => ({ id, payload });

export interface JobContext {
  /** Aborted when the product stops and the job has had its time; what it had begun then runs again later. */
  signal: AbortSignal;
  log: Log;
}

/** A kind of job together with what it does. It may run twice, and after a crash it will: it calls one use case. */
export interface JobHandler {
  readonly job: Job;
  run(payload: unknown, context: JobContext): Promise<void>;
}

/** Binds a job to its work; the payload is checked before the work sees it. */
export const handleJob = <Payload extends object>(
  job: Job<string, Payload>,
  work: (payload: Payload, context: JobContext) => Promise<unknown>,
): JobHandler => ({
  job,
  async run(payload, context) {
    await work(job.payload.parse(payload), context);
  },
});

/** A job that comes back by itself. */
export interface RecurringJob {
  readonly job: Job;
  /** Five fields of cron, in UTC: minute, hour, day, month, weekday. */
  readonly at: string;
  readonly payload?: Readonly<Record<string, unknown>>;
  /** How far back to make up for runs missed while the product was down; 0 when the next run covers them. */
  readonly catchUpMinutes?: number;
}
