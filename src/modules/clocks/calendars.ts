import { assert } from '../../kernel/assert.ts';
import type { Db } from '../../platform/database/index.ts';
import type { CalendarReference, ClockEvent } from '../../policy/clocks/events.ts';
import type { Timelines } from '../../policy/clocks/reading.ts';
import { type Timeline, timelineOf } from '../../policy/clocks/timeline.ts';
import { selectCalendars } from './store.ts';

/** A version never changes, so its table of service time is built once in a process. */
const built = new Map<string, Timeline>();

const keyOf = ({ calendarId, version }: CalendarReference): string => `${calendarId}.${version}`;

/** The service time of every calendar that these events name. */
export async function timelinesFor(
  db: Db,
  events: Iterable<readonly ClockEvent[]>,
): Promise<Timelines> {
  const missing = new Map<string, CalendarReference>();
  for (const event of [...events].flat()) {
    if (!('calendar' in event) || event.calendar === null) continue;
    const key = keyOf(event.calendar);
    if (!built.has(key)) missing.set(key, event.calendar);
  }
  for (const { definition, ...reference } of await selectCalendars(db, [...missing.values()])) {
    built.set(keyOf(reference), timelineOf(definition));
  }
  return (reference) => {
    const timeline = built.get(keyOf(reference));
    assert(timeline !== undefined, 'a clock names a calendar that exists');
    return timeline;
  };
}
