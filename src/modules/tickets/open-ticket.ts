import { type Actor, systemActor } from '../../kernel/actor.ts';
import { assert } from '../../kernel/assert.ts';
import type { Instant } from '../../kernel/clock.ts';
import { type Tx, together } from '../../platform/database/index.ts';
import type { AdmissionFacts } from '../../policy/admission.ts';
import { type Decision, decide } from '../../policy/decisions.ts';
import type { Agreement } from '../../policy/terms.ts';
import { unitsToHoldAtAdmission } from '../../policy/units.ts';
import { isRefusal } from '../../policy/verdict.ts';
import { type PlannedClocks, planClocks, startClocks } from '../clocks/index.ts';
import { holdForTicket } from '../credits/index.ts';
import type { Ticket } from './model.ts';
import { logEvents, type TicketLine } from './record.ts';
import { updateTicket } from './store.ts';

/** What registers a request that passed: admission was judged in this transaction (`judgeForAdmission`). */
export interface Opening {
  readonly agreement: Agreement;
  readonly facts: AdmissionFacts;
  readonly actor: Actor;
  /** What was decided and what happened before, to be written with what follows. */
  readonly decided?: readonly Decision[];
  readonly happened?: readonly TicketLine[];
  readonly at: Instant;
}

/** VII: a held request is registered: its clocks start at `at`, and it is open. */
export async function openTicket(
  tx: Tx,
  ticket: Ticket,
  opening: Opening & {
    /** II: staff registers what a customer told it in person: that contact is the attention. */
    readonly byDirectContact: boolean;
  },
): Promise<Ticket> {
  const { agreement, byDirectContact, at } = opening;
  const { priority, receivedAt } = ticket;
  const planned = await planClocks(tx, { agreement, priority, receivedAt, byDirectContact, at });
  await beginTicket(tx, ticket, planned, opening);
  const { nextDueAt } = planned;
  return updateTicket(
    tx,
    ticket,
    { status: 'open', heldFor: null, registeredAt: at, nextDueAt },
    at,
  );
}

/**
 * VII: what is written when a request is registered, beside its own row: the units on hold (T1, T3), the clocks, and
 * what was decided with its clauses.
 */
export async function beginTicket(
  tx: Tx,
  ticket: Ticket,
  planned: PlannedClocks,
  { agreement, facts, actor, decided = [], happened = [], at }: Opening,
): Promise<void> {
  const { availableUnitsMin } = agreement.terms.credits;
  const units = unitsToHoldAtAdmission(agreement.terms);
  const { availableUnits } = facts;
  const decisions: readonly Decision[] = [
    ...decided,
    decide('admitted', {
      registeredAt: planned.event.at,
      availableUnits,
      requiredUnits: availableUnitsMin,
    }),
    decide('unit-held', { units, availableUnits: availableUnits - units }),
  ];
  const held = holdForTicket(tx, {
    organizationId: ticket.organizationId,
    ticketId: ticket.id,
    units,
    availableUnitsMin,
    clause: 'T3',
    agreementVersion: agreement.version,
    key: `ticket:${ticket.id}:hold:1`,
    actor: systemActor,
    at,
  });
  const started = startClocks(tx, planned, { ticket, actor, decided: { decisions, at } });
  const registered = { type: 'registered', actor, at } as const;
  const logged = logEvents(tx, ticket, [...happened, registered]);
  const [hold] = await together(held, started, logged);
  assert(!isRefusal(hold), 'units that were counted under the lock of their account are there');
}
