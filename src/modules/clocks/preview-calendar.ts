import type { Instant } from '../../kernel/clock.ts';
import type { Db } from '../../platform/database/index.ts';
import type { CalendarDefinition } from '../../policy/clocks/calendar.ts';
import { foldClocks } from '../../policy/clocks/fold.ts';
import type { Clocks, Timelines } from '../../policy/clocks/reading.ts';
import { timelineOf } from '../../policy/clocks/timeline.ts';
import { timelinesFor } from './calendars.ts';
import { type MovedClock, promisedClocks } from './model.ts';
import { selectClockEvents, selectServiceCalendar, selectTicketsOnCalendar } from './store.ts';

const batch = 1000;
/** More open requests than this are not all tried before somebody waits too long for an answer. */
const ticketsMax = 20_000;

/** What an edit would move, looked at before it is saved. */
export interface CalendarPreview {
  /** How many open requests were looked at. */
  readonly tickets: number;
  /** False when there are more than could be looked at: the numbers are at least so many. */
  readonly complete: boolean;
  /** Every clock whose due moment would be another, the nearest first. */
  readonly moved: readonly MovedClock[];
}

/** VII: which due moments of open requests an edit would move; nothing is written. The definition may be saved. */
export async function previewCalendar(
  db: Db,
  definition: CalendarDefinition,
  now: Instant,
): Promise<CalendarPreview> {
  const current = await selectServiceCalendar(db);
  if (current === null) return { tickets: 0, complete: true, moved: [] };
  const edited = timelineOf(definition);
  const edit = { calendarId: current.calendarId, version: current.version + 1 };
  const moved: MovedClock[] = [];
  let tickets = 0;
  let after = 0;
  while (tickets < ticketsMax) {
    const ticketIds = await selectTicketsOnCalendar(db, edit, { after, limit: batch });
    const events = await selectClockEvents(db, ticketIds);
    const known = await timelinesFor(db, events.values());
    const timelines: Timelines = (reference) =>
      reference.version === edit.version && reference.calendarId === edit.calendarId
        ? edited
        : known(reference);
    for (const [ticketId, happened] of events) {
      const before = foldClocks(happened, now, timelines);
      const change = { type: 'calendar-changed', at: now, calendar: edit } as const;
      moved.push(
        ...movedClocks(ticketId, before, foldClocks([...happened, change], now, timelines)),
      );
    }
    tickets += ticketIds.length;
    after = ticketIds.at(-1) ?? after;
    if (ticketIds.length < batch) return { tickets, complete: true, moved: moved.toSorted(byDue) };
  }
  return { tickets, complete: false, moved: moved.toSorted(byDue) };
}

/** The open clocks of a ticket whose due moment is another afterwards. */
export const movedClocks = (
  ticketId: number,
  before: Clocks,
  after: Clocks,
): readonly MovedClock[] =>
  promisedClocks.flatMap((kind) => {
    const [from, to] = [before[kind].dueAt, after[kind].dueAt];
    return from === to ? [] : [{ ticketId, kind, from, to }];
  });

const byDue = (a: MovedClock, b: MovedClock): number => (a.from ?? 0) - (b.from ?? 0);
