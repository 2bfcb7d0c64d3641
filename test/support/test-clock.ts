import { type MovableClock, movableClock } from '../../src/kernel/clock.ts';

/** A Monday at nine in Caracas, which is UTC-4 all year: a plain working morning for a test to begin on. */
const mondayMorning = '2026-03-02T09:00:00-04:00';

/** A clock that stands still at a moment (ISO 8601 with its offset) until the test moves it. */
export const testClock = (start: string = mondayMorning): MovableClock =>
  movableClock(Date.parse(start));
