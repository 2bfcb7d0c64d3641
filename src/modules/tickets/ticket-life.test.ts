import { describe, expect, it } from 'vitest';
import { deskWorld, done } from '../../../test/support/desk-world.ts';
import { testClock } from '../../../test/support/test-clock.ts';
import { testDatabase } from '../../../test/support/test-database.ts';
import { inTransaction } from '../../platform/database/index.ts';
import { readDecisions } from '../agreements/index.ts';
import { readClocks } from '../clocks/index.ts';
import {
  decideObjection,
  listDisputedCharges,
  objectToCharge,
  readAccount,
  readStatement,
  verifyLedger,
} from '../credits/index.ts';
import {
  admitHeld,
  askForInformation,
  closeTicket,
  findTicketById,
  logWork,
  type Reader,
  readTicket,
  referTicket,
  registerTicket,
  reopenTicket,
  resolveTicket,
  reverseWork,
  runDueClosings,
  type Ticket,
  verifyTicketPriority,
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
const day = 24 * hour;

const decisionsOf = async (ticketId: number) =>
  (await readDecisions(db, ticketId)).map(({ kind, clause }) => `${kind} ${clause}`);
const clocksOf = async (ticketId: number) => {
  const clocks = (await readClocks(db, [ticketId], clock.now())).get(ticketId);
  if (clocks === undefined) throw new Error('the ticket has no clocks');
  return clocks;
};
const ticketOf = async (ticketId: number): Promise<Ticket> => {
  const ticket = await findTicketById(db, ticketId);
  if (ticket === undefined) throw new Error('the ticket is gone');
  return ticket;
};
const disputedUnitsOf = async (organizationId: number): Promise<number> =>
  (await listDisputedCharges(db, organizationId)).reduce((sum, { units }) => sum + units, 0);
const reply = (ticketId: number, text = 'Lo estamos viendo.') =>
  world.act(ticketId, async (tx, ticket) =>
    done(
      await writeAsAgent(tx, ticket, {
        personId: carmen,
        visibility: 'public',
        text,
        attachmentIds: [],
        at: clock.now(),
      }),
    ),
  );
const answer = (ticketId: number, personId: number, automatic = false) =>
  world.act(ticketId, async (tx, ticket) =>
    done(
      await writeAsCustomer(tx, ticket, {
        personId,
        channel: 'portal',
        text: 'Es la versión 7.',
        attachmentIds: [],
        automatic,
        arrivedAt: clock.now(),
        at: clock.now(),
      }),
    ),
  );
const ask = (ticketId: number) =>
  world.act(ticketId, async (tx, ticket) =>
    done(
      await askForInformation(tx, ticket, {
        personId: carmen,
        text: '¿Qué versión usa?',
        attachmentIds: [],
        at: clock.now(),
      }),
    ),
  );
const work = (ticketId: number, minutes: number) =>
  world.act(ticketId, (tx, ticket) =>
    logWork(tx, ticket, {
      personId: carmen,
      minutes,
      billableMinutes: minutes,
      note: '',
      workedAt: clock.now(),
      at: clock.now(),
    }),
  );
const resolve = (ticketId: number) =>
  world.act(ticketId, async (tx, ticket) =>
    done(
      await resolveTicket(tx, ticket, {
        personId: carmen,
        form: 'solution',
        text: 'Se reinició el servicio de impresión.',
        attachmentIds: [],
        at: clock.now(),
      }),
    ),
  );
const close = (ticketId: number) =>
  world.act(ticketId, (tx, ticket) => closeTicket(tx, ticket, { by: agent, at: clock.now() }));
const runClosings = () => runDueClosings(database, clock.now(), async () => '¿Sigue ahí?');

describe('admission', () => {
  it('II, T1, T3, VII: a request in order opens, holds a unit and starts both clocks', async () => {
    const before = await readAccount(db, world.orinoco.organizationId);
    const ticket = await world.register(world.orinoco);
    const account = await readAccount(db, world.orinoco.organizationId);
    expect(ticket).toMatchObject({ status: 'open', priority: 'p1', registeredAt: clock.now() });
    expect(before.availableUnits - account.availableUnits).toBe(1);
    const { firstResponse, resolution } = await clocksOf(ticket.id);
    expect(firstResponse.dueAt).toBe(clock.now() + 4 * hour);
    expect(resolution.dueAt).toBe(clock.now() + 24 * hour);
    expect(ticket.nextDueAt).toBe(clock.now() + 4 * hour);
    expect(await decisionsOf(ticket.id)).toEqual([
      'priority-set IV.b',
      'admitted II',
      'unit-held T3',
      'clock-started VII',
      'clock-started VII',
    ]);
  });

  it('IV.a, IV.c: the description is the first message; the result and the answers have fields of their own', async () => {
    const asked = {
      description: 'La caja 2 no factura.',
      expectedResult: 'Que facture.',
      answers: { site: 'Sede norte' },
    };
    const ticket = await world.register(world.orinoco, asked);
    expect(ticket).toMatchObject({
      expectedResult: 'Que facture.',
      answers: { site: 'Sede norte' },
    });
    const written = await db
      .selectFrom('message')
      .select(['body_text', 'author'])
      .where('ticket_id', '=', ticket.id)
      .execute();
    expect(written).toEqual([{ body_text: 'La caja 2 no factura.', author: 'customer' }]);
  });

  it('III: the mailbox or the service sends it to its team, and the log says which', async () => {
    const { projectsTeamId: teamId, mailboxId } = world;
    const byMail = await world.register(world.orinoco, { teamId, mailboxId, channel: 'email' });
    expect(byMail.teamId).toBe(teamId);
    expect(await decisionsOf(byMail.id)).toContain('routed III');
    const routed = await db
      .selectFrom('decision')
      .select('facts')
      .where('ticket_id', '=', byMail.id)
      .where('kind', '=', 'routed')
      .execute();
    expect(routed).toMatchObject([{ facts: { team: 'Servicios profesionales', by: 'mailbox' } }]);
    // A request that another one brought with its team was sent there by nobody.
    const followed = await world.register(world.orinoco, { teamId });
    expect(await decisionsOf(followed.id)).not.toContain('routed III');
  });

  it('T1: with one unit it is held, says why, and no clock runs', async () => {
    const ticket = await world.register(world.apure);
    expect(ticket.status).toBe('held');
    expect(ticket.heldFor).toMatchObject([
      { clause: 'T1', reason: 'credit-insufficient', facts: { availableUnits: 1 } },
    ]);
    expect(await decisionsOf(ticket.id)).toEqual(['priority-set IV.b', 'held T1']);
    expect((await readClocks(db, [ticket.id], clock.now())).size).toBe(0);
  });

  it('T1: units that arrive admit the oldest first, and its clock starts then', async () => {
    const customer = await world.addCustomer('Caroní', 1);
    const first = await world.register(customer);
    clock.advance(hour);
    const second = await world.register(customer);
    clock.advance(hour);
    await world.buy(customer.organizationId, 2);
    expect(await admitHeld(database, customer.organizationId, clock.now())).toEqual([
      first.number,
      second.number,
    ]);
    expect(await ticketOf(first.id)).toMatchObject({ status: 'open', registeredAt: clock.now() });
    expect((await clocksOf(first.id)).firstResponse.dueAt).toBe(clock.now() + 4 * hour);
    expect(await admitHeld(database, customer.organizationId, clock.now())).toEqual([]);
  });

  it('T1: two units admit one of two held requests; the other waits for more', async () => {
    const customer = await world.addCustomer('Guárico', 0);
    const first = await world.register(customer);
    const second = await world.register(customer);
    await world.buy(customer.organizationId, 2);
    expect(await admitHeld(database, customer.organizationId, clock.now())).toEqual([first.number]);
    expect(await ticketOf(second.id)).toMatchObject({ status: 'held' });
  });

  it('T7: terms not accepted hold it; II: every failed condition is told, standing first', async () => {
    const customer = await world.addCustomer('Portuguesa', 0, false);
    const ticket = await world.register(customer);
    expect(ticket.heldFor?.map(({ clause }) => clause)).toEqual(['T1', 'T7']);
  });

  it('money rule 3: of many requests at once on two units, one passes', async () => {
    const customer = await world.addCustomer('Cojedes', 2);
    const tickets = await Promise.all(Array.from({ length: 16 }, () => world.register(customer)));
    expect(tickets.filter(({ status }) => status === 'open')).toHaveLength(1);
    expect(tickets.filter(({ status }) => status === 'held')).toHaveLength(15);
    const account = await readAccount(db, customer.organizationId);
    expect(account).toMatchObject({ availableUnits: 1, heldUnits: 1 });
  });

  it('II: registered by an agent for a contact who phoned, the attention is met at registration', async () => {
    const ticket = await world.register(world.orinoco, {
      registeredByPersonId: carmen,
      channel: 'phone',
    });
    const { firstResponse, resolution } = await clocksOf(ticket.id);
    expect(firstResponse).toMatchObject({ state: 'met', metAt: clock.now(), onTime: true });
    expect(resolution.state).toBe('running');
  });
});

describe('attention and resolution', () => {
  it('VII: a public reply by a person stops attention; a note does not', async () => {
    const ticket = await world.register(world.orinoco);
    clock.advance(hour);
    await world.act(ticket.id, async (tx, locked) =>
      done(
        await writeAsAgent(tx, locked, {
          personId: carmen,
          visibility: 'internal',
          text: 'Revisar el servidor 2.',
          attachmentIds: [],
          at: clock.now(),
        }),
      ),
    );
    expect((await clocksOf(ticket.id)).firstResponse.state).toBe('running');
    await reply(ticket.id);
    expect((await clocksOf(ticket.id)).firstResponse).toMatchObject({
      state: 'met',
      elapsedMs: hour,
      onTime: true,
    });
    expect((await ticketOf(ticket.id)).nextDueAt).toBe(clock.now() + 23 * hour);
  });

  it('V.b, VII: a verified change of priority counts from registration and needs a reason', async () => {
    const ticket = await world.register(world.orinoco);
    clock.advance(hour);
    const verify = (reason: string) =>
      world.act(ticket.id, (tx, locked) =>
        verifyTicketPriority(tx, locked, {
          personId: carmen,
          priority: 'p2',
          reason,
          at: clock.now(),
        }),
      );
    expect(await verify('')).toMatchObject({ refused: true, reason: 'priority-reason-missing' });
    done(await verify('Hay otra impresora en la oficina.'));
    const registeredAt = clock.now() - hour;
    expect((await clocksOf(ticket.id)).firstResponse.dueAt).toBe(registeredAt + 24 * hour);
    expect((await clocksOf(ticket.id)).resolution.dueAt).toBe(registeredAt + 48 * hour);
  });

  it('V.c: a reply written before the customer wrote again is stopped first', async () => {
    const ticket = await world.register(world.orinoco);
    const seen = (await reply(ticket.id)).messageId;
    const { messageId: newer } = await answer(ticket.id, world.orinoco.personId);
    const stale = await world.act(ticket.id, (tx, locked) =>
      writeAsAgent(tx, locked, {
        personId: carmen,
        visibility: 'public',
        text: 'Listo.',
        attachmentIds: [],
        lastSeenMessageId: seen,
        at: clock.now(),
      }),
    );
    expect(stale).toMatchObject({ reason: 'newer-message', facts: { newestMessageId: newer } });
  });
});

describe('units', () => {
  it('T4: 1 h 10 min holds two units and closing charges two, under T4', async () => {
    const customer = await world.addCustomer('Delta', 5);
    const ticket = await world.register(customer);
    done(await work(ticket.id, 70));
    expect(await readAccount(db, customer.organizationId)).toMatchObject({
      availableUnits: 3,
      heldUnits: 2,
    });
    await resolve(ticket.id);
    done(await close(ticket.id));
    expect(await readAccount(db, customer.organizationId)).toMatchObject({
      availableUnits: 3,
      heldUnits: 0,
      balanceUnits: 3,
      consumedUnits: 2,
    });
    expect(await ticketOf(ticket.id)).toMatchObject({ status: 'closed', chargedUnits: 2 });
    const decisions = await decisionsOf(ticket.id);
    expect(decisions).toContain('hold-grown T4');
    expect(decisions).toContain('units-charged T4');
    expect((await verifyLedger(db, customer.organizationId)).problems).toEqual([]);
  });

  it('T3: without work it charges the minimum', async () => {
    const customer = await world.addCustomer('Falcón', 5);
    const ticket = await world.register(customer);
    await resolve(ticket.id);
    done(await close(ticket.id));
    expect(await ticketOf(ticket.id)).toMatchObject({ chargedUnits: 1 });
    expect(await decisionsOf(ticket.id)).toContain('units-charged T3');
  });

  it('T4: work taken back shrinks the hold, and cannot be taken back twice', async () => {
    const customer = await world.addCustomer('Lara', 5);
    const ticket = await world.register(customer);
    done(await work(ticket.id, 130));
    const [entry] = (await readTicket(db, ticket.number, agent, clock.now()))?.work ?? [];
    const reverse = () =>
      world.act(ticket.id, (tx, locked) =>
        reverseWork(tx, locked, {
          personId: carmen,
          workId: entry?.id ?? 0,
          reason: 'Era de otra solicitud',
          at: clock.now(),
        }),
      );
    done(await reverse());
    expect(await readAccount(db, customer.organizationId)).toMatchObject({
      availableUnits: 4,
      heldUnits: 1,
    });
    expect(await reverse()).toMatchObject({ reason: 'work-not-reversible' });
  });

  it('T4: while a charge is disputed the work that it covers stands; new work is charged beside it', async () => {
    const customer = await world.addCustomer('Yaracuy', 9);
    const { organizationId } = customer;
    const actor = { kind: 'person', personId: customer.personId } as const;
    const ticket = await world.register(customer);
    done(await work(ticket.id, 130));
    await resolve(ticket.id);
    done(await close(ticket.id));
    const [charge] = (await readStatement(db, { organizationId, limit: 1 })).lines;
    const entrySequence = charge?.sequence ?? 0;
    const objectionId = done(
      await inTransaction(database, (tx) =>
        objectToCharge(tx, {
          ...{ organizationId, entrySequence, reason: 'Fueron dos horas', actor },
          at: clock.now(),
        }),
      ),
    );
    clock.advance(hour);
    done(
      await world.act(ticket.id, (tx, locked) =>
        reopenTicket(tx, locked, {
          ...{ by: customer.reader, channel: 'portal', reason: 'Sigue igual' },
          at: clock.now(),
        }),
      ),
    );
    done(await work(ticket.id, 60));
    const logged = (await readTicket(db, ticket.number, agent, clock.now()))?.work ?? [];
    const [old, fresh] = logged.map(({ id }) => id).toSorted((a, b) => a - b);
    const reverse = (workId = 0) =>
      world.act(ticket.id, (tx, locked) =>
        reverseWork(tx, locked, {
          ...{ personId: carmen, workId, reason: 'Era de otra' },
          at: clock.now(),
        }),
      );
    expect(await reverse(old)).toMatchObject({
      clause: 'T4',
      reason: 'work-disputed',
      facts: { sequence: entrySequence, objectionId },
    });
    done(await reverse(fresh));
    done(await work(ticket.id, 50));
    await resolve(ticket.id);
    done(await close(ticket.id));
    // 3 h: the ten minutes left of the third hour, and one hour more.
    expect(await readAccount(db, organizationId)).toMatchObject({ consumedUnits: 3 });
    expect(await disputedUnitsOf(organizationId)).toBe(3);
    await inTransaction(database, (tx) =>
      decideObjection(tx, {
        ...{ objectionId, outcome: 'rejected', answer: 'Ahí está el detalle' },
        ...{ actor: { kind: 'person', personId: carmen }, at: clock.now() },
      }),
    );
    expect(await verifyLedger(db, organizationId)).toMatchObject({ problems: [] });
  });

  it('T1: units of an accepted objection admit what waited for credit, oldest first', async () => {
    const customer = await world.addCustomer('Amazonas', 3);
    const { organizationId } = customer;
    const charged = await world.register(customer);
    done(await work(charged.id, 100));
    await resolve(charged.id);
    done(await close(charged.id));
    const [first, second] = [await world.register(customer), await world.register(customer)];
    expect([first.status, second.status]).toEqual(['held', 'held']);
    const [charge] = (await readStatement(db, { organizationId, limit: 1 })).lines;
    const actor = { kind: 'person', personId: carmen } as const;
    await inTransaction(database, async (tx) => {
      const objected = { organizationId, entrySequence: charge?.sequence ?? 0, actor };
      const objectionId = done(
        await objectToCharge(tx, { ...objected, reason: 'No fueron dos', at: clock.now() }),
      );
      const decided = { outcome: 'accepted', units: 1, answer: 'Fue una hora', actor } as const;
      await decideObjection(tx, { ...decided, objectionId, at: clock.now() });
    });
    expect(await admitHeld(database, organizationId, clock.now())).toEqual([first.number]);
    expect((await ticketOf(second.id)).status).toBe('held');
  });

  it('money rule 5: work goes below zero to the floor and not past it', async () => {
    const customer = await world.addCustomer('Mérida', 2);
    const ticket = await world.register(customer);
    done(await work(ticket.id, 7 * 60));
    expect(await readAccount(db, customer.organizationId)).toMatchObject({ availableUnits: -5 });
    expect(await work(ticket.id, 1)).toMatchObject({ refused: true, reason: 'overdraft-reached' });
  });

  it('T3: withdrawn without work it costs nothing; I: referred it costs nothing', async () => {
    const customer = await world.addCustomer('Miranda', 5);
    const withdrawn = await world.register(customer);
    const referred = await world.register(customer);
    done(
      await world.act(withdrawn.id, (tx, ticket) =>
        withdrawTicket(tx, ticket, { by: customer.reader, reason: '', at: clock.now() }),
      ),
    );
    done(
      await world.act(referred.id, (tx, ticket) =>
        referTicket(tx, ticket, {
          personId: carmen,
          reason: 'Es una implementación',
          teamId: null,
          at: clock.now(),
        }),
      ),
    );
    expect(await readAccount(db, customer.organizationId)).toMatchObject({
      availableUnits: 5,
      heldUnits: 0,
    });
    expect(await ticketOf(referred.id)).toMatchObject({
      status: 'referred',
      teamId: world.projectsTeamId,
      nextDueAt: null,
    });
    expect((await clocksOf(referred.id)).resolution.state).toBe('cancelled');
  });
});

describe('VIII.b questions to the customer', () => {
  it('a question pauses resolution and the answer resumes it, at its arrival', async () => {
    const ticket = await world.register(world.orinoco);
    clock.advance(hour);
    await ask(ticket.id);
    expect(await ticketOf(ticket.id)).toMatchObject({ status: 'waiting' });
    expect((await clocksOf(ticket.id)).resolution).toMatchObject({ state: 'paused', dueAt: null });
    clock.advance(10 * hour);
    await answer(ticket.id, world.orinoco.personId);
    const { resolution } = await clocksOf(ticket.id);
    expect(resolution).toMatchObject({ state: 'running', elapsedMs: hour });
    expect(resolution.dueAt).toBe(clock.now() + 23 * hour);
    expect(await ticketOf(ticket.id)).toMatchObject({ status: 'open', nextClosingAt: null });
  });

  it('an automatic answer is no answer', async () => {
    const ticket = await world.register(world.orinoco);
    await ask(ticket.id);
    await answer(ticket.id, world.orinoco.personId, true);
    expect(await ticketOf(ticket.id)).toMatchObject({ status: 'waiting' });
    expect((await clocksOf(ticket.id)).resolution.state).toBe('paused');
  });

  it('reminded after a day, abandoned after two attempts and the grace, and charged the minimum', async () => {
    const ticket = await world.register(world.orinoco);
    await ask(ticket.id);
    clock.advance(day - 1);
    await runClosings();
    expect(await decisionsOf(ticket.id)).not.toContain('reminded VIII.b');
    clock.advance(1);
    await runClosings();
    expect(await decisionsOf(ticket.id)).toContain('reminded VIII.b');
    clock.advance(2 * day - 1);
    await runClosings();
    expect(await ticketOf(ticket.id)).toMatchObject({ status: 'waiting' });
    clock.advance(1);
    await runClosings();
    expect(await ticketOf(ticket.id)).toMatchObject({ status: 'closed', chargedUnits: 1 });
    expect(await decisionsOf(ticket.id)).toContain('abandoned VIII.b');
  });

  it('an answer between the attempts starts the count over', async () => {
    const ticket = await world.register(world.orinoco);
    await ask(ticket.id);
    clock.advance(day);
    await runClosings();
    await answer(ticket.id, world.orinoco.personId);
    clock.advance(5 * day);
    await runClosings();
    expect(await ticketOf(ticket.id)).toMatchObject({ status: 'open' });
  });
});

describe('VIII.a, VIII.c the end and its undoing', () => {
  it('resolved without objection closes by itself after five days', async () => {
    const ticket = await world.register(world.orinoco);
    await resolve(ticket.id);
    clock.advance(5 * day - 1);
    await runClosings();
    expect(await ticketOf(ticket.id)).toMatchObject({ status: 'resolved' });
    clock.advance(1);
    await runClosings();
    expect(await ticketOf(ticket.id)).toMatchObject({ status: 'closed' });
    await runClosings();
    const { reopenableUntil } = (await readTicket(db, ticket.number, agent, clock.now())) ?? {};
    expect(reopenableUntil).toBe(clock.now() + 9 * day);
  });

  it('reopened inside the window the same clock goes on, without the time it was resolved', async () => {
    const ticket = await world.register(world.orinoco);
    clock.advance(2 * hour);
    await resolve(ticket.id);
    done(await close(ticket.id));
    clock.advance(3 * day);
    const reopened = done(
      await world.act(ticket.id, (tx, locked) =>
        reopenTicket(tx, locked, {
          by: world.orinoco.reader,
          channel: 'portal',
          reason: 'Volvió a fallar',
          at: clock.now(),
        }),
      ),
    );
    expect(reopened).toMatchObject({ reopened: true, ticket: { id: ticket.id, status: 'open' } });
    const { resolution } = await clocksOf(ticket.id);
    expect(resolution).toMatchObject({ state: 'running', cycle: 2, elapsedMs: 2 * hour });
    expect(resolution.results).toMatchObject([{ cycle: 1, onTime: true }]);
  });

  it('a reopening starts the desk’s own next-response goal, which only agents see', async () => {
    const ticket = await world.register(world.orinoco);
    await resolve(ticket.id);
    done(
      await world.act(ticket.id, (tx, locked) =>
        reopenTicket(tx, locked, {
          by: world.orinoco.reader,
          channel: 'portal',
          reason: 'Volvió a fallar',
          at: clock.now(),
        }),
      ),
    );
    const seenBy = async (reader: Reader) =>
      (await readTicket(db, ticket.number, reader, clock.now()))?.clocks?.nextResponse;
    // P1: 4 h, as for the first word.
    expect(await seenBy(agent)).toMatchObject({ state: 'running', dueAt: clock.now() + 4 * hour });
    expect(await seenBy(world.orinoco.reader)).toBeNull();
    clock.advance(hour);
    await reply(ticket.id);
    expect(await seenBy(agent)).toMatchObject({ state: 'met', onTime: true });
  });

  it('T4: after a reopening only what goes beyond the units charged is charged', async () => {
    const customer = await world.addCustomer('Nueva Esparta', 10);
    const ticket = await world.register(customer);
    done(await work(ticket.id, 50));
    await resolve(ticket.id);
    done(await close(ticket.id));
    done(
      await world.act(ticket.id, (tx, locked) =>
        reopenTicket(tx, locked, {
          by: customer.reader,
          channel: 'portal',
          reason: 'Volvió a fallar',
          at: clock.now(),
        }),
      ),
    );
    done(await work(ticket.id, 20));
    await resolve(ticket.id);
    done(await close(ticket.id));
    expect(await ticketOf(ticket.id)).toMatchObject({ chargedUnits: 2, billableMinutes: 70 });
    expect(await readAccount(db, customer.organizationId)).toMatchObject({
      availableUnits: 8,
      heldUnits: 0,
      consumedUnits: 2,
    });
    expect((await verifyLedger(db, customer.organizationId)).problems).toEqual([]);
  });

  it('after the window a new linked request takes its place', async () => {
    const ticket = await world.register(world.orinoco);
    await resolve(ticket.id);
    clock.advance(15 * day);
    const late = done(
      await world.act(ticket.id, (tx, locked) =>
        reopenTicket(tx, locked, {
          by: world.orinoco.reader,
          channel: 'portal',
          reason: 'Volvió a fallar',
          at: clock.now(),
        }),
      ),
    );
    expect(late.reopened).toBe(false);
    expect(late.ticket.number).not.toBe(ticket.number);
    const view = await readTicket(db, late.ticket.number, agent, clock.now());
    expect(view?.links).toMatchObject([{ number: ticket.number, kind: 'follow-up' }]);
    expect(await decisionsOf(ticket.id)).toContain('reopening-late VIII.c');
  });
});

describe('who sees what', () => {
  it('II: another customer finds no such request', async () => {
    const ticket = await world.register(world.orinoco);
    expect(await readTicket(db, ticket.number, world.apure.reader, clock.now())).toBeNull();
    expect(await readTicket(db, ticket.number, world.orinoco.reader, clock.now())).not.toBeNull();
  });

  it('V.c: the customer sees no internal note, no work and nothing that is for agents only', async () => {
    const ticket = await world.register(world.orinoco);
    await world.act(ticket.id, async (tx, locked) =>
      done(
        await writeAsAgent(tx, locked, {
          personId: carmen,
          visibility: 'internal',
          text: 'CANARIO-INTERNO',
          attachmentIds: [],
          at: clock.now(),
        }),
      ),
    );
    done(await work(ticket.id, 10));
    const view = await readTicket(db, ticket.number, world.orinoco.reader, clock.now());
    expect(JSON.stringify(view)).not.toContain('CANARIO-INTERNO');
    expect(view?.work).toEqual([]);
  });
});

it('I: a service that nobody knows is declined and nothing is written', async () => {
  const at = clock.now();
  const result = await inTransaction(database, (tx) =>
    registerTicket(tx, {
      organizationId: world.orinoco.organizationId,
      requesterPersonId: world.orinoco.personId,
      registeredByPersonId: null,
      channel: 'portal',
      subject: 'X',
      description: 'Y',
      expectedResult: '',
      suggestion: null,
      categoryId: null,
      serviceId: 999_999,
      answers: {},
      teamId: null,
      mailboxId: null,
      attachmentIds: [],
      receivedAt: at,
      at,
    }),
  );
  expect(result).toMatchObject({ declined: true, reason: 'service-unknown' });
});
