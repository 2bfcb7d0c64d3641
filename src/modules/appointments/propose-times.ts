import { personActor } from '../../kernel/actor.ts';
import type { Instant } from '../../kernel/clock.ts';
import type { Tx } from '../../platform/database/index.ts';
import { mayPropose } from '../../policy/appointments.ts';
import { mayTransition } from '../../policy/transitions.ts';
import { noShowUnits } from '../../policy/units.ts';
import { isRefusal, refuse } from '../../policy/verdict.ts';
import { agreementByVersion } from '../agreements/index.ts';
import type { Channel } from '../correspondence/index.ts';
import {
  announceTicket,
  isNotDone,
  logEvent,
  type NotDone,
  type Ticket,
} from '../tickets/index.ts';
import { findOpen } from './find-open.ts';
import type { Appointment, Party } from './model.ts';
import { closeSlots, insertSlots } from './store.ts';
import { tell } from './tell.ts';

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
  // The customer is told of what the desk proposes; the desk sees what the customer does.
  if (by.kind === 'customer') await announceTicket(tx, ticket);
  else await tell(tx, ticket, { appointmentId: appointment.id, news: 'offered', at });
  return appointment;
}
