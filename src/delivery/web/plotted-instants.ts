import type { Instant } from '../../kernel/clock.ts';
import { dayMs } from '../../kernel/duration.ts';
import { timeZone } from '../../kernel/wall-time.ts';

/** As many as a phone can show apart, and as a person can read as a table. */
const pointsMax = 60;

/**
 * The moments of a plot from one instant to another: the ends of days as a wall in the zone shows them, or of every so
 * many when there are more than a plot can show; the last is `until` itself. Empty when it ends before it begins.
 */
export function plottedInstants({
  from,
  until,
  zone,
}: {
  readonly from: Instant;
  readonly until: Instant;
  readonly zone: string;
}): { readonly daysApart: number; readonly instants: readonly Instant[] } {
  if (until <= from) return { daysApart: 1, instants: [] };
  const wall = timeZone(zone);
  const dayOf = (at: Instant) => Math.floor(wall.wallOf(at) / dayMs);
  const [first, last] = [dayOf(from), dayOf(until)];
  const daysApart = Math.max(1, Math.ceil((last - first) / (pointsMax - 1)));
  const ends: Instant[] = [];
  for (let day = first + 1; day <= last; day += daysApart) {
    const end = wall.instantOf(day * dayMs);
    if (end < until) ends.push(end);
  }
  return { daysApart, instants: [...ends, until] };
}
