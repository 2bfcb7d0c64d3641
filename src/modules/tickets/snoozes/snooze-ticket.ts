import type { Instant } from '../../../kernel/clock.ts';
import { decline } from '../../../kernel/declined.ts';
import { dayMs } from '../../../kernel/duration.ts';
import type { Tx } from '../../../platform/database/index.ts';
import { enqueue } from '../../../platform/jobs.ts';
import { mayTransition } from '../../../policy/transitions.ts';
import { isRefusal } from '../../../policy/verdict.ts';
import { wakeSnoozedJob } from '../jobs.ts';
import type { Ticket } from '../model.ts';
import type { NotDone } from '../not-done.ts';
import { announceTicket } from '../record.ts';
import { countSnoozes, deleteSnooze, selectSnoozes, upsertSnooze } from './store.ts';

/** Further away than this is forgotten, not put off. */
const snoozeDaysMax = 90;
/** The queue leaves them out one by one. */
const snoozesMax = 200;

/**
 * V.d: an agent puts a request out of their own queue until a moment. Nothing else moves: its clocks run, the customer
 * is told nothing, and a colleague's queue shows it. Declined: `snooze-moment` (past, or more than 90 days away),
 * `snoozes-too-many`.
 */
export async function snoozeTicket(
  tx: Tx,
  ticket: Ticket,
  snooze: { readonly personId: number; readonly until: Instant; readonly at: Instant },
): Promise<Ticket | NotDone> {
  const status = mayTransition(ticket.status, 'snooze', 'agent');
  if (isRefusal(status)) return status;
  const { personId, until, at } = snooze;
  if (until <= at || until > at + snoozeDaysMax * dayMs) {
    return decline('snooze-moment', { max: snoozeDaysMax });
  }
  const known = await selectSnoozes(tx, personId, [ticket.id]);
  if (known.size === 0 && (await countSnoozes(tx, personId)) >= snoozesMax) {
    return decline('snoozes-too-many', { max: snoozesMax });
  }
  const whose = { personId, ticketId: ticket.id };
  await upsertSnooze(tx, { ...whose, until, at });
  await enqueue(tx, wakeSnoozedJob, whose, { key: wakeKey(whose), runAt: until });
  await announceTicket(tx, ticket, 'internal');
  return ticket;
}

/** Back in this agent's queue before its moment; nothing happens when it is there already. */
export async function wakeTicket(
  tx: Tx,
  ticket: Ticket,
  { personId }: { readonly personId: number },
): Promise<Ticket> {
  const ended = await deleteSnooze(tx, { personId, ticketId: ticket.id });
  if (ended) await announceTicket(tx, ticket, 'internal');
  return ticket;
}

/** One waiting job for each: another moment replaces the one before. */
const wakeKey = ({ personId, ticketId }: { personId: number; ticketId: number }): string =>
  `wake:${ticketId}:${personId}`;
