import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { done } from '../../../../test/support/desk-world.ts';
import { foreignServer, provingWorld, publishes } from '../../../../test/support/proving-world.ts';
import { testClock } from '../../../../test/support/test-clock.ts';
import { testDatabase } from '../../../../test/support/test-database.ts';
import { readDecisions } from '../../../modules/agreements/index.ts';
import { readClocks } from '../../../modules/clocks/index.ts';
import {
  listMailBreakers,
  readConversation,
  resetMailBreaker,
} from '../../../modules/correspondence/index.ts';
import {
  acknowledgeTicket,
  askForWord,
  tellOfMessage,
} from '../../../modules/notifications/index.ts';
import { addContact } from '../../../modules/people/index.ts';
import {
  askForInformation,
  findTicketById,
  resolveTicket,
  type Ticket,
} from '../../../modules/tickets/index.ts';
import { inTransaction } from '../../../platform/database/index.ts';
import { bounceAddress } from '../reply-address.ts';

const database = await testDatabase();
const clock = testClock();
const world = await provingWorld(database, clock);
afterAll(() => world.close());
const minute = 60_000;
await world.buy(world.orinoco.organizationId, 1000);
const by = { actor: { kind: 'system' }, at: clock.now(), ipAddress: null } as const;

beforeEach(() => {
  world.setZone(publishes('orinoco.example', 'reject'));
  // Nothing of the test before is recent.
  clock.advance(2 * 60 * minute);
});

/** Everything that the worker would do for what just came in: acknowledgements and questions. */
async function settle(): Promise<void> {
  const { rows } = await database.pool.query<{ task: string; payload: Record<string, unknown> }>(
    `with taken as (delete from graphile_worker._private_jobs job using graphile_worker._private_tasks task
       where task.id = job.task_id and task.identifier in ('ticket.received', 'mail.waits-for-word')
       returning task.identifier as task, job.payload, job.id)
     select task, payload from taken order by id`,
  );
  for (const { task, payload } of rows) {
    await inTransaction(database, (tx) =>
      task === 'ticket.received'
        ? acknowledgeTicket(tx, world.post, {
            ticketId: Number(payload['ticketId']),
            byMail: payload['byMail'] === true,
          })
        : askForWord(tx, world.post, Number(payload['mailId'])),
    );
  }
}

const newest = async (): Promise<Ticket> => done((await world.tickets())[0] ?? null);
const reasons = async () => (await world.waiting()).map(({ quarantineReason }) => quarantineReason);

describe('V.a, RFC 3834 the desk floods nobody', () => {
  it('two desks that acknowledge each other end after two mails of ours; the third request says why', async () => {
    const sent = (await world.outgoing()).length;
    // The other desk answers every mail with a new one that shows no sign of a machine.
    let answered = 0;
    for (let mails = 0; mails < 10; mails += 1) {
      await world.send({
        from: world.orinoco.email,
        subject: `Hemos recibido su correo (${mails})`,
      });
      await settle();
      const out = (await world.outgoing()).length - sent;
      if (out === answered) break;
      answered = out;
      clock.advance(2000);
    }
    expect((await world.outgoing()).length - sent).toBe(2);
    const ticket = await newest();
    const decisions = await readDecisions(database.db, ticket.id);
    expect(decisions.find(({ kind }) => kind === 'acknowledgement-not-mailed')?.facts).toEqual({
      reason: 'sender-often',
    });
    // It is not lost: it stands in the conversation.
    const { messages } = await readConversation(database.db, {
      ticketIds: [ticket.id],
      includeInternal: false,
      limit: 10,
    });
    expect(messages.filter(({ template }) => template === 'acknowledgement')).toHaveLength(1);
  });

  it('forged senders by the hundred, known and not: no mail goes out', async () => {
    // More of them only take longer: MAIL_BURST=500 was tried, too.
    const count = Number(process.env['MAIL_BURST'] ?? 100);
    const forged = Array.from({ length: count }, (_, index) => `persona${index}@orinoco.example`);
    for (const email of forged.slice(0, count / 2)) {
      done(
        await addContact(
          database,
          world.orinoco.organizationId,
          { name: email, email, role: 'customer', authorised: true, invite: false },
          by,
        ),
      );
    }
    const [sent, tickets] = [(await world.outgoing()).length, (await world.tickets()).length];
    for (const from of forged) await world.deliver({ from, server: foreignServer });
    await world.process();
    await settle();
    expect((await world.outgoing()).length).toBe(sent);
    expect((await world.tickets()).length).toBe(tickets);
  }, 120_000);

  it('a storm of one sender: its mail waits, the breaker says so, closes after quiet or by a person', async () => {
    for (let mails = 0; mails < 25; mails += 1) await world.deliver({ from: world.orinoco.email });
    await world.process();
    await settle();
    expect((await reasons()).filter((reason) => reason === 'storm')).toHaveLength(5);
    const [breaker, ...others] = await listMailBreakers(database.db, clock.now());
    expect(others).toEqual([]);
    expect(breaker).toMatchObject({ kind: 'sender', subject: world.orinoco.email });
    // A minute later it still waits; after ten quiet minutes it does not.
    clock.advance(2 * minute);
    await world.send({ from: world.orinoco.email });
    expect((await reasons())[0]).toBe('storm');
    clock.advance(11 * minute);
    expect(await listMailBreakers(database.db, clock.now())).toEqual([]);
    const tickets = (await world.tickets()).length;
    await world.send({ from: world.orinoco.email });
    expect((await world.tickets()).length).toBe(tickets + 1);

    clock.advance(2 * minute);
    for (let mails = 0; mails < 21; mails += 1) await world.deliver({ from: world.orinoco.email });
    await world.process();
    const open = done((await listMailBreakers(database.db, clock.now()))[0] ?? null);
    const reset = () =>
      inTransaction(database, (tx) =>
        resetMailBreaker(tx, open.id, { personId: world.carmen, at: clock.now() }),
      );
    expect([await reset(), await reset()]).toEqual([true, false]);
    expect(await listMailBreakers(database.db, clock.now())).toEqual([]);
  });

  it('a flooded mailbox takes mail in and answers nobody', async () => {
    world.setZone({});
    const senders = Array.from({ length: 61 }, (_, index) => `otra${index}@apure.example`);
    for (const email of senders) {
      done(
        await addContact(
          database,
          world.apure.organizationId,
          { name: email, email, role: 'customer', authorised: true, invite: false },
          by,
        ),
      );
      await world.deliver({ from: email });
    }
    await world.process();
    const sent = (await world.outgoing()).length;
    await settle();
    expect((await world.outgoing()).length).toBe(sent);
    expect(await listMailBreakers(database.db, clock.now())).toMatchObject([
      { kind: 'mailbox', subject: 'mesa@desk.example' },
    ]);
    expect((await newest()).channel).toBe('email');
  }, 60_000);
});

describe('VIII.b, VII nothing automatic stops a clock, answers, or reopens', () => {
  const machines: readonly (readonly [string, readonly string[]])[] = [
    ['out of office', ['Auto-Submitted: auto-replied']],
    [
      'a read receipt',
      ['Content-Type: multipart/report; report-type=disposition-notification; boundary=x'],
    ],
    ['a list', ['List-Id: <todos.orinoco.example>', 'Precedence: list']],
    ['bulk', ['Precedence: bulk']],
    ['human words of a machine', ['Auto-Submitted: auto-generated', 'X-Autoreply: yes']],
  ];

  async function openTicket(): Promise<Ticket> {
    await world.send({ from: world.orinoco.email, signedBy: 'orinoco.example' });
    const ticket = await newest();
    clock.advance(11 * minute);
    return ticket;
  }
  async function resolvedTicket(): Promise<Ticket> {
    const ticket = await openTicket();
    await world.act(ticket.id, (tx, locked) =>
      resolveTicket(tx, locked, {
        personId: world.carmen,
        form: 'solution',
        text: 'Listo',
        attachmentIds: [],
        at: clock.now(),
      }),
    );
    return ticket;
  }
  const answer = (ticket: Ticket, headers: readonly string[]) =>
    world.send({
      from: world.orinoco.email,
      to: world.post.replyTo('mesa@desk.example', {
        ticketId: ticket.id,
        personId: ticket.requesterPersonId,
      }),
      text: 'Sí, sigue sin funcionar, por favor revisen hoy.',
      headers,
    });
  const stateOf = async (ticket: Ticket) => {
    const now = done((await findTicketById(database.db, ticket.id)) ?? null);
    const clocks = (await readClocks(database.db, [ticket.id], clock.now())).get(ticket.id);
    return [now.status, clocks?.firstResponse.state, clocks?.resolution.state];
  };

  it.each(machines)('%s answers no question and does not reopen', async (_, headers) => {
    const ticket = await openTicket();
    await world.act(ticket.id, (tx, locked) =>
      askForInformation(tx, locked, {
        personId: world.carmen,
        text: '¿Qué versión usa?',
        attachmentIds: [],
        at: clock.now(),
      }),
    );
    const waiting = await stateOf(ticket);
    expect(waiting[0]).toBe('waiting');
    await answer(ticket, headers);
    expect(await stateOf(ticket)).toEqual(waiting);

    const solved = await resolvedTicket();
    const resolved = await stateOf(solved);
    expect(resolved[0]).toBe('resolved');
    await answer(solved, headers);
    expect(await stateOf(solved)).toEqual(resolved);
  });

  it('a delivery report does not, whether it comes back to its own address or to that of the request', async () => {
    const ticket = await openTicket();
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
    await inTransaction(database, (tx) => tellOfMessage(tx, world.post, messageId));
    const letter = done(
      (await world.outgoing()).find((sent) => sent.messageId === messageId) ?? null,
    );
    const waiting = await stateOf(ticket);
    expect(waiting).toEqual(['waiting', 'met', 'paused']);
    const messages = async () =>
      (
        await readConversation(database.db, {
          ticketIds: [ticket.id],
          includeInternal: true,
          limit: 100,
        })
      ).messages.length;
    const before = await messages();
    const report = (to: string, envelopeFrom: string) =>
      world.send({
        from: world.orinoco.email,
        envelopeFrom,
        to,
        headers: [
          'MIME-Version: 1.0',
          'Content-Type: multipart/report; report-type=delivery-status; boundary=dsn',
        ],
        text: [
          '--dsn',
          'Content-Type: text/plain; charset=utf-8',
          '',
          'Sí, sigue sin funcionar, por favor revisen hoy.',
          '--dsn',
          'Content-Type: message/delivery-status',
          '',
          'Reporting-MTA: dns; mx.orinoco.example',
          '',
          `Final-Recipient: rfc822; ${world.orinoco.email}`,
          'Action: failed',
          'Status: 5.1.1',
          '--dsn',
          'Content-Type: text/rfc822-headers',
          '',
          `Message-ID: <${letter.messageIdHeader}>`,
          '--dsn--',
        ].join('\r\n'),
      });
    const own = bounceAddress('mesa@desk.example', letter.id, world.desk.secret);
    await report(own, 'mailer-daemon@orinoco.example');
    await report(
      world.post.replyTo('mesa@desk.example', {
        ticketId: ticket.id,
        personId: ticket.requesterPersonId,
      }),
      'mailer-daemon@orinoco.example',
    );
    expect(await stateOf(ticket)).toEqual(waiting);
    expect(await messages()).toBe(before);

    const solved = await resolvedTicket();
    const resolved = await stateOf(solved);
    await report(
      world.post.replyTo('mesa@desk.example', {
        ticketId: solved.id,
        personId: solved.requesterPersonId,
      }),
      'mailer-daemon@orinoco.example',
    );
    expect(await stateOf(solved)).toEqual(resolved);
    // They were told apart by what they are, not turned away.
    const { rows } = await database.pool.query<{ outcome: string }>(
      `select outcome from inbound_mail where ticket_id = $1 and outcome <> 'ticket' order by id`,
      [ticket.id],
    );
    expect(rows.map(({ outcome }) => outcome)).toEqual(['report', 'report', 'report']);
  });

  it('a person’s answer does, so that the machines above are told apart by what they are', async () => {
    const ticket = await openTicket();
    await world.act(ticket.id, (tx, locked) =>
      askForInformation(tx, locked, {
        personId: world.carmen,
        text: '¿Qué versión usa?',
        attachmentIds: [],
        at: clock.now(),
      }),
    );
    await answer(ticket, []);
    expect((await stateOf(ticket))[0]).toBe('open');
  });

  it('the third automatic mail in a row waits, and a word of a person begins anew', async () => {
    const ticket = await openTicket();
    const away = ['Auto-Submitted: auto-replied'];
    const before = (await reasons()).filter((reason) => reason === 'muted').length;
    for (let times = 0; times < 5; times += 1) await answer(ticket, away);
    const muted = async () =>
      (await reasons()).filter((reason) => reason === 'muted').length - before;
    expect(await muted()).toBe(3);
    await answer(ticket, []);
    await answer(ticket, away);
    expect(await muted()).toBe(3);
  });
});
