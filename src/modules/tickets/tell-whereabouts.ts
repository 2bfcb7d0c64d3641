import { announce } from '../../platform/changes.ts';
import type { Tx } from '../../platform/database/index.ts';
import { selectTicket } from './store.ts';

/** What somebody of the desk does at a request; never what it writes. A reply is whatever goes to the customer. */
export type Doing = 'reading' | 'note' | 'reply';

/** Where one window of a person of the desk is. */
export interface Told {
  readonly personId: number;
  /** Of the browser's choosing, one for each window. */
  readonly window: string;
  /** Null: at none. */
  readonly ticketNumber: number | null;
  readonly doing: Doing;
}

/**
 * Tells every process which request a window of the desk has open. Nothing is written: what is not said again is over
 * (decision 24). False when there is no such request for this person.
 */
export async function tellWhereabouts(tx: Tx, told: Told): Promise<boolean> {
  const { personId, window, ticketNumber, doing } = told;
  if (ticketNumber !== null) {
    const ticket = await selectTicket(tx, ticketNumber, { kind: 'agent', personId });
    if (ticket === undefined) return false;
  }
  await announce(tx, {
    whereaboutsOf: personId,
    window,
    ticketNumber,
    doing,
    visibility: 'internal',
  });
  return true;
}
