import type { Db } from '../../platform/database/index.ts';
import { selectTicketByOwnMessageIds, selectTicketsByThreadReference } from './store.ts';

/**
 * The ticket that a mail answers, by the Message-IDs it names, in the order given (In-Reply-To, then References from
 * right to left). Our own Message-IDs come before those of mails that customers sent. Null when none is known.
 * Never by subject: "Re:" proves nothing.
 */
export async function findThread(db: Db, messageIds: readonly string[]): Promise<number | null> {
  const [own, others] = await Promise.all([
    selectTicketByOwnMessageIds(db, messageIds),
    selectTicketsByThreadReference(db, messageIds),
  ]);
  for (const known of [own, others]) {
    for (const messageId of messageIds) {
      const found = known.find((reference) => reference.messageIdHeader === messageId);
      if (found !== undefined) return found.ticketId;
    }
  }
  return null;
}
