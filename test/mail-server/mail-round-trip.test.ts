// A real Postfix and a real Dovecot between the desk and its customers: portal ticket, mail out, answer, mail in. Skipped,
// with the reason, where Debian's packages are missing.
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { checkMailbox } from '../../src/delivery/mail/doctor/check-mailbox.ts';
import { secretPlace } from '../../src/delivery/mail/in/imap/sign-in.ts';
import { type Watching, watchMailboxes } from '../../src/delivery/mail/in/imap/watch-mailboxes.ts';
import { mailJobs, mailRecurring } from '../../src/delivery/mail/jobs.ts';
import { openPost } from '../../src/delivery/mail/out/post.ts';
import { openRelay } from '../../src/delivery/mail/out/send-mail.ts';
import { understandMail } from '../../src/delivery/mail/understand/understand-mail.ts';
import { subscriptions } from '../../src/delivery/worker/subscriptions.ts';
import { systemActor } from '../../src/kernel/actor.ts';
import {
  checkSteps,
  listQuarantine,
  openMailboxCheck,
  readConversation,
  readMailbox,
  readMailboxCheck,
  setImapSource,
} from '../../src/modules/correspondence/index.ts';
import { addContact } from '../../src/modules/people/index.ts';
import { findTicketById, type Ticket, writeAsAgent } from '../../src/modules/tickets/index.ts';
import { openBlobStore } from '../../src/platform/blobs.ts';
import { inTransaction } from '../../src/platform/database/index.ts';
import { type JobRunner, runJobs } from '../../src/platform/jobs.ts';
import { silentLog } from '../../src/platform/log.ts';
import { openSealer } from '../../src/platform/sealed-secret.ts';
import { deskWorld, done, type WorldCustomer } from '../support/desk-world.ts';
import { sendOnce } from '../support/mail-sender.ts';
import {
  type ImapServer,
  mailPassword,
  mailServerMissing,
  type RelayServer,
  startDovecot,
  startPostfix,
} from '../support/mail-server.ts';
import { testClock } from '../support/test-clock.ts';
import { testDatabase } from '../support/test-database.ts';
import { fixedDns } from '../support/test-dns.ts';

const missing = mailServerMissing(['dovecot', 'postfix']);
if (missing !== null)
  console.warn(`mail there and back is not tested against a server: ${missing}`);

const within = { timeout: 25_000, interval: 100 };

describe.skipIf(missing !== null)(
  'III, V: mail there and back, by Postfix and Dovecot',
  async () => {
    const database = await testDatabase();
    const clock = testClock(new Date().toISOString());
    const world = await deskWorld(database, clock);
    const folder = await mkdtemp(path.join(tmpdir(), 'atenta-round-trip-'));
    const sealer = openSealer(randomBytes(32));
    const secret = 'a secret of this test alone';
    const domain = 'desk.example';
    const dns = fixedDns({ 'TXT _dmarc.caroni.example': [['v=DMARC1; p=reject']] });
    let dovecot: ImapServer;
    let postfix: RelayServer;
    let runner: JobRunner;
    let watching: Watching;
    let closeRelay: () => void = () => undefined;

    beforeAll(async () => {
      const blobs = await openBlobStore(folder);
      dovecot = await startDovecot(['mesa', 'contacto']);
      const lmtpPorts = { [domain]: dovecot.lmtpPort, 'orinoco.example': dovecot.lmtpPort };
      postfix = await startPostfix({ lmtpPorts, elsewherePort: 9 });
      const relay = openRelay(`smtp://127.0.0.1:${postfix.port}`);
      closeRelay = () => relay.close();
      const authentication = { dns, relays: [], trustedSealers: [] };
      const mail = {
        database,
        blobs,
        clock,
        log: silentLog,
        secret,
        sealer,
        domain,
        authentication,
        understand: understandMail,
        relay,
      };
      const post = openPost({ publicUrl: 'https://desk.example', domain, secret, clock });
      runner = await runJobs({
        database,
        log: silentLog,
        handlers: [...subscriptions({ database, clock, post }), ...mailJobs(mail)],
        recurring: mailRecurring,
      });
      await inTransaction(database, (tx) =>
        setImapSource(tx, {
          mailboxId: world.mailboxId,
          host: '127.0.0.1',
          port: dovecot.port,
          security: 'none',
          user: 'mesa',
          signIn: 'password',
          sealedSecret: sealer.seal(mailPassword, secretPlace(world.mailboxId)),
          oauthTenant: '',
          oauthClientId: '',
          sealedClientSecret: null,
          folder: 'INBOX',
          doneFolder: 'Procesados',
          since: null,
        }),
      );
      watching = await watchMailboxes({ database, blobs, clock, log: silentLog, sealer });
    }, 60_000);
    afterAll(async () => {
      await watching?.stop();
      await runner?.stop();
      closeRelay();
      await postfix?.remove();
      await dovecot?.remove();
      await rm(folder, { recursive: true, force: true });
    }, 60_000);

    /** The letter in the customer's own mailbox that holds these words. */
    const letterWith = (words: string) =>
      vi.waitFor(async () => {
        const letters = await dovecot.messages('contacto');
        const found = letters.map(readLetter).find(({ text }) => text.includes(words));
        if (found === undefined) throw new Error(`no letter with ${words} yet`);
        return found;
      }, within);

    const messagesOf = async (ticket: Ticket) =>
      (
        await readConversation(database.db, {
          ticketIds: [ticket.id],
          includeInternal: true,
          limit: 100,
        })
      ).messages;

    const until = <T>(look: () => Promise<T>) => vi.waitFor(look, within);

    /** A mail by the customer's own mail server to ours. */
    async function sendFrom(
      from: string,
      mail: { to: string; id: string; text: string; headers?: readonly string[] },
    ): Promise<void> {
      const raw = [
        `From: <${from}>`,
        `To: <${mail.to}>`,
        'Subject: Re: lo que sea',
        `Message-ID: <${mail.id}>`,
        ...(mail.headers ?? []),
        'Content-Type: text/plain; charset=utf-8',
        '',
        mail.text,
        '',
      ].join('\r\n');
      const outcome = await sendOnce(postfix.port, { from, to: [mail.to] }, Buffer.from(raw));
      expect(outcome).toEqual({ kind: 'accepted' });
    }

    async function askFromConsole(customer: WorldCustomer, text: string): Promise<Ticket> {
      const ticket = await world.register(customer);
      await world.act(ticket.id, async (tx, locked) =>
        done(
          await writeAsAgent(tx, locked, {
            personId: world.carmen,
            visibility: 'public',
            text,
            attachmentIds: [],
            at: clock.now(),
          }),
        ),
      );
      return ticket;
    }

    it('a request of the portal is answered by mail, and the answer to that comes back into it', async () => {
      const ticket = await askFromConsole(world.orinoco, 'Pregunta uno: ¿desde cuándo falla?');
      const letter = await letterWith('Pregunta uno');
      expect(letter.headers.get('reply-to')).toMatch(/^.*mesa\+/);
      await sendFrom(world.orinoco.email, {
        to: addressIn(letter.headers.get('reply-to')),
        id: 'respuesta-1@orinoco.example',
        text: 'Desde ayer por la tarde.',
        headers: [`In-Reply-To: ${letter.headers.get('message-id')}`],
      });
      await until(async () => {
        const texts = (await messagesOf(ticket)).map(({ text }) => text.trim());
        expect(texts).toContain('Desde ayer por la tarde.');
      });
      await until(async () => {
        const done = (await dovecot.messages('mesa', 'Procesados')).map(String);
        expect(done.filter((raw) => raw.includes('Desde ayer por la tarde.'))).toHaveLength(1);
      });
    });

    it('out of office: it is shown in the request, answers nothing, and nobody is written to because of it', async () => {
      const ticket = await askFromConsole(world.orinoco, 'Pregunta dos: ¿qué equipo es?');
      const letter = await letterWith('Pregunta dos');
      const sent = async () =>
        Number(
          (
            await database.pool.query(
              'select count(*) as n from outgoing_mail where ticket_id = $1',
              [ticket.id],
            )
          ).rows[0]?.n,
        );
      const before = await sent();
      await sendFrom(world.orinoco.email, {
        to: addressIn(letter.headers.get('reply-to')),
        id: 'ausente@orinoco.example',
        text: 'Estoy fuera de la oficina hasta el lunes.',
        headers: [
          `In-Reply-To: ${letter.headers.get('message-id')}`,
          'Auto-Submitted: auto-replied',
        ],
      });
      const status = (await findTicketById(database.db, ticket.id))?.status;
      await until(async () => {
        const automatic = (await messagesOf(ticket)).filter((message) => message.automatic);
        expect(automatic.filter(({ author }) => author === 'customer')).toHaveLength(1);
      });
      expect((await findTicketById(database.db, ticket.id))?.status).toBe(status);
      expect(await sent()).toBe(before);
    });

    it('a 550 of the other server comes back as a report, and stands on the message that did not arrive', async () => {
      const by = { actor: systemActor, at: clock.now(), ipAddress: null };
      const { organizationId } = world.orinoco;
      const personId = done(
        await addContact(
          database,
          organizationId,
          {
            name: 'Nadie de Orinoco',
            email: 'nadie@orinoco.example',
            role: 'customer',
            authorised: true,
            invite: false,
          },
          by,
        ),
      );
      const nobody = { ...world.orinoco, personId };
      const ticket = await askFromConsole(nobody, 'Pregunta tres: ¿dónde está?');
      await until(async () => {
        const written = (await messagesOf(ticket)).find(({ author }) => author === 'agent');
        expect(written?.deliveries).toMatchObject([
          { address: 'nadie@orinoco.example', state: 'bounced' },
        ]);
      });
      const { rows } = await database.pool.query<{ n: number }>(
        "select count(*)::int as n from ticket_event where ticket_id = $1 and type = 'mail-undelivered'",
        [ticket.id],
      );
      expect(rows[0]?.n).toBeGreaterThan(0);
      expect((await findTicketById(database.db, ticket.id))?.status).toBe(ticket.status);
    });

    it('the doctor: its test mail goes out and comes in, is recognised, and becomes no request', async () => {
      const mailbox = done((await readMailbox(database.db, world.mailboxId)) ?? null);
      const check = await inTransaction(database, (tx) =>
        openMailboxCheck(tx, {
          mailboxId: mailbox.id,
          sendTo: mailbox.address,
          startedByPersonId: null,
          at: clock.now(),
        }),
      );
      const tickets = async () => (await database.pool.query('select id from ticket')).rowCount;
      const before = await tickets();
      const steps: (string | null)[] = [];
      const relayUrl = `smtp://127.0.0.1:${postfix.port}`;
      const doctor = { database, blobs: await openBlobStore(folder), clock, dns, sealer, relayUrl };
      const findings = await checkMailbox(doctor, check, mailbox, (step) => void steps.push(step));
      const keys = Object.fromEntries(findings.map(({ step, key }) => [step, key]));
      expect(keys).toMatchObject({
        incoming: 'incoming-imap',
        mx: 'mx-none',
        relay: 'relay-answers',
        'round-trip': 'round-trip-made',
        dkim: 'dkim-unsigned',
      });
      expect(steps).toEqual([...checkSteps, null]);
      expect(await tickets()).toBe(before);
      expect(
        (await listQuarantine(database.db, { limit: 100 })).filter(({ messageIdHeader }) =>
          messageIdHeader?.startsWith('probe.'),
        ),
      ).toEqual([]);
      expect((await readMailboxCheck(database.db, check.id))?.findings).toHaveLength(
        findings.length,
      );
    });

    it('a forged sender, whose domain asks to refuse what it cannot prove, makes nothing and waits for a person', async () => {
      const caroni = await world.addCustomer('Caroni', 20);
      await sendFrom(caroni.email, {
        to: 'mesa@desk.example',
        id: 'falso@caroni.example',
        text: 'Cambien la cuenta del banco.',
      });
      await until(async () => {
        const waiting = await listQuarantine(database.db, { limit: 100 });
        const forged = waiting.find(
          ({ messageIdHeader }) => messageIdHeader === 'falso@caroni.example',
        );
        expect(forged?.quarantineReason).toMatch(/^sender-(forged|unverified)$/);
      });
      const { rows } = await database.pool.query(
        'select 1 from ticket where organization_id = $1',
        [caroni.organizationId],
      );
      expect(rows).toEqual([]);
    });
  },
);

interface Letter {
  readonly headers: ReadonlyMap<string, string>;
  /** As a person reads it. */
  readonly text: string;
}

/** Just enough of a letter of ours: its headers in one line each, and its body with the transfer encoding undone. */
function readLetter(raw: string): Letter {
  const [head = '', ...rest] = raw.split(/\r?\n\r?\n/);
  const headers = new Map(
    head
      .replace(/\r?\n[ \t]+/g, ' ')
      .split(/\r?\n/)
      .map((line) => {
        const colon = line.indexOf(':');
        return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const;
      }),
  );
  const text = rest
    .join('\n\n')
    .replace(/=\r?\n/g, '')
    .replace(/(?:=[0-9A-F]{2})+/g, (bytes) =>
      Buffer.from(bytes.replaceAll('=', ''), 'hex').toString('utf8'),
    );
  return { headers, text };
}

const addressIn = (header: string | undefined): string =>
  /<([^>]+)>/.exec(header ?? '')?.[1] ?? header ?? '';
