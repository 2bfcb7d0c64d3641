import type { Instant } from '../../kernel/clock.ts';
import type { Event } from '../../platform/jobs.ts';
import type { ObjectionStep } from '../../policy/objection-hours.ts';

/** Available units rose, for whatever reason: requests held by T1 may be admitted now. */
export interface UnitsAdded extends Event {
  readonly type: 'credits.units-added';
  readonly organizationId: number;
}

/** Available units fell below the account's threshold, for the first time since more were bought. */
export interface BalanceLow extends Event {
  readonly type: 'credits.balance-low';
  readonly organizationId: number;
  readonly at: Instant;
}

/** T1: units of these purchases come to their day, and nobody has used or holds them: told once a purchase and span. */
export interface UnitsExpiring extends Event {
  readonly type: 'credits.units-expiring';
  readonly organizationId: number;
  /** The entries that brought them. */
  readonly sequences: readonly number[];
  readonly at: Instant;
}

/** T4: nobody has decided an objection, and its hour comes near or is past: told once a step. */
export interface ObjectionFellDue extends Event {
  readonly type: 'credits.objection-fell-due';
  readonly objectionId: number;
  readonly decisionId: number;
  readonly step: ObjectionStep;
}

/** Billing was asked something, has decided it, or is not asked any more: who has to know is told by letter. */
export interface BillingAsked extends Event {
  readonly type: 'credits.billing-asked';
  readonly organizationId: number;
  readonly subject: 'objection' | 'top-up';
  readonly id: number;
  readonly step: 'asked' | 'decided' | 'withdrawn';
}
