import { createTransport, type SentMessageInfo, type Transporter } from 'nodemailer';
import type { Clock } from '../../../kernel/clock.ts';
import {
  forgetSentSecret,
  leaseMail,
  type OutgoingMail,
  readAttachmentsOf,
  recordDelivery,
} from '../../../modules/correspondence/index.ts';
import type { BlobStore } from '../../../platform/blobs.ts';
import { type Database, inTransaction } from '../../../platform/database/index.ts';
import type { Log } from '../../../platform/log.ts';

const minute = 60_000;

/** A mail is one process's for so long; then it is anybody's again. Longer than the relay's own timeouts together. */
const leaseMs = 5 * minute;

/** After the first, second … failed attempt: about a day and a half in all, as RFC 5321 4.5.4.1 asks at the least. */
const pausesMs = [1, 5, 15, 30, 60, 120, 240, 360, 480, 720].map((minutes) => minutes * minute);

export interface Relay {
  send(mail: OutgoingMail, files: readonly OutgoingFile[]): Promise<{ readonly reply: string }>;
  close(): void;
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
  /** Null when none is configured: mail then stays in the outbox, where it can be read. */
  readonly relay: Relay | null;
}

/**
 * Sends one mail of the outbox: leased, sent outside any transaction, and marked. After a crash between sending and
 * marking it is sent again with the same Message-ID, so that the other side can tell; it is never lost.
 */
export async function sendMail(post: MailSending, mailId: number): Promise<void> {
  const { database, clock, relay, log } = post;
  const at = clock.now();
  const mail = await inTransaction(database, (tx) =>
    leaseMail(tx, mailId, { at, until: at + leaseMs }),
  );
  if (mail === undefined) return;
  if (relay === null) {
    await mark(post, mail, { state: 'local', reply: null, nextAttemptAt: null, sentAt: null });
    return;
  }
  try {
    const { reply } = await relay.send(mail, await filesOf(post, mail));
    await mark(post, mail, { state: 'sent', reply, nextAttemptAt: null, sentAt: clock.now() });
  } catch (error) {
    const failure = readFailure(error);
    const pause = failure.permanent ? undefined : pausesMs[mail.attempts - 1];
    log.warn({ mailId, attempts: mail.attempts, reply: failure.reply }, 'a mail was not taken');
    await mark(post, mail, {
      state: pause === undefined ? 'failed' : 'deferred',
      reply: failure.reply,
      nextAttemptAt: pause === undefined ? null : clock.now() + pause,
      sentAt: null,
    });
  }
}

const mark = (
  { database }: MailSending,
  mail: OutgoingMail,
  delivery: Parameters<typeof recordDelivery>[2],
): Promise<void> =>
  inTransaction(database, async (tx) => {
    await recordDelivery(tx, mail.id, delivery);
    if (delivery.state === 'sent') await forgetSentSecret(tx, mail.id);
  });

async function filesOf(post: MailSending, mail: OutgoingMail): Promise<OutgoingFile[]> {
  if (mail.messageId === null || mail.purpose !== 'message') return [];
  const attachments = await readAttachmentsOf(post.database.db, [mail.messageId]);
  const files: OutgoingFile[] = [];
  for (const { sha256, fileName, mediaType } of attachments) {
    files.push({ fileName, mediaType, content: await post.blobs.read(sha256) });
  }
  return files;
}

/** A 5xx answer is final; everything else (4xx, no connection, a timeout) is tried again. */
function readFailure(error: unknown): { readonly permanent: boolean; readonly reply: string } {
  const known = error as { responseCode?: unknown; response?: unknown; message?: unknown };
  const code = typeof known.responseCode === 'number' ? known.responseCode : 0;
  const reply = String(known.response ?? known.message ?? 'unknown failure').slice(0, 1000);
  return { permanent: code >= 500 && code < 600, reply };
}

/** Any SMTP relay, by its address: `smtp://user:password@host:587`, `smtps://…`. */
export function openRelay(url: string): Relay {
  const transport: Transporter<SentMessageInfo> = createTransport(url, {
    pool: true,
    maxConnections: 3,
    connectionTimeout: 20_000,
    greetingTimeout: 20_000,
    socketTimeout: 60_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  } as Parameters<typeof createTransport>[1]);
  return {
    async send(mail, files) {
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
        ...(mail.bodyHtml === null ? {} : { html: mail.bodyHtml }),
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
