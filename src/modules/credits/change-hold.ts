import { assert } from '../../kernel/assert.ts';
import type { Tx } from '../../platform/database/index.ts';
import { isRefusal, type Refusal } from '../../policy/verdict.ts';
import type { Recorded, TicketCommand } from './model.ts';
import { nameTicket } from './name-ticket.ts';
import { planGrowth, planShrinking } from './plan-entry.ts';
import { recordEntry } from './record-entry.ts';

export interface ChangeHold extends TicketCommand {
  /** What the whole ticket costs by now: held and already charged must cover it. */
  readonly ticketUnits: number;
  /** T4: the billable work of the whole ticket. */
  readonly workMinutes: number;
}

/**
 * T4: work was logged, so the hold grows until held and charged cover `ticketUnits`. It may take the account below zero,
 * down to its floor (money rule 5). Covered already: nothing is written. Refusal `overdraft-reached`. Throws KeyReused.
 */
export function growHold(tx: Tx, hold: ChangeHold): Promise<Recorded | Refusal> {
  const { ticketUnits, workMinutes } = hold;
  return recordEntry(tx, {
    ...nameTicket(hold, 'grow', { ticketUnits, workMinutes }),
    plan: (account, ticket) => planGrowth(account, ticket, ticketUnits),
  });
}

/**
 * T4: work was taken back, so the hold gives back what `ticketUnits` does not need any more. What was charged stays
 * charged: that takes a correction. Throws KeyReused.
 */
export async function shrinkHold(tx: Tx, hold: ChangeHold): Promise<Recorded> {
  const { ticketUnits, workMinutes } = hold;
  const recorded = await recordEntry(tx, {
    ...nameTicket(hold, 'shrink', { ticketUnits, workMinutes }),
    plan: (_, ticket) => planShrinking(ticket, ticketUnits),
  });
  assert(!isRefusal(recorded), 'giving units back is never refused');
  return recorded;
}
