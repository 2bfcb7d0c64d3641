import type { Clock } from '../../../kernel/clock.ts';
import { acceptMail, findMailboxes, listMailboxes } from '../../../modules/correspondence/index.ts';
import { type BlobStore, BlobTooLarge } from '../../../platform/blobs.ts';
import { type Database, inTransaction } from '../../../platform/database/index.ts';
import type { Log } from '../../../platform/log.ts';
import {
  type Envelope,
  openSmtpDoor,
  type SmtpDoor,
  SmtpRefusal,
  tooLarge,
} from '../../../platform/smtp.ts';
import { withoutTag } from '../reply-address.ts';
import { fingerprinting } from './fingerprint.ts';

export interface MailDoorOptions {
  readonly host: string;
  readonly port: number;
  /** The domain under which the desk receives; postmaster@ and abuse@ of it reach people (RFC 2142). */
  readonly domain: string;
  readonly database: Database;
  readonly blobs: BlobStore;
  readonly clock: Clock;
  readonly log: Log;
}

/** RFC 1870: said to the other server before it sends. 25 MB of file grow by a third in transfer encoding. */
export const mailSizeLimitBytes = 35 * 1024 * 1024;

/** Below this, mail is put off rather than taken: the database needs the room to go on. */
const freeBytesMin = 256 * 1024 * 1024;

/** III: opens the SMTP door of the desk. A message gets its 250 when its bytes, its row and its job are committed. */
export function openMailDoor(options: MailDoorOptions): Promise<SmtpDoor> {
  const { database, blobs, clock, log } = options;

  async function acceptRecipient(address: string): Promise<void> {
    const mailbox = withoutTag(address);
    const [known] = await findMailboxes(database.db, [mailbox]);
    if (known !== undefined || isDuty(mailbox)) return;
    if ((await listMailboxes(database.db)).length === 0) {
      throw new SmtpRefusal(450, '4.2.1 This desk has no mailbox yet, try again later');
    }
    throw new SmtpRefusal(550, '5.1.1 There is no such mailbox here');
  }

  const isDuty = (mailbox: string): boolean =>
    mailbox === `postmaster@${options.domain}` || mailbox === `abuse@${options.domain}`;

  async function acceptMessage(source: AsyncIterable<Uint8Array>, envelope: Envelope) {
    if ((await blobs.freeBytes()) < freeBytesMin) {
      throw new SmtpRefusal(452, '4.3.1 Not enough room to take the message, try again later');
    }
    const { chunks, result } = fingerprinting(source);
    const blob = await blobs
      .put(chunks, { sizeLimitBytes: mailSizeLimitBytes })
      .catch((error: unknown) => {
        if (error instanceof BlobTooLarge) throw tooLarge(mailSizeLimitBytes);
        throw error;
      });
    const { fingerprint, messageId } = result();
    const { mailId, duplicate } = await inTransaction(database, (tx) =>
      acceptMail(tx, {
        source: 'smtp',
        envelopeFrom: envelope.from,
        envelopeTo: envelope.to,
        remoteAddress: envelope.remoteAddress === '' ? null : envelope.remoteAddress,
        greeting: envelope.greeting === '' ? null : envelope.greeting,
        rawSha256: blob.sha256,
        byteSize: blob.sizeBytes,
        fingerprint,
        messageIdHeader: messageId,
        at: clock.now(),
      }),
    );
    log.info({ mailId, duplicate, byteSize: blob.sizeBytes }, 'mail accepted');
  }

  return openSmtpDoor({
    host: options.host,
    port: options.port,
    name: options.domain,
    sizeLimitBytes: mailSizeLimitBytes,
    connectionsMax: 100,
    idleTimeoutMs: 60_000,
    log,
    acceptRecipient,
    acceptMessage,
  });
}
