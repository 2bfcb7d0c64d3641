import { beforeEach, describe, expect, it } from 'vitest';
import { deskWorld, done, type WorldCustomer } from '../../test/support/desk-world.ts';
import { plainAgent } from '../../test/support/plain-agent.ts';
import { testClock } from '../../test/support/test-clock.ts';
import { testDatabase } from '../../test/support/test-database.ts';
import { openPost } from '../delivery/mail/out/post.ts';
import { subscriptions } from '../delivery/worker/subscriptions.ts';
import { systemActor } from '../kernel/actor.ts';
import { fireDueClocks } from '../modules/clocks/index.ts';
import {
  countUnreadNotices,
  listNotices,
  readNotices,
  tellOfClock,
} from '../modules/notifications/index.ts';
import { createTeam } from '../modules/people/index.ts';
import { assignTicket, verifyTicketPriority, writeAsAgent } from '../modules/tickets/index.ts';
import { inTransaction } from '../platform/database/index.ts';
import { runWaitingJobs } from '../platform/jobs.ts';
import { silentLog } from '../platform/log.ts';

const database = await testDatabase();
const clock = testClock();
const world = await deskWorld(database, clock);
const { db } = database;
const post = openPost({
  publicUrl: 'https://desk.example',
  domain: 'desk.example',
  secret: 's'.repeat(32),
  clock,
});
const handlers = subscriptions({ database, clock, post });
const by = { actor: systemActor, at: clock.now(), ipAddress: null };
const hour = 3_600_000;

const addPlainAgent = (name: string) => plainAgent(database, clock, name, 'en');
const aura = await addPlainAgent('Aura');
const nora = await addPlainAgent('Nora');
const teamId = done(
  await createTeam(
    database,
    { name: 'Redes', professionalServices: false, memberPersonIds: [aura, nora] },
    by,
  ),
);

/** Fires what is due and lets every job run that waits, until nothing is left. */
async function settle(): Promise<void> {
  while ((await fireDueClocks(database, clock.now())) > 0);
  await inTransaction(database, (tx) => runWaitingJobs(tx, handlers, silentLog));
}
const lettersOf = async (number: number) =>
  (
    await db
      .selectFrom('outgoing_mail')
      .select(['to_person_id', 'subject', 'purpose'])
      .where('purpose', '=', 'clock')
      .where('subject', 'like', `[#${number}]%`)
      .orderBy('id')
      .execute()
  ).map(({ to_person_id, subject }) => ({ to: to_person_id, subject }));
const noticesOf = (personId: number) => listNotices(db, personId, { before: null, limit: 100 });

let customer: WorldCustomer;
let customers = 0;
beforeEach(async () => {
  await settle();
  customers += 1;
  customer = await world.addCustomer(`Cliente ${customers}`, 20);
});
const register = async (assigned: boolean) => {
  const ticket = await world.register(customer);
  await world.act(ticket.id, async (tx, locked) =>
    done(
      await assignTicket(tx, locked, {
        personId: world.carmen,
        teamId,
        ...(assigned ? { assigneePersonId: aura } : {}),
        at: clock.now(),
      }),
    ),
  );
  return ticket;
};

describe('V.d: a clock tells the people whom the terms name', () => {
  it('three quarters: the assignee; the last hour: the team too; the breach: the supervisors too', async () => {
    const ticket = await register(true);
    clock.advance(3 * hour);
    await settle();
    // P1: 4 h of attention. Three quarters and the last hour fall together: the later warning speaks.
    expect((await lettersOf(ticket.number)).map(({ to }) => to)).toEqual([aura, nora]);
    clock.advance(hour + 1);
    await settle();
    const letters = await lettersOf(ticket.number);
    expect(
      letters
        .slice(2)
        .map(({ to }) => to)
        .toSorted(),
    ).toEqual([world.carmen, aura, nora].toSorted());
    expect(letters.at(-1)?.subject).toMatch(/Vencida|Overdue/);
    const [newest] = await noticesOf(world.carmen);
    expect(newest).toMatchObject({ ticket: { number: ticket.number }, readAt: null });
    expect(newest?.about).toMatchObject({ decision: { kind: 'clock-breached' } });
  });

  it('nobody is told twice, however often the job runs', async () => {
    const ticket = await register(true);
    clock.advance(5 * hour);
    await settle();
    const before = await lettersOf(ticket.number);
    const breaches = (await noticesOf(aura)).flatMap(({ about }) =>
      about.kind === 'decision' && about.decision.kind === 'clock-breached' ? [about] : [],
    );
    expect(breaches).not.toEqual([]);
    await inTransaction(database, async (tx) => {
      for (const { decisionId } of breaches) {
        await tellOfClock(tx, post, { ticketId: ticket.id, decisionId, step: 'breach' });
      }
    });
    expect(await lettersOf(ticket.number)).toEqual(before);
  });

  it('without an assignee its team is told in its place', async () => {
    const ticket = await register(false);
    clock.advance(3 * hour);
    await settle();
    expect((await lettersOf(ticket.number)).map(({ to }) => to).toSorted()).toEqual(
      [aura, nora].toSorted(),
    );
  });

  it('what was answered before the letter could go is not told', async () => {
    const ticket = await register(true);
    clock.advance(5 * hour);
    while ((await fireDueClocks(database, clock.now())) > 0);
    await world.act(ticket.id, async (tx, locked) =>
      done(
        await writeAsAgent(tx, locked, {
          personId: aura,
          visibility: 'public',
          text: 'Lo vemos.',
          attachmentIds: [],
          at: clock.now(),
        }),
      ),
    );
    await settle();
    expect(await lettersOf(ticket.number)).toEqual([]);
  });

  it('V.b: a priority raised past its time tells at once', async () => {
    const ticket = await world.register(customer, {
      suggestion: { priority: 'p3', from: 'person', readIn: 'form' },
    });
    clock.advance(6 * hour);
    await world.act(ticket.id, async (tx, locked) =>
      done(
        await verifyTicketPriority(tx, locked, {
          personId: world.carmen,
          priority: 'p1',
          reason: 'Es crítico',
          at: clock.now(),
        }),
      ),
    );
    await inTransaction(database, (tx) => runWaitingJobs(tx, handlers, silentLog));
    expect((await lettersOf(ticket.number)).map(({ to }) => to)).toEqual([world.carmen]);
  });

  it('reading clears what was on the screen, and only the own', async () => {
    const ticket = await register(true);
    clock.advance(5 * hour);
    await settle();
    const [newest] = await noticesOf(nora);
    const auraBefore = await countUnreadNotices(db, aura, 100);
    expect(await countUnreadNotices(db, nora, 100)).toBeGreaterThan(0);
    await inTransaction(database, (tx) =>
      readNotices(tx, nora, { through: newest?.id ?? 0, at: clock.now() }),
    );
    expect(await countUnreadNotices(db, nora, 100)).toBe(0);
    expect(await countUnreadNotices(db, aura, 100)).toBe(auraBefore);
    expect(ticket.number).toBeGreaterThan(0);
  });
});
