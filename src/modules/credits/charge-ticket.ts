import type { Tx } from '../../platform/database/index.ts';
import type { Refusal } from '../../policy/verdict.ts';
import type { Recorded, TicketCommand } from './model.ts';
import { nameTicket } from './name-ticket.ts';
import { planCharge, planChargeApart } from './plan-entry.ts';
import { recordEntry } from './record-entry.ts';

export interface ChargeTicket extends TicketCommand {
  /** T3, T4: what the whole ticket costs, charges made before a reopening included. */
  readonly ticketUnits: number;
  /** The billable work that the charge covers: the whole ticket's. */
  readonly workMinutes: number;
}

/**
 * T3, T4: charges a ticket that ends: what was not charged before is taken from its hold, the rest of the hold is given
 * back, an excess is taken from what is available, down to the account's floor. `change.consumed` says what was charged
 * now. Charging again, under whatever key, finds nothing to charge. Refusal `overdraft-reached`. Throws KeyReused.
 */
export function chargeTicket(tx: Tx, charge: ChargeTicket): Promise<Recorded | Refusal> {
  const { ticketUnits, workMinutes } = charge;
  return recordEntry(tx, {
    ...nameTicket(charge, 'charge', { ticketUnits, workMinutes }),
    plan: (account, ticket) => planCharge(account, ticket, ticketUnits),
  });
}

export interface ChargeApart extends TicketCommand {
  readonly units: number;
  /** What the whole ticket comes to with it: decides whether its hold is still needed. */
  readonly ticketUnits: number;
}

/**
 * T5, T6: charges exactly `units` for what is not the work of the ticket: an activity that the customer missed, or an
 * agreed visit. It covers no work. Its key is what makes it happen once: it names the activity. Refusal
 * `overdraft-reached`. Throws KeyReused.
 */
export function chargeApart(tx: Tx, charge: ChargeApart): Promise<Recorded | Refusal> {
  const { units, ticketUnits } = charge;
  return recordEntry(tx, {
    ...nameTicket(charge, 'charge-apart', { units, ticketUnits, workMinutes: 0 }),
    plan: (account, ticket) => planChargeApart(account, ticket, { units, ticketUnits }),
  });
}
