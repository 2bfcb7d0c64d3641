import type { Instant } from '../../kernel/clock.ts';
import type { Target } from '../terms.ts';

/** One version of a service calendar. */
export interface CalendarReference {
  readonly calendarId: number;
  readonly version: number;
}

/** What the customer was promised, copied from the agreement when it was promised and never looked up again. */
export interface Promised extends Target {
  readonly priority: string;
  readonly agreementVersion: number;
}

/**
 * VII: all that ever happens to the clocks of a ticket. The clocks are these events, folded. `at` is when it
 * happened in the world (a message counts from its arrival), not when the desk learned of it.
 */
export type ClockEvent = { readonly at: Instant } & (
  | {
      /** VII: admission passed: both clocks start. First event of every ticket. */
      readonly type: 'registered';
      readonly promised: Promised;
      readonly calendar: CalendarReference | null;
      /** When the request arrived, if admission held it before. */
      readonly receivedAt?: Instant;
      /** II: staff registers what a customer said to it directly: that contact is the attention. */
      readonly byDirectContact?: boolean;
    }
  /** V.b, VI: judged anew from registration. */
  | { readonly type: 'priority-changed'; readonly promised: Promised }
  /** A later version of the agreement applied to open tickets, on somebody's order. */
  | { readonly type: 'terms-changed'; readonly promised: Promised }
  /** An edit of the calendar: a holiday decreed, other hours. */
  | { readonly type: 'calendar-changed'; readonly calendar: CalendarReference }
  /** VI.e: both sides agreed on a date for the resolution, or gave it up. */
  | { readonly type: 'date-agreed'; readonly resolveBy: Instant | null }
  /** A person of the desk wrote to the customer, called or visited. Nothing that the desk does by itself counts. */
  | { readonly type: 'contacted' }
  /** VIII.b: the customer owes an answer. */
  | { readonly type: 'waiting-started' }
  /** The customer answered (an automatic answer is none), or the desk stopped waiting. */
  | { readonly type: 'waiting-ended' }
  /** An activity was agreed, or moved: nothing can be resolved before it starts. */
  | {
      readonly type: 'appointment-agreed';
      readonly appointmentId: number;
      readonly startsAt: Instant;
    }
  | { readonly type: 'appointment-cancelled'; readonly appointmentId: number }
  /** T6: the customer was absent: it owes a new date. */
  | { readonly type: 'no-show' }
  | { readonly type: 'resolved' }
  /** VIII.c: not resolved after all. */
  | { readonly type: 'reopened' }
  | { readonly type: 'closed' }
  /** Withdrawn, rejected, referred or absorbed by another request: its open clocks count for nothing. */
  | { readonly type: 'cancelled' }
  /** Another request was merged into this one: the earliest registration and contact of both hold. */
  | {
      readonly type: 'absorbed';
      readonly registeredAt: Instant;
      readonly contactedAt: Instant | null;
    }
);

export type ClockEventType = ClockEvent['type'];
