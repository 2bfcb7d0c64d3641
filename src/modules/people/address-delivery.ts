import type { Instant } from '../../kernel/clock.ts';
import type { Tx } from '../../platform/database/index.ts';
import { addressAfter, type UndeliveredReason } from '../../policy/undelivered.ts';
import type { Acting } from './model.ts';
import { insertAudit } from './store/audit.ts';
import { lockAddress, selectContact, updateAddressDelivery } from './store/people.ts';

/** A mail to this address did not arrive: counted, and when it is the last straw nothing more is sent to it. */
export async function recordUndelivered(
  tx: Tx,
  mail: {
    readonly address: string;
    readonly reason: UndeliveredReason;
    readonly status: string | null;
    readonly at: Instant;
  },
): Promise<void> {
  const record = await lockAddress(tx, mail.address);
  if (record === null) return;
  const after = addressAfter(record, mail.reason, mail.at);
  await updateAddressDelivery(tx, mail.address, {
    undelivered: after.undelivered,
    undeliveredAt: mail.at,
    // What is stopped already stays stopped for the reason it was.
    ...(after.stop && record.undeliverableSince === null
      ? { undeliverable: { since: mail.at, reason: mail.reason, status: mail.status } }
      : {}),
  });
}

/** Mail came from the address, or somebody looked: what failed before says nothing any more. */
export async function clearUndelivered(tx: Tx, address: string): Promise<boolean> {
  const record = await lockAddress(tx, address);
  if (record === null || (record.undelivered === 0 && record.undeliverableSince === null)) {
    return false;
  }
  await updateAddressDelivery(tx, address, {
    undelivered: 0,
    undeliveredAt: null,
    undeliverable: null,
  });
  return record.undeliverableSince !== null;
}

/** An agent says that the contact's addresses work again. False when this customer has no such contact. */
export async function clearContactUndelivered(
  tx: Tx,
  key: { readonly organizationId: number; readonly personId: number },
  by: Acting,
): Promise<boolean> {
  const contact = await selectContact(tx, key, by.at);
  if (contact === null) return false;
  for (const { address } of contact.undeliverable) await clearUndelivered(tx, address);
  await insertAudit(tx, by, {
    action: 'contact.deliverable',
    subject: `person:${key.personId}`,
    detail: { addresses: contact.undeliverable.map(({ address }) => address) },
  });
  return true;
}
