import { beforeEach, describe, expect, it } from 'vitest';
import { deskWorld, done, type WorldCustomer } from '../../../test/support/desk-world.ts';
import { testClock } from '../../../test/support/test-clock.ts';
import { testDatabase } from '../../../test/support/test-database.ts';
import { silentLog } from '../../platform/log.ts';
import { readDecisions } from '../agreements/index.ts';
import { fireDueClocks, pollClocks, proveClocks } from '../clocks/index.ts';
import {
  askForInformation,
  reopenTicket,
  resolveTicket,
  verifyTicketPriority,
  writeAsAgent,
} from './index.ts';

const database = await testDatabase();
const clock = testClock();
const world = await deskWorld(database, clock);
const hour = 3_600_000;
const fireAll = async () => {
  while ((await fireDueClocks(database, clock.now())) > 0);
};
const fired = async (ticketId: number) =>
  (await readDecisions(database.db, ticketId))
    .filter(({ kind }) => /^clock-(warned|breached|escalated)$/.test(kind))
    .map(({ kind, facts, at }) => ({ kind, clock: facts['clock'], at }));

let customer: WorldCustomer;
let customers = 0;
beforeEach(async () => {
  await fireAll();
  customers += 1;
  customer = await world.addCustomer(`Cliente ${customers}`, 20);
});

describe('V.d', () => {
  it('a clock that nobody meets warns, breaches and escalates, each once', async () => {
    const ticket = await world.register(customer);
    const registeredAt = clock.now();
    for (let step = 0; step < 60; step += 1) {
      clock.advance(hour / 2);
      await fireAll();
      await fireAll();
    }
    const all = await fired(ticket.id);
    for (const kind of ['firstResponse', 'resolution']) {
      const breaches = all.filter((f) => f.kind === 'clock-breached' && f.clock === kind);
      expect(breaches).toHaveLength(1);
      expect(breaches[0]?.at).toBe(registeredAt + (kind === 'firstResponse' ? 4 : 24) * hour);
      expect(all.some((f) => f.kind === 'clock-warned' && f.clock === kind)).toBe(true);
      expect(all.some((f) => f.kind === 'clock-escalated' && f.clock === kind)).toBe(true);
    }
    const keys = all.map((f) => `${f.kind} ${f.clock} ${f.at}`);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('after a stop of the desk a breach keeps its own moment, and stale warnings are left out', async () => {
    const ticket = await world.register(customer);
    const dueAt = clock.now() + 4 * hour;
    clock.advance(10 * hour);
    await fireAll();
    const attention = (await fired(ticket.id)).filter((f) => f.clock === 'firstResponse');
    expect(attention.filter((f) => f.kind === 'clock-breached')).toMatchObject([{ at: dueAt }]);
    expect(attention.filter((f) => f.kind === 'clock-warned')).toEqual([]);
  });

  it('VIII.c: after a reopening the desk owes a word, and its own goal sorts the queue, warns, breaches and escalates', async () => {
    const { id } = await world.register(customer);
    const message = { personId: world.carmen, text: 'Texto', attachmentIds: [] };
    await world.act(id, async (tx, ticket) =>
      done(await resolveTicket(tx, ticket, { ...message, form: 'solution', at: clock.now() })),
    );
    clock.advance(hour);
    const reopen = () =>
      world.act(id, async (tx, ticket) => {
        const { reader: by } = customer;
        const reopening = { by, channel: 'portal', reason: 'Falla otra vez' } as const;
        return done(await reopenTicket(tx, ticket, { ...reopening, at: clock.now() })).ticket;
      });
    // The goal is nearer than the resolution, which has 24 h.
    expect((await reopen()).nextDueAt).toBe(clock.now() + 4 * hour);
    const goals = async () => (await fired(id)).filter((one) => one.clock === 'nextResponse');
    for (let step = 0; step < 10; step += 1) {
      clock.advance(hour / 2);
      await fireAll();
    }
    expect((await goals()).map(({ kind }) => kind)).toEqual([
      'clock-warned',
      'clock-warned',
      'clock-breached',
      'clock-escalated',
    ]);
    // A word stops it; only the promises are left to sort by, and a second reopening begins another goal.
    const answered = await world.act(id, async (tx, ticket) =>
      done(await writeAsAgent(tx, ticket, { ...message, visibility: 'public', at: clock.now() })),
    );
    expect(answered.ticket.nextDueAt).toBeGreaterThan(clock.now() + 4 * hour);
    await world.act(id, async (tx, ticket) =>
      done(await resolveTicket(tx, ticket, { ...message, form: 'solution', at: clock.now() })),
    );
    clock.advance(hour);
    expect((await reopen()).nextDueAt).toBe(clock.now() + 4 * hour);
    clock.advance(5 * hour);
    await fireAll();
    expect((await goals()).filter(({ kind }) => kind === 'clock-breached')).toHaveLength(2);
    const { rows } = await database.pool.query(
      `select kind from clock_result where ticket_id = $1 and kind = 'next_response'`,
      [id],
    );
    expect(rows).toEqual([]);
  });

  it('many pollers at once fire each step once', async () => {
    const tickets = await Promise.all(Array.from({ length: 5 }, () => world.register(customer)));
    clock.advance(30 * hour);
    await Promise.all(Array.from({ length: 6 }, fireAll));
    for (const ticket of tickets) {
      const breaches = (await fired(ticket.id)).filter((f) => f.kind === 'clock-breached');
      expect(breaches.map((f) => f.clock).toSorted()).toEqual(['firstResponse', 'resolution']);
    }
  });

  it('what was resolved in time, or waits for the customer, does not breach', async () => {
    const [resolved, waiting] = [await world.register(customer), await world.register(customer)];
    const message = { personId: world.carmen, text: 'Texto', attachmentIds: [], at: clock.now() };
    await world.act(resolved.id, async (tx, ticket) =>
      done(await resolveTicket(tx, ticket, { ...message, form: 'solution' })),
    );
    await world.act(waiting.id, async (tx, ticket) =>
      done(await askForInformation(tx, ticket, message)),
    );
    clock.advance(48 * hour);
    await fireAll();
    expect(await fired(resolved.id)).toEqual([]);
    expect(await fired(waiting.id)).toEqual([]);
  });

  it('V.b: a raised priority that is over already breaches by the change, once', async () => {
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
    await fireAll();
    const breaches = (await readDecisions(database.db, ticket.id)).filter(
      ({ kind }) => kind === 'clock-breached',
    );
    expect(breaches).toHaveLength(1);
    expect(breaches[0]?.facts).toMatchObject({ clock: 'firstResponse', cause: 'priority-changed' });
  });
});

it('VII: the proof of a clock has no gap and adds up to what elapsed', async () => {
  const ticket = await world.register(customer);
  clock.advance(hour);
  await world.act(ticket.id, async (tx, locked) =>
    done(
      await askForInformation(tx, locked, {
        personId: world.carmen,
        text: '¿Cuál?',
        attachmentIds: [],
        at: clock.now(),
      }),
    ),
  );
  clock.advance(5 * hour);
  const proofs = await proveClocks(database.db, ticket.id, clock.now());
  const resolution = proofs.find(({ reading }) => reading.kind === 'resolution');
  expect(resolution?.intervals.map(({ reason, countedMs }) => [reason, countedMs])).toEqual([
    ['counted', hour],
    ['waiting', 0],
  ]);
  expect(resolution?.reading.elapsedMs).toBe(hour);
});

it('the poller fires what falls due while it sleeps, and stops when told', async () => {
  const ticket = await world.register(customer);
  const poller = await pollClocks(database, { clock, log: silentLog });
  try {
    clock.advance(5 * hour);
    // Any change of a clock wakes it: here, another ticket.
    await world.register(customer);
    await expect.poll(() => fired(ticket.id), { timeout: 5000 }).not.toEqual([]);
  } finally {
    await poller.stop();
  }
});
