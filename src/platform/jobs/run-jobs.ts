import { EventEmitter } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import {
  type ParsedCronItem,
  parseCronItems,
  type Runner,
  run,
  type TaskList,
  type WorkerEvents,
} from 'graphile-worker';
import { assert } from '../../kernel/assert.ts';
import type { Database } from '../database/open-database.ts';
import type { Log } from '../log.ts';
import { openPresence, type RunnerPresence } from './abandoned-jobs.ts';
import type { JobHandler, RecurringJob } from './job.ts';
import { workerLog } from './worker-log.ts';

export interface RunJobsOptions {
  database: Pick<Database, 'pool' | 'url'>;
  log: Log;
  handlers: readonly JobHandler[];
  recurring?: readonly RecurringJob[];
  /** Jobs at the same time; they share the pool with everything else. */
  concurrency?: number;
}

export interface JobRunner {
  /** Takes no more jobs, lets those under way end, and gives back what does not end within the drain time. */
  stop(): Promise<void>;
}

const defaultConcurrency = 4;
/** Jobs fetched at once: looking for each alone costs more than most of them do. Few, so that no other process idles. */
const fetchedAtOnce = 8;
/**
 * Looked for again so long after a look that found only a few: each job that comes wakes the runner, and in a busy
 * hour most of those looks would find nothing. Not when as many came meanwhile as are fetched at once.
 */
const refetchDelayMs = 10;
/** Those that end within this are marked with one statement; a crash in between runs them again, as any other does. */
const completionDelayMs = 5;
const pollMs = 1000;
/** After this a stopping runner aborts the signal of jobs still under way. */
const drainMs = 4000;
const firstSweepsMs = [0, 3000];
const sweepMs = 30_000;
const restartPauseMaxMs = 15_000;

/**
 * Runs jobs until it is stopped. It outlives the database: when the queue's own runner gives up, after a long outage,
 * a new one is started.
 */
export async function runJobs(options: RunJobsOptions): Promise<JobRunner> {
  const { log } = options;
  const stopping = new AbortController();
  let session = await openSession(options);
  const watching = keepAlive();

  async function keepAlive(): Promise<void> {
    for (let pauseMs = 500; !stopping.signal.aborted; ) {
      await session.ended;
      if (stopping.signal.aborted) return;
      await session.close();
      log.warn('the job queue was lost; taking it up again');
      await pause(pauseMs, undefined, { signal: stopping.signal }).catch(() => undefined);
      if (stopping.signal.aborted) return;
      try {
        session = await openSession(options);
        pauseMs = 500;
      } catch (err) {
        log.warn({ err }, 'the job queue cannot be reached');
        pauseMs = Math.min(pauseMs * 2, restartPauseMaxMs);
      }
    }
  }

  return {
    async stop() {
      stopping.abort();
      await session.close();
      await watching;
    },
  };
}

/** One runner of the queue with the connection that shows it is alive; both end together. */
interface Session {
  ended: Promise<void>;
  close(): Promise<void>;
}

async function openSession(options: RunJobsOptions): Promise<Session> {
  const { log } = options;
  const ended = Promise.withResolvers<void>();
  const presence = await openPresence(options.database.url, ended.resolve);
  let runner: Runner;
  try {
    runner = await startRunner(options, presence, ended.resolve);
  } catch (error) {
    await presence.close();
    throw error;
  }
  const sweeping = new AbortController();
  const swept = sweep(presence, log, sweeping.signal);
  let closed: Promise<void> | undefined;
  return { ended: ended.promise, close: () => (closed ??= close()) };

  async function close(): Promise<void> {
    sweeping.abort();
    ended.resolve();
    await swept;
    // Already stopped when it gave up by itself.
    await runner.stop().catch(() => undefined);
    // Both fail only when the connection is gone, and then there is nothing left to settle.
    await presence.settle().catch(() => undefined);
    await presence.close().catch(() => undefined);
  }
}

async function startRunner(
  { database, log, handlers, recurring = [], concurrency = defaultConcurrency }: RunJobsOptions,
  presence: RunnerPresence,
  onEnd: () => void,
): Promise<Runner> {
  // Typed by the queue as an emitter of its own events.
  const events = new EventEmitter() as WorkerEvents;
  events.on('pool:create', ({ workerPool }) => {
    presence.announce(workerPool.id).catch(onEnd);
  });
  const runner = await run({
    pgPool: database.pool,
    taskList: tasksOf(handlers, log),
    parsedCronItems: cronItemsOf(recurring),
    concurrency,
    pollInterval: pollMs,
    noHandleSignals: true,
    logger: workerLog(log),
    events,
    preset: {
      worker: {
        gracefulShutdownAbortTimeout: drainMs,
        localQueue: {
          size: fetchedAtOnce,
          refetchDelay: {
            durationMs: refetchDelayMs,
            threshold: fetchedAtOnce - 1,
            maxAbortThreshold: fetchedAtOnce,
          },
        },
        completeJobBatchDelay: completionDelayMs,
      },
    },
  });
  runner.promise.then(onEnd, onEnd);
  return runner;
}

function tasksOf(handlers: readonly JobHandler[], log: Log): TaskList {
  const names = handlers.map(({ job }) => job.id);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  assert(twice === undefined, `job ${twice} has one handler`);
  return Object.fromEntries(
    handlers.map((handler) => [
      handler.job.id,
      async (payload, { abortSignal, job }) => {
        const context = { job: handler.job.id, jobId: job.id, attempt: job.attempts };
        await handler.run(withoutCronNote(payload), {
          signal: abortSignal ?? new AbortController().signal,
          log: log.child(context),
        });
      },
    ]),
  );
}

/** The queue writes the moment into the payload of a recurring job; it is no part of the job's own shape. */
function withoutCronNote(payload: unknown): unknown {
  if (typeof payload !== 'object' || payload === null || !('_cron' in payload)) return payload;
  const { _cron, ...own } = payload;
  return own;
}

function cronItemsOf(recurring: readonly RecurringJob[]): ParsedCronItem[] {
  return parseCronItems(
    recurring.map(({ job, at, payload = {}, catchUpMinutes = 0 }) => ({
      task: job.id,
      match: at,
      identifier: `${job.id} ${at}`,
      payload: { ...payload },
      // One waiting run is enough: a slow one is not followed by a heap of others.
      options: { backfillPeriod: catchUpMinutes * 60_000, jobKey: `recurring ${job.id} ${at}` },
    })),
  );
}

async function sweep(presence: RunnerPresence, log: Log, signal: AbortSignal): Promise<void> {
  for (let round = 0; !signal.aborted; round += 1) {
    await pause(firstSweepsMs[round] ?? sweepMs, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return;
    try {
      const runners = await presence.releaseAbandoned();
      if (runners > 0) log.warn({ runners }, 'jobs of ended processes were given back');
    } catch {
      // The connection is lost: the session ends and a new one sweeps first thing.
      return;
    }
  }
}
