import type { Instant } from '../../../kernel/clock.ts';
import type { Tx } from '../../../platform/database/index.ts';
import { mayTransition } from '../../../policy/transitions.ts';
import { isRefusal } from '../../../policy/verdict.ts';
import type { Ticket } from '../model.ts';
import type { NotDone } from '../not-done.ts';
import { announceTicket } from '../record.ts';
import { deleteFollowing, insertFollowing } from './store.ts';

/** An agent is told from now on of what happens in a request, whoever attends it. */
export async function followTicket(
  tx: Tx,
  ticket: Ticket,
  { personId, at }: { readonly personId: number; readonly at: Instant },
): Promise<Ticket | NotDone> {
  const status = mayTransition(ticket.status, 'follow', 'agent');
  if (isRefusal(status)) return status;
  await insertFollowing(tx, { ticketId: ticket.id, personIds: [personId], at });
  await announceTicket(tx, ticket, 'internal');
  return ticket;
}

/** Told no more; also for whoever follows since a note named them. */
export async function unfollowTicket(
  tx: Tx,
  ticket: Ticket,
  { personId }: { readonly personId: number },
): Promise<Ticket> {
  await deleteFollowing(tx, { ticketId: ticket.id, personId });
  await announceTicket(tx, ticket, 'internal');
  return ticket;
}
