import type { Instant } from '../../kernel/clock.ts';
import { announce } from '../../platform/changes.ts';
import type { Tx } from '../../platform/database/index.ts';

/** Tells the pollers of a moment that may be nearer than theirs; they hear it when the transaction commits. */
export const wakePoller = (tx: Tx, clocksAt: Instant): Promise<void> => announce(tx, { clocksAt });
