import { describe, expect, it } from 'vitest';
import { monthsUntil, reportSpan } from './report-span.ts';

describe('the span of a report', () => {
  it('is of months as the wall shows them, over the turn of the year', () => {
    const { months, from, until } = reportSpan('2026-12', '2027-01', 'America/Caracas');
    expect(months).toEqual([
      { name: '2026-12', from: Date.parse('2026-12-01T04:00:00Z') },
      { name: '2027-01', from: Date.parse('2027-01-01T04:00:00Z') },
    ]);
    expect(from).toBe(months[0]?.from);
    expect(until).toBe(Date.parse('2027-02-01T04:00:00Z'));
  });

  it('has weeks from Monday on, the first one where the span begins', () => {
    // The first of December of 2026 is a Tuesday.
    const { weeks } = reportSpan('2026-12', '2026-12', 'UTC');
    expect(weeks.map(({ name }) => name)).toEqual([
      ...['2026-11-30', '2026-12-07', '2026-12-14', '2026-12-21', '2026-12-28'],
    ]);
    expect(weeks[0]?.from).toBe(Date.parse('2026-12-01T00:00:00Z'));
    expect(weeks[1]?.from).toBe(Date.parse('2026-12-07T00:00:00Z'));
  });

  it('across daylight saving a month begins at its own midnight', () => {
    const { months } = reportSpan('2026-03', '2026-04', 'Europe/Madrid');
    expect(months[0]?.from).toBe(Date.parse('2026-02-28T23:00:00Z'));
    expect(months[1]?.from).toBe(Date.parse('2026-03-31T22:00:00Z'));
  });

  it('the last six months end with the one that the wall shows', () => {
    const newYear = Date.parse('2027-01-01T01:00:00Z');
    expect(monthsUntil(newYear, 6, 'America/Caracas')).toEqual(['2026-07', '2026-12']);
    expect(monthsUntil(newYear, 2, 'UTC')).toEqual(['2026-12', '2027-01']);
  });
});
