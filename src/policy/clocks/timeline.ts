import { assert } from '../../kernel/assert.ts';
import type { Instant } from '../../kernel/clock.ts';
import { dayMs } from '../../kernel/duration.ts';
import {
  type DayNumber,
  dateOf,
  dayNumberOf,
  firstDayOfYear,
  type TimeZone,
  timeZone,
  weekdayOf,
  yearOf,
} from '../../kernel/wall-time.ts';
import {
  type CalendarDefinition,
  calendarProblems,
  mayBeSaved,
  type ServiceHours,
  type WallSpan,
  wallTimeMs,
  weekdays,
} from './calendar.ts';

/** From (included) to (excluded). */
export interface Span {
  readonly from: Instant;
  readonly to: Instant;
}

/**
 * Service time. Its questions are about lengths of *service* milliseconds, never negative.
 *
 * A length that is over exactly at a closing is over until the next opening: that whole closed stretch is the
 * same point of service time. `reached` is its first instant (what people are told), `exceeded` its last (after
 * it, more has passed). Elsewhere both are the same instant.
 */
export interface Timeline {
  /** The first instant by which `length` has passed since `start`. */
  reached(start: Instant, length: number): Instant;
  /** The last instant by which no more than `length` has passed since `start`. */
  exceeded(start: Instant, length: number): Instant;
  /** The last instant from which `length` passes until `end`. */
  before(end: Instant, length: number): Instant;
  /** The first instant from which no more than `length` passes until `end`. */
  longBefore(end: Instant, length: number): Instant;
  /** Service time from one instant to another; 0 when they are the other way round. */
  between(from: Instant, to: Instant): number;
  isOpen(instant: Instant): boolean;
  /** The stretches of service inside a span, clipped to it. */
  openWithin(span: Span): readonly Span[];
  /** The next stretches of service, the first one clipped to `from`. Fewer when one has no end. */
  windows(from: Instant, count: number): readonly Span[];
  /** The holidays that touch a span, as dates. */
  holidaysWithin(span: Span): readonly string[];
}

/** VII read as calendar hours: every hour counts. */
export const aroundTheClock: Timeline = {
  reached: (start, length) => start + nonNegative(length),
  exceeded: (start, length) => start + nonNegative(length),
  before: (end, length) => end - nonNegative(length),
  longBefore: (end, length) => end - nonNegative(length),
  between: (from, to) => Math.max(0, to - from),
  isOpen: () => true,
  openWithin: (span) => (span.from < span.to ? [span] : []),
  windows: (from, count) => (count > 0 ? [{ from, to: Infinity }] : []),
  holidaysWithin: () => [],
};

/** The service time of a calendar that may be saved; another one is our bug. Keep it: it fills itself as it is asked. */
export function timelineOf(calendar: CalendarDefinition): Timeline {
  assert(mayBeSaved(calendarProblems(calendar)), 'only a calendar without errors has a timeline');
  return calendar.kind === 'always' ? aroundTheClock : tableTimeline(calendar);
}

// No clock of a desk runs outside these years; a question beyond them is our bug.
const yearMin = 1900;
const yearMax = 2300;

/**
 * The windows of whole years as UTC instants, each with the service time that lies before it: every question is
 * a binary search. A question that runs off the table makes it grow by a year and is asked again.
 */
function tableTimeline(calendar: ServiceHours): Timeline {
  const zone = timeZone(calendar.timeZone);
  const days = serviceDays(calendar);
  const years: (readonly Span[])[] = [];
  let firstYear = 0;
  let lastYear = -1;
  let coveredFrom: Instant = Number.POSITIVE_INFINITY;
  let coveredUntil: Instant = Number.NEGATIVE_INFINITY;
  let count = 0;
  let opens = new Float64Array(0);
  let closes = new Float64Array(0);
  // served[i]: service time of the table before window i; one more at the end, for all of it.
  let served = new Float64Array(1);

  function reached(start: Instant, length: number): Instant {
    if (nonNegative(length) === 0) return start;
    for (;;) {
      const total = servedUntil(start) + length;
      const index = firstNotBelow(served, total) - 1;
      if (index < count) return at(opens, index) + (total - at(served, index));
      growForward();
    }
  }

  function exceeded(start: Instant, length: number): Instant {
    for (;;) {
      const total = servedUntil(start) + nonNegative(length);
      const index = firstAbove(served, total) - 1;
      if (index < count) return at(opens, index) + (total - at(served, index));
      growForward();
    }
  }

  function before(end: Instant, length: number): Instant {
    if (nonNegative(length) === 0) return end;
    for (;;) {
      const total = servedUntil(end) - length;
      const index = Math.min(firstAbove(served, total), count) - 1;
      if (total >= 0 && index >= 0) return at(opens, index) + (total - at(served, index));
      growBackward();
    }
  }

  function longBefore(end: Instant, length: number): Instant {
    for (;;) {
      const total = servedUntil(end) - nonNegative(length);
      const index = firstNotBelow(served, total) - 1;
      if (index >= 0) return at(opens, index) + (total - at(served, index));
      growBackward();
    }
  }

  function between(from: Instant, to: Instant): number {
    if (to <= from) return 0;
    cover(from);
    cover(to);
    return servedUntil(to) - servedUntil(from);
  }

  function isOpen(instant: Instant): boolean {
    cover(instant);
    return instant < at(closes, windowAt(instant));
  }

  function openWithin(span: Span): readonly Span[] {
    if (span.to <= span.from) return [];
    cover(span.from);
    cover(span.to);
    const found: Span[] = [];
    for (let index = Math.max(0, windowAt(span.from)); index < count; index += 1) {
      const from = Math.max(span.from, at(opens, index));
      const to = Math.min(span.to, at(closes, index));
      if (from >= span.to) break;
      if (from < to) found.push({ from, to });
    }
    return found;
  }

  function windows(from: Instant, wanted: number): readonly Span[] {
    const found: Span[] = [];
    for (let to = from; found.length < wanted && to !== Number.POSITIVE_INFINITY; ) {
      const open = exceeded(to, 0);
      to = closingAfter(open);
      found.push({ from: open, to });
    }
    return found;
  }

  /** When the window that is open at this instant closes; infinity when it never does. */
  function closingAfter(open: Instant): Instant {
    for (;;) {
      cover(open);
      const index = windowAt(open);
      const close = at(closes, index);
      // Only the last window of the table may go on beyond it.
      if (index + 1 < count) return close;
      if (days.alwaysOpenFrom !== null && close >= zone.instantOf(days.alwaysOpenFrom * dayMs)) {
        return Number.POSITIVE_INFINITY;
      }
      growForward();
    }
  }

  function holidaysWithin(span: Span): readonly string[] {
    if (span.to <= span.from) return [];
    const first = dayOf(zone.wallOf(span.from));
    const last = dayOf(zone.wallOf(span.to - 1));
    return days.holidays.filter((day) => day >= first && day <= last).map(dateOf);
  }

  /** Service time of the table before an instant. */
  function servedUntil(instant: Instant): number {
    cover(instant);
    const index = windowAt(instant);
    if (index < 0) return 0;
    return at(served, index) + Math.min(instant, at(closes, index)) - at(opens, index);
  }

  /** The last window that opens at or before an instant; -1 when none does. */
  const windowAt = (instant: Instant): number => firstAbove(opens, instant) - 1;

  function cover(instant: Instant): void {
    if (lastYear < firstYear) {
      firstYear = yearOf(instant);
      lastYear = firstYear - 1;
      growForward();
    }
    while (instant < coveredFrom) growBackward();
    while (instant > coveredUntil) growForward();
  }

  function growForward(): void {
    lastYear += 1;
    assert(lastYear <= yearMax, `service time is never asked after ${yearMax}`);
    years.push(windowsOfYear(lastYear, days, zone));
    layOut();
  }

  function growBackward(): void {
    firstYear -= 1;
    assert(firstYear >= yearMin, `service time is never asked before ${yearMin}`);
    years.unshift(windowsOfYear(firstYear, days, zone));
    layOut();
  }

  function layOut(): void {
    const spans = joined(years.flat());
    count = spans.length;
    opens = Float64Array.from(spans, (span) => span.from);
    closes = Float64Array.from(spans, (span) => span.to);
    served = new Float64Array(count + 1);
    spans.forEach((span, index) => {
      served[index + 1] = at(served, index) + span.to - span.from;
    });
    coveredFrom = zone.instantOf(firstDayOfYear(firstYear) * dayMs);
    coveredUntil = zone.instantOf(firstDayOfYear(lastYear + 1) * dayMs);
  }

  return {
    reached,
    exceeded,
    before,
    longBefore,
    between,
    isOpen,
    openWithin,
    windows,
    holidaysWithin,
  };
}

/** A stretch of one day in milliseconds from its midnight on the wall. */
interface DaySpan {
  readonly from: number;
  readonly to: number;
}

interface ServiceDays {
  on(day: DayNumber): readonly DaySpan[];
  readonly holidays: readonly DayNumber[];
  /** From this day on nothing ever closes; null when a week has closed hours. */
  readonly alwaysOpenFrom: DayNumber | null;
}

function serviceDays(calendar: ServiceHours): ServiceDays {
  const week = weekdays.map((weekday) => daySpans(calendar.week[weekday] ?? []));
  const holidays = calendar.holidays.map(({ date }) => dayNumber(date)).sort((a, b) => a - b);
  const special = new Map<DayNumber, readonly DaySpan[]>();
  for (const [date, spans] of Object.entries(calendar.shifts)) {
    special.set(dayNumber(date), daySpans(spans));
  }
  for (const [date, breaks] of Object.entries(calendar.breaks)) {
    const day = dayNumber(date);
    special.set(day, without(special.get(day) ?? ofWeekday(day), daySpans(breaks)));
  }
  for (const day of holidays) special.set(day, []);

  function ofWeekday(day: DayNumber): readonly DaySpan[] {
    return week[weekdayOf(day)] ?? [];
  }

  const neverCloses = week.every(([first]) => first?.from === 0 && first.to === dayMs);
  return {
    on: (day) => special.get(day) ?? ofWeekday(day),
    holidays,
    alwaysOpenFrom: neverCloses ? Math.max(0, ...[...special.keys()].map((day) => day + 1)) : null,
  };
}

function windowsOfYear(year: number, days: ServiceDays, zone: TimeZone): readonly Span[] {
  const found: Span[] = [];
  for (let day = firstDayOfYear(year); day < firstDayOfYear(year + 1); day += 1) {
    const midnight = day * dayMs;
    const spans = days.on(day);
    // A zone that crosses the date line leaves out a date: nobody serves on it.
    if (spans.length === 0 || dayOf(zone.wallOf(zone.instantOf(midnight))) !== day) continue;
    for (const span of spans) {
      const from = zone.instantOf(midnight + span.from);
      const to = zone.instantOf(midnight + span.to);
      // Hours that fall wholly into the hour that the spring change leaves out are empty.
      if (from < to) found.push({ from, to });
    }
  }
  return found;
}

/** Sorted, and without overlap: hours given twice count once. */
function joined<Stretch extends Span | DaySpan>(spans: readonly Stretch[]): Span[] {
  const found: Span[] = [];
  for (const span of [...spans].sort((a, b) => a.from - b.from)) {
    const last = found.at(-1);
    if (last && span.from <= last.to) {
      found[found.length - 1] = { from: last.from, to: Math.max(last.to, span.to) };
    } else {
      found.push({ from: span.from, to: span.to });
    }
  }
  return found;
}

function without(spans: readonly DaySpan[], breaks: readonly DaySpan[]): readonly DaySpan[] {
  return breaks.reduce<readonly DaySpan[]>(
    (left, taken) =>
      left.flatMap((span) =>
        [
          { from: span.from, to: Math.min(span.to, taken.from) },
          { from: Math.max(span.from, taken.to), to: span.to },
        ].filter((part) => part.from < part.to),
      ),
    spans,
  );
}

const daySpans = (spans: readonly WallSpan[]): readonly DaySpan[] =>
  joined(spans.map((span) => ({ from: dayMsOf(span.from), to: dayMsOf(span.to) })));

function dayMsOf(time: string): number {
  const milliseconds = wallTimeMs(time);
  assert(milliseconds !== null, 'the times of a calendar were checked');
  return milliseconds;
}

function dayNumber(date: string): DayNumber {
  const day = dayNumberOf(date);
  assert(day !== null, 'the dates of a calendar were checked');
  return day;
}

const dayOf = (wall: number): DayNumber => Math.floor(wall / dayMs);

function nonNegative(length: number): number {
  assert(length >= 0, 'service time only passes forward');
  return length;
}

/** An element of a table at an index that its caller has bounded. */
const at = (table: Float64Array, index: number): number => table[index] ?? Number.NaN;

/** How many elements of an ascending table come before the first that is not below `value`. */
function firstNotBelow(table: Float64Array, value: number): number {
  let low = 0;
  let high = table.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (at(table, middle) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How many elements of an ascending table come before the first that is above `value`. */
function firstAbove(table: Float64Array, value: number): number {
  let low = 0;
  let high = table.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (at(table, middle) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
