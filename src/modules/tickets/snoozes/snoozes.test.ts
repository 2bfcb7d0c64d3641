import { describe, expect, it } from 'vitest';
import { deskWorld, done } from '../../../../test/support/desk-world.ts';
import { plainAgent } from '../../../../test/support/plain-agent.ts';
import { testClock } from '../../../../test/support/test-clock.ts';
import { testDatabase } from '../../../../test/support/test-database.ts';
import { isDeclined } from '../../../kernel/declined.ts';
import { dayMs, hourMs } from '../../../kernel/duration.ts';
import { isRefusal } from '../../../policy/verdict.ts';
import { readClocks } from '../../clocks/index.ts';
import {
  assignTicket,
  countTicketViews,
  listTickets,
  type QueueView,
  resolveTicket,
  snoozeTicket,
  type Ticket,
  wakeDueSnooze,
  wakeDueSnoozes,
  wakeSnoozedLater,
  wakeTicket,
  writeAsCustomer,
} from '../index.ts';

const database = await testDatabase();
const clock = testClock();
const world = await deskWorld(database, clock);
const { db } = database;
const { carmen, orinoco } = world;
const pedro = await plainAgent(database, clock, 'Pedro');

const snooze = (ticket: Ticket, personId: number, until = clock.now() + hourMs) =>
  world.act(ticket.id, (tx, locked) =>
    snoozeTicket(tx, locked, { personId, until, at: clock.now() }),
  );
const queueOf = async (personId: number, view: QueueView = 'active', words?: string) => {
  const found = await listTickets(db, {
    reader: { kind: 'agent', personId },
    view,
    limit: 500,
    ...(words === undefined ? {} : { words }),
  });
  return found.map(({ id }) => id);
};
const customerWrites = (ticket: Ticket, automatic: boolean) =>
  world.act(ticket.id, async (tx, locked) =>
    done(
      await writeAsCustomer(tx, locked, {
        personId: orinoco.personId,
        channel: 'portal',
        text: 'Sigue igual.',
        attachmentIds: [],
        automatic,
        arrivedAt: clock.now(),
        at: clock.now(),
      }),
    ),
  );
const reasonOf = (answer: unknown) =>
  isDeclined(answer) || isRefusal(answer) ? answer.reason : answer;

describe('a snoozed request', () => {
  it('leaves the queues of whoever snoozed it, and nobody else’s; a search finds it', async () => {
    const ticket = await world.register(orinoco, { subject: 'Turpial dormido' });
    done(await snooze(ticket, carmen));
    for (const view of ['active', 'unassigned'] as const) {
      expect(await queueOf(carmen, view)).not.toContain(ticket.id);
      expect(await queueOf(pedro, view)).toContain(ticket.id);
    }
    expect(await queueOf(carmen, 'snoozed')).toEqual([ticket.id]);
    expect(await queueOf(pedro, 'snoozed')).toEqual([]);
    expect(await queueOf(carmen, 'active', 'turpial')).toEqual([ticket.id]);
    const counts = await countTicketViews(db, carmen, { limit: 1000, at: clock.now() });
    expect(counts).toMatchObject({ snoozed: 1, active: (await queueOf(carmen)).length });
  });

  it('VII: keeps its clocks and its version as they were', async () => {
    const ticket = await world.register(orinoco);
    const before = await readClocks(db, [ticket.id], clock.now());
    const after = done(await snooze(ticket, carmen));
    expect(await readClocks(db, [ticket.id], clock.now())).toEqual(before);
    expect(after).toEqual(ticket);
  });

  it('comes back at its moment and not before, once, also after a stop of the desk', async () => {
    const ticket = await world.register(orinoco);
    done(await snooze(ticket, carmen));
    const whose = { personId: carmen, ticketId: ticket.id };
    clock.advance(hourMs - 1);
    await wakeDueSnooze(database, whose, clock.now());
    await wakeDueSnoozes(database, clock.now());
    expect(await queueOf(carmen)).not.toContain(ticket.id);
    clock.advance(1);
    await wakeDueSnoozes(database, clock.now());
    expect(await queueOf(carmen)).toContain(ticket.id);
    // A job that runs again does not end what was put off since.
    done(await snooze(ticket, carmen));
    await wakeDueSnooze(database, whose, clock.now());
    expect(await queueOf(carmen)).not.toContain(ticket.id);
  });

  it('waits for the moment that was said last', async () => {
    const ticket = await world.register(orinoco);
    done(await snooze(ticket, carmen));
    done(await snooze(ticket, carmen, clock.now() + 3 * hourMs));
    clock.advance(2 * hourMs);
    await wakeDueSnoozes(database, clock.now());
    expect(await queueOf(carmen)).not.toContain(ticket.id);
  });

  it('comes back at once when the customer writes, and not for an automatic answer', async () => {
    const ticket = await world.register(orinoco);
    done(await snooze(ticket, carmen));
    await customerWrites(ticket, true);
    expect(await queueOf(carmen)).not.toContain(ticket.id);
    await customerWrites(ticket, false);
    expect(await queueOf(carmen)).toContain(ticket.id);
  });

  it('comes back when a clock fell due, when it is given to its sleeper, and by hand', async () => {
    const ticket = await world.register(orinoco);
    done(await snooze(ticket, carmen));
    await world.act(ticket.id, (tx) => wakeSnoozedLater(tx, ticket.id));
    expect(await queueOf(carmen)).toContain(ticket.id);

    done(await snooze(ticket, carmen));
    const to = { assigneePersonId: carmen, personId: pedro, at: clock.now() };
    await world.act(ticket.id, (tx, locked) => assignTicket(tx, locked, to));
    expect(await queueOf(carmen, 'mine')).toContain(ticket.id);

    done(await snooze(ticket, carmen));
    await world.act(ticket.id, (tx, locked) => wakeTicket(tx, locked, { personId: pedro }));
    expect(await queueOf(carmen)).not.toContain(ticket.id);
    await world.act(ticket.id, (tx, locked) => wakeTicket(tx, locked, { personId: carmen }));
    expect(await queueOf(carmen)).toContain(ticket.id);
  });

  it('is snoozed no more when it is resolved, so that a reopened one is seen', async () => {
    const ticket = await world.register(orinoco);
    done(await snooze(ticket, carmen));
    await world.act(ticket.id, async (tx, locked) =>
      done(
        await resolveTicket(tx, locked, {
          personId: pedro,
          form: 'solution',
          text: 'Se cambió el cable del enlace.',
          attachmentIds: [],
          at: clock.now(),
        }),
      ),
    );
    expect(await queueOf(carmen, 'snoozed')).not.toContain(ticket.id);
    expect(reasonOf(await snooze(ticket, carmen))).toBe('act-not-from-status');
  });

  it('is put off to a moment that comes, within 90 days', async () => {
    const ticket = await world.register(orinoco);
    const at = clock.now();
    const until = async (moment: number) => reasonOf(await snooze(ticket, carmen, moment));
    expect(await until(at)).toBe('snooze-moment');
    expect(await until(at + 90 * dayMs + 1)).toBe('snooze-moment');
    expect(await until(at + 90 * dayMs)).toMatchObject({ id: ticket.id });
  });
});
