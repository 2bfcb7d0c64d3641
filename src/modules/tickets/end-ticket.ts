import { type Actor, personActor, systemActor } from '../../kernel/actor.ts';
import { assert } from '../../kernel/assert.ts';
import type { Instant } from '../../kernel/clock.ts';
import { decline } from '../../kernel/declined.ts';
import type { Tx } from '../../platform/database/index.ts';
import { emit } from '../../platform/jobs.ts';
import { reopeningEndsAt } from '../../policy/closing.ts';
import { type Decision, decide } from '../../policy/decisions.ts';
import { type ActingKind, mayTransition } from '../../policy/transitions.ts';
import { chargeableMinutes, type Ending, settle, unitsAgreedTo } from '../../policy/units.ts';
import { isRefusal } from '../../policy/verdict.ts';
import { agreementByVersion } from '../agreements/index.ts';
import { readService } from '../catalog/index.ts';
import { recordClockEvent } from '../clocks/index.ts';
import { chargeApart, chargeTicket, releaseHold } from '../credits/index.ts';
import { isTeam, professionalServicesTeamId, readPerson } from '../people/index.ts';
import type { TicketEnded } from './events.ts';
import { answerFacts } from './keep-scope-answer.ts';
import type { Reader, Ticket, TicketChange, TicketEventType } from './model.ts';
import { isNotDone, type NotDone } from './not-done.ts';
import { announceTicket, logDecision, logEvent } from './record.ts';
import { insertScopeAnswer } from './scope-answers-store.ts';
import { wakeSnoozed } from './snoozes/wake-snoozed.ts';
import { endInformationRequest, insertTicketLink, selectTicket, updateTicket } from './store.ts';
import { endUnitApproval } from './unit-approvals-store.ts';

/** VIII.a: the customer confirms the solution, an agent closes what is resolved, or nobody objected in time. */
export async function closeTicket(
  tx: Tx,
  ticket: Ticket,
  close: { readonly by: Reader | 'system'; readonly at: Instant },
): Promise<Ticket | NotDone> {
  const kind: ActingKind = close.by === 'system' ? 'system' : close.by.kind;
  const status = mayTransition(ticket.status, kind === 'customer' ? 'confirm' : 'close', kind);
  if (isRefusal(status)) return status;
  const { terms } = await agreementByVersion(tx, ticket.agreementVersion);
  const cause = { customer: 'confirmed', agent: 'agent', system: 'no-objection' } as const;
  return endTicket(tx, ticket, {
    ending: 'closed',
    type: 'closed',
    actor: actorOf(close.by),
    decision: decide('closed', {
      cause: cause[kind],
      reopenableUntil: reopeningEndsAt(terms, ticket.resolvedAt ?? close.at),
    }),
    data: { cause: cause[kind] },
    at: close.at,
  });
}

/** VIII.b: nobody answered enough attempts in time. The rule that allows it was asked by the caller. */
export async function abandonTicket(
  tx: Tx,
  ticket: Ticket,
  abandonment: {
    readonly attempts: number;
    readonly lastAttemptAt: Instant;
    readonly by: Reader | 'system';
    readonly at: Instant;
  },
): Promise<Ticket | NotDone> {
  const { attempts, lastAttemptAt, at } = abandonment;
  const kind: ActingKind = abandonment.by === 'system' ? 'system' : abandonment.by.kind;
  const status = mayTransition(ticket.status, 'abandon', kind);
  if (isRefusal(status)) return status;
  await endInformationRequest(tx, ticket.id, { answered: false, at });
  return endTicket(tx, ticket, {
    ending: 'abandoned',
    type: 'abandoned',
    actor: actorOf(abandonment.by),
    decision: decide('abandoned', { attempts, lastAttemptAt }),
    data: { attempts },
    at,
  });
}

/** II: the customer no longer wants it. Units go back unless work was done. */
export async function withdrawTicket(
  tx: Tx,
  ticket: Ticket,
  withdrawal: { readonly by: Reader; readonly reason: string; readonly at: Instant },
): Promise<Ticket | NotDone> {
  const status = mayTransition(ticket.status, 'withdraw', withdrawal.by.kind);
  if (isRefusal(status)) return status;
  const { reason, at } = withdrawal;
  return endTicket(tx, ticket, {
    ending: 'withdrawn',
    type: 'withdrawn',
    actor: personActor(withdrawal.by.personId),
    decision: decide('withdrawn', { reason }),
    data: { reason },
    at,
  });
}

/** I: a project: handed to professional services, without clocks or units. Refusals: `team-unknown`. */
export async function referTicket(
  tx: Tx,
  ticket: Ticket,
  referral: {
    readonly personId: number;
    readonly reason: string;
    readonly teamId: number | null;
    readonly at: Instant;
  },
): Promise<Ticket | NotDone> {
  const status = mayTransition(ticket.status, 'refer', 'agent');
  if (isRefusal(status)) return status;
  const { reason, at } = referral;
  if (referral.teamId !== null && !(await isTeam(tx, referral.teamId))) {
    return decline('team-unknown', { teamId: referral.teamId });
  }
  const teamId = referral.teamId ?? (await professionalServicesTeamId(tx)) ?? ticket.teamId;
  return endTicket(tx, ticket, {
    ending: 'referred',
    type: 'referred',
    actor: personActor(referral.personId),
    decision: decide('referred', { cause: 'agent', reason }),
    data: { reason, teamId },
    teamId,
    at,
  });
}

/**
 * I: out of scope, spam, or a duplicate of another request. Out of scope, the text is what the customer is answered: it
 * stays with the request. `serviceId`: of the service whose answer it began as. Declined: `duplicate-unknown`,
 * `service-unknown`, `service-answer-missing`.
 */
export async function rejectTicket(
  tx: Tx,
  ticket: Ticket,
  rejection: {
    readonly by: Extract<Reader, { kind: 'agent' }>;
    readonly cause: 'out-of-scope' | 'spam' | 'duplicate';
    readonly reason: string;
    readonly serviceId?: number;
    readonly duplicateOfNumber: number | null;
    readonly at: Instant;
  },
): Promise<Ticket | NotDone> {
  const status = mayTransition(ticket.status, 'reject', 'agent');
  if (isRefusal(status)) return status;
  const { cause, reason, serviceId = null, duplicateOfNumber, at } = rejection;
  const service = serviceId === null ? null : await readService(tx, serviceId);
  if (serviceId !== null && (cause !== 'out-of-scope' || service?.kind !== 'outOfScope')) {
    return decline('service-unknown', { serviceId });
  }
  if (service !== null && reason === '') return decline('service-answer-missing');
  if (cause === 'duplicate') {
    const original =
      duplicateOfNumber === null
        ? undefined
        : await selectTicket(tx, duplicateOfNumber, rejection.by);
    if (original === undefined || original.id === ticket.id) {
      return decline('duplicate-unknown', { duplicateOfNumber });
    }
    await insertTicketLink(tx, {
      fromTicketId: ticket.id,
      toTicketId: original.id,
      kind: 'duplicate',
      at,
    });
  }
  const answered = service === null ? { reason } : { reason: '', ...answerFacts(service) };
  const ended = await endTicket(tx, ticket, {
    ending: 'rejected',
    type: 'rejected',
    actor: personActor(rejection.by.personId),
    decision: decide('rejected', { cause, duplicateOfNumber, ...answered }),
    data: { cause, duplicateOfNumber, reason },
    at,
  });
  if (isNotDone(ended) || cause !== 'out-of-scope' || reason === '') return ended;
  const requester = await readPerson(tx, ticket.requesterPersonId);
  await insertScopeAnswer(tx, {
    ticketId: ticket.id,
    serviceId,
    kind: 'outOfScope',
    answerVersion: service?.answerVersion ?? null,
    language: requester?.language ?? 'es',
    answer: reason,
    suggestedServiceId: service?.suggestedServiceId ?? null,
    at,
  });
  return ended;
}

/** What every way out has in common: who, when, why, which clause; the units are settled and the clocks stop. */
async function endTicket(
  tx: Tx,
  ticket: Ticket,
  end: {
    /** A merge ends a ticket in its own way (merge-tickets.ts). */
    readonly ending: Exclude<Ending, 'merged'>;
    readonly type: TicketEventType;
    readonly actor: Actor;
    readonly decision: Decision;
    readonly data: Readonly<Record<string, unknown>>;
    readonly teamId?: number | null;
    readonly at: Instant;
  },
): Promise<Ticket | NotDone> {
  const { ending, actor, at } = end;
  const processed = ticket.registeredAt !== null;
  const charges = processed ? await settleUnits(tx, ticket, ending, at) : { chargedUnits: null };
  // Refused before anything else is written.
  if (isNotDone(charges)) return charges;
  await logEvent(tx, ticket, { type: end.type, actor, data: end.data, at });
  await logDecision(tx, ticket, end.decision, at, actor);
  await endUnitApproval(tx, ticket.id, at);
  if (ending !== 'abandoned') await endInformationRequest(tx, ticket.id, { answered: false, at });
  if (processed) {
    const type = ending === 'closed' || ending === 'abandoned' ? 'closed' : 'cancelled';
    await recordClockEvent(tx, { ticket, event: { type, at }, actor, ending });
  }
  await wakeSnoozed(tx, ticket);
  const status = ending === 'abandoned' ? 'closed' : ending;
  await emit<TicketEnded>(tx, 'ticket.ended', {
    ticketId: ticket.id,
    ending,
    version: ticket.version + 1,
  });
  await announceTicket(tx, ticket);
  return updateTicket(
    tx,
    ticket,
    {
      status,
      heldFor: null,
      closedAt: at,
      ...charges,
      nextDueAt: null,
      nextClosingAt: null,
      ...(end.teamId === undefined ? {} : { teamId: end.teamId }),
    },
    at,
  );
}

type Charges = Pick<TicketChange, 'chargedUnits' | 'surchargeChargedUnits'>;

/**
 * T3, T4: charges what the whole request came to, less what an earlier end of it was charged; or gives the hold back.
 * What was agreed for visits is an entry of its own, under its own clause (T5).
 */
async function settleUnits(
  tx: Tx,
  ticket: Ticket,
  ending: Ending,
  at: Instant,
): Promise<Charges | NotDone> {
  const { terms } = await agreementByVersion(tx, ticket.agreementVersion);
  const { billableMinutes } = ticket;
  const settlement = settle(terms, { ending, billableMinutes, apart: ticket });
  const command = {
    organizationId: ticket.organizationId,
    ticketId: ticket.id,
    clause: settlement.clause,
    agreementVersion: ticket.agreementVersion,
    key: `ticket:${ticket.id}:end:${ticket.version}`,
    actor: systemActor,
    at,
  };
  // An absence was charged when it happened (T6), before this request was charged for the first time.
  const chargedBefore =
    ticket.chargedUnits ?? (ticket.absenceUnits > 0 ? ticket.absenceUnits : null);
  if (settlement.outcome === 'release') {
    const released = await releaseHold(tx, command);
    const units = -released.change.held;
    if (units > 0) {
      const { availableUnits } = released;
      await logDecision(tx, ticket, decide('hold-released', { units, ending, availableUnits }), at);
    }
    return { chargedUnits: chargedBefore };
  }
  const surchargeUnits = ticket.surchargeUnits - ticket.surchargeChargedUnits;
  const workMinutes = chargeableMinutes(terms, billableMinutes, ticket);
  const charged = await chargeTicket(tx, {
    ...command,
    ticketUnits: settlement.units - surchargeUnits,
    workMinutes,
  });
  if (isRefusal(charged)) return charged;
  if (charged.change.consumed > 0) {
    await logDecision(
      tx,
      ticket,
      decide('units-charged', {
        units: charged.change.consumed,
        billableMinutes: workMinutes,
        minimumApplied: settlement.minimumApplied,
        availableUnits: charged.availableUnits,
      }),
      at,
    );
  }
  const minutes = billableMinutes - workMinutes;
  if (minutes > 0) {
    const agreedUnits = unitsAgreedTo(terms, ticket);
    await logDecision(tx, ticket, decide('work-not-charged', { minutes, agreedUnits }), at);
  }
  if (surchargeUnits > 0) await chargeSurcharge(tx, ticket, surchargeUnits, settlement.units, at);
  return {
    chargedUnits: (chargedBefore ?? 0) + charged.change.consumed + surchargeUnits,
    surchargeChargedUnits: ticket.surchargeUnits,
  };
}

/** T5: the agreed additional charge of the visits, from the units that were held for it. */
async function chargeSurcharge(
  tx: Tx,
  ticket: Ticket,
  units: number,
  ticketUnits: number,
  at: Instant,
): Promise<void> {
  const charged = await chargeApart(tx, {
    organizationId: ticket.organizationId,
    ticketId: ticket.id,
    clause: 'T5',
    agreementVersion: ticket.agreementVersion,
    key: `ticket:${ticket.id}:visits:${ticket.version}`,
    units,
    ticketUnits,
    actor: systemActor,
    at,
  });
  assert(!isRefusal(charged), 'what a visit costs was put on hold when it took place');
  const { availableUnits } = charged;
  await logDecision(tx, ticket, decide('surcharge-charged', { units, availableUnits }), at);
}

const actorOf = (by: Reader | 'system'): Actor =>
  by === 'system' ? systemActor : personActor(by.personId);
