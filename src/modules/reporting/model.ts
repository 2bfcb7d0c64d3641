import type { Instant } from '../../kernel/clock.ts';
import type { Difference } from '../../policy/agreement-draft.ts';
import type { ClockOutcome } from '../../policy/replay.ts';
import type { Priority, Terms } from '../../policy/terms.ts';

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
}

export interface Compared {
  readonly requests: number;
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
}

export interface ChangedRequest {
  readonly number: number;
  readonly organizationId: number;
  readonly firstResponse: readonly [before: ClockOutcome, after: ClockOutcome];
  readonly resolution: readonly [before: ClockOutcome, after: ClockOutcome];
  readonly units: readonly [before: number | null, after: number | null];
  readonly held: boolean;
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
