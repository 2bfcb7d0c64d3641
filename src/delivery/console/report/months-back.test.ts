import { expect, it } from 'vitest';
import { monthsBack } from './months-back.ts';

it('goes back over the turn of the year, from the month that the wall shows', () => {
  const newYear = Date.parse('2027-01-01T01:00:00Z');
  expect(monthsBack(newYear, 3, 'UTC')).toEqual(['2027-01', '2026-12', '2026-11']);
  expect(monthsBack(newYear, 2, 'America/Caracas')).toEqual(['2026-12', '2026-11']);
});
