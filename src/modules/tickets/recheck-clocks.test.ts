import { expect, it } from 'vitest';
import { deskWorld } from '../../../test/support/desk-world.ts';
import { testClock } from '../../../test/support/test-clock.ts';
import { testDatabase } from '../../../test/support/test-database.ts';
import { fireDueClocks, recheckClocks } from '../clocks/index.ts';

const database = await testDatabase();
const clock = testClock();
const world = await deskWorld(database, clock);
const { db } = database;
const recheck = () => recheckClocks(database, { sample: 100, now: clock.now() });

it('VII: rows that say what their events say are sound, also long after, once the poller was there', async () => {
  const tickets = [await world.register(world.orinoco), await world.register(world.orinoco)];
  expect(await recheck()).toEqual({ checked: tickets.length, differences: [] });
  clock.advance(40 * 3_600_000);
  while ((await fireDueClocks(database, clock.now())) > 0);
  expect((await recheck()).differences).toEqual([]);
});

it('VII: a row that was tampered with is told, and written as the events say', async () => {
  const ticket = await world.register(world.orinoco);
  const row = () =>
    db
      .selectFrom('clock')
      .selectAll()
      .where('ticket_id', '=', ticket.id)
      .where('kind', '=', 'resolution')
      .executeTakeFirstOrThrow();
  const sound = await row();
  await db
    .updateTable('clock')
    .set({ due_at: new Date(0), elapsed_ms: 5 })
    .where('ticket_id', '=', ticket.id)
    .where('kind', '=', 'resolution')
    .execute();
  expect((await recheck()).differences).toEqual([
    { ticketId: ticket.id, kind: 'resolution', differs: ['due_at', 'elapsed_ms'] },
  ]);
  expect(await row()).toEqual(sound);
  expect((await recheck()).differences).toEqual([]);
});
