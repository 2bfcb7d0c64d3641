import { systemActor } from '../../kernel/actor.ts';
import type { Instant } from '../../kernel/clock.ts';
import type { Tx } from '../../platform/database/index.ts';
import type { OutgoingMail } from '../correspondence/index.ts';
import { announceTicket, logEvent } from './record.ts';
import { selectTicketById } from './store.ts';

/**
 * V.c, VIII.b: what the customer was to get did not arrive. It stands in the log for the desk and shows in the queue;
 * it is no message, and no clock hears of it.
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
  await announceTicket(tx, ticket);
}
