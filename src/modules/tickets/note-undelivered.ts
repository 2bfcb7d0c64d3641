import { systemActor } from '../../kernel/actor.ts';
import type { Instant } from '../../kernel/clock.ts';
import type { Tx } from '../../platform/database/index.ts';
import { decide } from '../../policy/decisions.ts';
import type { OutgoingMail } from '../correspondence/index.ts';
import { announceTicket, logDecision, logEvent } from './record.ts';
import { selectOpenInformationRequest, selectTicketById } from './store.ts';

/**
 * V.c, VIII.b: what the customer was to get did not arrive. It stands in the log for the desk and shows in the queue;
 * it is no message, and no clock hears of it. A question that came back is no attempt, and the log says so.
 */
export async function noteUndelivered(tx: Tx, mail: OutgoingMail, at: Instant): Promise<void> {
  const ticket = mail.ticketId === null ? undefined : await selectTicketById(tx, mail.ticketId);
  if (ticket === undefined) return;
  await logEvent(tx, ticket, {
    type: 'mail-undelivered',
    actor: systemActor,
    visibility: 'internal',
    data: {
      address: mail.toAddress,
      purpose: mail.purpose,
      reason: mail.undeliveredReason,
      status: mail.undeliveredStatus,
      ...(mail.messageId === null ? {} : { messageId: mail.messageId }),
    },
    at,
  });
  const question = await selectOpenInformationRequest(tx, ticket.id);
  const attempt = question?.attempts.find(({ messageId }) => messageId === mail.messageId);
  if (attempt?.cameBack && mail.purpose !== 'copy') {
    await logDecision(tx, ticket, decide('attempt-discounted', { attemptedAt: attempt.at }), at);
  }
  await announceTicket(tx, ticket);
}
