import type { WhatIfResult } from '../../web/contract.ts';

export type ClockCounts = WhatIfResult['before']['firstResponse'];

/** Of the clocks that were judged, how many were kept, in whole percent; null when none was. Never 100 with one broken. */
export function keptPercent(clocks: readonly ClockCounts[]): number | null {
  const met = clocks.reduce((sum, counts) => sum + counts.met, 0);
  const judged = clocks.reduce((sum, counts) => sum + counts.met + counts.breached, 0);
  if (judged === 0) return null;
  return Math.floor((met * 100) / judged);
}
