import { type Actor, personActor, systemActor } from '../../kernel/actor.ts';
import type { Instant } from '../../kernel/clock.ts';
import type { Db, Tx } from '../../platform/database/index.ts';
import { emit } from '../../platform/jobs.ts';
import { decide } from '../../policy/decisions.ts';
import type { Terms } from '../../policy/terms.ts';
import { mayTransition } from '../../policy/transitions.ts';
import {
  type ApprovalFacts,
  mayAskForUnits,
  minutesNotApproved,
  unitsAgreedTo,
  unitsToAskFor,
} from '../../policy/units.ts';
import { isRefusal, refuse } from '../../policy/verdict.ts';
import { agreementByVersion } from '../agreements/index.ts';
import type { UnitsAsked } from './events.ts';
import type { Ticket } from './model.ts';
import type { NotDone } from './not-done.ts';
import { announceTicket, logDecision, logEvent } from './record.ts';
import {
  insertUnitApproval,
  selectUnitApprovals,
  settleUnitApproval,
} from './unit-approvals-store.ts';

interface Question {
  readonly units: number;
  readonly note: string;
  /** Null: the desk itself. */
  readonly personId: number | null;
  readonly at: Instant;
}

/**
 * T4: asks the customer to approve further units of work, where the agreement leaves that to it. Refusal reasons:
 * `approval-not-needed`, `approval-asked`, `act-not-from-status`.
 */
export async function askForUnits(
  tx: Tx,
  ticket: Ticket,
  question: Question,
): Promise<Ticket | NotDone> {
  const { personId } = question;
  const status = mayTransition(ticket.status, 'ask-units', personId === null ? 'system' : 'agent');
  if (isRefusal(status)) return status;
  const { terms } = await agreementByVersion(tx, ticket.agreementVersion);
  const refusal = mayAskForUnits(terms, await approvalFacts(tx, ticket));
  if (refusal !== null) return refusal;
  await ask(tx, ticket, question, terms);
  return ticket;
}

/** T4: an agent takes a question back before it was answered. Refusal reasons: `approval-over`, `act-not-from-status`. */
export async function withdrawUnitsAsked(
  tx: Tx,
  ticket: Ticket,
  withdrawal: {
    readonly approvalId: number;
    readonly personId: number;
    readonly at: Instant;
  },
): Promise<Ticket | NotDone> {
  const status = mayTransition(ticket.status, 'ask-units', 'agent');
  if (isRefusal(status)) return status;
  const { approvalId, personId, at } = withdrawal;
  const question = (await selectUnitApprovals(tx, ticket.id)).find(({ id }) => id === approvalId);
  if (question?.state !== 'asked') return refuse('T4', 'approval-over');
  await settleUnitApproval(tx, approvalId, { state: 'withdrawn', personId, door: null, at });
  const { units } = question;
  const actor = personActor(personId);
  await logEvent(tx, ticket, { type: 'units-withdrawn', actor, data: { units }, at });
  await announceTicket(tx, ticket);
  return ticket;
}

/** T4: the desk asks by itself when the work comes near to the end of what was agreed to, or went past it. */
export async function askWhenUnitsRunOut(tx: Tx, ticket: Ticket, at: Instant): Promise<void> {
  const { terms } = await agreementByVersion(tx, ticket.agreementVersion);
  if (terms.credits.furtherUnits !== 'approve') return;
  const units = unitsToAskFor(terms, await approvalFacts(tx, ticket));
  if (units === 0) return;
  await ask(tx, ticket, { units, note: '', personId: null, at }, terms);
}

async function ask(
  tx: Tx,
  ticket: Ticket,
  { units, note, personId, at }: Question,
  terms: Terms,
): Promise<void> {
  const { billableMinutes } = ticket;
  const approvalId = await insertUnitApproval(tx, {
    ticketId: ticket.id,
    units,
    note,
    askedByPersonId: personId,
    billableMinutes,
    at,
  });
  const actor: Actor = personId === null ? systemActor : personActor(personId);
  const by = personId === null ? 'system' : 'agent';
  await logEvent(tx, ticket, { type: 'units-asked', actor, data: { units }, at });
  const decision = decide('units-asked', {
    units,
    agreedUnits: unitsAgreedTo(terms, ticket),
    billableMinutes,
    minutesNotApproved: minutesNotApproved(terms, billableMinutes, ticket),
    by,
    note,
  });
  await logDecision(tx, ticket, decision, at, actor);
  await emit<UnitsAsked>(tx, 'ticket.units-asked', { approvalId });
  await announceTicket(tx, ticket);
}

async function approvalFacts(db: Db, ticket: Ticket): Promise<ApprovalFacts> {
  const last = (await selectUnitApprovals(db, ticket.id)).at(-1);
  return {
    billableMinutes: ticket.billableMinutes,
    apart: ticket,
    asked: last?.state === 'asked',
    declined: last?.state === 'declined',
  };
}
