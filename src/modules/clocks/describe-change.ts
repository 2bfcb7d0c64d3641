import type { Instant } from '../../kernel/clock.ts';
import type { ClockEvent } from '../../policy/clocks/events.ts';
import type { ClockReading, Clocks } from '../../policy/clocks/reading.ts';
import { type Decision, decide } from '../../policy/decisions.ts';
import type { Priority } from '../../policy/terms.ts';
import type { Ending } from '../../policy/units.ts';
import { keptClocks } from './model.ts';

const minute = 60_000;
const minutes = (ms: number): number => Math.floor(ms / minute);

/** What an event did to one clock, as decisions with their clauses (VII, VI.e, V.b, V.d, VIII.c). Pure. */
export function describeChange(
  before: ClockReading | null,
  after: ClockReading,
  event: ClockEvent,
  ending: Ending | null,
): readonly Decision[] {
  const clock = after.kind;
  if (before === null) return started(after);
  const decisions: Decision[] = [...breachChange(before, after, event)];
  const wasOpen = before.state !== 'met' && before.state !== 'cancelled';

  if (after.state === 'cancelled' && before.state !== 'cancelled' && promises(before)) {
    decisions.push(decide('clock-cancelled', { clock, ending: ending ?? 'closed' }));
  } else if (after.state === 'met' && wasOpen) {
    decisions.push(...met(after));
  } else if (after.state === 'paused' && before.state === 'running') {
    decisions.push(...paused(after));
  } else if (after.state === 'running' && before.state !== 'running') {
    decisions.push(...resumed(before, after, event));
  } else if (wasOpen && isRetargeted(before, after)) {
    decisions.push(...retargeted(after, event));
  }
  return decisions;
}

const promises = ({ targetMs, dueAt }: ClockReading): boolean =>
  targetMs !== null || dueAt !== null;

function started(reading: ClockReading): readonly Decision[] {
  const { kind: clock, targetMs, promised, state } = reading;
  // VI.e: of the desk's own goal (VIII.c) nobody needs to hear that there is none.
  if (targetMs === null && clock === 'nextResponse') return [];
  if (targetMs === null) return [decide('clock-not-started', { clock })];
  const begun = decide('clock-started', {
    clock,
    // Met at once by a direct contact (II), it has its due moment all the same.
    dueAt: reading.dueAt ?? reading.metAt ?? 0,
    priority: promised.priority as Priority,
    targetMinutes: minutes(targetMs),
    hours: promised.hours,
  });
  return state === 'met' ? [begun, ...met(reading)] : [begun];
}

function met(reading: ClockReading): readonly Decision[] {
  const { kind: clock, targetMs, elapsedMs, onTime } = reading;
  if (onTime === null) return [];
  return [
    decide('clock-met', {
      clock,
      elapsedMinutes: minutes(elapsedMs),
      targetMinutes: targetMs === null ? null : minutes(targetMs),
      onTime,
    }),
  ];
}

function paused(reading: ClockReading): readonly Decision[] {
  const cause = reading.phases.at(-1)?.kind;
  if (cause !== 'waiting' && cause !== 'appointment' && cause !== 'no-show') return [];
  const { kind: clock, targetMs, elapsedMs, resumesAt } = reading;
  return [
    decide('clock-paused', {
      clock,
      cause,
      remainingMinutes: targetMs === null ? null : minutes(targetMs - elapsedMs),
      until: resumesAt,
    }),
  ];
}

function resumed(
  before: ClockReading,
  after: ClockReading,
  event: ClockEvent,
): readonly Decision[] {
  const { kind: clock, dueAt } = after;
  if (dueAt === null) return [];
  if (before.state === 'none') return retargeted(after, event);
  const cause = event.type === 'reopened' ? 'reopened' : causeOf(before, event);
  return [decide('clock-resumed', { clock, dueAt, cause })];
}

function causeOf(
  before: ClockReading,
  event: ClockEvent,
): 'answered' | 'appointment' | 'question-withdrawn' {
  if (before.phases.at(-1)?.kind === 'appointment') return 'appointment';
  return event.type === 'waiting-ended' ? 'answered' : 'question-withdrawn';
}

/** Its due moment is another one, for another reason than that time went by or stood still. */
const isRetargeted = (before: ClockReading, after: ClockReading): boolean =>
  before.targetMs !== after.targetMs ||
  (before.state === after.state && after.state === 'running' && before.dueAt !== after.dueAt);

function retargeted(reading: ClockReading, event: ClockEvent): readonly Decision[] {
  const { kind: clock, targetMs, promised, dueAt } = reading;
  if (targetMs === null && dueAt === null) return [decide('clock-not-started', { clock })];
  if (!isChange(event)) return [];
  return [
    decide('clock-retargeted', {
      clock,
      cause: event.type,
      priority: promised.priority as Priority,
      targetMinutes: targetMs === null ? null : minutes(targetMs),
      dueAt,
    }),
  ];
}

function breachChange(
  before: ClockReading,
  after: ClockReading,
  event: ClockEvent,
): readonly Decision[] {
  const { kind: clock, targetMs, dueAt, breach } = after;
  if (before.breach === null && breach !== null && breach.cause !== 'time-passed') {
    return [
      decide('clock-breached', {
        clock,
        dueAt: dueAt ?? breach.at,
        breachedAt: breach.at,
        targetMinutes: targetMs === null ? null : minutes(targetMs),
        cause: breach.cause,
      }),
    ];
  }
  if (before.breach !== null && breach === null && isChange(event)) {
    return [decide('clock-breach-cleared', { clock, cause: event.type, dueAt })];
  }
  return [];
}

type ChangeEvent = Extract<
  ClockEvent,
  { type: 'priority-changed' | 'terms-changed' | 'calendar-changed' | 'date-agreed' | 'absorbed' }
>;
const changes: readonly string[] = [
  'priority-changed',
  'terms-changed',
  'calendar-changed',
  'date-agreed',
  'absorbed',
] satisfies ChangeEvent['type'][];
const isChange = (event: ClockEvent): event is ChangeEvent => changes.includes(event.type);

/** Each clock as it was beside as it is. VIII.c: a second reopening begins another goal, which was nothing before. */
export const changedClocks = (
  before: Clocks | null,
  after: Clocks,
): readonly (readonly [ClockReading | null, ClockReading])[] =>
  keptClocks.flatMap((kind) => {
    const [was, is] = [before?.[kind] ?? null, after[kind]];
    if (is === null) return [];
    const isAnother = kind === 'nextResponse' && was?.state === 'met' && is.metAt === null;
    return [[isAnother ? null : was, is] as const];
  });

/** The nearest due moment of the clocks that run. */
export function nearestDue(readings: readonly (ClockReading | null)[]): Instant | null {
  const due = readings.flatMap((reading) =>
    reading?.state === 'running' && reading.dueAt !== null ? [reading.dueAt] : [],
  );
  return due.length === 0 ? null : Math.min(...due);
}
