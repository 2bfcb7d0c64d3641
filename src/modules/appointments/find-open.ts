import { decline } from '../../kernel/declined.ts';
import type { Db } from '../../platform/database/index.ts';
import { refuse } from '../../policy/verdict.ts';
import type { NotDone, Ticket } from '../tickets/index.ts';
import type { Appointment } from './model.ts';
import { selectAppointment } from './store.ts';

/** The appointment of a locked ticket, while something can still become of it. */
export async function findOpen(
  db: Db,
  ticket: Ticket,
  appointmentId: number,
): Promise<Appointment | NotDone> {
  const appointment = await selectAppointment(db, ticket.id, appointmentId);
  if (appointment === undefined) return decline('appointment-unknown', { appointmentId });
  const isOpen = appointment.state === 'offered' || appointment.state === 'accepted';
  return isOpen ? appointment : refuse('T6', 'appointment-over', { state: appointment.state });
}
