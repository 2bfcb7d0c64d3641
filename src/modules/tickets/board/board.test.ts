import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { deskWorld, done } from '../../../../test/support/desk-world.ts';
import { plansOf } from '../../../../test/support/plans-of.ts';
import { testClock } from '../../../../test/support/test-clock.ts';
import { testDatabase } from '../../../../test/support/test-database.ts';
import { hourMs } from '../../../kernel/duration.ts';
import {
  askForInformation,
  assignTicket,
  listTickets,
  type Mark,
  readBoard,
  reopenTicket,
  resolveTicket,
  snoozeTicket,
  type Ticket,
  ticketsMarked,
  verifyTicketPriority,
} from '../index.ts';

const database = await testDatabase();
const clock = testClock();
const world = await deskWorld(database, clock);
const { db } = database;
const agent = { kind: 'agent', personId: world.carmen } as const;
const marked = (mark: Mark) => ticketsMarked(db, { mark, now: clock.now() });
const suggestion = { priority: 'p1', from: 'person', readIn: 'form' } as const;

describe('a desk of a morning', () => {
  let broken: Ticket;
  let asked: Ticket;
  let reopened: Ticket;
  beforeAll(async () => {
    // P1 asks for attention within four hours.
    broken = await world.register(world.orinoco, { suggestion });
    clock.advance(3 * hourMs);
    asked = await world.register(world.orinoco, { suggestion });
    reopened = await world.register(world.orinoco);
    await world.register(world.apure);
    await world.act(asked.id, async (tx, ticket) => {
      const writing = { personId: world.carmen, attachmentIds: [], at: clock.now() };
      done(await askForInformation(tx, ticket, { ...writing, text: '¿Qué modelo es?' }));
    });
    await world.act(reopened.id, async (tx, ticket) => {
      const at = clock.now();
      const writing = { personId: world.carmen, attachmentIds: [], at };
      const resolved = done(
        await resolveTicket(tx, ticket, { ...writing, form: 'solution', text: 'Reiniciado.' }),
      );
      const by = world.orinoco.reader;
      done(
        await reopenTicket(tx, resolved.ticket, {
          by,
          channel: 'portal',
          reason: 'Sigue igual',
          at,
        }),
      );
    });
    await world.act(reopened.id, async (tx, ticket) => {
      const verification = {
        personId: world.carmen,
        reason: 'Se detuvo una caja',
        at: clock.now(),
      };
      done(await verifyTicketPriority(tx, ticket, { ...verification, priority: 'p2' }));
    });
    await world.act(reopened.id, async (tx, ticket) =>
      done(
        await assignTicket(tx, ticket, {
          assigneePersonId: world.carmen,
          personId: world.carmen,
          at: clock.now(),
        }),
      ),
    );
    clock.advance(hourMs + 1);
  });

  it('VII: what is broken and what is near, by clock and priority', async () => {
    const { clocks } = await readBoard(db, clock.now());
    // Nobody answered the first one within its four hours; a question is an answer (VII), and pauses the resolution.
    expect(clocks).toContainEqual({
      ...{ kind: 'firstResponse', priority: 'p1' },
      ...{ breached: 1, soon: 0, running: 1, paused: 0 },
    });
    expect(clocks).toContainEqual({
      ...{ kind: 'resolution', priority: 'p1' },
      ...{ breached: 0, soon: 0, running: 1, paused: 1 },
    });
    expect(await marked('breached')).toEqual([broken.id]);
    const resolution = { mark: 'breached', kind: 'resolution', now: clock.now() } as const;
    expect(await ticketsMarked(db, resolution)).toEqual([]);
  });

  it('V.b, VIII.b, VIII.c: what waits for somebody, and whose it is', async () => {
    const board = await readBoard(db, clock.now());
    expect(board).toMatchObject({ active: 3, waiting: 1, scopeClaims: 0, isComplete: true });
    expect(board.marks).toMatchObject({ unverified: 2, reopened: 1, 'abandonment-proposed': 0 });
    expect(await marked('reopened')).toEqual([reopened.id]);
    expect(board.agents.get(world.carmen)).toMatchObject({ total: 1 });
    expect(board.unassigned.total).toBe(2);
  });

  it('what somebody put off is counted all the same, and found by its mark', async () => {
    const { active } = await readBoard(db, clock.now());
    await world.act(broken.id, async (tx, ticket) =>
      done(
        await snoozeTicket(tx, ticket, {
          personId: world.carmen,
          until: clock.now() + hourMs,
          at: clock.now(),
        }),
      ),
    );
    expect((await readBoard(db, clock.now())).active).toBe(active);
    const queue = { reader: agent, view: 'active', limit: 50 } as const;
    const numbers = async (ticketIds?: readonly number[]) =>
      (await listTickets(db, { ...queue, ...(ticketIds && { ticketIds }) })).map(({ id }) => id);
    expect(await numbers()).not.toContain(broken.id);
    expect(await numbers(await marked('breached'))).toEqual([broken.id]);
  });

  it('T1: what is held, and which condition fails', async () => {
    const { held } = await readBoard(db, clock.now());
    expect(held.total).toBe(1);
    expect(held.byCondition).toMatchObject({ credit: 1, standing: 0 });
  });

  it('VIII.b: grace is when it was asked often enough, and a proposal when nothing more is due', async () => {
    expect(await marked('grace')).toEqual([]);
    clock.advance(24 * hourMs);
    await world.act(asked.id, async (tx, ticket) => {
      const writing = { personId: world.carmen, attachmentIds: [], at: clock.now() };
      done(await askForInformation(tx, ticket, { ...writing, text: '¿Sigue ahí?' }));
    });
    expect(await marked('grace')).toEqual([asked.id]);
    await sql`update ticket set next_closing_at = null where id = ${asked.id}`.execute(db);
    expect(await marked('abandonment-proposed')).toEqual([asked.id]);
    expect(await marked('grace')).toEqual([]);
  });
});

describe('of a desk with twenty thousand requests', () => {
  beforeAll(async () => {
    await sql`
      insert into ticket (organization_id, requester_person_id, subject, status, priority, channel,
                          agreement_version, received_at, registered_at, last_message_at, updated_at,
                          next_due_at, held_for)
      select ${world.orinoco.organizationId}, ${world.orinoco.personId}, 'Pedido ' || n,
             (case when n % 50 = 0 then 'open' when n % 50 = 1 then 'waiting' when n % 200 = 2 then 'held'
                   else 'closed' end)::ticket_status, 'p3', 'portal', 1,
             now() - n * interval '1 minute', now(), now(), now(),
             case when n % 50 = 0 then now() + n * interval '1 minute' end,
             case when n % 200 = 2 then '[]'::jsonb end
        from generate_series(1, 20000) n`.execute(db);
    await sql`
      insert into clock (ticket_id, kind, state, agreement_version, due_at, breach_at)
      select id, kind, (case when status in ('open', 'waiting') then 'running' else 'met' end)::clock_state,
             1, next_due_at, next_due_at
        from ticket, unnest(array['first_response', 'resolution']::clock_kind[]) kind
       where subject like 'Pedido %'`.execute(db);
    await sql`
      insert into information_request (ticket_id, asked_by_person_id, asked_at, ended_at)
      select id, ${world.carmen}, now(), case when status <> 'waiting' then now() end
        from ticket where subject like 'Pedido %'`.execute(db);
    await sql`analyze`.execute(db);
  });

  it('no table of requests or clocks is scanned, and nothing is missing', async () => {
    const plan = await plansOf(database, (on) => readBoard(on, clock.now()));
    expect(plan).not.toMatch(/Seq Scan on (ticket|clock|information_request)\b/);
    expect(plan).toContain('information_request_open');
    expect(plan).toContain('ticket_held');
    expect(await readBoard(db, clock.now())).toMatchObject({ active: 803, isComplete: true });
  });
});
