import { describe, expect, it } from 'vitest';
import {
  formatAgo,
  formatBefore,
  formatBytes,
  formatCalendarDay,
  formatChange,
  formatDayAndTime,
  formatMinutes,
  formatNear,
  formatSpan,
  formatTarget,
  formatTime,
  formatUnits,
  formatZone,
} from './format.ts';

const caracas = { language: 'es', timeZone: 'America/Caracas' } as const;
const madrid = { language: 'en', timeZone: 'Europe/Madrid' } as const;
/** Sunday, 14:10 in Caracas and 19:10 in Madrid. */
const now = Date.parse('2026-11-22T18:10:00Z');
const hour = 3_600_000;

describe('moments', () => {
  it('a moment is told in the zone of the reader', () => {
    expect(formatTime(now, caracas)).toBe('14:10');
    expect(formatTime('2026-11-22T18:10:00.000Z', madrid)).toBe('19:10');
    expect(formatDayAndTime(now, caracas)).toBe('22 nov 2026, 14:10');
    expect(formatDayAndTime(now, madrid)).toBe('Nov 22, 2026, 19:10');
  });

  it('midnight is 00:00, not 24:00', () => {
    expect(formatTime('2026-11-23T04:00:00Z', caracas)).toBe('00:00');
  });

  it.each([
    [now, 'hoy a las 14:10'],
    [now + 9 * hour, 'hoy a las 23:10'],
    [now + 10 * hour, 'mañana a las 00:10'],
    [now - 15 * hour, 'ayer a las 23:10'],
    [now + 48 * hour, 'el martes 24 nov a las 14:10'],
    [now + 9 * 24 * hour, 'el 1 dic a las 14:10'],
    [now + 60 * 24 * hour, 'el 21 ene 2027 a las 14:10'],
  ])('near %d is told by its day', (moment, words) => {
    expect(formatNear(moment, now, caracas)).toBe(words);
  });

  it('"before" joins with the day as each language does', () => {
    expect(formatBefore(now + hour, now, caracas)).toBe('antes de hoy a las 15:10');
    expect(formatBefore(now + 48 * hour, now, caracas)).toBe('antes del martes 24 nov a las 14:10');
    expect(formatBefore(now + 48 * hour, now, madrid)).toBe('before Tuesday, Nov 24 at 19:10');
  });

  it('the same instant is today for one reader and tomorrow for another', () => {
    const late = now + 6 * hour;
    expect(formatNear(late, now, caracas)).toBe('hoy a las 20:10');
    expect(formatNear(late, now, madrid)).toBe('tomorrow at 01:10');
  });

  it.each([
    [30_000, 'ahora mismo'],
    [5 * 60_000, 'hace 5 min'],
    [3 * hour, 'hace 3 h'],
    [20 * hour, 'ayer'],
    [8 * 24 * hour, '14 nov 2026'],
  ])('%d ms ago', (milliseconds, words) => {
    expect(formatAgo(now - milliseconds, now, caracas)).toBe(words);
  });

  it('a day without a zone stays that day', () => {
    expect(formatCalendarDay('2026-11-22', 'es')).toBe('22 nov 2026');
  });

  it('the zone has a name', () => {
    expect(formatZone(caracas, now)).toBe('hora de Venezuela');
    expect(formatZone({ ...caracas, language: 'en' }, now)).toBe('Venezuela Time');
  });
});

describe('quantities', () => {
  it.each([
    [0, '0 min'],
    [59, '59 min'],
    [60, '1 h'],
    [70, '1 h 10 min'],
    [2879, '47 h 59 min'],
    [2880, '2 d'],
    [3060, '2 d 3 h'],
  ])('%d minutes', (minutes, words) => {
    expect(formatMinutes(minutes)).toBe(words);
  });

  it('a span below a minute is not nothing', () => {
    expect(formatSpan(59_999, 'es')).toBe('menos de 1 min');
    expect(formatSpan(-60_000, 'en')).toBe('1 min');
  });

  it('a target reads as in the agreement', () => {
    expect(formatTarget(72 * 60)).toBe('72 h');
    expect(formatTarget(90)).toBe('1 h 30 min');
  });

  it('units have their plural, their thousands and a true minus', () => {
    expect(formatUnits(1, 'es')).toBe('1 unidad');
    expect(formatUnits(0, 'es')).toBe('0 unidades');
    expect(formatUnits(-3, 'en')).toBe('−3 units');
    expect(formatUnits(12_500, 'es')).toBe('12.500 unidades');
    expect(formatChange(2, 'es')).toBe('+2');
    expect(formatChange(-1, 'es')).toBe('−1');
    expect(formatChange(0, 'es')).toBe('0');
  });

  it('sizes are short', () => {
    expect(formatBytes(512, 'es')).toBe('512B');
    expect(formatBytes(820_400, 'en')).toBe('820 kB');
    expect(formatBytes(1_250_000, 'es')).toBe('1,3 MB');
  });
});
