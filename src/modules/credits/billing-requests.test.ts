import { describe, expect, it } from 'vitest';
import { creditWorld } from '../../../test/support/credit-world.ts';
import { testClock } from '../../../test/support/test-clock.ts';
import { testDatabase } from '../../../test/support/test-database.ts';
import { systemActor } from '../../kernel/actor.ts';
import { inTransaction } from '../../platform/database/index.ts';
import {
  chargeTicket,
  confirmAdjustment,
  decideObjection,
  declineTopUp,
  holdForTicket,
  listAdjustmentRequests,
  listObjections,
  listTopUps,
  objectToCharge,
  readAccount,
  readDisputedUnits,
  readStatement,
  recordPurchase,
  recordTopUp,
  requestAdjustment,
  requestTopUp,
  setLowBalance,
  verifyLedger,
  watchBalances,
} from './index.ts';

const database = await testDatabase();
const clock = testClock();
const world = await creditWorld(database, clock);
const cashier = person(world.cashier);
const { supervisor } = world;
const hour = 60 * 60 * 1000;

function person(actor: typeof world.cashier) {
  if (actor.kind !== 'person') throw new Error('the cashier is a person');
  return actor;
}

/** A customer with units, one charged request, and the number of the charge's entry. */
async function charged(units: number, bought = units + 5) {
  const { organizationId, ticketIds } = await world.addCustomer();
  const [ticketId = 0] = ticketIds;
  const command = { organizationId, at: clock.now() };
  await inTransaction(database, (tx) =>
    recordPurchase(tx, { ...command, key: 'buy', actor: cashier, units: bought, reference: 'F' }),
  );
  const { sequence } = await inTransaction(database, async (tx) => {
    const recorded = await chargeTicket(tx, {
      ...command,
      key: 'charge',
      actor: systemActor,
      ticketId,
      clause: 'T4',
      agreementVersion: 1,
      ticketUnits: units,
      workMinutes: units * 60,
    });
    if (!('sequence' in recorded)) throw new Error(recorded.reason);
    return recorded;
  });
  return { organizationId, ticketId, entrySequence: sequence ?? 0 };
}

const object = (of: { organizationId: number; entrySequence: number }, actor = cashier) =>
  inTransaction(database, (tx) =>
    objectToCharge(tx, { ...of, reason: 'No fue una hora', actor, at: clock.now() }),
  );
const decide = (
  objectionId: number,
  outcome: 'accepted' | 'rejected',
  more: { units?: number; actor?: typeof cashier } = {},
) =>
  inTransaction(database, (tx) =>
    decideObjection(tx, {
      objectionId,
      outcome,
      answer: 'Se revisó el trabajo',
      actor: more.actor ?? cashier,
      units: more.units,
      at: clock.now(),
    }),
  );
const confirm = (
  requestId: number,
  actor: typeof cashier,
  outcome: 'confirmed' | 'declined' = 'confirmed',
) =>
  inTransaction(database, (tx) =>
    confirmAdjustment(tx, { requestId, outcome, actor, at: clock.now() }),
  );

async function raised(of: { organizationId: number; entrySequence: number }): Promise<number> {
  const id = await object(of);
  if (typeof id !== 'number') throw new Error(id.reason);
  return id;
}

/** Whether the customer has been warned of a low balance, after one more look. */
async function isWarned(organizationId: number): Promise<boolean> {
  await inTransaction(database, (tx) => watchBalances(tx, clock.now()));
  const { rowCount } = await database.pool.query(
    'select from credit_low_balance where organization_id = $1',
    [organizationId],
  );
  return rowCount === 1;
}

describe('an objection to a charge', () => {
  it('is taken once, whoever raises it and however many at once, with 72 h to be decided', async () => {
    const of = await charged(2);
    const answers = await Promise.all(Array.from({ length: 8 }, () => object(of)));
    expect(answers.filter((answer) => typeof answer === 'number')).toHaveLength(1);
    const [objection] = await listObjections(database.db, { ...of, limit: 10 });
    expect(objection).toMatchObject({ units: 2, state: 'open', dueAt: clock.now() + 72 * hour });
    expect(await readDisputedUnits(database.db, of.organizationId)).toBe(2);
    const { rows } = await database.pool.query(
      `select kind, clause from decision where ticket_id = $1`,
      [of.ticketId],
    );
    expect(rows).toEqual([{ kind: 'charge-objected', clause: 'T4' }]);
  });

  it('accepted, gives the units back by an entry that names the charge', async () => {
    const of = await charged(3);
    const before = await readAccount(database.db, of.organizationId);
    expect(await decide(await raised(of), 'accepted', { units: 2 })).toBe('decided');
    const account = await readAccount(database.db, of.organizationId);
    expect(account.availableUnits).toBe(before.availableUnits + 2);
    const { lines } = await readStatement(database.db, { ...of, limit: 1 });
    expect(lines[0]).toMatchObject({
      kind: 'adjustment',
      correctsSequence: of.entrySequence,
      ticketId: of.ticketId,
      balanceChange: 2,
    });
    expect(await readDisputedUnits(database.db, of.organizationId)).toBe(0);
    expect(await verifyLedger(database.db, of.organizationId)).toMatchObject({ problems: [] });
  });

  it('rejected, moves nothing; a decision is final', async () => {
    const of = await charged(2);
    const id = await raised(of);
    const before = await readAccount(database.db, of.organizationId);
    expect(await decide(id, 'rejected')).toBe('decided');
    expect(await readAccount(database.db, of.organizationId)).toEqual(before);
    expect(await decide(id, 'accepted')).toMatchObject({ reason: 'objection-decided' });
    expect(await object(of)).toMatchObject({ reason: 'objection-exists' });
  });

  it('while it is open the charge stands: its units admit nothing (T1), and no low balance is told for them alone', async () => {
    const of = await charged(2, 3);
    const { organizationId, ticketId } = of;
    await inTransaction(database, (tx) => setLowBalance(tx, organizationId, 2));
    const id = await raised(of);
    const hold = { organizationId, ticketId, key: 'hold', actor: systemActor, at: clock.now() };
    const clause = { clause: 'T3', agreementVersion: 1 } as const;
    expect(
      await inTransaction(database, (tx) =>
        holdForTicket(tx, { ...hold, ...clause, units: 1, availableUnitsMin: 2 }),
      ),
    ).toMatchObject({
      reason: 'credit-insufficient',
      facts: { availableUnits: 1, requiredUnits: 2 },
    });
    expect(await isWarned(organizationId)).toBe(false);
    await decide(id, 'rejected');
    expect(await isWarned(organizationId)).toBe(true);
  });

  it('decided by two at once is decided once', async () => {
    const of = await charged(2);
    const id = await raised(of);
    const answers = await Promise.all([decide(id, 'accepted'), decide(id, 'accepted')]);
    expect(answers.filter((answer) => answer === 'decided')).toHaveLength(1);
    const { sequence } = await readAccount(database.db, of.organizationId);
    expect(sequence).toBe(of.entrySequence + 1);
  });

  it('is about a charge of that customer that still costs something', async () => {
    const of = await charged(2);
    const purchase = { ...of, entrySequence: 1 };
    expect(await object(purchase)).toMatchObject({ reason: 'entry-not-a-charge' });
    expect(await object({ ...of, entrySequence: 99 })).toMatchObject({
      reason: 'entry-not-a-charge',
    });
    const other = await charged(1);
    await decide(await raised(other), 'accepted');
    expect(await object(other)).toMatchObject({ reason: 'charge-given-back' });
  });

  it('above what one person gives back alone waits for another one, and is accepted with them', async () => {
    const of = await charged(12);
    const id = await raised(of);
    expect(await decide(id, 'accepted')).toBe('waits');
    expect(await decide(id, 'rejected')).toMatchObject({ reason: 'objection-waits' });
    const [request] = await listAdjustmentRequests(database.db, { ...of, limit: 10 });
    const requestId = request?.id ?? 0;
    expect(await confirm(requestId, cashier)).toMatchObject({ reason: 'second-person-same' });
    expect((await readAccount(database.db, of.organizationId)).consumedUnits).toBe(12);
    expect(await confirm(requestId, supervisor)).toMatchObject({
      organizationId: of.organizationId,
    });
    expect((await readAccount(database.db, of.organizationId)).consumedUnits).toBe(0);
    const [objection] = await listObjections(database.db, { ...of, limit: 10 });
    expect(objection).toMatchObject({ state: 'accepted' });
    expect(await confirm(requestId, supervisor)).toMatchObject({ reason: 'request-decided' });
    expect(await verifyLedger(database.db, of.organizationId)).toMatchObject({ problems: [] });
  });
});

describe('an adjustment above the limit', () => {
  it('moves once a second person has confirmed it; the entry names both', async () => {
    const { organizationId } = await charged(1);
    const requestId = await inTransaction(database, (tx) =>
      requestAdjustment(tx, {
        organizationId,
        units: 11,
        reason: 'Migración del libro anterior',
        actor: cashier,
        at: clock.now(),
      }),
    );
    const answers = await Promise.all([
      confirm(requestId, supervisor),
      confirm(requestId, supervisor),
    ]);
    expect(answers.filter((answer) => 'recorded' in answer)).toHaveLength(1);
    const { lines } = await readStatement(database.db, { organizationId, limit: 1 });
    expect(lines[0]).toMatchObject({
      balanceChange: 11,
      actorPersonId: cashier.personId,
      secondPersonId: supervisor.personId,
    });
  });

  it('discarded, moves nothing', async () => {
    const { organizationId } = await charged(1);
    const before = await readAccount(database.db, organizationId);
    const asked = { organizationId, units: 50, reason: 'Un cero de más', actor: cashier };
    const requestId = await inTransaction(database, (tx) =>
      requestAdjustment(tx, { ...asked, at: clock.now() }),
    );
    expect(await confirm(requestId, cashier, 'declined')).toMatchObject({ recorded: null });
    expect(await confirm(requestId, supervisor)).toMatchObject({ reason: 'request-decided' });
    expect(await readAccount(database.db, organizationId)).toEqual(before);
  });
});

describe('units that a customer asks for', () => {
  const ask = (organizationId: number) =>
    inTransaction(database, (tx) =>
      requestTopUp(tx, {
        organizationId,
        units: 7,
        note: 'OC 12',
        actor: cashier,
        at: clock.now(),
      }),
    );
  const record = (topUpId: number) =>
    inTransaction(database, (tx) =>
      recordTopUp(tx, { topUpId, reference: 'Factura 9', actor: cashier, at: clock.now() }),
    );

  it('become a purchase once, however often it is confirmed', async () => {
    const { organizationId } = await charged(1);
    const before = await readAccount(database.db, organizationId);
    const topUpId = await ask(organizationId);
    const answers = await Promise.all([record(topUpId), record(topUpId)]);
    expect(answers.filter((answer) => 'recorded' in answer)).toHaveLength(1);
    const account = await readAccount(database.db, organizationId);
    expect(account.availableUnits).toBe(before.availableUnits + 7);
    const [topUp] = await listTopUps(database.db, { organizationId, limit: 5 });
    expect(topUp).toMatchObject({ state: 'recorded', units: 7 });
  });

  it('declined with a reason, move nothing', async () => {
    const { organizationId } = await charged(1);
    const topUpId = await ask(organizationId);
    const answer = { topUpId, answer: 'No hay contrato vigente', actor: cashier, at: clock.now() };
    expect(await inTransaction(database, (tx) => declineTopUp(tx, answer))).toBeNull();
    expect(await record(topUpId)).toMatchObject({ reason: 'request-decided' });
    const [topUp] = await listTopUps(database.db, { organizationId, limit: 5 });
    expect(topUp).toMatchObject({ state: 'declined', answer: 'No hay contrato vigente' });
  });
});
