import { personActor } from '../../kernel/actor.ts';
import type { Instant } from '../../kernel/clock.ts';
import type { Tx } from '../../platform/database/index.ts';
import { decide, decideRefused } from '../../policy/decisions.ts';
import { isRefusal, refuse } from '../../policy/verdict.ts';
import { isNotDone, logDecision, logEvent, type NotDone, type Ticket } from '../tickets/index.ts';
import { acceptSlot } from './accept-slot.ts';
import { cancelAppointment } from './cancel-appointment.ts';
import type { Appointment, Party } from './model.ts';
import { proposeTimes } from './propose-times.ts';
import { selectAppointment, selectSlots } from './store.ts';
import { tell, tellOfAnswer } from './tell.ts';

/** What somebody's calendar answered to an invitation of ours. */
export interface CalendarAnswer {
  readonly appointmentId: number;
  readonly response: 'accepted' | 'declined' | 'tentative' | 'counter';
  /** Of the invitation that it answers; null when the calendar does not say. */
  readonly sequence: number | null;
  /** The time that it speaks of, and with `counter` the one it asks for. */
  readonly startsAt: Instant | null;
}

/**
 * T6: the answer of a calendar, from the person who was invited. The invitation said what absence costs, so accepting
 * it accepts that; the additional charge of a visit (T5) takes the portal. A decline that would cost something is not
 * done: the answer says what it costs. What cannot be taken is answered by a letter, never in silence, and told to the
 * agents, who may want to speak with the customer. False when it
 * concerns no appointment of this ticket.
 */
export async function answerByCalendar(
  tx: Tx,
  ticket: Ticket,
  answered: { readonly answer: CalendarAnswer; readonly personId: number; readonly at: Instant },
): Promise<boolean> {
  const { answer, personId, at } = answered;
  const appointment = await selectAppointment(tx, ticket.id, answer.appointmentId);
  if (appointment === undefined) return false;
  await logEvent(tx, ticket, {
    type: 'appointment-answered',
    actor: personActor(personId),
    data: { appointmentId: appointment.id, response: answer.response },
    at,
  });
  const by: Party = { kind: 'customer', personId };
  if (answer.response === 'tentative') {
    const { startsAt } = answer;
    const tentative = decide('appointment-tentative', {
      appointmentAt: startsAt ?? appointment.startsAt,
    });
    const decisionId = await logDecision(tx, ticket, tentative, at, personActor(personId));
    await tellOfAnswer(tx, by, { appointmentId: appointment.id, decisionId });
    return true;
  }
  const { response } = answer;
  const done = await carryOut(tx, ticket, appointment, { ...answer, response }, by, at);
  if (done !== null && isNotDone(done) && isRefusal(done)) {
    const decisionId = await logDecision(
      tx,
      ticket,
      decideRefused(done),
      at,
      personActor(personId),
    );
    await tellOfAnswer(tx, by, { appointmentId: appointment.id, decisionId });
    await tell(tx, ticket, {
      appointmentId: appointment.id,
      news: 'answer-refused',
      refusal: done,
      toPersonId: personId,
      at,
    });
  }
  return true;
}

/** Null: nothing to do. */
async function carryOut(
  tx: Tx,
  ticket: Ticket,
  appointment: Appointment,
  answer: CalendarAnswer & { readonly response: Exclude<CalendarAnswer['response'], 'tentative'> },
  by: Party,
  at: Instant,
): Promise<Appointment | NotDone | null> {
  const { id: appointmentId } = appointment;
  const outdated = answer.sequence !== null && answer.sequence < appointment.sequence;
  switch (answer.response) {
    case 'accepted': {
      const { startsAt } = answer;
      if (appointment.state === 'accepted') {
        const sameTime = startsAt === null || startsAt === appointment.startsAt;
        return sameTime && !outdated ? null : refuse('T6', 'slot-closed');
      }
      const offered = (await selectSlots(tx, appointmentId)).filter(
        (slot) => slot.proposedBy === 'agent' && (startsAt === null || slot.startsAt === startsAt),
      );
      const [slot] = offered;
      if (outdated || slot === undefined || offered.length > 1) return refuse('T6', 'slot-closed');
      return acceptSlot(tx, ticket, {
        appointmentId,
        slotId: slot.id,
        by,
        absenceAccepted: true,
        surchargeAccepted: false,
        channel: 'email',
        at,
      });
    }
    case 'declined':
      // To an invitation that another one replaced: the time that stands was not declined.
      if (outdated) return refuse('T6', 'slot-closed');
      if (appointment.state === 'cancelled') return null;
      return cancelAppointment(tx, ticket, {
        appointmentId,
        by,
        reason: '',
        chargeAccepted: false,
        at,
      });
    case 'counter':
      if (answer.startsAt === null) return null;
      return proposeTimes(tx, ticket, {
        appointmentId,
        by,
        slots: [answer.startsAt],
        absenceAccepted: true,
        surchargeAccepted: false,
        channel: 'email',
        at,
      });
  }
}
