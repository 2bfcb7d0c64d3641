import { personActor } from '../../kernel/actor.ts';
import { assert } from '../../kernel/assert.ts';
import type { Instant } from '../../kernel/clock.ts';
import type { Tx } from '../../platform/database/index.ts';
import { emit } from '../../platform/jobs.ts';
import { decide } from '../../policy/decisions.ts';
import { mayClaimScope, type ScopeFacts } from '../../policy/scope-answer.ts';
import { mayTransition } from '../../policy/transitions.ts';
import { isRefusal } from '../../policy/verdict.ts';
import type { Channel } from '../correspondence/index.ts';
import type { ScopeClaimed } from './events.ts';
import type { ScopeAnswer, Ticket } from './model.ts';
import { isNotDone, type NotDone } from './not-done.ts';
import { announceTicket, logDecision, logEvent } from './record.ts';
import { selectScopeAnswer, writeScopeClaim } from './scope-answers-store.ts';
import { updateTicket } from './store.ts';
import { writeAsCustomer } from './write-message.ts';

/**
 * I: the customer thinks that what the catalogue rejected is in scope, and says why: it waits for an agent (decide-scope.ts),
 * and nothing else changes. Refusal reasons: `scope-not-answered`, `scope-attended`, `scope-claimed`,
 * `act-not-from-status`.
 */
export async function claimScope(
  tx: Tx,
  ticket: Ticket,
  claim: {
    readonly personId: number;
    readonly channel: Channel;
    readonly reason: string;
    /** The message that said why, when it is part of the conversation already. */
    readonly messageId?: number;
    readonly at: Instant;
  },
): Promise<Ticket | NotDone> {
  const { personId, channel, reason, at } = claim;
  const status = mayTransition(ticket.status, 'claim-scope', 'customer');
  if (isRefusal(status)) return status;
  const told = await selectScopeAnswer(tx, ticket.id);
  const refusal = mayClaimScope(scopeFactsOf(ticket, told));
  if (refusal !== null) return refusal;
  assert(told !== null, 'what is claimed or decided was answered before');
  const said =
    claim.messageId === undefined
      ? await writeAsCustomer(tx, ticket, {
          personId,
          channel,
          text: reason,
          attachmentIds: [],
          arrivedAt: at,
          at,
        })
      : { ticket };
  if (isNotDone(said)) return said;
  await writeScopeClaim(tx, told.id, { text: reason, personId, at });
  const actor = personActor(personId);
  await logEvent(tx, ticket, { type: 'scope-claimed', actor, at });
  const decisionId = await logDecision(tx, ticket, decide('scope-claimed', { reason }), at, actor);
  await announceTicket(tx, ticket);
  await emit<ScopeClaimed>(tx, 'ticket.scope-claimed', { ticketId: ticket.id, decisionId });
  return updateTicket(tx, said.ticket, { scopeClaimedAt: at }, at);
}

export const scopeFactsOf = (
  { status, registeredAt, mergedIntoTicketId }: Ticket,
  told: ScopeAnswer | null,
): ScopeFacts => ({
  answered: status === 'rejected' && mergedIntoTicketId === null && told?.kind === 'outOfScope',
  registered: registeredAt !== null,
  claimed: told?.claim != null,
  outcome: told?.decision?.outcome ?? null,
});
