import { dayMs } from '../../../kernel/duration.ts';
import { dateOf, dayNumberOf, isTimeZone, timeZone } from '../../../kernel/wall-time.ts';
import type { CalendarMoment } from '../../../modules/correspondence/index.ts';

/** What stands on one line of a calendar. */
export interface Property {
  readonly parameters: ReadonlyMap<string, string>;
  readonly value: string;
}

/**
 * A moment as a calendar writes it: an instant when its zone is known, else what the clock on the wall shows. The day
 * after the last one ends an event of whole days; people say the last one.
 */
export function momentOf(
  property: Property | undefined,
  zones: ReadonlyMap<string, ReadonlySet<number>>,
  edge: 'start' | 'end' = 'start',
): CalendarMoment | null {
  const [, year, month, day, hour, minute, second, utc] =
    /^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})?(Z)?)?/.exec(property?.value.trim() ?? '') ??
    [];
  const date = dayNumberOf(`${year}-${month}-${day}`);
  // The rules of zones are known for these years; others are no appointments.
  if (date === null || Number(year) < 1990 || Number(year) > 2100) return null;
  if (hour === undefined) return { kind: 'day', day: dateOf(edge === 'end' ? date - 1 : date) };
  const time = (Number(hour) * 60 + Number(minute)) * 60 + Number(second ?? 0);
  const wall = date * dayMs + time * 1_000;
  if (utc !== undefined) return { kind: 'instant', at: wall };
  return placed(wall, property?.parameters.get('TZID') ?? '', zones);
}

function placed(
  wall: number,
  zone: string,
  zones: ReadonlyMap<string, ReadonlySet<number>>,
): CalendarMoment {
  const name = knownZone(zone);
  if (name !== null) return { kind: 'instant', at: timeZone(name).instantOf(wall) };
  const offsets = [...(zones.get(zone) ?? [])];
  const [only] = offsets;
  if (only !== undefined && offsets.length === 1)
    return { kind: 'instant', at: wall - only * 60_000 };
  return {
    kind: 'wall',
    wall: new Date(wall).toISOString().slice(0, 16),
    zone: zone.slice(0, 100),
  };
}

/** A name of the IANA database, also behind a prefix of the program that wrote it, or a name that Windows gives. */
function knownZone(zone: string): string | null {
  const [iana = ''] = /[A-Z][A-Za-z]+\/[A-Za-z_]+(?:\/[A-Za-z_]+)?$/.exec(zone) ?? [];
  if (iana !== '' && isTimeZone(iana)) return iana;
  if (/^(?:UTC|GMT|Etc\/UTC)$/i.test(zone)) return 'UTC';
  return windowsZones[zone] ?? null;
}

/** Outlook writes these (Unicode CLDR, windowsZones): the zones of the Americas and of the countries they write to. */
const windowsZones: Readonly<Record<string, string>> = {
  'Venezuela Standard Time': 'America/Caracas',
  'SA Western Standard Time': 'America/La_Paz',
  'SA Pacific Standard Time': 'America/Bogota',
  'SA Eastern Standard Time': 'America/Cayenne',
  'Pacific SA Standard Time': 'America/Santiago',
  'Argentina Standard Time': 'America/Buenos_Aires',
  'E. South America Standard Time': 'America/Sao_Paulo',
  'Montevideo Standard Time': 'America/Montevideo',
  'Paraguay Standard Time': 'America/Asuncion',
  'Central America Standard Time': 'America/Guatemala',
  'Central Standard Time (Mexico)': 'America/Mexico_City',
  'Cuba Standard Time': 'America/Havana',
  'Eastern Standard Time': 'America/New_York',
  'Central Standard Time': 'America/Chicago',
  'Mountain Standard Time': 'America/Denver',
  'Pacific Standard Time': 'America/Los_Angeles',
  'Atlantic Standard Time': 'America/Halifax',
  'GMT Standard Time': 'Europe/London',
  'Romance Standard Time': 'Europe/Paris',
  'W. Europe Standard Time': 'Europe/Berlin',
  'Central Europe Standard Time': 'Europe/Budapest',
  'Central European Standard Time': 'Europe/Warsaw',
  'E. Europe Standard Time': 'Europe/Chisinau',
  'FLE Standard Time': 'Europe/Kiev',
  'GTB Standard Time': 'Europe/Bucharest',
  'Turkey Standard Time': 'Europe/Istanbul',
  'Israel Standard Time': 'Asia/Jerusalem',
  'India Standard Time': 'Asia/Kolkata',
  'China Standard Time': 'Asia/Shanghai',
  'Tokyo Standard Time': 'Asia/Tokyo',
};

/** An end that is said as a duration: `PT1H30M`, `P1D`. */
export function movedBy(start: CalendarMoment | null, duration: string): CalendarMoment | null {
  const [, weeks, days, hours, minutes] =
    /^\+?P(?:(\d{1,3})W)?(?:(\d{1,4})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:\d{1,8}S)?)?$/.exec(
      duration.trim(),
    ) ?? [];
  const wholeDays = Number(weeks ?? 0) * 7 + Number(days ?? 0);
  const span = wholeDays * dayMs + (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60_000;
  if (start === null || span === 0) return null;
  switch (start.kind) {
    case 'instant':
      return { kind: 'instant', at: start.at + span };
    case 'day':
      return { kind: 'day', day: dateOf((dayNumberOf(start.day) ?? 0) + wholeDays - 1) };
    case 'wall':
      return {
        ...start,
        wall: new Date(Date.parse(`${start.wall}Z`) + span).toISOString().slice(0, 16),
      };
  }
}
