import { personActor } from '../../kernel/actor.ts';
import type { Instant } from '../../kernel/clock.ts';
import type { Tx } from '../../platform/database/index.ts';
import { emit } from '../../platform/jobs.ts';
import { decide } from '../../policy/decisions.ts';
import { mayTransition } from '../../policy/transitions.ts';
import { minutesNotApproved, unitsAgreedTo } from '../../policy/units.ts';
import { isRefusal, refuse } from '../../policy/verdict.ts';
import { agreementByVersion } from '../agreements/index.ts';
import { readPerson } from '../people/index.ts';
import { askWhenUnitsRunOut } from './ask-for-units.ts';
import type { UnitsAnswered } from './events.ts';
import { moveHold } from './log-work.ts';
import type { Ticket } from './model.ts';
import { isNotDone, type NotDone } from './not-done.ts';
import { announceTicket, logDecision, logEvent } from './record.ts';
import { wakeSnoozed } from './snoozes/wake-snoozed.ts';
import { updateTicket } from './store.ts';
import { selectUnitApprovals, settleUnitApproval } from './unit-approvals-store.ts';

/**
 * T4: the customer approves further units, or does not. What was worked beyond the earlier ones is held from then on, so
 * that the available units stay true; where the account cannot carry that, nothing is approved and the question stands.
 * The ticket is locked by the caller, so that of two answers at once one counts. Refusal reasons: `approval-over`,
 * `approval-needs-units`, `contact-unauthorised`, `act-not-from-status`.
 */
export async function decideUnits(
  tx: Tx,
  ticket: Ticket,
  answer: {
    readonly approvalId: number;
    readonly approved: boolean;
    readonly personId: number;
    readonly door: 'mail' | 'portal' | 'reply';
    readonly at: Instant;
  },
): Promise<Ticket | NotDone> {
  const status = mayTransition(ticket.status, 'decide-units', 'customer');
  if (isRefusal(status)) return status;
  const { approvalId, approved, personId, door, at } = answer;
  const question = (await selectUnitApprovals(tx, ticket.id)).find(({ id }) => id === approvalId);
  if (question?.state !== 'asked') return refuse('T4', 'approval-over');
  const person = await readPerson(tx, personId);
  // II: whoever may only look spends no units; saying no costs none.
  if (approved && person?.contact?.authorisedAt == null)
    return refuse('II', 'contact-unauthorised');
  const { units } = question;
  const decided = approved ? await approve(tx, ticket, units, at) : ticket;
  if (isNotDone(decided)) return decided;

  const state = approved ? 'approved' : 'declined';
  await settleUnitApproval(tx, approvalId, { state, personId, door, at });
  const { terms } = await agreementByVersion(tx, ticket.agreementVersion);
  const agreedUnits = unitsAgreedTo(terms, decided);
  const facts = { units, agreedUnits, door, name: person?.name ?? '' };
  const actor = personActor(personId);
  await logEvent(tx, ticket, { type: `units-${state}`, actor, data: { units }, at });
  const decision = decide(`units-${state}`, facts);
  const decisionId = await logDecision(tx, decided, decision, at, actor);
  await emit<UnitsAnswered>(tx, 'ticket.units-answered', { approvalId, decisionId });
  await announceTicket(tx, ticket);
  await wakeSnoozed(tx, ticket);
  // More was worked while the question waited.
  if (approved && minutesNotApproved(terms, decided.billableMinutes, decided) > 0) {
    await askWhenUnitsRunOut(tx, decided, at);
  }
  return decided;
}

async function approve(
  tx: Tx,
  ticket: Ticket,
  units: number,
  at: Instant,
): Promise<Ticket | NotDone> {
  const approvedUnits = ticket.approvedUnits + units;
  // Asked of the account first: a refusal leaves nothing written.
  const held = await moveHold(tx, { ...ticket, approvedUnits }, 0, at);
  if (isRefusal(held) && held.reason === 'overdraft-reached') {
    // The words of that one are for the agent.
    return refuse('T4', 'approval-needs-units', held.facts);
  }
  return isNotDone(held) ? held : updateTicket(tx, ticket, { approvedUnits }, at);
}
