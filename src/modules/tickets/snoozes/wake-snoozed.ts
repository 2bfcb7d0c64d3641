import type { Instant } from '../../../kernel/clock.ts';
import { type Database, inTransaction, type Tx } from '../../../platform/database/index.ts';
import type { Ticket } from '../model.ts';
import { announceTicket } from '../record.ts';
import { selectTicketById } from '../store.ts';
import { deleteDueSnooze, deleteSnoozesOfTicket, selectDueSnoozes } from './store.ts';

/** What is not to be missed brings a request back at once, to everybody who had put it off: the customer wrote, it ended. */
export async function wakeSnoozed(tx: Tx, ticket: Ticket): Promise<void> {
  const personIds = await deleteSnoozesOfTicket(tx, ticket.id);
  if (personIds.length > 0) await announceTicket(tx, ticket, 'internal');
}

/** The same, for what is told of later: a clock that comes near its due moment (V.d), the answer to an appointment. */
export async function wakeSnoozedLater(tx: Tx, ticketId: number): Promise<void> {
  const ticket = await selectTicketById(tx, ticketId);
  if (ticket !== undefined) await wakeSnoozed(tx, ticket);
}

/** Its moment has come. One row, one transaction: whoever runs this and however late, it comes back once. */
export async function wakeDueSnooze(
  database: Database,
  snooze: { readonly personId: number; readonly ticketId: number },
  now: Instant,
): Promise<void> {
  await inTransaction(database, async (tx) => {
    if (!(await deleteDueSnooze(tx, snooze, now))) return;
    const ticket = await selectTicketById(tx, snooze.ticketId);
    if (ticket !== undefined) await announceTicket(tx, ticket, 'internal');
  });
}

const batch = 200;

/** What a lost job, or a stop of the desk, left behind. */
export async function wakeDueSnoozes(database: Database, now: Instant): Promise<void> {
  for (const snooze of await selectDueSnoozes(database.db, now, batch)) {
    await wakeDueSnooze(database, snooze, now);
  }
}
