// Owns the knowledge of public holidays: date-holidays (ISC), whose data is CC BY 3.0 (docs/OPERATING.md says so).
import type { Language } from '../kernel/language.ts';

export interface PublicHoliday {
  /** `2026-03-09`, a day of the country's own calendar. */
  readonly date: string;
  readonly name: string;
}

// 22 MB of rules and astronomy: loaded when somebody imports holidays, and by nothing else.
const load = async () => (await import('date-holidays')).default;

/** ISO 3166 codes of the countries that are known. */
export async function holidayCountries(): Promise<readonly string[]> {
  const Holidays = await load();
  return Object.keys(new Holidays().getCountries()).toSorted();
}

/**
 * The public holidays of a country, year by year, in the order of the days; null for a country that is not known. What
 * a government decrees in between, and the holidays of banks alone, are not in it: people add those by hand.
 */
export async function publicHolidays(
  country: string,
  years: { readonly from: number; readonly to: number },
  language: Language,
): Promise<readonly PublicHoliday[] | null> {
  const Holidays = await load();
  const known = new Holidays();
  if (!Object.hasOwn(known.getCountries(), country)) return null;
  known.init(country);
  const found = new Map<string, PublicHoliday>();
  for (let year = years.from; year <= years.to; year += 1) {
    for (const { date, start, end, name, type } of known.getHolidays(year, language)) {
      if (type !== 'public') continue;
      for (const day of daysFrom(date.slice(0, 10), start, end)) {
        const same = found.get(day);
        if (same === undefined) found.set(day, { date: day, name });
        else if (!same.name.split(' · ').includes(name)) {
          found.set(day, { date: day, name: `${same.name} · ${name}` });
        }
      }
    }
  }
  return [...found.values()].toSorted((a, b) => a.date.localeCompare(b.date));
}

/** Every day of a holiday, which may last several, or begin at sunset of the day before it. */
function daysFrom(first: string, start: Date, end: Date): readonly string[] {
  const day = 24 * 60 * 60 * 1000;
  const count = Math.max(1, Math.round((end.getTime() - start.getTime()) / day));
  return Array.from({ length: count }, (_, index) =>
    new Date(Date.parse(`${first}T00:00:00Z`) + index * day).toISOString().slice(0, 10),
  );
}
