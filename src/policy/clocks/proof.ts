import type { Instant } from '../../kernel/clock.ts';
import type { ClauseId } from '../clauses.ts';
import type { ClockReading, Clocks, Phase, PhaseKind, Timelines } from './reading.ts';
import { promisedHours } from './reading.ts';
import type { Span, Timeline } from './timeline.ts';

/** Why a stretch of time counted for a clock, or did not. */
export type ProofReason = 'counted' | 'held' | 'outside-hours' | Exclude<PhaseKind, 'counting'>;

/** One stretch of a clock: what it was, which clause says so, and what it added. */
export interface ProofInterval {
  readonly from: Instant;
  readonly to: Instant;
  readonly reason: ProofReason;
  readonly clause: ClauseId;
  /** The length of the stretch where it counted; 0 where it did not. */
  readonly countedMs: number;
  /** Dates of holidays inside a stretch outside service hours. */
  readonly holidays: readonly string[];
}

/** VII held until registration (admission's own clause stands in its decision); the rest as each clause says. */
export const clauseOfReason: Readonly<Record<ProofReason, ClauseId>> = {
  counted: 'VII',
  held: 'VII',
  'outside-hours': 'VII',
  waiting: 'VIII.b',
  'no-show': 'T6',
  appointment: 'T6',
  untimed: 'VI.e',
  resolved: 'VIII.c',
};

/**
 * Everything between the arrival of a request and `now` (or the moment the clock stopped), without gap or overlap:
 * counted or not, and why. The counted stretches add up to the clock's `elapsedMs`.
 */
export function proveClock(
  clocks: Clocks,
  reading: ClockReading,
  now: Instant,
  timelines: Timelines,
): readonly ProofInterval[] {
  const hours = promisedHours(reading.promised, reading.calendar, timelines);
  return [
    ...heldBefore(clocks, reading),
    ...reading.phases.flatMap((phase) => intervalsOf(phase, now, hours)),
  ];
}

function heldBefore(clocks: Clocks, reading: ClockReading): readonly ProofInterval[] {
  const { receivedAt, registeredAt } = clocks;
  // A reopening's own clock has no part in the admission.
  if (receivedAt >= registeredAt || reading.kind === 'nextResponse') return [];
  return [uncounted({ from: receivedAt, to: registeredAt }, 'held')];
}

function intervalsOf(phase: Phase, now: Instant, hours: Timeline): readonly ProofInterval[] {
  const span = { from: phase.from, to: phase.to ?? now };
  if (span.to <= span.from) return [];
  if (phase.kind !== 'counting') return [uncounted(span, phase.kind)];
  const intervals: ProofInterval[] = [];
  let from = span.from;
  for (const open of hours.openWithin(span)) {
    if (open.from > from) intervals.push(closed({ from, to: open.from }, hours));
    intervals.push({
      ...open,
      reason: 'counted',
      clause: clauseOfReason.counted,
      countedMs: open.to - open.from,
      holidays: [],
    });
    from = open.to;
  }
  if (from < span.to) intervals.push(closed({ from, to: span.to }, hours));
  return intervals;
}

const closed = (span: Span, hours: Timeline): ProofInterval => ({
  ...uncounted(span, 'outside-hours'),
  holidays: hours.holidaysWithin(span),
});

const uncounted = (span: Span, reason: ProofReason): ProofInterval => ({
  ...span,
  reason,
  clause: clauseOfReason[reason],
  countedMs: 0,
  holidays: [],
});
