// What happened to clocks, for those who act on it later. Who listens stands in delivery/worker/subscriptions.ts.
import type { Event } from '../../platform/jobs.ts';

/** V.d: a step of a clock fired, or a change broke its promise: the people whom the terms name are told. */
export interface ClockFellDue extends Event {
  readonly type: 'clock.fell-due';
  readonly ticketId: number;
  readonly decisionId: number;
  /** The key of the step in the terms, or `breach`. */
  readonly step: string;
}
