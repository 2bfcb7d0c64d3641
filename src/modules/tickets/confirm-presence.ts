import { personActor } from '../../kernel/actor.ts';
import type { Instant } from '../../kernel/clock.ts';
import type { Tx } from '../../platform/database/index.ts';
import { mayConfirmPresence } from '../../policy/closing.ts';
import { decide } from '../../policy/decisions.ts';
import { mayTransition } from '../../policy/transitions.ts';
import { isRefusal, refuse } from '../../policy/verdict.ts';
import { agreementByVersion } from '../agreements/index.ts';
import type { Ticket } from './model.ts';
import { nextClosingMoment } from './next-closing.ts';
import type { NotDone } from './not-done.ts';
import { announceTicket, logDecision, logEvent } from './record.ts';
import { insertInformationPresence, selectOpenInformationRequest, updateTicket } from './store.ts';

/**
 * VIII.b: "I am still here": a sign of life, not the answer. The attempts and the grace start over, the request goes on
 * waiting and its clock stays paused (VII), because the information is still missing.
 */
export async function confirmPresence(
  tx: Tx,
  ticket: Ticket,
  presence: { readonly personId: number; readonly door: 'mail' | 'portal'; readonly at: Instant },
): Promise<Ticket | NotDone> {
  const status = mayTransition(ticket.status, 'confirm-presence', 'customer');
  if (isRefusal(status)) return status;
  const { terms } = await agreementByVersion(tx, ticket.agreementVersion);
  const question = await selectOpenInformationRequest(tx, ticket.id);
  if (question === null) return refuse('VIII.b', 'nothing-asked');
  const { personId, door, at } = presence;
  const said = mayConfirmPresence(terms, question, at);
  if (isRefusal(said)) return said;
  await insertInformationPresence(tx, { informationRequestId: question.id, personId, door, at });
  const actor = personActor(personId);
  await logEvent(tx, ticket, { type: 'presence-confirmed', actor, at });
  const { attempts, left, nextReminderAt } = said;
  const decision = decide('presence-confirmed', { attempts, door, nextReminderAt, left });
  await logDecision(tx, ticket, decision, at, actor);
  await announceTicket(tx, ticket);
  const presences = [...question.presences, at];
  const next = nextClosingMoment(terms, { ...question, presences });
  return updateTicket(tx, ticket, { nextClosingAt: next }, at);
}
