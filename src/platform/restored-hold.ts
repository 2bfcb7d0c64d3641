import type { Instant } from '../kernel/clock.ts';
import type { Db, Tx } from './database/index.ts';

/**
 * A restored desk is held until an administrator releases it: it takes mail in as ever, and people may look at it and
 * work, but it sends no mail, fetches none, and decides nothing because time has passed. The desk that it was restored
 * from may have sent the same mail already, or still run; and a customer's answer may lie in a mailbox unread, while a
 * request waits to be closed for want of it.
 */
export interface RestoredHold {
  readonly restoredAt: Instant;
  readonly backupTakenAt: Instant;
}

/** What waited in the mailboxes comes first: time decides again so long after the release. */
export const settlingMs = 15 * 60_000;

/** A desk is restored before it runs for the first time: where it was free once, it stays so. */
const free = new WeakSet<Db>();

/** Null when it is not held: it was never restored, or was released. Asked for every mail, and answered from memory then. */
export async function readHold(db: Db): Promise<RestoredHold | null> {
  if (free.has(db)) return null;
  const row = await db
    .selectFrom('restoration')
    .select(['restored_at', 'backup_taken_at'])
    .where('released_at', 'is', null)
    .orderBy('id', 'desc')
    .executeTakeFirst();
  if (row === undefined) {
    free.add(db);
    return null;
  }
  return { restoredAt: row.restored_at.getTime(), backupTakenAt: row.backup_taken_at.getTime() };
}

/** Whether nothing is decided because time has passed: while it is held, and a little longer. */
export async function isTimeHeld(db: Db, now: Instant): Promise<boolean> {
  const row = await db
    .selectFrom('restoration')
    .select('id')
    .where((eb) =>
      eb.or([eb('released_at', 'is', null), eb('released_at', '>', new Date(now - settlingMs))]),
    )
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** From here on it is a desk as any other. False when it was not held. */
export async function releaseHold(tx: Tx, at: Instant): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('restoration')
    .set({ released_at: new Date(at) })
    .where('released_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
