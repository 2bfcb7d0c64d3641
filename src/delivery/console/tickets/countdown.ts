import { formatMinutes } from '../../ui/format.ts';

/** How near a due moment is: what colour and what words it deserves. */
export type DuePhase = 'far' | 'near' | 'imminent' | 'late';

export interface Countdown {
  readonly phase: DuePhase;
  /** The distance to the due moment in either direction: "2 d 4 h", "3 h 12 min", "41 min", and "8:05" when seconds matter. */
  readonly distance: string;
}

const minute = 60_000;
const hour = 60 * minute;

/**
 * How far `dueAt` is from `now`, both in epoch milliseconds. The moment itself is still in time: the server is the
 * judge of breaches, this only counts down to what it promised.
 */
export function countDown(dueAt: number, now: number): Countdown {
  const left = dueAt - now;
  if (left < 0) return { phase: 'late', distance: spellMinutes(-left) };
  // Seconds only when they matter; they distract in a list.
  if (left < 10 * minute) return { phase: 'imminent', distance: spellSeconds(left) };
  return { phase: left < 2 * hour ? 'near' : 'far', distance: spellMinutes(left) };
}

/** The share of the time from `startedAt` to `dueAt` that has passed, from 0 to 1. */
export function shareElapsed(startedAt: number, dueAt: number, now: number): number {
  if (dueAt <= startedAt) return 1;
  return Math.min(1, Math.max(0, (now - startedAt) / (dueAt - startedAt)));
}

const spellMinutes = (milliseconds: number): string => formatMinutes(milliseconds / minute);

function spellSeconds(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
