import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { minuteMs } from '../../kernel/duration.ts';
import { type ServiceHours, type WallSpan, weekdays } from './calendar.ts';
import type { ClockEvent, Promised } from './events.ts';
import { foldClocks } from './fold.ts';
import { clockMoments } from './moments.ts';
import { proveClock } from './proof.ts';
import type { ClockReading, Timelines } from './reading.ts';
import { timelineOf } from './timeline.ts';

/*
 * The same answers, found the slow way: a walker that takes every minute in turn, asks Intl what the wall shows, and
 * looks the minute up in the calendar as a person would. It shares no code with what it checks.
 */

/** Around changes of offset, of half hours, at midnight, of a whole day, and ordinary days. */
const places = [
  ['America/Caracas', '2016-05-01'],
  ['America/Caracas', '2026-03-09'],
  ['Europe/Madrid', '2026-03-29'],
  ['Europe/Madrid', '2026-10-25'],
  ['America/Santiago', '2026-04-05'],
  ['America/Santiago', '2026-09-06'],
  ['America/Sao_Paulo', '2018-11-04'],
  ['America/Havana', '2026-03-08'],
  ['Australia/Lord_Howe', '2026-10-04'],
  ['America/St_Johns', '2010-11-07'],
  ['Asia/Tehran', '2022-03-22'],
  ['Asia/Kathmandu', '2026-12-31'],
  ['Pacific/Apia', '2011-12-30'],
] as const;

const days = 6;
const minutesWalked = days * 1440;

/** The minutes of some days around a date in a zone, and for each whether a calendar serves in it. */
interface Walk {
  readonly start: number;
  readonly open: readonly boolean[];
}

// Two days more at both ends: what opens outside the walk may still be open inside.
const margin = 2 * 1440;

function walk(calendar: ServiceHours, around: string): Walk {
  const { start, walls, firstShown, dates } = wallsAround(calendar.timeZone, around);
  const indexOf = (wall: number): number => {
    const shown = firstShown.get(wall);
    if (shown !== undefined) return shown;
    // Jumped over: as long after the last minute before the jump as the wall would have taken.
    const jump = walls.findIndex((after) => after > wall);
    return jump - 1 + (wall - (walls[jump - 1] ?? Number.NaN));
  };
  const open = walls.map(() => false);
  for (const day of dates) {
    for (const [from, to] of runs(serviceMinutes(calendar, day))) {
      const opens = indexOf(day * 1440 + from);
      const closes = indexOf(day * 1440 + to);
      if (opens < closes) open.fill(true, opens, closes);
    }
  }
  return { start, open: open.slice(margin, margin + minutesWalked) };
}

/** What the wall shows at each minute, the first minute that shows it, and the whole dates that are shown at all. */
interface Walls {
  readonly start: number;
  readonly walls: readonly number[];
  readonly firstShown: ReadonlyMap<number, number>;
  readonly dates: readonly number[];
}

const knownWalls = new Map<string, Walls>();

function wallsAround(timeZone: string, around: string): Walls {
  const known = knownWalls.get(timeZone + around);
  if (known) return known;
  const start = Date.parse(`${around}T00:00:00Z`) - (days / 2) * 86_400_000;
  const walls: number[] = [];
  for (let minute = -margin; minute < minutesWalked + margin; minute += 1) {
    walls.push(wallMinute(timeZone, start + minute * 60_000));
  }
  const firstShown = new Map<number, number>();
  for (const [index, wall] of walls.entries()) {
    if (!firstShown.has(wall)) firstShown.set(wall, index);
  }
  // The dates at both ends are not whole. One that the zone left out is on no wall.
  const dates = [...new Set(walls.map((wall) => Math.floor(wall / 1440)))].slice(1, -1);
  const found = { start, walls, firstShown, dates };
  knownWalls.set(timeZone + around, found);
  return found;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Minutes since 1970-01-01 00:00 that the wall shows. */
function wallMinute(timeZone: string, instant: number): number {
  const format =
    formats.get(timeZone) ??
    new Intl.DateTimeFormat('en-US', {
      timeZone,
      calendar: 'iso8601',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
    });
  formats.set(timeZone, format);
  const parts = new Map(
    format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? Number.NaN;
  return (
    Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute')) / 60_000
  );
}

/** For each of the 1440 minutes that a day has on the wall whether the calendar serves in it. */
function serviceMinutes(calendar: ServiceHours, day: number): boolean[] {
  const date = new Date(day * 86_400_000).toISOString().slice(0, 10);
  const weekday = new Date(day * 86_400_000).getUTCDay();
  const within = (spans: readonly WallSpan[], minute: number) =>
    spans.some(({ from, to }) => clockMinute(from) <= minute && minute < clockMinute(to));
  const name = weekdays[weekday] ?? 'sunday';
  const hours = calendar.shifts[date] ?? calendar.week[name] ?? [];
  const isHoliday = calendar.holidays.some((holiday) => holiday.date === date);
  return Array.from(
    { length: 1440 },
    (_, minute) =>
      !isHoliday && within(hours, minute) && !within(calendar.breaks[date] ?? [], minute),
  );
}

const clockMinute = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

function runs(minutes: readonly boolean[]): [number, number][] {
  const found: [number, number][] = [];
  for (const [minute, open] of minutes.entries()) {
    const last = found.at(-1);
    if (!open) continue;
    if (last?.[1] === minute) last[1] = minute + 1;
    else found.push([minute, minute + 1]);
  }
  return found;
}

const clockText = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

const spanOfDay: fc.Arbitrary<WallSpan> = fc
  .tuple(
    // Hours and quarters mostly, where changes of offset fall too.
    fc.oneof(
      fc.integer({ min: 0, max: 95 }).map((quarter) => quarter * 15),
      fc.integer({ min: 0, max: 1439 }),
    ),
    fc.integer({ min: 1, max: 1440 }),
  )
  .map(([from, length]) => ({
    from: clockText(from),
    to: clockText(Math.min(1440, from + length)),
  }));
const daySpans = fc.array(spanOfDay, { maxLength: 3 });

const setting = fc.constantFrom(...places).chain(([timeZone, around]) => {
  const date = fc
    .integer({ min: -3, max: 3 })
    .map((offset) =>
      new Date(Date.parse(`${around}T00:00:00Z`) + offset * 86_400_000).toISOString().slice(0, 10),
    );
  const byDate = fc.dictionary(date, daySpans, { maxKeys: 2 });
  const calendar: fc.Arbitrary<ServiceHours> = fc
    .record({
      week: fc.tuple(...weekdays.map(() => daySpans)),
      holidays: fc.array(
        date.map((day) => ({ date: day, name: '' })),
        { maxLength: 1 },
      ),
      shifts: byDate,
      breaks: byDate,
    })
    .map(({ week, ...rest }) => ({
      kind: 'hours' as const,
      timeZone,
      week: Object.fromEntries(weekdays.map((weekday, index) => [weekday, week[index] ?? []])),
      ...rest,
    }))
    .filter(({ week }) => Object.values(week).some((spans) => spans.length > 0));
  return fc.record({ calendar, around: fc.constant(around) });
});

const minute = fc.integer({ min: 0, max: minutesWalked - 1 });

describe('service time, against every minute', () => {
  test.prop([setting, minute, minute, fc.integer({ min: 0, max: 2000 })], { numRuns: 200 })(
    'open, length, both ends of a sum and of a difference are those of the walker',
    ({ calendar, around }, from, to, length) => {
      const { start, open } = walk(calendar, around);
      const timeline = timelineOf(calendar);
      const instant = (index: number) => start + index * minuteMs;
      expect(timeline.isOpen(instant(from))).toBe(open[from]);
      expect(timeline.between(instant(from), instant(to))).toBe(
        openMinutes(open, from, to) * minuteMs,
      );

      // Ends inside the walk only: beyond it the walker knows nothing.
      const reached = forward(open, from, length);
      if (reached !== null) {
        expect(timeline.reached(instant(from), length * minuteMs)).toBe(instant(reached));
      }
      const beyond = forward(open, from, length + 1);
      if (beyond !== null) {
        expect(timeline.exceeded(instant(from), length * minuteMs)).toBe(instant(beyond - 1));
      }
      const before = backward(open, from, length);
      if (before !== null) {
        expect(timeline.before(instant(from), length * minuteMs)).toBe(instant(before));
      }
      const longBefore = backward(open, from, length + 1);
      if (longBefore !== null) {
        expect(timeline.longBefore(instant(from), length * minuteMs)).toBe(instant(longBefore + 1));
      }
    },
  );

  const milliseconds = fc.integer({ min: 0, max: minutesWalked * 60_000 });

  test.prop([setting, milliseconds, milliseconds], { numRuns: 200 })(
    'what is measured can be added and taken away again, to the millisecond',
    ({ calendar, around }, one, other) => {
      const timeline = timelineOf(calendar);
      const start = Date.parse(`${around}T00:00:00Z`) - 3 * 86_400_000;
      const from = start + Math.min(one, other);
      const to = start + Math.max(one, other);
      const length = timeline.between(from, to);
      expect(timeline.reached(from, length)).toBeLessThanOrEqual(to);
      expect(timeline.exceeded(from, length)).toBeGreaterThanOrEqual(to);
      expect(timeline.before(to, length)).toBeGreaterThanOrEqual(from);
      expect(timeline.longBefore(to, length)).toBeLessThanOrEqual(from);
      expect(timeline.between(from, timeline.exceeded(from, length))).toBe(length);
      expect(timeline.between(from, timeline.exceeded(from, length) + 1)).toBe(length + 1);
      const pieces = timeline.openWithin({ from, to });
      expect(pieces.reduce((sum, piece) => sum + piece.to - piece.from, 0)).toBe(length);
    },
  );
});

function openMinutes(open: readonly boolean[], from: number, to: number): number {
  let count = 0;
  for (let index = from; index < to; index += 1) if (open[index]) count += 1;
  return count;
}

/** The minute after which `length` open ones have passed; null beyond the walk. */
function forward(open: readonly boolean[], from: number, length: number): number | null {
  let left = length;
  for (let index = from; index <= open.length; index += 1) {
    if (left === 0) return index;
    if (open[index]) left -= 1;
  }
  return null;
}

function backward(open: readonly boolean[], from: number, length: number): number | null {
  let left = length;
  for (let index = from; index >= 0; index -= 1) {
    if (left === 0) return index;
    if (open[index - 1]) left -= 1;
  }
  return null;
}

/*
 * The history of a ticket, the slow way: at every minute the walker does what the events say, writes down whether the
 * minute may count, and at the end adds up those minutes that the hours in force serve in.
 */

interface WalkedClock {
  state: ClockReading['state'];
  elapsedMinutes: number;
  due: number | null;
  lastGood: number | null;
  breached: boolean;
  onTime: boolean | null;
  metAt: number | null;
  cycle: number;
}

interface Stage {
  readonly calendars: readonly (readonly boolean[])[];
  readonly start: number;
}

function walkHistory(events: readonly ClockEvent[], now: number, stage: Stage) {
  const minuteOf = (instant: number) => (instant - stage.start) / minuteMs;
  const first = events[0];
  if (first?.type !== 'registered') throw new Error('a history begins with its registration');
  const promisedFirst = first.promised;
  let promised = first.promised;
  let registered = minuteOf(first.at);
  let calendar = stage.calendars[0] ?? [];
  let isWaiting = false;
  let isAbsent = false;
  let isResolved = false;
  let isCancelled = false;
  let cycle = 1;
  const appointments = new Map<number, number>();
  const mayCount = { attention: new Set<number>(), resolution: new Set<number>() };
  let attention: WalkedClock | null = null;
  let resolution: WalkedClock | null = null;

  const serves = (index: number) => promised.hours === 'calendar' || calendar[index] === true;
  const used = (marked: Set<number>) => [...marked].filter(serves).length;
  const targetOf = (kind: 'attention' | 'resolution') =>
    kind === 'attention' ? promised.firstResponseMinutes : promised.resolutionMinutes;

  /** Where the target is used up if every minute from `index` on may count: the first and the last such minute. */
  function point(kind: 'attention' | 'resolution', index: number) {
    const target = targetOf(kind);
    if (target === null) return { due: null, lastGood: null };
    const marks = new Set(mayCount[kind]);
    let count = 0;
    let due: number | null = null;
    for (let at = registered; at <= minutesWalked; at += 1) {
      if (due === null && count === target) due = at;
      if ((marks.has(at) || at >= index) && serves(at)) {
        if (count === target) return { due, lastGood: at };
        count += 1;
      }
    }
    return { due, lastGood: null };
  }

  function stopped(
    kind: 'attention' | 'resolution',
    index: number,
    state: 'met' | 'cancelled',
  ): WalkedClock {
    const target = targetOf(kind);
    const elapsedMinutes = used(mayCount[kind]);
    const breached = target !== null && elapsedMinutes > target;
    const isMet = state === 'met';
    return {
      state,
      elapsedMinutes,
      ...(isMet ? point(kind, index) : { due: null, lastGood: null }),
      breached,
      onTime: isMet && target !== null ? !breached : null,
      metAt: isMet ? index : null,
      cycle: kind === 'resolution' ? cycle : 1,
    };
  }

  function running(kind: 'attention' | 'resolution', index: number): WalkedClock {
    const target = targetOf(kind);
    const isPaused = kind === 'resolution' && (isWaiting || isAbsent || appointments.size > 0);
    const elapsedMinutes = used(mayCount[kind]);
    return {
      state: target === null ? 'none' : isPaused ? 'paused' : 'running',
      elapsedMinutes,
      ...(target === null || isPaused ? { due: null, lastGood: null } : point(kind, index)),
      breached: target !== null && elapsedMinutes > target,
      onTime: null,
      metAt: null,
      cycle: kind === 'resolution' ? cycle : 1,
    };
  }

  function happen(event: ClockEvent, index: number): void {
    const end = (state: 'met' | 'cancelled') => {
      resolution = stopped('resolution', index, state);
      isWaiting = false;
      isAbsent = false;
      appointments.clear();
    };
    switch (event.type) {
      case 'priority-changed':
        promised = event.promised;
        break;
      case 'calendar-changed':
        calendar = stage.calendars[event.calendar.version - 1] ?? [];
        break;
      case 'absorbed': {
        // What the earlier request waited counts as if it had been this one's.
        const earlier = minuteOf(event.registeredAt);
        for (let at = earlier; at < registered; at += 1) {
          if (promisedFirst.firstResponseMinutes !== null) mayCount.attention.add(at);
          if (promisedFirst.resolutionMinutes !== null) mayCount.resolution.add(at);
        }
        registered = Math.min(registered, earlier);
        if (event.contactedAt === null || attention !== null) break;
        const contacted = Math.max(minuteOf(event.contactedAt), registered);
        for (const at of mayCount.attention) if (at >= contacted) mayCount.attention.delete(at);
        attention = stopped('attention', contacted, 'met');
        break;
      }
      case 'contacted':
        attention ??= stopped('attention', index, 'met');
        break;
      case 'waiting-started':
        isWaiting = !isResolved && !isCancelled;
        break;
      case 'waiting-ended':
        isWaiting = false;
        isAbsent = false;
        break;
      case 'no-show':
        isAbsent = !isResolved && !isCancelled;
        break;
      case 'appointment-agreed':
        isAbsent = false;
        appointments.delete(event.appointmentId);
        if (!isResolved && !isCancelled && minuteOf(event.startsAt) > index) {
          appointments.set(event.appointmentId, minuteOf(event.startsAt));
        }
        break;
      case 'resolved':
        if (isCancelled) break;
        attention ??= stopped('attention', index, 'met');
        if (!isResolved) end('met');
        isResolved = true;
        break;
      case 'reopened':
        if (!isResolved || isCancelled) break;
        isResolved = false;
        cycle += 1;
        resolution = null;
        break;
      case 'cancelled':
        isCancelled = true;
        attention ??= stopped('attention', index, 'cancelled');
        resolution ??= stopped('resolution', index, 'cancelled');
        break;
      default:
        break;
    }
  }

  const rest = [...events.slice(1)];
  for (let index = minuteOf(first.at); ; index += 1) {
    for (const [id, startsAt] of appointments) if (startsAt <= index) appointments.delete(id);
    while (rest[0] && minuteOf(rest[0].at) === index) {
      const event = rest.shift();
      if (event) happen(event, index);
    }
    if (index >= now) {
      return {
        attention: attention ?? running('attention', index),
        resolution: resolution ?? running('resolution', index),
      };
    }
    if (attention === null && promised.firstResponseMinutes !== null) mayCount.attention.add(index);
    const stands = isWaiting || isAbsent || appointments.size > 0 || resolution !== null;
    if (!stands && promised.resolutionMinutes !== null) mayCount.resolution.add(index);
  }
}

const promise: fc.Arbitrary<Promised> = fc.record({
  priority: fc.constant('p1'),
  agreementVersion: fc.constant(1),
  firstResponseMinutes: fc.option(fc.integer({ min: 1, max: 800 }), { freq: 6 }),
  resolutionMinutes: fc.option(fc.integer({ min: 1, max: 1600 }), { freq: 6 }),
  hours: fc.constantFrom('calendar', 'service'),
});

/** An event without its time. */
const happening = fc.oneof(
  promise.map((promised) => ({ type: 'priority-changed' as const, promised })),
  fc.integer({ min: 1, max: 2 }).map((version) => ({
    type: 'calendar-changed' as const,
    calendar: { calendarId: 1, version },
  })),
  fc.tuple(fc.integer({ min: 1, max: 2 }), minute).map(([appointmentId, startsAt]) => ({
    type: 'appointment-agreed' as const,
    appointmentId,
    startsAt,
  })),
  fc.tuple(minute, fc.option(minute)).map(([registeredAt, contactedAt]) => ({
    type: 'absorbed' as const,
    registeredAt,
    contactedAt,
  })),
  ...(
    [
      'contacted',
      'waiting-started',
      'waiting-ended',
      'waiting-started',
      'waiting-ended',
      'no-show',
      'resolved',
      'reopened',
    ] as const
  ).map((type) => fc.constant({ type })),
  { arbitrary: fc.constant({ type: 'cancelled' as const }), weight: 1 },
);

const history = fc.record({
  promised: promise,
  registeredAt: fc.integer({ min: 0, max: 3000 }),
  happenings: fc.array(fc.tuple(minute, happening), { maxLength: 12 }),
  now: minute,
});

describe('the clocks of a ticket, against every minute', () => {
  test.prop([setting, setting, history], { numRuns: 200 })(
    'state, elapsed, due, breach and result are those of the walker, and the proof adds up',
    (place, other, { promised, registeredAt, happenings, now }) => {
      const edited = { ...other.calendar, timeZone: place.calendar.timeZone };
      const walks = [walk(place.calendar, place.around), walk(edited, place.around)];
      const start = walks[0]?.start ?? 0;
      const instant = (index: number) => start + index * minuteMs;
      const table = [timelineOf(place.calendar), timelineOf(edited)];
      const timelines: Timelines = ({ version }) => table[version - 1] ?? timelineOf(edited);
      const events: ClockEvent[] = [
        {
          type: 'registered',
          at: instant(registeredAt),
          promised,
          calendar: { calendarId: 1, version: 1 },
        },
        ...happenings
          .filter(([at]) => at >= registeredAt)
          .sort(([a], [b]) => a - b)
          .map(([at, event]) => asHappened(event, at, instant)),
      ];
      const end = Math.max(now, ...events.map(({ at }) => (at - start) / minuteMs));
      const clocks = foldClocks(events, instant(end), timelines);
      const walked = walkHistory(events, end, { calendars: walks.map(({ open }) => open), start });
      agree(clocks.firstResponse, walked.attention, instant);
      agree(clocks.resolution, walked.resolution, instant);
      for (const reading of [clocks.firstResponse, clocks.resolution]) {
        const proof = proveClock(clocks, reading, instant(end), timelines);
        expect(proof.reduce((sum, { countedMs }) => sum + countedMs, 0)).toBe(reading.elapsedMs);
        const isOpen = reading.state !== 'met' && reading.state !== 'cancelled';
        for (const [index, interval] of proof.entries()) {
          if (index > 0) expect(interval.from).toBe(proof[index - 1]?.to);
          // A stopped clock keeps the registration that it was judged by.
          else if (isOpen) expect(interval.from).toBe(clocks.registeredAt);
          else expect(interval.from).toBeGreaterThanOrEqual(clocks.registeredAt);
        }
        for (const { kind, at } of clockMoments(reading, [], timelines, now)) {
          expect(at).toBe(kind === 'breach' ? (reading.breachAt ?? 0) + 1 : reading.resumesAt);
        }
      }
    },
  );
});

/** At its minute; what it says of the past lies before it. */
function asHappened(
  event: typeof happening extends fc.Arbitrary<infer Event> ? Event : never,
  at: number,
  instant: (index: number) => number,
): ClockEvent {
  switch (event.type) {
    case 'appointment-agreed':
      return { ...event, at: instant(at), startsAt: instant(event.startsAt) };
    case 'absorbed': {
      const past = (index: number) => instant(Math.min(index, at));
      const { registeredAt, contactedAt } = event;
      return {
        ...event,
        at: instant(at),
        registeredAt: past(registeredAt),
        contactedAt: contactedAt === null ? null : past(contactedAt),
      };
    }
    default:
      return { ...event, at: instant(at) };
  }
}

function agree(
  reading: ClockReading,
  walked: WalkedClock,
  instant: (index: number) => number,
): void {
  const shown = {
    state: reading.state,
    elapsedMinutes: reading.elapsedMs / minuteMs,
    breached: reading.breach !== null,
    onTime: reading.onTime,
    metAt: reading.metAt,
    cycle: reading.cycle,
  };
  expect(shown).toEqual({
    state: walked.state,
    elapsedMinutes: walked.elapsedMinutes,
    breached: walked.breached,
    onTime: walked.onTime,
    metAt: walked.metAt === null ? null : instant(walked.metAt),
    cycle: walked.cycle,
  });
  // Beyond the walk the walker knows nothing.
  if (walked.due !== null) expect(reading.dueAt).toBe(instant(walked.due));
  if (walked.lastGood !== null) expect(reading.breachAt).toBe(instant(walked.lastGood));
  if (walked.state === 'paused' || walked.state === 'none') expect(reading.dueAt).toBeNull();
}
