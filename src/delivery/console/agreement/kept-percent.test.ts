import { expect, it } from 'vitest';
import { keptPercent } from './kept-percent.ts';

const counts = (met: number, breached: number) => ({
  none: 0,
  met,
  breached,
  running: 5,
  cancelled: 2,
});

it.each([
  [counts(1, 0), 100],
  [counts(999, 1), 99],
  [counts(3, 1), 75],
  [counts(0, 3), 0],
  [counts(0, 0), null],
])('of %j is %s', (clock, percent) => {
  expect(keptPercent(clock)).toBe(percent);
});
