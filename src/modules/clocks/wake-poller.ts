import { announce } from '../../platform/changes.ts';
import type { Tx } from '../../platform/database/index.ts';

/** Tells the pollers that a nearer moment may have come; they hear it when the transaction commits. */
export const wakePoller = (tx: Tx): Promise<void> => announce(tx, { clocks: true });
