import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { deskWorld, done } from '../../../../test/support/desk-world.ts';
import { plansOf } from '../../../../test/support/plans-of.ts';
import { testClock } from '../../../../test/support/test-clock.ts';
import { testDatabase } from '../../../../test/support/test-database.ts';
import { dayMs, hourMs } from '../../../kernel/duration.ts';
import {
  askForInformation,
  reopenTicket,
  resolveTicket,
  type Ticket,
  withdrawTicket,
  writeAsCustomer,
} from '../../tickets/index.ts';
import { readReport, reportSpan, summariseRequests } from '../index.ts';
import type { Attainment, ReportQuestion } from './model.ts';

const database = await testDatabase();
const clock = testClock();
const world = await deskWorld(database, clock);
const { db } = database;

const suggestion = { priority: 'p1', from: 'person', readIn: 'form' } as const;
const medium = { ...suggestion, priority: 'p3' } as const;
const question = (more: Partial<ReportQuestion> = {}): ReportQuestion => ({
  ...reportSpan('2026-03', '2026-04', 'America/Caracas'),
  organizationId: null,
  serviceId: null,
  ...more,
});
const summarise = () => summariseRequests(database, clock.now());
const writing = () => ({ personId: world.carmen, attachmentIds: [], at: clock.now() });
const resolve = (ticket: Ticket) =>
  world.act(ticket.id, async (tx, locked) =>
    done(await resolveTicket(tx, locked, { ...writing(), form: 'solution', text: 'Listo.' })),
  );

async function cell(of: Partial<Attainment>): Promise<Attainment | undefined> {
  const { attainment } = await readReport(db, question());
  const wanted = { month: null, priority: null, ...of };
  return attainment.find(
    ({ clock: kind, month, priority }) =>
      kind === wanted.clock && month === wanted.month && priority === wanted.priority,
  );
}

describe('a month of a desk', () => {
  let late: Ticket;
  beforeAll(async () => {
    // P1: attention in 4 h, resolution in 24 h.
    late = await world.register(world.orinoco, { suggestion });
    const kept = await world.register(world.orinoco, { suggestion });
    const gone = await world.register(world.orinoco, { suggestion: medium });
    const asked = await world.register(world.orinoco, { suggestion: medium });
    clock.advance(2 * hourMs);
    await resolve(kept);
    await world.act(gone.id, async (tx, ticket) =>
      done(
        await withdrawTicket(tx, ticket, {
          by: world.orinoco.reader,
          reason: 'Ya no hace falta',
          at: clock.now(),
        }),
      ),
    );
    await world.act(asked.id, async (tx, ticket) =>
      done(await askForInformation(tx, ticket, { ...writing(), text: '¿Qué modelo es?' })),
    );
    clock.advance(10 * hourMs);
    await world.act(asked.id, async (tx, ticket) =>
      done(
        await writeAsCustomer(tx, ticket, {
          personId: world.orinoco.personId,
          channel: 'portal',
          text: 'El 840.',
          attachmentIds: [],
          arrivedAt: clock.now(),
          at: clock.now(),
        }),
      ),
    );
    clock.advance(20 * hourMs);
    await resolve(late);
    await summarise();
  });

  it('VII: kept and broken by priority and month, with what is not judged apart', async () => {
    expect(await cell({ clock: 'resolution', priority: 'p1', month: '2026-03' })).toMatchObject({
      ...{ met: 1, breached: 1, running: 0, none: 0, cancelled: 0, byChange: 0 },
    });
    // Nobody answered the late one before it was resolved; the withdrawn one counts for nothing.
    expect(await cell({ clock: 'firstResponse' })).toMatchObject({
      ...{ met: 2, breached: 1, running: 0, cancelled: 1 },
    });
    expect(await cell({ clock: 'resolution' })).toMatchObject({
      ...{ met: 1, breached: 1, running: 1, cancelled: 1 },
    });
    expect(await cell({ clock: 'resolution', month: '2026-04' })).toBeUndefined();
  });

  it('what came in and went out by week, and where the time went', async () => {
    const { weeks, spent, requests } = await readReport(db, question());
    expect(requests).toBe(4);
    expect(weeks.find(({ week }) => week === '2026-03-02')).toEqual({
      ...{ week: '2026-03-02', registered: 4, resolved: 2, ended: 1 },
    });
    expect(spent.waiting).toBe(10 * hourMs);
    // 32 h of the late one, 2 h each of what was resolved and withdrawn, 22 h of the one that goes on.
    expect(spent.counted).toBe((32 + 2 + 2 + 22) * hourMs);
  });

  it('VIII.c: what was summarised as resolved goes on when it is reopened', async () => {
    await world.act(late.id, async (tx, ticket) =>
      done(
        await reopenTicket(tx, ticket, {
          by: world.orinoco.reader,
          channel: 'portal',
          reason: 'Sigue igual',
          at: clock.now(),
        }),
      ),
    );
    await summarise();
    const { weeks } = await readReport(db, question());
    expect(weeks[1]).toMatchObject({ registered: 4, resolved: 1 });
    // Broken stays broken.
    expect(await cell({ clock: 'resolution', priority: 'p1' })).toMatchObject({ breached: 1 });
  });

  it('of one customer alone, and of none that has nothing', async () => {
    const of = (organizationId: number) => readReport(db, question({ organizationId }));
    expect((await of(world.orinoco.organizationId)).requests).toBe(4);
    expect((await of(world.apure.organizationId)).requests).toBe(0);
  });

  it('what is over and cannot come back is not looked at again', async () => {
    clock.advance(60 * dayMs);
    expect(await summarise()).toBeGreaterThan(0);
    const unsettled = await db
      .selectFrom('report_request')
      .select('ticket_id')
      .where('settled', '=', false)
      .execute();
    // The two that go on.
    expect(unsettled).toHaveLength(2);
    expect(await summarise()).toBe(2);
  });
});

describe('of a desk with twenty thousand requests', () => {
  beforeAll(async () => {
    await sql`
      insert into ticket (organization_id, requester_person_id, subject, status, priority, channel,
                          agreement_version, received_at, registered_at, last_message_at, updated_at)
      select ${world.orinoco.organizationId}, ${world.orinoco.personId}, 'Pedido ' || n, 'closed', 'p3',
             'portal', 1, moment, moment, moment, moment
        from generate_series(1, 20000) n, lateral (select timestamptz '2020-01-01' + n * interval '2 hours' as moment) m`.execute(
      db,
    );
    await sql`
      insert into report_request (ticket_id, ticket_version, organization_id, priority, registered_at,
        resolved_at, first_response, resolution, first_response_by_change, resolution_by_change, counted_ms,
        held_ms, outside_hours_ms, waiting_ms, no_show_ms, appointment_ms, untimed_ms, resolved_ms, settled)
      select id, 1, organization_id, priority, registered_at, registered_at, 'met', 'met', false, false,
             1, 0, 0, 0, 0, 0, 0, 0, true from ticket where subject like 'Pedido %'`.execute(db);
    await sql`analyze`.execute(db);
  });

  it('the months of a report are read, and nothing before them', async () => {
    const plan = await plansOf(database, (on) => readReport(on, question()));
    expect(plan).not.toMatch(/Seq Scan on (ticket|report_request|clock_event)\b/);
    expect(plan).toContain('report_request_registered');
    expect(plan).toContain('report_request_resolved');
  });
});
