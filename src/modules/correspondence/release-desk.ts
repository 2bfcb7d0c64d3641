import { type Database, inTransaction } from '../../platform/database/index.ts';
import { type RestoredHold, readHold, releaseHold } from '../../platform/restored-hold.ts';
import { type Acting, recordAudit } from '../people/index.ts';
import { countQueuedMail, keepQueuedInOutbox } from './store.ts';

/** Why a restored desk sends nothing, and how many mails it had yet to send when it was restored; null when it is not held. */
export async function readRestoredHold(
  db: Database['db'],
): Promise<(RestoredHold & { readonly queuedMails: number }) | null> {
  const hold = await readHold(db);
  return hold && { ...hold, queuedMails: await countQueuedMail(db, hold.restoredAt) };
}

/**
 * Lets a restored desk go: from here on it sends, fetches and decides as any other. With `keepMail` what it had yet to
 * send when it was restored stays in the outbox: the desk that it came from has sent it, most likely. Answers how many
 * stay; null when it was not held.
 */
export const releaseDesk = (
  database: Pick<Database, 'db'>,
  { keepMail }: { readonly keepMail: boolean },
  by: Acting,
): Promise<{ readonly keptMails: number } | null> =>
  inTransaction(database, async (tx) => {
    const hold = await readHold(tx);
    if (hold === null || !(await releaseHold(tx, by.at))) return null;
    const keptMails = keepMail ? await keepQueuedInOutbox(tx, hold.restoredAt) : 0;
    await recordAudit(tx, by, {
      action: 'desk.released',
      subject: 'desk',
      detail: { keepMail, keptMails },
    });
    return { keptMails };
  });
