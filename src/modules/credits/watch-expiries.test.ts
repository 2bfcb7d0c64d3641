import { describe, expect, it } from 'vitest';
import { creditWorld } from '../../../test/support/credit-world.ts';
import { testClock } from '../../../test/support/test-clock.ts';
import { testDatabase } from '../../../test/support/test-database.ts';
import { systemActor } from '../../kernel/actor.ts';
import { dayMs } from '../../kernel/duration.ts';
import { inTransaction } from '../../platform/database/index.ts';
import {
  chargeTicket,
  holdForTicket,
  objectToCharge,
  openAccount,
  readExpiringUnits,
  recordPurchase,
  releaseHold,
  watchExpiries,
} from './index.ts';

const database = await testDatabase();
const clock = testClock();
const world = await creditWorld(database, clock);
let keys = 0;

const command = (organizationId: number) => {
  keys += 1;
  return { organizationId, key: `test:${keys}`, actor: world.cashier, at: clock.now() };
};
const about = (organizationId: number, ticketId: number) => ({
  ...command(organizationId),
  actor: systemActor,
  ticketId,
  clause: 'T3' as const,
  agreementVersion: 1,
});

/** A customer whose purchases expire after so many days; null: never. */
async function customerWith(
  ...purchases: readonly (readonly [units: number, days: number | null])[]
) {
  const { organizationId, ticketIds } = await world.addCustomer(2);
  await inTransaction(database, (tx) => openAccount(tx, { organizationId, overdraftUnitsMax: 5 }));
  for (const [units, days] of purchases) {
    const expiresAt = days === null ? undefined : clock.now() + days * dayMs;
    const purchase = { ...command(organizationId), units, reference: `F-${units}`, expiresAt };
    await inTransaction(database, (tx) => recordPurchase(tx, purchase));
  }
  const [ticketId = 0] = ticketIds;
  return {
    organizationId,
    ticketId,
    hold: (units: number) =>
      inTransaction(database, (tx) =>
        holdForTicket(tx, { ...about(organizationId, ticketId), units, availableUnitsMin: 2 }),
      ),
    release: () =>
      inTransaction(database, (tx) => releaseHold(tx, about(organizationId, ticketId))),
    charge: (ticketUnits: number) =>
      inTransaction(database, (tx) =>
        chargeTicket(tx, { ...about(organizationId, ticketId), ticketUnits, workMinutes: 60 }),
      ),
    /** The purchases of each warning given so far, after one more look by two processes at once. */
    async warnings(): Promise<number[][]> {
      const look = () => watchExpiries(database, clock.now());
      await Promise.all([look(), look()]);
      const { rows } = await database.pool.query<{ payload: { sequences: number[] } }>(
        `select payload from graphile_worker._private_jobs as job
           join graphile_worker._private_tasks as task on task.id = job.task_id
          where task.identifier = 'credits.units-expiring'
            and (payload ->> 'organizationId')::bigint = $1
          order by job.id`,
        [organizationId],
      );
      return rows.map(({ payload }) => payload.sequences);
    },
  };
}

describe('T1: units that come to their day', () => {
  it('are warned of 30 and 7 days before, each once, by whichever process looks', async () => {
    const customer = await customerWith([5, 40], [3, null]);
    expect(await customer.warnings()).toEqual([]);
    clock.advance(10 * dayMs);
    expect(await customer.warnings()).toEqual([[1]]);
    expect(await customer.warnings()).toEqual([[1]]);
    clock.advance(23 * dayMs);
    expect(await customer.warnings()).toEqual([[1], [1]]);
    clock.advance(6 * dayMs);
    expect(await customer.warnings()).toEqual([[1], [1]]);
    clock.advance(dayMs);
    expect(await customer.warnings()).toEqual([[1], [1]]);
  });

  it('of two purchases are told in one warning; bought late, only by the nearer span', async () => {
    const customer = await customerWith([5, 20], [4, 6]);
    expect(await customer.warnings()).toEqual([[2, 1]]);
    expect(await readExpiringUnits(database.db, customer.organizationId)).toMatchObject([
      { sequence: 2, units: 4, reference: 'F-4', heldBy: [] },
      { sequence: 1, units: 5, reference: 'F-5', heldBy: [] },
    ]);
  });

  it('on hold or used up are not warned of; given back in time, they are', async () => {
    const customer = await customerWith([3, 20], [6, null]);
    await customer.hold(3);
    expect(await customer.warnings()).toEqual([]);
    await customer.release();
    expect(await customer.warnings()).toEqual([[1]]);
    const used = await customerWith([3, 20], [6, null]);
    await used.charge(3);
    expect(await used.warnings()).toEqual([]);
  });

  it('on hold in part: the rest, and which request keeps what', async () => {
    const customer = await customerWith([5, 20]);
    await customer.hold(2);
    expect(await customer.warnings()).toEqual([[1]]);
    expect(await readExpiringUnits(database.db, customer.organizationId)).toMatchObject([
      { units: 3, heldBy: [{ ticketId: customer.ticketId, units: 2 }] },
    ]);
  });

  it('charged and objected to are not among them, whatever is decided: they are used until then', async () => {
    const customer = await customerWith([5, 20]);
    await customer.charge(5);
    const { organizationId } = customer;
    const actor = world.supervisor;
    const reason = 'No se hizo ese trabajo';
    await inTransaction(database, (tx) =>
      objectToCharge(tx, { organizationId, entrySequence: 2, reason, actor, at: clock.now() }),
    );
    expect(await customer.warnings()).toEqual([]);
  });
});
