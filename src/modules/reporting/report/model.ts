import type { Instant } from '../../../kernel/clock.ts';
import type { ClockOutcome } from '../../../policy/clocks/outcome.ts';
import type { TimeSpent } from '../../../policy/clocks/time-spent.ts';
import type { Priority } from '../../../policy/terms.ts';
import type { PromisedClock } from '../../clocks/index.ts';

/** A registered request as reports add it up. */
export interface SummarisedRequest {
  readonly ticketId: number;
  readonly ticketVersion: number;
  readonly organizationId: number;
  readonly serviceId: number | null;
  readonly priority: Priority;
  readonly registeredAt: Instant;
  readonly resolvedAt: Instant | null;
  /** Over without having been resolved. */
  readonly endedAt: Instant | null;
  readonly outcomes: Readonly<Record<PromisedClock, ClockOutcome>>;
  /** V.b: broken by a change, and not by time alone. */
  readonly byChange: Readonly<Record<PromisedClock, boolean>>;
  /** Of the resolution. */
  readonly spent: TimeSpent;
  /** Nothing changes it any more. */
  readonly isSettled: boolean;
}

/** A stretch of the report, with its name: a month `2026-11`, or the Monday of a week. */
export interface Bucket {
  readonly name: string;
  readonly from: Instant;
}

export interface ReportSpan {
  /** In order; a month ends where the next one begins. */
  readonly months: readonly Bucket[];
  readonly weeks: readonly Bucket[];
  readonly from: Instant;
  readonly until: Instant;
}

export interface ReportQuestion extends ReportSpan {
  readonly organizationId: number | null;
  readonly serviceId: number | null;
}

/** Requests of one month that are alike. */
export interface RequestGroup
  extends Pick<SummarisedRequest, 'priority' | 'outcomes' | 'byChange'> {
  readonly month: number;
  readonly requests: number;
  readonly spent: TimeSpent;
}

/** How often one promise came out in which way. */
export interface Attainment extends Readonly<Record<ClockOutcome, number>> {
  readonly clock: PromisedClock;
  /** Of registration; null: all of them. */
  readonly month: string | null;
  /** Null: all of them. */
  readonly priority: Priority | null;
  /** Of the broken ones: by a change. */
  readonly byChange: number;
}

export interface Week {
  readonly week: string;
  readonly registered: number;
  readonly resolved: number;
  readonly ended: number;
}

export interface Report {
  /** Null: nothing was summarised yet. */
  readonly summarisedAt: Instant | null;
  readonly requests: number;
  readonly attainment: readonly Attainment[];
  readonly weeks: readonly Week[];
  readonly spent: TimeSpent;
}
