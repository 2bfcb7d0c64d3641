import { systemActor } from '../../kernel/actor.ts';
import { assert } from '../../kernel/assert.ts';
import type { Instant } from '../../kernel/clock.ts';
import { type Database, inTransaction, type Tx } from '../../platform/database/index.ts';
import { nextLookAt, reminderDue } from '../../policy/appointments.ts';
import { decide } from '../../policy/decisions.ts';
import { agreementByVersion } from '../agreements/index.ts';
import { readClocks } from '../clocks/index.ts';
import {
  changeTicket,
  isNotDone,
  lockTicketById,
  logDecision,
  logEvent,
  type Ticket,
} from '../tickets/index.ts';
import { cancelAppointment } from './cancel-appointment.ts';
import {
  insertReminder,
  selectAppointment,
  selectDueAppointments,
  selectReminded,
  updateAppointment,
} from './store.ts';
import { tell } from './tell.ts';

const batch = 200;

/**
 * T6, VII: what falls due of agreed activities: reminders, each once; and their start, when the resolution clock runs
 * again by itself and the queue must know its due moment. One transaction each, looked at again under the ticket's
 * lock; may run in several processes and may run late. Answers how many it looked at.
 */
export async function runDueAppointments(database: Database, now: Instant): Promise<number> {
  const due = await selectDueAppointments(database.db, now, batch);
  for (const { id, ticketId } of due) {
    await inTransaction(database, (tx) => runDue(tx, id, ticketId, now));
  }
  return due.length;
}

async function runDue(tx: Tx, id: number, ticketId: number, now: Instant): Promise<void> {
  const ticket = await lockTicketById(tx, ticketId);
  const appointment = await selectAppointment(tx, ticketId, id);
  assert(ticket !== undefined && appointment !== undefined, 'an appointment is of a ticket');
  const { startsAt, acceptedAt, nextAt } = appointment;
  if (nextAt === null || nextAt > now || startsAt === null || acceptedAt === null) return;
  const { terms } = await agreementByVersion(tx, ticket.agreementVersion);
  const active = ticket.status === 'open' || ticket.status === 'waiting';
  if (!active && startsAt > now) {
    // Resolved before it came to it: nobody is asked to come for nothing.
    const cancelled = await cancelAppointment(tx, ticket, {
      appointmentId: id,
      by: 'system',
      reason: '',
      chargeAccepted: false,
      at: now,
    });
    assert(!isNotDone(cancelled), 'the desk cancels what is open without cost');
    return;
  }
  const reminded = await selectReminded(tx, id, startsAt);
  const minutesBefore = reminderDue(terms, { startsAt, acceptedAt, reminded }, now);
  if (minutesBefore !== null) {
    await insertReminder(tx, { appointmentId: id, startsAt, minutesBefore, at: now });
    const actor = systemActor;
    const data = { appointmentId: id, startsAt, minutesBefore };
    await logEvent(tx, ticket, { type: 'appointment-reminded', actor, data, at: now });
    const decision = decide('appointment-reminded', { appointmentAt: startsAt, minutesBefore });
    await logDecision(tx, ticket, decision, now);
    await tell(tx, ticket, { appointmentId: id, news: 'reminder', at: now });
  }
  if (active && startsAt <= now) await noteResumed(tx, ticket, startsAt, now);
  await updateAppointment(tx, id, { nextAt: nextLookAt(terms, { startsAt, acceptedAt }, now) });
}

/** VII: the pause ended at the agreed moment; whatever else pauses it, goes on pausing it. */
async function noteResumed(tx: Tx, ticket: Ticket, startsAt: Instant, now: Instant): Promise<void> {
  const clocks = (await readClocks(tx, [ticket.id], now)).get(ticket.id);
  if (clocks === undefined) return;
  const { state, dueAt } = clocks.resolution;
  if (state === 'running' && dueAt !== null) {
    const facts = { clock: 'resolution', dueAt, cause: 'appointment' } as const;
    await logDecision(tx, ticket, decide('clock-resumed', facts), startsAt);
  }
  await changeTicket(tx, ticket, { nextDueAt: clocks.nextDueAt }, now);
}
