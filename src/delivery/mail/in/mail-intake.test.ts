import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import { createTransport } from 'nodemailer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deskWorld, done } from '../../../../test/support/desk-world.ts';
import { testClock } from '../../../../test/support/test-clock.ts';
import { testDatabase } from '../../../../test/support/test-database.ts';
import { noNames } from '../../../../test/support/test-dns.ts';
import { readDecisions } from '../../../modules/agreements/index.ts';
import {
  listOutgoingMail,
  listQuarantine,
  listReceivedMail,
  readConversation,
} from '../../../modules/correspondence/index.ts';
import {
  acknowledgeTicket,
  type Post,
  tellOfMessage,
} from '../../../modules/notifications/index.ts';
import {
  closeTicket,
  findTicketById,
  listTickets,
  lockTicketPair,
  mergeTickets,
  readTicket,
  resolveTicket,
  type Ticket,
  writeAsAgent,
} from '../../../modules/tickets/index.ts';
import { openBlobStore } from '../../../platform/blobs.ts';
import { inTransaction } from '../../../platform/database/index.ts';
import { silentLog } from '../../../platform/log.ts';
import type { SmtpDoor } from '../../../platform/smtp.ts';
import { openPost } from '../out/post.ts';
import { understandMail } from '../understand/understand-mail.ts';
import { openMailDoor } from './mail-door.ts';
import { processMail } from './process-mail.ts';

const database = await testDatabase();
const clock = testClock();
const world = await deskWorld(database, clock);
const folder = await mkdtemp(path.join(tmpdir(), 'atenta-mail-'));
const blobs = await openBlobStore(folder);
const domain = 'desk.example';
const secret = 'a secret of this test alone';
const authentication = { dns: noNames, relays: [], trustedSealers: [] };
const understand = understandMail;
const desk = { database, blobs, clock, log: silentLog, understand, secret, domain, authentication };
const post = openPost({ publicUrl: 'https://desk.example', domain, secret, clock });
const agent = { kind: 'agent', personId: world.carmen } as const;
let door: SmtpDoor;

beforeAll(async () => {
  door = await openMailDoor({ ...desk, host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await door.close(1000);
  await rm(folder, { recursive: true });
});

/** A real SMTP conversation; then everything that was accepted is processed. */
async function send(mail: {
  from: string;
  to?: string;
  subject?: string;
  text?: string;
  messageId?: string;
  inReplyTo?: string;
  headers?: Record<string, string>;
  raw?: string;
  /** Writes acknowledgements where the mail is processed; left out, that is left to a job. */
  writtenBy?: Post;
}): Promise<void> {
  const { from, to = 'mesa@desk.example', raw, writtenBy, ...content } = mail;
  const transport = createTransport({ host: '127.0.0.1', port: door.port, ignoreTLS: true });
  await transport.sendMail({
    envelope: { from, to: [to] },
    ...(raw === undefined ? { from, to, text: 'Hola', ...content } : { raw }),
  });
  transport.close();
  const reader = writtenBy === undefined ? desk : { ...desk, post: writtenBy };
  for (const mailId of await listReceivedMail(database.db, 100)) await processMail(reader, mailId);
}

const tickets = (): Promise<Ticket[]> =>
  listTickets(database.db, { reader: agent, view: 'all', limit: 100 });
const newest = async (): Promise<Ticket> => done((await tickets())[0] ?? null);
const waiting = () => listQuarantine(database.db, { limit: 100 });
const messagesOf = async (ticketId: number) =>
  (
    await readConversation(database.db, {
      ticketIds: [ticketId],
      includeInternal: true,
      limit: 100,
    })
  ).messages;

describe('III a mail from an authorised address', () => {
  it('becomes one ticket with its text, and the same mail again becomes nothing new', async () => {
    const mail = {
      from: world.orinoco.email,
      subject: 'No abre el sistema',
      text: 'Desde las 8 no abre.\n\nPrioridad: 2\nImpacto: no podemos facturar',
      messageId: '<uno@orinoco.example>',
    };
    await send(mail);
    const ticket = await newest();
    expect(ticket).toMatchObject({
      subject: 'No abre el sistema',
      status: 'open',
      channel: 'email',
      priority: 'p2',
      prioritySuggested: 'p2',
    });
    const count = (await tickets()).length;
    const raw = [
      `From: ${mail.from}`,
      'To: mesa@desk.example',
      'Subject: Igual',
      'Message-ID: <dos@orinoco.example>',
      '',
      'Texto',
      '',
    ].join('\r\n');
    await send({ from: mail.from, raw });
    const after = (await tickets()).length;
    await send({ from: mail.from, raw: `Received: from otro salto\r\n${raw}` });
    expect((await tickets()).length).toBe(after);
    expect(after).toBeGreaterThan(count);
  });

  it('V.a: is acknowledged once, by mail with its own thread and marks of a machine', async () => {
    await send({
      from: world.orinoco.email,
      subject: 'Acuse',
      messageId: '<acuse@orinoco.example>',
    });
    const ticket = await newest();
    const acknowledge = () =>
      inTransaction(database, (tx) =>
        acknowledgeTicket(tx, post, { ticketId: ticket.id, byMail: true }),
      );
    await acknowledge();
    await acknowledge();
    const sent = (await listOutgoingMail(database.db, { limit: 100 })).filter(
      ({ ticketId }) => ticketId === ticket.id,
    );
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject({
      purpose: 'acknowledgement',
      toAddress: world.orinoco.email,
      envelopeFrom: 'mesa@desk.example',
      autoSubmitted: true,
      inReplyToHeader: 'acuse@orinoco.example',
    });
    expect(sent[0]?.subject).toContain(`#${ticket.number}`);
    expect(sent[0]?.bodyText).toContain(`#${ticket.number}`);
    const acknowledgements = (await messagesOf(ticket.id)).filter(
      ({ template }) => template === 'acknowledgement',
    );
    expect(acknowledgements).toHaveLength(1);
  });

  describe('V.a: where letters are written', () => {
    const lettersOf = async (ticket: Ticket) =>
      (await listOutgoingMail(database.db, { limit: 100 })).filter(
        ({ ticketId }) => ticketId === ticket.id,
      );
    const leftToJobs = async (ticket: Ticket) =>
      (
        await sql<{ id: number }>`select j.id from graphile_worker._private_jobs j
          where (j.payload ->> 'ticketId')::bigint = ${ticket.id}
            and (j.payload ->> 'byMail')::boolean`.execute(database.db)
      ).rows.length;

    it('it is acknowledged by what registers it, and no job is left to do so', async () => {
      await send({ from: world.orinoco.email, subject: 'Enseguida', writtenBy: post });
      const ticket = await newest();
      expect((await lettersOf(ticket)).map(({ purpose }) => purpose)).toEqual(['acknowledgement']);
      expect(await leftToJobs(ticket)).toBe(0);
    });

    it('a letter that fails leaves the request as it is registered, and a job to write it', async () => {
      // Nobody is acknowledged by mail more than twice in ten minutes.
      clock.advance(11 * 60_000);
      const broken: Post = {
        ...post,
        render: () => {
          throw new Error('this letter cannot be written');
        },
      };
      await send({ from: world.orinoco.email, subject: 'Sin carta', writtenBy: broken });
      const ticket = await newest();
      expect(ticket).toMatchObject({ subject: 'Sin carta', status: 'open' });
      expect(await lettersOf(ticket)).toEqual([]);
      expect(await leftToJobs(ticket)).toBe(1);
      await inTransaction(database, (tx) =>
        acknowledgeTicket(tx, post, { ticketId: ticket.id, byMail: true }),
      );
      expect((await lettersOf(ticket)).map(({ purpose }) => purpose)).toEqual(['acknowledgement']);
    });
  });

  it('an answer is threaded by its address, and by Message-ID when the address is lost', async () => {
    await send({ from: world.orinoco.email, subject: 'Hilo', messageId: '<hilo@orinoco.example>' });
    const ticket = await newest();
    const { messageId } = await world.act(ticket.id, async (tx, locked) =>
      done(
        await writeAsAgent(tx, locked, {
          personId: world.carmen,
          visibility: 'public',
          text: '¿Desde cuándo?',
          attachmentIds: [],
          at: clock.now(),
        }),
      ),
    );
    await inTransaction(database, (tx) => tellOfMessage(tx, post, messageId));
    const [letter] = await listOutgoingMail(database.db, { limit: 1 });
    const before = (await tickets()).length;
    await send({
      from: world.orinoco.email,
      to: letter?.replyTo ?? '',
      subject: 'otra cosa',
      text: 'Por la dirección',
    });
    await send({
      from: world.orinoco.email,
      subject: 'otra cosa más',
      text: 'Por el identificador',
      inReplyTo: `<${letter?.messageIdHeader}>`,
    });
    expect((await tickets()).length).toBe(before);
    const texts = (await messagesOf(ticket.id)).map(({ text }) => text.trim());
    expect(texts).toEqual(expect.arrayContaining(['Por la dirección', 'Por el identificador']));
  });

  it('a subject alone never threads', async () => {
    const before = (await tickets()).length;
    await send({ from: world.orinoco.email, subject: 'Re: Hilo', text: 'Nuevo' });
    expect((await tickets()).length).toBe(before + 1);
  });
});

describe('II what waits in the quarantine', () => {
  it('a stranger: nothing is answered and no ticket is made', async () => {
    const [count, sent] = [
      (await tickets()).length,
      (await listOutgoingMail(database.db, { limit: 100 })).length,
    ];
    await send({ from: 'nadie@fuera.example', subject: 'Oferta' });
    expect((await waiting())[0]).toMatchObject({
      quarantineReason: 'sender-unknown',
      fromAddress: 'nadie@fuera.example',
    });
    expect((await tickets()).length).toBe(count);
    expect((await listOutgoingMail(database.db, { limit: 100 })).length).toBe(sent);
  });

  it('another customer with the address of a ticket that is not theirs', async () => {
    const ticket = await newest();
    await send({
      from: world.apure.email,
      to: post.replyTo('mesa@desk.example', {
        ticketId: ticket.id,
        personId: ticket.requesterPersonId,
      }),
      text: 'Quiero ver esto',
    });
    expect((await waiting())[0]).toMatchObject({
      quarantineReason: 'sender-not-participant',
      ticketId: ticket.id,
    });
  });

  it('an out-of-office without a ticket, and an agent who writes by mail', async () => {
    await send({
      from: world.orinoco.email,
      subject: 'Fuera de la oficina',
      headers: { 'Auto-Submitted': 'auto-replied' },
    });
    expect((await waiting())[0]).toMatchObject({ quarantineReason: 'automatic' });
    await send({ from: 'carmen@desk.example' });
    expect((await waiting())[0]).toMatchObject({ quarantineReason: 'sender-is-agent' });
  });

  it('a forged token is no token', async () => {
    const before = (await tickets()).length;
    await send({ from: world.orinoco.email, to: 'mesa+t1.1.aaaaaaaaaaaaaaaa@desk.example' });
    expect((await tickets()).length).toBe(before + 1);
  });
});

describe('answers to what was resolved', () => {
  const resolvedTicket = async (): Promise<Ticket> => {
    const ticket = await world.register(world.orinoco);
    await world.act(ticket.id, async (tx, locked) =>
      done(
        await resolveTicket(tx, locked, {
          personId: world.carmen,
          form: 'solution',
          text: 'Listo',
          attachmentIds: [],
          at: clock.now(),
        }),
      ),
    );
    return ticket;
  };
  const answerTo = (ticket: Ticket, text: string, headers: Record<string, string> = {}) =>
    send({
      from: world.orinoco.email,
      to: post.replyTo('mesa@desk.example', {
        ticketId: ticket.id,
        personId: ticket.requesterPersonId,
      }),
      text,
      headers,
    });
  const statusOf = async (ticket: Ticket) => (await findTicketById(database.db, ticket.id))?.status;

  it('VIII.c: thanks do not reopen, an objection does, and a machine never does', async () => {
    const thanked = await resolvedTicket();
    await answerTo(thanked, 'Muchas gracias');
    expect(await statusOf(thanked)).toBe('resolved');
    const automatic = await resolvedTicket();
    await answerTo(automatic, 'No estoy en la oficina', { 'Auto-Submitted': 'auto-replied' });
    expect(await statusOf(automatic)).toBe('resolved');
    const objected = await resolvedTicket();
    await answerTo(objected, 'Sigue sin funcionar');
    expect(await statusOf(objected)).toBe('open');
  });

  it('I: an answer to what was merged lands on the request that goes on', async () => {
    const [absorbed, survivor] = [
      await world.register(world.orinoco, { channel: 'email' }),
      await world.register(world.orinoco),
    ];
    const by = { kind: 'agent', personId: world.carmen } as const;
    await inTransaction(database, async (tx) => {
      const pair = await lockTicketPair(tx, [absorbed.number, survivor.number], by);
      const [from, into] = [done(pair[0] ?? null), done(pair[1] ?? null)];
      const merge = { by, reason: '', at: clock.now() };
      done(await mergeTickets(tx, { absorbed: from, survivor: into }, merge));
    });
    await answerTo(absorbed, 'Un dato más');
    expect((await messagesOf(survivor.id)).map(({ text }) => text)).toContain('Un dato más');
    expect((await messagesOf(absorbed.id)).map(({ text }) => text)).not.toContain('Un dato más');
  });

  it('VIII.c: a closed request reopens by mail, too', async () => {
    const ticket = await resolvedTicket();
    await world.act(ticket.id, async (tx, locked) =>
      done(await closeTicket(tx, locked, { by: agent, at: clock.now() })),
    );
    await answerTo(ticket, 'Volvió a fallar esta tarde');
    expect(await statusOf(ticket)).toBe('open');
  });
});

describe('VIII.c the address for answers, after the request ended', () => {
  const day = 24 * 3_600_000;
  const closedTicket = async (): Promise<Ticket> => {
    const ticket = await world.register(world.orinoco);
    const at = clock.now();
    await world.act(ticket.id, async (tx, locked) => {
      const { ticket: resolved } = done(
        await resolveTicket(tx, locked, {
          personId: world.carmen,
          form: 'solution',
          text: 'Listo',
          attachmentIds: [],
          at,
        }),
      );
      return done(await closeTicket(tx, resolved, { by: agent, at }));
    });
    return ticket;
  };
  const addressOf = (ticket: Ticket) =>
    post.replyTo('mesa@desk.example', {
      ticketId: ticket.id,
      personId: ticket.requesterPersonId,
    });
  const expiryOf = async (ticket: Ticket) =>
    (await readDecisions(database.db, ticket.id)).filter(
      ({ kind }) => kind === 'reply-address-expired',
    );

  it('finds it on the last day, and on the next is a new request, linked, that says so', async () => {
    const inTime = await closedTicket();
    const late = await closedTicket();
    clock.advance(30 * day - 60_000);
    const before = (await messagesOf(inTime.id)).length;
    await send({ from: world.orinoco.email, to: addressOf(inTime), text: 'Muchas gracias' });
    expect((await messagesOf(inTime.id)).length).toBe(before + 1);
    expect(await expiryOf(inTime)).toEqual([]);
    clock.advance(120_000);
    const old = (await messagesOf(late.id)).length;
    await send({
      from: world.orinoco.email,
      to: addressOf(late),
      subject: 'Otra vez',
      text: 'Volvió a fallar',
    });
    expect((await messagesOf(late.id)).length).toBe(old);
    const fresh = await newest();
    expect(fresh.subject).toBe('Otra vez');
    expect(await expiryOf(fresh)).toMatchObject([
      { clause: 'VIII.c', facts: { number: late.number, days: 30, recognised: false } },
    ]);
    const view = await readTicket(database.db, fresh.number, agent, clock.now());
    expect(view?.links).toMatchObject([{ number: late.number, kind: 'follow-up' }]);
  });

  it('another key still finds it, and the request says by which', async () => {
    const ticket = await newRequest('<clave@orinoco.example>');
    const at = clock.now();
    await world.act(ticket.id, async (tx, locked) => {
      const resolution = { personId: world.carmen, form: 'solution', text: 'Listo' } as const;
      const { ticket: resolved } = done(
        await resolveTicket(tx, locked, { ...resolution, attachmentIds: [], at }),
      );
      return done(await closeTicket(tx, resolved, { by: agent, at }));
    });
    clock.advance(31 * day);
    await send({
      from: world.orinoco.email,
      to: addressOf(ticket),
      text: 'Gracias',
      inReplyTo: '<clave@orinoco.example>',
    });
    expect((await messagesOf(ticket.id)).at(-1)?.text.trim()).toBe('Gracias');
    expect(await expiryOf(ticket)).toMatchObject([{ facts: { recognised: true } }]);
  });

  it('another customer with an expired address learns nothing of it', async () => {
    const ticket = await closedTicket();
    clock.advance(31 * day);
    await world.buy(world.apure.organizationId, 5);
    await send({ from: world.apure.email, to: addressOf(ticket), subject: 'De Apure' });
    const fresh = await newest();
    expect(fresh).toMatchObject({
      subject: 'De Apure',
      organizationId: world.apure.organizationId,
    });
    expect(await expiryOf(fresh)).toEqual([]);
    const view = await readTicket(database.db, fresh.number, agent, clock.now());
    expect(view?.links).toEqual([]);
  });

  async function newRequest(messageId: string): Promise<Ticket> {
    await send({ from: world.orinoco.email, subject: 'Con clave', messageId });
    return newest();
  }
});

describe('the door', () => {
  it('refuses mailboxes that are not the desk’s, and takes postmaster', async () => {
    await expect(send({ from: 'a@b.example', to: 'otro@desk.example' })).rejects.toThrow('5.1.1');
    await send({ from: 'a@b.example', to: 'postmaster@desk.example' });
    expect((await waiting())[0]).toMatchObject({ fromAddress: 'a@b.example' });
  });

  it('a poisoned mail is quarantined and the next one is processed', async () => {
    await send({
      from: world.orinoco.email,
      raw: `From: ${world.orinoco.email}\r\n${'X: y\r\n'.repeat(60_000)}\r\nhola\r\n`,
    });
    expect((await waiting())[0]).toMatchObject({ quarantineReason: 'over-limit' });
    await send({ from: world.orinoco.email, subject: 'Sigue vivo' });
    expect((await newest()).subject).toBe('Sigue vivo');
  });
});
