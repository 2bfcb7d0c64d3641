import type { Clock } from '../../kernel/clock.ts';
import { listenForChanges } from '../../platform/changes.ts';
import type { Database } from '../../platform/database/index.ts';
import type { Log } from '../../platform/log.ts';
import { fireDueClocks } from './fire-due-clocks.ts';
import { selectNextMoment } from './store.ts';

export interface ClockPoller {
  stop(): Promise<void>;
}

/** It looks again at the latest after this, whatever it was told: a lost notice costs no more than that. */
const sleepMaxMs = 30_000;
const sleepMinMs = 50;

/**
 * Fires due clocks until it is stopped: sleeps until the nearest moment, and wakes when a nearer one is written. Several
 * processes may poll; each clock is fired by one of them.
 */
export async function pollClocks(
  database: Database,
  { clock, log }: { readonly clock: Clock; readonly log: Log },
): Promise<ClockPoller> {
  let stopped = false;
  let wake: () => void = () => undefined;
  const listening = await listenForChanges(
    database,
    {
      onChange: (change) => {
        if (change['clocks'] === true) wake();
      },
      onGap: () => wake(),
    },
    log,
  );
  const running = run();

  async function run(): Promise<void> {
    while (!stopped) {
      const sleepMs = await fireAll().catch((err: unknown) => {
        log.warn({ err }, 'due clocks could not be looked at; trying again');
        return 1000;
      });
      if (!stopped) await sleep(sleepMs);
    }
  }

  /** Fires all that is due; answers how long there is nothing to do. */
  async function fireAll(): Promise<number> {
    while (!stopped && (await fireDueClocks(database, clock.now())) > 0);
    const next = await selectNextMoment(database.db);
    if (next === null) return sleepMaxMs;
    return Math.min(Math.max(next - clock.now(), sleepMinMs), sleepMaxMs);
  }

  const sleep = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  return {
    async stop() {
      stopped = true;
      wake();
      await running;
      await listening.stop();
    },
  };
}
