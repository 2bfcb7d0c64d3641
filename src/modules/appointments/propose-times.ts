import { personActor } from '../../kernel/actor.ts';
import type { Instant } from '../../kernel/clock.ts';
import type { Tx } from '../../platform/database/index.ts';
import { mayPropose } from '../../policy/appointments.ts';
import { decide } from '../../policy/decisions.ts';
import { mayTransition } from '../../policy/transitions.ts';
import { noShowUnits } from '../../policy/units.ts';
import { isRefusal, refuse } from '../../policy/verdict.ts';
import { agreementByVersion } from '../agreements/index.ts';
import type { Channel } from '../correspondence/index.ts';
import {
  announceTicket,
  isNotDone,
  logDecision,
  logEvent,
  type NotDone,
  type Ticket,
} from '../tickets/index.ts';
import { findOpen } from './find-open.ts';
import type { Appointment, Party } from './model.ts';
import { closeSlots, insertSlots } from './store.ts';
import { tell, tellOfAnswer } from './tell.ts';

export interface Proposal {
  readonly appointmentId: number;
  readonly by: Party;
  readonly slots: readonly Instant[];
  /** T6: of a customer: it is agreed as soon as the desk accepts one of them, so the condition is accepted with it. */
  readonly absenceAccepted: boolean;
  /** T5 */
  readonly surchargeAccepted: boolean;
  readonly channel: Channel;
  readonly at: Instant;
}

/**
 * T6: either side proposes other times, of what was offered or of what is agreed already: that stays agreed until the
 * other side accepts one, so that nobody ends up without a time. The own side's earlier proposals give way. Refusals:
 * `act-not-from-status`, `appointment-over`, `slots-out-of-range`, `slot-in-the-past`, `absence-terms-not-accepted`.
 */
export async function proposeTimes(
  tx: Tx,
  ticket: Ticket,
  proposal: Proposal,
): Promise<Appointment | NotDone> {
  const { by, slots, at } = proposal;
  const status = mayTransition(ticket.status, 'schedule', by.kind);
  if (isRefusal(status)) return status;
  const appointment = await findOpen(tx, ticket, proposal.appointmentId);
  if (isNotDone(appointment)) return appointment;
  const { terms } = await agreementByVersion(tx, ticket.agreementVersion);
  const refused = mayPropose(terms, slots, at);
  if (refused !== null) return refused;
  if (by.kind === 'customer' && !proposal.absenceAccepted) {
    return refuse('T6', 'absence-terms-not-accepted', { absenceUnits: noShowUnits(terms) });
  }
  await closeSlots(tx, appointment.id, at, by.kind);
  await insertSlots(
    tx,
    slots.map((startsAt) => ({
      appointmentId: appointment.id,
      startsAt,
      proposedBy: by.kind,
      personId: by.personId,
      channel: proposal.channel,
      surchargeAccepted: by.kind === 'customer' && proposal.surchargeAccepted,
      proposedAt: at,
    })),
  );
  await logEvent(tx, ticket, {
    type: by.kind === 'customer' ? 'appointment-proposed' : 'appointment-offered',
    actor: personActor(by.personId),
    data: { appointmentId: appointment.id, slots },
    at,
  });
  // Either side is told of what the other one proposes.
  const { id: appointmentId } = appointment;
  if (by.kind === 'agent') await tell(tx, ticket, { appointmentId, news: 'offered', at });
  else await logProposal(tx, ticket, { appointment, by, slots, at });
  return appointment;
}

async function logProposal(
  tx: Tx,
  ticket: Ticket,
  proposed: {
    readonly appointment: Appointment;
    readonly by: Party;
    readonly slots: readonly Instant[];
    readonly at: Instant;
  },
): Promise<void> {
  const { appointment, by, slots, at } = proposed;
  const decision = decide('appointment-proposed', {
    firstAt: Math.min(...slots),
    others: slots.length - 1,
    agreedAt: appointment.startsAt,
  });
  const decisionId = await logDecision(tx, ticket, decision, at, personActor(by.personId));
  await tellOfAnswer(tx, by, { appointmentId: appointment.id, decisionId });
  await announceTicket(tx, ticket);
}
