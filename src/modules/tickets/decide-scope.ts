import { type Actor, personActor } from '../../kernel/actor.ts';
import { assert } from '../../kernel/assert.ts';
import type { Instant } from '../../kernel/clock.ts';
import { decline } from '../../kernel/declined.ts';
import type { Tx } from '../../platform/database/index.ts';
import { emit } from '../../platform/jobs.ts';
import { type Decision, decide, decideHeld } from '../../policy/decisions.ts';
import { initialPriority } from '../../policy/priority.ts';
import { mayDecideScope } from '../../policy/scope-answer.ts';
import { mayTransition } from '../../policy/transitions.ts';
import { isRefusal } from '../../policy/verdict.ts';
import { agreementByVersion } from '../agreements/index.ts';
import { readService, type Service } from '../catalog/index.ts';
import { readPerson, readTeam } from '../people/index.ts';
import { scopeFactsOf } from './claim-scope.ts';
import type { ScopeDecided } from './events.ts';
import { judgeForAdmission } from './judge-admission.ts';
import type { Ticket } from './model.ts';
import type { NotDone } from './not-done.ts';
import { openTicket } from './open-ticket.ts';
import { announceTicket, logDecision, logDecisions, logEvent } from './record.ts';
import { selectScopeAnswer, writeScopeDecision } from './scope-answers-store.ts';
import { updateTicket } from './store.ts';

/** As what it is taken on; or why it stays out of scope. */
type ScopeOutcome =
  | { readonly outcome: 'in-scope'; readonly serviceId: number }
  | { readonly outcome: 'out-of-scope' };

/**
 * I: an agent looks at the scope of what the catalogue rejected. It is in scope: from this moment it is a new request of
 * the service that the agent chooses, admitted or held like any other (II, T1, T7), and its clocks start now, not when it
 * was received (VII). It is not: the answer stands, and the customer is told why. Refusal reasons: those of
 * `mayDecideScope`, `act-not-from-status`. Declined: `service-unknown`.
 */
export async function decideScope(
  tx: Tx,
  ticket: Ticket,
  decision: ScopeOutcome & {
    readonly personId: number;
    readonly reason: string;
    readonly at: Instant;
  },
): Promise<Ticket | NotDone> {
  const { personId, reason, outcome, at } = decision;
  const status = mayTransition(ticket.status, 'decide-scope', 'agent');
  if (isRefusal(status)) return status;
  const told = await selectScopeAnswer(tx, ticket.id);
  const refusal = mayDecideScope(scopeFactsOf(ticket, told), outcome);
  if (refusal !== null) return refusal;
  assert(told !== null, 'what is claimed or decided was answered before');
  const serviceId = outcome === 'in-scope' ? decision.serviceId : null;
  const service = serviceId === null ? null : await readService(tx, serviceId);
  if (serviceId !== null && (service?.kind !== 'support' || !service.active)) {
    return decline('service-unknown', { serviceId });
  }

  const by = (await readPerson(tx, personId))?.name ?? '';
  const actor = personActor(personId);
  await writeScopeDecision(tx, told.id, { outcome, personId, reason, serviceId, at });
  await logEvent(tx, ticket, { type: 'scope-decided', actor, data: { outcome }, at });
  const decided =
    service === null
      ? await uphold(tx, ticket, { by, reason, actor, at })
      : await takeOn(tx, ticket, { by, reason, actor, service, at });
  await emit<ScopeDecided>(tx, 'ticket.scope-decided', {
    ticketId: ticket.id,
    scopeAnswerId: told.id,
  });
  await announceTicket(tx, decided);
  return decided;
}

interface Decided {
  /** The agent's name, as the decision keeps it. */
  readonly by: string;
  readonly reason: string;
  readonly actor: Actor;
  readonly at: Instant;
}

async function uphold(tx: Tx, ticket: Ticket, { by, reason, actor, at }: Decided): Promise<Ticket> {
  await logDecision(tx, ticket, decide('scope-upheld', { by, reason }), at, actor);
  return updateTicket(tx, ticket, { scopeClaimedAt: null }, at);
}

/** II, T1, T7: admitted now as a request of this service, or held with every reason. */
async function takeOn(
  tx: Tx,
  ticket: Ticket,
  { by, reason, actor, service, at }: Decided & { readonly service: Service },
): Promise<Ticket> {
  const overruled = decide('scope-overruled', {
    by,
    reason,
    serviceEs: service.name.es,
    serviceEn: service.name.en,
  });
  await logDecision(tx, ticket, overruled, at, actor);
  const agreement = await agreementByVersion(tx, ticket.agreementVersion);
  const suggestion =
    ticket.prioritySuggested === null
      ? null
      : ({
          priority: ticket.prioritySuggested,
          from: ticket.channel === 'email' ? 'message' : 'person',
        } as const);
  const start = initialPriority(agreement.terms, {
    service: {
      sharedResponsibility: service.sharedResponsibility,
      defaultPriority: service.priorityDefault,
    },
    suggestion,
  });
  const { admission, facts } = await judgeForAdmission(tx, agreement, {
    organizationId: ticket.organizationId,
    personId: ticket.requesterPersonId,
    purpose: 'support',
    at,
  });
  const held = await updateTicket(
    tx,
    ticket,
    {
      // Until the unit is really held.
      status: 'held',
      heldFor: admission.admitted ? [] : admission.refusals,
      priority: start.priority,
      serviceId: service.id,
      categoryId: service.categoryId,
      teamId: service.teamId ?? ticket.teamId,
      scopeClaimedAt: null,
      closedAt: null,
    },
    at,
  );
  const decided: readonly Decision[] = [
    decide('priority-set', {
      priority: start.priority,
      source: start.source,
      from: start.source === 'suggestion' ? (suggestion?.from ?? null) : null,
    }),
    ...(await routeOf(tx, service)),
  ];
  if (!admission.admitted) {
    await logDecisions(tx, held, [...decided, decideHeld(admission.refusals)], at);
    return held;
  }
  return openTicket(tx, held, {
    agreement,
    facts,
    actor,
    decided,
    // An agent who decides about the scope has not reached the customer yet.
    byDirectContact: false,
    at,
  });
}

async function routeOf(tx: Tx, { teamId }: Service): Promise<readonly Decision[]> {
  const team = teamId === null ? null : await readTeam(tx, teamId);
  return team === null ? [] : [decide('routed', { team: team.name, by: 'service' })];
}
