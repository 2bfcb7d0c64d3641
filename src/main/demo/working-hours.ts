import type { Instant } from '../../kernel/clock.ts';
import { dayMs, hourMs, minuteMs } from '../../kernel/duration.ts';
import { timeZone, weekdayOf } from '../../kernel/wall-time.ts';

/** When people of the demo world are at work: from, until, in hours of the day; Sunday first. */
const hoursOfWeekday: readonly (readonly [number, number] | null)[] = [
  null,
  [7.5, 18.5],
  [7.5, 18.5],
  [7.5, 18.5],
  [7.5, 18.5],
  [7.5, 18.5],
  [8, 13],
];

const halfHourMs = 30 * minuteMs;

/** When people agree to meet: so long after `at`, on the next full or half hour in working time, never twice the same. */
export function meetingTimes(
  at: Instant,
  after: readonly number[],
  zoneName: string,
): readonly Instant[] {
  const times: Instant[] = [];
  for (const span of after) {
    times.push(meetingTime(Math.max(at + span, (times.at(-1) ?? at) + 3 * halfHourMs), zoneName));
  }
  return times;
}

function meetingTime(instant: Instant, zoneName: string): Instant {
  const opens = nextAtWork(instant, zoneName);
  // Not everybody meets when work begins.
  const spread = opens === instant ? 0 : Math.abs(Math.round(instant / halfHourMs)) % 15;
  const at = (Math.ceil(opens / halfHourMs) + spread) * halfHourMs;
  return nextAtWork(at, zoneName) === at ? at : meetingTime(at, zoneName);
}

/** The moment itself when somebody is at work then, else when work begins again, some minutes into it. */
export function nextAtWork(instant: Instant, zoneName: string): Instant {
  const zone = timeZone(zoneName);
  const wall = zone.wallOf(instant);
  const today = Math.floor(wall / dayMs);
  for (let day = today; ; day += 1) {
    const hours = hoursOfWeekday[weekdayOf(day)];
    if (!hours) continue;
    const [opens, closes] = hours;
    const begins = day * dayMs + opens * hourMs;
    if (day === today && wall >= begins && wall < day * dayMs + closes * hourMs) return instant;
    if (begins < wall) continue;
    // Not everybody's first act falls on the same minute.
    return zone.instantOf(begins + (Math.abs(Math.round(instant / 60_000)) % 47) * 60_000);
  }
}
