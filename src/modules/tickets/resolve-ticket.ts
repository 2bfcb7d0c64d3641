import { personActor } from '../../kernel/actor.ts';
import type { Instant } from '../../kernel/clock.ts';
import type { Tx } from '../../platform/database/index.ts';
import { automaticCloseDueAt, mayResolve, type ResolutionForm } from '../../policy/closing.ts';
import { decide } from '../../policy/decisions.ts';
import { mayTransition } from '../../policy/transitions.ts';
import { isRefusal } from '../../policy/verdict.ts';
import { agreementByVersion } from '../agreements/index.ts';
import { recordClockEvent } from '../clocks/index.ts';
import type { Ticket } from './model.ts';
import { isNotDone, type NotDone } from './not-done.ts';
import { announceTicket, logDecision, logEvent } from './record.ts';
import { wakeSnoozed } from './snoozes/wake-snoozed.ts';
import { endInformationRequest, updateTicket } from './store.ts';
import { type Written, writeAsAgent } from './write-message.ts';

/**
 * VIII.a: resolves with a description, instructions, or accompaniment, in a text that the customer receives. The
 * resolution clock stops; without objection the request closes by itself.
 */
export async function resolveTicket(
  tx: Tx,
  ticket: Ticket,
  resolution: {
    readonly personId: number;
    readonly form: ResolutionForm;
    readonly text: string;
    readonly attachmentIds: readonly number[];
    readonly lastSeenMessageId?: number;
    readonly at: Instant;
  },
): Promise<Written | NotDone> {
  const status = mayTransition(ticket.status, 'resolve', 'agent');
  if (isRefusal(status)) return status;
  const accepted = mayResolve(resolution);
  if (isRefusal(accepted)) return accepted;
  const { at, personId } = resolution;
  const written = await writeAsAgent(tx, ticket, { ...resolution, visibility: 'public' });
  if (isNotDone(written)) return written;

  const actor = personActor(personId);
  await endInformationRequest(tx, ticket.id, { answered: false, at });
  const clocks = await recordClockEvent(tx, {
    ticket: written.ticket,
    event: { type: 'resolved', at },
    actor,
  });
  const { terms } = await agreementByVersion(tx, ticket.agreementVersion);
  const closesAt = automaticCloseDueAt(terms, at);
  await logEvent(tx, ticket, {
    type: 'resolved',
    actor,
    data: { form: accepted.form, messageId: written.messageId },
    at,
  });
  await logDecision(tx, ticket, decide('resolved', { form: accepted.form, closesAt }), at, actor);
  await announceTicket(tx, ticket);
  await wakeSnoozed(tx, ticket);
  const resolved = await updateTicket(
    tx,
    written.ticket,
    {
      status,
      resolvedAt: at,
      resolutionForm: accepted.form,
      nextDueAt: clocks.nextDueAt,
      nextClosingAt: closesAt,
    },
    at,
  );
  return { ticket: resolved, messageId: written.messageId };
}
