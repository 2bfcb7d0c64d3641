import { describe, expect, it } from 'vitest';
import { deskWorld, done, type WorldCustomer } from '../../../test/support/desk-world.ts';
import { publishTerms } from '../../../test/support/publish-terms.ts';
import { testClock } from '../../../test/support/test-clock.ts';
import { testDatabase } from '../../../test/support/test-database.ts';
import { systemActor } from '../../kernel/actor.ts';
import { inTransaction } from '../../platform/database/index.ts';
import { acceptTerms, readDecisions } from '../agreements/index.ts';
import { readClocks } from '../clocks/index.ts';
import {
  listDisputedCharges,
  objectToCharge,
  readAccount,
  readStatement,
  verifyLedger,
} from '../credits/index.ts';
import { addContact } from '../people/index.ts';
import {
  closeTicket,
  findTicketById,
  isNotDone,
  linkTickets,
  listTickets,
  lockTicketPair,
  logWork,
  mergeTickets,
  readTicket,
  referTicket,
  reopenTicket,
  resolveTicket,
  splitTicket,
  type Ticket,
  unlinkTickets,
  withdrawTicket,
  writeAsAgent,
  writeAsCustomer,
} from './index.ts';

const database = await testDatabase();
const clock = testClock();
const world = await deskWorld(database, clock);
const { db } = database;
const { carmen } = world;
const agent = { kind: 'agent', personId: carmen } as const;
const hour = 3_600_000;

let customers = 0;
const newCustomer = (units = 20): Promise<WorldCustomer> => {
  customers += 1;
  return world.addCustomer(`Empresa ${customers}`, units);
};
const ticketOf = async (ticketId: number): Promise<Ticket> => {
  const ticket = await findTicketById(db, ticketId);
  if (ticket === undefined) throw new Error('the ticket is gone');
  return ticket;
};
const clocksOf = async (ticketId: number) => {
  const clocks = (await readClocks(db, [ticketId], clock.now())).get(ticketId);
  if (clocks === undefined) throw new Error('the ticket has no clocks');
  return clocks;
};
const decisionsOf = async (ticketId: number) =>
  (await readDecisions(db, ticketId)).map(({ kind, clause }) => `${kind} ${clause}`);
const merge = (absorbedNumber: number, survivorNumber: number) =>
  inTransaction(database, async (tx) => {
    const numbers = [absorbedNumber, survivorNumber] as const;
    const [absorbed, survivor] = await lockTicketPair(tx, numbers, agent);
    if (absorbed === undefined || survivor === undefined) throw new Error('no such tickets');
    return mergeTickets(
      tx,
      { absorbed, survivor },
      { by: agent, reason: 'Es lo mismo', at: clock.now() },
    );
  });
const work = (ticketId: number, minutes: number) =>
  world.act(ticketId, async (tx, ticket) =>
    done(
      await logWork(tx, ticket, {
        personId: carmen,
        minutes,
        billableMinutes: minutes,
        note: 'Revisión',
        workedAt: clock.now(),
        at: clock.now(),
      }),
    ),
  );
const reply = (ticketId: number) =>
  world.act(ticketId, async (tx, ticket) =>
    done(
      await writeAsAgent(tx, ticket, {
        personId: carmen,
        visibility: 'public',
        text: 'Lo vemos',
        attachmentIds: [],
        at: clock.now(),
      }),
    ),
  );
const say = (ticketId: number, personId: number, text: string) =>
  world.act(ticketId, async (tx, ticket) =>
    done(
      await writeAsCustomer(tx, ticket, {
        personId,
        channel: 'portal',
        text,
        attachmentIds: [],
        arrivedAt: clock.now(),
        at: clock.now(),
      }),
    ),
  );
const resolveAndClose = async (ticketId: number) => {
  await world.act(ticketId, async (tx, ticket) =>
    done(
      await resolveTicket(tx, ticket, {
        personId: carmen,
        form: 'solution',
        text: 'Hecho',
        attachmentIds: [],
        at: clock.now(),
      }),
    ),
  );
  return world.act(ticketId, async (tx, ticket) =>
    done(await closeTicket(tx, ticket, { by: agent, at: clock.now() })),
  );
};
const proveLedger = async ({ organizationId }: WorldCustomer) => {
  expect((await verifyLedger(db, organizationId)).problems).toEqual([]);
};
const account = ({ organizationId }: WorldCustomer) => readAccount(db, organizationId);

describe('I: merging', () => {
  it('the absorbed one ends, the survivor keeps its clocks from the earlier registration', async () => {
    const customer = await newCustomer();
    const first = await world.register(customer);
    clock.advance(2 * hour);
    await reply(first.id);
    clock.advance(hour);
    const second = await world.register(customer);
    done(await merge(first.number, second.number));

    expect(await ticketOf(first.id)).toMatchObject({
      status: 'rejected',
      mergedIntoTicketId: second.id,
    });
    const clocks = await clocksOf(second.id);
    // P1: 24 h from the first registration; attention met by the answer to the absorbed one.
    expect(clocks.resolution.dueAt).toBe((first.registeredAt ?? 0) + 24 * hour);
    expect(clocks.firstResponse).toMatchObject({ state: 'met', metAt: clock.now() - hour });
    expect((await clocksOf(first.id)).resolution.state).toBe('cancelled');
    expect(await decisionsOf(first.id)).toEqual(
      expect.arrayContaining(['merged I', 'hold-released T3', 'clock-cancelled VII']),
    );
    expect(await decisionsOf(second.id)).toContain('absorbed I');
    await proveLedger(customer);
  });

  it('T3, T4: the work of both is charged once, and the minimum once', async () => {
    const customer = await newCustomer(20);
    const [one, two] = [await world.register(customer), await world.register(customer)];
    await work(one.id, 40);
    await work(two.id, 70);
    // 1 and 2 units on hold; together 110 min are 2.
    expect(await account(customer)).toMatchObject({ availableUnits: 17, heldUnits: 3 });
    done(await merge(one.number, two.number));
    expect(await account(customer)).toMatchObject({ availableUnits: 18, heldUnits: 2 });
    expect((await ticketOf(one.id)).billableMinutes).toBe(0);
    expect((await ticketOf(two.id)).billableMinutes).toBe(110);
    const view = await readTicket(db, two.number, agent, clock.now());
    expect(view?.work.map(({ minutes }) => minutes)).toEqual([70, 40]);
    await resolveAndClose(two.id);
    expect(await account(customer)).toMatchObject({ balanceUnits: 18, heldUnits: 0 });
    await proveLedger(customer);
  });

  it('work grows the survivor’s hold even when nothing else is available', async () => {
    const customer = await newCustomer(3);
    const [one, two] = [await world.register(customer), await world.register(customer)];
    await work(one.id, 100);
    expect(await account(customer)).toMatchObject({ availableUnits: 0, heldUnits: 3 });
    done(await merge(one.number, two.number));
    expect(await account(customer)).toMatchObject({ availableUnits: 1, heldUnits: 2 });
    await proveLedger(customer);
  });

  it('its conversation, its search and its answers are found where it goes on', async () => {
    const customer = await newCustomer();
    const one = await world.register(customer, { description: 'Falla la caja tornasol' });
    const two = await world.register(customer);
    done(await merge(one.number, two.number));
    const view = await readTicket(db, two.number, customer.reader, clock.now());
    expect(view?.messages.map(({ ticketId }) => ticketId).toSorted()).toEqual(
      [one.id, two.id].toSorted(),
    );
    const found = await listTickets(db, {
      reader: customer.reader,
      view: 'all',
      words: 'tornasol',
      limit: 10,
    });
    expect(found.map(({ number }) => number)).toContain(two.number);
    const absorbed = await readTicket(db, one.number, customer.reader, clock.now());
    expect(absorbed?.mergedInto).toMatchObject({ number: two.number });
    expect(absorbed?.acts).toEqual([]);
  });

  it('what was merged into one that is merged goes with it', async () => {
    const customer = await newCustomer();
    const [one, two, three] = [
      await world.register(customer),
      await world.register(customer),
      await world.register(customer),
    ];
    done(await merge(one.number, two.number));
    done(await merge(two.number, three.number));
    expect((await ticketOf(one.id)).mergedIntoTicketId).toBe(three.id);
    expect((await readTicket(db, three.number, agent, clock.now()))?.messages).toHaveLength(3);
    await proveLedger(customer);
  });

  it('nobody reads another company: merging stays within one customer', async () => {
    const [mine, theirs] = [await newCustomer(), await newCustomer()];
    const [one, two] = [await world.register(mine), await world.register(theirs)];
    expect(await merge(one.number, two.number)).toMatchObject({
      refused: true,
      clause: 'I',
      reason: 'merge-other-customer',
    });
    expect((await ticketOf(one.id)).status).toBe('open');
    expect(await readTicket(db, two.number, mine.reader, clock.now())).toBeNull();
  });

  it('a colleague who asked for the same reads both; one who did not, neither', async () => {
    const customer = await newCustomer();
    const by = { actor: systemActor, at: clock.now(), ipAddress: null };
    const addColleague = async (name: string) => {
      const personId = done(
        await addContact(
          database,
          customer.organizationId,
          {
            name,
            email: `${name}${customers}@x.example`,
            role: 'customer',
            authorised: true,
            invite: false,
          },
          by,
        ),
      );
      await inTransaction(database, (tx) =>
        acceptTerms(tx, {
          personId,
          organizationId: customer.organizationId,
          version: 1,
          channel: 'portal',
          ipAddress: null,
          at: clock.now(),
        }),
      );
      return { ...customer.reader, personId };
    };
    const [ana, luis] = [await addColleague('ana'), await addColleague('luis')];
    const hers = await world.register({ ...customer, personId: ana.personId });
    const his = await world.register(customer);
    done(await merge(hers.number, his.number));
    for (const number of [hers.number, his.number]) {
      expect(await readTicket(db, number, ana, clock.now())).not.toBeNull();
      expect(await readTicket(db, number, customer.reader, clock.now())).not.toBeNull();
      expect(await readTicket(db, number, luis, clock.now())).toBeNull();
    }
  });

  it('what was charged before is linked, not merged; and what has ended absorbs nothing', async () => {
    const customer = await newCustomer();
    const [one, two] = [await world.register(customer), await world.register(customer)];
    await resolveAndClose(two.id);
    expect(await merge(one.number, two.number)).toMatchObject({
      reason: 'merge-survivor-not-open',
    });
    expect(await merge(one.number, one.number).catch(() => 'same')).toBeDefined();
  });

  it('a held one is merged into a registered one without a unit, never the other way round', async () => {
    const customer = await newCustomer(2);
    const open = await world.register(customer);
    const held = await world.register(customer);
    expect(held.status).toBe('held');
    expect(await merge(open.number, held.number)).toMatchObject({ reason: 'merge-held-survivor' });
    const before = await account(customer);
    done(await merge(held.number, open.number));
    expect(await account(customer)).toEqual(before);
    expect(await ticketOf(held.id)).toMatchObject({ status: 'rejected', heldFor: null });
    await proveLedger(customer);
  });

  it('two agents who merge each into the other at once: one wins', async () => {
    const customer = await newCustomer();
    const [one, two] = [await world.register(customer), await world.register(customer)];
    const results = await Promise.all([
      merge(one.number, two.number),
      merge(two.number, one.number),
    ]);
    const lost = results.filter(isNotDone);
    expect(lost).toHaveLength(1);
    expect(lost[0]).toMatchObject({ reason: expect.stringMatching(/act-not-from-status|merge-/) });
    const statuses = [(await ticketOf(one.id)).status, (await ticketOf(two.id)).status];
    expect(statuses.toSorted()).toEqual(['open', 'rejected']);
    expect(await account(customer)).toMatchObject({ heldUnits: 1 });
    await proveLedger(customer);
  });

  it('merging and withdrawing the same one at once: one wins, and its unit goes back once', async () => {
    for (let round = 0; round < 5; round += 1) {
      const customer = await newCustomer();
      const [one, two] = [await world.register(customer), await world.register(customer)];
      const results = await Promise.all([
        merge(one.number, two.number),
        world.act(one.id, (tx, ticket) =>
          withdrawTicket(tx, ticket, { by: customer.reader, reason: '', at: clock.now() }),
        ),
      ]);
      expect(results.filter(isNotDone)).toHaveLength(1);
      expect(await account(customer)).toMatchObject({ availableUnits: 19, heldUnits: 1 });
      await proveLedger(customer);
    }
  });
});

describe('T4: a request whose charge is disputed', () => {
  it('reopened, merged into, and referred: only what is new is held, and the charge stands', async () => {
    const customer = await newCustomer();
    const { organizationId } = customer;
    const ticket = await world.register(customer);
    await work(ticket.id, 100);
    await resolveAndClose(ticket.id);
    const [charge] = (await readStatement(db, { organizationId, limit: 1 })).lines;
    const objected = { organizationId, entrySequence: charge?.sequence ?? 0, reason: 'No fue así' };
    const actor = { kind: 'person', personId: customer.personId } as const;
    await inTransaction(database, async (tx) =>
      done(await objectToCharge(tx, { ...objected, actor, at: clock.now() })),
    );
    const stands = async () => ({
      cost: (await account(customer)).consumedUnits,
      disputed: await listDisputedCharges(db, organizationId),
    });
    const before = await stands();
    expect(before).toMatchObject({ cost: 2, disputed: [{ units: 2, ticketId: ticket.id }] });
    clock.advance(hour);
    const reopening = { by: customer.reader, channel: 'portal', reason: 'Sigue igual' } as const;
    await world.act(ticket.id, async (tx, locked) =>
      done(await reopenTicket(tx, locked, { ...reopening, at: clock.now() })),
    );
    const other = await world.register(customer);
    expect(await merge(ticket.number, other.number)).toMatchObject({ reason: 'merge-charged' });
    await work(other.id, 60);
    done(await merge(other.number, ticket.number));
    // 160 minutes are three units, two of them charged.
    expect(await account(customer)).toMatchObject({ heldUnits: 1 });
    expect(await stands()).toEqual(before);
    const referral = { personId: carmen, reason: 'Es un proyecto', teamId: null } as const;
    await world.act(ticket.id, async (tx, locked) =>
      done(await referTicket(tx, locked, { ...referral, at: clock.now() })),
    );
    expect(await account(customer)).toMatchObject({ heldUnits: 0 });
    expect(await stands()).toEqual(before);
    await proveLedger(customer);
  });
});

describe('T2: splitting', () => {
  const split = (
    ticketId: number,
    messageId: number,
    by: Parameters<typeof splitTicket>[2]['by'] = agent,
  ) =>
    world.act(ticketId, (tx, ticket) =>
      splitTicket(tx, ticket, {
        by,
        messageId,
        subject: 'Crear un usuario',
        description: 'Además, crear un usuario',
        expectedResult: '',
        priority: 'p1',
        serviceId: null,
        categoryId: null,
        at: clock.now(),
      }),
    );

  it('a new linked request with its own unit, timed from the arrival of the message', async () => {
    const customer = await newCustomer();
    const ticket = await world.register(customer);
    clock.advance(hour);
    const { messageId } = await say(ticket.id, customer.personId, 'Y además un usuario');
    const arrivedAt = clock.now();
    clock.advance(3 * hour);
    const part = done(await split(ticket.id, messageId));
    expect(part).toMatchObject({ status: 'open', receivedAt: arrivedAt, registeredAt: arrivedAt });
    const clocks = await clocksOf(part.id);
    expect(clocks.firstResponse).toMatchObject({ state: 'running', dueAt: arrivedAt + 4 * hour });
    expect(clocks.resolution.dueAt).toBe(arrivedAt + 24 * hour);
    expect(await account(customer)).toMatchObject({ availableUnits: 18, heldUnits: 2 });
    expect((await readTicket(db, ticket.number, agent, clock.now()))?.links).toMatchObject([
      { number: part.number, kind: 'split' },
    ]);
    expect(await decisionsOf(ticket.id)).toContain('split T2');
    await proveLedger(customer);
  });

  it('without credit the part is held by itself, and the first request goes on', async () => {
    const customer = await newCustomer(2);
    const ticket = await world.register(customer);
    const { messageId } = await say(ticket.id, customer.personId, 'Y además un usuario');
    const part = done(await split(ticket.id, messageId, customer.reader));
    expect(part).toMatchObject({ status: 'held', registeredAt: null });
    expect((await ticketOf(ticket.id)).status).toBe('open');
    await proveLedger(customer);
  });

  it('one message is split once, however many try at once', async () => {
    const customer = await newCustomer();
    const ticket = await world.register(customer);
    const { messageId } = await say(ticket.id, customer.personId, 'Y además un usuario');
    const results = await Promise.all([1, 2, 3].map(() => split(ticket.id, messageId)));
    const lost = results.filter(isNotDone);
    expect(lost).toHaveLength(2);
    expect(lost[0]).toMatchObject({ clause: 'T2', reason: 'split-already' });
    expect(await account(customer)).toMatchObject({ heldUnits: 2 });
  });

  it('a customer splits what it wrote, never a note, a reply or another’s message', async () => {
    const customer = await newCustomer();
    const ticket = await world.register(customer);
    const { messageId: note } = await world.act(ticket.id, async (tx, locked) =>
      done(
        await writeAsAgent(tx, locked, {
          personId: carmen,
          visibility: 'internal',
          text: 'Nota',
          attachmentIds: [],
          at: clock.now(),
        }),
      ),
    );
    const answered = await reply(ticket.id);
    for (const messageId of [note, answered.messageId, 999_999]) {
      expect(await split(ticket.id, messageId, customer.reader)).toMatchObject({
        reason: 'message-unknown',
      });
    }
    expect(await split(ticket.id, note)).toMatchObject({ reason: 'split-internal-note' });
  });
});

describe('linking', () => {
  it('relates two requests both ways, shows each reader its own, and can be taken back', async () => {
    const [mine, theirs] = [await newCustomer(), await newCustomer()];
    const [one, two] = [await world.register(mine), await world.register(theirs)];
    const link = { by: agent, toNumber: two.number, kind: 'related' as const, at: clock.now() };
    await world.act(one.id, async (tx, ticket) => done(await linkTickets(tx, ticket, link)));
    for (const [number, other] of [
      [one.number, two.number],
      [two.number, one.number],
    ] as const) {
      const view = await readTicket(db, number, agent, clock.now());
      expect(view?.links).toMatchObject([{ number: other, kind: 'related' }]);
    }
    const seen = await readTicket(db, one.number, mine.reader, clock.now());
    expect(seen?.links).toEqual([]);
    expect(JSON.stringify(seen?.log)).not.toContain(String(two.number));
    await world.act(one.id, async (tx, ticket) =>
      done(await unlinkTickets(tx, ticket, { by: agent, toNumber: two.number, at: clock.now() })),
    );
    expect((await readTicket(db, two.number, agent, clock.now()))?.links).toEqual([]);
    expect(
      await world.act(one.id, (tx, ticket) =>
        unlinkTickets(tx, ticket, { by: agent, toNumber: two.number, at: clock.now() }),
      ),
    ).toMatchObject({ reason: 'link-unknown' });
  });
});

describe('II: withdrawing', () => {
  it('before any work the unit goes back; after it the work is charged, also for an agent who records it', async () => {
    const customer = await newCustomer();
    const [idle, worked] = [await world.register(customer), await world.register(customer)];
    await work(worked.id, 61);
    for (const [ticket, by] of [
      [idle, customer.reader],
      [worked, agent],
    ] as const) {
      await world.act(ticket.id, async (tx, locked) =>
        done(await withdrawTicket(tx, locked, { by, reason: 'Ya no hace falta', at: clock.now() })),
      );
    }
    expect((await ticketOf(idle.id)).chargedUnits).toBeNull();
    expect((await ticketOf(worked.id)).chargedUnits).toBe(2);
    expect(await account(customer)).toMatchObject({ balanceUnits: 18, heldUnits: 0 });
    await proveLedger(customer);
  });
});

// Last: it publishes another version of the agreement.
describe('T4: a merge that the account cannot carry', () => {
  it('changes nothing: the absorbed request keeps its hold, its work and its question', async () => {
    const customer = await newCustomer(14);
    const absorbed = await world.register(customer);
    await work(absorbed.id, 600);
    // Every half hour a unit: the same work needs more units than it held.
    const version = await publishTerms(
      database,
      { clock, world },
      { 'credits.minutesPerUnit': 30, 'credits.overdraftUnitsMax': 2 },
    );
    const { personId, organizationId } = customer;
    const accepted = { personId, organizationId, version, ipAddress: null, at: clock.now() };
    await inTransaction(database, (tx) => acceptTerms(tx, { ...accepted, channel: 'portal' }));
    const survivor = await world.register(customer);
    expect(survivor).toMatchObject({ status: 'open', agreementVersion: version });
    const stands = async () => ({
      account: await account(customer),
      tickets: [await ticketOf(absorbed.id), await ticketOf(survivor.id)],
      decisions: [await decisionsOf(absorbed.id), await decisionsOf(survivor.id)],
      views: [
        await readTicket(db, absorbed.number, agent, clock.now()),
        await readTicket(db, survivor.number, agent, clock.now()),
      ],
    });
    const before = await stands();
    expect(await merge(absorbed.number, survivor.number)).toMatchObject({
      reason: 'overdraft-reached',
    });
    expect(await stands()).toEqual(before);
    await proveLedger(customer);
  });
});
