import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { dkimVerify } from 'mailauth/lib/dkim/verify.js';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { deskWorld, done, type WorldCustomer } from '../../../../test/support/desk-world.ts';
import { headersOf, type MailSink, openMailSink } from '../../../../test/support/mail-sink.ts';
import { testClock } from '../../../../test/support/test-clock.ts';
import { testDatabase } from '../../../../test/support/test-database.ts';
import { noNames } from '../../../../test/support/test-dns.ts';
import { systemActor } from '../../../kernel/actor.ts';
import { isDeclined } from '../../../kernel/declined.ts';
import { hourMs, minuteMs } from '../../../kernel/duration.ts';
import {
  acceptMail,
  activateDkimKey,
  addDkimKey,
  type DeliveryState,
  type DkimKey,
  dkimRecord,
  listDueMail,
  listOutgoingMail,
  listQuarantine,
  type OutgoingMail,
  perMinutePerDomainMax,
  queueMail,
  readConversation,
  readOutgoingMail,
  resendMail,
  retireDkimKey,
  ticketsWithUndelivered,
} from '../../../modules/correspondence/index.ts';
import {
  acknowledgeTicket,
  sendUndeliveredDigest,
  tellOfMessage,
  tellOfUndelivered,
} from '../../../modules/notifications/index.ts';
import { readContact, recordUndelivered, updateContact } from '../../../modules/people/index.ts';
import {
  askForInformation,
  assignTicket,
  findTicketById,
  readTicket,
  runDueClosings,
  type Ticket,
  writeAsAgent,
} from '../../../modules/tickets/index.ts';
import { openBlobStore } from '../../../platform/blobs.ts';
import { inTransaction } from '../../../platform/database/index.ts';
import { silentLog } from '../../../platform/log.ts';
import { openSealer } from '../../../platform/sealed-secret.ts';
import { processMail } from '../in/process-mail.ts';
import { understandMail } from '../understand/understand-mail.ts';
import { dkimPlace, makeDkimPair } from './dkim.ts';
import { openPost } from './post.ts';
import { openRelay, type Relay, sendMail } from './send-mail.ts';

const database = await testDatabase();
const clock = testClock();
const world = await deskWorld(database, clock);
const folder = await mkdtemp(path.join(tmpdir(), 'atenta-outgoing-'));
const blobs = await openBlobStore(folder);
const agent = { kind: 'agent', personId: world.carmen } as const;
const secret = 'a secret of this test alone';
const post = openPost({
  publicUrl: 'https://desk.example',
  domain: 'desk.example',
  secret,
  clock,
});
let sink: MailSink;
let relay: Relay;
const sealer = openSealer(randomBytes(32));
const desk = () => ({
  database,
  blobs,
  clock,
  log: silentLog,
  secret,
  sealer,
  understand: understandMail,
  relay,
  domain: 'desk.example',
  authentication: { dns: noNames, relays: [], trustedSealers: [] },
});

beforeAll(async () => {
  sink = await openMailSink();
  relay = openRelay(sink.url);
});
afterEach(() => {
  sink.taken.length = 0;
  sink.answerRecipient = () => null;
  sink.answerMessage = () => null;
});
afterAll(async () => {
  relay.close();
  await sink.close();
  await rm(folder, { recursive: true });
});

/** Everything that is due leaves, as the worker does it. */
async function sendDue(): Promise<void> {
  for (const mailId of await listDueMail(database.db, clock.now(), 100)) {
    await sendMail(desk(), mailId);
  }
}
/** Carmen writes; the letter about it is in the outbox. */
async function reply(ticket: Ticket, text = 'Ya lo revisamos'): Promise<OutgoingMail> {
  const { messageId } = await world.act(ticket.id, async (tx, locked) =>
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
  return letterOf(messageId);
}
async function letterOf(messageId: number): Promise<OutgoingMail> {
  await inTransaction(database, (tx) => tellOfMessage(tx, post, messageId));
  const [letter] = await listOutgoingMail(database.db, { limit: 1 });
  return done(letter ?? null);
}
async function sentReply(ticket: Ticket): Promise<OutgoingMail> {
  const letter = await reply(ticket);
  await sendDue();
  return again(letter);
}
const again = async (mail: OutgoingMail): Promise<OutgoingMail> =>
  done((await readOutgoingMail(database.db, mail.id)) ?? null);
const stateOf = async (mail: OutgoingMail): Promise<DeliveryState> => (await again(mail)).state;
const contactOf = async ({ organizationId, personId }: WorldCustomer) =>
  done(await readContact(database.db, { organizationId, personId }, clock.now()));

/** A mail as it came through a door; then it is processed. */
async function arrive(raw: string, envelope: { from: string; to: string }): Promise<void> {
  const bytes = Buffer.from(raw.replace(/\n/g, '\r\n'));
  const blob = await blobs.put([bytes], { sizeLimitBytes: 1_000_000 });
  const { mailId } = await inTransaction(database, (tx) =>
    acceptMail(tx, {
      source: 'smtp',
      envelopeFrom: envelope.from,
      envelopeTo: [envelope.to],
      remoteAddress: null,
      greeting: null,
      rawSha256: blob.sha256,
      byteSize: bytes.length,
      fingerprint: blob.sha256,
      messageIdHeader: null,
      receivedAt: clock.now(),
      at: clock.now(),
    }),
  );
  await processMail(desk(), mailId);
}

/** A report of RFC 3464 as Postfix writes it. */
const report = (of: {
  recipient: string;
  messageId: string;
  action?: string;
  status?: string;
  diagnostic?: string;
}) => {
  const { action = 'failed', status = '5.1.1' } = of;
  const { diagnostic = `550 ${status} <${of.recipient}>: Recipient address rejected` } = of;
  return `From: MAILER-DAEMON@mx.example
To: mesa@desk.example
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Message-ID: <${Math.random().toString(36).slice(2)}@mx.example>
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I'm sorry to have to inform you that your message could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; ${of.recipient}
Original-Recipient: rfc822;${of.recipient}
Action: ${action}
Status: ${status}
Diagnostic-Code: smtp; ${diagnostic}

--b
Content-Type: text/rfc822-headers

Message-ID: <${of.messageId}>
To: ${of.recipient}

--b--
`;
};
/** Where a report about this mail comes back to: what the sink was told in MAIL FROM. */
const returnOf = (mail: OutgoingMail): string =>
  sink.taken.find(({ raw }) => raw.includes(mail.messageIdHeader))?.from ?? '';
const bounce = (mail: OutgoingMail, more: { action?: string; status?: string } = {}) =>
  arrive(report({ recipient: mail.toAddress, messageId: mail.messageIdHeader, ...more }), {
    from: '',
    to: returnOf(mail),
  });

describe('a mail as it leaves', () => {
  it('an agent’s reply: its own Message-ID, thread, tokenised Reply-To, a return address of its own', async () => {
    const ticket = await world.register(world.orinoco);
    await inTransaction(database, (tx) =>
      acknowledgeTicket(tx, post, { ticketId: ticket.id, byMail: true }),
    );
    const letter = await sentReply(ticket);
    const taken = done(sink.taken.at(-1) ?? null);
    expect(taken.to).toEqual([world.orinoco.email]);
    expect(taken.from).toMatch(/^mesa\+b[0-9a-z]+\.[a-z2-7]{16}@desk\.example$/);
    const headers = headersOf(taken.raw);
    expect(headers.map(([name]) => name).toSorted()).toEqual([
      'content-type',
      'date',
      'from',
      'in-reply-to',
      'message-id',
      'mime-version',
      'references',
      'reply-to',
      'subject',
      'to',
    ]);
    const named = Object.fromEntries(headers);
    expect(named['message-id']).toBe(`<${letter.messageIdHeader}>`);
    expect(named['reply-to']).toMatch(/<mesa\+t[0-9a-z.]+@desk\.example>/);
    expect(named['references']).toContain(named['in-reply-to']);
    expect(named['content-type']).toContain('multipart/alternative');
  });

  it('RFC 3834: the desk’s own letter carries the marks of a machine, and still a return address', async () => {
    const ticket = await world.register(world.orinoco);
    await inTransaction(database, (tx) =>
      acknowledgeTicket(tx, post, { ticketId: ticket.id, byMail: true }),
    );
    await sendDue();
    const taken = done(sink.taken.at(-1) ?? null);
    const named = Object.fromEntries(headersOf(taken.raw));
    expect(named).toMatchObject({
      'auto-submitted': 'auto-replied',
      'x-auto-response-suppress': 'All',
    });
    expect(Object.keys(named).filter((name) => name.startsWith('list-'))).toEqual([]);
    expect(taken.from).toMatch(/^mesa\+b/);
  });

  it('a long thread: the first id and the newest ten, no line over 998 characters', async () => {
    const ticket = await world.register(world.orinoco);
    const ids: string[] = [];
    for (let count = 0; count < 14; count += 1) {
      clock.advance(minuteMs);
      const long = 'x'.repeat(count === 5 ? 600 : 120);
      const messageIdHeader = `${long}.${count}.${ticket.id}@desk.example`;
      if (count !== 5) ids.push(messageIdHeader);
      await inTransaction(database, (tx) =>
        queueMail(tx, { ...plainMail(), ticketId: ticket.id, messageIdHeader }),
      );
    }
    clock.advance(minuteMs);
    await sentReply(ticket);
    const raw = sink.taken.at(-1)?.raw ?? '';
    const references = Object.fromEntries(headersOf(raw))['references'] ?? '';
    const expected = [ids[0], ...ids.slice(-10)].map((id) => `<${id}>`);
    expect(references.split(' ')).toEqual(expected);
    const longest = Math.max(...raw.split('\r\n').map((line) => line.length));
    expect(longest).toBeLessThan(998);
  });

  const injections = [
    'Ana\r\nBcc: mal@fuera.example',
    'Ana\nBcc: mal@fuera.example',
    'Ana\rBcc: mal@fuera.example',
    'Ana\r\n\r\nCuerpo puesto por otro',
    'Ana\u2028Bcc: mal@fuera.example',
    'Ana\u0085Bcc: mal@fuera.example',
    'Ana" <mal@fuera.example>, "Otra',
    'Ana <mal@fuera.example>',
    '=?utf-8?Q?Ana=0D=0ABcc:_mal@fuera.example?=',
    'Ana, mal@fuera.example; otra@fuera.example',
    'x嘍嘊Bcc: mal@fuera.example',
  ];
  it.each(injections)('%j as name and subject adds no header and no recipient', async (text) => {
    const mail = {
      ...plainMail(),
      toName: text,
      fromName: text,
      subject: text,
      replyTo: 'mesa+t1@desk.example',
      messageIdHeader: `inyeccion.${Buffer.from(text).toString('hex')}@desk.example`,
    };
    await inTransaction(database, (tx) => queueMail(tx, mail));
    await sendDue();
    const taken = done(sink.taken.at(-1) ?? null);
    expect(sink.taken).toHaveLength(1);
    expect(taken.to).toEqual(['ana@cliente.example']);
    expect(
      headersOf(taken.raw)
        .map(([name]) => name)
        .toSorted(),
    ).toEqual([
      'content-transfer-encoding',
      'content-type',
      'date',
      'from',
      'message-id',
      'mime-version',
      'reply-to',
      'subject',
      'to',
    ]);
    expect(taken.raw.split('\r\n\r\n')[1]?.trim()).toBe('Hola');
  });

  it.each([
    'ana@cliente.example\r\nBcc: mal@fuera.example',
    'ana@cliente.example, mal@fuera.example',
    'ana@cliente.example <mal@fuera.example>',
    'ana@cliente.example>\r\nRCPT TO:<mal@fuera.example',
  ])('%j as an address reaches nobody else', async (toAddress) => {
    const messageIdHeader = `direccion.${Buffer.from(toAddress).toString('hex')}@desk.example`;
    await inTransaction(database, (tx) =>
      queueMail(tx, { ...plainMail(), toAddress, messageIdHeader }),
    );
    await sendDue();
    expect(sink.taken).toEqual([]);
    const [mail] = await listOutgoingMail(database.db, { limit: 1 });
    expect(mail).toMatchObject({ state: 'failed', undeliveredReason: 'no-such-address' });
  });
});

const plainMail = () => ({
  messageId: null,
  ticketId: null,
  purpose: 'message',
  toPersonId: null,
  toAddress: 'ana@cliente.example',
  toName: 'Ana',
  fromAddress: 'mesa@desk.example',
  fromName: 'Mesa de soporte',
  replyTo: null,
  envelopeFrom: 'mesa@desk.example',
  subject: 'Prueba',
  bodyText: 'Hola',
  bodyHtml: null,
  messageIdHeader: 'prueba@desk.example',
  autoSubmitted: false,
  at: clock.now(),
});

describe('a relay that does not take it', () => {
  it('4xx: deferred and tried again with the same Message-ID; taken once', async () => {
    const ticket = await world.register(world.orinoco);
    sink.answerMessage = () => ({ code: 451, words: '4.3.0 try later' });
    const letter = await sentReply(ticket);
    expect(letter).toMatchObject({ state: 'deferred', undeliveredReason: null });
    sink.answerMessage = () => null;
    await sendDue();
    expect(sink.taken).toHaveLength(0);
    clock.advance(minuteMs);
    await sendDue();
    expect(await stateOf(letter)).toBe('sent');
    const ids = sink.taken.map(({ raw }) => Object.fromEntries(headersOf(raw))['message-id']);
    expect(ids).toEqual([`<${letter.messageIdHeader}>`]);
  });

  it('that hangs when it has it all: left after its time, and tried again with the same Message-ID', async () => {
    const customer = await world.addCustomer('Casiquiare', 20);
    const patient = relay;
    relay = openRelay(sink.url, {
      connectionTimeout: 5000,
      greetingTimeout: 5000,
      socketTimeout: 200,
    });
    sink.answerMessage = () => new Promise(() => undefined);
    const letter = await sentReply(await world.register(customer));
    expect(letter).toMatchObject({ state: 'deferred', undeliveredReason: null });
    relay.close();
    relay = patient;
    sink.answerMessage = () => null;
    clock.advance(minuteMs);
    await sendDue();
    const ids = sink.taken.map(({ raw }) => Object.fromEntries(headersOf(raw))['message-id']);
    expect(ids).toEqual([`<${letter.messageIdHeader}>`]);
  });

  it('5xx: failed at once, with the reason, and shown on its request', async () => {
    const customer = await world.addCustomer('Delta', 20);
    const ticket = await world.register(customer);
    sink.answerRecipient = () => ({ code: 550, words: '5.1.1 User unknown' });
    const letter = await sentReply(ticket);
    expect(letter).toMatchObject({
      state: 'failed',
      attempts: 1,
      undeliveredReason: 'no-such-address',
      undeliveredStatus: '5.1.1',
    });
    expect(await ticketsWithUndelivered(database.db, [ticket.id])).toEqual(new Set([ticket.id]));
  });

  it('after the last attempt it is given up, and says so', async () => {
    const customer = await world.addCustomer('Caroní', 20);
    sink.answerMessage = () => ({ code: 421, words: '4.4.2 busy' });
    const letter = await sentReply(await world.register(customer));
    let attempts = 1;
    for (; (await stateOf(letter)) === 'deferred'; attempts += 1) {
      clock.advance(12 * hourMs);
      await sendDue();
    }
    expect(attempts).toBe(11);
    expect(await again(letter)).toMatchObject({ state: 'failed', undeliveredReason: 'given-up' });
    // One that may pass by itself: the next mail is still tried.
    expect((await contactOf(customer)).undeliverable).toEqual([]);
  });

  it('a relay that is down: nothing is lost and nothing is sent twice', async () => {
    const port = sink.port;
    await sink.close();
    relay.close();
    relay = openRelay(`smtp://127.0.0.1:${port}`);
    const letters = [];
    for (let count = 0; count < 5; count += 1) {
      letters.push(await sentReply(await world.register(world.orinoco)));
    }
    expect(letters.map(({ state }) => state)).toEqual(Array(5).fill('deferred'));
    sink = await openMailSink(port);
    clock.advance(5 * minuteMs);
    await sendDue();
    const ids = sink.taken.map(({ raw }) => Object.fromEntries(headersOf(raw))['message-id']);
    expect(ids.toSorted()).toEqual(
      letters.map(({ messageIdHeader }) => `<${messageIdHeader}>`).toSorted(),
    );
    for (const letter of letters) expect(await stateOf(letter)).toBe('sent');
  });
});

describe('a signed mail (RFC 6376)', () => {
  const by = () => ({ personId: world.carmen, at: clock.now() });
  async function makeKey() {
    const { publicKey, privateKey } = await makeDkimPair();
    return inTransaction(database, async (tx) =>
      done(
        await addDkimKey(tx, {
          domain: 'desk.example',
          publicKey,
          sealed: (selector) =>
            sealer.seal(privateKey, dkimPlace({ domain: 'desk.example', selector })),
          ...by(),
        }),
      ),
    );
  }
  const activate = (keyId: number, published: readonly string[] | null) =>
    inTransaction(database, (tx) => activateDkimKey(tx, keyId, { published, at: clock.now() }));
  async function resultOf(raw: string, key: DkimKey) {
    const { name, text } = dkimRecord(key);
    const { results } = await dkimVerify(Buffer.from(raw, 'latin1'), {
      resolver: async (asked: string) => {
        if (asked === name) return [[text]];
        throw Object.assign(new Error('no such name'), { code: 'ENOTFOUND' });
      },
    });
    return results.map(({ signingDomain, status }) => ({
      signingDomain,
      result: status.result,
      aligned: status.aligned,
    }));
  }

  it('is switched on only by the very record, and then verifies for the domain of From', async () => {
    const key = await makeKey();
    const reasonOf = async (published: readonly string[] | null) => {
      const answer = await activate(key.id, published);
      return isDeclined(answer) ? answer.reason : 'active';
    };
    expect(await reasonOf(null)).toBe('dkim-record-missing');
    expect(await reasonOf(['v=DKIM1; p=AAAA'])).toBe('dkim-record-different');
    const unsigned = await sentReply(await world.register(world.orinoco));
    expect(sink.taken.at(-1)?.raw).not.toMatch(/^DKIM-Signature:/im);
    expect(unsigned.state).toBe('sent');

    const { text } = dkimRecord(key);
    expect(await reasonOf([text.replace(/.{60}/g, '$& ')])).toBe('active');
    await sentReply(await world.register(world.orinoco));
    const raw = sink.taken.at(-1)?.raw ?? '';
    const good = { signingDomain: 'desk.example', result: 'pass', aligned: 'desk.example' };
    expect(await resultOf(raw, key)).toEqual([good]);
    const [altered] = await resultOf(raw.replace('Ya lo revisamos', 'Pague aquí'), key);
    expect(altered?.result).not.toBe('pass');
  });

  it('a new key signs from its activation, and the old one no more', async () => {
    const key = await makeKey();
    clock.advance(minuteMs);
    await sentReply(await world.register(world.orinoco));
    expect(sink.taken.at(-1)?.raw).not.toContain(key.selector);
    done((await activate(key.id, [dkimRecord(key).text])) ?? null);
    await sentReply(await world.register(world.orinoco));
    expect(sink.taken.at(-1)?.raw).toContain(`s=${key.selector}`);
    await inTransaction(database, (tx) => retireDkimKey(tx, key.id, clock.now()));
    await sentReply(await world.register(world.orinoco));
    expect(sink.taken.at(-1)?.raw).not.toMatch(/^DKIM-Signature:/im);
  });

  it('no private key stands in the database as it is, and a foreign domain gets none', async () => {
    const { rows } = await database.pool.query('select sealed_private_key from dkim_key');
    expect(rows.length).toBeGreaterThan(0);
    for (const { sealed_private_key } of rows) expect(sealed_private_key).not.toContain('PRIVATE');
    const foreign = await inTransaction(database, (tx) =>
      addDkimKey(tx, { domain: 'fuera.example', publicKey: '', sealed: () => '', ...by() }),
    );
    expect(isDeclined(foreign) && foreign.reason).toBe('dkim-domain-unknown');
  });
});

describe('the pace', () => {
  it('so many to one domain in a minute; the rest waits its turn, and others are not held up', async () => {
    const total = perMinutePerDomainMax + 5;
    for (let count = 0; count < total; count += 1) {
      const messageIdHeader = `ritmo.${count}@desk.example`;
      await inTransaction(database, (tx) =>
        queueMail(tx, { ...plainMail(), toAddress: `p${count}@grande.example`, messageIdHeader }),
      );
    }
    await inTransaction(database, (tx) =>
      queueMail(tx, { ...plainMail(), messageIdHeader: 'ritmo.otra@desk.example' }),
    );
    await sendDue();
    const toBig = () => sink.taken.filter(({ to }) => to[0]?.endsWith('@grande.example')).length;
    expect(toBig()).toBe(perMinutePerDomainMax);
    expect(sink.taken.length).toBe(perMinutePerDomainMax + 1);
    await sendDue();
    expect(toBig()).toBe(perMinutePerDomainMax);
    clock.advance(minuteMs + 1);
    await sendDue();
    expect(toBig()).toBe(total);
  });

  it('never more than two to one domain at once, however many workers', async () => {
    let [now, most] = [0, 0];
    const begun = relay;
    relay = {
      ...begun,
      async send(...mail) {
        most = Math.max(most, ++now);
        try {
          return await begun.send(...mail);
        } finally {
          now -= 1;
        }
      },
    };
    clock.advance(2 * minuteMs);
    for (let count = 0; count < 12; count += 1) {
      const messageIdHeader = `a-la-vez.${count}@desk.example`;
      await inTransaction(database, (tx) =>
        queueMail(tx, { ...plainMail(), toAddress: `p${count}@chica.example`, messageIdHeader }),
      );
    }
    while (sink.taken.length < 12) {
      const due = await listDueMail(database.db, clock.now(), 100);
      await Promise.all(due.map((mailId) => sendMail(desk(), mailId)));
      clock.advance(2000);
    }
    relay = begun;
    expect(most).toBe(2);
    expect(new Set(sink.taken.map(({ to }) => to[0])).size).toBe(12);
  });
});

describe('the daily digest', () => {
  it('tells supervisors and administrators of what did not arrive, once a day, and is silent otherwise', async () => {
    clock.advance(3 * 24 * hourMs);
    const digests = async () =>
      (await listOutgoingMail(database.db, { limit: 200 })).filter(
        ({ purpose }) => purpose === 'undelivered-digest',
      );
    const run = () => inTransaction(database, (tx) => sendUndeliveredDigest(tx, post));
    await run();
    expect(await digests()).toEqual([]);
    const customer = await world.addCustomer('Yavita', 20);
    const ticket = await world.register(customer);
    sink.answerRecipient = () => ({ code: 550, words: '5.1.1 User unknown' });
    await sentReply(ticket);
    await run();
    await run();
    const [digest, ...more] = await digests();
    // Braulio bills: he looks after nothing of this.
    expect(more).toEqual([]);
    expect(digest?.toAddress).toBe('carmen@desk.example');
    expect(digest?.bodyText).toContain(`#${ticket.number} · ${customer.email}`);
  });
});

describe('a bounce', () => {
  it('finds its mail by the address it comes back to; the contact is marked and the agent told', async () => {
    const customer = await world.addCustomer('Apurito', 20);
    const ticket = await world.register(customer);
    await world.act(ticket.id, async (tx, locked) =>
      assignTicket(tx, locked, {
        assigneePersonId: world.carmen,
        personId: world.carmen,
        at: clock.now(),
      }),
    );
    const letter = await sentReply(ticket);
    // Nothing in it but the address: a server that returns no headers.
    await arrive(report({ recipient: 'otra@fuera.example', messageId: 'nada@x.example' }), {
      from: '',
      to: returnOf(letter),
    });
    expect(await again(letter)).toMatchObject({
      state: 'bounced',
      undeliveredReason: 'no-such-address',
      undeliveredStatus: '5.1.1',
    });
    expect((await contactOf(customer)).undeliverable).toEqual([
      {
        address: customer.email,
        since: clock.now(),
        reason: 'no-such-address',
        status: '5.1.1',
      },
    ]);
    const view = done(await readTicket(database.db, ticket.number, agent, clock.now()));
    expect(view.log).toContainEqual(expect.objectContaining({ type: 'mail-undelivered' }));
    for (const _twice of [1, 2]) {
      await inTransaction(database, (tx) => tellOfUndelivered(tx, post, letter.id));
    }
    const told = (await listOutgoingMail(database.db, { limit: 100 })).filter(
      ({ purpose, subject }) => purpose === 'undelivered' && subject.includes(`#${ticket.number}`),
    );
    expect(told.map(({ toAddress }) => toAddress)).toEqual(['carmen@desk.example']);
    expect(told[0]?.bodyText).toContain(customer.email);
  });

  it('without its address: by our Message-ID and the recipient together', async () => {
    const customer = await world.addCustomer('Meta', 20);
    const letter = await sentReply(await world.register(customer));
    await arrive(report({ recipient: customer.email, messageId: letter.messageIdHeader }), {
      from: '',
      to: 'mesa@desk.example',
    });
    expect(await stateOf(letter)).toBe('bounced');
  });

  it('a forged one waits in the quarantine and changes nothing', async () => {
    const customer = await world.addCustomer('Guaviare', 20);
    const letter = await sentReply(await world.register(customer));
    const forged = [
      { recipient: 'otra@fuera.example', messageId: letter.messageIdHeader },
      { recipient: customer.email, messageId: 'no.es.nuestro@desk.example' },
    ];
    for (const report_ of forged) {
      await arrive(report(report_), { from: '', to: 'mesa@desk.example' });
      const [waiting] = await listQuarantine(database.db, { limit: 1 });
      expect(waiting?.quarantineReason).toBe('bounce-unmatched');
    }
    await arrive(report(forged[1] ?? { recipient: '', messageId: '' }), {
      from: '',
      to: `mesa+b${letter.id.toString(36)}.aaaaaaaaaaaaaaaa@desk.example`,
    });
    expect(await stateOf(letter)).toBe('sent');
    expect((await contactOf(customer)).undeliverable).toEqual([]);
  });

  it('a delay is not a failure', async () => {
    const letter = await sentReply(await world.register(world.orinoco));
    await bounce(letter, { action: 'delayed', status: '4.4.1' });
    expect(await again(letter)).toMatchObject({ state: 'sent', undeliveredReason: null });
    expect((await again(letter)).lastReply).toContain('4.4.1');
  });

  it('a full mailbox stops the mail at the third in a row', async () => {
    const customer = await world.addCustomer('Ventuari', 20);
    for (const expected of [[], [], [customer.email]]) {
      const letter = await sentReply(await world.register(customer));
      await bounce(letter, { status: '5.2.2' });
      expect((await contactOf(customer)).undeliverable.map(({ address }) => address)).toEqual(
        expected,
      );
    }
  });

  it('the same report twice counts once', async () => {
    const customer = await world.addCustomer('Cuao', 20);
    const letter = await sentReply(await world.register(customer));
    for (let count = 0; count < 4; count += 1) await bounce(letter, { status: '5.2.2' });
    expect((await contactOf(customer)).undeliverable).toEqual([]);
  });
});

describe('an address that mail does not reach', () => {
  /** A customer whose address is stopped, and the mail that came back. */
  async function stopped(name: string) {
    const customer = await world.addCustomer(name, 20);
    const ticket = await world.register(customer);
    const letter = await sentReply(ticket);
    await bounce(letter);
    sink.taken.length = 0;
    return { customer, ticket, letter };
  }

  it('gets nothing more, and the message says so', async () => {
    const { ticket } = await stopped('Sipapo');
    const letter = await sentReply(ticket);
    expect(letter).toMatchObject({ state: 'failed', undeliveredReason: 'stopped' });
    expect(sink.taken).toHaveLength(0);
  });

  it('sent again by an agent: the same mail leaves, once in the conversation', async () => {
    const { ticket, letter } = await stopped('Autana');
    await inTransaction(database, (tx) => resendMail(tx, letter.id, clock.now()));
    await sendDue();
    expect(await again(letter)).toMatchObject({ state: 'sent', undeliveredReason: null });
    expect(sink.taken[0]?.raw).toContain(`<${letter.messageIdHeader}>`);
    const { messages } = await readConversation(database.db, {
      ticketIds: [ticket.id],
      includeInternal: false,
      limit: 100,
    });
    expect(messages.filter(({ author }) => author === 'agent')).toHaveLength(1);
    expect(await ticketsWithUndelivered(database.db, [ticket.id])).toEqual(new Set());
  });

  it('is good again when mail comes from it', async () => {
    const { customer, ticket } = await stopped('Ocamo');
    const letter = await sentReply(ticket);
    await arrive(
      `From: ${customer.email}\nTo: ${letter.replyTo}\nSubject: Re\nMessage-ID: <ocamo@x>\n\nAquí estoy\n`,
      { from: customer.email, to: letter.replyTo ?? '' },
    );
    expect((await contactOf(customer)).undeliverable).toEqual([]);
    expect((await sentReply(ticket)).state).toBe('sent');
  });

  it('is forgotten with the address', async () => {
    const { organizationId, personId } = await world.addCustomer('Padamo', 20);
    const by = { actor: systemActor, at: clock.now(), ipAddress: null };
    const key = { organizationId, personId };
    const change = (addresses: readonly string[]) =>
      updateContact(database, key, { addresses }, by);
    await change(['segunda@padamo.example']);
    await inTransaction(database, (tx) =>
      recordUndelivered(tx, {
        address: 'segunda@padamo.example',
        reason: 'no-such-address',
        status: '5.1.1',
        at: clock.now(),
      }),
    );
    const marked = async () =>
      done(await readContact(database.db, key, clock.now())).undeliverable.length;
    expect(await marked()).toBe(1);
    await change([]);
    await change(['segunda@padamo.example']);
    expect(await marked()).toBe(0);
  });
});

describe('VIII.b a question that came back', () => {
  it('is no attempt: nobody is reminded into the void, and nothing is abandoned', async () => {
    const customer = await world.addCustomer('Manapiare', 20);
    const ticket = await world.register(customer);
    const { messageId } = await world.act(ticket.id, async (tx, locked) =>
      done(
        await askForInformation(tx, locked, {
          personId: world.carmen,
          text: '¿Qué versión usa?',
          attachmentIds: [],
          at: clock.now(),
        }),
      ),
    );
    const letter = await letterOf(messageId);
    await sendDue();
    await bounce(letter);
    for (let day = 0; day < 10; day += 1) {
      clock.advance(24 * hourMs);
      await runDueClosings(database, clock.now(), async () => 'recordatorio');
    }
    const after = done((await findTicketById(database.db, ticket.id)) ?? null);
    expect(after.status).toBe('waiting');
    const { messages } = await readConversation(database.db, {
      ticketIds: [ticket.id],
      includeInternal: false,
      limit: 100,
    });
    expect(messages.filter(({ template }) => template === 'reminder')).toHaveLength(0);
    const decided = await database.db
      .selectFrom('decision')
      .select(['kind', 'clause'])
      .where('ticket_id', '=', ticket.id)
      .where('kind', '=', 'attempt-discounted')
      .execute();
    expect(decided).toEqual([{ kind: 'attempt-discounted', clause: 'VIII.b' }]);

    // Sent again and taken, it counts from when it was asked: one attempt, and then the reminder.
    await inTransaction(database, (tx) => resendMail(tx, letter.id, clock.now()));
    await sendDue();
    clock.advance(24 * hourMs);
    await runDueClosings(database, clock.now(), async () => 'recordatorio');
    const now = await readConversation(database.db, {
      ticketIds: [ticket.id],
      includeInternal: false,
      limit: 100,
    });
    expect(now.messages.filter(({ template }) => template === 'reminder')).toHaveLength(1);
  });
});
