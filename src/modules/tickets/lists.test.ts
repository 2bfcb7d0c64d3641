import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { deskWorld, done } from '../../../test/support/desk-world.ts';
import { plansOf } from '../../../test/support/plans-of.ts';
import { testClock } from '../../../test/support/test-clock.ts';
import { testDatabase } from '../../../test/support/test-database.ts';
import { systemActor } from '../../kernel/actor.ts';
import { addContact } from '../people/index.ts';
import {
  assignTicket,
  countTicketViews,
  type ListQuery,
  listTickets,
  type QueueView,
  writeAsAgent,
} from './index.ts';

const database = await testDatabase();
const clock = testClock();
const world = await deskWorld(database, clock);
const { db } = database;
const agent = { kind: 'agent', personId: world.carmen } as const;
const list = (query: Partial<ListQuery> = {}) =>
  listTickets(db, { reader: agent, view: 'all', limit: 50, ...query });
const numbersOf = async (query: Partial<ListQuery>) =>
  (await list(query)).map(({ number }) => number);

describe('search', () => {
  it('finds Spanish words without their accents, and by their stem', async () => {
    const ticket = await world.register(world.orinoco, {
      subject: 'Configuración del módem',
      description: 'La conexión se cae todas las mañanas en Maracaibo.',
    });
    for (const words of ['configuracion', 'módem', 'conexiones', 'manana', 'MARACAIBO']) {
      expect(await numbersOf({ words }), words).toContain(ticket.number);
    }
    expect(await numbersOf({ words: 'inexistente' })).toEqual([]);
    expect(await numbersOf({ words: String(ticket.number) })).toEqual([ticket.number]);
  });

  it('V.c: agents find internal notes, customers never', async () => {
    const ticket = await world.register(world.orinoco);
    await world.act(ticket.id, async (tx, locked) =>
      done(
        await writeAsAgent(tx, locked, {
          personId: world.carmen,
          visibility: 'internal',
          text: 'sospecha de murciélagos',
          attachmentIds: [],
          at: clock.now(),
        }),
      ),
    );
    expect(await numbersOf({ words: 'murcielagos' })).toEqual([ticket.number]);
    expect(await numbersOf({ words: 'murcielagos', reader: world.orinoco.reader })).toEqual([]);
  });

  it('a customer finds nothing of another', async () => {
    const ticket = await world.register(world.orinoco, { subject: 'Palabra tornasolada' });
    expect(await numbersOf({ words: 'tornasolada', reader: world.orinoco.reader })).toEqual([
      ticket.number,
    ]);
    expect(await numbersOf({ words: 'tornasolada', reader: world.apure.reader })).toEqual([]);
  });
});

describe('filters of a search', () => {
  it('any of several customers, its status, and whose it is or nobody’s', async () => {
    const mine = await world.register(world.orinoco, { subject: 'Filtro alcaraván' });
    const free = await world.register(world.orinoco, { subject: 'Filtro alcaraván' });
    await world.act(mine.id, async (tx, locked) =>
      done(
        await assignTicket(tx, locked, {
          assigneePersonId: world.carmen,
          teamId: null,
          personId: world.carmen,
          at: clock.now(),
        }),
      ),
    );
    const found = (query: Partial<ListQuery>) => numbersOf({ words: 'alcaravan', ...query });
    expect(await found({ assignees: [world.carmen] })).toEqual([mine.number]);
    expect(await found({ assignees: 'none' })).toEqual([free.number]);
    expect(await found({ assignees: [] })).toEqual([]);
    expect(
      await found({ organizationIds: [world.orinoco.organizationId, world.apure.organizationId] }),
    ).toEqual([free.number, mine.number]);
    expect(await found({ organizationIds: [world.apure.organizationId] })).toEqual([]);
    expect(await found({ status: 'open' })).toHaveLength(2);
    expect(await found({ status: 'held' })).toEqual([]);
  });
});

describe('pages', () => {
  it('the queue stands by its next clock, and pages neither repeat nor skip', async () => {
    for (let index = 0; index < 7; index += 1) {
      clock.advance(60_000);
      await world.register(world.orinoco);
    }
    const all = await list({ view: 'active' });
    const due = all.map(({ nextDueAt }) => nextDueAt ?? Number.POSITIVE_INFINITY);
    expect(due).toEqual(due.toSorted((a, b) => a - b));
    const paged: number[] = [];
    for (let after: ListQuery['after']; ; ) {
      const page = await list({ view: 'active', limit: 3, ...(after ? { after } : {}) });
      const last = page.at(-1);
      if (last === undefined) break;
      paged.push(...page.map(({ id }) => id));
      after = { dueAt: last.nextDueAt, id: last.id };
    }
    expect(paged).toEqual(all.map(({ id }) => id));
  });

  it('the counts of the views are those of their lists', async () => {
    const counts = await countTicketViews(db, world.carmen, { limit: 1000, at: clock.now() });
    const views = ['active', 'mine', 'unassigned', 'waiting', 'held', 'scope', 'resolved'] as const;
    for (const view of views) {
      expect(counts[view], view).toBe((await list({ view, limit: 1000 })).length);
    }
    expect(counts.held).toBeGreaterThanOrEqual(0);
  });
});

describe('the plan of every list', () => {
  beforeAll(async () => {
    // Closed tickets are many and open ones few: what makes a plan that scans hurt.
    await sql`
      insert into ticket (organization_id, requester_person_id, subject, status, priority, channel,
                          agreement_version, received_at, registered_at, last_message_at, updated_at,
                          next_due_at)
      select ${world.orinoco.organizationId}, ${world.orinoco.personId}, 'Pedido ' || n,
             (case when n % 50 = 0 then 'open' else 'closed' end)::ticket_status, 'p3', 'portal', 1,
             now() - n * interval '1 minute', now(), now(), now(),
             case when n % 50 = 0 then now() + n * interval '1 minute' end
        from generate_series(1, 20000) n`.execute(db);
    await sql`
      insert into ticket_search (ticket_id, organization_id, public_document, internal_document)
      select id, organization_id, to_tsvector('atenta', subject), to_tsvector('atenta', subject)
        from ticket on conflict do nothing`.execute(db);
    // Somebody follows half of them: whose requests those are is asked without looking at everybody's.
    const follower = done(
      await addContact(
        database,
        world.orinoco.organizationId,
        {
          name: 'Luis',
          email: 'luis@orinoco.example',
          role: 'customer',
          authorised: true,
          invite: false,
        },
        { actor: systemActor, at: clock.now(), ipAddress: null },
      ),
    );
    await sql`
      insert into participant (ticket_id, person_id, organization_id, rule, added_by_person_id, added_at)
      select id, ${follower}, organization_id, 'by-hand', ${follower}, now()
        from ticket where organization_id = ${world.orinoco.organizationId} and id % 2 = 0`.execute(
      db,
    );
    // Two agents put off as many as they may.
    await sql`
      insert into snooze (person_id, ticket_id, until, snoozed_at)
      select person_id, ticket.id, now() + interval '1 day', now()
        from unnest(array[${world.carmen}, ${world.braulio}]::bigint[]) person_id,
             (select id from ticket where status = 'open' order by id limit 200) ticket`.execute(
      db,
    );
    await sql`analyze`.execute(db);
  });

  const planOf = (query: Partial<ListQuery>): Promise<string> =>
    plansOf(database, (db) => listTickets(db, { reader: agent, view: 'all', limit: 51, ...query }));

  const views: QueueView[] = [
    'all',
    'active',
    'mine',
    'unassigned',
    'waiting',
    'snoozed',
    'held',
    'scope',
    'resolved',
  ];
  it.each(views)('agents, %s: no table is scanned', async (view) => {
    expect(await planOf({ view })).not.toContain('Seq Scan on ticket');
  });

  it.each(['all', 'active', 'ended'] as const)(
    'customers, %s: no table is scanned',
    async (view) => {
      expect(await planOf({ view, reader: world.orinoco.reader })).not.toContain('Seq Scan');
      expect(
        await planOf({ view, reader: { ...world.orinoco.reader, administrator: true } }),
      ).not.toContain('Seq Scan');
    },
  );

  it.each<Partial<ListQuery>>([
    { assignees: [1] },
    { assignees: [1, 2] },
    { assignees: 'none', view: 'active' },
    { organizationIds: [1] },
    { organizationIds: [1, 2], view: 'active' },
    { status: 'held', organizationIds: [1], assignees: 'none' },
  ])('a search by customer, agent or status: no table is scanned (%o)', async (query) => {
    expect(await planOf(query)).not.toContain('Seq Scan on ticket');
  });

  it('what is snoozed leaves the queue its order from the index', async () => {
    const plan = await planOf({ view: 'active' });
    expect(plan).toContain('ticket_queue');
    expect(plan).not.toContain('Sort');
  });

  it('a rare word is found by its index', async () => {
    expect(await planOf({ words: 'tornasolada' })).toContain('ticket_search_internal');
  });
});
