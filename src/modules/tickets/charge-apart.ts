import { systemActor } from '../../kernel/actor.ts';
import type { Instant } from '../../kernel/clock.ts';
import type { Tx } from '../../platform/database/index.ts';
import { chargeableMinutes, unitsToCharge } from '../../policy/units.ts';
import { isRefusal } from '../../policy/verdict.ts';
import { agreementByVersion } from '../agreements/index.ts';
import { chargeApart, growHold } from '../credits/index.ts';
import type { Ticket } from './model.ts';
import type { NotDone } from './not-done.ts';
import { updateTicket } from './store.ts';

/** What a ticket owes beside its work, and why it is owed once: `key` names the activity in the ledger. */
interface Apart {
  readonly key: string;
  readonly units: number;
  readonly at: Instant;
}

interface Owed {
  readonly ticket: Ticket;
  /** Of the account, afterwards. */
  readonly availableUnits: number;
}

/**
 * T6: charges the minimum for an activity that the customer missed, at once and once. It meets the minimum of the
 * request too (T3); work is charged beside it. Refusal `overdraft-reached`.
 */
export async function chargeAbsence(
  tx: Tx,
  ticket: Ticket,
  { key, units, at }: Apart,
): Promise<Owed | NotDone> {
  const { terms } = await agreementByVersion(tx, ticket.agreementVersion);
  const absenceUnits = ticket.absenceUnits + units;
  const charged = await chargeApart(tx, {
    ...commandFor(ticket, key, at),
    clause: 'T6',
    units,
    ticketUnits: unitsToCharge(terms, ticket.billableMinutes, { ...ticket, absenceUnits }),
  });
  if (isRefusal(charged)) return charged;
  const { chargedUnits } = ticket;
  const change = {
    absenceUnits,
    ...(chargedUnits === null ? {} : { chargedUnits: chargedUnits + units }),
  };
  return {
    ticket: await updateTicket(tx, ticket, change, at),
    availableUnits: charged.availableUnits,
  };
}

/**
 * T5: a visit took place: what was agreed for it is put on hold now, and charged when the ticket closes. Refusal
 * `overdraft-reached`.
 */
export async function oweSurcharge(
  tx: Tx,
  ticket: Ticket,
  { key, units, at }: Apart,
): Promise<Owed | NotDone> {
  const { terms } = await agreementByVersion(tx, ticket.agreementVersion);
  const surchargeUnits = ticket.surchargeUnits + units;
  const held = await growHold(tx, {
    ...commandFor(ticket, key, at),
    clause: 'T5',
    ticketUnits: unitsToCharge(terms, ticket.billableMinutes, { ...ticket, surchargeUnits }),
    workMinutes: chargeableMinutes(terms, ticket.billableMinutes, ticket),
  });
  if (isRefusal(held)) return held;
  return {
    ticket: await updateTicket(tx, ticket, { surchargeUnits }, at),
    availableUnits: held.availableUnits,
  };
}

const commandFor = (ticket: Ticket, key: string, at: Instant) => ({
  organizationId: ticket.organizationId,
  ticketId: ticket.id,
  agreementVersion: ticket.agreementVersion,
  key,
  actor: systemActor,
  at,
});
