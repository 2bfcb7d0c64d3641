import type { Db } from '../../platform/database/index.ts';
import type { Message } from './model.ts';
import { selectAttachments, selectDeliveries, selectMailFacts, selectMessages } from './store.ts';

/**
 * V.c: the newest messages of a ticket, oldest of them first, with their files, their deliveries and what their mails
 * were. Four queries, whatever the number of messages. `olderBeforeId` is the cursor to what came before; null when
 * that is all.
 */
export async function readConversation(
  db: Db,
  query: {
    /** The ticket and what was merged into it. */
    readonly ticketIds: readonly number[];
    readonly includeInternal: boolean;
    readonly beforeId?: number;
    readonly limit: number;
  },
): Promise<{ readonly messages: readonly Message[]; readonly olderBeforeId: number | null }> {
  const found = await selectMessages(db, { ...query, limit: query.limit + 1 });
  const newest = found.slice(0, query.limit);
  const ids = newest.map((message) => message.id);
  const [attachments, deliveries, facts] = await Promise.all([
    selectAttachments(db, ids),
    selectDeliveries(db, ids),
    selectMailFacts(db, ids),
  ]);
  const messages = newest.toReversed().map((message) => ({
    ...message,
    mail: facts.get(message.id) ?? null,
    attachments: attachments.filter((attachment) => attachment.messageId === message.id),
    deliveries: deliveries.filter((delivery) => delivery.messageId === message.id),
  }));
  const oldest = messages[0];
  return { messages, olderBeforeId: found.length > query.limit && oldest ? oldest.id : null };
}
