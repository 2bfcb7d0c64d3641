// A desk with its SMTP door open, a zone of its own, and other people's mail servers to write from.
import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { dkimSign } from 'mailauth';
import { createTransport } from 'nodemailer';
import { openMailDoor } from '../../src/delivery/mail/in/mail-door.ts';
import type { MailProcessing } from '../../src/delivery/mail/in/mail-processing.ts';
import { processMail } from '../../src/delivery/mail/in/process-mail.ts';
import { openPost } from '../../src/delivery/mail/out/post.ts';
import { understandMail } from '../../src/delivery/mail/understand/understand-mail.ts';
import type { MovableClock } from '../../src/kernel/clock.ts';
import {
  type InboundMail,
  listOutgoingMail,
  listQuarantine,
  listReceivedMail,
  type OutgoingMail,
} from '../../src/modules/correspondence/index.ts';
import type { Post } from '../../src/modules/notifications/index.ts';
import { listTickets, type Ticket } from '../../src/modules/tickets/index.ts';
import { openBlobStore } from '../../src/platform/blobs.ts';
import type { Database } from '../../src/platform/database/index.ts';
import type { DnsLookup, DnsRecords } from '../../src/platform/dns.ts';
import { silentLog } from '../../src/platform/log.ts';
import { type DeskWorld, deskWorld } from './desk-world.ts';
import { fixedDns } from './test-dns.ts';

/** Where the customers' honest mail comes from, and where it does not (RFC 5737). */
export const honestServer = '192.0.2.25';
export const foreignServer = '198.51.100.66';

const keys = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'der' },
});

/** What a domain publishes when its mail comes from `honestServer` and is signed with the key of this test. */
export const publishes = (domain: string, policy: string): Record<string, DnsRecords> => ({
  [`TXT ${domain}`]: [[`v=spf1 ip4:${honestServer} -all`]],
  [`TXT _dmarc.${domain}`]: [[`v=DMARC1; p=${policy}`]],
  [`TXT s1._domainkey.${domain}`]: [[`v=DKIM1; k=rsa; p=${keys.publicKey.toString('base64')}`]],
});

/** Signed as the domain's own server signs. */
export async function signed(raw: string, domain: string): Promise<string> {
  const signature = { signingDomain: domain, selector: 's1', privateKey: keys.privateKey };
  // The type asks for one signature, the library for a list of them.
  const { signatures } = await dkimSign(raw, { ...signature, signatureData: [signature] });
  return signatures + raw;
}

export interface LetterIn {
  readonly from: string;
  readonly to?: string;
  readonly envelopeFrom?: string;
  readonly subject?: string;
  readonly text?: string;
  readonly headers?: readonly string[];
  readonly messageId?: string;
  /** The server that brought it to our relay; the honest one unless told. */
  readonly server?: string;
  readonly signedBy?: string;
}

export interface ProvingWorld extends DeskWorld {
  readonly desk: MailProcessing;
  readonly post: Post;
  /** A real SMTP conversation with the desk; nothing is processed yet. */
  deliver(letter: LetterIn): Promise<void>;
  /** What the worker would do with everything that came in and may be processed by now. */
  process(): Promise<void>;
  /** Both. */
  send(letter: LetterIn): Promise<void>;
  setDns(dns: DnsLookup): void;
  setZone(zone: Readonly<Record<string, DnsRecords>>): void;
  tickets(): Promise<Ticket[]>;
  waiting(): Promise<InboundMail[]>;
  outgoing(): Promise<OutgoingMail[]>;
  close(): Promise<void>;
}

export async function provingWorld(database: Database, clock: MovableClock): Promise<ProvingWorld> {
  const world = await deskWorld(database, clock);
  const folder = await mkdtemp(path.join(tmpdir(), 'atenta-mail-'));
  const blobs = await openBlobStore(folder);
  const domain = 'desk.example';
  let dns = fixedDns({});
  const secret = 'a secret of this test alone';
  const post = openPost({ publicUrl: 'https://desk.example', domain, secret, clock });
  const desk: MailProcessing = {
    database,
    blobs,
    clock,
    log: silentLog,
    understand: understandMail,
    secret,
    domain,
    post,
    storms: { ofSender: 20, toMailbox: 60 },
    authentication: {
      dns: (name, type) => dns(name, type),
      // The conversation comes from here, as from the mail server in front of a desk.
      relays: ['127.0.0.1'],
      trustedSealers: [],
    },
  };
  const door = await openMailDoor({ ...desk, host: '127.0.0.1', port: 0 });
  const agent = { kind: 'agent', personId: world.carmen } as const;
  let letters = 0;

  async function deliver(letter: LetterIn): Promise<void> {
    letters += 1;
    const written = [
      `From: ${letter.from}`,
      `To: ${letter.to ?? 'mesa@desk.example'}`,
      `Subject: ${letter.subject ?? 'No abre el sistema'}`,
      'Date: Wed, 04 Mar 2026 10:00:00 -0400',
      `Message-ID: <${letter.messageId ?? `${letters}@otro.example`}>`,
      ...(letter.headers ?? []),
      '',
      letter.text ?? `Desde las 8 no abre (${letters}).`,
      '',
    ].join('\r\n');
    const raw = letter.signedBy === undefined ? written : await signed(written, letter.signedBy);
    const server = letter.server ?? honestServer;
    const received = `Received: from mx.otro.example (mx.otro.example [${server}]) by mx.desk.example; Wed, 4 Mar 2026 10:00:01 -0400\r\n`;
    const transport = createTransport({ host: '127.0.0.1', port: door.port, ignoreTLS: true });
    await transport.sendMail({
      envelope: {
        from: letter.envelopeFrom ?? letter.from,
        to: [letter.to ?? 'mesa@desk.example'],
      },
      raw: received + raw,
    });
    transport.close();
  }

  async function process(): Promise<void> {
    for (const mailId of await listReceivedMail(database.db, 1000, clock.now())) {
      await processMail(desk, mailId);
    }
  }

  return {
    ...world,
    desk,
    post,
    deliver,
    process,
    async send(letter) {
      await deliver(letter);
      await process();
    },
    setDns(next) {
      dns = next;
    },
    setZone(zone) {
      dns = fixedDns(zone);
    },
    tickets: () => listTickets(database.db, { reader: agent, view: 'all', limit: 1000 }),
    waiting: () => listQuarantine(database.db, { limit: 1000 }),
    outgoing: () => listOutgoingMail(database.db, { limit: 1000 }),
    async close() {
      await door.close(1000);
      await rm(folder, { recursive: true });
    },
  };
}
