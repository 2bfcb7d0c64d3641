import { expect, it } from 'vitest';
import { minutesOf, readTimer, stopwatch } from './work-timer.ts';

const timer = { ticketNumber: 1042, startedAt: 0 };

it.each([
  [0, 1],
  [60_000, 1],
  [60_001, 2],
  [70 * 60_000, 70],
  [30 * 60 * 60_000, 1440],
])('after %i ms it proposes %i minutes', (now, minutes) => {
  expect(minutesOf(timer, now)).toBe(minutes);
});

it.each([
  [9_000, '0:09'],
  [249_000, '4:09'],
  [3_849_000, '1:04:09'],
])('after %i ms it shows %s', (now, shown) => {
  expect(stopwatch(timer, now)).toBe(shown);
});

it('a timer survives a reload, and anything else is no timer', () => {
  expect(readTimer(JSON.stringify(timer))).toEqual(timer);
  expect(readTimer(null)).toBeNull();
  expect(readTimer('{"ticketNumber":"x"}')).toBeNull();
  expect(readTimer('{')).toBeNull();
});
