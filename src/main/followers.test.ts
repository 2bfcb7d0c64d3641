import { expect, it } from 'vitest';
import { deskWorld, done } from '../../test/support/desk-world.ts';
import { plainAgent } from '../../test/support/plain-agent.ts';
import { plansOf } from '../../test/support/plans-of.ts';
import { testClock } from '../../test/support/test-clock.ts';
import { testDatabase } from '../../test/support/test-database.ts';
import { openPost } from '../delivery/mail/out/post.ts';
import { subscriptions } from '../delivery/worker/subscriptions.ts';
import { systemActor } from '../kernel/actor.ts';
import { isDeclined } from '../kernel/declined.ts';
import { hourMs } from '../kernel/duration.ts';
import { listOutgoingMail } from '../modules/correspondence/index.ts';
import { listNotices } from '../modules/notifications/index.ts';
import { updateAgent } from '../modules/people/index.ts';
import {
  assignTicket,
  followersOf,
  followTicket,
  listTickets,
  lockTicketPair,
  mergeTickets,
  resolveTicket,
  snoozeTicket,
  type Ticket,
  unfollowTicket,
  verifyTicketPriority,
  writeAsAgent,
  writeAsCustomer,
} from '../modules/tickets/index.ts';
import { inTransaction } from '../platform/database/index.ts';
import { runWaitingJobs } from '../platform/jobs.ts';
import { silentLog } from '../platform/log.ts';

const database = await testDatabase();
const clock = testClock();
const world = await deskWorld(database, clock);
const { db } = database;
const { carmen, orinoco } = world;
const post = openPost({
  publicUrl: 'https://desk.example',
  domain: 'desk.example',
  secret: 's'.repeat(32),
  clock,
});
const handlers = subscriptions({ database, clock, post });
const by = { actor: systemActor, at: clock.now(), ipAddress: null };

const agent = (name: string) => plainAgent(database, clock, name);
const aura = await agent('Aura');
const nora = await agent('Nora');

/** What each was told of a request, oldest first, after all that waits was done. */
async function toldOf(ticket: Ticket, personId: number): Promise<string[]> {
  await inTransaction(database, (tx) => runWaitingJobs(tx, handlers, silentLog));
  const notices = await listNotices(db, personId, { before: null, limit: 100 });
  return notices
    .filter(({ ticket: { number } }) => number === ticket.number)
    .map(({ about }) => {
      if (about.kind === 'decision') return about.decision.kind;
      return about.kind === 'event' ? about.event.type : about.kind;
    })
    .toReversed();
}
const act = world.act;
const follow = (ticket: Ticket, personId: number) =>
  act(ticket.id, async (tx, locked) =>
    done(await followTicket(tx, locked, { personId, at: clock.now() })),
  );
const note = (ticket: Ticket, personId: number, mentions: readonly number[]) =>
  act(ticket.id, (tx, locked) =>
    writeAsAgent(tx, locked, {
      personId,
      visibility: 'internal',
      text: '¿Lo mira alguien?',
      attachmentIds: [],
      mentions,
      at: clock.now(),
    }),
  );
const customerWrites = (ticket: Ticket) =>
  act(ticket.id, async (tx, locked) =>
    done(
      await writeAsCustomer(tx, locked, {
        personId: orinoco.personId,
        channel: 'portal',
        text: 'Sigue igual.',
        attachmentIds: [],
        arrivedAt: clock.now(),
        at: clock.now(),
      }),
    ),
  );
const assign = (ticket: Ticket, personId: number, assigneePersonId: number) =>
  act(ticket.id, async (tx, locked) =>
    done(await assignTicket(tx, locked, { personId, assigneePersonId, at: clock.now() })),
  );

it('V.c: who follows a request is told what happens in it, in the console alone; who does it is not', async () => {
  const ticket = await world.register(orinoco);
  await follow(ticket, aura);
  await follow(ticket, carmen);
  await customerWrites(ticket);
  await assign(ticket, carmen, nora);
  await act(ticket.id, async (tx, locked) =>
    done(
      await verifyTicketPriority(tx, locked, {
        personId: carmen,
        priority: 'p1',
        reason: 'Toda la sede está detenida.',
        at: clock.now(),
      }),
    ),
  );
  await act(ticket.id, async (tx, locked) =>
    done(
      await resolveTicket(tx, locked, {
        personId: aura,
        form: 'solution',
        text: 'Se cambió el cable del enlace.',
        attachmentIds: [],
        at: clock.now(),
      }),
    ),
  );
  expect(await toldOf(ticket, aura)).toEqual(['customer-wrote', 'assigned', 'priority-verified']);
  expect(await toldOf(ticket, carmen)).toEqual(['customer-wrote', 'resolved']);
  expect(await toldOf(ticket, nora)).toEqual([]);
  const mails = await listOutgoingMail(db, { limit: 100 });
  const toAgents = mails.filter(
    ({ ticketId, toAddress }) => ticketId !== null && toAddress.endsWith('@desk.example'),
  );
  expect(toAgents).toEqual([]);
});

it('who follows no longer, or can no longer sign in, is told no more', async () => {
  const ticket = await world.register(orinoco);
  const gone = await agent('Gonzalo');
  for (const personId of [aura, gone]) await follow(ticket, personId);
  await act(ticket.id, (tx, locked) => unfollowTicket(tx, locked, { personId: aura }));
  done(await updateAgent(database, gone, { disabled: true }, by));
  await customerWrites(ticket);
  expect(await toldOf(ticket, aura)).toEqual([]);
  expect(await toldOf(ticket, gone)).toEqual([]);
});

it('V.c: who is named in a note is told, finds it in the queue, and follows until they leave', async () => {
  const ticket = await world.register(orinoco);
  await follow(ticket, carmen);
  await act(ticket.id, async (tx, locked) =>
    done(
      await snoozeTicket(tx, locked, {
        personId: nora,
        until: clock.now() + hourMs,
        at: clock.now(),
      }),
    ),
  );
  done(await note(ticket, aura, [nora, nora, aura]));
  expect(await toldOf(ticket, nora)).toEqual(['mentioned']);
  // A note is no news to who follows, nor to who names themselves.
  expect(await toldOf(ticket, carmen)).toEqual([]);
  expect(await toldOf(ticket, aura)).toEqual([]);
  expect(await followersOf(db, ticket.id)).toEqual([carmen, nora]);
  const active = { reader: { kind: 'agent', personId: nora }, view: 'active', limit: 200 } as const;
  expect((await listTickets(db, active)).map(({ id }) => id)).toContain(ticket.id);
  await customerWrites(ticket);
  expect(await toldOf(ticket, nora)).toEqual(['mentioned', 'customer-wrote']);
});

it('V.c: nobody is named in what the customer reads, and only agents who attend are', async () => {
  const ticket = await world.register(orinoco);
  const reply = await act(ticket.id, (tx, locked) =>
    writeAsAgent(tx, locked, {
      personId: aura,
      visibility: 'public',
      text: 'Lo vemos.',
      attachmentIds: [],
      mentions: [nora],
      at: clock.now(),
    }),
  );
  expect(isDeclined(reply) && reply.reason).toBe('mention-not-internal');
  const named = await note(ticket, aura, [orinoco.personId]);
  expect(isDeclined(named) && named.reason).toBe('mention-unknown');
  expect(await followersOf(db, ticket.id)).toEqual([]);
});

it('I: who followed what was merged follows where it goes on', async () => {
  const [absorbed, survivor] = [await world.register(orinoco), await world.register(orinoco)];
  await follow(absorbed, aura);
  await inTransaction(database, async (tx) => {
    const reader = { kind: 'agent', personId: carmen } as const;
    const [from, into] = await lockTicketPair(tx, [absorbed.number, survivor.number], reader);
    if (from === undefined || into === undefined) throw new Error('both are there');
    const merge = { by: reader, reason: 'Es lo mismo.', at: clock.now() };
    done(await mergeTickets(tx, { survivor: into, absorbed: from }, merge));
  });
  expect(await toldOf(absorbed, aura)).toEqual(['merged']);
  expect(await followersOf(db, survivor.id)).toEqual([aura]);
});

it('the notices of one are found among everybody’s by their index', async () => {
  const { id } = await world.register(orinoco);
  await database.pool.query(
    `with line as (insert into ticket_event (ticket_id, type, at)
                   select $1, 'reopened', now() from generate_series(1, 3000) returning id)
     insert into notice (person_id, ticket_id, event_id, created_at) select $2, $1, id, now() from line`,
    [id, nora],
  );
  await database.pool.query('analyze notice');
  const plan = await plansOf(database, (on) => listNotices(on, aura, { before: null, limit: 30 }));
  expect(plan).toContain('notice_of_person');
});
