import type { Instant } from '../../../../kernel/clock.ts';
import {
  beginReading,
  type ImapLease,
  ImapLeaseLost,
  listUnsettledUids,
  recordFetched,
  recordInboundOutcome,
  recordSettled,
} from '../../../../modules/correspondence/index.ts';
import { inTransaction, type Tx } from '../../../../platform/database/index.ts';
import { ImapFailure, type ImapSession, type ListedMessage } from '../../../../platform/imap.ts';
import { understandMail } from '../../understand/understand-mail.ts';
import { isFailureOfTheWorld } from '../failure-of-the-world.ts';
import {
  type MailTaking,
  MailTooLarge,
  mailSizeLimitBytes,
  NoRoomForMail,
  type TakenMail,
  takeMail,
} from '../take-mail.ts';

/** One mailbox that this process reads. */
export interface Reading {
  readonly lease: ImapLease & { readonly holder: string };
  readonly mailbox: { readonly id: number; readonly address: string };
  /** Where taken mail is moved; null: it is marked as read. */
  readonly doneFolder: string | null;
  /** What was there before is left alone when the folder is read for the first time. */
  readonly since: Instant | null;
  /** How often a message could not be taken, by its UID: it outlives the connection that it may break. */
  readonly attempts: Map<string, number>;
}

/**
 * After so many a message is left where it is, with an entry in the quarantine, and the others go on. A connection that
 * broke meanwhile says less about the message: lines are cut in the middle of large ones.
 */
const attemptsMax = { alive: 3, broken: 10 };
/** Moved together, so that a burst costs one command for many. */
const settleBatch = 100;
/** Of the head of a message that stays on the server. */
const headBytesMax = 256 * 1024;

/**
 * Takes everything that waits in the folder, one message after the other, and then moves or marks it. A message is
 * moved only after it is committed, and is known by its key on the server: a process that is killed in between moves
 * it the next time and takes nothing twice. Answers how many were taken, and why some could not be moved.
 */
export async function fetchMailbox(
  desk: MailTaking,
  reading: Reading,
  session: ImapSession,
  signal: AbortSignal,
): Promise<{ readonly taken: number; readonly unmoved: ImapFailure | null }> {
  const { uidValidity } = await session.select();
  const { lastUid, fresh } = await inTransaction(desk.database, (tx) =>
    beginReading(tx, reading.lease, uidValidity),
  );
  let unmoved = await settle(desk, reading, session, uidValidity);
  const waiting = await session.list(lastUid, fresh ? reading.since : null);
  let taken = 0;
  for (const message of waiting) {
    if (signal.aborted) break;
    if (await take(desk, reading, session, { ...message, uidValidity })) taken += 1;
    if (taken > 0 && taken % settleBatch === 0) {
      unmoved = await settle(desk, reading, session, uidValidity);
    }
  }
  if (taken > 0) unmoved = await settle(desk, reading, session, uidValidity);
  return { taken, unmoved };
}

type Waiting = ListedMessage & { readonly uidValidity: string };

/** True when the message was taken; false when it is gone or stays on the server. Throws when the round must end. */
async function take(
  desk: MailTaking,
  reading: Reading,
  session: ImapSession,
  message: Waiting,
): Promise<boolean> {
  if (message.sizeBytes > mailSizeLimitBytes) {
    await leave(desk, reading, message, await session.fetchHead(message.uid), 'too-large');
    return false;
  }
  const key = `${message.uidValidity}/${message.uid}`;
  try {
    const raw = await session.fetch(message.uid);
    if (raw === null) return false;
    await takeMail(desk, one(raw), arrivalOf(reading, message), (tx, { mailId }) =>
      recordFetched(tx, reading.lease, {
        ...message,
        inboundMailId: mailId,
        settled: false,
        at: desk.clock.now(),
      }),
    );
    reading.attempts.delete(key);
    return true;
  } catch (error) {
    if (error instanceof MailTooLarge) {
      await leave(desk, reading, message, await session.fetchHead(message.uid), 'too-large');
      return false;
    }
    if (error instanceof NoRoomForMail || error instanceof ImapLeaseLost) throw error;
    if (isFailureOfTheWorld(error)) throw error;
    const attempts = (reading.attempts.get(key) ?? 0) + 1;
    reading.attempts.set(key, attempts);
    if (attempts < attemptsMax[session.isAlive() ? 'alive' : 'broken']) throw error;
    desk.log.error(
      { mailboxId: reading.mailbox.id, uid: message.uid },
      'a message cannot be taken',
    );
    // Its head may be what cannot be read; asking for it could break the next connection, too.
    await leave(desk, reading, message, null, 'unreadable');
    reading.attempts.delete(key);
    return false;
  }
}

/**
 * A message that we cannot take stays where it is, and a person is told: with its head when there is one, by an entry
 * of the quarantine. The others go on.
 */
async function leave(
  desk: MailTaking,
  reading: Reading,
  message: Waiting,
  head: Buffer | null,
  why: 'too-large' | 'unreadable',
): Promise<void> {
  const stub =
    head?.subarray(0, headBytesMax) ??
    Buffer.from(
      `X-Atenta-Left: ${reading.mailbox.id}/${message.uidValidity}/${message.uid}\r\n\r\n`,
    );
  const known = await sender(stub);
  const at = desk.clock.now();
  const record = async (tx: Tx, { mailId, duplicate }: TakenMail) => {
    const facts = { ...message, inboundMailId: mailId, settled: true, at };
    await recordFetched(tx, reading.lease, facts);
    // A person may have decided about it already.
    if (duplicate) return;
    await recordInboundOutcome(tx, mailId, {
      ...known,
      outcome: 'quarantined',
      mailboxId: reading.mailbox.id,
      quarantineReason: 'left-on-server',
      quarantineFacts: { why, bytes: message.sizeBytes, uid: message.uid },
      at,
    });
  };
  await takeMail(desk, one(stub), arrivalOf(reading, message), record);
}

async function sender(head: Buffer) {
  const understood = await understandMail(head);
  if (understood.rejected) return {};
  const { from, subject } = understood;
  return {
    fromAddress: from?.address ?? null,
    fromName: from?.name ?? null,
    subject: subject.slice(0, 500),
  };
}

const arrivalOf = ({ mailbox }: Reading, { receivedAt }: Waiting) => ({
  source: 'imap' as const,
  envelopeFrom: '',
  envelopeTo: [mailbox.address],
  remoteAddress: null,
  greeting: null,
  receivedAt,
});

/**
 * Moves or marks what is committed. When that fails on a connection that lives (no right to the folder), mail still
 * comes in and the reason is answered.
 */
async function settle(
  { database, clock }: MailTaking,
  { lease: { mailboxId }, doneFolder }: Reading,
  session: ImapSession,
  uidValidity: string,
): Promise<ImapFailure | null> {
  for (;;) {
    const uids = await listUnsettledUids(database.db, mailboxId, uidValidity, settleBatch);
    if (uids.length === 0) return null;
    try {
      if (doneFolder === null) await session.markSeen(uids);
      else await session.move(uids, doneFolder);
    } catch (error) {
      if (error instanceof ImapFailure) return error;
      throw error;
    }
    await recordSettled(database.db, mailboxId, uidValidity, uids, clock.now());
  }
}

async function* one(bytes: Buffer): AsyncIterable<Uint8Array> {
  yield bytes;
}
