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
  expireUnits,
  holdForTicket,
  listAdjustmentRequests,
  listDisputedCharges,
  listObjections,
  listTopUps,
  objectToCharge,
  readAccount,
  readConsumption,
  readObjection,
  readStatement,
  recordAdjustment,
  recordPurchase,
  recordTopUp,
  requestAdjustment,
  requestTopUp,
  setLowBalance,
  verifyLedger,
  watchBalances,
  withdrawObjection,
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

const withdraw = (of: { organizationId: number }, objectionId: number) =>
  inTransaction(database, (tx) =>
    withdrawObjection(tx, {
      organizationId: of.organizationId,
      objectionId,
      actor: cashier,
      at: clock.now(),
    }),
  );
const correct = (of: { organizationId: number; entrySequence: number }, units: number) =>
  inTransaction(database, (tx) =>
    recordAdjustment(tx, {
      organizationId: of.organizationId,
      key: `correct:${units}`,
      actor: cashier,
      at: clock.now(),
      units,
      reason: 'mal registrado',
      correctsSequence: of.entrySequence,
    }),
  );
const request = (asked: {
  readonly organizationId: number;
  readonly units: number;
  readonly reason: string;
  readonly correctsSequence?: number;
}) =>
  inTransaction(database, (tx) =>
    requestAdjustment(tx, { ...asked, actor: cashier, at: clock.now() }),
  );
async function requested(asked: Parameters<typeof request>[0]): Promise<number> {
  const id = await request(asked);
  if (typeof id !== 'number') throw new Error(id.reason);
  return id;
}
const chargeOf = (of: { organizationId: number; ticketId: number }) =>
  ({
    organizationId: of.organizationId,
    ticketId: of.ticketId,
    key: 'charge',
    actor: systemActor,
    at: clock.now(),
    clause: 'T4',
    agreementVersion: 1,
  }) as const;

async function raised(of: { organizationId: number; entrySequence: number }): Promise<number> {
  const id = await object(of);
  if (typeof id !== 'number') throw new Error(id.reason);
  return id;
}

const disputedUnitsOf = async (organizationId: number): Promise<number> =>
  (await listDisputedCharges(database.db, organizationId)).reduce(
    (sum, { units }) => sum + units,
    0,
  );

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
    expect(await disputedUnitsOf(of.organizationId)).toBe(2);
    const { rows } = await database.pool.query(
      `select kind, clause from decision where ticket_id = $1`,
      [of.ticketId],
    );
    expect(rows).toEqual([{ kind: 'charge-objected', clause: 'T4' }]);
  });

  it('accepted, gives the units back by an entry that names the charge', async () => {
    const of = await charged(3);
    const before = await readAccount(database.db, of.organizationId);
    const id = await raised(of);
    expect(await decide(id, 'accepted', { units: 2 })).toBe('decided');
    expect(await readObjection(database.db, id)).toMatchObject({ units: 3, givenBackUnits: 2 });
    const account = await readAccount(database.db, of.organizationId);
    expect(account.availableUnits).toBe(before.availableUnits + 2);
    const { lines } = await readStatement(database.db, { ...of, limit: 1 });
    expect(lines[0]).toMatchObject({
      kind: 'adjustment',
      correctsSequence: of.entrySequence,
      ticketId: of.ticketId,
      balanceChange: 2,
    });
    expect(await disputedUnitsOf(of.organizationId)).toBe(0);
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

  it('taken back by the customer, leaves the charge as it was, for good; nobody else can take it back', async () => {
    const of = await charged(12);
    const id = await raised(of);
    const before = await readAccount(database.db, of.organizationId);
    const other = await charged(1);
    expect(await withdraw(other, id)).toMatchObject({ reason: 'objection-unknown' });
    expect(await decide(id, 'accepted')).toBe('waits');
    const [request] = await listAdjustmentRequests(database.db, { ...of, limit: 10 });
    const answers = await Promise.all([withdraw(of, id), withdraw(of, id)]);
    expect(answers.filter((answer) => answer === null)).toHaveLength(1);
    expect(answers.find((answer) => answer !== null)).toMatchObject({
      reason: 'objection-decided',
    });
    expect(await readAccount(database.db, of.organizationId)).toEqual(before);
    expect(await disputedUnitsOf(of.organizationId)).toBe(0);
    expect(await confirm(request?.id ?? 0, supervisor)).toMatchObject({
      reason: 'request-decided',
    });
    expect(await object(of)).toMatchObject({ reason: 'objection-exists' });
    expect(await correct(of, 1)).toMatchObject({ availableUnits: before.availableUnits + 1 });
    const { rows } = await database.pool.query(
      'select kind, clause from decision where ticket_id = $1 order by id desc limit 1',
      [of.ticketId],
    );
    expect(rows).toEqual([{ kind: 'objection-withdrawn', clause: 'T4' }]);
  });

  it('withdrawn, decided and confirmed all at once, it ends one way', async () => {
    for (let round = 0; round < 5; round += 1) {
      const of = await charged(12);
      const id = await raised(of);
      await decide(id, 'accepted');
      const [request] = await listAdjustmentRequests(database.db, { ...of, limit: 10 });
      await Promise.all([
        confirm(request?.id ?? 0, supervisor),
        withdraw(of, id),
        decide(id, 'rejected'),
      ]);
      const objection = await readObjection(database.db, id);
      const { consumedUnits } = await readAccount(database.db, of.organizationId);
      expect([objection?.state, consumedUnits]).toEqual(
        objection?.state === 'accepted' ? ['accepted', 0] : ['withdrawn', 12],
      );
    }
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

describe('a disputed charge', () => {
  it('is corrected by nothing else, and the refusal says which objection to decide', async () => {
    const of = await charged(3);
    const asked = { ...of, correctsSequence: of.entrySequence, reason: 'Una hora de más' };
    const waiting = await requested({ ...asked, units: 1 });
    const id = await raised(of);
    const before = await readAccount(database.db, of.organizationId);
    const refused = {
      clause: 'T4',
      reason: 'charge-disputed',
      facts: { sequence: of.entrySequence, objectionId: id, dueAt: clock.now() + 72 * hour },
    };
    expect(await correct(of, 1)).toMatchObject(refused);
    expect(await request({ ...asked, units: 1 })).toMatchObject(refused);
    // Asked before there was an objection: it waits until the objection has ended.
    expect(await confirm(waiting, supervisor)).toMatchObject(refused);
    expect(await readAccount(database.db, of.organizationId)).toEqual(before);
    await decide(id, 'rejected');
    expect(await confirm(waiting, supervisor)).toMatchObject({ recorded: { sequence: 3 } });
  });

  it('goes on standing when its request is reopened: only what is new is charged', async () => {
    const of = await charged(2, 9);
    await raised(of);
    const again = await inTransaction(database, (tx) =>
      chargeTicket(tx, { ...chargeOf(of), key: 'again', ticketUnits: 5, workMinutes: 300 }),
    );
    expect(again).toMatchObject({ change: { consumed: 3 } });
    expect(await disputedUnitsOf(of.organizationId)).toBe(2);
    expect(await verifyLedger(database.db, of.organizationId)).toMatchObject({ problems: [] });
  });

  it('cannot be corrected around the ledger: the database does not commit it', async () => {
    const of = await charged(2);
    const id = await raised(of);
    const { sequence, lastHash } = await readAccount(database.db, of.organizationId);
    // What a path that forgot to ask would write, sound in everything else.
    const around = () =>
      database.pool.query(
        `with moved as (
           update credit_account
              set available_units = available_units + 1, consumed_units = consumed_units - 1, sequence = sequence + 1
            where organization_id = $1)
         insert into credit_entry (organization_id, sequence, kind, available_change, held_change, consumed_change,
                expired_change, issued_change, available_after, held_after, ticket_id, corrects_sequence, clause,
                agreement_version, idempotency_key, request_sha256, reason, at, previous_hash, hash)
         select $1, $2, 'adjustment', 1, 0, -1, 0, 0, 6, 0, $3, $4, 'T4', 1, 'around', sha256('r'), 'r', now(),
                decode($5, 'hex'), sha256('h')`,
        [of.organizationId, sequence + 1, of.ticketId, of.entrySequence, lastHash],
      );
    await expect(around()).rejects.toThrow('nothing corrects it until its objection ends');
    expect(await readAccount(database.db, of.organizationId)).toMatchObject({ sequence });
    await decide(id, 'rejected');
    await around();
    expect(await readAccount(database.db, of.organizationId)).toMatchObject({
      sequence: sequence + 1,
    });
  });

  it.each([
    ['update credit_objection set units = 1 where id = $1', 'never edited'],
    ['delete from credit_objection where id = $1', 'never edited'],
    [
      `update credit_objection set state = 'accepted', decided_at = now(), correction_sequence = entry_sequence
        where id = $1`,
      'accepted by a correction',
    ],
  ])('its objection stands: %s', async (statement, message) => {
    const of = await charged(2);
    const id = await raised(of);
    await expect(database.pool.query(statement, [id])).rejects.toThrow(message);
    await decide(id, 'rejected');
    await expect(
      database.pool.query(
        "update credit_objection set state = 'open', decided_at = null where id = $1",
        [id],
      ),
    ).rejects.toThrow('ended once');
  });

  it('is disputed for what it costs, whoever writes the objection down', async () => {
    const of = await charged(3);
    await expect(
      database.pool.query(
        `insert into credit_objection (organization_id, entry_sequence, ticket_id, units, reason,
                raised_by_person_id, raised_at, due_at)
         values ($1, $2, $3, 2, 'r', $4, now(), now())`,
        [of.organizationId, of.entrySequence, of.ticketId, cashier.personId],
      ),
    ).rejects.toThrow('disputes what its charge costs');
  });

  it('objected to and corrected at once: one of the two finds the other', async () => {
    for (let round = 0; round < 6; round += 1) {
      const of = await charged(2);
      const [id, corrected] = await Promise.all([object(of), correct(of, 1)]);
      const objection = typeof id === 'number' ? await readObjection(database.db, id) : null;
      expect(objection?.units).toBe('reason' in corrected ? 2 : 1);
      expect(await verifyLedger(database.db, of.organizationId)).toMatchObject({ problems: [] });
    }
  });

  it('leaves what was used out of the look ahead', async () => {
    const of = await charged(3);
    const used = async () =>
      (await readConsumption(database.db, [of.organizationId], 0)).get(of.organizationId);
    expect(await used()).toMatchObject({ consumedUnits: 3, charges: 1 });
    const id = await raised(of);
    expect(await used()).toMatchObject({ consumedUnits: 0, charges: 0 });
    await decide(id, 'accepted', { units: 1 });
    expect(await used()).toMatchObject({ consumedUnits: 2, charges: 1 });
  });

  it('T4: units of a purchase whose day came while billing took its time are there when it is accepted, and stay', async () => {
    const { organizationId, ticketIds } = await world.addCustomer();
    const [ticketId = 0] = ticketIds;
    const day = 24 * hour;
    const expiresAt = clock.now() + 2 * day;
    await inTransaction(database, (tx) =>
      recordPurchase(tx, {
        ...{ organizationId, key: 'buy', actor: cashier, at: clock.now(), units: 5 },
        ...{ reference: 'F', expiresAt },
      }),
    );
    const entry = await inTransaction(database, (tx) =>
      chargeTicket(tx, {
        ...chargeOf({ organizationId, ticketId }),
        ticketUnits: 3,
        workMinutes: 180,
      }),
    );
    const entrySequence = 'sequence' in entry ? (entry.sequence ?? 0) : 0;
    const id = await raised({ organizationId, entrySequence });
    clock.advance(30 * day);
    const expire = () =>
      inTransaction(database, (tx) => expireUnits(tx, organizationId, clock.now()));
    expect(await expire()).toMatchObject({ change: { expired: 2 } });
    await decide(id, 'accepted', { units: 2 });
    clock.advance(400 * day);
    expect(await expire()).toBeNull();
    expect(await readAccount(database.db, organizationId)).toMatchObject({
      ...{ availableUnits: 2, consumedUnits: 1, expiredUnits: 2 },
    });
    expect(await verifyLedger(database.db, organizationId)).toMatchObject({ problems: [] });
  });
});

describe('an adjustment above the limit', () => {
  it('moves once a second person has confirmed it; the entry names both', async () => {
    const { organizationId } = await charged(1);
    const requestId = await requested({
      organizationId,
      units: 11,
      reason: 'Migración del libro anterior',
    });
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
    const requestId = await requested({ organizationId, units: 50, reason: 'Un cero de más' });
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
