import type { Clock, Instant } from '../../kernel/clock.ts';
import { listenForChanges } from '../../platform/changes.ts';
import type { Database } from '../../platform/database/index.ts';
import type { Log } from '../../platform/log.ts';
import { isTimeHeld } from '../../platform/restored-hold.ts';
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
 * processes may poll; each clock is fired by one of them. On a restored desk none is until it was released.
 */
export async function pollClocks(
  database: Database,
  { clock, log }: { readonly clock: Clock; readonly log: Log },
): Promise<ClockPoller> {
  let stopped = false;
  let sleepingUntil: Instant = Number.NEGATIVE_INFINITY;
  /** The nearest moment that was told of since it last looked. */
  let told: Instant = Number.POSITIVE_INFINITY;
  let wake: () => void = () => undefined;
  const listening = await listenForChanges(
    database,
    {
      onChange: (change) => {
        if (typeof change['clocksAt'] === 'number') hear(change['clocksAt']);
      },
      onGap: () => hear(clock.now()),
    },
    log,
  );
  const running = run();

  /** Most of what is told of lies behind the moment it sleeps for, and wakes nobody, unless that moment was slept through. */
  function hear(at: Instant): void {
    told = Math.min(told, at);
    if (at < sleepingUntil || clock.now() >= sleepingUntil) wake();
  }

  async function run(): Promise<void> {
    while (!stopped) {
      told = Number.POSITIVE_INFINITY;
      const next = await fireAll().catch((err: unknown) => {
        log.warn({ err }, 'due clocks could not be looked at; trying again');
        return clock.now() + 1000;
      });
      if (!stopped) await sleepUntil(Math.min(next, told));
    }
  }

  /** Fires all that is due; answers the nearest moment that is not. */
  async function fireAll(): Promise<Instant> {
    if (await isTimeHeld(database.db, clock.now())) return clock.now() + sleepMaxMs;
    while (!stopped && (await fireDueClocks(database, clock.now())) > 0);
    return (await selectNextMoment(database.db)) ?? Number.POSITIVE_INFINITY;
  }

  const sleepUntil = (at: Instant): Promise<void> =>
    new Promise((resolve) => {
      sleepingUntil = at;
      const ms = Math.min(Math.max(at - clock.now(), sleepMinMs), sleepMaxMs);
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
