import { createHash } from 'node:crypto';
import { fingerprinting } from '../../delivery/mail/in/fingerprint.ts';
import { acceptMail, readInboundMail } from '../../modules/correspondence/index.ts';
import { type DemoDesk, settle } from './demo-desk.ts';
import { demoMailServer } from './demo-dns.ts';
import { demoFirm } from './firm.ts';
import type { TextFile } from './story.ts';

export interface DemoMail {
  readonly from: { readonly name: string; readonly address: string };
  readonly subject: string;
  readonly text: string;
  /** The Message-ID that it answers. */
  readonly answers?: string;
  readonly file?: TextFile;
  readonly copies?: readonly { readonly name: string; readonly address: string }[];
  /** Further lines of its head. */
  readonly headers?: readonly string[];
}

/**
 * Writes a mail as its sender's program would, and hands it in at the desk's own intake: stored raw, accepted, and
 * processed by the same job. Answers the ticket that it became or belongs to; null when it waits in the quarantine.
 */
export async function sendMailIn(desk: DemoDesk, mail: DemoMail): Promise<number | null> {
  const { tx, clock } = desk;
  const at = clock.now();
  const { chunks, result } = fingerprinting(one(Buffer.from(rawMail(mail, at))));
  const blob = await desk.mail.blobs.put(chunks, { sizeLimitBytes: 1024 * 1024 });
  const { fingerprint, messageId } = result();
  const { mailId } = await acceptMail(tx, {
    source: 'smtp',
    envelopeFrom: mail.from.address,
    envelopeTo: [demoFirm.mailbox],
    remoteAddress: demoMailServer.address,
    greeting: demoMailServer.name,
    rawSha256: blob.sha256,
    byteSize: blob.sizeBytes,
    fingerprint,
    messageIdHeader: messageId,
    receivedAt: at,
    at,
  });
  await settle(desk);
  return (await readInboundMail(tx, mailId))?.ticketId ?? null;
}

async function* one(bytes: Buffer): AsyncIterable<Uint8Array> {
  yield bytes;
}

function rawMail(mail: DemoMail, at: number): string {
  const { from, subject, text, answers, file, copies = [], headers = [] } = mail;
  const mark = createHash('sha256').update(`${from.address}${at}${subject}`).digest('hex');
  const head = [
    `From: ${encoded(from.name)} <${from.address}>`,
    `To: <${demoFirm.mailbox}>`,
    ...copies.map(
      ({ name, address }, place) =>
        `${place === 0 ? 'Cc:' : ''} ${encoded(name)} <${address}>${place < copies.length - 1 ? ',' : ''}`,
    ),
    `Subject: ${encoded(answers === undefined ? subject : `RE: ${subject}`)}`,
    `Date: ${new Date(at).toUTCString().replace('GMT', '+0000')}`,
    `Message-ID: <demo.${mark.slice(0, 24)}@${from.address.split('@')[1]}>`,
    ...(answers === undefined ? [] : [`In-Reply-To: <${answers}>`, `References: <${answers}>`]),
    ...headers,
    'MIME-Version: 1.0',
  ];
  const plain = ['Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: 8bit'];
  const body = text.replaceAll('\n', '\r\n');
  if (file === undefined) return [...head, ...plain, '', body, ''].join('\r\n');
  const boundary = `demo-${mark.slice(24, 48)}`;
  return [
    ...head,
    `Content-Type: multipart/mixed; boundary="${boundary}"`,
    '',
    `--${boundary}`,
    ...plain,
    '',
    body,
    `--${boundary}`,
    `Content-Type: text/plain; charset=utf-8; name="${file.name}"`,
    `Content-Disposition: attachment; filename="${file.name}"`,
    'Content-Transfer-Encoding: base64',
    '',
    Buffer.from(file.text).toString('base64').replace(/.{76}/g, '$&\r\n'),
    `--${boundary}--`,
    '',
  ].join('\r\n');
}

/** RFC 2047, a word at a time: an encoded word holds 75 characters at most. */
const encoded = (text: string): string =>
  text
    .split(/(?<= )/)
    .map((word) => {
      if (/^[\x20-\x7e]*$/.test(word)) return word;
      return `=?utf-8?Q?${[...Buffer.from(word)].map(quoted).join('')}?=`;
    })
    .join('')
    // Blanks between two encoded words are not part of the text, so the blank went into the word before.
    .replace(/\?==\?/g, '?= =?');

const quoted = (byte: number): string =>
  /[a-z0-9]/i.test(String.fromCharCode(byte)) && byte < 128
    ? String.fromCharCode(byte)
    : `=${byte.toString(16).toUpperCase().padStart(2, '0')}`;
