import type { Instant } from '../../kernel/clock.ts';
import { type Declined, decline } from '../../kernel/declined.ts';
import type { Db } from '../../platform/database/index.ts';
import { countAttempt, uncountAttempts } from './store/access.ts';

export interface AttemptLimit {
  /** What is counted, `sign-in:address:10.0.0.7`; shared by all processes. */
  readonly key: string;
  readonly attemptsMax: number;
  readonly windowSeconds: number;
}

/**
 * Counts one attempt at each limit, atomically; declined (`too-many-attempts`, `retryAfterSeconds`) when one of them is
 * over. It is counted outside the caller's transaction, so that an attempt that fails still counts.
 */
export async function takeAttempt(
  db: Db,
  limits: readonly AttemptLimit[],
  at: Instant,
): Promise<Declined | null> {
  let retryAt = 0;
  for (const { key, attemptsMax, windowSeconds } of limits) {
    const { count, windowEndsAt } = await countAttempt(db, { key, windowSeconds, at });
    if (count > attemptsMax) retryAt = Math.max(retryAt, windowEndsAt);
  }
  if (retryAt === 0) return null;
  return decline('too-many-attempts', { retryAfterSeconds: Math.ceil((retryAt - at) / 1000) });
}

/** An attempt that turned out well does not count. */
export const forgetAttempt = (db: Db, limits: readonly AttemptLimit[]): Promise<void> =>
  uncountAttempts(
    db,
    limits.map(({ key }) => key),
  );
