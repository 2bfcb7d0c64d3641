import type { Clock, Instant } from '../../../kernel/clock.ts';
import { type ArrivedMail, acceptMail } from '../../../modules/correspondence/index.ts';
import { type BlobStore, BlobTooLarge } from '../../../platform/blobs.ts';
import { type Database, inTransaction, type Tx } from '../../../platform/database/index.ts';
import type { Log } from '../../../platform/log.ts';
import { fingerprinting } from './fingerprint.ts';

/** What every door needs to take a mail in. */
export interface MailTaking {
  readonly database: Pick<Database, 'db'>;
  readonly blobs: BlobStore;
  readonly clock: Clock;
  readonly log: Log;
}

/** RFC 1870: said to the other server before it sends. 25 MB of file grow by a third in transfer encoding. */
export const mailSizeLimitBytes = 35 * 1024 * 1024;

/** Below this, mail is put off rather than taken: the database needs the room to go on. */
const freeBytesMin = 256 * 1024 * 1024;

/** The disk is nearly full: whoever has the mail keeps it and tries again. */
export class NoRoomForMail extends Error {
  override name = 'NoRoomForMail';
}

/** The message is larger than `mailSizeLimitBytes`; trying again does not help. */
export class MailTooLarge extends Error {
  override name = 'MailTooLarge';
}

/** How a mail came to the door, in the words of its door. */
export type MailArrival = Pick<
  ArrivedMail,
  'source' | 'envelopeFrom' | 'envelopeTo' | 'remoteAddress' | 'greeting'
> & {
  /** When the firm had it, if that was before now: an IMAP server says so. */
  readonly receivedAt?: Instant;
};

export interface TakenMail {
  readonly mailId: number;
  /** This very mail was taken before, by this door or another. */
  readonly duplicate: boolean;
}

/**
 * Takes one message from any door: bytes to the disk, then its row and its job in one transaction. When this resolves
 * the mail is ours for good (RFC 5321 6.1), and only then may the door say so; when it throws, nothing was taken.
 * `also` is written in the same transaction. Throws NoRoomForMail, MailTooLarge, or what the disk or database threw.
 */
export async function takeMail(
  desk: MailTaking,
  source: AsyncIterable<Uint8Array>,
  arrival: MailArrival,
  also?: (tx: Tx, taken: TakenMail) => Promise<void>,
): Promise<TakenMail> {
  const { database, blobs, clock, log } = desk;
  if ((await blobs.freeBytes()) < freeBytesMin) throw new NoRoomForMail('the disk is nearly full');
  const { chunks, result } = fingerprinting(source);
  const blob = await blobs
    .put(chunks, { sizeLimitBytes: mailSizeLimitBytes })
    .catch((error: unknown) => {
      if (error instanceof BlobTooLarge) throw new MailTooLarge('the message is too large');
      throw error;
    });
  const { fingerprint, messageId } = result();
  const at = clock.now();
  const taken = await inTransaction(database, async (tx) => {
    const accepted = await acceptMail(tx, {
      ...arrival,
      // A clock of another machine that is ahead must not make a promise begin in the future.
      receivedAt: Math.min(arrival.receivedAt ?? at, at),
      rawSha256: blob.sha256,
      byteSize: blob.sizeBytes,
      fingerprint,
      messageIdHeader: messageId,
      at,
    });
    await also?.(tx, accepted);
    return accepted;
  });
  log.info({ ...taken, source: arrival.source, byteSize: blob.sizeBytes }, 'mail accepted');
  return taken;
}
