import type { WhatIfResult } from '../../web/contract.ts';

export type ClockCounts = WhatIfResult['before']['firstResponse'];

/** Of the clocks that were judged, how many were kept, in whole percent; null when none was. Never 100 with one broken. */
export function keptPercent({ met, breached }: ClockCounts): number | null {
  const judged = met + breached;
  return judged === 0 ? null : Math.floor((met * 100) / judged);
}
