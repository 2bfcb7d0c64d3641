import { personActor } from '../../kernel/actor.ts';
import type { Instant } from '../../kernel/clock.ts';
import type { Tx } from '../../platform/database/index.ts';
import { mayReopen, reopeningEndsAt } from '../../policy/closing.ts';
import { decide } from '../../policy/decisions.ts';
import { mayTransition } from '../../policy/transitions.ts';
import { isRefusal } from '../../policy/verdict.ts';
import { agreementByVersion } from '../agreements/index.ts';
import { reopenClocks } from '../clocks/index.ts';
import type { Channel } from '../correspondence/index.ts';
import type { Reader, Ticket } from './model.ts';
import { isNotDone, type NotDone } from './not-done.ts';
import { carryParticipants } from './participants/store.ts';
import { announceTicket, logDecision, logEvent } from './record.ts';
import { registerTicket } from './register-ticket.ts';
import { updateTicket } from './store.ts';
import { writeAsAgent, writeAsCustomer } from './write-message.ts';

/**
 * VIII.c: the customer considers it not solved. Inside the window the same request goes on, its resolution clock
 * without the time it was resolved, and its first result kept; after it a new request, linked, takes its place.
 * Units already charged stay; work from now on is charged for what goes beyond them (T4).
 */
export async function reopenTicket(
  tx: Tx,
  ticket: Ticket,
  reopening: {
    readonly by: Reader;
    readonly channel: Channel;
    readonly reason: string;
    /** The message that said why, when it is part of the conversation already. */
    readonly messageId?: number;
    readonly at: Instant;
  },
): Promise<{ readonly ticket: Ticket; readonly reopened: boolean } | NotDone> {
  const { by, at } = reopening;
  const status = mayTransition(ticket.status, 'reopen', by.kind);
  if (isRefusal(status)) return status;
  const { terms } = await agreementByVersion(tx, ticket.agreementVersion);
  const endedAt = ticket.resolvedAt ?? ticket.closedAt ?? at;
  const verdict = mayReopen(terms, { endedAt, reason: reopening.reason }, at);
  if (isRefusal(verdict)) return verdict;

  if (verdict.outcome === 'new-linked-request') {
    const follower = await registerFollower(tx, ticket, reopening, verdict.reason);
    if (isNotDone(follower)) return follower;
    await carryParticipants(tx, { from: ticket.id, to: follower });
    const windowEndedAt = reopeningEndsAt(terms, endedAt);
    await logDecision(
      tx,
      ticket,
      decide('reopening-late', { newNumber: follower.number, windowEndedAt }),
      at,
    );
    return { ticket: follower, reopened: false };
  }
  const said =
    reopening.messageId === undefined
      ? await sayWhy(tx, ticket, reopening, verdict.reason)
      : { ticket, messageId: reopening.messageId };
  if (isNotDone(said)) return said;
  const actor = personActor(by.personId);
  await logEvent(tx, ticket, { type: 'reopened', actor, data: { reason: verdict.reason }, at });
  await logDecision(tx, ticket, decide('reopened', { endedAt, reason: verdict.reason }), at, actor);
  const clocks = await reopenClocks(tx, { ticket: said.ticket, actor, at });
  await announceTicket(tx, ticket);
  const reopened = await updateTicket(
    tx,
    said.ticket,
    {
      status,
      resolvedAt: null,
      closedAt: null,
      resolutionForm: null,
      nextDueAt: clocks.nextDueAt,
      nextClosingAt: null,
    },
    at,
  );
  return { ticket: reopened, reopened: true };
}

/** The reason is part of the conversation. An agent who reopens for a customer writes it down for the house. */
const sayWhy = (
  tx: Tx,
  ticket: Ticket,
  { by, channel, at }: { by: Reader; channel: Channel; at: Instant },
  text: string,
) =>
  by.kind === 'customer'
    ? writeAsCustomer(tx, ticket, {
        personId: by.personId,
        channel,
        text,
        attachmentIds: [],
        arrivedAt: at,
        at,
      })
    : writeAsAgent(tx, ticket, {
        personId: by.personId,
        visibility: 'internal',
        text,
        attachmentIds: [],
        at,
      });

const registerFollower = (
  tx: Tx,
  ticket: Ticket,
  { by, channel, at }: { by: Reader; channel: Channel; at: Instant },
  reason: string,
): Promise<Ticket | NotDone> =>
  registerTicket(tx, {
    organizationId: ticket.organizationId,
    requesterPersonId: by.kind === 'customer' ? by.personId : ticket.requesterPersonId,
    registeredByPersonId: by.kind === 'agent' ? by.personId : null,
    channel,
    subject: ticket.subject,
    description: reason,
    expectedResult: ticket.expectedResult,
    suggestion: { priority: ticket.priority, from: 'person', readIn: 'follow-up' },
    categoryId: ticket.categoryId,
    serviceId: ticket.serviceId,
    answers: ticket.answers,
    teamId: ticket.teamId,
    mailboxId: ticket.mailboxId,
    attachmentIds: [],
    receivedAt: at,
    follows: { ticketId: ticket.id, kind: 'follow-up' },
    at,
  });
