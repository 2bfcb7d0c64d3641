import { personActor } from '../../kernel/actor.ts';
import type { Instant } from '../../kernel/clock.ts';
import type { Tx } from '../../platform/database/index.ts';
import { emit } from '../../platform/jobs.ts';
import { decide } from '../../policy/decisions.ts';
import { verifyPriority } from '../../policy/priority.ts';
import type { Priority } from '../../policy/terms.ts';
import { mayTransition } from '../../policy/transitions.ts';
import { isRefusal } from '../../policy/verdict.ts';
import { agreementByVersion } from '../agreements/index.ts';
import { changeClockPriority } from '../clocks/index.ts';
import type { PriorityChanged } from './events.ts';
import type { Ticket } from './model.ts';
import type { NotDone } from './not-done.ts';
import { announceTicket, logDecision, logEvent } from './record.ts';
import { updateTicket } from './store.ts';

/**
 * V.b: an agent confirms the level or changes it with a reason, which the customer is told. A change counts from
 * registration (VII): running clocks are judged anew, met ones are not.
 */
export async function verifyTicketPriority(
  tx: Tx,
  ticket: Ticket,
  verdict: {
    readonly personId: number;
    readonly priority: Priority;
    readonly reason: string;
    readonly at: Instant;
  },
): Promise<Ticket | NotDone> {
  const status = mayTransition(ticket.status, 'verify-priority', 'agent');
  if (isRefusal(status)) return status;
  const verified = verifyPriority(ticket.priority, verdict);
  if (isRefusal(verified)) return verified;

  const { at, personId } = verdict;
  const actor = personActor(personId);
  await logEvent(tx, ticket, {
    type: 'priority-verified',
    actor,
    data: { from: verified.from, to: verified.to, reason: verified.reason },
    at,
  });
  const decisionId = await logDecision(
    tx,
    ticket,
    decide('priority-verified', {
      from: verified.from,
      to: verified.to,
      reason: verified.reason,
    }),
    at,
    actor,
  );
  let { nextDueAt } = ticket;
  if (verified.changed && ticket.registeredAt !== null) {
    const agreement = await agreementByVersion(tx, ticket.agreementVersion);
    const clocks = await changeClockPriority(tx, {
      ticket,
      agreement,
      priority: verified.to,
      actor,
      at,
    });
    nextDueAt = clocks.nextDueAt;
  }
  if (verified.changed) {
    await emit<PriorityChanged>(tx, 'ticket.priority-changed', { ticketId: ticket.id, decisionId });
  }
  await announceTicket(tx, ticket);
  return updateTicket(
    tx,
    ticket,
    {
      priority: verified.to,
      priorityVerifiedAt: at,
      priorityVerifiedByPersonId: personId,
      nextDueAt,
    },
    at,
  );
}
