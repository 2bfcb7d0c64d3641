import type { Instant } from '../../kernel/clock.ts';
import type { AppointmentState } from '../../policy/appointments.ts';
import type { Channel } from '../correspondence/index.ts';

export const places = ['remote', 'onsite'] as const;
export type Place = (typeof places)[number];

/** T5, T6: an activity scheduled with the customer. Instants in epoch milliseconds, money in units. */
export interface Appointment {
  readonly id: number;
  readonly ticketId: number;
  readonly organizationId: number;
  /** Who will attend. */
  readonly agentPersonId: number;
  readonly state: AppointmentState;
  /** What is to be done. */
  readonly subject: string;
  readonly place: Place;
  /** The address of a visit; how to connect to a remote session, when that is known. */
  readonly location: string;
  readonly durationMinutes: number;
  /** T5: null for remote work. */
  readonly surchargeUnits: number | null;
  readonly surchargeNote: string;
  /** The agreed start; null until a time was accepted. */
  readonly startsAt: Instant | null;
  /** RFC 5545: grows whenever the time of the invitation changes, or it is cancelled. */
  readonly sequence: number;
  readonly invited: boolean;
  readonly acceptedAt: Instant | null;
  readonly endedAt: Instant | null;
  readonly outcomeNote: string;
  /** T6: how an absent customer was waited for and sought. */
  readonly attemptsNote: string;
  readonly chargedUnits: number;
  readonly nextAt: Instant | null;
  readonly createdAt: Instant;
}

export type AppointmentChange = Partial<
  Pick<
    Appointment,
    | 'state'
    | 'startsAt'
    | 'sequence'
    | 'invited'
    | 'acceptedAt'
    | 'endedAt'
    | 'outcomeNote'
    | 'attemptsNote'
    | 'chargedUnits'
    | 'nextAt'
  >
>;

/** A time that one side proposed and the other has not answered. */
export interface Slot {
  readonly id: number;
  readonly appointmentId: number;
  readonly startsAt: Instant;
  readonly proposedBy: 'agent' | 'customer';
  readonly personId: number;
  readonly channel: Channel;
  /** T5: the customer accepted the additional charge with its proposal. */
  readonly surchargeAccepted: boolean;
  readonly proposedAt: Instant;
}

/** T5, T6: what a person of the customer accepted with a time. */
export interface Acceptance {
  readonly appointmentId: number;
  readonly personId: number;
  readonly clause: 'T5' | 'T6';
  readonly agreementVersion: number;
  readonly startsAt: Instant;
  /** What an absence costs (T6), or the additional charge (T5). */
  readonly units: number;
  readonly channel: Channel;
  readonly acceptedAt: Instant;
}

export interface AppointmentView extends Appointment {
  readonly slots: readonly Slot[];
  readonly acceptances: readonly Acceptance[];
}

/** Who acts on an appointment. */
export interface Party {
  readonly kind: 'agent' | 'customer';
  readonly personId: number;
}
