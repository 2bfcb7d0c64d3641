import type { Instant } from '../../kernel/clock.ts';
import type { CalendarDefinition } from '../../policy/clocks/calendar.ts';
import type { CalendarReference } from '../../policy/clocks/events.ts';
import type { ClockKind, ClockReading } from '../../policy/clocks/reading.ts';

/** The clocks of a ticket at one moment. */
export interface ClocksNow {
  readonly firstResponse: ClockReading;
  readonly resolution: ClockReading;
  /** VIII.c: the desk's own goal after a reopening, in no promise and shown to agents only; null without one. */
  readonly nextResponse: ClockReading | null;
  /** The nearest due moment of a clock that runs; null when none does. */
  readonly nextDueAt: Instant | null;
}

/** The clocks of the agreement; a reopening's own goal is in no promise. */
export type PromisedClock = 'firstResponse' | 'resolution';
export const promisedClocks = ['firstResponse', 'resolution'] as const satisfies PromisedClock[];

/** Every clock that is kept for the queue and for what falls due; the last one only after a reopening (VIII.c). */
export const keptClocks = [...promisedClocks, 'nextResponse'] as const satisfies ClockKind[];

/** A clock that is not over, as it was kept when something last happened to it. */
export interface OpenClock {
  readonly kind: ClockKind;
  readonly state: 'running' | 'paused';
  readonly cycle: number;
  readonly dueAt: Instant | null;
  readonly breachAt: Instant | null;
  /** The breach is on record; one that fell due just now may not be yet. */
  readonly isKnownBreach: boolean;
}

/** The ticket whose clocks are meant. */
export interface ClockTicket {
  readonly id: number;
  readonly number: number;
  readonly organizationId: number;
  readonly agreementVersion: number;
}

/** The desk's service calendar in one of its versions. */
export interface ServiceCalendar extends CalendarReference {
  readonly name: string;
  readonly definition: CalendarDefinition;
}

export interface CalendarVersion {
  readonly version: number;
  readonly savedByPersonId: number | null;
  readonly savedAt: Instant;
}

/** How far an edit of the calendar has reached the open clocks. */
export interface CalendarRollout {
  readonly version: number;
  readonly ticketsTotal: number;
  readonly ticketsDone: number;
  readonly clocksMoved: number;
  readonly finishedAt: Instant | null;
}

/** A clock whose due moment an edit of the calendar makes another one. Null: none, as while it is paused. */
export interface MovedClock {
  readonly ticketId: number;
  readonly kind: PromisedClock;
  readonly from: Instant | null;
  readonly to: Instant | null;
}
