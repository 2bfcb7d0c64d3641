import type { Actor } from '../../kernel/actor.ts';
import type { Instant } from '../../kernel/clock.ts';
import { type Declined, decline } from '../../kernel/declined.ts';
import { hourMs } from '../../kernel/duration.ts';
import { announce } from '../../platform/changes.ts';
import type { Tx } from '../../platform/database/index.ts';
import { emit } from '../../platform/jobs.ts';
import type { ClauseId } from '../../policy/clauses.ts';
import { decide } from '../../policy/decisions.ts';
import { nextObjectionStepAt } from '../../policy/objection-hours.ts';
import { isRefusal, type Refusal } from '../../policy/verdict.ts';
import { agreementInForce, recordDecision } from '../agreements/index.ts';
import type { BillingAsked } from './events.ts';
import { recordAdjustment } from './record-adjustment.ts';
import type { Objection } from './requests.ts';
import {
  insertAdjustmentRequest,
  insertObjection,
  lockObjection,
  selectObjection,
  selectRequestOfObjection,
  updateAdjustmentRequest,
  updateObjection,
} from './requests-store.ts';
import { lockAccount, selectCorrectable } from './store.ts';

type Person = Actor & { readonly kind: 'person' };

/**
 * A customer does not accept a charge. It is taken once, under the account's lock, with the hours in which it is to be
 * decided; from then on the charge is frozen (docs/decisions/0016). Declined: `entry-not-a-charge`, `charge-given-back`, `objection-exists`.
 */
export async function objectToCharge(
  tx: Tx,
  objection: {
    readonly organizationId: number;
    readonly entrySequence: number;
    readonly reason: string;
    readonly actor: Person;
    readonly at: Instant;
  },
): Promise<number | Declined> {
  const { organizationId, entrySequence, reason, actor, at } = objection;
  await lockAccount(tx, organizationId);
  const charge = await selectCorrectable(tx, organizationId, entrySequence);
  if (charge?.kind !== 'charge' || charge.ticketId === null) return decline('entry-not-a-charge');
  const units = charge.change.consumed + charge.correctedSoFar.consumed;
  if (units <= 0) return decline('charge-given-back');
  const { terms } = await agreementInForce(tx, at);
  const dueAt = at + terms.credits.objectionHours * hourMs;
  const { ticketId } = charge;
  const raised = { organizationId, entrySequence, ticketId, units, reason, dueAt, raisedAt: at };
  const nextStepAt = nextObjectionStepAt(raised, at);
  const raisedByPersonId = actor.personId;
  const id = await insertObjection(tx, { ...raised, nextStepAt, raisedByPersonId });
  if (id === null) return decline('objection-exists');
  await recordDecision(tx, {
    ticketId,
    organizationId,
    actor,
    agreementVersion: charge.agreementVersion ?? 1,
    ...decide('charge-objected', {
      sequence: entrySequence,
      units,
      dueAt,
      clause: charge.clause ?? 'T4',
    }),
    at,
  });
  await tell(tx, organizationId, { subject: 'objection', id, step: 'asked' });
  return id;
}

/**
 * Billing decides: accepted, the units go back by a correction that names the charge; rejected, the customer is told why.
 * Above what one person may give back alone it waits for a second one. Declined: `objection-unknown`,
 * `objection-decided`, `objection-waits`. Refusals of `recordAdjustment`.
 */
export async function decideObjection(
  tx: Tx,
  decision: {
    readonly objectionId: number;
    readonly outcome: 'accepted' | 'rejected';
    /** Given back when accepted; all of it when absent. */
    readonly units?: number | undefined;
    readonly answer: string;
    readonly actor: Person;
    readonly at: Instant;
  },
): Promise<'decided' | 'waits' | Declined | Refusal> {
  const { objectionId, outcome, answer, actor, at } = decision;
  const objection = await lockWithAccount(tx, objectionId);
  if (objection === null) return decline('objection-unknown');
  if (objection.state !== 'open') return decline('objection-decided');
  if ((await selectRequestOfObjection(tx, objectionId)) !== null) return decline('objection-waits');
  const { organizationId } = objection;
  if (outcome === 'rejected') {
    await conclude(tx, objection, { outcome, answer, actor, at, correctionSequence: null });
    return 'decided';
  }
  const units = decision.units ?? objection.units;
  const recorded = await recordAdjustment(tx, {
    organizationId,
    key: `objection:${objectionId}`,
    actor,
    at,
    units,
    reason: answer,
    correctsSequence: objection.entrySequence,
    acceptsObjectionId: objectionId,
  });
  if (isRefusal(recorded)) {
    if (recorded.reason !== 'adjustment-needs-second-person') return recorded;
    const asked = { organizationId, units, reason: answer, objectionId, requestedAt: at };
    const correctsSequence = objection.entrySequence;
    const requestedByPersonId = actor.personId;
    await insertAdjustmentRequest(tx, { ...asked, correctsSequence, requestedByPersonId });
    await announce(tx, { account: organizationId, organizationId, visibility: 'public' });
    return 'waits';
  }
  const correctionSequence = recorded.sequence;
  await conclude(tx, objection, { outcome, answer, actor, at, correctionSequence });
  return 'decided';
}

/**
 * The customer takes its objection back: the charge stands, and nothing is frozen any more. It ends the objection as a
 * decision does: the same charge is not disputed again. A second person who was asked to confirm its acceptance is not
 * asked any more. Declined: `objection-unknown`, `objection-decided`.
 */
export async function withdrawObjection(
  tx: Tx,
  withdrawal: {
    /** Whose it must be. */
    readonly organizationId: number;
    readonly objectionId: number;
    readonly actor: Person;
    readonly at: Instant;
  },
): Promise<Declined | null> {
  const { organizationId, objectionId, actor, at } = withdrawal;
  const objection = await lockWithAccount(tx, objectionId);
  if (objection?.organizationId !== organizationId) return decline('objection-unknown');
  if (objection.state !== 'open') return decline('objection-decided');
  const byPersonId = actor.personId;
  const requestId = await selectRequestOfObjection(tx, objectionId);
  if (requestId !== null) {
    const declined = { state: 'declined', byPersonId, at, entrySequence: null } as const;
    await updateAdjustmentRequest(tx, requestId, declined);
  }
  await updateObjection(tx, objectionId, {
    state: 'withdrawn',
    answer: null,
    byPersonId,
    at,
    correctionSequence: null,
  });
  const { sequence, clause, ...names } = await disputedCharge(tx, objection);
  await recordDecision(tx, {
    ...names,
    actor,
    ...decide('objection-withdrawn', { sequence, units: objection.units, clause }),
    at,
  });
  await tell(tx, organizationId, { subject: 'objection', id: objectionId, step: 'withdrawn' });
  return null;
}

/**
 * The account first, as everybody who writes about it does: an objection, what waits for it and its charge are then read
 * as they stand, and two who decide at once decide once.
 */
export async function lockWithAccount(tx: Tx, objectionId: number): Promise<Objection | null> {
  const found = await selectObjection(tx, objectionId);
  if (found === null) return null;
  await lockAccount(tx, found.organizationId);
  return lockObjection(tx, objectionId);
}

/** What a decision on an objection leaves behind, whoever's confirmation it took. */
export async function conclude(
  tx: Tx,
  objection: Objection,
  decided: {
    readonly outcome: 'accepted' | 'rejected';
    readonly answer: string;
    readonly actor: Person;
    readonly at: Instant;
    readonly correctionSequence: number | null;
  },
): Promise<void> {
  const { id, organizationId } = objection;
  const { outcome, answer, actor, at, correctionSequence } = decided;
  await updateObjection(tx, id, {
    state: outcome,
    answer,
    byPersonId: actor.personId,
    at,
    correctionSequence,
  });
  const { sequence, clause, ...names } = await disputedCharge(tx, objection);
  await recordDecision(tx, {
    ...names,
    actor,
    ...decide('objection-decided', { sequence, outcome, answer, clause }),
    at,
  });
  await tell(tx, organizationId, { subject: 'objection', id, step: 'decided' });
}

/** What the charge of an objection names: it has a ticket, a clause and a version (money rule 4). */
export async function disputedCharge(
  tx: Tx,
  { organizationId, ticketId, entrySequence }: Objection,
): Promise<{
  readonly sequence: number;
  readonly organizationId: number;
  readonly ticketId: number;
  readonly clause: ClauseId;
  readonly agreementVersion: number;
}> {
  const charge = await selectCorrectable(tx, organizationId, entrySequence);
  return {
    sequence: entrySequence,
    organizationId,
    ticketId,
    clause: (charge?.clause ?? 'T4') as ClauseId,
    agreementVersion: charge?.agreementVersion ?? 1,
  };
}

/** Screens at once, people by letter. */
export async function tell(
  tx: Tx,
  organizationId: number,
  asked: Pick<BillingAsked, 'subject' | 'id' | 'step'>,
): Promise<void> {
  await announce(tx, { account: organizationId, organizationId, visibility: 'public' });
  await emit<BillingAsked>(tx, 'credits.billing-asked', { organizationId, ...asked });
}
