import { expect, it } from 'vitest';
import { countDown, shareElapsed } from './countdown.ts';

const minute = 60_000;
const hour = 60 * minute;
const now = Date.UTC(2026, 10, 23, 14);

it.each([
  [2 * hour, 'far', '2 h'],
  [2 * hour - 1, 'near', '1 h 59 min'],
  [10 * minute, 'near', '10 min'],
  [10 * minute - 1, 'imminent', '9:59'],
  [5000, 'imminent', '0:05'],
  [0, 'imminent', '0:00'],
  [-1, 'late', '0 min'],
  [-35 * minute, 'late', '35 min'],
  [-50 * hour, 'late', '2 d 2 h'],
])('%i ms from due is %s: %s', (left, phase, distance) => {
  expect(countDown(now + left, now)).toEqual({ phase, distance });
});

it('the share that has passed never leaves 0 to 1', () => {
  expect(shareElapsed(0, 100, 25)).toBe(0.25);
  expect(shareElapsed(0, 100, -5)).toBe(0);
  expect(shareElapsed(0, 100, 500)).toBe(1);
  expect(shareElapsed(100, 100, 100)).toBe(1);
});
