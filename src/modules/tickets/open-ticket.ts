import { type Actor, systemActor } from '../../kernel/actor.ts';
import type { Instant } from '../../kernel/clock.ts';
import { type Tx, together } from '../../platform/database/index.ts';
import { type AdmissionFacts, admit } from '../../policy/admission.ts';
import { type Decision, decide } from '../../policy/decisions.ts';
import type { Agreement } from '../../policy/terms.ts';
import { unitsToHoldAtAdmission } from '../../policy/units.ts';
import { isRefusal, type Refusal } from '../../policy/verdict.ts';
import { startClocks } from '../clocks/index.ts';
import { holdForTicket } from '../credits/index.ts';
import type { Ticket } from './model.ts';
import { logEvents, type TicketLine } from './record.ts';
import { updateTicket } from './store.ts';

/**
 * VII: registration: admission passed on all that was looked at, so the unit is put on hold under the account's lock
 * (T1, T3) and the clocks start at `at`. When somebody else took the units in between, nothing is written and the
 * refusals of a new judgement come back: two requests never pass on the same units.
 */
export async function openTicket(
  tx: Tx,
  ticket: Ticket,
  admitted: {
    readonly agreement: Agreement;
    readonly facts: AdmissionFacts;
    readonly actor: Actor;
    /** What was decided and what happened before, to be written with what follows. */
    readonly decided?: readonly Decision[];
    readonly happened?: readonly TicketLine[];
    /** II: staff registers what a customer told it in person: that contact is the attention. */
    readonly byDirectContact: boolean;
    /** VII: `at`, unless the need arrived earlier, in a message of another request (T2). */
    readonly clocksFrom: Instant;
    readonly at: Instant;
  },
): Promise<Ticket | readonly Refusal[]> {
  const { agreement, facts, clocksFrom, at } = admitted;
  const { terms } = agreement;
  const units = unitsToHoldAtAdmission(terms);
  const hold = await holdForTicket(tx, {
    organizationId: ticket.organizationId,
    ticketId: ticket.id,
    units,
    availableUnitsMin: terms.credits.availableUnitsMin,
    clause: 'T3',
    agreementVersion: agreement.version,
    key: `ticket:${ticket.id}:hold:1`,
    actor: systemActor,
    at,
  });
  if (isRefusal(hold)) {
    const availableUnits = Number(hold.facts['availableUnits']);
    const again = admit(terms, { ...facts, availableUnits });
    return again.admitted ? [hold] : again.refusals;
  }
  const decisions: readonly Decision[] = [
    ...(admitted.decided ?? []),
    decide('admitted', {
      registeredAt: clocksFrom,
      availableUnits: hold.availableUnits + units,
      requiredUnits: terms.credits.availableUnitsMin,
    }),
    decide('unit-held', { units, availableUnits: hold.availableUnits }),
  ];
  const registered = { type: 'registered', actor: admitted.actor, at } as const;
  const logged = logEvents(tx, ticket, [...(admitted.happened ?? []), registered]);
  const started = startClocks(tx, {
    ticket,
    agreement,
    priority: ticket.priority,
    receivedAt: ticket.receivedAt,
    byDirectContact: admitted.byDirectContact,
    actor: admitted.actor,
    at: clocksFrom,
    decided: { decisions, at },
  });
  const [{ nextDueAt }] = await together(started, logged);
  return updateTicket(
    tx,
    ticket,
    { status: 'open', heldFor: null, registeredAt: clocksFrom, nextDueAt },
    at,
  );
}
