import { expect, it } from 'vitest';
import { deskWorld, done } from '../../test/support/desk-world.ts';
import { memoryAnchors } from '../../test/support/memory-anchors.ts';
import { testClock } from '../../test/support/test-clock.ts';
import { testDatabase } from '../../test/support/test-database.ts';
import { openPost } from '../delivery/mail/out/post.ts';
import { renderReminder } from '../delivery/mail/out/reminder-text.ts';
import { scheduledJobs } from '../delivery/worker/schedule.ts';
import { subscriptions } from '../delivery/worker/subscriptions.ts';
import { systemActor } from '../kernel/actor.ts';
import { hourMs } from '../kernel/duration.ts';
import type { Language } from '../kernel/language.ts';
import { chargeTicket, decideObjection, objectToCharge } from '../modules/credits/index.ts';
import { listNotices } from '../modules/notifications/index.ts';
import { addAgent, addContact } from '../modules/people/index.ts';
import { inTransaction } from '../platform/database/index.ts';
import { runWaitingJobs } from '../platform/jobs.ts';
import { silentLog } from '../platform/log.ts';

const database = await testDatabase();
const clock = testClock();
const world = await deskWorld(database, clock);
const post = openPost({
  publicUrl: 'https://desk.example',
  domain: 'desk.example',
  secret: 's'.repeat(32),
  clock,
});
const handlers = subscriptions({ database, clock, post });
const scheduled = scheduledJobs({
  ...{ database, clock, post, renderReminder },
  anchors: memoryAnchors(),
  printStatement: async () => Promise.reject(new Error('none is printed here')),
});
/** What comes back every minute. */
const look = () =>
  done(scheduled.find(({ job }) => job.id === 'credits.look-at-objections') ?? null).run(
    {},
    { signal: new AbortController().signal, log: silentLog },
  );
const by = { actor: systemActor, at: clock.now(), ipAddress: null };

// Beside Braulio, who bills, and Carmen, who supervises: one with every role, and one who may decide but looks after the desk.
const agent = { teamIds: [], language: 'en', timeZone: 'UTC' } as const;
const [olga, adela] = [
  done(
    await addAgent(
      database,
      {
        ...agent,
        name: 'Olga',
        email: 'olga@desk.example',
        roles: ['billing', 'supervisor', 'administrator'],
      },
      by,
    ),
  ),
  done(
    await addAgent(
      database,
      { ...agent, name: 'Adela', email: 'adela@desk.example', roles: ['administrator'] },
      by,
    ),
  ),
];

const runJobs = () => inTransaction(database, (tx) => runWaitingJobs(tx, handlers, silentLog));
/** Two processes look, and every letter that waits is written. */
async function settle(): Promise<void> {
  await Promise.all([look(), look()]);
  await runJobs();
}

/** A company of two administrators, who read that language; one has objected to a charge of three units. */
async function objectedBy(name: string, language: Language) {
  const { organizationId, ...company } = await world.addCustomer(name, 9);
  const email = (whose: string) => `${whose}@${name}.example`.toLowerCase();
  const rights = { role: 'customer_administrator', authorised: true, invite: false } as const;
  const add = async (whose: string) => {
    const contact = { ...rights, name: whose, email: email(whose), language };
    return done(await addContact(database, organizationId, contact, by));
  };
  const [objector] = [await add('Ana'), await add('Berta')];
  const ticket = await world.register({ organizationId, ...company });
  const command = { organizationId, at: clock.now() };
  const id = await inTransaction(database, async (tx) => {
    const charged = await chargeTicket(tx, {
      ...{ ...command, key: 'charge', actor: systemActor, ticketId: ticket.id },
      ...{ clause: 'T4', agreementVersion: 1, ticketUnits: 3, workMinutes: 170 },
    });
    const entrySequence = 'sequence' in charged ? (charged.sequence ?? 0) : 0;
    const actor = { kind: 'person', personId: objector } as const;
    return objectToCharge(tx, { ...command, entrySequence, reason: 'Fue una hora', actor });
  });
  await runJobs();
  const letters = async () =>
    (
      await database.db
        .selectFrom('outgoing_mail')
        .select(['to_address', 'purpose', 'subject', 'body_text'])
        .where('purpose', 'in', ['objection-due', 'objection-overdue'])
        .where('subject', 'like', `%#${ticket.number}%`)
        .orderBy('to_address')
        .execute()
    ).map((mail) => ({
      to: mail.to_address,
      purpose: mail.purpose,
      subject: mail.subject,
      text: mail.body_text,
    }));
  return { id: done(id), number: ticket.number, letters };
}

it('T4: three quarters: whoever decides, once however many roles; past its hour: the supervisors and whoever objected too', async () => {
  const { number, letters } = await objectedBy('Caroní', 'es');
  clock.advance(54 * hourMs);
  await settle();
  const warned = await letters();
  expect(warned.map(({ to, purpose }) => [to, purpose])).toEqual([
    ['braulio@desk.example', 'objection-due'],
    ['olga@desk.example', 'objection-due'],
  ]);
  expect(warned[0]?.subject).toBe(`Por decidir: objeción de Caroní, solicitud #${number}`);
  expect(warned[0]?.text).toContain('tres cuartas partes de su plazo');
  expect(warned[0]?.text).toContain('(cláusula T4)');
  expect(warned[0]?.text).toContain('Fue una hora');
  expect(warned[1]?.subject).toBe(`To be decided: objection of Caroní, request #${number}`);
  expect(warned[1]?.text).toContain('three quarters of its time');

  clock.advance(18 * hourMs);
  await settle();
  await settle();
  const after = await letters();
  expect(after.map(({ to }) => to)).toEqual([
    'ana@caroní.example',
    'braulio@desk.example',
    'braulio@desk.example',
    'carmen@desk.example',
    'olga@desk.example',
    'olga@desk.example',
  ]);
  const [told] = after;
  expect(told).toMatchObject({
    purpose: 'objection-overdue',
    subject: `Su objeción a un cobro de la solicitud #${number} está demorada`,
  });
  for (const part of [
    'objeción al cobro de 3 unidades',
    'Debía decidirse a más tardar',
    'no se cobra nada más por ella',
    'Nada se decide solo',
    'https://desk.example/account',
  ]) {
    expect(told?.text).toContain(part);
  }
  expect(after[3]?.subject).toBe(`Vencida: objeción de Caroní, solicitud #${number}`);
  for (const [personId, kinds] of [
    [world.braulio, ['objection-overdue', 'objection-warned']],
    [olga, ['objection-overdue', 'objection-warned']],
    [world.carmen, ['objection-overdue']],
    [adela, []],
  ] as const) {
    const notices = await listNotices(database.db, personId, { before: null, limit: 9 });
    expect(notices.map(({ about }) => about.kind === 'decision' && about.decision.kind)).toEqual(
      kinds,
    );
  }
});

it('T4: found for the first time past its hour, the overdue letters alone, in the language of each', async () => {
  const { number, letters } = await objectedBy('Ventuari', 'en');
  clock.advance(100 * hourMs);
  await settle();
  const [told, ...desk] = await letters();
  expect(told).toMatchObject({
    to: 'ana@ventuari.example',
    subject: `Your objection to a charge of request #${number} is late`,
  });
  for (const part of [
    'the charge of 3 units',
    'It was to be decided by',
    'nothing more is charged for it',
    'Nothing decides itself',
  ]) {
    expect(told?.text).toContain(part);
  }
  expect(desk.map(({ to, subject }) => [to, subject])).toEqual([
    ['braulio@desk.example', `Vencida: objeción de Ventuari, solicitud #${number}`],
    ['carmen@desk.example', `Vencida: objeción de Ventuari, solicitud #${number}`],
    ['olga@desk.example', `Overdue: objection of Ventuari, request #${number}`],
  ]);
});

it('T4: decided before the letter could go: it goes to nobody', async () => {
  const { id, letters } = await objectedBy('Atabapo', 'es');
  clock.advance(54 * hourMs);
  await look();
  await inTransaction(database, (tx) =>
    decideObjection(tx, {
      ...{ objectionId: id, outcome: 'rejected', answer: 'Fueron tres', at: clock.now() },
      actor: { kind: 'person', personId: world.braulio },
    }),
  );
  await runJobs();
  expect(await letters()).toEqual([]);
});

it('T4: past its hour before the warning could go: the overdue letters alone', async () => {
  const { letters } = await objectedBy('Casiquiare', 'es');
  clock.advance(54 * hourMs);
  await look();
  clock.advance(18 * hourMs);
  await settle();
  const subjects = (await letters()).map(({ subject }) => subject);
  expect(subjects).toHaveLength(4);
  expect(subjects).not.toContainEqual(expect.stringMatching(/^(Por decidir|To be decided)/));
});
