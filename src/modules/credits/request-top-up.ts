import type { Actor } from '../../kernel/actor.ts';
import type { Instant } from '../../kernel/clock.ts';
import { type Declined, decline } from '../../kernel/declined.ts';
import type { Tx } from '../../platform/database/index.ts';
import type { Recorded } from './model.ts';
import { tell } from './object-to-charge.ts';
import { recordPurchase } from './record-purchase.ts';
import { insertTopUp, lockTopUp, updateTopUp } from './requests-store.ts';

type Person = Actor & { readonly kind: 'person' };

/** T1: a company asks to buy units; billing is told. Nothing moves before they are recorded. Answers its id. */
export async function requestTopUp(
  tx: Tx,
  request: {
    readonly organizationId: number;
    readonly units: number;
    /** Purchase order, or nothing. */
    readonly note: string;
    readonly actor: Person;
    readonly at: Instant;
  },
): Promise<number> {
  const { organizationId, units, note, actor, at } = request;
  const asked = { organizationId, units, note, requestedByPersonId: actor.personId };
  const id = await insertTopUp(tx, { ...asked, requestedAt: at });
  await tell(tx, organizationId, { subject: 'top-up', id, step: 'asked' });
  return id;
}

/** Billing recorded the purchase that was asked for; the units are there, once. Declined: `request-unknown`, `request-decided`. */
export async function recordTopUp(
  tx: Tx,
  decision: {
    readonly topUpId: number;
    readonly reference: string;
    readonly expiresAt?: Instant | undefined;
    readonly actor: Person;
    readonly at: Instant;
  },
): Promise<{ readonly organizationId: number; readonly recorded: Recorded } | Declined> {
  const { topUpId, reference, expiresAt, actor, at } = decision;
  const topUp = await lockTopUp(tx, topUpId);
  if (topUp === null) return decline('request-unknown');
  if (topUp.state !== 'open') return decline('request-decided');
  const { organizationId, units } = topUp;
  const key = `top-up:${topUpId}`;
  const purchase = { organizationId, key, actor, at, units, reference, expiresAt };
  const recorded = await recordPurchase(tx, purchase);
  await updateTopUp(tx, topUpId, {
    state: 'recorded',
    answer: null,
    byPersonId: actor.personId,
    at,
    entrySequence: recorded.sequence,
  });
  await tell(tx, organizationId, { subject: 'top-up', id: topUpId, step: 'decided' });
  return { organizationId, recorded };
}

/** Billing says no, and why. Declined: `request-unknown`, `request-decided`. */
export async function declineTopUp(
  tx: Tx,
  decision: {
    readonly topUpId: number;
    readonly answer: string;
    readonly actor: Person;
    readonly at: Instant;
  },
): Promise<Declined | null> {
  const { topUpId, answer, actor, at } = decision;
  const topUp = await lockTopUp(tx, topUpId);
  if (topUp === null) return decline('request-unknown');
  if (topUp.state !== 'open') return decline('request-decided');
  await updateTopUp(tx, topUpId, {
    state: 'declined',
    answer,
    byPersonId: actor.personId,
    at,
    entrySequence: null,
  });
  await tell(tx, topUp.organizationId, { subject: 'top-up', id: topUpId, step: 'decided' });
  return null;
}
