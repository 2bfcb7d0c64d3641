import { beforeEach, describe, expect, it } from 'vitest';
import { deskWorld, done, type WorldCustomer } from '../../../test/support/desk-world.ts';
import { testClock } from '../../../test/support/test-clock.ts';
import { testDatabase } from '../../../test/support/test-database.ts';
import { inTransaction } from '../../platform/database/index.ts';
import { readDecisions } from '../agreements/index.ts';
import { readClocks } from '../clocks/index.ts';
import { readAccount, readStatement, verifyLedger } from '../credits/index.ts';
import {
  closeTicket,
  findTicketById,
  isNotDone,
  logWork,
  resolveTicket,
  type Ticket,
  withdrawTicket,
} from '../tickets/index.ts';
import {
  type Appointment,
  acceptSlot,
  appointmentsOfTicket,
  cancelAppointment,
  cancelAppointmentsOfEnded,
  offerAppointment,
  openSlots,
  proposeTimes,
  readAgenda,
  recordOutcome,
  runDueAppointments,
} from './index.ts';
import type { Offer } from './offer-appointment.ts';

const database = await testDatabase();
const clock = testClock();
const world = await deskWorld(database, clock);
const hour = 3_600_000;
const agent = { kind: 'agent', personId: world.carmen } as const;

let customer: WorldCustomer;
let ticket: Ticket;
let customers = 0;
beforeEach(async () => {
  customers += 1;
  customer = await world.addCustomer(`Cliente ${customers}`, 10);
  ticket = await world.register(customer);
});

const party = () => ({ kind: 'customer', personId: customer.personId }) as const;

const offer = async (more: Partial<Offer> = {}): Promise<Appointment> =>
  done(
    await world.act(ticket.id, (tx, locked) =>
      offerAppointment(tx, locked, {
        personId: world.carmen,
        agentPersonId: world.carmen,
        subject: 'Configurar la impresora fiscal',
        place: 'remote',
        location: '',
        durationMinutes: 60,
        surchargeUnits: null,
        surchargeNote: '',
        slots: [clock.now() + 48 * hour],
        at: clock.now(),
        ...more,
      }),
    ),
  );

const visit = (units: number) =>
  offer({
    place: 'onsite',
    location: 'Av. Principal 1',
    surchargeUnits: units,
    surchargeNote: 'Traslado',
  });

async function accept(
  appointmentId: number,
  more: { slot?: number; absenceAccepted?: boolean; surchargeAccepted?: boolean } = {},
) {
  const slots = await openSlots(database.db, appointmentId);
  return world.act(ticket.id, (tx, locked) =>
    acceptSlot(tx, locked, {
      appointmentId,
      slotId: slots[more.slot ?? 0]?.id ?? 0,
      by: party(),
      absenceAccepted: true,
      surchargeAccepted: false,
      channel: 'portal',
      at: clock.now(),
      ...more,
    }),
  );
}

const cancel = (appointmentId: number, by: 'agent' | 'customer', chargeAccepted = false) =>
  world.act(ticket.id, (tx, locked) =>
    cancelAppointment(tx, locked, {
      appointmentId,
      by: by === 'agent' ? agent : party(),
      reason: 'Cambio de planes',
      chargeAccepted,
      at: clock.now(),
    }),
  );

const outcome = (appointmentId: number, what: 'done' | 'no-show') =>
  world.act(ticket.id, (tx, locked) =>
    recordOutcome(tx, locked, {
      appointmentId,
      personId: world.carmen,
      outcome: what,
      note: what === 'done' ? 'Se configuró' : 'Nadie se conectó en quince minutos',
      attemptsNote: 'Dos llamadas al teléfono del contacto',
      attachmentIds: [],
      at: clock.now(),
    }),
  );

const resolution = async () =>
  (await readClocks(database.db, [ticket.id], clock.now())).get(ticket.id)?.resolution;
const attention = async () =>
  (await readClocks(database.db, [ticket.id], clock.now())).get(ticket.id)?.firstResponse;
const decisions = async () => readDecisions(database.db, ticket.id);
const decided = async (kind: string) => (await decisions()).filter((one) => one.kind === kind);
const account = () => readAccount(database.db, customer.organizationId);
const charges = async () => {
  const { lines } = await readStatement(database.db, {
    organizationId: customer.organizationId,
    limit: 50,
  });
  return lines
    .filter(({ kind }) => kind === 'charge')
    .map(({ clause, change }) => [clause, change.consumed])
    .toReversed();
};
const one = async (id: number) =>
  done((await appointmentsOfTicket(database.db, ticket.id)).find((each) => each.id === id) ?? null);

async function close(minutes: number): Promise<Ticket> {
  if (minutes > 0) {
    await world.act(ticket.id, (tx, locked) =>
      logWork(tx, locked, {
        personId: world.carmen,
        minutes,
        billableMinutes: minutes,
        note: '',
        workedAt: clock.now(),
        at: clock.now(),
      }).then(done),
    );
  }
  await world.act(ticket.id, (tx, locked) =>
    resolveTicket(tx, locked, {
      personId: world.carmen,
      form: 'solution',
      text: 'Listo',
      attachmentIds: [],
      at: clock.now(),
    }).then(done),
  );
  return world.act(ticket.id, (tx, locked) =>
    closeTicket(tx, locked, { by: customer.reader, at: clock.now() }).then(done),
  );
}

describe('T6 offered and accepted', () => {
  it('an offer agrees to nothing: no pause, no cost, and no attention', async () => {
    await offer();
    expect((await resolution())?.state).toBe('running');
    expect((await attention())?.state).toBe('running');
    expect((await account()).availableUnits).toBe(9);
  });

  it('is not agreed before the customer accepts what absence costs', async () => {
    const { id } = await offer();
    expect(await accept(id, { absenceAccepted: false })).toMatchObject({
      clause: 'T6',
      reason: 'absence-terms-not-accepted',
      facts: { absenceUnits: 1 },
    });
    expect((await one(id)).state).toBe('offered');
  });

  it('acceptance is recorded: who, when, which version, by which clause', async () => {
    const { id } = await offer({ slots: [50, 74].map((hours) => clock.now() + hours * hour) });
    done(await accept(id, { slot: 1 }));
    const startsAt = clock.now() + 74 * hour;
    expect(await one(id)).toMatchObject({
      state: 'accepted',
      startsAt,
      slots: [],
      acceptances: [
        {
          clause: 'T6',
          personId: customer.personId,
          agreementVersion: 1,
          acceptedAt: clock.now(),
          startsAt,
          units: 1,
          channel: 'portal',
        },
      ],
    });
    expect(await decided('appointment-accepted')).toMatchObject([
      {
        clause: 'T6',
        facts: { appointmentAt: startsAt, absenceUnits: 1, freeUntil: startsAt - 4 * hour },
      },
    ]);
  });

  it('the own proposal is accepted by the other side only', async () => {
    const { id } = await offer();
    const [slot] = await openSlots(database.db, id);
    const own = await world.act(ticket.id, (tx, locked) =>
      acceptSlot(tx, locked, {
        appointmentId: id,
        slotId: slot?.id ?? 0,
        by: agent,
        absenceAccepted: true,
        surchargeAccepted: true,
        channel: 'portal',
        at: clock.now(),
      }),
    );
    expect(own).toMatchObject({ reason: 'slot-of-own-side' });
  });

  it('the customer proposes, with the condition, and the agent accepts: agreed at once', async () => {
    const { id } = await offer();
    const startsAt = clock.now() + 30 * hour;
    const propose = (absenceAccepted: boolean) =>
      world.act(ticket.id, (tx, locked) =>
        proposeTimes(tx, locked, {
          appointmentId: id,
          by: party(),
          slots: [startsAt],
          absenceAccepted,
          surchargeAccepted: false,
          channel: 'portal',
          at: clock.now(),
        }),
      );
    expect(await propose(false)).toMatchObject({ reason: 'absence-terms-not-accepted' });
    done(await propose(true));
    const slot = (await openSlots(database.db, id)).find((each) => each.proposedBy === 'customer');
    clock.advance(hour);
    done(
      await world.act(ticket.id, (tx, locked) =>
        acceptSlot(tx, locked, {
          appointmentId: id,
          slotId: slot?.id ?? 0,
          by: agent,
          absenceAccepted: false,
          surchargeAccepted: false,
          channel: 'portal',
          at: clock.now(),
        }),
      ),
    );
    expect(await one(id)).toMatchObject({
      state: 'accepted',
      startsAt,
      acceptances: [{ personId: customer.personId, acceptedAt: clock.now() - hour }],
    });
  });

  it.each([
    ['accepted twice at once', 'accept'],
    ['accepted and cancelled at once', 'cancel'],
  ])('%s: one wins', async (_, other) => {
    const { id } = await offer({ slots: [50, 74].map((hours) => clock.now() + hours * hour) });
    const results = await Promise.all([
      accept(id, { slot: 0 }),
      other === 'accept' ? accept(id, { slot: 1 }) : cancel(id, 'agent'),
    ]);
    const won = results.filter((result) => !isNotDone(result));
    const view = await one(id);
    if (other === 'accept') {
      expect(won).toHaveLength(1);
      expect(view.acceptances).toHaveLength(1);
    }
    // A cancellation that comes second cancels what was agreed; an acceptance that comes second finds it over.
    if (other === 'cancel') expect(view.state).toBe('cancelled');
    expect((await resolution())?.state).toBe(view.state === 'accepted' ? 'paused' : 'running');
  });
});

describe('VII the clock', () => {
  it('pauses resolution until the agreed moment and resumes by itself; attention never pauses', async () => {
    const { id } = await offer({ slots: [clock.now() + 10 * hour] });
    clock.advance(hour);
    done(await accept(id));
    expect(await resolution()).toMatchObject({ state: 'paused', elapsedMs: hour });
    expect((await attention())?.state).toBe('running');
    expect((await findTicketById(database.db, ticket.id))?.nextDueAt).toBe(
      (await attention())?.dueAt,
    );
    clock.advance(9 * hour);
    await runDueAppointments(database, clock.now());
    const running = await resolution();
    expect(running).toMatchObject({ state: 'running', elapsedMs: hour });
    expect(running?.dueAt).toBe(clock.now() + 23 * hour);
    expect(await decided('clock-resumed')).toMatchObject([{ facts: { cause: 'appointment' } }]);
  });

  it('cancelled earlier, it resumes at the cancellation; moved, it pauses until the new time', async () => {
    const { id } = await offer({ slots: [clock.now() + 10 * hour] });
    done(await accept(id));
    clock.advance(hour);
    const moved = clock.now() + 20 * hour;
    done(
      await world.act(ticket.id, (tx, locked) =>
        proposeTimes(tx, locked, {
          appointmentId: id,
          by: agent,
          slots: [moved],
          absenceAccepted: false,
          surchargeAccepted: false,
          channel: 'portal',
          at: clock.now(),
        }),
      ),
    );
    expect((await one(id)).startsAt).toBe(clock.now() + 9 * hour);
    done(await accept(id));
    expect(await one(id)).toMatchObject({ startsAt: moved, sequence: 1 });
    expect(await decided('appointment-moved')).toHaveLength(1);
    expect(await resolution()).toMatchObject({ state: 'paused', resumesAt: moved });
    clock.advance(2 * hour);
    done(await cancel(id, 'customer'));
    expect(await one(id)).toMatchObject({ state: 'cancelled', sequence: 2, chargedUnits: 0 });
    expect(await resolution()).toMatchObject({ state: 'running', elapsedMs: 0 });
  });

  it('after an absence it pauses until a new time is agreed', async () => {
    const { id } = await offer({ slots: [clock.now() + 2 * hour] });
    done(await accept(id));
    clock.advance(3 * hour);
    done(await outcome(id, 'no-show'));
    clock.advance(5 * hour);
    expect(await resolution()).toMatchObject({ state: 'paused', elapsedMs: hour });
    const again = await offer({ slots: [clock.now() + 2 * hour] });
    expect((await resolution())?.state).toBe('paused');
    done(await accept(again.id));
    clock.advance(2 * hour + 1);
    expect(await resolution()).toMatchObject({ state: 'running' });
  });
});

describe('T6 absence', () => {
  it('charges the minimum once, under its clause; the same unit is the minimum of the request', async () => {
    const { id } = await offer();
    done(await accept(id));
    clock.advance(48 * hour);
    expect(await outcome(id, 'no-show')).toMatchObject({ reason: 'outcome-too-early' });
    clock.advance(15 * 60_000);
    done(await outcome(id, 'no-show'));
    expect(await outcome(id, 'no-show')).toMatchObject({ reason: 'appointment-over' });
    expect(await charges()).toEqual([['T6', 1]]);
    expect((await account()).availableUnits).toBe(9);
    expect(await decided('no-show-charged')).toMatchObject([{ clause: 'T6', facts: { units: 1 } }]);
    const closed = await close(0);
    expect(closed.chargedUnits).toBe(1);
    expect(await charges()).toEqual([['T6', 1]]);
    expect(await account()).toMatchObject({ availableUnits: 9, heldUnits: 0 });
    expect(await verifyLedger(database.db, customer.organizationId)).toMatchObject({
      problems: [],
    });
  });

  it('the work is charged beside it, by its hours', async () => {
    const { id } = await offer();
    done(await accept(id));
    clock.advance(49 * hour);
    done(await outcome(id, 'no-show'));
    const closed = await close(70);
    expect(await charges()).toEqual([
      ['T6', 1],
      ['T4', 2],
    ]);
    expect(closed.chargedUnits).toBe(3);
    expect(await account()).toMatchObject({ availableUnits: 7, heldUnits: 0 });
  });

  it('after work was logged the hold for the work stays whole', async () => {
    const { id } = await offer();
    done(await accept(id));
    await world.act(ticket.id, (tx, locked) =>
      logWork(tx, locked, {
        personId: world.carmen,
        minutes: 61,
        billableMinutes: 61,
        note: '',
        workedAt: clock.now(),
        at: clock.now(),
      }).then(done),
    );
    clock.advance(49 * hour);
    done(await outcome(id, 'no-show'));
    expect(await account()).toMatchObject({ availableUnits: 7, heldUnits: 2 });
    expect((await close(0)).chargedUnits).toBe(3);
    expect(await verifyLedger(database.db, customer.organizationId)).toMatchObject({
      problems: [],
    });
  });

  it('two at once: charged once', async () => {
    const { id } = await offer();
    done(await accept(id));
    clock.advance(49 * hour);
    const both = await Promise.all([outcome(id, 'no-show'), outcome(id, 'no-show')]);
    expect(both.filter((result) => !isNotDone(result))).toHaveLength(1);
    expect(await charges()).toEqual([['T6', 1]]);
  });

  it('stays charged when the request is withdrawn', async () => {
    const { id } = await offer();
    done(await accept(id));
    clock.advance(49 * hour);
    done(await outcome(id, 'no-show'));
    const withdrawn = await world.act(ticket.id, (tx, locked) =>
      withdrawTicket(tx, locked, { by: customer.reader, reason: '', at: clock.now() }).then(done),
    );
    expect(withdrawn.chargedUnits).toBe(1);
    expect(await account()).toMatchObject({ availableUnits: 9, heldUnits: 0 });
  });
});

describe('T6 cancelling', () => {
  it.each([
    ['four hours before', 0, 0],
    ['a moment later', 1, 1],
  ])('%s', async (_, late, units) => {
    const { id, slots } = { ...(await offer()), slots: clock.now() + 48 * hour };
    done(await accept(id));
    clock.set(slots - 4 * hour + late);
    if (units > 0) {
      expect(await cancel(id, 'customer')).toMatchObject({
        reason: 'cancellation-costs',
        facts: { units: 1, noticeMinutes: 240 },
      });
      expect(await charges()).toEqual([]);
    }
    done(await cancel(id, 'customer', true));
    expect(await charges()).toEqual(units === 0 ? [] : [['T6', 1]]);
    expect(await one(id)).toMatchObject({ state: 'cancelled', chargedUnits: units });
    expect(await decided('late-cancellation-charged')).toHaveLength(units);
    expect((await resolution())?.state).toBe('running');
  });

  it('the desk cancels without cost, however late', async () => {
    const { id } = await offer();
    done(await accept(id));
    clock.advance(48 * hour - 1);
    done(await cancel(id, 'agent'));
    expect(await charges()).toEqual([]);
  });

  it('a request that ended needs its activities no more', async () => {
    const { id } = await offer();
    done(await accept(id));
    await close(0);
    await cancelAppointmentsOfEnded(database, ticket.id, clock.now());
    await cancelAppointmentsOfEnded(database, ticket.id, clock.now());
    expect(await one(id)).toMatchObject({ state: 'cancelled', chargedUnits: 0 });
  });
});

describe('T5 a visit', () => {
  it('is not confirmed before its charge is accepted, which is recorded', async () => {
    const { id } = await visit(2);
    expect(await accept(id)).toMatchObject({ clause: 'T5', reason: 'surcharge-not-accepted' });
    done(await accept(id, { surchargeAccepted: true }));
    expect((await one(id)).acceptances).toMatchObject([
      { clause: 'T6', units: 1 },
      { clause: 'T5', units: 2, personId: customer.personId },
    ]);
    expect(await decided('surcharge-accepted')).toMatchObject([
      { clause: 'T5', facts: { units: 2 } },
    ]);
  });

  it('is not offered without proposing its charge, nor accepted by an account that cannot bear it', async () => {
    const unpriced = await world.act(ticket.id, (tx, locked) =>
      offerAppointment(tx, locked, {
        personId: world.carmen,
        agentPersonId: world.carmen,
        subject: 'Visita',
        place: 'onsite',
        location: 'Av. Principal 1',
        durationMinutes: 60,
        surchargeUnits: null,
        surchargeNote: '',
        slots: [clock.now() + hour],
        at: clock.now(),
      }),
    );
    expect(unpriced).toMatchObject({ reason: 'surcharge-not-agreed' });
    const { id } = await visit(10);
    expect(await accept(id, { surchargeAccepted: true })).toMatchObject({
      reason: 'surcharge-units-missing',
      facts: { surchargeUnits: 10, availableUnits: 9 },
    });
  });

  it('done: its units are held, and charged at close as an entry of their own', async () => {
    const { id } = await visit(2);
    done(await accept(id, { surchargeAccepted: true }));
    clock.advance(49 * hour);
    done(await outcome(id, 'done'));
    expect((await attention())?.state).toBe('met');
    expect(await account()).toMatchObject({ availableUnits: 7, heldUnits: 3 });
    const closed = await close(70);
    expect(await charges()).toEqual([
      ['T4', 2],
      ['T5', 2],
    ]);
    expect(closed.chargedUnits).toBe(4);
    expect(await account()).toMatchObject({ availableUnits: 6, heldUnits: 0 });
    expect(await decided('surcharge-charged')).toMatchObject([
      { clause: 'T5', facts: { units: 2 } },
    ]);
    expect(await verifyLedger(database.db, customer.organizationId)).toMatchObject({
      problems: [],
    });
  });
});

describe('reminders', () => {
  it('a day and an hour before, once each, whoever runs them', async () => {
    const { id } = await offer();
    done(await accept(id));
    const run = () => Promise.all([1, 2].map(() => runDueAppointments(database, clock.now())));
    clock.advance(24 * hour - 1);
    await run();
    expect(await decided('appointment-reminded')).toEqual([]);
    clock.advance(1);
    await run();
    await run();
    clock.advance(23 * hour);
    await run();
    clock.advance(hour);
    await run();
    const reminded = await decided('appointment-reminded');
    expect(reminded.map(({ facts }) => facts['minutesBefore'])).toEqual([1440, 60]);
  });

  it('nobody is reminded of what was resolved meanwhile: it is cancelled', async () => {
    const { id } = await offer();
    done(await accept(id));
    await world.act(ticket.id, (tx, locked) =>
      resolveTicket(tx, locked, {
        personId: world.carmen,
        form: 'solution',
        text: 'Listo',
        attachmentIds: [],
        at: clock.now(),
      }).then(done),
    );
    clock.advance(24 * hour);
    await runDueAppointments(database, clock.now());
    expect((await one(id)).state).toBe('cancelled');
    expect(await decided('appointment-reminded')).toEqual([]);
  });
});

describe('the agenda', () => {
  it('shows a customer its own, and an agent everybody', async () => {
    const { id } = await offer();
    done(await accept(id));
    const other = await world.addCustomer(`Otro ${customers}`, 5);
    const list = (reader: Parameters<typeof readAgenda>[1]['reader']) =>
      inTransaction(database, (tx) =>
        readAgenda(tx, { reader, view: 'agreed', from: clock.now(), limit: 100 }),
      );
    const ids = async (reader: Parameters<typeof list>[0]) =>
      (await list(reader)).map((each) => each.id);
    expect(await ids(customer.reader)).toEqual([id]);
    expect(await ids(other.reader)).toEqual([]);
    expect(await ids(agent)).toContain(id);
  });
});
