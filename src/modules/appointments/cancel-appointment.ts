import { type Actor, personActor, systemActor } from '../../kernel/actor.ts';
import { assert } from '../../kernel/assert.ts';
import type { Instant } from '../../kernel/clock.ts';
import { type Database, inTransaction, type Tx } from '../../platform/database/index.ts';
import { mayCancel } from '../../policy/appointments.ts';
import { decide } from '../../policy/decisions.ts';
import { isRefusal } from '../../policy/verdict.ts';
import { agreementByVersion } from '../agreements/index.ts';
import { recordClockEvent } from '../clocks/index.ts';
import {
  changeTicket,
  chargeAbsence,
  isNotDone,
  lockTicketById,
  logDecision,
  logEvent,
  type NotDone,
  type Ticket,
} from '../tickets/index.ts';
import { absenceKey } from './absence-key.ts';
import { findOpen } from './find-open.ts';
import type { Appointment, Party } from './model.ts';
import { closeSlots, selectOpenAppointments, updateAppointment } from './store.ts';
import { tell, tellOfAnswer } from './tell.ts';

export interface Cancellation {
  readonly appointmentId: number;
  readonly by: Party | 'system';
  readonly reason: string;
  /** T6: the customer was told what it costs, and wants it all the same. */
  readonly chargeAccepted: boolean;
  readonly at: Instant;
}

/**
 * T6: either side gives an activity up, or declines what was offered. With less notice than the terms ask for it costs
 * the customer the minimum, of which it is told before. The resolution clock goes on from now. Refusals:
 * `appointment-over`, `cancellation-costs`, `overdraft-reached`.
 */
export async function cancelAppointment(
  tx: Tx,
  ticket: Ticket,
  cancellation: Cancellation,
): Promise<Appointment | NotDone> {
  const { by, reason, at } = cancellation;
  const appointment = await findOpen(tx, ticket, cancellation.appointmentId);
  if (isNotDone(appointment)) return appointment;
  const { terms } = await agreementByVersion(tx, ticket.agreementVersion);
  const kind = by === 'system' ? 'system' : by.kind;
  const { chargeAccepted } = cancellation;
  const allowed = mayCancel(terms, appointment, { by: kind, chargeAccepted }, at);
  if (isRefusal(allowed)) return allowed;

  const { startsAt } = appointment;
  const actor = by === 'system' ? systemActor : personActor(by.personId);
  let charged = ticket;
  if (allowed.units > 0 && startsAt !== null) {
    const key = absenceKey(appointment);
    const owed = await chargeAbsence(tx, ticket, { key, units: allowed.units, at });
    if (isNotDone(owed)) return owed;
    charged = owed.ticket;
    await logDecision(
      tx,
      ticket,
      decide('late-cancellation-charged', {
        units: allowed.units,
        appointmentAt: startsAt,
        noticeMinutes: terms.appointments.noticeMinutes,
        availableUnits: owed.availableUnits,
      }),
      at,
    );
  }
  await logEvent(tx, ticket, {
    type: 'appointment-cancelled',
    actor,
    data: { appointmentId: appointment.id, startsAt, reason },
    at,
  });
  const decision = decide('appointment-cancelled', { by: kind, appointmentAt: startsAt });
  const decisionId = await logDecision(tx, ticket, decision, at, actor);
  await resumeClock(tx, charged, appointment, actor, at);
  await closeSlots(tx, appointment.id, at);
  const sequence = appointment.invited ? appointment.sequence + 1 : appointment.sequence;
  const cancelled = await updateAppointment(tx, appointment.id, {
    state: 'cancelled',
    endedAt: at,
    outcomeNote: reason,
    chargedUnits: allowed.units,
    sequence,
    nextAt: null,
  });
  await tell(tx, ticket, {
    appointmentId: appointment.id,
    news: 'cancelled',
    calendar:
      appointment.invited && startsAt !== null
        ? { method: 'CANCEL', sequence, startsAt, agreed: true }
        : null,
    at,
  });
  await tellOfAnswer(tx, by, { appointmentId: appointment.id, decisionId });
  return cancelled;
}

/** VII: nothing is awaited any more: the clock goes on at this moment. One that has stopped stays as it stopped. */
async function resumeClock(
  tx: Tx,
  ticket: Ticket,
  { id, state, startsAt }: Appointment,
  actor: Actor,
  at: Instant,
): Promise<void> {
  const runs = ticket.status === 'open' || ticket.status === 'waiting';
  if (state !== 'accepted' || startsAt === null || startsAt <= at || !runs) return;
  const event = { type: 'appointment-cancelled', appointmentId: id, at } as const;
  const clocks = await recordClockEvent(tx, { ticket, event, actor });
  await changeTicket(tx, ticket, { nextDueAt: clocks.nextDueAt }, at);
}

/** A request that has ended needs its activities no more: they are cancelled, without charge. May run twice. */
export const cancelAppointmentsOfEnded = (
  database: Database,
  ticketId: number,
  at: Instant,
): Promise<void> =>
  inTransaction(database, async (tx) => {
    const ticket = await lockTicketById(tx, ticketId);
    if (ticket === undefined || ticket.status === 'open' || ticket.status === 'waiting') return;
    for (const { id } of await selectOpenAppointments(tx, ticketId)) {
      const cancelled = await cancelAppointment(tx, ticket, {
        appointmentId: id,
        by: 'system',
        reason: '',
        chargeAccepted: false,
        at,
      });
      assert(!isNotDone(cancelled), 'the desk cancels what is open without cost');
    }
  });
