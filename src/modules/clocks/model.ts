import type { Instant } from '../../kernel/clock.ts';
import type { ClockReading } from '../../policy/clocks/reading.ts';

/** The two promised clocks of a ticket at one moment. */
export interface ClocksNow {
  readonly firstResponse: ClockReading;
  readonly resolution: ClockReading;
  /** The nearest due moment of a clock that runs; null when none does. */
  readonly nextDueAt: Instant | null;
}

/** The clocks of the agreement, as the database names them; a reopening's own goal is in no promise and not kept. */
export type PromisedClock = 'firstResponse' | 'resolution';
export const promisedClocks = ['firstResponse', 'resolution'] as const satisfies PromisedClock[];

/** The ticket whose clocks are meant. */
export interface ClockTicket {
  readonly id: number;
  readonly number: number;
  readonly organizationId: number;
  readonly agreementVersion: number;
}
