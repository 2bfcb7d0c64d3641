import { type Declined, decline } from '../../kernel/declined.ts';
import type { Tx } from '../../platform/database/index.ts';
import { claimAttachments } from './store.ts';

/**
 * IV.c: sends uploaded files with a message. Only files that this person uploaded and did not send yet can go; throws
 * AttachmentsUnavailable when one of them cannot.
 */
export async function attachFiles(
  tx: Tx,
  claim: {
    readonly attachmentIds: readonly number[];
    readonly personId: number;
    readonly messageId: number;
    readonly ticketId: number;
  },
): Promise<void> {
  if (claim.attachmentIds.length === 0) return;
  const distinct = new Set(claim.attachmentIds).size;
  const claimed = await claimAttachments(tx, claim);
  if (claimed !== distinct) throw new AttachmentsUnavailable(distinct - claimed);
}

/** Thrown, so that the transaction that wrote the message is undone; the door answers with why. */
export class AttachmentsUnavailable extends Error {
  override name = 'AttachmentsUnavailable';
  readonly declined: Declined;
  constructor(missing: number) {
    super(`${missing} attachments cannot be sent`);
    this.declined = decline('attachment-unavailable', { missing });
  }
}
