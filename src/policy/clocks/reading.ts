import { assert } from '../../kernel/assert.ts';
import type { Instant } from '../../kernel/clock.ts';
import type { CalendarReference, Promised } from './events.ts';
import { aroundTheClock, type Timeline } from './timeline.ts';

/** VII. `nextResponse` is the desk's own goal after a reopening (VIII.c), in no promise to the customer. */
export type ClockKind = 'firstResponse' | 'resolution' | 'nextResponse';

/** `none`: nothing was promised (VI.e). `met`: it stopped, in time or late. */
export type ClockState = 'none' | 'running' | 'paused' | 'met' | 'cancelled';

/** What a stretch of a clock was. Only `counting` adds to it, and of that only the service time. */
export type PhaseKind = 'counting' | 'waiting' | 'no-show' | 'appointment' | 'untimed' | 'resolved';

export interface Phase {
  readonly kind: PhaseKind;
  readonly from: Instant;
  /** Null while it goes on. */
  readonly to: Instant | null;
}

/** What made a clock breached: time that passed, or a change that judged the time passed anew. */
export type BreachCause = 'time-passed' | ClockChange;

/** The events after which every open clock is judged anew. */
export type ClockChange =
  | 'priority-changed'
  | 'terms-changed'
  | 'calendar-changed'
  | 'date-agreed'
  | 'absorbed';

export interface Breach {
  /** The last instant at which the promise was still kept. */
  readonly at: Instant;
  readonly cause: BreachCause;
  /** When it became so: the change, or `at` itself. */
  readonly since: Instant;
}

/** A breach that a later change took away. It stays on record: lowering a priority hides nothing. */
export interface ClearedBreach extends Breach {
  readonly clearedAt: Instant;
  readonly clearedBy: ClockChange;
}

/** VIII.c: how a clock stopped, kept when a reopening makes it go on. `onTime` is null where nothing was promised. */
export interface ClockResult {
  readonly cycle: number;
  readonly metAt: Instant;
  readonly dueAt: Instant | null;
  readonly onTime: boolean | null;
  readonly elapsedMs: number;
}

/** One clock at one moment. Times are instants, lengths milliseconds of the hours that were promised. */
export interface ClockReading {
  readonly kind: ClockKind;
  /** 1, and one more with each reopening. */
  readonly cycle: number;
  readonly state: ClockState;
  /** What it is judged by; of a stopped clock, what it was judged by, whatever changed since. */
  readonly promised: Promised;
  readonly calendar: CalendarReference | null;
  readonly targetMs: number | null;
  /** Elapsed until `runningSince`, and since then whatever the timeline says. */
  readonly bankedMs: number;
  readonly runningSince: Instant | null;
  readonly elapsedMs: number;
  /** The first instant at which the target is used up. Null while paused: nobody knows yet. */
  readonly dueAt: Instant | null;
  /** The last instant at which it is still kept: later than `dueAt` when that falls on a closing. */
  readonly breachAt: Instant | null;
  readonly breach: Breach | null;
  readonly clearedBreaches: readonly ClearedBreach[];
  readonly metAt: Instant | null;
  readonly onTime: boolean | null;
  /** When a pause ends by itself: the start of the agreed appointment. */
  readonly resumesAt: Instant | null;
  readonly results: readonly ClockResult[];
  readonly phases: readonly Phase[];
}

/** The clocks of one ticket. */
export interface Clocks {
  readonly registeredAt: Instant;
  readonly receivedAt: Instant;
  readonly firstResponse: ClockReading;
  readonly resolution: ClockReading;
  readonly nextResponse: ClockReading | null;
}

/** The service time of one version of a calendar. */
export type Timelines = (calendar: CalendarReference) => Timeline;

/** The hours in which a promise is counted. */
export function promisedHours(
  promised: Promised,
  calendar: CalendarReference | null,
  timelines: Timelines,
): Timeline {
  if (promised.hours === 'calendar') return aroundTheClock;
  assert(calendar !== null, 'a promise in service hours names a service calendar');
  return timelines(calendar);
}

/** The stretch of instants that are one point of a clock: where `length` of it is used up. */
export interface ClockPoint {
  readonly reachedAt: Instant;
  readonly exceededAt: Instant;
}

/**
 * Where a clock has used up `length`: inside what it counted so far, or going on without pause from `tail`.
 * Null when that is not settled: it lies ahead and the clock stands.
 */
export function pointOf(
  phases: readonly Phase[],
  length: number,
  tail: Instant | null,
  hours: Timeline,
): ClockPoint | null {
  let used = 0;
  let reachedAt: Instant | null = null;
  for (const { kind, from, to } of phases) {
    if (kind !== 'counting' || to === null) continue;
    const passed = hours.between(from, to);
    if (reachedAt === null && used + passed >= length) {
      reachedAt = hours.reached(from, length - used);
    }
    if (used + passed > length && reachedAt !== null) {
      return { reachedAt, exceededAt: hours.exceeded(from, length - used) };
    }
    used += passed;
  }
  if (tail === null) return null;
  return {
    reachedAt: reachedAt ?? hours.reached(tail, length - used),
    exceededAt: hours.exceeded(tail, length - used),
  };
}
