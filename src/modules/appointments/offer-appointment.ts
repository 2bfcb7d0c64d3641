import { personActor } from '../../kernel/actor.ts';
import type { Instant } from '../../kernel/clock.ts';
import { decline } from '../../kernel/declined.ts';
import type { Tx } from '../../platform/database/index.ts';
import { mayPropose } from '../../policy/appointments.ts';
import { mayTransition } from '../../policy/transitions.ts';
import { isRefusal, refuse } from '../../policy/verdict.ts';
import { agreementByVersion } from '../agreements/index.ts';
import { isActiveAgent } from '../people/index.ts';
import { logEvent, type NotDone, type Ticket } from '../tickets/index.ts';
import type { Appointment, Place } from './model.ts';
import { insertAppointment, insertSlots } from './store.ts';
import { tell } from './tell.ts';

export interface Offer {
  readonly personId: number;
  /** Who will attend. */
  readonly agentPersonId: number;
  readonly subject: string;
  readonly place: Place;
  readonly location: string;
  readonly durationMinutes: number;
  /** T5: of a visit; zero when it costs nothing more. */
  readonly surchargeUnits: number | null;
  readonly surchargeNote: string;
  readonly slots: readonly Instant[];
  readonly at: Instant;
}

/**
 * T5, T6: an agent proposes an activity with one or several times; of a visit, its additional charge too. Nothing is
 * agreed and no clock pauses before the customer accepts one. One single time of remote work goes out as an invitation
 * that a calendar can accept; a visit is accepted in the portal only, with its charge. Refusals: `act-not-from-status`,
 * `slots-out-of-range`, `slot-in-the-past`, `surcharge-not-agreed`, `assignee-unknown`.
 */
export async function offerAppointment(
  tx: Tx,
  ticket: Ticket,
  offer: Offer,
): Promise<Appointment | NotDone> {
  const status = mayTransition(ticket.status, 'schedule', 'agent');
  if (isRefusal(status)) return status;
  const { terms } = await agreementByVersion(tx, ticket.agreementVersion);
  const refused = mayPropose(terms, offer.slots, offer.at);
  if (refused !== null) return refused;
  if (offer.place === 'onsite' && offer.surchargeUnits === null) {
    return refuse('T5', 'surcharge-not-agreed');
  }
  if (!(await isActiveAgent(tx, offer.agentPersonId))) {
    return decline('assignee-unknown', { assigneePersonId: offer.agentPersonId });
  }
  const { at, personId, slots, ...activity } = offer;
  const [only] = slots;
  const invited = slots.length === 1 && offer.place === 'remote';
  const appointment = await insertAppointment(tx, {
    ...activity,
    surchargeUnits: offer.place === 'onsite' ? offer.surchargeUnits : null,
    ticketId: ticket.id,
    organizationId: ticket.organizationId,
    invited,
    createdAt: at,
  });
  await insertSlots(
    tx,
    slots.map((startsAt) => ({
      appointmentId: appointment.id,
      startsAt,
      proposedBy: 'agent' as const,
      personId,
      channel: 'portal' as const,
      surchargeAccepted: false,
      proposedAt: at,
    })),
  );
  await logEvent(tx, ticket, {
    type: 'appointment-offered',
    actor: personActor(personId),
    data: { appointmentId: appointment.id, slots },
    at,
  });
  await tell(tx, ticket, {
    appointmentId: appointment.id,
    news: 'offered',
    calendar:
      invited && only !== undefined
        ? { method: 'REQUEST', sequence: 0, startsAt: only, agreed: false }
        : null,
    at,
  });
  return appointment;
}
