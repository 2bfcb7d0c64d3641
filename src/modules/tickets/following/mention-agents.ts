import type { Instant } from '../../../kernel/clock.ts';
import { type Declined, decline } from '../../../kernel/declined.ts';
import type { Tx } from '../../../platform/database/index.ts';
import { emit } from '../../../platform/jobs.ts';
import { isActiveAgent } from '../../people/index.ts';
import type { TicketNews } from '../events.ts';
import type { Ticket } from '../model.ts';
import { deleteSnooze } from '../snoozes/store.ts';
import { insertFollowing, insertMentions } from './store.ts';

/** Null when all of them attend requests; else `mention-unknown`. */
export async function refuseMentions(
  tx: Tx,
  personIds: readonly number[],
): Promise<Declined | null> {
  for (const personId of personIds) {
    if (!(await isActiveAgent(tx, personId))) return decline('mention-unknown');
  }
  return null;
}

/** V.c: an internal note names agents: they are told of it, and follow the request until they no longer want to. */
export async function mentionAgents(
  tx: Tx,
  ticket: Ticket,
  note: {
    readonly messageId: number;
    readonly personIds: readonly number[];
    readonly byPersonId: number;
    readonly at: Instant;
  },
): Promise<void> {
  const { messageId, byPersonId, at } = note;
  const personIds = [...new Set(note.personIds)];
  if (personIds.length === 0) return;
  await insertMentions(tx, messageId, personIds);
  await insertFollowing(tx, {
    ticketId: ticket.id,
    // Who names themselves wrote a reminder, and is told of nothing that they did.
    personIds: personIds.filter((personId) => personId !== byPersonId),
    at,
  });
  // Who is asked for finds it where they look.
  for (const personId of personIds) await deleteSnooze(tx, { personId, ticketId: ticket.id });
  await emit<TicketNews>(tx, 'ticket.news', {
    ticketId: ticket.id,
    about: { messageId },
    byPersonId,
  });
}
