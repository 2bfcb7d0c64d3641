import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createTransport } from 'nodemailer';
import { openMailDoor } from '../../src/delivery/mail/in/mail-door.ts';
import { processMail } from '../../src/delivery/mail/in/process-mail.ts';
import { openPost } from '../../src/delivery/mail/out/post.ts';
import { openUnderstanding } from '../../src/delivery/mail/understand/understand-in-budget.ts';
import type { MovableClock } from '../../src/kernel/clock.ts';
import { listReceivedMail } from '../../src/modules/correspondence/index.ts';
import type { Post } from '../../src/modules/notifications/index.ts';
import { findTicketById, listTickets, type Ticket } from '../../src/modules/tickets/index.ts';
import { openBlobStore } from '../../src/platform/blobs.ts';
import type { Database } from '../../src/platform/database/index.ts';
import { silentLog } from '../../src/platform/log.ts';
import { type DeskWorld, done } from './desk-world.ts';
import { noNames } from './test-dns.ts';

export interface SentMail {
  readonly from: string;
  readonly to?: string;
  readonly subject?: string;
  readonly text?: string;
  readonly html?: string;
  readonly messageId?: string;
  readonly inReplyTo?: string;
  readonly headers?: Record<string, string>;
  readonly raw?: string | Buffer;
}

/** The small world with a mail door that listens: what a test sends has been processed when `send` is done. */
export interface MailWorld {
  readonly post: Post;
  send(mail: SentMail): Promise<void>;
  /** Sends, and answers without processing. */
  deliver(mail: SentMail): Promise<void>;
  process(): Promise<void>;
  newest(): Promise<Ticket>;
  ticketOf(ticketId: number): Promise<Ticket>;
  /** The address to which the customer's answers about a ticket go. */
  replyTo(ticket: Ticket): string;
  close(): Promise<void>;
}

/** The source of the thread: Node runs it as it stands. */
const understandScript = new URL(
  '../../src/delivery/mail/understand/understand-worker.ts',
  import.meta.url,
);

export async function mailWorld(
  database: Database,
  clock: MovableClock,
  world: DeskWorld,
): Promise<MailWorld> {
  const folder = await mkdtemp(path.join(tmpdir(), 'atenta-mail-world-'));
  const blobs = await openBlobStore(folder);
  const domain = 'desk.example';
  const secret = 'a secret of this test alone';
  const authentication = { dns: noNames, relays: [], trustedSealers: [] };
  const understand = openUnderstanding({ script: understandScript, log: silentLog });
  const post = openPost({ publicUrl: 'https://desk.example', domain, secret, clock });
  const desk = {
    database,
    blobs,
    clock,
    log: silentLog,
    understand,
    secret,
    domain,
    authentication,
    post,
  };
  const door = await openMailDoor({ ...desk, host: '127.0.0.1', port: 0 });

  async function deliver(mail: SentMail): Promise<void> {
    const { from, to = 'mesa@desk.example', raw, ...content } = mail;
    const transport = createTransport({ host: '127.0.0.1', port: door.port, ignoreTLS: true });
    await transport.sendMail({
      envelope: { from, to: [to] },
      ...(raw === undefined ? { from, to, text: 'Hola', ...content } : { raw }),
    });
    transport.close();
  }
  async function process(): Promise<void> {
    for (const mailId of await listReceivedMail(database.db, 1000)) await processMail(desk, mailId);
  }
  return {
    post,
    deliver,
    process,
    send: async (mail) => {
      await deliver(mail);
      await process();
    },
    newest: async () => {
      const reader = { kind: 'agent', personId: world.carmen } as const;
      return done((await listTickets(database.db, { reader, view: 'all', limit: 1 }))[0] ?? null);
    },
    ticketOf: async (ticketId) => done((await findTicketById(database.db, ticketId)) ?? null),
    replyTo: (ticket) =>
      post.replyTo('mesa@desk.example', {
        ticketId: ticket.id,
        personId: ticket.requesterPersonId,
      }),
    close: async () => {
      await door.close(1000);
      await rm(folder, { recursive: true });
    },
  };
}
