import { assert, unreachable } from '../kernel/assert.ts';
import type { ClauseId } from './clauses.ts';
import type { Terms } from './terms.ts';
import { type Refusal, refuse } from './verdict.ts';

/** T3: the units put on hold when a request is admitted. */
export const unitsToHoldAtAdmission = (terms: Terms): number => terms.credits.unitsPerTicketMin;

/** What filing one request costs at least, shown before it is sent. Units. */
export function costOfFiling(
  terms: Terms,
  availableUnits: number,
): { readonly unitsToHold: number; readonly availableUnitsAfter: number } {
  const unitsToHold = unitsToHoldAtAdmission(terms);
  return { unitsToHold, availableUnitsAfter: availableUnits - unitsToHold };
}

/** What decides a request's units besides its work. */
export interface UnitsApart {
  /** T4: beyond the minimum, what the customer approved; asked only where the terms say so. */
  readonly approvedUnits: number;
  /** T6: charged for activities that the customer missed. */
  readonly absenceUnits: number;
  /** T5: agreed for visits that took place. */
  readonly surchargeUnits: number;
}

export const nothingApart: UnitsApart = { approvedUnits: 0, absenceUnits: 0, surchargeUnits: 0 };

/**
 * T3, T4, T5, T6: what a request costs: every started hour of its billable work, summed over the
 * whole request before rounding; a minimum for each activity that the customer missed, which also
 * meets the minimum of the request (T3), so that absence alone is never charged twice; and on top
 * of both what was agreed for visits. Where further units need the customer's approval, work beyond
 * what was approved stays a fact and costs nothing.
 */
export const unitsToCharge = (
  terms: Terms,
  billableMinutes: number,
  apart: UnitsApart = nothingApart,
): number => unitsOfWork(terms, billableMinutes, apart) + apart.absenceUnits + apart.surchargeUnits;

function unitsOfWork(terms: Terms, billableMinutes: number, apart: UnitsApart): number {
  assert(isWholeMinutes(billableMinutes), 'billable minutes are a whole number, zero or more');
  const { unitsPerTicketMin, minutesPerUnit } = terms.credits;
  const worked = Math.ceil(billableMinutes / minutesPerUnit);
  const approved = unitsAgreedTo(terms, apart);
  return Math.max(unitsPerTicketMin - apart.absenceUnits, Math.min(worked, approved));
}

/** T4: how many units of work the customer has agreed to: the minimum with the request itself, the rest by approving. */
export const unitsAgreedTo = (terms: Terms, { approvedUnits }: UnitsApart): number =>
  terms.credits.furtherUnits === 'approve'
    ? terms.credits.unitsPerTicketMin + approvedUnits
    : Number.POSITIVE_INFINITY;

/** T4: billable work beyond what the customer agreed to: recorded, and not charged. Minutes. */
export const minutesNotApproved = (
  terms: Terms,
  billableMinutes: number,
  apart: UnitsApart,
): number =>
  Math.max(0, billableMinutes - unitsAgreedTo(terms, apart) * terms.credits.minutesPerUnit);

/** T4: billable work that is charged: all of it but what the customer did not approve. Minutes. */
export const chargeableMinutes = (
  terms: Terms,
  billableMinutes: number,
  apart: UnitsApart,
): number => billableMinutes - minutesNotApproved(terms, billableMinutes, apart);

/** T4: whether and how the customer may be asked for further units now. */
export interface ApprovalFacts {
  readonly billableMinutes: number;
  readonly apart: UnitsApart;
  /** An earlier question that waits for its answer. */
  readonly asked: boolean;
  /** The newest answer was a no: the desk does not ask again by itself, a person may. */
  readonly declined: boolean;
}

/** T4: Refusal reasons: `approval-not-needed`, `approval-asked`. */
export function mayAskForUnits(terms: Terms, { asked }: ApprovalFacts): Refusal | null {
  if (terms.credits.furtherUnits !== 'approve') return refuse('T4', 'approval-not-needed');
  return asked ? refuse('T4', 'approval-asked') : null;
}

/**
 * T4: how many units the desk asks for by itself: none while enough minutes are left in those agreed to, else what the
 * work has come to already, and one more at least.
 */
export function unitsToAskFor(terms: Terms, facts: ApprovalFacts): number {
  const { approvalLeadMinutes, minutesPerUnit } = terms.credits;
  if (mayAskForUnits(terms, facts) !== null || facts.declined || approvalLeadMinutes === 0)
    return 0;
  const agreed = unitsAgreedTo(terms, facts.apart);
  const left = agreed * minutesPerUnit - facts.billableMinutes;
  if (left > approvalLeadMinutes) return 0;
  return Math.max(1, Math.ceil(facts.billableMinutes / minutesPerUnit) - agreed);
}

/** T4: what a request holds and was charged must be for the work logged, so that available is true. */
export const holdFor = (
  terms: Terms,
  billableMinutes: number,
  apart: UnitsApart = nothingApart,
): number => unitsToCharge(terms, billableMinutes, apart);

/**
 * T4: billable minutes that still fit in the units already reached; at zero the next minute starts a unit, or needs the
 * customer's approval.
 */
export const minutesUntilNextUnit = (
  terms: Terms,
  billableMinutes: number,
  apart: UnitsApart = nothingApart,
): number =>
  Math.max(
    0,
    unitsOfWork(terms, billableMinutes, apart) * terms.credits.minutesPerUnit - billableMinutes,
  );

/** T6: what an absence from a scheduled activity costs. */
export const noShowUnits = (terms: Terms): number => terms.credits.unitsPerTicketMin;

/** The account and the request, as they stand before work is logged. Units and whole minutes. */
export interface WorkFacts {
  /** Balance less every hold of the account, this request's included. */
  readonly availableUnits: number;
  /** What this request holds now. */
  readonly heldUnits: number;
  readonly billableMinutesBefore: number;
  /** Minutes about to be logged; negative when a correction takes work back; zero when not billable. */
  readonly billableMinutesAdded: number;
  readonly apart?: UnitsApart;
}

/** What logging the work would do to the hold and the account. */
export interface ChargePreview {
  readonly billableMinutesAfter: number;
  readonly unitsBefore: number;
  readonly unitsAfter: number;
  /** By how much the hold must change: above zero it grows, below zero it shrinks. */
  readonly holdChangeUnits: number;
  readonly availableUnitsAfter: number;
  readonly minutesUntilNextUnit: number;
  /** T4: of the minutes afterwards, those that are not charged because the customer has not approved them. */
  readonly minutesNotApproved: number;
}

/** T4: "1 h 10 min: 2 units", before anybody commits to it. */
export function previewCharge(terms: Terms, facts: WorkFacts): ChargePreview {
  const { billableMinutesBefore, billableMinutesAdded, apart } = facts;
  const billableMinutesAfter = billableMinutesBefore + billableMinutesAdded;
  const unitsAfter = holdFor(terms, billableMinutesAfter, apart);
  const holdChangeUnits = unitsAfter - facts.heldUnits;
  return {
    billableMinutesAfter,
    unitsBefore: holdFor(terms, billableMinutesBefore, apart),
    unitsAfter,
    holdChangeUnits,
    availableUnitsAfter: facts.availableUnits - holdChangeUnits,
    minutesUntilNextUnit: minutesUntilNextUnit(terms, billableMinutesAfter, apart),
    minutesNotApproved: minutesNotApproved(terms, billableMinutesAfter, apart ?? nothingApart),
  };
}

/**
 * T4 and money rule 5: work done is a fact, so it may take the account below zero down to the
 * overdraft floor. Past the floor more billable work needs the customer's approval or a top-up.
 * Refusal reasons: `work-minutes-invalid`, `overdraft-reached`.
 */
export function mayLogWork(
  terms: Terms,
  facts: WorkFacts & { readonly customerApproved: boolean },
): ChargePreview | Refusal {
  const { billableMinutesBefore, billableMinutesAdded } = facts;
  if (!isWholeMinutes(billableMinutesBefore + billableMinutesAdded)) {
    return refuse('T4', 'work-minutes-invalid', { billableMinutesBefore, billableMinutesAdded });
  }
  const preview = previewCharge(terms, facts);
  const floorUnits = -terms.credits.overdraftUnitsMax;
  const reachesPastFloor = preview.holdChangeUnits > 0 && preview.availableUnitsAfter < floorUnits;
  if (reachesPastFloor && !facts.customerApproved) {
    return refuse('T4', 'overdraft-reached', {
      availableUnits: facts.availableUnits,
      availableUnitsAfter: preview.availableUnitsAfter,
      floorUnits,
      unitsNeeded: floorUnits - preview.availableUnitsAfter,
    });
  }
  return preview;
}

/** How a request ended, as far as its units are concerned. */
export const endings = [
  'closed',
  'abandoned',
  'withdrawn',
  'rejected',
  'merged',
  'referred',
] as const;
export type Ending = (typeof endings)[number];

export type Settlement =
  | {
      readonly outcome: 'charge';
      readonly clause: ClauseId;
      /** Of the whole request, what it owes beside its work included. */
      readonly units: number;
      readonly minimumApplied: boolean;
    }
  | { readonly outcome: 'release'; readonly clause: ClauseId };

/**
 * T3, T4, I: what becomes of the hold when a request ends. A request that was processed is charged,
 * at least the minimum; one withdrawn or rejected before any work or visit gives its units back; a
 * referral never costs units (I). What an absence cost stays charged however the request ends (T6).
 */
export function settle(
  terms: Terms,
  request: {
    readonly ending: Ending;
    readonly billableMinutes: number;
    readonly apart?: UnitsApart;
  },
): Settlement {
  const { ending, billableMinutes, apart = nothingApart } = request;
  switch (ending) {
    case 'closed':
    case 'abandoned':
      return charge(terms, billableMinutes, apart);
    case 'withdrawn':
    case 'rejected':
      return billableMinutes > 0 || apart.surchargeUnits > 0
        ? charge(terms, billableMinutes, apart)
        : { outcome: 'release', clause: 'T3' };
    // Its work goes over to the request that absorbs it, and is charged there (T4).
    case 'merged':
      return { outcome: 'release', clause: 'T3' };
    case 'referred':
      return { outcome: 'release', clause: 'I' };
    default:
      return unreachable(ending);
  }
}

function charge(terms: Terms, billableMinutes: number, apart: UnitsApart): Settlement {
  const units = unitsToCharge(terms, billableMinutes, apart);
  const { unitsPerTicketMin, minutesPerUnit } = terms.credits;
  const chargedMinutes = chargeableMinutes(terms, billableMinutes, apart);
  const minimumApplied =
    apart.absenceUnits === 0 && chargedMinutes <= unitsPerTicketMin * minutesPerUnit;
  return { outcome: 'charge', clause: minimumApplied ? 'T3' : 'T4', units, minimumApplied };
}

const isWholeMinutes = (minutes: number): boolean => Number.isInteger(minutes) && minutes >= 0;
