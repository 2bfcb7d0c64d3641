import { systemActor } from '../../kernel/actor.ts';
import { assert } from '../../kernel/assert.ts';
import type { Instant } from '../../kernel/clock.ts';
import { type Database, type Db, inTransaction, type Tx } from '../../platform/database/index.ts';
import { isRefusal } from '../../policy/verdict.ts';
import { followLots, type Lot, nextExpiry, unitsToExpire } from './follow-lots.ts';
import type { Recorded } from './model.ts';
import { planExpiry } from './plan-entry.ts';
import { recordEntry } from './record-entry.ts';
import {
  lockAccount,
  selectAccount,
  selectEntriesAfter,
  selectExpiringAccountIds,
} from './store.ts';

const entriesPerRead = 2_000;

/**
 * Lets expire what has come to its day in every account, each in a transaction of its own. What a hold keeps from
 * expiring is looked at again at the next run.
 */
export async function expireAllUnits(database: Database, at: Instant): Promise<void> {
  for (const organizationId of await selectExpiringAccountIds(database.db, at)) {
    await inTransaction(database, (tx) => expireUnits(tx, organizationId, at));
  }
}

/** One account; null when nothing expires. Done twice it happens once: afterwards nothing is left that is due. */
export async function expireUnits(
  tx: Tx,
  organizationId: number,
  at: Instant,
): Promise<Recorded | null> {
  const account = await lockAccount(tx, organizationId);
  if (account === null) return null;
  const units = unitsToExpire(await readLots(tx, organizationId), account, at);
  if (units === 0) return null;
  const recorded = await recordEntry(tx, {
    organizationId,
    key: `expiry:after:${account.sequence}`,
    actor: systemActor,
    at,
    command: 'expiry',
    parameters: { units },
    plan: () => planExpiry(units),
  });
  assert(!isRefusal(recorded), 'what is due expires');
  return recorded;
}

/** What expires next of an account if it is not used before; null when nothing does. */
export async function readNextExpiry(
  db: Db,
  organizationId: number,
): Promise<ReturnType<typeof nextExpiry>> {
  const account = await selectAccount(db, organizationId);
  return nextExpiry(await readLots(db, organizationId), account.heldUnits);
}

async function readLots(db: Db, organizationId: number): Promise<readonly Lot[]> {
  const follower = followLots();
  for (let after = 0; ; ) {
    const entries = await selectEntriesAfter(db, organizationId, after, entriesPerRead);
    for (const entry of entries) follower.take(entry);
    after = entries.at(-1)?.sequence ?? after;
    if (entries.length < entriesPerRead) return follower.lots();
  }
}
