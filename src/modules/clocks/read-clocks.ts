import type { Instant } from '../../kernel/clock.ts';
import type { Db } from '../../platform/database/index.ts';
import { foldClocks } from '../../policy/clocks/fold.ts';
import { proveClock } from '../../policy/clocks/proof.ts';
import type { Proof, ProofCalendar } from '../../policy/clocks/proof-words.ts';
import type { ClockReading } from '../../policy/clocks/reading.ts';
import { timelinesFor } from './calendars.ts';
import type { ClocksNow } from './model.ts';
import { clocksNow } from './record-clock-event.ts';
import { selectCalendars, selectClockEvents } from './store.ts';

/**
 * The clocks of these tickets at `now`, folded from what happened: elapsed time is never stale, and never written. One
 * query, however many; tickets that were never registered are left out.
 */
export async function readClocks(
  db: Db,
  ticketIds: readonly number[],
  now: Instant,
): Promise<ReadonlyMap<number, ClocksNow>> {
  const events = await selectClockEvents(db, ticketIds);
  const timelines = await timelinesFor(db, events.values());
  const clocks = new Map<number, ClocksNow>();
  for (const [ticketId, happened] of events) {
    clocks.set(ticketId, clocksNow(foldClocks(happened, now, timelines)));
  }
  return clocks;
}

/** VII: why the clocks of a ticket say what they say: every stretch since it came, counted or not. */
export async function proveClocks(
  db: Db,
  ticketId: number,
  now: Instant,
): Promise<readonly Proof[]> {
  const events = (await selectClockEvents(db, [ticketId])).get(ticketId);
  if (events === undefined) return [];
  const timelines = await timelinesFor(db, [events]);
  const clocks = foldClocks(events, now, timelines);
  return Promise.all(
    [clocks.firstResponse, clocks.resolution, clocks.nextResponse ?? []]
      .flat()
      .map(async (reading) => ({
        clocks,
        reading,
        intervals: proveClock(clocks, reading, now, timelines),
        calendar: await calendarOf(db, reading),
      })),
  );
}

/** The names of the calendar by which a clock is judged; null where every hour counts. */
async function calendarOf(
  db: Db,
  { promised, calendar }: ClockReading,
): Promise<ProofCalendar | null> {
  if (promised.hours === 'calendar' || calendar === null) return null;
  const [found] = await selectCalendars(db, [calendar]);
  if (found === undefined) return null;
  const { name, version, definition } = found;
  const holidays = definition.kind === 'hours' ? definition.holidays : [];
  return { name, version, timeZone: definition.timeZone, holidays };
}
