import type { Instant } from '../kernel/clock.ts';
import { dayMs } from '../kernel/duration.ts';

/** What a customer has used, looked back on from now. Units. */
export interface Consumption {
  readonly availableUnits: number;
  /** The first entry of the account; null while there is none. */
  readonly since: Instant | null;
  /** Charged less given back, over the last `consumptionDays`. */
  readonly consumedUnits: number;
  /** How many requests were charged in that time. */
  readonly charges: number;
}

/** When the units run out if they go on being used as they were. An estimate, never a promise. */
export type Projection =
  /** Too little is known: few charges, or a young account. */
  | { readonly kind: 'thin' }
  /** At this pace they last longer than anybody should look ahead. */
  | { readonly kind: 'lasting'; readonly unitsPerMonth: number }
  | { readonly kind: 'estimate'; readonly runsOutAt: Instant; readonly unitsPerMonth: number };

/** How far back consumption is looked at, in days. */
export const consumptionDays = 90;
const historyDaysMin = 14;
const chargesMin = 3;
const lookAheadDays = 365;

export function projectRunOut(consumption: Consumption, now: Instant): Projection {
  const { availableUnits, since, consumedUnits, charges } = consumption;
  const historyDays = since === null ? 0 : (now - since) / dayMs;
  if (historyDays < historyDaysMin || charges < chargesMin || consumedUnits <= 0) {
    return { kind: 'thin' };
  }
  const unitsPerDay = consumedUnits / Math.min(historyDays, consumptionDays);
  const unitsPerMonth = Math.round(unitsPerDay * 30 * 10) / 10;
  const daysLeft = Math.max(0, availableUnits) / unitsPerDay;
  if (daysLeft > lookAheadDays) return { kind: 'lasting', unitsPerMonth };
  return { kind: 'estimate', runsOutAt: now + Math.floor(daysLeft * dayMs), unitsPerMonth };
}
