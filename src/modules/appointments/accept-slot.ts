import { personActor } from '../../kernel/actor.ts';
import type { Instant } from '../../kernel/clock.ts';
import type { Tx } from '../../platform/database/index.ts';
import { freeCancellationUntil, mayAccept, nextLookAt } from '../../policy/appointments.ts';
import { decide } from '../../policy/decisions.ts';
import type { Terms } from '../../policy/terms.ts';
import { mayTransition } from '../../policy/transitions.ts';
import { isRefusal, refuse } from '../../policy/verdict.ts';
import { agreementByVersion } from '../agreements/index.ts';
import { recordClockEvent } from '../clocks/index.ts';
import type { Channel } from '../correspondence/index.ts';
import { readAccount } from '../credits/index.ts';
import {
  changeTicket,
  isNotDone,
  logDecision,
  logEvent,
  type NotDone,
  type Ticket,
} from '../tickets/index.ts';
import { findOpen } from './find-open.ts';
import type { Appointment, Party, Slot } from './model.ts';
import {
  closeSlots,
  insertAcceptance,
  selectSlots,
  selectSurchargeAccepted,
  updateAppointment,
} from './store.ts';
import { tell, tellOfAnswer } from './tell.ts';

export interface SlotAcceptance {
  readonly appointmentId: number;
  readonly slotId: number;
  readonly by: Party;
  /** T6: the customer accepts what being absent costs. An agent accepts what the customer proposed with it. */
  readonly absenceAccepted: boolean;
  /** T5: and the additional charge of a visit. */
  readonly surchargeAccepted: boolean;
  readonly channel: Channel;
  readonly at: Instant;
}

/**
 * T5, T6, VII: a proposed time is agreed by the side that did not propose it. What the customer accepted with it is
 * recorded with who, when and which version; the resolution clock pauses until the agreed moment, and resumes by
 * itself. Of two acceptances at once the second finds the time closed. An appointment that was agreed before is moved.
 * Refusals: `act-not-from-status`, `appointment-over`, `slot-closed`, and those of `mayAccept`.
 */
export async function acceptSlot(
  tx: Tx,
  ticket: Ticket,
  acceptance: SlotAcceptance,
): Promise<Appointment | NotDone> {
  const { by, at } = acceptance;
  const status = mayTransition(ticket.status, 'schedule', by.kind);
  if (isRefusal(status)) return status;
  const appointment = await findOpen(tx, ticket, acceptance.appointmentId);
  if (isNotDone(appointment)) return appointment;
  const slots = await selectSlots(tx, appointment.id);
  const slot = slots.find(({ id }) => id === acceptance.slotId);
  if (slot === undefined) return refuse('T6', 'slot-closed');

  const { terms } = await agreementByVersion(tx, ticket.agreementVersion);
  const account = await readAccount(tx, ticket.organizationId);
  const byCustomer = by.kind === 'customer';
  const acceptedBefore = await selectSurchargeAccepted(tx, appointment.id);
  const costs = mayAccept(
    terms,
    {
      startsAt: slot.startsAt,
      proposedBy: slot.proposedBy,
      by: by.kind,
      absenceAccepted: byCustomer ? acceptance.absenceAccepted : true,
      place: appointment.place,
      surchargeUnits: appointment.surchargeUnits,
      surchargeAccepted:
        acceptedBefore || (byCustomer ? acceptance.surchargeAccepted : slot.surchargeAccepted),
      availableUnits: account.availableUnits,
    },
    at,
  );
  if (isRefusal(costs)) return costs;

  const customer = byCustomer
    ? { personId: by.personId, channel: acceptance.channel, acceptedAt: at }
    : { personId: slot.personId, channel: slot.channel, acceptedAt: slot.proposedAt };
  const accepted = {
    ...customer,
    appointmentId: appointment.id,
    agreementVersion: ticket.agreementVersion,
    startsAt: slot.startsAt,
  };
  await insertAcceptance(tx, { ...accepted, clause: 'T6', units: costs.absenceUnits });
  if (appointment.place === 'onsite' && !acceptedBefore) {
    await insertAcceptance(tx, { ...accepted, clause: 'T5', units: costs.surchargeUnits });
    const units = costs.surchargeUnits;
    await logDecision(
      tx,
      ticket,
      decide('surcharge-accepted', { units, appointmentAt: slot.startsAt }),
      at,
      personActor(customer.personId),
    );
  }
  const agreed = await agree(tx, ticket, appointment, { slot, slots, terms, by, at });
  const decisionId = await logAgreement(tx, ticket, {
    before: appointment,
    slot,
    terms,
    costs,
    by,
    at,
  });
  await tell(tx, ticket, {
    appointmentId: agreed.id,
    news: appointment.state === 'accepted' ? 'moved' : 'accepted',
    calendar: {
      method: 'REQUEST',
      sequence: agreed.sequence,
      startsAt: slot.startsAt,
      agreed: true,
    },
    at,
  });
  await tellOfAnswer(tx, by, { appointmentId: agreed.id, decisionId });
  return agreed;
}

/** The appointment gets its time, and the clock of the ticket pauses until then. */
async function agree(
  tx: Tx,
  ticket: Ticket,
  appointment: Appointment,
  agreement: {
    readonly slot: Slot;
    readonly slots: readonly Slot[];
    readonly terms: Terms;
    readonly by: Party;
    readonly at: Instant;
  },
): Promise<Appointment> {
  const { slot, slots, terms, by, at } = agreement;
  const { startsAt } = slot;
  await closeSlots(tx, appointment.id, at);
  // The invitation in the customer's calendar shows the one time that was offered, or the one agreed before.
  const shown =
    appointment.startsAt ?? slots.find(({ proposedBy }) => proposedBy === 'agent')?.startsAt;
  const changes = appointment.invited && shown !== startsAt;
  const clocks = await recordClockEvent(tx, {
    ticket,
    event: { type: 'appointment-agreed', appointmentId: appointment.id, startsAt, at },
    actor: personActor(by.personId),
  });
  await changeTicket(tx, ticket, { nextDueAt: clocks.nextDueAt }, at);
  return updateAppointment(tx, appointment.id, {
    state: 'accepted',
    startsAt,
    acceptedAt: at,
    invited: true,
    sequence: changes ? appointment.sequence + 1 : appointment.sequence,
    nextAt: nextLookAt(terms, { startsAt, acceptedAt: at }, at),
  });
}

/** Answers the decision by which the time was accepted. */
async function logAgreement(
  tx: Tx,
  ticket: Ticket,
  agreed: {
    readonly before: Appointment;
    readonly slot: Slot;
    readonly terms: Terms;
    readonly costs: { readonly absenceUnits: number };
    readonly by: Party;
    readonly at: Instant;
  },
): Promise<number> {
  const { before, slot, terms, costs, by, at } = agreed;
  const { startsAt } = slot;
  const actor = personActor(by.personId);
  const moved = before.state === 'accepted' && before.startsAt !== null;
  await logEvent(tx, ticket, {
    type: moved ? 'appointment-moved' : 'appointment-accepted',
    actor,
    data: { appointmentId: before.id, startsAt, ...(moved ? { from: before.startsAt } : {}) },
    at,
  });
  if (moved && before.startsAt !== null) {
    await logDecision(
      tx,
      ticket,
      decide('appointment-moved', { from: before.startsAt, to: startsAt }),
      at,
      actor,
    );
  }
  return logDecision(
    tx,
    ticket,
    decide('appointment-accepted', {
      appointmentAt: startsAt,
      absenceUnits: costs.absenceUnits,
      freeUntil: freeCancellationUntil(terms, startsAt),
    }),
    at,
    actor,
  );
}
