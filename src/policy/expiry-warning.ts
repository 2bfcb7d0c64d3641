import type { Instant } from '../kernel/clock.ts';
import { dayMs } from '../kernel/duration.ts';
import type { Terms } from './terms.ts';

/**
 * T1: which warning of units that expire is due: the shortest of the agreed spans that has begun, in days. Null before
 * the first one, and once they have expired. A span that passed while nobody looked, or before the units were bought, is
 * not made up for: the shorter one says the same, and more urgently.
 */
export function expiryWarningDue(terms: Terms, expiresAt: Instant, now: Instant): number | null {
  if (expiresAt <= now) return null;
  const begun = terms.credits.expiryWarningDays.filter((days) => now >= expiresAt - days * dayMs);
  return begun.length === 0 ? null : Math.min(...begun);
}
