import { describe, expect, it } from 'vitest';
import { holidayCountries, publicHolidays } from './holidays.ts';

describe('public holidays', () => {
  it('Venezuela 2026: Carnival and Holy Week move with Easter, the rest stand', async () => {
    const days = (await publicHolidays('VE', { from: 2026, to: 2026 }, 'es')) ?? [];
    const dates = days.map(({ date }) => date);
    for (const date of [
      '2026-01-01',
      '2026-02-16',
      '2026-02-17',
      '2026-04-02',
      '2026-04-03',
      '2026-05-01',
      '2026-07-05',
      '2026-12-24',
      '2026-12-25',
      '2026-12-31',
    ]) {
      expect(dates, date).toContain(date);
    }
    expect(days.find(({ date }) => date === '2026-01-01')?.name).toBe('Año Nuevo');
    // Observances are days of work.
    expect(dates).not.toContain('2026-01-06');
    expect(dates).toEqual([...new Set(dates)].toSorted());
  });

  it('several years follow one another, in the language asked for', async () => {
    const days = (await publicHolidays('VE', { from: 2026, to: 2028 }, 'en')) ?? [];
    expect(days.filter(({ date }) => date.endsWith('-01-01'))).toEqual([
      { date: '2026-01-01', name: "New Year's Day" },
      { date: '2027-01-01', name: "New Year's Day" },
      { date: '2028-01-01', name: "New Year's Day" },
    ]);
  });

  it('knows the countries around', async () => {
    const countries = await holidayCountries();
    for (const code of ['VE', 'CO', 'MX', 'CL', 'PE', 'AR', 'EC', 'PA', 'DO', 'ES', 'US']) {
      expect(countries).toContain(code);
    }
    expect(await publicHolidays('XX', { from: 2026, to: 2026 }, 'es')).toBeNull();
  });
});
