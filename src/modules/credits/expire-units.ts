import { systemActor } from '../../kernel/actor.ts';
import { assert } from '../../kernel/assert.ts';
import type { Instant } from '../../kernel/clock.ts';
import { type Database, type Db, inTransaction, type Tx } from '../../platform/database/index.ts';
import { isRefusal } from '../../policy/verdict.ts';
import {
  type ExpiringLot,
  expiringLots,
  followLots,
  type Lot,
  unitsToExpire,
} from './follow-lots.ts';
import type { Recorded } from './model.ts';
import { planExpiry } from './plan-entry.ts';
import { recordEntry } from './record-entry.ts';
import {
  lockAccount,
  selectAccount,
  selectEntriesAfter,
  selectExpiringAccountIds,
  selectReferences,
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

/** Units of one purchase that expire as things stand. */
export interface ExpiringUnits extends ExpiringLot {
  /** The purchase's invoice or receipt; null where a correction gave the units. */
  readonly reference: string | null;
}

/** What expires of an account if it is not used before, the earliest first. */
export async function readExpiringUnits(
  db: Db,
  organizationId: number,
): Promise<readonly ExpiringUnits[]> {
  const { holds } = await selectAccount(db, organizationId);
  const lots = expiringLots(await readLots(db, organizationId), holds);
  const references = await selectReferences(
    db,
    organizationId,
    lots.map(({ sequence }) => sequence),
  );
  return lots.map((lot) => ({ ...lot, reference: references.get(lot.sequence) ?? null }));
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
