import { expect, it } from 'vitest';
import { deskWorld, done, type WorldCustomer } from '../../test/support/desk-world.ts';
import { publishTerms } from '../../test/support/publish-terms.ts';
import { testClock } from '../../test/support/test-clock.ts';
import { testDatabase } from '../../test/support/test-database.ts';
import { testWeb } from '../../test/support/test-web.ts';
import { openPost } from '../delivery/mail/out/post.ts';
import { portalPages } from '../delivery/portal/index.ts';
import { createHandlers } from '../delivery/web/handlers.ts';
import { mountAgreement } from '../delivery/web/routes/agreement.ts';
import { mountMailActs } from '../delivery/web/routes/mail-acts.ts';
import { subscriptions } from '../delivery/worker/subscriptions.ts';
import { systemActor } from '../kernel/actor.ts';
import { dayMs, hourMs } from '../kernel/duration.ts';
import { readDecisions, termsAcceptedAt } from '../modules/agreements/index.ts';
import { readConversation } from '../modules/correspondence/index.ts';
import { acknowledgeTicket } from '../modules/notifications/index.ts';
import { addContact, updateContact } from '../modules/people/index.ts';
import { findTicketById, type Ticket } from '../modules/tickets/index.ts';
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

const statusOf = async ({ id }: Ticket) =>
  done((await findTicketById(database.db, id)) ?? null).status;
const newcomer = (name: string, units = 20) => world.addCustomer(name, units, false);
/** Somebody else of the same customer, who accepted nothing. */
async function colleagueOf(customer: WorldCustomer, name: string): Promise<WorldCustomer> {
  const email = `${name.toLowerCase()}@${customer.email.split('@')[1]}`;
  const contact = { name, email, role: 'customer', authorised: true, invite: false } as const;
  const by = { actor: systemActor, at: clock.now(), ipAddress: null };
  const personId = done(await addContact(database, customer.organizationId, contact, by));
  return { ...customer, personId, email };
}
/** Held; answers the letter that acknowledges it, which the mail carries, and the token of its link. */
async function held(customer: WorldCustomer) {
  const ticket = await world.register(customer, { channel: 'email' });
  await inTransaction(database, (tx) =>
    acknowledgeTicket(tx, post, { ticketId: ticket.id, byMail: true }),
  );
  await settle();
  const mail = await database.db
    .selectFrom('outgoing_mail')
    .selectAll()
    .where('ticket_id', '=', ticket.id)
    .where('purpose', '=', 'acknowledgement')
    .executeTakeFirstOrThrow();
  const link = /https:\/\/desk\.example(\/mail\/act\?token=\S+)/.exec(mail.body_text)?.[1] ?? '';
  const token = new URL(link, 'https://desk.example').searchParams.get('token') ?? '';
  return { ticket, mail, token };
}
const open = (token: string) => send('GET', `/mail/act?token=${encodeURIComponent(token)}`);
const press = (token: string, form: Readonly<Record<string, string>> = {}) =>
  send('POST', '/mail/act', { form: { token, version: '1', accepted: 'yes', ...form } });
const acceptancesOf = ({ personId }: WorldCustomer) =>
  database.db
    .selectFrom('terms_acceptance')
    .select(['agreement_version', 'channel', 'accepted_at'])
    .where('person_id', '=', personId)
    .orderBy('agreement_version')
    .execute();

it('T7: the acknowledgement by mail carries a link of its own; the conversation, which others read, does not', async () => {
  const { ticket, mail, token } = await held(await newcomer('Abra'));
  expect(await statusOf(ticket)).toBe('held');
  expect(token).toMatch(/^accept-terms\./);
  expect(mail.sensitive).toBe(true);
  const { messages } = await readConversation(database.db, {
    ticketIds: [ticket.id],
    includeInternal: false,
    limit: 10,
  });
  const said = messages.find(({ template }) => template === 'acknowledgement')?.text ?? '';
  expect(said).toContain('https://desk.example/terms');
  expect(said).not.toContain('/mail/act');
});

it('T7: who accepted already is asked for nothing', async () => {
  const { mail, token } = await held(world.orinoco);
  expect(token).toBe('');
  expect(mail.sensitive).toBe(false);
});

it('T7: opening the link, as mail scanners do, accepts nothing; neither does the button without the box', async () => {
  const customer = await newcomer('Brava');
  const { ticket, token } = await held(customer);
  for (let opened = 0; opened < 3; opened += 1) {
    const { status, text } = await open(token);
    expect(status).toBe(200);
    expect(text).toContain('id="T7"');
    expect(text).toContain(`#${ticket.number}`);
  }
  const unticked = await send('POST', '/mail/act', { form: { token, version: '1' } });
  expect(unticked.status).toBe(422);
  expect(unticked.text).toContain('Marque la casilla para aceptar');
  await settle();
  expect(await acceptancesOf(customer)).toEqual([]);
  expect(await statusOf(ticket)).toBe('held');
});

it('T7: accepted by the link without a session, what waited is admitted, the oldest first; twice is once', async () => {
  const customer = await newcomer('Calma');
  const first = await held(customer);
  clock.advance(hourMs);
  const second = await held(customer);
  clock.advance(hourMs);
  const at = clock.now();
  const { status, text } = await press(second.token);
  expect(status).toBe(200);
  expect(text).toContain('Usted los aceptó el');
  // The desk looks at it later: it counts from the moment of the acceptance.
  clock.advance(hourMs);
  await settle();
  expect((await findTicketById(database.db, first.ticket.id))?.registeredAt).toBe(at);
  const decisions = await readDecisions(database.db, first.ticket.id);
  expect(decisions.filter(({ kind }) => kind === 'terms-accepted')).toMatchObject([
    { clause: 'T7', facts: { termsVersion: 1, acceptedAt: at } },
  ]);
  const once = [{ agreement_version: 1, channel: 'email', accepted_at: new Date(at) }];
  expect(await acceptancesOf(customer)).toEqual(once);
  const admissions = await database.db
    .selectFrom('decision')
    .select('ticket_id')
    .where('kind', '=', 'admitted')
    .where('ticket_id', 'in', [first.ticket.id, second.ticket.id])
    .orderBy('id')
    .execute();
  expect(admissions.map(({ ticket_id }) => ticket_id)).toEqual([first.ticket.id, second.ticket.id]);

  clock.advance(hourMs);
  expect((await press(first.token)).text).toContain('Usted los aceptó el');
  expect(await acceptancesOf(customer)).toEqual(once);
});

it('T7: of two people of one customer each accepts for themselves: the other one still waits', async () => {
  const boss = await newcomer('Duna');
  const clerk = await colleagueOf(boss, 'Ema');
  const ofBoss = await held(boss);
  const ofClerk = await held(clerk);
  await press(ofBoss.token);
  await settle();
  expect(await statusOf(ofBoss.ticket)).toBe('open');
  expect(await statusOf(ofClerk.ticket)).toBe('held');
  expect(await acceptancesOf(clerk)).toEqual([]);
  await press(ofClerk.token);
  await settle();
  expect(await statusOf(ofClerk.ticket)).toBe('open');
});

it('T7, T1: what is held for something else, too, goes on waiting for that alone', async () => {
  const customer = await newcomer('Estero', 1);
  const { ticket, token } = await held(customer);
  await press(token);
  await settle();
  const again = await readDecisions(database.db, ticket.id);
  expect(again.map(({ kind }) => kind)).toContain('terms-accepted');
  const still = done((await findTicketById(database.db, ticket.id)) ?? null);
  expect(still.heldFor?.map(({ clause }) => clause)).toEqual(['T1']);
  await world.buy(customer.organizationId, 5);
  await settle();
  expect(await statusOf(ticket)).toBe('open');
});

it('T7: a link that is changed, too old, or of somebody who left, opens nothing', async () => {
  const customer = await newcomer('Fortín');
  const { ticket, token } = await held(customer);
  expect((await press(token.replace('accept-terms', 'accept-termz'))).status).toBe(410);
  const by = { actor: systemActor, at: clock.now(), ipAddress: null };
  const key = { organizationId: customer.organizationId, personId: customer.personId };
  done(await updateContact(database, key, { disabled: true }, by));
  expect((await press(token)).status).toBe(410);
  done(await updateContact(database, key, { disabled: false }, by));
  clock.advance(31 * dayMs);
  expect((await press(token)).status).toBe(410);
  expect(await acceptancesOf(customer)).toEqual([]);
  expect(await statusOf(ticket)).toBe('held');
});

it('T7: what was accepted is never changed and never goes away', async () => {
  for (const statement of [
    'update terms_acceptance set accepted_at = now()',
    'delete from terms_acceptance',
  ]) {
    await expect(database.pool.query(statement)).rejects.toThrow('append-only');
  }
});

// Last: from here on another version is in force.
it('T7: an acceptance of version 1 is none of version 2, and a page that shows the first accepts nothing any more', async () => {
  const customer = await newcomer('Guaire');
  const { ticket, token } = await held(customer);
  const version = await publishTerms(
    database,
    { clock, world },
    { 'credits.availableUnitsMin': 3 },
  );
  clock.advance(1);
  const outdated = await press(token);
  expect(outdated.text).toContain(`name="version" value="${version}"`);
  expect(await acceptancesOf(customer)).toEqual([]);

  // Somebody of version 1: the next request waits.
  const known = await held(world.orinoco);
  expect(await statusOf(known.ticket)).toBe('held');
  await press(known.token, { version: String(version) });
  await settle();
  expect(await statusOf(known.ticket)).toBe('open');
  expect(await termsAcceptedAt(database.db, world.orinoco.personId, version)).toBe(clock.now());

  await press(token, { version: String(version) });
  await settle();
  expect(await statusOf(ticket)).toBe('open');
});
