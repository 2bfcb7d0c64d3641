import type { Tx } from '../../platform/database/index.ts';
import type { Refusal } from '../../policy/verdict.ts';
import type { Recorded, TicketCommand } from './model.ts';
import { nameTicket } from './name-ticket.ts';
import { planHold } from './plan-entry.ts';
import { recordEntry } from './record-entry.ts';

export interface HoldForTicket extends TicketCommand {
  readonly units: number;
  /** T1: how many units must be available before this hold; judged under the account's lock. */
  readonly availableUnitsMin: number;
}

/**
 * T1, T3: puts units on hold for a ticket that is being admitted. Two tickets never pass on the same units. A ticket
 * that holds units already keeps its one hold. Refusal `credit-insufficient`. Throws KeyReused.
 */
export function holdForTicket(tx: Tx, hold: HoldForTicket): Promise<Recorded | Refusal> {
  const { units, availableUnitsMin } = hold;
  return recordEntry(tx, {
    ...nameTicket(hold, 'hold', { units, availableUnitsMin }),
    plan: (account, ticket) => planHold(account, ticket, { units, availableUnitsMin }),
  });
}
