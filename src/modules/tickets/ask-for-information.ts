import { personActor } from '../../kernel/actor.ts';
import type { Instant } from '../../kernel/clock.ts';
import type { Tx } from '../../platform/database/index.ts';
import { countedAttempts } from '../../policy/closing.ts';
import { decide } from '../../policy/decisions.ts';
import { mayTransition } from '../../policy/transitions.ts';
import { isRefusal } from '../../policy/verdict.ts';
import { agreementByVersion } from '../agreements/index.ts';
import { recordClockEvent } from '../clocks/index.ts';
import type { Ticket } from './model.ts';
import { nextClosingMoment } from './next-closing.ts';
import { isNotDone, type NotDone } from './not-done.ts';
import { logDecision, logEvent } from './record.ts';
import {
  insertInformationAttempt,
  insertInformationRequest,
  selectOpenInformationRequest,
  updateTicket,
} from './store.ts';
import { type Written, writeAsAgent } from './write-message.ts';

/**
 * VIII.b: asks the customer for what is needed to go on. The first question pauses the resolution clock; asking again
 * while it waits is a further attempt.
 */
export async function askForInformation(
  tx: Tx,
  ticket: Ticket,
  question: {
    readonly personId: number;
    readonly text: string;
    readonly attachmentIds: readonly number[];
    readonly lastSeenMessageId?: number;
    readonly at: Instant;
  },
): Promise<Written | NotDone> {
  const status = mayTransition(ticket.status, 'ask-information', 'agent');
  if (isRefusal(status)) return status;
  const { at, personId } = question;
  const written = await writeAsAgent(tx, ticket, { ...question, visibility: 'public' });
  if (isNotDone(written)) return written;

  const actor = personActor(personId);
  const open = await selectOpenInformationRequest(tx, ticket.id);
  const informationRequestId =
    open?.id ??
    (await insertInformationRequest(tx, { ticketId: ticket.id, askedByPersonId: personId, at }));
  await insertInformationAttempt(tx, { informationRequestId, messageId: written.messageId, at });

  const clocks = await recordClockEvent(tx, {
    ticket: written.ticket,
    event: { type: 'waiting-started', at },
    actor,
  });
  const { terms } = await agreementByVersion(tx, ticket.agreementVersion);
  const inquiry = {
    attempts: [...(open?.attempts ?? []), { at, delivered: true }],
    presences: open?.presences ?? [],
    lastAnswerAt: null,
  };
  await logEvent(tx, ticket, { type: 'information-requested', actor, at });
  await logDecision(
    tx,
    ticket,
    decide('information-requested', {
      attempt: countedAttempts(terms, inquiry).length,
      attemptsMin: terms.closing.attemptsMin,
    }),
    at,
    actor,
  );
  const waiting = await updateTicket(
    tx,
    written.ticket,
    {
      status,
      nextDueAt: clocks.nextDueAt,
      nextClosingAt: nextClosingMoment(terms, inquiry),
    },
    at,
  );
  return { ticket: waiting, messageId: written.messageId };
}
