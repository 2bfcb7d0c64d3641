import { personActor } from '../../../kernel/actor.ts';
import type { Instant } from '../../../kernel/clock.ts';
import { decline } from '../../../kernel/declined.ts';
import type { Tx } from '../../../platform/database/index.ts';
import { decide } from '../../../policy/decisions.ts';
import { readPerson } from '../../people/index.ts';
import type { Ticket } from '../model.ts';
import type { NotDone } from '../not-done.ts';
import { announceTicket, logDecision } from '../record.ts';
import { endParticipation } from './store.ts';

/**
 * V.c: somebody does not follow the request any more: no letter goes there, nothing of it is read, and no copy of a mail
 * brings that person back. Declined: `participant-unknown`.
 */
export async function removeParticipant(
  tx: Tx,
  ticket: Ticket,
  removal: { readonly personId: number; readonly byPersonId: number; readonly at: Instant },
): Promise<Ticket | NotDone> {
  const { personId, byPersonId, at } = removal;
  const ended = await endParticipation(tx, { ticketId: ticket.id, personId, byPersonId, at });
  if (!ended) return decline('participant-unknown', { address: '' });
  const name = (await readPerson(tx, personId))?.name ?? '';
  const by = (await readPerson(tx, byPersonId))?.name ?? '';
  const removed = decide('participant-removed', { name, by });
  await logDecision(tx, ticket, removed, at, personActor(byPersonId));
  await announceTicket(tx, ticket);
  return ticket;
}
