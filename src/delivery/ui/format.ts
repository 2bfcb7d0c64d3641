import type { Language } from '../../kernel/language.ts';
import * as m from './words/generated/messages.js';

/** How one person reads: their language, and the IANA zone in which they want to see times. */
export interface Reader {
  readonly language: Language;
  readonly timeZone: string;
}

/** Epoch milliseconds, or ISO 8601 as the contract sends it. */
export type Moment = number | string;

/** "14:10": the clock is written with 24 hours in both languages, since a promise has no room for doubt. */
export const formatTime = (moment: Moment, reader: Reader): string =>
  dateFormat(reader, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(at(moment));

/** "22 nov 2026". */
export const formatDay = (moment: Moment, reader: Reader): string =>
  undotted(
    dateFormat(reader, { day: 'numeric', month: 'short', year: 'numeric' }).format(at(moment)),
    reader,
  );

/** "Domingo, 22 nov 2026": a day as the title of what happens on it. */
export function formatWeekday(moment: Moment, reader: Reader): string {
  const weekday = dateFormat(reader, { weekday: 'long' }).format(at(moment));
  return `${weekday.charAt(0).toUpperCase()}${weekday.slice(1)}, ${formatDay(moment, reader)}`;
}

/** "22 nov 2026, 14:10". */
export const formatDayAndTime = (moment: Moment, reader: Reader): string =>
  `${formatDay(moment, reader)}, ${formatTime(moment, reader)}`;

/** A calendar day ("2026-11-22") that belongs to no zone. */
export const formatCalendarDay = (day: string, language: Language): string =>
  formatDay(`${day}T00:00:00Z`, { language, timeZone: 'UTC' });

/** A month ("2026-11") that belongs to no zone: "nov 2026". */
export function formatMonth(month: string, language: Language): string {
  const reader = { language, timeZone: 'UTC' };
  const format = dateFormat(reader, { month: 'short', year: 'numeric' });
  return undotted(format.format(at(`${month}-01T00:00:00Z`)), reader);
}

/** "hoy a las 14:10", "mañana a las 09:00", "el martes 24 nov a las 09:00"; with the year when it is another. */
export function formatNear(moment: Moment, now: number, reader: Reader): string {
  const time = formatTime(moment, reader);
  const say = { locale: reader.language };
  switch (calendarDaysBetween(now, at(moment), reader.timeZone)) {
    case -1:
      return m.common_yesterday_at({ time }, say);
    case 0:
      return m.common_today_at({ time }, say);
    case 1:
      return m.common_tomorrow_at({ time }, say);
    default:
      return m.common_day_at({ day: namedDay(moment, now, reader), time }, say);
  }
}

/** "antes de hoy a las 14:10", "antes del martes 24 nov a las 09:00". */
export function formatBefore(moment: Moment, now: number, reader: Reader): string {
  const before = m.common_before(
    { moment: formatNear(moment, now, reader) },
    { locale: reader.language },
  );
  return reader.language === 'es' ? before.replace(' de el ', ' del ') : before;
}

/** "hace 5 min", "hace 3 h", "ayer", "22 nov 2026": how long ago, as a list shows it. */
export function formatAgo(moment: Moment, now: number, reader: Reader): string {
  const minutes = Math.floor((now - at(moment)) / 60_000);
  if (minutes < 1) return m.common_just_now({}, { locale: reader.language });
  if (minutes < 60) return relativeFormat(reader.language).format(-minutes, 'minute');
  const days = -calendarDaysBetween(now, at(moment), reader.timeZone);
  if (minutes < 12 * 60 || days === 0) {
    return relativeFormat(reader.language).format(-Math.floor(minutes / 60), 'hour');
  }
  if (days < 7) return relativeFormat(reader.language).format(-days, 'day');
  return formatDay(moment, reader);
}

/** "1 h 10 min", "45 min", "2 d 3 h" from two days on. Whole minutes, rounded down; both languages alike. */
export function formatMinutes(minutes: number): string {
  const whole = Math.floor(Math.abs(minutes));
  const [days, hours, rest] = [Math.floor(whole / 1440), Math.floor(whole / 60), whole % 60];
  if (days >= 2) return join([days, 'd'], [hours % 24, 'h']);
  if (hours > 0) return join([hours, 'h'], [rest, 'min']);
  return `${rest} min`;
}

/** What is left or over, from milliseconds: below a minute it says so instead of "0 min". */
export function formatSpan(milliseconds: number, language: Language): string {
  const minutes = Math.floor(Math.abs(milliseconds) / 60_000);
  return minutes === 0 ? m.common_under_a_minute({}, { locale: language }) : formatMinutes(minutes);
}

/** A promised time as the agreement writes it: "4 h", "72 h"; minutes only where it has some. */
export const formatTarget = (minutes: number): string =>
  join([Math.floor(minutes / 60), 'h'], [minutes % 60, 'min']) || '0 h';

/** "1 unidad", "2 unidades", "−3 unidades". */
export const formatUnits = (units: number, language: Language): string =>
  m.common_units_shown({ count: units, shown: formatCount(units, language) }, { locale: language });

/** "+2", "−1", "0": a change of units in a statement. */
export const formatChange = (units: number, language: Language): string =>
  numberFormat(language, { signDisplay: 'exceptZero' }).format(units).replace('-', '−');

/** "1.234", "−3": with a true minus sign, so that screen readers and tables agree. */
export const formatCount = (count: number, language: Language): string =>
  numberFormat(language, {}).format(count).replace('-', '−');

/** "512B", "820 kB", "1,3 MB". */
export function formatBytes(bytes: number, language: Language): string {
  const unit = bytes < 1000 ? 'byte' : bytes < 1_000_000 ? 'kilobyte' : 'megabyte';
  const size = bytes / { byte: 1, kilobyte: 1000, megabyte: 1_000_000 }[unit];
  const maximumFractionDigits = unit === 'megabyte' ? 1 : 0;
  const unitDisplay = unit === 'byte' ? 'narrow' : 'short';
  return numberFormat(language, {
    style: 'unit',
    unit,
    unitDisplay,
    maximumFractionDigits,
  }).format(size);
}

/** "hora de Venezuela", "Venezuela Time": the zone in words, for the places where it matters. */
export function formatZone(reader: Reader, now: number): string {
  const parts = dateFormat(reader, { timeZoneName: 'longGeneric' }).formatToParts(now);
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? reader.timeZone;
}

const locales: Readonly<Record<Language, string>> = { es: 'es-VE', en: 'en' };

const at = (moment: Moment): number => (typeof moment === 'number' ? moment : Date.parse(moment));

const join = (...parts: readonly (readonly [number, string])[]): string =>
  parts
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(' ');

function namedDay(moment: Moment, now: number, reader: Reader): string {
  const distance = Math.abs(calendarDaysBetween(now, at(moment), reader.timeZone));
  const day = { day: 'numeric', month: 'short' } as const;
  if (distance < 7) {
    return undotted(dateFormat(reader, { weekday: 'long', ...day }).format(at(moment)), reader);
  }
  const otherYear =
    isoDay(moment, reader.timeZone).slice(0, 4) !== isoDay(now, reader.timeZone).slice(0, 4);
  return otherYear
    ? formatDay(moment, reader)
    : undotted(dateFormat(reader, day).format(at(moment)), reader);
}

/** How many midnights of the zone lie between two instants. */
function calendarDaysBetween(from: number, to: number, timeZone: string): number {
  const midnight = (instant: number) => Date.parse(`${isoDay(instant, timeZone)}T00:00:00Z`);
  return Math.round((midnight(to) - midnight(from)) / 86_400_000);
}

// Swedish writes dates as ISO does, which Intl offers in no other way.
const isoDay = (moment: Moment, timeZone: string): string =>
  cached(`iso ${timeZone}`, () => new Intl.DateTimeFormat('sv-SE', { timeZone })).format(
    at(moment),
  );

/** Spanish abbreviates months with a point ("22 nov. 2026"), which reads as the end of a sentence; and "martes, 24". */
const undotted = (text: string, { language }: Reader): string =>
  language === 'es' ? text.replace(/[.,]/g, '') : text;

// Making an Intl format costs a thousand times what using it does, and a page uses dozens.
const formats = new Map<string, unknown>();
function cached<Format>(key: string, make: () => Format): Format {
  // The key names the kind of format and everything it was made of, so the type behind it is always the same.
  const known = formats.get(key) as Format | undefined;
  if (known !== undefined) return known;
  const made = make();
  formats.set(key, made);
  return made;
}

const dateFormat = (
  { language, timeZone }: Reader,
  options: Intl.DateTimeFormatOptions,
): Intl.DateTimeFormat =>
  cached(
    `date ${language} ${timeZone} ${JSON.stringify(options)}`,
    () => new Intl.DateTimeFormat(locales[language], { ...options, timeZone }),
  );

const numberFormat = (language: Language, options: Intl.NumberFormatOptions): Intl.NumberFormat =>
  cached(
    `number ${language} ${JSON.stringify(options)}`,
    () => new Intl.NumberFormat(locales[language], options),
  );

const relativeFormat = (language: Language): Intl.RelativeTimeFormat =>
  cached(
    `relative ${language}`,
    () => new Intl.RelativeTimeFormat(locales[language], { numeric: 'auto', style: 'short' }),
  );
