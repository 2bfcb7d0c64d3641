import { expect, it } from 'vitest';
import { testClock } from '../../../test/support/test-clock.ts';
import { testDatabase } from '../../../test/support/test-database.ts';
import { testWeb } from '../../../test/support/test-web.ts';

const database = await testDatabase();
const clock = testClock();
const { send, world } = await testWeb(database, clock, {
  requestsPerMinuteMax: { person: 5, stranger: 3 },
});

it('a caller that runs wild waits for the next minute, and nobody else does', async () => {
  const [wild, calm] = [
    await world.signIn(world.agents.agent),
    await world.signIn(world.agents.billing),
  ];
  const ask = async (as: string) => (await send('GET', '/api/v1/me', { as })).status;
  for (let turn = 0; turn < 5; turn += 1) expect(await ask(wild)).toBe(200);
  const refused = await send('GET', '/api/v1/me', { as: wild });
  expect(refused.status).toBe(429);
  expect(refused.headers.get('retry-after')).toBe('60');
  expect(await ask(calm)).toBe(200);
  clock.advance(60_000);
  expect(await ask(wild)).toBe(200);
});

it('strangers have a smaller share, by their address', async () => {
  clock.advance(60_000);
  const statuses: number[] = [];
  for (let turn = 0; turn < 4; turn += 1) {
    statuses.push((await send('GET', '/api/v1/me')).status);
  }
  expect(statuses).toEqual([401, 401, 401, 429]);
});
