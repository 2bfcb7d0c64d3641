import { minuteMs } from '../../../kernel/duration.ts';
import { timeZone } from '../../../kernel/wall-time.ts';

/** The instant that `2026-11-24T09:30` is in a zone, as a field for date and time gives it; null when it is none. */
export function instantWritten(written: string, zone: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(written)) return null;
  const wall = Date.parse(`${written}:00Z`);
  return Number.isNaN(wall) ? null : timeZone(zone).instantOf(wall);
}

/** The minute after an instant as the clock on that wall shows it: the earliest that a field may ask for. */
export const wallWritten = (instant: number, zone: string): string =>
  new Date(timeZone(zone).wallOf(instant + minuteMs)).toISOString().slice(0, 16);
