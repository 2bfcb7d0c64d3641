import { findMailboxes, listMailboxes } from '../../../modules/correspondence/index.ts';
import type { Db } from '../../../platform/database/index.ts';
import { withoutTag } from '../reply-address.ts';

/**
 * III: whether mail to an address is for this desk. `no-mailbox-yet`: a new desk, so trying again may help. The duty
 * addresses of RFC 2142 are always taken and reach people.
 */
export async function mayReceive(
  db: Db,
  address: string,
  domain: string,
): Promise<'yes' | 'no' | 'no-mailbox-yet'> {
  const mailbox = withoutTag(address);
  const [known] = await findMailboxes(db, [mailbox]);
  if (known !== undefined || isDuty(mailbox, domain)) return 'yes';
  return (await listMailboxes(db)).length === 0 ? 'no-mailbox-yet' : 'no';
}

const isDuty = (mailbox: string, domain: string): boolean =>
  mailbox === `postmaster@${domain}` || mailbox === `abuse@${domain}`;
