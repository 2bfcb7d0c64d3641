import type { Instant } from '../../kernel/clock.ts';
import { announce } from '../../platform/changes.ts';
import { type Database, inTransaction } from '../../platform/database/index.ts';
import type { CalendarReference } from '../../policy/clocks/events.ts';
import {
  finishRollout,
  lockRollout,
  moveToCalendar,
  recordRolloutProgress,
  ticketsOnCalendar,
} from '../clocks/index.ts';
import { lockTicketsById, updateNextDue } from './store.ts';

const batch = 200;

/**
 * VII: an edit of the service calendar reaches every open clock, batch by batch, each in its own transaction: whoever
 * works meanwhile waits for one batch at most. It can be stopped and run again at any point; a newer version of the
 * calendar ends it, since its own rollout does the rest.
 */
export async function rollOutCalendar(
  database: Pick<Database, 'db'>,
  calendar: CalendarReference,
  now: Instant,
  signal?: AbortSignal,
): Promise<void> {
  for (let after: number | null = 0; after !== null; ) {
    signal?.throwIfAborted();
    after = await rollOutBatch(database, calendar, after, now);
  }
}

/** The last ticket of the batch; null when there is nothing left to do. */
function rollOutBatch(
  database: Pick<Database, 'db'>,
  calendar: CalendarReference,
  after: number,
  now: Instant,
): Promise<number | null> {
  return inTransaction(database, async (tx) => {
    if (!(await lockRollout(tx, calendar))) return null;
    const ticketIds = await ticketsOnCalendar(tx, calendar, { after, limit: batch });
    const tickets = await lockTicketsById(tx, ticketIds);
    const moved = await moveToCalendar(tx, tickets, calendar, now);
    await updateNextDue(tx, moved, now);
    await recordRolloutProgress(tx, calendar, {
      tickets: ticketIds.length,
      clocksMoved: moved.reduce((sum, ticket) => sum + ticket.moved.length, 0),
    });
    const last = ticketIds.at(-1);
    if (last === undefined || ticketIds.length < batch) {
      await finishRollout(tx, calendar, now);
    }
    await announce(tx, { queue: true, calendar: true, clocksAt: now, visibility: 'internal' });
    return ticketIds.length < batch ? null : (last ?? null);
  });
}
