import { assert } from '../../kernel/assert.ts';
import type { Instant } from '../../kernel/clock.ts';
import { secondMs } from '../../kernel/duration.ts';
import type { ClockEvent } from '../../policy/clocks/events.ts';
import { foldClocks } from '../../policy/clocks/fold.ts';
import { offsetFromDue } from '../../policy/clocks/moments.ts';
import { type ProofInterval, proveClock } from '../../policy/clocks/proof.ts';
import { explainClock as explainProof } from '../../policy/clocks/proof-words.ts';
import type { ClockReading, Clocks, Timelines } from '../../policy/clocks/reading.ts';
import type { Answer, ExplainOptions } from './clocks-explain-answer.ts';
import { isoOf, openCalendar } from './clocks-explain-calendar.ts';
import { translateEvents, UnknownPriority } from './clocks-explain-events.ts';
import type { SlaQuestion } from './clocks-explain-input.ts';

/** A question about one request: its two clocks at each check, exactly as the desk would read them. */
export function explainTicketClocks(question: SlaQuestion, options: ExplainOptions): Answer {
  try {
    return explainChecks(question, options);
  } catch (error) {
    if (error instanceof UnknownPriority) return { error: error.message };
    throw error;
  }
}

function explainChecks(question: SlaQuestion, options: ExplainOptions): Answer {
  const { events, calendars } = translateEvents(question);
  const opened = calendars.map(openCalendar);
  const unsound = opened.find((calendar) => 'error' in calendar);
  if (unsound) return unsound;
  const timelines: Timelines = ({ version }) => {
    const calendar = opened[version - 1];
    assert(calendar && 'timeline' in calendar, 'every event names a calendar of the question');
    return calendar.timeline;
  };
  const warnings = opened.flatMap((calendar) =>
    'warnings' in calendar ? (calendar.warnings.warnings ?? []) : [],
  );
  return {
    checks: question.checks.map(({ now, upto }) =>
      explainCheck(question, knownEvents(events, upto), { now, timelines, options }),
    ),
    ...(warnings.length > 0 ? { warnings } : {}),
  };
}

const knownEvents = (events: readonly (ClockEvent | null)[], upto = events.length) =>
  events.slice(0, upto).filter((event) => event !== null);

interface Moment {
  readonly now: Instant;
  readonly timelines: Timelines;
  readonly options: ExplainOptions;
}

function explainCheck(
  question: SlaQuestion,
  events: readonly ClockEvent[],
  moment: Moment,
): Answer {
  const registrations = events.filter(({ type }) => type === 'registered').length;
  if (registrations !== 1) return { error: 'a request is created exactly once' };
  const clocks = foldClocks(events, moment.now, moment.timelines);
  const { attention, resolution } = question.escalations_min;
  return {
    ...explainClock('attention', clocks, clocks.firstResponse, attention, moment),
    ...explainClock('resolution', clocks, clocks.resolution, resolution, moment),
  };
}

function explainClock(
  name: 'attention' | 'resolution',
  clocks: Clocks,
  reading: ClockReading,
  escalationsMinutes: readonly number[] | undefined,
  { now, timelines, options }: Moment,
): Answer {
  const answer: Record<string, unknown> = {
    [`${name}_state`]: reading.state === 'met' ? 'done' : reading.state,
    [`${name}_running`]: reading.state === 'running',
    [`${name}_due`]: isoOrNull(reading.dueAt),
    [`${name}_due_far`]: isoOrNull(reading.breachAt),
    [`${name}_elapsed_s`]: reading.elapsedMs / secondMs,
    [`${name}_remaining_s`]:
      reading.targetMs === null ? null : (reading.targetMs - reading.elapsedMs) / secondMs,
    [`${name}_met`]: reading.metAt !== null,
    [`${name}_met_at`]: isoOrNull(reading.metAt),
    [`${name}_on_time`]: reading.onTime,
    [`${name}_breached`]: reading.breach !== null,
    [`${name}_breached_at`]: isoOrNull(reading.breach?.at ?? null),
    [`${name}_breach_cause`]: reading.breach?.cause ?? null,
    [`${name}_breaches_cleared`]: reading.clearedBreaches.map((breach) => ({
      breached_at: isoOf(breach.at),
      cause: breach.cause,
      cleared_at: isoOf(breach.clearedAt),
      cleared_by: breach.clearedBy,
    })),
    [`${name}_cycle`]: reading.cycle,
  };
  if (escalationsMinutes) {
    answer[`${name}_escalations`] = escalationsMinutes.map((minutes) =>
      isoOrNull(offsetFromDue(reading, minutes, timelines)),
    );
  }
  if (options.proof) {
    const intervals = proveClock(clocks, reading, now, timelines);
    answer[`${name}_proof`] = intervals.map(proofLine);
    answer[`${name}_why`] = explainProof(
      { clocks, reading, intervals, calendar: null },
      { language: 'en', timeZone: 'UTC' },
    );
  }
  return answer;
}

const proofLine = (interval: ProofInterval): Answer => ({
  from: isoOf(interval.from),
  to: isoOf(interval.to),
  counted: interval.countedMs > 0,
  counted_s: interval.countedMs / secondMs,
  reason: interval.reason,
  clause: interval.clause,
  ...(interval.holidays.length > 0 ? { holidays: interval.holidays } : {}),
});

const isoOrNull = (instant: Instant | null): string | null =>
  instant === null ? null : isoOf(instant);
