import type { Instant } from '../../kernel/clock.ts';
import { minuteMs } from '../../kernel/duration.ts';
import { isReminder } from '../escalation.ts';
import type { ClockStep } from '../terms.ts';
import { type ClockReading, pointOf, promisedHours, type Timelines } from './reading.ts';
import { aroundTheClock } from './timeline.ts';

/**
 * A moment at which a clock makes something happen by itself. V.d: `warning` before the due moment, `breach`, and
 * `escalation` after it; `resume` when the appointment that paused it starts.
 */
export interface ClockMoment {
  readonly kind: 'warning' | 'breach' | 'escalation' | 'resume';
  /** The key of the step in the terms, or `breach` or `resume`. */
  readonly step: string;
  readonly at: Instant;
}

/** What has fired already. The same step of the same moment never fires twice; at a moved moment it may again. */
export interface FiredMoment {
  readonly step: string;
  readonly at: Instant;
}

/** What to do about the moments of a clock now, and when to look again. */
export interface MomentsNow {
  readonly fire: readonly ClockMoment[];
  /** Warnings that nobody needs any more: the promise is broken already, or a later warning goes out now. */
  readonly skip: readonly ClockMoment[];
  readonly next: ClockMoment | null;
}

/**
 * V.d: every moment of a clock as it stands, the earliest first. Steps are in clock time: they move with its pauses
 * and keep to its service hours. A clock that stands has none but its resuming. Of a step that comes back there are
 * the latest time by `now` and the one after it.
 */
export function clockMoments(
  reading: ClockReading,
  steps: readonly ClockStep[],
  timelines: Timelines,
  now: Instant,
): readonly ClockMoment[] {
  if (reading.resumesAt !== null) {
    return [{ kind: 'resume', step: 'resume', at: reading.resumesAt }];
  }
  if (reading.state !== 'running' || reading.breachAt === null) return [];
  const moments = steps.flatMap((step): ClockMoment[] => {
    const at = stepAt(reading, step, timelines);
    if (at === null) return [];
    const kind = 'minutesAfterDue' in step ? 'escalation' : 'warning';
    const times = isReminder(step)
      ? reminders(reading, at, step.everyMinutes, timelines, now)
      : [at];
    return times.map((time) => ({ kind, step: step.key, at: time }));
  });
  // Kept until and at `breachAt`: broken from the next millisecond on.
  moments.push({ kind: 'breach', step: 'breach', at: reading.breachAt + 1 });
  return moments.sort((a, b) => a.at - b.at);
}

/**
 * Which moments of a clock are due at `now` and not fired. After a stop of the desk, or when a change of priority
 * lets many fall due at once, a breach and its escalations all fire, and of the warnings only the last, if that.
 */
export function momentsNow(
  moments: readonly ClockMoment[],
  fired: readonly FiredMoment[],
  now: Instant,
): MomentsNow {
  const open = moments.filter(
    (moment) => !fired.some(({ step, at }) => step === moment.step && at === moment.at),
  );
  const due = open.filter(({ at }) => at <= now);
  const broken = moments.some(({ kind, at }) => kind === 'breach' && at <= now);
  const lastWarning = broken ? undefined : due.findLast(({ kind }) => kind === 'warning');
  const isStale = (moment: ClockMoment) => moment.kind === 'warning' && moment !== lastWarning;
  return {
    fire: due.filter((moment) => !isStale(moment)),
    skip: due.filter(isStale),
    next: open.find(({ at }) => at > now) ?? null,
  };
}

/** When a clock has used up its target and `offsetMinutes` more (fewer, when negative). Null when that is never. */
export function offsetFromDue(
  reading: ClockReading,
  offsetMinutes: number,
  timelines: Timelines,
): Instant | null {
  const { targetMs, dueAt } = reading;
  // VI.e: a date that was agreed is a date, not a length: hours around it are hours.
  if (targetMs === null) return dueAt === null ? null : dueAt + offsetMinutes * minuteMs;
  return usedUpAt(reading, targetMs + offsetMinutes * minuteMs, timelines);
}

/**
 * V.d: a reminder keeps to service hours even where the promise runs around the clock: nobody is helped by a letter of
 * Sunday night that Monday's says again. While the desk has no service calendar every hour is one.
 */
function reminders(
  { calendar }: ClockReading,
  first: Instant,
  everyMinutes: number,
  timelines: Timelines,
  now: Instant,
): readonly Instant[] {
  const service = calendar === null ? aroundTheClock : timelines(calendar);
  const every = everyMinutes * minuteMs;
  // `exceeded`: what falls on a closing waits for the next opening.
  const nth = (count: number): Instant => service.exceeded(first, count * every);
  if (now < nth(0)) return [nth(0)];
  const passed = Math.floor(service.between(first, now) / every);
  // Exactly at a closing the time has passed, but the reminder waits for the opening.
  const latest = nth(passed) <= now ? passed : passed - 1;
  return [nth(latest), nth(latest + 1)];
}

function stepAt(reading: ClockReading, step: ClockStep, timelines: Timelines): Instant | null {
  if ('minutesBeforeDue' in step) return offsetFromDue(reading, -step.minutesBeforeDue, timelines);
  if ('minutesAfterDue' in step) return offsetFromDue(reading, step.minutesAfterDue, timelines);
  if (reading.targetMs === null) return null;
  return usedUpAt(reading, Math.round((reading.targetMs * step.atTargetPercent) / 100), timelines);
}

/** Null too for a warning that would come before the clock starts: the target is shorter than its notice. */
function usedUpAt(reading: ClockReading, length: number, timelines: Timelines): Instant | null {
  if (length <= 0) return null;
  const hours = promisedHours(reading.promised, reading.calendar, timelines);
  const tail = reading.runningSince ?? reading.metAt;
  return pointOf(reading.phases, length, tail, hours)?.reachedAt ?? null;
}
