// What happened to appointments, for the letters that tell of it. Who listens stands in delivery/worker/subscriptions.ts.
import type { Instant } from '../../kernel/clock.ts';
import type { Event } from '../../platform/jobs.ts';
import type { Refusal } from '../../policy/verdict.ts';

/** What the calendar of the customer must be told, as it stood when it happened. */
export interface CalendarNotice {
  readonly method: 'REQUEST' | 'CANCEL';
  readonly sequence: number;
  readonly startsAt: Instant;
  /** False: the customer has not accepted the time yet; accepting the invitation does. */
  readonly agreed: boolean;
}

/** The customer accepted a time, asked for another one or gave the activity up: whose activity it is gets to know. */
export interface AppointmentAnswered extends Event {
  readonly type: 'appointment.answered';
  readonly appointmentId: number;
  /** What was decided with it, in the log of the request. */
  readonly decisionId: number;
}

/** What the customer is told of an appointment. */
export interface AppointmentNews extends Event {
  readonly type: 'appointment.news';
  readonly appointmentId: number;
  readonly news:
    | 'offered'
    | 'accepted'
    | 'moved'
    | 'cancelled'
    | 'reminder'
    | 'done'
    | 'missed'
    | 'answer-refused';
  readonly at: Instant;
  readonly calendar: CalendarNotice | null;
  /** Why the answer from a calendar could not be taken. */
  readonly refusal: Refusal | null;
  /** Whose answer could not be taken; null: it is news for everybody who asked. */
  readonly toPersonId: number | null;
}
