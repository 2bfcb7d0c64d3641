import { describe, expect, it } from 'vitest';
import { deskWorld, done } from '../../../test/support/desk-world.ts';
import { testClock } from '../../../test/support/test-clock.ts';
import { testDatabase } from '../../../test/support/test-database.ts';
import { personActor } from '../../kernel/actor.ts';
import { inTransaction } from '../../platform/database/index.ts';
import { agreementVersion1 } from '../../policy/agreement-version-1.ts';
import type { CalendarDefinition } from '../../policy/clocks/calendar.ts';
import { acceptTerms, readDecisions } from '../agreements/index.ts';
import {
  previewCalendar,
  readCalendarRollout,
  readClocks,
  readServiceCalendar,
  saveServiceCalendar,
} from '../clocks/index.ts';
import {
  findTicketById,
  reopenTicket,
  resolveTicket,
  rollOutCalendar,
  verifyTicketPriority,
} from './index.ts';

const database = await testDatabase();
// Monday 2026-03-09 08:00 in Caracas.
const clock = testClock('2026-03-09T12:00:00Z');
const world = await deskWorld(database, clock);
const { db } = database;
const hour = 3_600_000;
const by = () => ({ actor: personActor(world.carmen), at: clock.now(), ipAddress: null });

const office = [
  { from: '08:00', to: '12:00' },
  { from: '13:00', to: '17:00' },
];
const hours = (holidays: readonly string[] = []): CalendarDefinition => ({
  kind: 'hours',
  timeZone: 'America/Caracas',
  week: { monday: office, tuesday: office, wednesday: office, thursday: office, friday: office },
  holidays: holidays.map((date) => ({ date, name: 'No laborable' })),
  shifts: {},
  breaks: {},
});
const save = (definition: CalendarDefinition, basedOnVersion: number | null) =>
  inTransaction(database, (tx) =>
    saveServiceCalendar(tx, { name: 'Horario', definition, basedOnVersion }, by()),
  );
const saveNext = async (definition: CalendarDefinition) =>
  done(await save(definition, (await readServiceCalendar(db))?.version ?? null));
const clocksOf = async (ticketId: number) => {
  const clocks = (await readClocks(db, [ticketId], clock.now())).get(ticketId);
  if (clocks === undefined) throw new Error('the ticket has no clocks');
  return clocks;
};
const resolve = (ticketId: number) =>
  world.act(ticketId, async (tx, ticket) =>
    done(
      await resolveTicket(tx, ticket, {
        personId: world.carmen,
        form: 'solution',
        text: 'Hecho',
        attachmentIds: [],
        at: clock.now(),
      }),
    ),
  );

// An agreement whose second priority counts service hours: 24 h of attention, 48 h of resolution.
await db
  .insertInto('agreement')
  .values({
    version: 2,
    terms: JSON.stringify({
      ...agreementVersion1.terms,
      targets: {
        ...agreementVersion1.terms.targets,
        p2: { firstResponseMinutes: 4 * 60, resolutionMinutes: 16 * 60, hours: 'service' },
      },
    }),
    clauses: JSON.stringify(agreementVersion1.clauses),
    effective_from: new Date(clock.now()),
    published_at: new Date(clock.now()),
  })
  .execute();
const customer = await world.addCustomer('Delta', 60);
await inTransaction(database, (tx) =>
  acceptTerms(tx, {
    personId: customer.personId,
    organizationId: customer.organizationId,
    version: 2,
    channel: 'portal',
    ipAddress: null,
    at: clock.now(),
  }),
);
const register = (priority: 'p1' | 'p2') =>
  world.register(customer, { suggestion: { priority, from: 'person', readIn: 'form' } });

/** Registered while there was no calendar: its registration names none. */
const early = await register('p1');

describe('VII: the service calendar', () => {
  it('may not be saved without hours, or over a version that somebody else saved', async () => {
    expect(await save({ ...hours(), week: {} } as CalendarDefinition, null)).toMatchObject({
      declined: true,
      reason: 'calendar-unsound',
      facts: { problem: 'no-service-hours' },
    });
    expect(await save(hours(), null)).toEqual({ calendarId: expect.any(Number), version: 1 });
    expect(await save(hours(), null)).toMatchObject({ reason: 'calendar-changed' });
    expect((await readServiceCalendar(db))?.version).toBe(1);
  });

  it('two who save at once: one wins', async () => {
    const saved = await Promise.all([save(hours(), 1), save(hours(), 1)]);
    expect(saved.filter((result) => 'declined' in result)).toHaveLength(1);
    expect((await readServiceCalendar(db))?.version).toBe(2);
  });

  it('an edit moves open clocks only, as the preview said, and decides it with its clause', async () => {
    const open = await register('p2');
    const around = await register('p1');
    const ended = await register('p2');
    clock.advance(hour);
    await resolve(ended.id);
    const before = await clocksOf(open.id);
    // 16 service hours from Monday 08:00: Tuesday's closing.
    expect(new Date(before.resolution.dueAt ?? 0).toISOString()).toBe('2026-03-10T21:00:00.000Z');
    const endedBefore = await clocksOf(ended.id);

    const withHoliday = hours(['2026-03-10']);
    const preview = await previewCalendar(db, withHoliday, clock.now());
    expect(preview).toMatchObject({ complete: true });
    expect(preview.moved.filter(({ ticketId }) => ticketId === open.id)).toEqual([
      {
        ticketId: open.id,
        kind: 'resolution',
        from: before.resolution.dueAt,
        to: Date.parse('2026-03-11T21:00:00Z'),
      },
    ]);
    expect(preview.moved.some(({ ticketId }) => ticketId === around.id)).toBe(false);

    const saved = await saveNext(withHoliday);
    // Until the rollout comes nothing has moved, and nothing is lost.
    expect((await clocksOf(open.id)).resolution.dueAt).toBe(before.resolution.dueAt);
    await rollOutCalendar(database, saved, clock.now());
    const after = await clocksOf(open.id);
    expect(after.resolution.dueAt).toBe(Date.parse('2026-03-11T21:00:00Z'));
    expect((await findTicketById(db, open.id))?.nextDueAt).toBe(after.nextDueAt);
    expect(await clocksOf(ended.id)).toEqual(endedBefore);
    expect((await readDecisions(db, open.id)).at(-1)).toMatchObject({
      kind: 'clock-retargeted',
      clause: 'VII',
      facts: { cause: 'calendar-changed', clock: 'resolution' },
    });
    const rollout = await readCalendarRollout(db, saved.calendarId);
    expect(rollout).toMatchObject({ clocksMoved: preview.moved.length });
    expect(rollout?.ticketsDone).toBe(rollout?.ticketsTotal);
    expect(rollout?.finishedAt).not.toBeNull();
  });

  it('the rows that the queue reads say what the events say', async () => {
    const rows = await db.selectFrom('clock').selectAll().where('state', '=', 'running').execute();
    for (const row of rows) {
      const clocks = await clocksOf(row.ticket_id);
      const reading = row.kind === 'resolution' ? clocks.resolution : clocks.firstResponse;
      expect(row.due_at?.getTime() ?? null).toBe(reading.dueAt);
      expect(row.calendar_version).toBe(reading.calendar?.version ?? null);
    }
  });

  it('a rollout that runs again, or whose version is not the newest, does nothing', async () => {
    const ticket = await register('p2');
    const [first, second] = [await saveNext(hours(['2026-03-11'])), await saveNext(hours())];
    const events = () =>
      db.selectFrom('clock_event').select('sequence').where('ticket_id', '=', ticket.id).execute();
    await rollOutCalendar(database, first, clock.now());
    expect(await events()).toHaveLength(1);
    await rollOutCalendar(database, second, clock.now());
    await rollOutCalendar(database, second, clock.now());
    expect(await events()).toHaveLength(2);
  });

  it('many workers at once reach each request once', async () => {
    const tickets = await Promise.all(Array.from({ length: 6 }, () => register('p2')));
    const saved = await saveNext(hours(['2026-03-12']));
    await Promise.all(
      Array.from({ length: 4 }, () => rollOutCalendar(database, saved, clock.now())),
    );
    for (const { id } of tickets) {
      const events = await db
        .selectFrom('clock_event')
        .select('type')
        .where('ticket_id', '=', id)
        .execute();
      expect(events.map(({ type }) => type)).toEqual(['registered', 'calendar-changed']);
    }
    const rollout = await readCalendarRollout(db, saved.calendarId);
    expect(rollout?.ticketsDone).toBe(rollout?.ticketsTotal);
  });

  it('VIII.c: what was resolved meanwhile is judged by the calendar of today once it is reopened', async () => {
    const ticket = await register('p2');
    await resolve(ticket.id);
    const saved = await saveNext(hours(['2026-03-13']));
    await rollOutCalendar(database, saved, clock.now());
    expect((await clocksOf(ticket.id)).resolution.calendar?.version).not.toBe(saved.version);
    clock.advance(hour);
    await world.act(ticket.id, async (tx, locked) =>
      done(
        await reopenTicket(tx, locked, {
          by: customer.reader,
          channel: 'portal',
          reason: 'Sigue igual',
          at: clock.now(),
        }),
      ),
    );
    expect((await clocksOf(ticket.id)).resolution).toMatchObject({
      calendar: saved,
      cycle: 2,
      state: 'running',
    });
  });
});

it('V.b: a request registered before there was a calendar can be given a level that counts service hours', async () => {
  await world.act(early.id, async (tx, locked) =>
    done(
      await verifyTicketPriority(tx, locked, {
        personId: world.carmen,
        priority: 'p2',
        reason: 'Hay otra caja',
        at: clock.now(),
      }),
    ),
  );
  expect((await clocksOf(early.id)).resolution.promised.hours).toBe('service');
});
