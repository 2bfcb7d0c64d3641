import { personActor } from '../../kernel/actor.ts';
import type { Instant } from '../../kernel/clock.ts';
import type { Tx } from '../../platform/database/index.ts';
import { mayRecordOutcome, type Outcome } from '../../policy/appointments.ts';
import { decide } from '../../policy/decisions.ts';
import { mayTransition } from '../../policy/transitions.ts';
import { isRefusal, refuse } from '../../policy/verdict.ts';
import { agreementByVersion } from '../agreements/index.ts';
import { recordClockEvent } from '../clocks/index.ts';
import {
  changeTicket,
  chargeAbsence,
  isNotDone,
  logDecision,
  logEvent,
  type NotDone,
  oweSurcharge,
  recordContact,
  type Ticket,
  writeAsAgent,
} from '../tickets/index.ts';
import { absenceKey } from './absence-key.ts';
import { findOpen } from './find-open.ts';
import type { Appointment } from './model.ts';
import { closeSlots, updateAppointment } from './store.ts';
import { tell } from './tell.ts';

export interface OutcomeRecord {
  readonly appointmentId: number;
  readonly personId: number;
  readonly outcome: Outcome;
  /** What was done, or what shows that the customer was absent. The customer reads it. */
  readonly note: string;
  /** T6: how the customer was waited for and sought. */
  readonly attemptsNote: string;
  /** Evidence: kept with an internal note. */
  readonly attachmentIds: readonly number[];
  readonly at: Instant;
}

/**
 * T5, T6: what became of an agreed activity. Done: the desk reached the customer, and of a visit the agreed charge is
 * put on hold until the request closes. Absent: the minimum is charged, once, and the resolution clock pauses until a
 * new time is agreed. Refusals: `act-not-from-status`, `appointment-over`, `outcome-too-early`, `outcome-note-missing`,
 * `overdraft-reached`.
 */
export async function recordOutcome(
  tx: Tx,
  ticket: Ticket,
  record: OutcomeRecord,
): Promise<Appointment | NotDone> {
  const { outcome, at } = record;
  const act = outcome === 'done' ? 'log-work' : 'record-no-show';
  const status = mayTransition(ticket.status, act, 'agent');
  if (isRefusal(status)) return status;
  const appointment = await findOpen(tx, ticket, record.appointmentId);
  if (isNotDone(appointment)) return appointment;
  const { startsAt } = appointment;
  if (startsAt === null) return refuse('T6', 'appointment-not-agreed');
  const { terms } = await agreementByVersion(tx, ticket.agreementVersion);
  const allowed = mayRecordOutcome(terms, { outcome, startsAt, note: record.note }, at);
  if (isRefusal(allowed)) return allowed;

  const settled =
    outcome === 'done'
      ? await settleDone(tx, ticket, appointment, startsAt, record)
      : await settleAbsence(tx, ticket, appointment, startsAt, allowed.absenceUnits, record);
  if (isNotDone(settled)) return settled;
  await logEvent(tx, ticket, {
    type: outcome === 'done' ? 'appointment-done' : 'appointment-missed',
    actor: personActor(record.personId),
    data: { appointmentId: appointment.id, startsAt },
    at,
  });
  if (record.attachmentIds.length > 0) {
    const noted = await writeAsAgent(tx, settled, {
      personId: record.personId,
      visibility: 'internal',
      text: [record.note, record.attemptsNote].filter((text) => text !== '').join('\n\n'),
      attachmentIds: record.attachmentIds,
      at,
    });
    if (isNotDone(noted)) return noted;
  }
  await closeSlots(tx, appointment.id, at);
  const ended = await updateAppointment(tx, appointment.id, {
    state: outcome,
    endedAt: at,
    outcomeNote: record.note,
    attemptsNote: record.attemptsNote,
    chargedUnits: allowed.absenceUnits,
    nextAt: null,
  });
  await tell(tx, ticket, {
    appointmentId: appointment.id,
    news: outcome === 'done' ? 'done' : 'missed',
    at,
  });
  return ended;
}

async function settleDone(
  tx: Tx,
  ticket: Ticket,
  appointment: Appointment,
  startsAt: Instant,
  { personId, at }: OutcomeRecord,
): Promise<Ticket | NotDone> {
  const units = appointment.surchargeUnits ?? 0;
  let owing = ticket;
  if (units > 0) {
    const owed = await oweSurcharge(tx, ticket, {
      key: `appointment:${appointment.id}:visit`,
      units,
      at,
    });
    if (isNotDone(owed)) return owed;
    owing = owed.ticket;
    const { availableUnits } = owed;
    const held = decide('surcharge-held', { units, appointmentAt: startsAt, availableUnits });
    await logDecision(tx, ticket, held, at);
  }
  const actor = personActor(personId);
  await logDecision(tx, ticket, decide('appointment-done', { appointmentAt: startsAt }), at, actor);
  // VII: whoever worked with the customer reached the customer.
  return recordContact(tx, owing, actor, at);
}

async function settleAbsence(
  tx: Tx,
  ticket: Ticket,
  appointment: Appointment,
  startsAt: Instant,
  units: number,
  { personId, at }: OutcomeRecord,
): Promise<Ticket | NotDone> {
  const owed = await chargeAbsence(tx, ticket, { key: absenceKey(appointment), units, at });
  if (isNotDone(owed)) return owed;
  const { availableUnits } = owed;
  await logDecision(
    tx,
    ticket,
    decide('no-show-charged', { units, appointmentAt: startsAt, availableUnits }),
    at,
  );
  const clocks = await recordClockEvent(tx, {
    ticket: owed.ticket,
    event: { type: 'no-show', at },
    actor: personActor(personId),
  });
  return changeTicket(tx, owed.ticket, { nextDueAt: clocks.nextDueAt }, at);
}
