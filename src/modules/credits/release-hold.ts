import { assert } from '../../kernel/assert.ts';
import type { Tx } from '../../platform/database/index.ts';
import { isRefusal } from '../../policy/verdict.ts';
import type { Recorded, TicketCommand } from './model.ts';
import { nameTicket } from './name-ticket.ts';
import { planRelease } from './plan-entry.ts';
import { recordEntry } from './record-entry.ts';

/**
 * I, T3: gives a ticket's hold back whole: it was referred, or rejected or withdrawn before any work. Without a hold
 * nothing is written. Throws KeyReused.
 */
export async function releaseHold(tx: Tx, release: TicketCommand): Promise<Recorded> {
  const recorded = await recordEntry(tx, {
    ...nameTicket(release, 'release', {}),
    plan: (_, ticket) => planRelease(ticket),
  });
  assert(!isRefusal(recorded), 'giving units back is never refused');
  return recorded;
}
