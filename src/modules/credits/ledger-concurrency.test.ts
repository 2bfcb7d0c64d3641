import { sql } from 'kysely';
import { afterAll, describe, expect, it } from 'vitest';
import { creditWorld } from '../../../test/support/credit-world.ts';
import { testClock } from '../../../test/support/test-clock.ts';
import { testDatabase } from '../../../test/support/test-database.ts';
import { systemActor } from '../../kernel/actor.ts';
import { connect, inTransaction } from '../../platform/database/index.ts';
import { silentLog } from '../../platform/log.ts';
import { isRefusal } from '../../policy/verdict.ts';
import {
  chargeTicket,
  growHold,
  holdForTicket,
  type Recorded,
  readAccount,
  recordPurchase,
  verifyLedger,
} from './index.ts';

const clients = 32;

const database = await testDatabase();
const clock = testClock();
const world = await creditWorld(database, clock);
/** One connection a client, all open before the race starts. */
const race = connect({ url: database.url, log: silentLog, poolSize: clients });
await Promise.all(Array.from({ length: clients }, () => race.pool.query('select pg_sleep(0.05)')));
afterAll(() => race.pool.end());

async function customerWith(units: number, ticketCount = clients) {
  const customer = await world.addCustomer(ticketCount);
  const { organizationId } = customer;
  const purchase = { organizationId, key: 'start', actor: world.cashier, at: clock.now() };
  await inTransaction(race, (tx) => recordPurchase(tx, { ...purchase, units, reference: 'F' }));
  return customer;
}

const about = (organizationId: number, ticketId: number, key: string) => ({
  organizationId,
  ticketId,
  key,
  clause: 'T3' as const,
  agreementVersion: 1,
  actor: systemActor,
  at: clock.now(),
});

const hold = (organizationId: number, ticketId: number, key = `hold:${ticketId}`) =>
  inTransaction(race, (tx) =>
    holdForTicket(tx, {
      ...about(organizationId, ticketId, key),
      units: 1,
      availableUnitsMin: 2,
    }),
  );

const writtenBy = (answers: readonly (Recorded | object)[]): number =>
  answers.filter((answer) => 'sequence' in answer && answer.sequence !== null && !answer.repeated)
    .length;

async function expectSound(organizationId: number) {
  expect(await verifyLedger(database.db, organizationId)).toMatchObject({ problems: [] });
}

describe('money rule 3: requests that arrive together', () => {
  it.each([
    [1, 0],
    [2, 1],
    [3, 2],
    [10, 9],
    [33, 32],
  ])('%s units and 32 requests at once: %s pass', async (units, admitted) => {
    const { organizationId, ticketIds } = await customerWith(units);
    const answers = await Promise.all(ticketIds.map((id) => hold(organizationId, id)));
    expect(writtenBy(answers)).toBe(admitted);
    expect(answers.filter(isRefusal)).toHaveLength(clients - admitted);
    const account = await readAccount(database.db, organizationId);
    expect(account).toMatchObject({ availableUnits: units - admitted, heldUnits: admitted });
    await expectSound(organizationId);
  });

  it('32 repetitions of one request under one key: one effect, one answer', async () => {
    const { organizationId, ticketIds } = await customerWith(10, 1);
    const [ticketId = 0] = ticketIds;
    const answers = await Promise.all(
      Array.from({ length: clients }, () => hold(organizationId, ticketId, 'same')),
    );
    expect(writtenBy(answers)).toBe(1);
    expect(new Set(answers.map((answer) => 'sequence' in answer && answer.sequence))).toEqual(
      new Set([2]),
    );
    await expectSound(organizationId);
  });

  it('32 requests for a hold of one ticket under 32 keys: one hold', async () => {
    const { organizationId, ticketIds } = await customerWith(40, 1);
    const [ticketId = 0] = ticketIds;
    const answers = await Promise.all(
      Array.from({ length: clients }, (_, n) => hold(organizationId, ticketId, `hold:${n}`)),
    );
    expect(writtenBy(answers)).toBe(1);
    await expectSound(organizationId);
  });

  it('32 charges of one ticket under 32 keys: charged once', async () => {
    const { organizationId, ticketIds } = await customerWith(40, 1);
    const [ticketId = 0] = ticketIds;
    await hold(organizationId, ticketId);
    const answers = await Promise.all(
      Array.from({ length: clients }, (_, n) =>
        inTransaction(race, (tx) =>
          chargeTicket(tx, {
            ...about(organizationId, ticketId, `charge:${n}`),
            ticketUnits: 3,
            workMinutes: 130,
          }),
        ),
      ),
    );
    expect(writtenBy(answers)).toBe(1);
    const account = await readAccount(database.db, organizationId);
    expect(account).toMatchObject({ availableUnits: 37, heldUnits: 0, consumedUnits: 3 });
    await expectSound(organizationId);
  });

  it('work on 32 tickets at once stops exactly at the floor', async () => {
    const { organizationId, ticketIds } = await customerWith(33);
    await Promise.all(ticketIds.map((id) => hold(organizationId, id)));
    const answers = await Promise.all(
      ticketIds.map((id) =>
        inTransaction(race, (tx) =>
          growHold(tx, {
            ...about(organizationId, id, `grow:${id}`),
            ticketUnits: 2,
            workMinutes: 61,
          }),
        ),
      ),
    );
    // One unit was left, and the agreement lets work go five below zero.
    expect(writtenBy(answers)).toBe(6);
    const account = await readAccount(database.db, organizationId);
    expect(account).toMatchObject({ availableUnits: -5, heldUnits: 38 });
    await expectSound(organizationId);
  });

  it('an account that nobody opened is opened once, whoever comes first', async () => {
    const { organizationId } = await world.addCustomer();
    const answers = await Promise.all(
      Array.from({ length: clients }, (_, n) =>
        inTransaction(race, (tx) =>
          recordPurchase(tx, {
            organizationId,
            key: `p:${n}`,
            actor: world.cashier,
            at: clock.now(),
            units: 1,
            reference: 'F',
          }),
        ),
      ),
    );
    expect(answers.map((answer) => answer.sequence).sort((a, b) => (a ?? 0) - (b ?? 0))).toEqual(
      Array.from({ length: clients }, (_, n) => n + 1),
    );
    await expectSound(organizationId);
  });
});

it('a connection that is cut in the middle of an act leaves the account as before or as after', async () => {
  const { organizationId, ticketIds } = await customerWith(40);
  const before = await readAccount(race.db, organizationId);
  let cut = 0;
  const attempts = ticketIds.slice(0, 16).map((ticketId, index) =>
    inTransaction(race, async (tx) => {
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx);
      const held = await holdForTicket(tx, {
        ...about(organizationId, ticketId, `cut:${ticketId}`),
        units: 1,
        availableUnitsMin: 2,
      });
      // Every other one dies after its entry was written and before it was committed.
      if (index % 2 === 0) {
        cut += 1;
        await database.pool.query('select pg_terminate_backend($1)', [rows[0]?.pid]);
      }
      return held;
    }).catch(() => null),
  );
  const written = (await Promise.all(attempts)).filter((answer) => answer !== null);
  expect(cut).toBe(8);
  expect(written).toHaveLength(8);
  const account = await readAccount(race.db, organizationId);
  expect(account.heldUnits).toBe(8);
  expect(account.sequence).toBe(before.sequence + 8);
  await expectSound(organizationId);
  // What was cut may simply be asked again, under the same key.
  for (const ticketId of ticketIds.slice(0, 16))
    await hold(organizationId, ticketId, `cut:${ticketId}`);
  expect((await readAccount(race.db, organizationId)).heldUnits).toBe(16);
  await expectSound(organizationId);
});
