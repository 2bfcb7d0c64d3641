import { expect, it } from 'vitest';
import { hourMs } from '../../kernel/duration.ts';
import type { ClockEvent } from './events.ts';
import { foldClocks } from './fold.ts';
import { noTimeSpent, timeSpent } from './time-spent.ts';
import { aroundTheClock } from './timeline.ts';

const start = Date.parse('2026-03-09T12:00:00Z');
const h = (hours: number): number => start + hours * hourMs;
const timelines = () => aroundTheClock;
const promised = {
  priority: 'p2',
  firstResponseMinutes: 24 * 60,
  resolutionMinutes: 48 * 60,
  hours: 'calendar',
  agreementVersion: 1,
} as const;

it('VII, VIII.b, VIII.c: every stretch from the arrival on is somewhere, and together they are the whole time', () => {
  const events: ClockEvent[] = [
    { type: 'registered', at: h(0), receivedAt: h(-3), promised, calendar: null },
    { type: 'waiting-started', at: h(2) },
    { type: 'waiting-ended', at: h(7) },
    { type: 'appointment-agreed', at: h(8), appointmentId: 1, startsAt: h(10) },
    { type: 'resolved', at: h(11) },
    { type: 'reopened', at: h(15) },
  ];
  const clocks = foldClocks(events, h(16), timelines);
  const spent = timeSpent(clocks, clocks.resolution, h(16), timelines);
  expect(spent).toEqual({
    ...noTimeSpent,
    held: 3 * hourMs,
    counted: (2 + 1 + 1 + 1) * hourMs,
    waiting: 5 * hourMs,
    appointment: 2 * hourMs,
    resolved: 4 * hourMs,
  });
  const whole = Object.values(spent).reduce((sum, length) => sum + length, 0);
  expect(whole).toBe(h(16) - h(-3));
});
