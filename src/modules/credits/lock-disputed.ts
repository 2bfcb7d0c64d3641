import type { Tx } from '../../platform/database/index.ts';
import type { DisputedCharge } from './requests.ts';
import { selectDisputedOfTicket } from './requests-store.ts';
import { lockAccount } from './store.ts';

/** The disputed charges of a ticket, oldest first. Until the transaction ends nobody objects to one, or ends an objection. */
export async function lockDisputedCharges(
  tx: Tx,
  { organizationId, ticketId }: { readonly organizationId: number; readonly ticketId: number },
): Promise<readonly DisputedCharge[]> {
  await lockAccount(tx, organizationId);
  return selectDisputedOfTicket(tx, ticketId);
}
