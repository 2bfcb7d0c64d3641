import { dayNumberOf, isTimeZone } from '../../kernel/wall-time.ts';
import type { Facts } from '../verdict.ts';

/** Sunday first, in the order in which days are counted. */
export const weekdays = [
  'sunday',
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
] as const;
export type Weekday = (typeof weekdays)[number];

/** From (included) to (excluded) as read off the wall, `08:00` to `12:00`. A day ends at `24:00`. */
export interface WallSpan {
  readonly from: string;
  readonly to: string;
}

/**
 * When the desk serves. Dates are written `2026-03-09`. For one date: a holiday closes it whatever else is
 * said; else its shifts, where it has some, stand instead of the hours of its weekday; breaks are taken out.
 */
export interface ServiceHours {
  readonly kind: 'hours';
  readonly timeZone: string;
  readonly week: Readonly<Partial<Record<Weekday, readonly WallSpan[]>>>;
  readonly holidays: readonly Holiday[];
  readonly shifts: Readonly<Record<string, readonly WallSpan[]>>;
  readonly breaks: Readonly<Record<string, readonly WallSpan[]>>;
}

export interface Holiday {
  readonly date: string;
  readonly name: string;
}

/** What a version of a service calendar says. `always` serves around the clock. */
export type CalendarDefinition =
  | ServiceHours
  | { readonly kind: 'always'; readonly timeZone: string };

/** An error forbids saving the calendar; a warning only asks whether it was meant. */
export interface CalendarProblem {
  readonly severity: 'error' | 'warning';
  readonly reason: CalendarProblemReason;
  readonly facts: Facts;
}

export type CalendarProblemReason =
  | 'unknown-time-zone'
  | 'no-service-hours'
  | 'not-a-time'
  | 'ends-before-it-starts'
  | 'not-a-date'
  | 'last-minute-left-out'
  | 'empty-break'
  | 'hours-overlap'
  | 'shift-on-holiday';

/** What is wrong with a calendar, worst first. VII: a clock needs hours to run in, so one without any is refused. */
export function calendarProblems(calendar: CalendarDefinition): readonly CalendarProblem[] {
  const problems: CalendarProblem[] = [];
  if (!isTimeZone(calendar.timeZone)) {
    problems.push(problem('error', 'unknown-time-zone', { timeZone: calendar.timeZone }));
  }
  if (calendar.kind === 'hours') {
    problems.push(...hoursProblems(calendar));
  }
  return problems.sort(
    (a, b) => Number(a.severity === 'warning') - Number(b.severity === 'warning'),
  );
}

export const mayBeSaved = (problems: readonly CalendarProblem[]): boolean =>
  problems.every((found) => found.severity === 'warning');

/**
 * Milliseconds from midnight of a wall time `08:00` or `08:00:30`; `24:00` is the end of the day.
 * Null when it is not one.
 */
export function wallTimeMs(time: string): number | null {
  const match = /^(\d{2}):(\d{2})(?::(\d{2}))?$/.exec(time);
  if (!match) return null;
  const [, hours, minutes, seconds = '0'] = match;
  const [hour, minute, second] = [Number(hours), Number(minutes), Number(seconds)];
  if (minute > 59 || second > 59) return null;
  const total = ((hour * 60 + minute) * 60 + second) * 1000;
  return total <= 24 * 60 * 60_000 ? total : null;
}

function hoursProblems(calendar: ServiceHours): CalendarProblem[] {
  const problems: CalendarProblem[] = [];
  const weekly = weekdays.flatMap((weekday) => calendar.week[weekday] ?? []);
  if (weekly.length === 0) problems.push(problem('error', 'no-service-hours', {}));
  for (const weekday of weekdays) {
    problems.push(...spanProblems(calendar.week[weekday] ?? [], { weekday }));
  }
  for (const [date, spans] of Object.entries(calendar.shifts)) {
    problems.push(...dateProblems(date), ...spanProblems(spans, { date }));
  }
  for (const [date, spans] of Object.entries(calendar.breaks)) {
    // An empty break takes nothing out: odd, and harmless.
    const isEmpty = ({ from, to }: WallSpan) => from === to && wallTimeMs(from) !== null;
    problems.push(...dateProblems(date));
    problems.push(
      ...spanProblems(
        spans.filter((span) => !isEmpty(span)),
        { date },
      ),
    );
    if (spans.some(isEmpty)) problems.push(problem('warning', 'empty-break', { date }));
  }
  for (const { date } of calendar.holidays) {
    problems.push(...dateProblems(date));
    if (calendar.shifts[date]) problems.push(problem('warning', 'shift-on-holiday', { date }));
  }
  return problems;
}

function spanProblems(spans: readonly WallSpan[], where: Facts): CalendarProblem[] {
  const problems: CalendarProblem[] = [];
  const sound: { from: number; to: number }[] = [];
  for (const span of spans) {
    const from = wallTimeMs(span.from);
    const to = wallTimeMs(span.to);
    const facts = { ...where, from: span.from, to: span.to };
    if (from === null || to === null) problems.push(problem('error', 'not-a-time', facts));
    else if (to <= from) problems.push(problem('error', 'ends-before-it-starts', facts));
    else {
      sound.push({ from, to });
      // 23:59 is how other calendars write midnight; here it leaves a minute of the day closed.
      if (span.to.startsWith('23:59'))
        problems.push(problem('warning', 'last-minute-left-out', facts));
    }
  }
  sound.sort((a, b) => a.from - b.from);
  const overlap = sound.some((span, index) => span.from < (sound[index - 1]?.to ?? 0));
  if (overlap) problems.push(problem('warning', 'hours-overlap', where));
  return problems;
}

const dateProblems = (date: string): CalendarProblem[] =>
  dayNumberOf(date) === null ? [problem('error', 'not-a-date', { date })] : [];

const problem = (
  severity: CalendarProblem['severity'],
  reason: CalendarProblemReason,
  facts: Facts,
): CalendarProblem => ({ severity, reason, facts });
