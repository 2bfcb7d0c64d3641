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

/** What a request owes beside its work, in units. */
export interface UnitsApart {
  /** T6: charged for activities that the customer missed. */
  readonly absenceUnits: number;
  /** T5: agreed for visits that took place. */
  readonly surchargeUnits: number;
}

export const nothingApart: UnitsApart = { absenceUnits: 0, surchargeUnits: 0 };

/**
 * T3, T4, T5, T6: what a request costs: every started hour of its billable work, summed over the
 * whole request before rounding; a minimum for each activity that the customer missed, which also
 * meets the minimum of the request (T3), so that absence alone is never charged twice; and on top
 * of both what was agreed for visits.
 */
export const unitsToCharge = (
  terms: Terms,
  billableMinutes: number,
  apart: UnitsApart = nothingApart,
): number => unitsOfWork(terms, billableMinutes, apart) + apart.absenceUnits + apart.surchargeUnits;

function unitsOfWork(terms: Terms, billableMinutes: number, { absenceUnits }: UnitsApart): number {
  assert(isWholeMinutes(billableMinutes), 'billable minutes are a whole number, zero or more');
  const { unitsPerTicketMin, minutesPerUnit } = terms.credits;
  return Math.max(unitsPerTicketMin - absenceUnits, Math.ceil(billableMinutes / minutesPerUnit));
}

/** T4: what a request holds and was charged must be for the work logged, so that available is true. */
export const holdFor = (
  terms: Terms,
  billableMinutes: number,
  apart: UnitsApart = nothingApart,
): number => unitsToCharge(terms, billableMinutes, apart);

/** T4: billable minutes that still fit in the units already reached; at zero the next minute starts a unit. */
export const minutesUntilNextUnit = (
  terms: Terms,
  billableMinutes: number,
  apart: UnitsApart = nothingApart,
): number =>
  unitsOfWork(terms, billableMinutes, apart) * terms.credits.minutesPerUnit - billableMinutes;

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
  const minimumApplied =
    apart.absenceUnits === 0 && billableMinutes <= unitsPerTicketMin * minutesPerUnit;
  return { outcome: 'charge', clause: minimumApplied ? 'T3' : 'T4', units, minimumApplied };
}

const isWholeMinutes = (minutes: number): boolean => Number.isInteger(minutes) && minutes >= 0;
