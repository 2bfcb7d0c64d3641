import { Temporal } from 'temporal-polyfill';
import { assert } from './assert.ts';
import type { Instant } from './clock.ts';
import { dayMs } from './duration.ts';

/**
 * What a clock on the wall shows, as the milliseconds since it showed 1970-01-01 00:00.
 * Not an instant: only a `TimeZone` turns one into the other.
 */
export type WallMoment = number;

/** A calendar date as its number of days since 1970-01-01. */
export type DayNumber = number;

/** A zone of the IANA database. All its answers come from the offsets that Node's ICU knows. */
export interface TimeZone {
  readonly name: string;
  wallOf(instant: Instant): WallMoment;
  /**
   * The instant at which the wall shows `wall`. Where the clocks go back and it shows it twice, the
   * first; where they go forward and never show it, as much later as they jump (Temporal's `compatible`).
   */
  instantOf(wall: WallMoment): Instant;
}

const zones = new Map<string, TimeZone>();

export function isTimeZone(name: string): boolean {
  // An offset such as +04:00 is no zone: it knows no daylight saving and no law that changes it.
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    zonedAt(0, name);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** The zone of that name. A name that `isTimeZone` refuses is our bug. */
export function timeZone(name: string): TimeZone {
  const known = zones.get(name);
  if (known) return known;
  assert(isTimeZone(name), `no such time zone: ${name}`);
  const zone = zoneFromOffsets(name);
  zones.set(name, zone);
  return zone;
}

/** The day of a date written as `2026-03-09`, or null when there is no such date. */
export function dayNumberOf(date: string): DayNumber | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) return null;
  try {
    const { year, month, day } = Temporal.PlainDate.from(date, { overflow: 'reject' });
    return Date.UTC(year, month - 1, day) / dayMs;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** A day as `2026-03-09`. */
export const dateOf = (day: DayNumber): string => new Date(day * dayMs).toISOString().slice(0, 10);

export const yearOf = (wall: WallMoment): number => new Date(wall).getUTCFullYear();

/** 0 Sunday to 6 Saturday. 1970-01-01 was a Thursday. */
export const weekdayOf = (day: DayNumber): number => (((day + 4) % 7) + 7) % 7;

export const firstDayOfYear = (year: number): DayNumber => Date.UTC(year, 0, 1) / dayMs;

// No zone has ever been further from UTC than this.
const offsetMsMax = 16 * 60 * 60_000;

/**
 * Temporal walks the zone's rules at every question (some 50 microseconds). The moments at which the offset
 * changes are asked once per year and kept, and every later answer is a search among them.
 */
function zoneFromOffsets(name: string): TimeZone {
  // Offset number i holds from starts[i] until starts[i + 1]; the last one until coveredUntil.
  let starts: Instant[] = [];
  let offsets: number[] = [];
  let coveredFrom = 0;
  let coveredUntil = 0;

  function cover(instant: Instant): void {
    if (instant - offsetMsMax >= coveredFrom && instant + offsetMsMax < coveredUntil) return;
    const year = new Date(instant).getUTCFullYear();
    const from = Date.UTC(year - 1, 0, 1);
    const until = Date.UTC(year + 2, 0, 1);
    coveredFrom = starts.length === 0 ? from : Math.min(coveredFrom, from);
    coveredUntil = starts.length === 0 ? until : Math.max(coveredUntil, until);
    [starts, offsets] = offsetsBetween(name, coveredFrom, coveredUntil);
  }

  function wallOf(instant: Instant): WallMoment {
    cover(instant);
    return instant + offsetAt(offsets, lastAtOrBefore(starts, instant));
  }

  function instantOf(wall: WallMoment): Instant {
    cover(wall);
    // No zone is so far ahead that the answer lies before this offset.
    let index = lastAtOrBefore(starts, wall - offsetMsMax);
    for (; ; index += 1) {
      const instant = wall - offsetAt(offsets, index);
      const end = starts[index + 1];
      if (end === undefined || instant < end) return instant;
      // Shown by neither offset: jumped over, and counted on with the offset before the jump.
      if (wall < end + offsetAt(offsets, index + 1)) return instant;
    }
  }

  return { name, wallOf, instantOf };
}

function offsetsBetween(name: string, from: Instant, until: Instant): [Instant[], number[]] {
  const starts = [from];
  const offsets = [zonedAt(from, name).offsetNanoseconds / 1e6];
  let next = zonedAt(from, name).getTimeZoneTransition('next');
  while (next !== null && next.epochMilliseconds < until) {
    starts.push(next.epochMilliseconds);
    offsets.push(next.offsetNanoseconds / 1e6);
    next = next.getTimeZoneTransition('next');
  }
  return [starts, offsets];
}

const zonedAt = (instant: Instant, name: string) =>
  Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(name);

function offsetAt(offsets: readonly number[], index: number): number {
  const offset = offsets[index];
  assert(offset !== undefined, 'an offset is known for every covered instant');
  return offset;
}

/** The index of the last of `starts` that is not after `instant`; 0 when all are. */
function lastAtOrBefore(starts: readonly Instant[], instant: Instant): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? Infinity) <= instant) low = middle;
    else high = middle - 1;
  }
  return low;
}
