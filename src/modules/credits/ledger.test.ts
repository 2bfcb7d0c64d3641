import { beforeEach, describe, expect, it } from 'vitest';
import { creditWorld } from '../../../test/support/credit-world.ts';
import { testClock } from '../../../test/support/test-clock.ts';
import { testDatabase } from '../../../test/support/test-database.ts';
import { systemActor } from '../../kernel/actor.ts';
import { dayMs } from '../../kernel/duration.ts';
import { inTransaction, type Tx } from '../../platform/database/index.ts';
import {
  chargeTicket,
  growHold,
  holdForTicket,
  KeyReused,
  readAccount,
  readStatement,
  readTicketUnits,
  recordAdjustment,
  recordPurchase,
  recordRefund,
  releaseHold,
  shrinkHold,
  verifyLedger,
} from './index.ts';

const database = await testDatabase();
const clock = testClock();
const world = await creditWorld(database, clock);
const { db, pool } = database;

let organizationId = 0;
let ticketId = 0;
let otherTicketId = 0;
beforeEach(async () => {
  const customer = await world.addCustomer(2);
  organizationId = customer.organizationId;
  [ticketId = 0, otherTicketId = 0] = customer.ticketIds;
});

const write = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => inTransaction(database, work);
const command = (key: string) => ({ organizationId, key, actor: world.cashier, at: clock.now() });
const about = (id: number, key: string) => ({
  organizationId,
  ticketId: id,
  clause: 'T3' as const,
  agreementVersion: 1,
  key,
  actor: systemActor,
  at: clock.now(),
});
const purchase = (units: number, key = `purchase:${units}`) =>
  write((tx) => recordPurchase(tx, { ...command(key), units, reference: 'Factura 17' }));
const hold = (id = ticketId, key = `ticket:${id}:hold`, units = 1) =>
  write((tx) => holdForTicket(tx, { ...about(id, key), units, availableUnitsMin: 2 }));
const grow = (ticketUnits: number, key = `grow:${ticketUnits}`) =>
  write((tx) =>
    growHold(tx, { ...about(ticketId, key), ticketUnits, workMinutes: ticketUnits * 60 }),
  );
const charge = (ticketUnits: number, key = `charge:${ticketUnits}`) =>
  write((tx) =>
    chargeTicket(tx, { ...about(ticketId, key), ticketUnits, workMinutes: ticketUnits * 60 }),
  );

async function units() {
  const account = await readAccount(db, organizationId);
  const { availableUnits, heldUnits, consumedUnits, issuedUnits, balanceUnits } = account;
  expect(balanceUnits).toBe(availableUnits + heldUnits);
  expect(await verifyLedger(db, organizationId)).toMatchObject({ sound: true, problems: [] });
  return { availableUnits, heldUnits, consumedUnits, issuedUnits };
}

async function jobs(): Promise<number> {
  const { rows } = await pool.query<{ n: number }>(
    `select count(*)::bigint as n from graphile_worker._private_jobs as job
       join graphile_worker._private_tasks as task on task.id = job.task_id
      where task.identifier = 'credits.units-added'
        and (job.payload ->> 'organizationId')::bigint = $1`,
    [organizationId],
  );
  return rows[0]?.n ?? 0;
}

describe('the life of a ticket in units', () => {
  it('1 h 10 min: one unit held, one more with the work, two charged', async () => {
    await purchase(10);
    expect(await hold()).toMatchObject({ sequence: 2, availableUnits: 9, balanceUnits: 10 });
    expect(await units()).toMatchObject({ availableUnits: 9, heldUnits: 1 });

    await grow(2);
    expect(await units()).toMatchObject({ availableUnits: 8, heldUnits: 2 });
    expect((await readAccount(db, organizationId)).holds).toEqual([
      { ticketId, holdSequence: 2, units: 2 },
    ]);

    expect(await charge(2)).toMatchObject({ change: { available: 0, held: -2, consumed: 2 } });
    expect(await units()).toEqual({
      availableUnits: 8,
      heldUnits: 0,
      consumedUnits: 2,
      issuedUnits: 10,
    });
    expect((await readAccount(db, organizationId)).holds).toEqual([]);
    expect(await readTicketUnits(db, [ticketId, otherTicketId])).toEqual(
      new Map([[ticketId, { heldUnits: 0, chargedUnits: 2, coveredUnits: 2 }]]),
    );
  });

  it('a request that is withdrawn before any work gives its unit back', async () => {
    await purchase(2);
    await hold();
    await write((tx) => releaseHold(tx, about(ticketId, 'release')));
    expect(await units()).toMatchObject({ availableUnits: 2, heldUnits: 0, consumedUnits: 0 });
    const again = await write((tx) => releaseHold(tx, about(ticketId, 'release-again')));
    expect(again.sequence).toBeNull();
  });

  it('a reopened ticket is charged only for what was not charged before', async () => {
    await purchase(10);
    await hold();
    await charge(1);
    expect(await charge(1, 'closed-again')).toMatchObject({ sequence: null });
    await grow(3);
    expect(await units()).toMatchObject({ availableUnits: 7, heldUnits: 2, consumedUnits: 1 });
    await charge(3);
    expect(await units()).toMatchObject({ availableUnits: 7, heldUnits: 0, consumedUnits: 3 });
  });

  it('work taken back gives its units back', async () => {
    await purchase(10);
    await hold();
    await grow(4);
    await write((tx) =>
      shrinkHold(tx, { ...about(ticketId, 'shrink'), ticketUnits: 2, workMinutes: 90 }),
    );
    expect(await units()).toMatchObject({ availableUnits: 8, heldUnits: 2 });
    await charge(2);
    expect(await units()).toMatchObject({ availableUnits: 8, heldUnits: 0, consumedUnits: 2 });
  });

  it('work takes the account below zero down to the floor and not past it', async () => {
    await purchase(2);
    await hold();
    await grow(7);
    expect(await units()).toMatchObject({ availableUnits: -5, heldUnits: 7 });
    expect(await grow(8)).toMatchObject({ refused: true, reason: 'overdraft-reached' });
    expect(await hold(otherTicketId)).toMatchObject({ reason: 'credit-insufficient' });
    await charge(7);
    expect(await units()).toMatchObject({ availableUnits: -5, heldUnits: 0, consumedUnits: 7 });
  });
});

describe('T1 at the account', () => {
  it.each([
    [1, false],
    [2, true],
  ])('%s available units: admitted %s', async (available, admitted) => {
    await purchase(available);
    expect('refused' in (await hold())).toBe(!admitted);
  });

  it('units on hold do not count: two units admit one request, not two', async () => {
    await purchase(2);
    await hold();
    expect(await hold(otherTicketId)).toEqual({
      refused: true,
      clause: 'T1',
      reason: 'credit-insufficient',
      facts: { availableUnits: 1, requiredUnits: 2 },
    });
  });

  it('a customer without any entry has nothing available', async () => {
    expect(await readAccount(db, organizationId)).toMatchObject({ balanceUnits: 0, holds: [] });
    expect(await hold()).toMatchObject({ facts: { availableUnits: 0 } });
  });

  it('a refusal is not remembered: the same key succeeds once units arrive', async () => {
    expect(await hold()).toMatchObject({ refused: true });
    await purchase(2);
    expect(await hold()).toMatchObject({ sequence: 2, repeated: false });
  });

  it('one ticket has one hold, under whatever key it is asked for', async () => {
    await purchase(5);
    await hold(ticketId, 'first');
    expect(await hold(ticketId, 'second')).toMatchObject({ sequence: null });
    expect(await units()).toMatchObject({ availableUnits: 4, heldUnits: 1 });
  });
});

describe('a key used again', () => {
  it('answers as it did and writes nothing', async () => {
    await purchase(5, 'invoice-1');
    await hold();
    const again = await purchase(5, 'invoice-1');
    expect(again).toMatchObject({
      sequence: 1,
      availableUnits: 5,
      balanceUnits: 5,
      repeated: true,
    });
    expect(await units()).toMatchObject({ availableUnits: 4, issuedUnits: 5 });
  });

  it('is the same request later and by somebody else', async () => {
    await purchase(5, 'invoice-1');
    clock.advance(dayMs);
    const again = await write((tx) =>
      recordPurchase(tx, {
        ...command('invoice-1'),
        actor: systemActor,
        units: 5,
        reference: 'Factura 17',
      }),
    );
    expect(again).toMatchObject({ sequence: 1, repeated: true });
  });

  it.each([
    ['other units', { units: 6, reference: 'Factura 17' }],
    ['another invoice', { units: 5, reference: 'Factura 18' }],
    ['another expiry', { units: 5, reference: 'Factura 17', expiresAt: 9 }],
  ])('is an error with %s', async (_, other) => {
    await purchase(5, 'invoice-1');
    const again = write((tx) => recordPurchase(tx, { ...command('invoice-1'), ...other }));
    await expect(again).rejects.toThrow(KeyReused);
    expect(await units()).toMatchObject({ issuedUnits: 5 });
  });

  it('is an error for another ticket or another command', async () => {
    await purchase(5);
    await hold(ticketId, 'k');
    await expect(hold(otherTicketId, 'k')).rejects.toThrow(KeyReused);
    await expect(charge(1, 'k')).rejects.toThrow(KeyReused);
  });

  it('belongs to one customer', async () => {
    await purchase(5, 'k');
    ({ organizationId } = await world.addCustomer());
    expect(await purchase(5, 'k')).toMatchObject({ sequence: 1, repeated: false });
  });
});

describe('adjustments and refunds', () => {
  const adjust = (change: {
    units: number;
    correctsSequence?: number;
    secondPersonId?: number;
    key?: string;
  }) => {
    const { key = `adjust:${JSON.stringify(change)}`.replace(/[^\w:.-]/g, '.'), ...rest } = change;
    return write((tx) =>
      recordAdjustment(tx, { ...command(key), reason: 'mal registrado', ...rest }),
    );
  };

  it.each([
    [10, false],
    [-10, false],
    [11, true],
    [-11, true],
  ])('%s units take a second person: %s', async (adjusted, needsSecond) => {
    await purchase(50);
    const alone = await adjust({ units: adjusted });
    expect('refused' in alone && alone.reason === 'adjustment-needs-second-person').toBe(
      needsSecond,
    );
    const together = await adjust({
      units: adjusted,
      secondPersonId: world.supervisor.personId,
      key: 'together',
    });
    expect(together).toMatchObject({ change: { available: adjusted } });
  });

  it('the second person is never the first', async () => {
    const { supervisor } = world;
    const alone = write((tx) =>
      recordAdjustment(tx, {
        ...command('alone'),
        actor: supervisor,
        units: 20,
        reason: 'mal registrado',
        secondPersonId: supervisor.personId,
      }),
    );
    await expect(alone).rejects.toThrow('another one');
  });

  it('a charge put right gives units back, and the ticket has cost less', async () => {
    await purchase(10);
    await hold();
    await grow(3);
    await charge(3);
    expect(await adjust({ units: 2, correctsSequence: 4 })).toMatchObject({ sequence: 5 });
    expect(await units()).toMatchObject({ availableUnits: 9, consumedUnits: 1, issuedUnits: 10 });
    expect(await adjust({ units: 2, correctsSequence: 4, key: 'more' })).toMatchObject({
      reason: 'correction-too-large',
      facts: { unitsLeft: -1 },
    });
    expect((await readTicketUnits(db, [ticketId])).get(ticketId)).toEqual({
      heldUnits: 0,
      chargedUnits: 1,
      coveredUnits: 3,
    });
    // Reopened: only work past the three units is charged, not what was given back.
    await charge(4);
    expect(await units()).toMatchObject({ availableUnits: 8, consumedUnits: 2 });
    const { lines } = await readStatement(db, { organizationId, limit: 1, beforeSequence: 6 });
    expect(lines).toMatchObject([
      { correctsSequence: 4, ticketId, clause: 'T3', reason: 'mal registrado' },
    ]);
  });

  it('corrections of one entry add up', async () => {
    await purchase(10);
    expect(await adjust({ units: -6, correctsSequence: 1 })).toMatchObject({ sequence: 2 });
    expect(await adjust({ units: -5, correctsSequence: 1 })).toMatchObject({
      reason: 'correction-too-large',
      facts: { unitsLeft: 4 },
    });
    expect(await adjust({ units: -1, correctsSequence: 2 })).toMatchObject({
      reason: 'entry-not-correctable',
    });
    expect(await adjust({ units: -1, correctsSequence: 99 })).toMatchObject({
      reason: 'entry-not-correctable',
    });
  });

  it('a refund takes only what is available', async () => {
    await purchase(3);
    await hold();
    const refund = (amount: number) =>
      write((tx) =>
        recordRefund(tx, { ...command(`refund:${amount}`), units: amount, reference: 'NC-1' }),
      );
    expect(await refund(3)).toMatchObject({ reason: 'units-not-available' });
    expect(await refund(2)).toMatchObject({ availableUnits: 0 });
    expect(await units()).toMatchObject({ availableUnits: 0, heldUnits: 1, issuedUnits: 1 });
  });
});

describe('who is told', () => {
  it('each rise of the available units, and no fall, tells those who wait for credit', async () => {
    await purchase(10);
    expect(await jobs()).toBe(1);
    await hold();
    await grow(3);
    expect(await jobs()).toBe(1);
    await charge(2);
    expect(await jobs()).toBe(2);
    await purchase(10);
    expect(await jobs()).toBe(2);
  });

  it('nothing is told of a transaction that was undone', async () => {
    const undone = write(async (tx) => {
      await recordPurchase(tx, { ...command('p'), units: 5, reference: 'F' });
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    expect(await jobs()).toBe(0);
    expect(await units()).toMatchObject({ issuedUnits: 0 });
  });
});

describe('the statement', () => {
  it('lists every line newest first, with clause, work and balances at both ends', async () => {
    await purchase(10);
    await hold();
    await charge(2);
    const page = await readStatement(db, { organizationId, limit: 10 });
    expect(page).toMatchObject({
      openingBalanceUnits: 0,
      closingBalanceUnits: 8,
      nextBeforeSequence: null,
    });
    expect(page.lines).toMatchObject([
      {
        sequence: 3,
        kind: 'charge',
        balanceChange: -2,
        balanceAfter: 8,
        workMinutes: 120,
        ticketId,
      },
      { sequence: 2, kind: 'hold', balanceChange: 0, balanceAfter: 10, clause: 'T3', ticketId },
      {
        sequence: 1,
        kind: 'purchase',
        balanceChange: 10,
        balanceAfter: 10,
        reference: 'Factura 17',
      },
    ]);
  });

  it('hands out pages that join without a gap or a repetition', async () => {
    for (let n = 1; n <= 7; n += 1) await purchase(n);
    const seen: number[] = [];
    let beforeSequence: number | undefined;
    do {
      const page = await readStatement(db, { organizationId, limit: 3, beforeSequence });
      expect(page.closingBalanceUnits).toBe(28);
      seen.push(...page.lines.map((line) => line.sequence));
      beforeSequence = page.nextBeforeSequence ?? undefined;
    } while (beforeSequence !== undefined);
    expect(seen).toEqual([7, 6, 5, 4, 3, 2, 1]);
  });

  it('a span begins with the balance before it and ends with the balance at its end', async () => {
    const start = clock.now();
    for (const n of [1, 2, 3, 4]) {
      await purchase(n);
      clock.advance(dayMs);
    }
    const span = { organizationId, limit: 10, from: start + dayMs, until: start + 3 * dayMs };
    const page = await readStatement(db, span);
    expect(page.lines.map((line) => line.sequence)).toEqual([3, 2]);
    expect(page).toMatchObject({ openingBalanceUnits: 1, closingBalanceUnits: 6 });
    const empty = await readStatement(db, { ...span, from: start + 9 * dayMs, until: undefined });
    expect(empty).toMatchObject({ lines: [], openingBalanceUnits: 10, closingBalanceUnits: 10 });
  });

  it('a machine whose clock is behind does not write into the past', async () => {
    await purchase(1);
    const before = clock.now();
    clock.advance(-dayMs);
    await purchase(2);
    const { lines } = await readStatement(db, { organizationId, limit: 2 });
    expect(lines.map(({ sequence, at }) => [sequence, at])).toEqual([
      [2, before],
      [1, before],
    ]);
    clock.set(before);
  });
});
