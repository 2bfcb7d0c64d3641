import { personActor } from '../../kernel/actor.ts';
import type { Instant } from '../../kernel/clock.ts';
import { decline } from '../../kernel/declined.ts';
import type { Tx } from '../../platform/database/index.ts';
import { maySplit } from '../../policy/closing.ts';
import { decide } from '../../policy/decisions.ts';
import type { Priority } from '../../policy/terms.ts';
import { mayTransition } from '../../policy/transitions.ts';
import { isRefusal } from '../../policy/verdict.ts';
import { copyAttachments, readMessage } from '../correspondence/index.ts';
import type { Reader, Ticket } from './model.ts';
import { isNotDone, type NotDone } from './not-done.ts';
import { announceTicket, logDecision, logEvent } from './record.ts';
import { registerTicket } from './register-ticket.ts';
import { selectSplitNumber } from './store.ts';

/**
 * T2: an additional need in a message becomes a request of its own, linked to this one, with its own admission, hold and
 * clocks, which count from the arrival of the message that contained it. The conversation stays as it was written.
 * Refusals: `message-unknown`, of `maySplit`, of `registerTicket`.
 */
export async function splitTicket(
  tx: Tx,
  ticket: Ticket,
  split: {
    readonly by: Reader;
    readonly messageId: number;
    readonly subject: string;
    /** The need in its own words; the whole message when it is left as it was. */
    readonly description: string;
    readonly expectedResult: string;
    readonly priority: Priority | null;
    readonly serviceId: number | null;
    readonly categoryId: number | null;
    readonly at: Instant;
  },
): Promise<Ticket | NotDone> {
  const { by, at } = split;
  const status = mayTransition(ticket.status, 'split', by.kind);
  if (isRefusal(status)) return status;
  const message = await readMessage(tx, split.messageId);
  const isOfTicket = message?.ticketId === ticket.id;
  if (!isOfTicket || !maySplitOut(by, message)) {
    return decline('message-unknown', { messageId: split.messageId });
  }
  const verdict = maySplit({
    visibility: message.visibility,
    arrivedAt: message.createdAt,
    splitInto: await selectSplitNumber(tx, message.id),
  });
  if (isRefusal(verdict)) return verdict;

  // Whose need it is: who wrote it.
  const requesterPersonId =
    message.author === 'customer' && message.authorPersonId !== null
      ? message.authorPersonId
      : ticket.requesterPersonId;
  const registeredByPersonId = by.kind === 'agent' ? by.personId : null;
  const part = await registerTicket(tx, {
    organizationId: ticket.organizationId,
    requesterPersonId,
    registeredByPersonId,
    byDirectContact: false,
    channel: message.channel,
    subject: split.subject,
    description: split.description,
    expectedResult: split.expectedResult,
    suggestion:
      split.priority === null
        ? null
        : { priority: split.priority, from: 'person', readIn: 'split' },
    categoryId: split.categoryId ?? ticket.categoryId,
    serviceId: split.serviceId,
    answers: {},
    teamId: ticket.teamId,
    mailboxId: ticket.mailboxId,
    attachmentIds: await copyAttachments(tx, {
      messageId: message.id,
      personId: registeredByPersonId ?? requesterPersonId,
      at,
    }),
    receivedAt: verdict.receivedAt,
    clocksFrom: verdict.receivedAt,
    splitFromMessageId: message.id,
    follows: { ticketId: ticket.id, kind: 'split' },
    at,
  });
  if (isNotDone(part)) return part;
  const actor = personActor(by.personId);
  const newNumber = part.number;
  await logEvent(tx, ticket, { type: 'split', actor, data: { number: newNumber }, at });
  await logDecision(tx, ticket, decide('split', { newNumber }), at, actor);
  await announceTicket(tx, ticket);
  return part;
}

type SplitMessage = NonNullable<Awaited<ReturnType<typeof readMessage>>>;

/** A customer splits what it wrote itself; its administrator also what a colleague wrote. A note does not exist for them. */
function maySplitOut(by: Reader, message: SplitMessage): boolean {
  if (by.kind === 'agent') return true;
  if (message.visibility === 'internal' || message.author !== 'customer') return false;
  return by.administrator || message.authorPersonId === by.personId;
}
