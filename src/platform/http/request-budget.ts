import type { Clock } from '../../kernel/clock.ts';

export interface RequestBudget {
  /** Seconds to wait when this key has used up its share of the minute; null when it may go on. */
  take(key: string, requestsPerMinuteMax: number): number | null;
}

const minuteMs = 60_000;

/**
 * How often one caller may ask, counted in this process: it keeps a program that runs wild from taking the desk from
 * everybody else. What guards secrets is counted in the database, for all processes.
 */
export function createRequestBudget(clock: Clock): RequestBudget {
  let counts = new Map<string, number>();
  let windowEndsAt = 0;
  return {
    take(key, requestsPerMinuteMax) {
      const now = clock.now();
      if (now >= windowEndsAt) {
        counts = new Map();
        windowEndsAt = now + minuteMs;
      }
      const count = (counts.get(key) ?? 0) + 1;
      counts.set(key, count);
      return count > requestsPerMinuteMax ? Math.ceil((windowEndsAt - now) / 1000) : null;
    },
  };
}
