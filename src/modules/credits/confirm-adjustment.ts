import type { Actor } from '../../kernel/actor.ts';
import { assert } from '../../kernel/assert.ts';
import type { Instant } from '../../kernel/clock.ts';
import { type Declined, decline } from '../../kernel/declined.ts';
import { announce } from '../../platform/changes.ts';
import type { Tx } from '../../platform/database/index.ts';
import { isRefusal, type Refusal } from '../../policy/verdict.ts';
import { agreementInForce } from '../agreements/index.ts';
import type { Recorded } from './model.ts';
import { conclude } from './object-to-charge.ts';
import { openAccount } from './open-account.ts';
import { refuseDisputed } from './plan-entry.ts';
import { recordAdjustment } from './record-adjustment.ts';
import {
  insertAdjustmentRequest,
  lockAdjustmentRequest,
  lockObjection,
  selectAdjustmentRequest,
  updateAdjustmentRequest,
} from './requests-store.ts';
import { lockAccount, selectCorrectable } from './store.ts';

type Person = Actor & { readonly kind: 'person' };

/**
 * Asks another person to confirm an adjustment. Nothing moves before. Answers the request's id. Refusal
 * `charge-disputed`: nobody is asked to confirm what an objection decides.
 */
export async function requestAdjustment(
  tx: Tx,
  request: {
    readonly organizationId: number;
    readonly units: number;
    readonly reason: string;
    readonly correctsSequence?: number | undefined;
    readonly actor: Person;
    readonly at: Instant;
  },
): Promise<number | Refusal> {
  const { organizationId, units, reason, correctsSequence = null, actor, at } = request;
  const { terms } = await agreementInForce(tx, at);
  await openAccount(tx, { organizationId, overdraftUnitsMax: terms.credits.overdraftUnitsMax });
  await lockAccount(tx, organizationId);
  const corrects =
    correctsSequence === null
      ? null
      : await selectCorrectable(tx, organizationId, correctsSequence);
  const refusal = corrects === null ? null : refuseDisputed(corrects);
  if (refusal !== null) return refusal;
  const id = await insertAdjustmentRequest(tx, {
    organizationId,
    units,
    reason,
    correctsSequence,
    objectionId: null,
    requestedByPersonId: actor.personId,
    requestedAt: at,
  });
  await announce(tx, { account: organizationId, organizationId, visibility: 'public' });
  return id;
}

/**
 * The second person says yes or no, signed in as themselves. The entry names both. Declined: `request-unknown`,
 * `request-decided`, `second-person-same`. Refusals of `recordAdjustment`, which leave the request open.
 */
export async function confirmAdjustment(
  tx: Tx,
  decision: {
    readonly requestId: number;
    readonly outcome: 'confirmed' | 'declined';
    readonly actor: Person;
    readonly at: Instant;
  },
): Promise<
  { readonly organizationId: number; readonly recorded: Recorded | null } | Declined | Refusal
> {
  const { requestId, outcome, actor, at } = decision;
  const asked = await selectAdjustmentRequest(tx, requestId);
  if (asked === null) return decline('request-unknown');
  // The account first, as everybody does.
  await lockAccount(tx, asked.organizationId);
  const request = await lockAdjustmentRequest(tx, requestId);
  if (request === null) return decline('request-unknown');
  if (request.state !== 'open') return decline('request-decided');
  const { organizationId, units, reason, correctsSequence } = request;
  const byPersonId = actor.personId;
  if (outcome === 'declined') {
    await updateAdjustmentRequest(tx, requestId, {
      state: outcome,
      byPersonId,
      at,
      entrySequence: null,
    });
    await announce(tx, { account: organizationId, organizationId, visibility: 'public' });
    return { organizationId, recorded: null };
  }
  if (byPersonId === request.requestedByPersonId) return decline('second-person-same');
  const recorded = await recordAdjustment(tx, {
    organizationId,
    key: `adjustment-request:${requestId}`,
    actor: { kind: 'person', personId: request.requestedByPersonId },
    at,
    units,
    reason,
    correctsSequence: correctsSequence ?? undefined,
    secondPersonId: byPersonId,
    acceptsObjectionId: request.objectionId ?? undefined,
  });
  if (isRefusal(recorded)) return recorded;
  const entrySequence = recorded.sequence;
  await updateAdjustmentRequest(tx, requestId, { state: outcome, byPersonId, at, entrySequence });
  if (request.objectionId !== null) {
    const objection = await lockObjection(tx, request.objectionId);
    assert(objection?.state === 'open', 'an objection waits for its confirmation');
    const correctionSequence = entrySequence;
    await conclude(tx, objection, {
      outcome: 'accepted',
      answer: reason,
      actor,
      at,
      correctionSequence,
    });
  }
  return { organizationId, recorded };
}
