import type { Instant } from '../../kernel/clock.ts';
import { type ProofReason, proveClock } from './proof.ts';
import type { ClockReading, Clocks, Timelines } from './reading.ts';

/** Milliseconds of the world's time, by what they were for a clock. */
export type TimeSpent = Readonly<Record<ProofReason, number>>;

export const noTimeSpent: TimeSpent = {
  counted: 0,
  held: 0,
  'outside-hours': 0,
  waiting: 0,
  'no-show': 0,
  appointment: 0,
  untimed: 0,
  resolved: 0,
};

// Object.keys forgets the keys' type.
export const timeReasons = Object.keys(noTimeSpent) as ProofReason[];

/**
 * VII: where the time of a request went, from its arrival to `now` or to when the clock stopped: the stretches of its
 * proof, added up. They leave no gap, so that all of them together are the whole time.
 */
export function timeSpent(
  clocks: Clocks,
  reading: ClockReading,
  now: Instant,
  timelines: Timelines,
): TimeSpent {
  const spent = { ...noTimeSpent };
  for (const { reason, from, to } of proveClock(clocks, reading, now, timelines)) {
    spent[reason] += to - from;
  }
  return spent;
}
