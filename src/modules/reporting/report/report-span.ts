import type { Instant } from '../../../kernel/clock.ts';
import { dayMs } from '../../../kernel/duration.ts';
import {
  type DayNumber,
  dateOf,
  type TimeZone,
  timeZone,
  weekdayOf,
} from '../../../kernel/wall-time.ts';
import type { Bucket, ReportSpan } from './model.ts';

/** The months `from` to `to` (`2026-06`, both included), and the weeks that touch them, as a wall in that zone shows them. */
export function reportSpan(from: string, to: string, zoneName: string): ReportSpan {
  const zone = timeZone(zoneName);
  const [first, last] = [monthIndex(from), monthIndex(to)];
  const months = Array.from({ length: Math.max(0, last - first + 1) }, (_, index): Bucket => {
    const day = firstDayOf(first + index);
    return { name: dateOf(day).slice(0, 7), from: startOf(day, zone) };
  });
  const [firstDay, endDay] = [firstDayOf(first), firstDayOf(last + 1)];
  return {
    months,
    weeks: weeksOf(firstDay, endDay, zone),
    from: startOf(firstDay, zone),
    until: startOf(endDay, zone),
  };
}

/** The last so many months up to the one of a moment. */
export function monthsUntil(now: Instant, count: number, zoneName: string): [string, string] {
  const wall = timeZone(zoneName).wallOf(now);
  const to = new Date(wall).toISOString().slice(0, 7);
  return [monthName(monthIndex(to) - count + 1), to];
}

/** Each begins on its Monday, the first one where the span does. */
function weeksOf(firstDay: DayNumber, endDay: DayNumber, zone: TimeZone): readonly Bucket[] {
  const weeks: Bucket[] = [];
  for (let monday = firstDay - ((weekdayOf(firstDay) + 6) % 7); monday < endDay; monday += 7) {
    weeks.push({ name: dateOf(monday), from: startOf(Math.max(monday, firstDay), zone) });
  }
  return weeks;
}

const startOf = (day: DayNumber, zone: TimeZone): Instant => zone.instantOf(day * dayMs);
const monthIndex = (name: string): number =>
  Number(name.slice(0, 4)) * 12 + Number(name.slice(5)) - 1;
const firstDayOf = (month: number): DayNumber =>
  Date.UTC(Math.floor(month / 12), month % 12, 1) / dayMs;
const monthName = (month: number): string => dateOf(firstDayOf(month)).slice(0, 7);
