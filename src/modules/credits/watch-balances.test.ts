import { describe, expect, it } from 'vitest';
import { creditWorld } from '../../../test/support/credit-world.ts';
import { testClock } from '../../../test/support/test-clock.ts';
import { testDatabase } from '../../../test/support/test-database.ts';
import { systemActor } from '../../kernel/actor.ts';
import { inTransaction } from '../../platform/database/index.ts';
import {
  expireAllUnits,
  holdForTicket,
  readAccount,
  recordPurchase,
  releaseHold,
  setLowBalance,
  verifyLedger,
  watchBalances,
} from './index.ts';

const database = await testDatabase();
const clock = testClock();
const world = await creditWorld(database, clock);
const dayMs = 24 * 60 * 60 * 1000;
let keys = 0;

const command = (organizationId: number) => {
  keys += 1;
  return { organizationId, key: `test:${keys}`, actor: world.cashier, at: clock.now() };
};
const buy = (organizationId: number, units: number, expiresAt?: number) =>
  inTransaction(database, (tx) =>
    recordPurchase(tx, { ...command(organizationId), units, reference: 'F', expiresAt }),
  );
const about = (organizationId: number, ticketId: number) => ({
  ...command(organizationId),
  actor: systemActor,
  ticketId,
  clause: 'T3' as const,
  agreementVersion: 1,
});
const hold = (organizationId: number, ticketId: number, units: number) =>
  inTransaction(database, (tx) =>
    holdForTicket(tx, { ...about(organizationId, ticketId), units, availableUnitsMin: 2 }),
  );
const release = (organizationId: number, ticketId: number) =>
  inTransaction(database, (tx) => releaseHold(tx, about(organizationId, ticketId)));

/** How often a customer has been warned, after one more look. */
async function warnings(organizationId: number): Promise<number> {
  await inTransaction(database, (tx) => watchBalances(tx, clock.now()));
  const { rows } = await database.pool.query(
    `select payload from graphile_worker._private_jobs as job
       join graphile_worker._private_tasks as task on task.id = job.task_id
      where task.identifier = 'credits.balance-low'
        and (payload ->> 'organizationId')::bigint = $1`,
    [organizationId],
  );
  return rows.length;
}

describe('a low balance', () => {
  it('is told once a crossing; a hold that comes back is none, a purchase begins anew', async () => {
    const { organizationId, ticketIds } = await world.addCustomer();
    const [ticketId = 0] = ticketIds;
    await buy(organizationId, 5);
    expect(await warnings(organizationId)).toBe(0);
    await hold(organizationId, ticketId, 1);
    expect(await warnings(organizationId)).toBe(1);
    expect(await warnings(organizationId)).toBe(1);
    await release(organizationId, ticketId);
    expect(await warnings(organizationId)).toBe(1);
    await hold(organizationId, ticketId, 1);
    expect(await warnings(organizationId)).toBe(1);
    await buy(organizationId, 4);
    expect(await warnings(organizationId)).toBe(1);
    await release(organizationId, ticketId);
    await hold(organizationId, ticketId, 5);
    expect(await warnings(organizationId)).toBe(2);
  });

  it('is what the account says, when it says something', async () => {
    const { organizationId } = await world.addCustomer();
    await buy(organizationId, 8);
    expect(await warnings(organizationId)).toBe(0);
    await inTransaction(database, (tx) => setLowBalance(tx, organizationId, 9));
    expect(await warnings(organizationId)).toBe(1);
  });
});

describe('units with a date', () => {
  it('expire on it when nobody has used or holds them, once, and provably', async () => {
    const { organizationId } = await world.addCustomer();
    await buy(organizationId, 6, clock.now() + dayMs);
    await buy(organizationId, 3);
    await expireAllUnits(database, clock.now());
    expect((await readAccount(database.db, organizationId)).availableUnits).toBe(9);
    clock.advance(dayMs);
    await expireAllUnits(database, clock.now());
    await expireAllUnits(database, clock.now());
    expect(await readAccount(database.db, organizationId)).toMatchObject({
      availableUnits: 3,
      expiredUnits: 6,
      sequence: 3,
    });
    expect(await verifyLedger(database.db, organizationId)).toMatchObject({ problems: [] });
  });

  it('on hold do not expire under work; given back, they expire then', async () => {
    const { organizationId, ticketIds } = await world.addCustomer();
    const [ticketId = 0] = ticketIds;
    await buy(organizationId, 6, clock.now() + dayMs);
    await hold(organizationId, ticketId, 4);
    clock.advance(2 * dayMs);
    await expireAllUnits(database, clock.now());
    expect(await readAccount(database.db, organizationId)).toMatchObject({
      availableUnits: 0,
      heldUnits: 4,
      expiredUnits: 2,
    });
    await release(organizationId, ticketId);
    await expireAllUnits(database, clock.now());
    expect(await readAccount(database.db, organizationId)).toMatchObject({
      availableUnits: 0,
      heldUnits: 0,
      expiredUnits: 6,
    });
    expect(await verifyLedger(database.db, organizationId)).toMatchObject({ problems: [] });
  });

  it('an expiry that was not due is found by the proof', async () => {
    const { organizationId } = await world.addCustomer();
    await buy(organizationId, 6, clock.now() + dayMs);
    await inTransaction(database, async (tx) => {
      const { recordEntry } = await import('./record-entry.ts');
      await recordEntry(tx, {
        ...command(organizationId),
        command: 'expiry',
        parameters: { units: 2 },
        plan: () => ({
          kind: 'expiry',
          change: { available: -2, held: 0, consumed: 0, expired: 2, issued: 0 },
        }),
      });
    });
    expect(await verifyLedger(database.db, organizationId)).toMatchObject({
      problems: [{ sequence: 2, problem: 'expiry-not-due' }],
    });
  });
});
