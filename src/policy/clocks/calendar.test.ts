import { describe, expect, it } from 'vitest';
import {
  type CalendarDefinition,
  calendarProblems,
  mayBeSaved,
  type ServiceHours,
  wallTimeMs,
} from './calendar.ts';

const sound: ServiceHours = {
  kind: 'hours',
  timeZone: 'America/Caracas',
  week: {
    monday: [
      { from: '08:00', to: '12:00' },
      { from: '13:00', to: '17:00' },
    ],
  },
  holidays: [{ date: '2026-02-16', name: 'Lunes de Carnaval' }],
  shifts: { '2026-02-18': [{ from: '08:00', to: '24:00' }] },
  breaks: { '2026-03-09': [{ from: '10:00', to: '10:30' }] },
};

const reasons = (calendar: CalendarDefinition) =>
  calendarProblems(calendar).map(({ severity, reason }) => `${severity}: ${reason}`);

describe('VII a service calendar', () => {
  it('with hours, holidays, shifts and breaks has no problem', () => {
    expect(calendarProblems(sound)).toEqual([]);
  });

  it('that always serves needs only a zone', () => {
    expect(reasons({ kind: 'always', timeZone: 'UTC' })).toEqual([]);
    expect(reasons({ kind: 'always', timeZone: 'Nowhere' })).toEqual(['error: unknown-time-zone']);
  });

  const monday = (from: string, to: string): ServiceHours => ({
    ...sound,
    week: { monday: [{ from, to }] },
  });

  it.each<[string, ServiceHours, string[]]>([
    ['without hours', { ...sound, week: {} }, ['error: no-service-hours']],
    ['with empty days only', { ...sound, week: { monday: [] } }, ['error: no-service-hours']],
    ['that opens at 25:00', monday('25:00', '26:00'), ['error: not-a-time']],
    ['that closes at 24:01', monday('08:00', '24:01'), ['error: not-a-time']],
    ['with a minute 60', monday('08:60', '12:00'), ['error: not-a-time']],
    ['with 8:00', monday('8:00', '12:00'), ['error: not-a-time']],
    ['that closes at 24:00', monday('08:00', '24:00'), []],
    ['that closes at 00:00', monday('08:00', '00:00'), ['error: ends-before-it-starts']],
    ['that closes as it opens', monday('08:00', '08:00'), ['error: ends-before-it-starts']],
    ['that closes at 23:59', monday('08:00', '23:59'), ['warning: last-minute-left-out']],
    ['that closes at 23:58', monday('08:00', '23:58'), []],
    [
      'whose hours overlap',
      {
        ...sound,
        week: { monday: [...(sound.week.monday ?? []), { from: '11:59', to: '13:00' }] },
      },
      ['warning: hours-overlap'],
    ],
    [
      'whose hours touch',
      {
        ...sound,
        week: { monday: [...(sound.week.monday ?? []), { from: '12:00', to: '13:00' }] },
      },
      [],
    ],
    [
      'with a date that is none',
      { ...sound, holidays: [{ date: '2026-02-30', name: '' }] },
      ['error: not-a-date'],
    ],
    [
      'with a shift on a holiday',
      { ...sound, shifts: { '2026-02-16': [{ from: '08:00', to: '09:00' }] } },
      ['warning: shift-on-holiday'],
    ],
    [
      'with an empty break',
      { ...sound, breaks: { '2026-03-09': [{ from: '00:00', to: '00:00' }] } },
      ['warning: empty-break'],
    ],
    [
      'with a break that ends before it starts',
      { ...sound, breaks: { '2026-03-09': [{ from: '10:00', to: '09:00' }] } },
      ['error: ends-before-it-starts'],
    ],
  ])('%s', (_, calendar, expected) => {
    expect(reasons(calendar)).toEqual(expected);
  });

  it('names errors before warnings, and where they are', () => {
    const problems = calendarProblems({
      ...sound,
      week: {
        monday: [{ from: '08:00', to: '23:59' }],
        friday: [{ from: '09:00', to: '08:00' }],
      },
    });
    expect(problems.map(({ facts }) => facts)).toEqual([
      { weekday: 'friday', from: '09:00', to: '08:00' },
      { weekday: 'monday', from: '08:00', to: '23:59' },
    ]);
    expect(mayBeSaved(problems)).toBe(false);
    expect(mayBeSaved(problems.slice(1))).toBe(true);
  });

  it.each([
    ['00:00', 0],
    ['08:30', 30_600_000],
    ['23:59:59', 86_399_000],
    ['24:00', 86_400_000],
    ['24:00:01', null],
    ['12', null],
  ])('%s is %s milliseconds from midnight', (time, milliseconds) => {
    expect(wallTimeMs(time)).toBe(milliseconds);
  });
});
