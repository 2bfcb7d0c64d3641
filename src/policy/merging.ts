import type { Terms } from './terms.ts';
import type { TicketStatus } from './transitions.ts';
import { minutesNotApproved, type UnitsApart } from './units.ts';
import { type Refusal, refuse } from './verdict.ts';

/** What merging asks about one of the two requests. */
export interface MergeParty {
  readonly number: number;
  readonly organizationId: number;
  readonly status: TicketStatus;
  /** Units that an earlier end of it was charged; null when it never was. */
  readonly chargedUnits: number | null;
  /** T5, T6: what an absence and an on-site visit cost apart from the work. */
  readonly absenceUnits: number;
  readonly surchargeUnits: number;
}

/**
 * I: two requests for the same thing become one: the absorbed one is a duplicate, the survivor goes on. Only within
 * one customer: nobody ever reads what another company wrote. Refusal reasons: `merge-same`, `merge-other-customer`,
 * `merge-survivor-not-open`, `merge-held-survivor` (the registered one is the survivor: its clocks run), and
 * `merge-charged` or `merge-units-apart`: what was charged, or agreed on for an activity, stays with what it is for, so
 * it is linked instead.
 */
export function mayMerge(survivor: MergeParty, absorbed: MergeParty): Refusal | null {
  const facts = { number: absorbed.number, intoNumber: survivor.number };
  if (survivor.number === absorbed.number) return refuse('I', 'merge-same', facts);
  if (survivor.organizationId !== absorbed.organizationId) {
    return refuse('I', 'merge-other-customer', facts);
  }
  if (!goesOn.includes(survivor.status)) {
    return refuse('I', 'merge-survivor-not-open', { ...facts, status: survivor.status });
  }
  if (survivor.status === 'held' && absorbed.status !== 'held') {
    return refuse('I', 'merge-held-survivor', facts);
  }
  if (absorbed.chargedUnits !== null) {
    return refuse('T3', 'merge-charged', { ...facts, chargedUnits: absorbed.chargedUnits });
  }
  if (absorbed.absenceUnits > 0 || absorbed.surchargeUnits > 0) {
    const units = absorbed.absenceUnits + absorbed.surchargeUnits;
    const clause = absorbed.absenceUnits > 0 ? 'T6' : 'T5';
    return refuse(clause, 'merge-units-apart', { ...facts, units });
  }
  return null;
}

/** What carrying work over asks about the request that is absorbed. */
export interface CarriedWork {
  readonly billableMinutes: number;
  readonly apart: UnitsApart;
}

/**
 * T4: what the customer did not approve is never charged by way of a merge: where the survivor's agreement charges every
 * started hour, only work that was agreed to goes over. Refusal reason `merge-work-not-approved`.
 */
export function mayCarryWork(
  terms: { readonly survivor: Terms; readonly absorbed: Terms },
  { billableMinutes, apart }: CarriedWork,
): Refusal | null {
  const minutes = minutesNotApproved(terms.absorbed, billableMinutes, apart);
  if (terms.survivor.credits.furtherUnits === 'approve' || minutes === 0) return null;
  return refuse('T4', 'merge-work-not-approved', { minutes });
}

/**
 * T4: how many units the survivor's approved ones grow by: what the customer agreed to for both covers the work of both.
 * The absorbed request's minimum counts only where it was worked on; under an agreement that asks for no approval all of
 * its work was agreed to.
 */
export function approvedUnitsCarried(
  terms: { readonly survivor: Terms; readonly absorbed: Terms },
  { billableMinutes, apart }: CarriedWork,
): number {
  const { furtherUnits, unitsPerTicketMin } = terms.absorbed.credits;
  if (furtherUnits === 'charge') {
    return Math.ceil(billableMinutes / terms.survivor.credits.minutesPerUnit);
  }
  return apart.approvedUnits + (billableMinutes > 0 ? unitsPerTicketMin : 0);
}

const goesOn: readonly TicketStatus[] = ['held', 'open', 'waiting'];
