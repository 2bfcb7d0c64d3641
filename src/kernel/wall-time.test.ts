import { describe, expect, it } from 'vitest';
import { dayMs, minuteMs } from './duration.ts';
import { dateOf, dayNumberOf, isTimeZone, timeZone, weekdayOf } from './wall-time.ts';

/** What a wall shows, written `2026-03-09 02:30`. */
function wall(text: string): number {
  return Date.parse(`${text.replace(' ', 'T')}Z`);
}

const iso = (instant: number) => new Date(instant).toISOString().replace('.000Z', 'Z');

describe('a wall time becomes an instant', () => {
  it.each([
    ['America/Caracas', '2026-03-09 08:00', '2026-03-09T12:00:00Z', 'an ordinary morning'],
    [
      'America/Caracas',
      '2016-05-01 02:45',
      '2016-05-01T07:15:00Z',
      'inside the half hour left out',
    ],
    ['America/Caracas', '2016-05-01 03:00', '2016-05-01T07:00:00Z', 'right after it'],
    ['America/Caracas', '2007-12-09 02:45', '2007-12-09T06:45:00Z', 'shown twice: the first'],
    ['Europe/Madrid', '2026-03-29 02:30', '2026-03-29T01:30:00Z', 'never shown: an hour on'],
    ['Europe/Madrid', '2026-03-29 01:59', '2026-03-29T00:59:00Z', 'before the jump'],
    ['Europe/Madrid', '2026-10-25 02:30', '2026-10-25T00:30:00Z', 'shown twice: the first'],
    ['Europe/Madrid', '2026-10-25 03:00', '2026-10-25T02:00:00Z', 'after both'],
    ['America/Santiago', '2026-04-04 23:30', '2026-04-05T02:30:00Z', 'twice before midnight'],
    ['America/Santiago', '2026-04-05 00:00', '2026-04-05T04:00:00Z', 'midnight comes late'],
    ['America/Sao_Paulo', '2018-11-04 00:00', '2018-11-04T03:00:00Z', 'a day without midnight'],
    ['Australia/Lord_Howe', '2026-10-04 02:15', '2026-10-03T15:45:00Z', 'half an hour left out'],
    ['Pacific/Apia', '2011-12-31 00:00', '2011-12-30T10:00:00Z', 'the day after the missing one'],
    ['Asia/Kathmandu', '2026-01-01 00:00', '2025-12-31T18:15:00Z', 'a quarter-hour zone'],
  ])('%s %s is %s: %s', (zone, shown, instant) => {
    expect(iso(timeZone(zone).instantOf(wall(shown)))).toBe(instant);
  });

  it('comes back as the same wall time wherever the wall shows it once', () => {
    const zone = timeZone('America/Santiago');
    for (let minute = 0; minute < 3 * 24 * 60; minute += 7) {
      const shown = wall('2026-09-01 00:00') + minute * minuteMs;
      expect(zone.wallOf(zone.instantOf(shown))).toBe(shown);
    }
  });

  it('answers for far years in any order', () => {
    const zone = timeZone('Europe/Berlin');
    expect(iso(zone.instantOf(wall('2050-07-01 12:00')))).toBe('2050-07-01T10:00:00Z');
    expect(iso(zone.instantOf(wall('1985-07-01 12:00')))).toBe('1985-07-01T10:00:00Z');
    expect(iso(zone.instantOf(wall('1970-01-01 12:00')))).toBe('1970-01-01T11:00:00Z');
  });
});

describe('names of zones', () => {
  it.each(['America/Caracas', 'UTC', 'Etc/GMT-6', 'Asia/Kolkata'])('%s is one', (name) => {
    expect(isTimeZone(name)).toBe(true);
  });

  it.each(['', 'Mars/Base', '+04:00', 'Caracas', 'America/'])('"%s" is none', (name) => {
    expect(isTimeZone(name)).toBe(false);
  });

  it('a name that is none is a broken invariant', () => {
    expect(() => timeZone('Mars/Base')).toThrow('no such time zone');
  });
});

describe('dates', () => {
  it.each([
    ['1970-01-01', 0],
    ['1969-12-31', -1],
    ['2026-03-09', 20521],
    ['2028-02-29', 21243],
  ])('%s is day %i, and back', (date, day) => {
    expect(dayNumberOf(date)).toBe(day);
    expect(dateOf(day)).toBe(date);
  });

  it.each(['2026-02-29', '2026-13-01', '2026-3-9', 'tomorrow', ''])('"%s" is none', (date) => {
    expect(dayNumberOf(date)).toBeNull();
  });

  it('every weekday is found, before 1970 too', () => {
    const monday = dayNumberOf('2026-03-09') ?? 0;
    expect([0, 1, 2, 3, 4, 5, 6].map((offset) => weekdayOf(monday + offset))).toEqual([
      1, 2, 3, 4, 5, 6, 0,
    ]);
    expect(weekdayOf(Date.UTC(1969, 11, 28) / dayMs)).toBe(0);
  });
});
