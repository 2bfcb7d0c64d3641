import { describe, expect, it } from 'vitest';
import { deskWorld, done } from '../../../test/support/desk-world.ts';
import { testClock } from '../../../test/support/test-clock.ts';
import { testDatabase } from '../../../test/support/test-database.ts';
import { personActor } from '../../kernel/actor.ts';
import { dayMs, hourMs, minuteMs } from '../../kernel/duration.ts';
import { type StandingChange, setStanding, withdrawStanding } from '../people/index.ts';
import { admitHeld, type Ticket } from '../tickets/index.ts';
import { readWhatIf, runWhatIf, startWhatIf } from './index.ts';

const database = await testDatabase();
const clock = testClock();
const world = await deskWorld(database, clock);
const by = () => ({ actor: personActor(world.braulio), at: clock.now(), ipAddress: null });
const began = clock.now();
const { orinoco, apure } = world;

async function answered() {
  const question = {
    subject: 'own-version',
    from: began - dayMs,
    until: clock.now() + dayMs,
  } as const;
  const { whatIfId } = done(await startWhatIf(database, question, by()));
  await runWhatIf({ database, clock }, whatIfId, new AbortController().signal);
  return done((await readWhatIf(database.db, whatIfId))?.result ?? null);
}

const change = (organizationId: number, more: Partial<StandingChange>) =>
  setStanding(database, organizationId, { standing: 'suspended', reason: 'Mora', ...more }, by());
/** What the jobs of those moments do, one of them much too late. */
const lookAt = (organizationId: number, at: number) => admitHeld(database, organizationId, at);

describe('the present version over history, with suspensions that began and ended by their dates', () => {
  it('II: equals history exactly: each request is held for as long as the history says', async () => {
    // Planned for tomorrow, for two days; a plan for later is taken back.
    const from = began + dayMs;
    await change(orinoco.organizationId, { from, until: from + 2 * dayMs });
    await change(orinoco.organizationId, { from: from + 5 * dayMs });
    await withdrawStanding(
      database,
      { organizationId: orinoco.organizationId, entryId: await lastEntry() },
      'Pagó antes',
      by(),
    );
    const before = await world.register(orinoco);
    clock.set(from + 3 * hourMs);
    const early = await world.register(orinoco);
    clock.advance(20 * hourMs);
    const late = await world.register(orinoco);
    // Short of units as well: those come a day after the suspension ended.
    await change(apure.organizationId, { until: clock.now() + 4 * hourMs });
    const short = await world.register(apure);
    // Something else looks at it an hour after the suspension ended, before the job of that moment does.
    clock.advance(5 * hourMs);
    await lookAt(apure.organizationId, clock.now());
    clock.set(from + 2 * dayMs + 30 * minuteMs);
    await lookAt(orinoco.organizationId, from + 2 * dayMs);
    clock.advance(dayMs);
    await world.buy(apure.organizationId, 5);
    await lookAt(apure.organizationId, clock.now());
    const after = await world.register(orinoco);
    expect(await statusesOf([before, early, late, short, after])).toEqual(Array(5).fill('open'));

    const result = await answered();
    expect(result.after).toEqual(result.before);
    expect(result.requestsChanged).toBe(0);
    expect(result.before).toMatchObject({
      requests: 5,
      suspended: 3,
      suspendedMinutes: (45 + 25 + 4) * 60,
    });
  });

  it('II: a history that does not agree with what was decided is found out', async () => {
    // No use case writes this: a suspension of an hour that the desk did not keep to.
    await database.pool.query(
      `insert into standing_entry (organization_id, standing, reason, valid_from, valid_until, recorded_at)
       values ($1, 'suspended', 'x', $2, $3, $2)`,
      [
        orinoco.organizationId,
        new Date(clock.now() - minuteMs),
        new Date(clock.now() + 59 * minuteMs),
      ],
    );
    const result = await answered();
    expect(result.requestsChanged).toBe(1);
    expect(result.after.suspendedMinutes - result.before.suspendedMinutes).toBe(59);
  });
});

async function lastEntry(): Promise<number> {
  const { rows } = await database.pool.query<{ id: number }>(
    'select max(id) as id from standing_entry',
  );
  return rows[0]?.id ?? 0;
}

async function statusesOf(tickets: readonly Ticket[]): Promise<readonly string[]> {
  const { rows } = await database.pool.query<{ status: string }>(
    'select status from ticket where id = any($1) order by id',
    [tickets.map(({ id }) => id)],
  );
  return rows.map(({ status }) => status);
}
