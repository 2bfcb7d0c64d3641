import { describe, expect, it } from 'vitest';
import { monthDueAnywhere, statementMonthDue, statementMonthOf } from './statement-month.ts';

const at = (time: string) => Date.parse(time);

describe('the month of a statement', () => {
  it.each([
    ['America/Caracas', '2026-11-01T09:59:59Z', null, 'before six in the morning there'],
    ['America/Caracas', '2026-11-01T10:00:00Z', '2026-10', 'six in the morning there'],
    ['Pacific/Kiritimati', '2026-10-31T16:00:00Z', '2026-10', 'where the month ends first'],
    ['Pacific/Niue', '2026-11-01T16:59:59Z', null, 'where it ends last'],
    ['Pacific/Niue', '2026-11-01T17:00:00Z', '2026-10', 'where it ends last, in the morning'],
    ['America/Caracas', '2027-01-02T12:00:00Z', '2026-12', 'over a year’s end'],
    ['America/Caracas', '2026-11-09T03:59:59Z', '2026-10', 'within eight days'],
    ['America/Caracas', '2026-11-09T04:00:00Z', null, 'after eight days nobody is surprised'],
    ['America/Caracas', '2026-11-28T12:00:00Z', null, 'in the middle of a month'],
  ])('%s at %s: %s, %s', (zone, time, month, _why) => {
    expect(statementMonthDue(zone, at(time))?.month ?? null).toBe(month);
    if (month !== null) expect(monthDueAnywhere(at(time))).toBe(month);
  });

  it('most days nobody’s is due', () => {
    expect(monthDueAnywhere(at('2026-11-15T12:00:00Z'))).toBeNull();
  });

  it('goes from midnight to midnight of that zone, over a change of the clocks', () => {
    expect(statementMonthOf('2026-10', 'Europe/Berlin', at('2026-12-01T00:00:00Z'))).toEqual({
      month: '2026-10',
      from: at('2026-09-30T22:00:00Z'),
      until: at('2026-10-31T23:00:00Z'),
      firstDay: '2026-10-01',
      lastDay: '2026-10-31',
    });
  });

  it.each(['2026-11', '2026-13', '26-1', ''])('%s is none that is over', (month) =>
    expect(statementMonthOf(month, 'America/Caracas', at('2026-11-28T12:00:00Z'))).toBeNull(),
  );
});
