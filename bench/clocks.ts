/**
 * What the clocks cost: `node bench/clocks.ts`. Service time is asked at every screen and every message, so a
 * question must stay near 0.1 microseconds and the fold of a long ticket under 50.
 */
import { dayMs, hourMs, minuteMs } from '../src/kernel/duration.ts';
import type { CalendarDefinition } from '../src/policy/clocks/calendar.ts';
import type { ClockEvent, Promised } from '../src/policy/clocks/events.ts';
import { foldClocks } from '../src/policy/clocks/fold.ts';
import { clockMoments } from '../src/policy/clocks/moments.ts';
import { timelineOf } from '../src/policy/clocks/timeline.ts';

const workday = [
  { from: '08:00', to: '12:00' },
  { from: '13:00', to: '17:00' },
];

const calendarIn = (timeZone: string): CalendarDefinition => ({
  kind: 'hours',
  timeZone,
  week: {
    monday: workday,
    tuesday: workday,
    wednesday: workday,
    thursday: workday,
    friday: workday,
  },
  holidays: [{ date: '2026-02-16', name: 'Carnaval' }],
  shifts: {},
  breaks: {},
});

const promised: Promised = {
  priority: 'p3',
  agreementVersion: 1,
  firstResponseMinutes: 48 * 60,
  resolutionMinutes: 72 * 60,
  hours: 'service',
};

const start = Date.UTC(2026, 0, 5, 12);
const rounds = 1_000_000;

for (const timeZone of ['America/Caracas', 'Europe/Madrid']) {
  const calendar = calendarIn(timeZone);
  const table = timelineOf(calendar);
  report(`${timeZone}: table of 5 years`, 20, () => {
    timelineOf(calendar).between(start, start + 5 * 365 * dayMs);
  });
  table.between(start, start + 5 * 365 * dayMs);
  let sum = 0;
  let seed = 1;
  // A fixed sequence of pseudo-random numbers: the same questions in every run.
  const random = (limit: number) => {
    seed = (seed * 48271) % 2147483647;
    return seed % limit;
  };
  const starts = Array.from({ length: 1024 }, () => start + random(3 * 365 * dayMs));
  const targets = Array.from({ length: 1024 }, () => 4 * hourMs + random(68 * hourMs));
  const spans = Array.from({ length: 1024 }, () => random(10 * dayMs));
  const pick = (list: readonly number[], round: number) => list[round & 1023] ?? 0;
  report(`${timeZone}: add`, rounds, (round) => {
    sum += table.reached(pick(starts, round), pick(targets, round));
  });
  report(`${timeZone}: diff`, rounds, (round) => {
    const from = pick(starts, round);
    sum += table.between(from, from + pick(spans, round));
  });
  const events = twentyEvents();
  const timelines = () => table;
  report(`${timeZone}: fold of ${events.length} events`, 50_000, (round) => {
    sum += foldClocks(events, start + 40 * dayMs + round, timelines).resolution.elapsedMs;
  });
  const steps = [
    { key: 'half', atTargetPercent: 50, tells: [] },
    { key: 'last-hour', minutesBeforeDue: 60, tells: [] },
    { key: 'level-1', minutesAfterDue: 60, tells: [] },
    { key: 'level-2', minutesAfterDue: 240, tells: [] },
  ];
  const { resolution } = foldClocks(events.slice(0, 1), start, timelines);
  report(`${timeZone}: next moments of a clock`, 100_000, () => {
    sum += clockMoments(resolution, steps, timelines, start).length;
  });
  if (!Number.isFinite(sum)) throw new Error('a question had no answer');
}

function twentyEvents(): readonly ClockEvent[] {
  const calendar = { calendarId: 1, version: 1 };
  const events: ClockEvent[] = [{ type: 'registered', at: start, promised, calendar }];
  for (let round = 1; events.length < 18; round += 1) {
    const at = start + round * dayMs;
    events.push({ type: 'contacted', at }, { type: 'waiting-started', at });
    events.push({ type: 'waiting-ended', at: at + 7 * hourMs + 13 * minuteMs });
  }
  const end = start + 20 * dayMs;
  events.push({ type: 'priority-changed', at: end, promised: { ...promised, priority: 'p4' } });
  return [...events, { type: 'resolved', at: end + hourMs }];
}

function report(name: string, times: number, run: (round: number) => void): void {
  for (let round = 0; round < Math.min(times, 20_000); round += 1) run(round);
  const before = process.cpuUsage();
  for (let round = 0; round < times; round += 1) run(round);
  const { user, system } = process.cpuUsage(before);
  process.stdout.write(`${name}: ${((user + system) / times).toFixed(3)} µs\n`);
}
