// Owns the appointments (T5, T6): the times offered and agreed, what was accepted with them, and what became of them.
export { acceptSlot } from './accept-slot.ts';
export { answerByCalendar, type CalendarAnswer } from './answer-by-calendar.ts';
export { cancelAppointment, cancelAppointmentsOfEnded } from './cancel-appointment.ts';
export type { AppointmentAnswered, AppointmentNews, CalendarNotice } from './events.ts';
export type { Appointment, AppointmentView, Slot } from './model.ts';
export { offerAppointment } from './offer-appointment.ts';
export { proposeTimes } from './propose-times.ts';
export { recordOutcome } from './record-outcome.ts';
export { runDueAppointments } from './run-due-appointments.ts';
export {
  type AgendaQuery,
  selectAgenda as readAgenda,
  selectAppointmentById as findAppointment,
  selectAppointmentsOfTicket as appointmentsOfTicket,
  selectNextAppointment as nextAppointmentAt,
  selectSlots as openSlots,
} from './store.ts';
export { appointmentUid, type CalendarUser, readUid, writeCalendar } from './write-calendar.ts';
