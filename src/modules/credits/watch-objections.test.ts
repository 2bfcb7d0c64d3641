import { describe, expect, it } from 'vitest';
import { creditWorld } from '../../../test/support/credit-world.ts';
import { testClock } from '../../../test/support/test-clock.ts';
import { testDatabase } from '../../../test/support/test-database.ts';
import { systemActor } from '../../kernel/actor.ts';
import { hourMs } from '../../kernel/duration.ts';
import { inTransaction } from '../../platform/database/index.ts';
import {
  chargeTicket,
  decideObjection,
  objectToCharge,
  recordPurchase,
  watchObjections,
  withdrawObjection,
} from './index.ts';

const database = await testDatabase();
const clock = testClock();
const world = await creditWorld(database, clock);
const { supervisor: actor } = world;
const agreementVersion = 1;

/** An objection to a charge of two units, just raised. */
async function objected(clause: 'T3' | 'T4' = 'T4') {
  const { organizationId, ticketIds } = await world.addCustomer();
  const [ticketId = 0] = ticketIds;
  const command = { organizationId, at: clock.now() };
  const about = { ticketId, clause, agreementVersion, ticketUnits: 2, workMinutes: 120 };
  const id = await inTransaction(database, async (tx) => {
    await recordPurchase(tx, { ...command, key: 'buy', actor, units: 9, reference: 'F' });
    const charged = await chargeTicket(tx, {
      ...command,
      ...about,
      key: 'charge',
      actor: systemActor,
    });
    const entrySequence = 'sequence' in charged ? (charged.sequence ?? 0) : 0;
    return objectToCharge(tx, { ...command, entrySequence, reason: 'No fue una hora', actor });
  });
  if (typeof id !== 'number') throw new Error(id.reason);
  const tail = { objectionId: id, actor };
  return {
    id,
    reject: () =>
      inTransaction(database, (tx) =>
        decideObjection(tx, {
          ...tail,
          ...{ outcome: 'rejected', answer: 'Fueron dos', at: clock.now() },
        }),
      ),
    withdraw: () =>
      inTransaction(database, (tx) =>
        withdrawObjection(tx, { ...tail, organizationId, at: clock.now() }),
      ),
    /** What has been told of it: the steps, the decisions, and the events that go with each. */
    async told() {
      const steps = await database.pool.query<{ step: string }>(
        'select step from credit_objection_step where objection_id = $1 order by reached_at',
        [id],
      );
      const decisions = await database.pool.query<{ id: number; kind: string; clause: string }>(
        `select id, kind, clause from decision
          where ticket_id = $1 and kind in ('objection-warned', 'objection-overdue') order by id`,
        [ticketId],
      );
      const events = await database.pool.query<{ step: string; decision: number }>(
        `select payload ->> 'step' as step, (payload ->> 'decisionId')::bigint as decision
           from graphile_worker._private_jobs as job
           join graphile_worker._private_tasks as task on task.id = job.task_id
          where task.identifier = 'credits.objection-fell-due'
            and (payload ->> 'objectionId')::bigint = $1
          order by job.id`,
        [id],
      );
      const told = steps.rows.map(({ step }) => step);
      expect(decisions.rows.map(({ kind }) => kind)).toEqual(told.map((one) => `objection-${one}`));
      expect(decisions.rows.every((decision) => decision.clause === clause)).toBe(true);
      expect(events.rows).toEqual(
        told.map((step, index) => ({ step, decision: decisions.rows[index]?.id })),
      );
      return told;
    },
  };
}

/** Two processes look at once. */
const look = () =>
  Promise.all([watchObjections(database, clock.now()), watchObjections(database, clock.now())]);

describe('T4: an objection that nobody decides', () => {
  it('is warned of at three quarters of its hours and overdue at its hour, each once, by whichever process looks', async () => {
    const objection = await objected();
    clock.advance(54 * hourMs - 1);
    await look();
    expect(await objection.told()).toEqual([]);
    clock.advance(1);
    await look();
    await look();
    expect(await objection.told()).toEqual(['warned']);
    clock.advance(18 * hourMs - 1);
    await look();
    expect(await objection.told()).toEqual(['warned']);
    clock.advance(1);
    await look();
    await look();
    clock.advance(1000 * hourMs);
    await look();
    expect(await objection.told()).toEqual(['warned', 'overdue']);
  });

  it('looked at for the first time past its hour, is overdue and no more warned of, by a slower clock either', async () => {
    const objection = await objected('T3');
    const dueAt = clock.now() + 72 * hourMs;
    clock.advance(100 * hourMs);
    await look();
    await watchObjections(database, dueAt - 1);
    expect(await objection.told()).toEqual(['overdue']);
  });

  it.each([
    ['decided', 'reject'],
    ['withdrawn', 'withdraw'],
  ] as const)('%s before, is told of no more', async (_how, end) => {
    const [early, late] = [await objected(), await objected()];
    await early[end]();
    clock.advance(54 * hourMs);
    await look();
    await late[end]();
    clock.advance(18 * hourMs);
    await look();
    expect([await early.told(), await late.told()]).toEqual([[], ['warned']]);
  });

  it('decided while it is being looked at, is told of before the decision or not at all', async () => {
    for (let round = 0; round < 5; round += 1) {
      const objection = await objected();
      clock.advance(72 * hourMs);
      await Promise.all([look(), objection.reject()]);
      await look();
      const told = await objection.told();
      const { rows } = await database.pool.query<{ kind: string }>(
        `select kind from decision where kind in ('objection-overdue', 'objection-decided')
            and ticket_id = (select ticket_id from credit_objection where id = $1) order by id`,
        [objection.id],
      );
      expect(rows.map(({ kind }) => kind)).toEqual([
        ...told.map((step) => `objection-${step}`),
        'objection-decided',
      ]);
    }
  });
});
