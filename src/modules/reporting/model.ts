import type { Instant } from '../../kernel/clock.ts';
import type { Difference } from '../../policy/agreement-draft.ts';
import type { ClockOutcome } from '../../policy/clocks/outcome.ts';
import type { ClosingActs, Unknown } from '../../policy/replay-closing.ts';
import type { Priority, Terms } from '../../policy/terms.ts';
import type { Ending } from '../../policy/units.ts';

export type WhatIfState = 'queued' | 'running' | 'done' | 'failed' | 'cancelled';

/** How often a clock came out in which way. */
export type ClockCounts = Readonly<Record<ClockOutcome, number>>;

export interface Totals {
  readonly firstResponse: ClockCounts;
  readonly resolution: ClockCounts;
  /** What the ended requests cost. */
  readonly units: number;
  /** T1: how many were not admitted as they arrived. */
  readonly held: number;
  /** II: how many were held while their customer was suspended, and for how long in all, in whole minutes of each. */
  readonly suspended: number;
  readonly suspendedMinutes: number;
  /** VIII */
  readonly closing: ClosingActs;
  /** How many are over. */
  readonly ended: number;
  /** VIII.c: requests that there would be more or fewer of, in place of reopenings or the other way round. */
  readonly requests: number;
}

export interface Compared {
  /** As it was. */
  readonly before: Totals;
  /** As it would have been. */
  readonly after: Totals;
}

export interface WhatIfResult extends Compared {
  readonly priorities: readonly (Compared & { readonly priority: Priority })[];
  /** By month of registration, in UTC: `2026-10`. */
  readonly months: readonly (Compared & { readonly month: string })[];
  /** Customers for whom something differs, the most affected first. */
  readonly customers: readonly (Compared & { readonly organizationId: number })[];
  readonly customersAffected: number;
  /** Requests that come out otherwise, newest first; the first so many. */
  readonly changed: readonly ChangedRequest[];
  readonly requestsChanged: number;
  /** For how many requests something cannot be known, by what. */
  readonly unknown: Readonly<Partial<Record<Unknown, number>>>;
}

export interface ChangedRequest {
  readonly number: number;
  readonly organizationId: number;
  readonly firstResponse: readonly [before: ClockOutcome, after: ClockOutcome];
  readonly resolution: readonly [before: ClockOutcome, after: ClockOutcome];
  readonly units: readonly [before: number | null, after: number | null];
  /** Null while it goes on. */
  readonly ending: readonly [before: Ending | null, after: Ending | null];
  readonly held: boolean;
  /** VIII.c: it would have gone on as a new request, or would not have been made. */
  readonly becomes: 'new-request' | 'part-of-another' | null;
}

/** One question to the past, and its answer once it is worked out. */
export interface WhatIf {
  readonly id: number;
  /** Null: each request under the version that it is bound to, which must give what happened. */
  readonly terms: Terms | null;
  readonly differences: readonly Difference[];
  readonly from: Instant;
  readonly until: Instant;
  readonly state: WhatIfState;
  readonly ticketsTotal: number;
  readonly ticketsDone: number;
  readonly result: WhatIfResult | null;
  readonly requestedByPersonId: number | null;
  readonly createdAt: Instant;
  readonly endedAt: Instant | null;
}
