import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { portalPages, problemPage } from '../../src/delivery/portal/index.ts';
import { connect } from '../../src/platform/database/index.ts';
import { silentLog } from '../../src/platform/log.ts';
import { testClock } from '../support/test-clock.ts';
import { testDatabase } from '../support/test-database.ts';
import { testWeb } from '../support/test-web.ts';

const clock = testClock();
const database = await testDatabase();
/** Of the web alone, so that it can lose its database while the test keeps it. */
const own = connect({ url: database.url, log: silentLog, poolSize: 2 });
const { send, world, logLines } = await testWeb(database, clock, {
  database: { ...database, ...own },
  pages: portalPages,
  problemPage,
  isReady: async () => {
    await own.db.selectFrom('firm').select('name').execute();
    return true;
  },
});
const refused = new Error('connect ECONNREFUSED 127.0.0.1:5432');
beforeAll(() => {
  vi.spyOn(own.pool, 'connect').mockImplementation(() =>
    Promise.reject(Object.assign(refused, { code: 'ECONNREFUSED' })),
  );
});
afterAll(() => own.pool.end());

it.each(['/api/v1/me', '/api/v1/tickets', '/api/v1/events', '/attachments/1'])(
  'V16.5.2, F09 without its database %s says so, and when to ask again',
  async (path) => {
    const as = await world.signIn(world.acme.people.customer);
    const answer = await send('GET', path, { as });
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(answer.json).toMatchObject({ reason: 'unavailable' });
    expect(answer.text).not.toMatch(/ECONNREFUSED|127\.0\.0\.1|select|node_modules/i);
  },
);

it.each(['/', '/tickets', '/sign-in'])(
  'V16.5.2, F09 a person who opens %s is told so on a page, in their language',
  async (path) => {
    const as = await world.signIn(world.acme.people.customer);
    const headers = { accept: 'text/html,*/*;q=0.8', 'accept-language': 'es-VE' };
    const { status, text, headers: sent } = await send('GET', path, { as, headers });
    expect([status, sent.get('retry-after')]).toEqual([503, '5']);
    expect(sent.get('content-type')).toBe('text/html; charset=utf-8');
    expect(text).toContain('El servicio no está disponible en este momento.');
    expect(text).not.toMatch(/ECONNREFUSED|127\.0\.0\.1|node_modules/);
  },
);

it('the process lives, and is not ready', async () => {
  expect((await send('GET', '/healthz')).status).toBe(200);
  expect((await send('GET', '/readyz')).status).toBe(503);
  expect(logLines.join('')).not.toContain('"level":"fatal"');
});
