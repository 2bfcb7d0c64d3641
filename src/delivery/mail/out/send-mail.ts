import { createTransport } from 'nodemailer';
import type { Clock, Instant } from '../../../kernel/clock.ts';
import {
  dkimKeyFor,
  filesOfMail,
  forgetSentSecret,
  keepInOutbox,
  type OutgoingMail,
  readOutgoingMail,
  recordDelivery,
  recordRefusal,
  recordStopped,
  takeForSending,
} from '../../../modules/correspondence/index.ts';
import { isUndeliverable } from '../../../modules/people/index.ts';
import { announceTicket, findTicketById, noteUndelivered } from '../../../modules/tickets/index.ts';
import type { BlobStore } from '../../../platform/blobs.ts';
import { type Database, inTransaction, type Tx } from '../../../platform/database/index.ts';
import type { Log } from '../../../platform/log.ts';
import { readHold } from '../../../platform/restored-hold.ts';
import type { Sealer } from '../../../platform/sealed-secret.ts';
import { drawQrCodes } from '../../ui/qr-html.ts';
import { bounceAddress } from '../reply-address.ts';
import { dkimPlace } from './dkim.ts';

const minute = 60_000;

/** A mail is one process's for so long; then it is anybody's again. Longer than the relay's own timeouts together. */
const leaseMs = 5 * minute;

/** After the first, second … failed attempt: about a day and a half in all, as RFC 5321 4.5.4.1 asks at the least. */
const pausesMs = [1, 5, 15, 30, 60, 120, 240, 360, 480, 720].map((minutes) => minutes * minute);

export interface Relay {
  send(
    mail: OutgoingMail,
    files: readonly OutgoingFile[],
    signing?: { readonly dkim: DkimSignature | null },
  ): Promise<{ readonly reply: string }>;
  close(): void;
}

/** With what a mail is signed (RFC 6376). */
export interface DkimSignature {
  readonly domain: string;
  readonly selector: string;
  /** PEM. */
  readonly privateKey: string;
}

export interface OutgoingFile {
  readonly fileName: string;
  readonly mediaType: string;
  readonly content: Buffer;
}

export interface MailSending {
  readonly database: Database;
  readonly blobs: BlobStore;
  readonly clock: Clock;
  readonly log: Log;
  /** Signs the addresses to which reports come back. */
  readonly secret: string;
  /** Opens the private halves of the keys that sign. */
  readonly sealer: Sealer;
  /** Null when none is configured: mail then stays in the outbox, where it can be read. */
  readonly relay: Relay | null;
}

/**
 * Sends one mail of the outbox: leased, sent outside any transaction, and marked. After a crash between sending and
 * marking it is sent again with the same Message-ID, so that the other side can tell; it is never lost. To an address
 * from which mail came back nothing is sent, but for a link that somebody asked for just now; nor does anything else
 * leave a desk that was restored and not released.
 */
export async function sendMail(post: MailSending, mailId: number): Promise<void> {
  const { database, clock, relay } = post;
  if (await isHeldBack(database.db, mailId)) return;
  const at = clock.now();
  if (relay === null) {
    await inTransaction(database, async (tx) => {
      const kept = await unlessStopped(tx, await keepInOutbox(tx, mailId, at), at);
      if (kept !== undefined) await announceTicketOf(tx, kept);
    });
    return;
  }
  const taken = await inTransaction(database, async (tx) => {
    const mail = await takeForSending(tx, mailId, { at, until: at + leaseMs });
    return unlessStopped(tx, mail, at);
  });
  if (taken === undefined) return;
  try {
    const envelopeFrom =
      taken.envelopeFrom === '' ? '' : bounceAddress(taken.envelopeFrom, taken.id, post.secret);
    const { reply } = await relay.send({ ...taken, envelopeFrom }, await filesOf(post, taken), {
      dkim: await signatureFor(post, taken.fromAddress),
    });
    await mark(post, taken, { state: 'sent', reply, nextAttemptAt: null, sentAt: clock.now() });
  } catch (error) {
    await putOff(post, taken, readFailure(error));
  }
}

/** It waits in the outbox as it is: the sweep that looks for due mail takes it up when the desk is released. */
async function isHeldBack(db: Database['db'], mailId: number): Promise<boolean> {
  const hold = await readHold(db);
  if (hold === null) return false;
  const mail = await readOutgoingMail(db, mailId);
  return mail?.purpose !== 'sign-in-link' || mail.createdAt < hold.restoredAt;
}

/** Nothing more is sent to an address from which mail came back, and its mail says so. */
async function unlessStopped(
  tx: Tx,
  mail: OutgoingMail | undefined,
  at: Instant,
): Promise<OutgoingMail | undefined> {
  if (mail === undefined || mail.sensitive) return mail;
  if (!(await isUndeliverable(tx, mail.toAddress))) return mail;
  await endUndelivered(tx, await recordStopped(tx, mail.id, at), at);
  return undefined;
}

/** Tried again after a pause that grows; what was refused for good, or tried for long enough, did not arrive. */
async function putOff(post: MailSending, mail: OutgoingMail, failure: Failure): Promise<void> {
  const { permanent, reply } = failure;
  const at = post.clock.now();
  const pause = permanent ? undefined : pausesMs[mail.attempts - 1];
  post.log.warn({ mailId: mail.id, attempts: mail.attempts, reply }, 'a mail was not taken');
  if (pause !== undefined) {
    await mark(post, mail, { state: 'deferred', reply, nextAttemptAt: at + pause, sentAt: null });
    return;
  }
  await inTransaction(post.database, async (tx) =>
    endUndelivered(tx, await recordRefusal(tx, mail.id, { reply, permanent, at }), at),
  );
}

async function endUndelivered(tx: Tx, mail: OutgoingMail | null, at: Instant): Promise<void> {
  if (mail !== null) await noteUndelivered(tx, mail, at);
}

/** Where it stands now, for whoever has its message open. */
const mark = (
  { database }: MailSending,
  mail: OutgoingMail,
  delivery: Parameters<typeof recordDelivery>[2],
): Promise<void> =>
  inTransaction(database, async (tx) => {
    await recordDelivery(tx, mail.id, delivery);
    if (delivery.state === 'sent') await forgetSentSecret(tx, mail.id);
    await announceTicketOf(tx, mail);
  });

async function announceTicketOf(tx: Tx, { ticketId }: OutgoingMail): Promise<void> {
  const ticket = ticketId === null ? undefined : await findTicketById(tx, ticketId);
  if (ticket !== undefined) await announceTicket(tx, ticket);
}

/** DMARC: the signature is of the very domain that stands in From. */
async function signatureFor(
  { database, sealer }: MailSending,
  fromAddress: string,
): Promise<DkimSignature | null> {
  const key = await dkimKeyFor(database.db, fromAddress);
  if (key === null) return null;
  const { domain, selector } = key;
  const privateKey = sealer.open(key.sealedPrivateKey, dkimPlace(key));
  return { domain, selector, privateKey };
}

async function filesOf(post: MailSending, mail: OutgoingMail): Promise<OutgoingFile[]> {
  const { db } = post.database;
  const attachments = await filesOfMail(db, mail);
  const files: OutgoingFile[] = [];
  for (const { sha256, fileName, mediaType } of attachments) {
    files.push({ fileName, mediaType, content: await post.blobs.read(sha256) });
  }
  return files;
}

interface Failure {
  readonly permanent: boolean;
  readonly reply: string;
}

/** A 5xx answer is final; everything else (4xx, no connection, a timeout) is tried again. */
function readFailure(error: unknown): Failure {
  const known = error as { responseCode?: unknown; response?: unknown; message?: unknown };
  const code = typeof known.responseCode === 'number' ? known.responseCode : 0;
  const reply = String(known.response ?? known.message ?? 'unknown failure').slice(0, 1000);
  return { permanent: code >= 500 && code < 600, reply };
}

/**
 * One plain address and nothing else. The mail library reads an address as text, the envelope's too: a comma, an
 * angle bracket or a line break in it would be another recipient.
 */
const isOneAddress = (address: string): boolean =>
  /^[^\s@<>(),;:"\\[\]\p{Cc}]{1,64}@[^\s@<>(),;:"\\[\]\p{Cc}]{1,255}$/u.test(address);

const notOneAddress = Object.assign(new Error('not one plain address'), {
  responseCode: 553,
  response: '553 5.1.3 not one plain address',
});

/** How long a relay may take to be reached, to greet, and to say its next word: less than a lease, all together. */
const relayLimits = { connectionTimeout: 20_000, greetingTimeout: 20_000, socketTimeout: 60_000 };

/** Any SMTP relay, by its address: `smtp://user:password@host:587`, `smtps://…`. */
export function openRelay(url: string, limits = relayLimits): Relay {
  // All in one object: beside an address that is a text, the library takes a second one for the defaults of each mail.
  const transport = createTransport({
    url,
    ...limits,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async send(mail, files, signing) {
      for (const address of [mail.toAddress, mail.fromAddress, mail.replyTo, mail.envelopeFrom]) {
        if (address !== null && address !== '' && !isOneAddress(address)) throw notOneAddress;
      }
      const sent = await transport.sendMail({
        // Addresses as objects and an envelope of our own: what a name contains is never read as an address.
        envelope: { from: mail.envelopeFrom, to: [mail.toAddress] },
        from: { name: mail.fromName, address: mail.fromAddress },
        to: { name: mail.toName, address: mail.toAddress },
        ...(mail.replyTo === null
          ? {}
          : { replyTo: { name: mail.fromName, address: mail.replyTo } }),
        subject: mail.subject,
        text: mail.bodyText,
        ...(mail.bodyHtml === null ? {} : { html: drawQrCodes(mail.bodyHtml) }),
        ...(signing?.dkim == null
          ? {}
          : {
              dkim: {
                domainName: signing.dkim.domain,
                keySelector: signing.dkim.selector,
                privateKey: signing.dkim.privateKey,
              },
            }),
        messageId: `<${mail.messageIdHeader}>`,
        date: new Date(mail.createdAt),
        ...(mail.inReplyToHeader === null ? {} : { inReplyTo: `<${mail.inReplyToHeader}>` }),
        ...(mail.referencesHeader === null ? {} : { references: mail.referencesHeader }),
        headers: mail.autoSubmitted
          ? { 'Auto-Submitted': 'auto-replied', 'X-Auto-Response-Suppress': 'All' }
          : {},
        attachments: files.map(({ fileName, mediaType, content }) => ({
          filename: fileName,
          contentType: mediaType,
          content,
        })),
        // Beside the words for programs that read it in the mail, and attached for those that open files.
        ...(mail.calendar === null
          ? {}
          : {
              icalEvent: {
                method: mail.calendar.method,
                filename: 'invitacion.ics',
                content: mail.calendar.text,
              },
            }),
      });
      return { reply: String(sent.response ?? '').slice(0, 1000) };
    },
    close: () => transport.close(),
  };
}
