import { personActor } from '../../kernel/actor.ts';
import type { Instant } from '../../kernel/clock.ts';
import { decline } from '../../kernel/declined.ts';
import type { Tx } from '../../platform/database/index.ts';
import type { Reader, Ticket } from './model.ts';
import type { NotDone } from './not-done.ts';
import { announceTicket, logEvent } from './record.ts';
import { deleteTicketLink, insertTicketLink, selectTicket } from './store.ts';

/** The links that a person makes; the others come of what was done (a split, a merge, a late reopening). */
const linkKindsByHand = ['related', 'follow-up'] as const;
type LinkKindByHand = (typeof linkKindsByHand)[number];

type Agent = Extract<Reader, { kind: 'agent' }>;

/**
 * Two requests belong together: related, or the first one follows the other. It moves no clock and no unit, and shows a
 * customer only what it may see anyway. Refusal `ticket-unknown`.
 */
export async function linkTickets(
  tx: Tx,
  ticket: Ticket,
  link: {
    readonly by: Agent;
    readonly toNumber: number;
    readonly kind: LinkKindByHand;
    readonly at: Instant;
  },
): Promise<Ticket | NotDone> {
  const other = await selectTicket(tx, link.toNumber, link.by);
  if (other === undefined || other.id === ticket.id) {
    return decline('ticket-unknown', { number: link.toNumber });
  }
  const { at, kind } = link;
  await insertTicketLink(tx, { fromTicketId: ticket.id, toTicketId: other.id, kind, at });
  await logBoth(tx, [ticket, other], { type: 'linked', ...link });
  return ticket;
}

/** Takes a link back that a person made. Refusal `link-unknown`. */
export async function unlinkTickets(
  tx: Tx,
  ticket: Ticket,
  link: { readonly by: Agent; readonly toNumber: number; readonly at: Instant },
): Promise<Ticket | NotDone> {
  const other = await selectTicket(tx, link.toNumber, link.by);
  const kind = other && (await deleteTicketLink(tx, [ticket.id, other.id], [...linkKindsByHand]));
  if (other === undefined || kind === undefined || kind === null) {
    return decline('link-unknown', { number: link.toNumber });
  }
  await logBoth(tx, [ticket, other], { type: 'unlinked', kind, ...link });
  return ticket;
}

/** Internal: a request of another customer is named in it. */
async function logBoth(
  tx: Tx,
  [ticket, other]: readonly [Ticket, Ticket],
  { type, kind, by, at }: { type: 'linked' | 'unlinked'; kind: string; by: Agent; at: Instant },
): Promise<void> {
  const actor = personActor(by.personId);
  for (const [own, named] of [
    [ticket, other],
    [other, ticket],
  ] as const) {
    const data = { kind, number: named.number };
    await logEvent(tx, own, { type, actor, visibility: 'internal', data, at });
    await announceTicket(tx, own);
  }
}
