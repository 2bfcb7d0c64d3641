import { systemActor } from '../../kernel/actor.ts';
import type { Instant } from '../../kernel/clock.ts';
import type { Tx } from '../../platform/database/index.ts';
import type { CalendarReference } from '../../policy/clocks/events.ts';
import { foldClocks } from '../../policy/clocks/fold.ts';
import { timelinesFor } from './calendars.ts';
import { changedClocks, describeChange, nearestDue } from './describe-change.ts';
import type { ClockTicket, MovedClock } from './model.ts';
import { movedClocks } from './preview-calendar.ts';
import { keepClocks, keepDecisions } from './record-clock-event.ts';
import {
  insertClockEvents,
  selectClockEvents,
  selectFired,
  updateClockCalendars,
} from './store.ts';

/** What an edit of the calendar did to a ticket; `nextDueAt` is what its queue is sorted by. */
export interface MovedTicket {
  readonly ticketId: number;
  readonly nextDueAt: Instant | null;
  readonly moved: readonly MovedClock[];
}

/**
 * VII: a batch of tickets, locked by the caller, is judged by another version of the calendar from now on. What happened
 * is appended for each; rows, decisions and moments are written only where a due moment is another.
 */
export async function moveToCalendar(
  tx: Tx,
  tickets: readonly ClockTicket[],
  calendar: CalendarReference,
  at: Instant,
): Promise<readonly MovedTicket[]> {
  const events = await selectClockEvents(
    tx,
    tickets.map(({ id }) => id),
  );
  const change = { type: 'calendar-changed', at, calendar } as const;
  const registered = tickets.filter(({ id }) => events.has(id));
  await insertClockEvents(
    tx,
    registered.map(({ id }) => id),
    change,
    systemActor,
  );
  await updateClockCalendars(
    tx,
    registered.map(({ id }) => id),
    calendar,
  );
  const timelines = await timelinesFor(tx, [...events.values(), [change]]);
  const changed: MovedTicket[] = [];
  for (const ticket of registered) {
    const happened = events.get(ticket.id) ?? [];
    const now = Math.max(at, ...happened.map((event) => event.at));
    const before = foldClocks(happened, now, timelines);
    const after = foldClocks([...happened, change], now, timelines);
    const moved = movedClocks(ticket.id, before, after);
    if (moved.length === 0) continue;
    const decisions = changedClocks(before, after).flatMap(([was, is]) =>
      describeChange(was, is, change, null),
    );
    await keepDecisions(tx, ticket, decisions, at);
    const fired = await selectFired(tx, ticket.id);
    await keepClocks(tx, ticket.id, after, { fired, timelines, now });
    const nextDueAt = nearestDue([after.firstResponse, after.resolution, after.nextResponse]);
    changed.push({ ticketId: ticket.id, nextDueAt, moved });
  }
  return changed;
}
