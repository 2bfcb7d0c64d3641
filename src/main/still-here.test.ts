import { describe, expect, it } from 'vitest';
import { deskWorld, done, type WorldCustomer } from '../../test/support/desk-world.ts';
import { testClock } from '../../test/support/test-clock.ts';
import { testDatabase } from '../../test/support/test-database.ts';
import { testWeb } from '../../test/support/test-web.ts';
import { openPost } from '../delivery/mail/out/post.ts';
import { renderReminder } from '../delivery/mail/out/reminder-text.ts';
import { portalPages } from '../delivery/portal/index.ts';
import { createHandlers } from '../delivery/web/handlers.ts';
import { mountAgreement } from '../delivery/web/routes/agreement.ts';
import { mountMailActs } from '../delivery/web/routes/mail-acts.ts';
import { subscriptions } from '../delivery/worker/subscriptions.ts';
import { dayMs, hourMs } from '../kernel/duration.ts';
import { readDecisions } from '../modules/agreements/index.ts';
import { readClocks } from '../modules/clocks/index.ts';
import { recordDelivery } from '../modules/correspondence/index.ts';
import { updateContact } from '../modules/people/index.ts';
import {
  abandonUnanswered,
  askForInformation,
  confirmPresence,
  findTicketById,
  runDueClosings,
  type Ticket,
  writeAsCustomer,
} from '../modules/tickets/index.ts';
import { inTransaction } from '../platform/database/index.ts';
import { runWaitingJobs } from '../platform/jobs.ts';
import { silentLog } from '../platform/log.ts';

const database = await testDatabase();
const clock = testClock();
const world = await deskWorld(database, clock);
const secret = 's'.repeat(32);
const post = openPost({
  publicUrl: 'https://desk.example',
  domain: 'desk.example',
  secret,
  clock,
});
const jobs = subscriptions({ database, clock, post });
const settle = () => inTransaction(database, (tx) => runWaitingJobs(tx, jobs, silentLog));
const handlers = createHandlers();
mountMailActs(handlers, { secret });
mountAgreement(handlers);
const { send } = await testWeb(database, clock, { handlers, pages: portalPages });

const ticketOf = async (ticketId: number): Promise<Ticket> =>
  done((await findTicketById(database.db, ticketId)) ?? null);
const decisionsOf = async (ticketId: number) =>
  (await readDecisions(database.db, ticketId)).filter(({ clause }) => clause === 'VIII.b');
const newestMail = async (purpose: string) =>
  database.db
    .selectFrom('outgoing_mail')
    .selectAll()
    .where('purpose', '=', purpose)
    .orderBy('id', 'desc')
    .executeTakeFirstOrThrow();
const ask = (ticketId: number) =>
  world.act(ticketId, async (tx, ticket) =>
    done(
      await askForInformation(tx, ticket, {
        personId: world.carmen,
        text: '¿Qué versión usa?',
        attachmentIds: [],
        at: clock.now(),
      }),
    ),
  );
/** The relay takes everything that waits. */
async function deliverAll(): Promise<void> {
  await settle();
  const waiting = await database.db
    .selectFrom('outgoing_mail')
    .select('id')
    .where('state', '=', 'queued')
    .execute();
  const delivery = {
    state: 'sent',
    reply: '250',
    nextAttemptAt: null,
    sentAt: clock.now(),
  } as const;
  await inTransaction(database, async (tx) => {
    for (const { id } of waiting) await recordDelivery(tx, id, delivery);
  });
}
async function later(ms: number): Promise<void> {
  clock.advance(ms);
  await runDueClosings(database, clock.now(), renderReminder);
  await deliverAll();
}
/** Asked, and reminded a day later; answers the token of the reminder's link. */
async function reminded(
  name: string,
): Promise<{ customer: WorldCustomer; ticket: Ticket; token: string }> {
  const customer = await world.addCustomer(name, 20);
  const ticket = await world.register(customer);
  await ask(ticket.id);
  await deliverAll();
  await later(dayMs);
  return { customer, ticket, token: await tokenOfReminder() };
}
async function tokenOfReminder(): Promise<string> {
  const { body_text } = await newestMail('reminder');
  const link = /https:\/\/desk\.example(\/mail\/act\?token=\S+)/.exec(body_text)?.[1];
  return new URL(done(link ?? null), 'https://desk.example').searchParams.get('token') ?? '';
}
const open = (token: string) => send('GET', `/mail/act?token=${encodeURIComponent(token)}`);
const press = (token: string) => send('POST', '/mail/act', { form: { token } });
const resolutionOf = async (ticketId: number) =>
  (await readClocks(database.db, [ticketId], clock.now())).get(ticketId)?.resolution;

describe('VIII.b "I am still here" from the reminder', () => {
  it('opening the link, as mail scanners do, changes nothing', async () => {
    const { ticket, token } = await reminded('Abra');
    const before = await ticketOf(ticket.id);
    for (let opened = 0; opened < 3; opened += 1) {
      const { status, text } = await open(token);
      expect(status).toBe(200);
      expect(text).toContain('¿Sigue aquí?');
      expect(text.match(/<button/g)).toHaveLength(1);
    }
    expect(await ticketOf(ticket.id)).toEqual(before);
    expect((await decisionsOf(ticket.id)).map(({ kind }) => kind)).not.toContain(
      'presence-confirmed',
    );
  });

  it('pressed, the attempts start over while the clock stays paused, and both sides read why', async () => {
    const { ticket, token } = await reminded('Brava');
    clock.advance(10 * hourMs);
    const paused = await resolutionOf(ticket.id);
    const { status, text } = await press(token);
    expect(status).toBe(200);
    expect(text).toContain('Gracias por avisar');
    const after = await ticketOf(ticket.id);
    expect(after).toMatchObject({ status: 'waiting', nextClosingAt: clock.now() + dayMs });
    expect(await resolutionOf(ticket.id)).toMatchObject({
      state: 'paused',
      elapsedMs: paused?.elapsedMs,
    });
    const decision = (await decisionsOf(ticket.id)).at(-1);
    expect(decision).toMatchObject({
      kind: 'presence-confirmed',
      clause: 'VIII.b',
      facts: { attempts: 2, door: 'mail', left: 1 },
    });

    // The same link again: known already, nothing is used up.
    expect((await press(token)).text).toContain('Ya sabemos que usted sigue pendiente');
    expect(await ticketOf(ticket.id)).toEqual(after);

    // Without it the request would be closed by now.
    await later(2 * dayMs);
    expect((await ticketOf(ticket.id)).status).toBe('waiting');
  });

  it('keeps no request open for ever, and the last reminder has no link', async () => {
    const { ticket, token } = await reminded('Calma');
    await press(token);
    await later(dayMs);
    await later(dayMs);
    await press(await tokenOfReminder());
    await later(dayMs);
    const last = await newestMail('reminder');
    expect(last.body_text).toContain('Este es el intento 1');
    expect(last.body_text).not.toContain('/mail/act');
    await later(dayMs);
    await later(2 * dayMs);
    expect((await ticketOf(ticket.id)).status).toBe('closed');
  });

  it('an answer makes the link say that nothing is asked any more', async () => {
    const { customer, ticket, token } = await reminded('Duna');
    await world.act(ticket.id, async (tx, locked) =>
      done(
        await writeAsCustomer(tx, locked, {
          personId: customer.personId,
          channel: 'portal',
          text: 'Es la 7.',
          attachmentIds: [],
          arrivedAt: clock.now(),
          at: clock.now(),
        }),
      ),
    );
    const { text } = await press(token);
    expect(text).toContain('Ya no hace falta avisar');
    expect(text).toContain(`/tickets/${ticket.number}`);
    expect((await ticketOf(ticket.id)).status).toBe('open');
  });

  it('a link that is too old, changed, or of somebody who left, opens nothing', async () => {
    const { customer, ticket, token } = await reminded('Estero');
    expect((await open(token.replace('still-here', 'still-herf'))).status).toBe(410);
    const by = { actor: { kind: 'system' }, at: clock.now(), ipAddress: null } as const;
    const key = { organizationId: customer.organizationId, personId: customer.personId };
    done(await updateContact(database, key, { disabled: true }, by));
    expect((await press(token)).status).toBe(410);
    done(await updateContact(database, key, { disabled: false }, by));
    expect((await open(token)).status).toBe(200);
    clock.advance(4 * dayMs);
    expect((await press(token)).status).toBe(410);
    expect((await ticketOf(ticket.id)).status).toBe('waiting');
  });
});

describe('VIII.b the closing notice', () => {
  it('lists every attempt: when, to whom, and whether it arrived', async () => {
    const { customer, ticket } = await reminded('Fortín');
    await later(2 * dayMs);
    expect((await ticketOf(ticket.id)).status).toBe('closed');
    const { body_text } = await newestMail('abandoned');
    const attempts = body_text.split('\n').filter((line) => line.startsWith('- '));
    expect(attempts).toHaveLength(2);
    for (const line of attempts) expect(line).toContain(`entregado a ${customer.email}`);
  });
});

describe('VIII.b closing by hand', () => {
  it('an agent closes what is due, and not before', async () => {
    const { ticket } = await reminded('Guaire');
    const by = { kind: 'agent', personId: world.carmen } as const;
    const close = () =>
      world.act(ticket.id, (tx, locked) => abandonUnanswered(tx, locked, { by, at: clock.now() }));
    clock.advance(2 * dayMs - 1);
    expect(await close()).toMatchObject({ refused: true, reason: 'grace-not-over' });
    clock.advance(1);
    done(await close());
    expect((await ticketOf(ticket.id)).status).toBe('closed');
  });

  it('"I am still here" takes that away again', async () => {
    const { customer, ticket } = await reminded('Hacha');
    clock.advance(2 * dayMs);
    const at = clock.now();
    await world.act(ticket.id, async (tx, locked) =>
      done(await confirmPresence(tx, locked, { personId: customer.personId, door: 'portal', at })),
    );
    const by = { kind: 'agent', personId: world.carmen } as const;
    const closed = await world.act(ticket.id, (tx, locked) =>
      abandonUnanswered(tx, locked, { by, at }),
    );
    expect(closed).toMatchObject({ refused: true, reason: 'attempts-too-few' });
  });
});
