import type { Instant } from '../../kernel/clock.ts';
import { dayMs } from '../../kernel/duration.ts';
import { dayNumberOf, timeZone } from '../../kernel/wall-time.ts';

/** The first instant of a day, or of the one `daysLater`, as a wall in that zone shows it; undefined without a day. */
export function startOfDay(
  day: string | undefined,
  { daysLater, zone }: { readonly daysLater: number; readonly zone: string },
): Instant | undefined {
  const number = day === undefined ? null : dayNumberOf(day);
  return number === null ? undefined : timeZone(zone).instantOf((number + daysLater) * dayMs);
}
