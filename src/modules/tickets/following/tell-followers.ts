import type { Tx } from '../../../platform/database/index.ts';
import { emit } from '../../../platform/jobs.ts';
import type { TicketNews } from '../events.ts';
import type { TicketEventType } from '../model.ts';
import { selectFollowing } from './store.ts';

/** The lines of a log that move a request: what is written in it, what it costs and what is agreed stands there to read. */
const told: ReadonlySet<TicketEventType> = new Set([
  'registered',
  'assigned',
  'priority-verified',
  'information-requested',
  'resolved',
  'reopened',
  'closed',
  'abandoned',
  'referred',
  'rejected',
  'scope-decided',
  'withdrawn',
  'merged',
]);

export const isTold = (type: TicketEventType): boolean => told.has(type);

/** Who follows it is told, each but whoever did it. Of a request that nobody follows nothing is written. */
export async function tellFollowers(
  tx: Tx,
  ticket: { readonly id: number },
  news: Pick<TicketNews, 'about' | 'byPersonId'>,
): Promise<void> {
  const followers = await selectFollowing(tx, ticket.id);
  if (followers.every((personId) => personId === news.byPersonId)) return;
  await emit<TicketNews>(tx, 'ticket.news', { ticketId: ticket.id, ...news });
}
