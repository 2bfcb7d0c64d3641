import { randomBytes } from 'node:crypto';
import { generateSync } from 'otplib';
import { describe, expect, it } from 'vitest';
import { makePasskey } from '../../../test/support/software-authenticator.ts';
import { testClock } from '../../../test/support/test-clock.ts';
import { testDatabase } from '../../../test/support/test-database.ts';
import { testWeb } from '../../../test/support/test-web.ts';
import { readSessionPrincipal, resetSecondFactor } from '../../modules/people/index.ts';
import { openSealer } from '../../platform/sealed-secret.ts';
import { authorise } from './authorise.ts';
import { api } from './contract/api.ts';
import type { Page } from './contract/page.ts';
import type { Route } from './contract/route.ts';
import { createHandlers } from './handlers.ts';
import { mountAgreement } from './routes/agreement.ts';
import { mountPasskeys } from './routes/passkeys.ts';
import { mountPeople } from './routes/people.ts';
import { mountSecondFactor } from './routes/second-factor.ts';
import { mountSession } from './routes/session.ts';

const origin = 'https://mesa.example';
const database = await testDatabase();
const clock = testClock('2026-03-02T09:00:00-04:00');
const handlers = createHandlers();
mountSession(handlers);
mountPeople(handlers);
mountAgreement(handlers);
mountSecondFactor(handlers, { sealer: openSealer(randomBytes(32)) });
mountPasskeys(handlers, { party: { id: 'mesa.example', origin } });
const page = (path: Page['path'], beforeFactor: boolean): Page => ({
  method: 'GET',
  path,
  signedIn: true,
  beforeFactor,
  handle: async () => ({ html: `<!doctype html><h1>${path}</h1>` }),
});
const pages = [page('/second-factor', true), page('/profile', false)];
const { send, world } = await testWeb(database, clock, { handlers, pages });
const { acme, agents } = world;
const day = 24 * 60 * 60_000;

/** The administrator who says who must have one has one: it is asked of no other in these tests. */
const administrator = await world.signIn(agents.administrator);
const offered = await send('POST', '/api/v1/me/passkeys/offer', { as: administrator });
const { options } = offered.json as { options: object };
const administrators = makePasskey(options, origin);
await send('POST', '/api/v1/me/passkeys', {
  as: administrator,
  body: { credential: administrators.made },
});
const set = (rules: { agentsFrom: string | null; customerAdministrators: boolean }) =>
  send('POST', '/api/v1/factor-rules', { as: administrator, body: rules });
const me = (as: string) => send('GET', '/api/v1/me/sessions', { as });
const factorsOf = async (as: string) =>
  (await send('GET', '/api/v1/me/second-factor', { as })).json as {
    obligedFrom: string | null;
    passkeys: { id: number }[];
  };
/** An app, linked as whoever is signed in; the clock stands in a step whose code was not used. */
async function link(as: string) {
  const { json } = await send('POST', '/api/v1/me/second-factor/offer', { as });
  const { secret } = json as { secret: string };
  const code = () => generateSync({ secret, epoch: Math.floor(clock.now() / 1000) });
  await send('POST', '/api/v1/me/second-factor/confirmation', { as, body: { code: code() } });
  clock.advance(60_000);
  return code;
}

describe('who must have a second factor', () => {
  it('nobody at first; an administrator says who, and how many have none is told', async () => {
    const rules = await send('GET', '/api/v1/factor-rules', { as: administrator });
    expect(rules.json).toEqual({
      agentsFrom: null,
      customerAdministrators: false,
      agentsWithout: 3,
      customerAdministratorsWithout: 2,
    });
    const agent = await world.signIn(agents.agent);
    expect((await factorsOf(agent)).obligedFrom).toBeNull();
    const body = { agentsFrom: null, customerAdministrators: true };
    expect((await send('POST', '/api/v1/factor-rules', { as: agent, body })).status).toBe(403);
  });

  it('agents from a day on: told before, and from then on led to one and to nothing else', async () => {
    const agent = await world.signIn(agents.agent);
    expect(
      (await set({ agentsFrom: '2026-03-03', customerAdministrators: false })).json,
    ).toMatchObject({
      agentsFrom: '2026-03-03',
    });
    expect(await factorsOf(agent)).toMatchObject({ obligedFrom: '2026-03-03T04:00:00.000Z' });
    expect((await me(agent)).status).toBe(200);
    clock.set(Date.parse('2026-03-03T00:00:00-04:00'));
    expect(await me(agent)).toMatchObject({ json: { status: 403, reason: 'factor-owed' } });
    expect(await send('GET', '/api/v1/events', { as: agent })).toMatchObject({ status: 403 });
    // Whoever comes in only now is led to the same place.
    const fresh = await world.signIn(agents.agent);
    expect((await send('GET', '/api/v1/me', { as: fresh })).status).toBe(200);
    const led = await send('GET', '/profile', { as: fresh });
    expect([led.status, led.headers.get('location')]).toEqual([303, '/second-factor']);
    expect((await send('GET', '/second-factor', { as: fresh })).status).toBe(200);

    const code = await link(fresh);
    expect((await me(fresh)).status).toBe(200);
    expect((await send('GET', '/profile', { as: fresh })).status).toBe(200);
    // The last one stays.
    const drop = () =>
      send('POST', '/api/v1/me/second-factor/removal', { as: fresh, body: { code: code() } });
    expect(await drop()).toMatchObject({ json: { status: 409, reason: 'factor-obliged' } });
    // Taken away by whoever may, it is owed anew.
    const by = { ...world.acting, at: clock.now(), userAgent: null };
    await resetSecondFactor(database, agents.agent, by);
    expect((await me(fresh)).status).toBe(403);
  });

  it('administrators of customers, and no other contact; a passkey is as good, and the last one stays', async () => {
    const chief = await world.signIn(acme.people.customer_administrator);
    const colleague = await world.signIn(acme.people.customer);
    await set({ agentsFrom: null, customerAdministrators: true });
    expect((await me(colleague)).status).toBe(200);
    expect((await me(chief)).status).toBe(403);
    const { json } = await send('POST', '/api/v1/me/passkeys/offer', { as: chief });
    const { made } = makePasskey((json as { options: object }).options, origin);
    await send('POST', '/api/v1/me/passkeys', { as: chief, body: { credential: made } });
    expect((await me(chief)).status).toBe(200);
    const [own] = (await factorsOf(chief)).passkeys;
    const remove = () => send('DELETE', `/api/v1/me/passkeys/${own?.id}`, { as: chief });
    expect(await remove()).toMatchObject({ json: { reason: 'factor-obliged' } });
    await set({ agentsFrom: null, customerAdministrators: false });
    expect((await remove()).status).toBe(204);
  });

  it('an API key goes on with its rights: nobody shows a factor to a program', async () => {
    const created = await send('POST', '/api/v1/api-keys', {
      as: administrator,
      body: { name: 'Informe', personId: agents.supervisor, scopes: ['read'] },
    });
    const { key } = created.json as { key: string };
    await set({ agentsFrom: '2026-03-01', customerAdministrators: false });
    expect((await me(await world.signIn(agents.supervisor))).status).toBe(403);
    expect((await send('GET', '/api/v1/agents', { apiKey: key })).status).toBe(200);
    await set({ agentsFrom: null, customerAdministrators: false });
  });

  it('of every operation, only those that lead to a factor, and those of anybody, are open before', async () => {
    await set({ agentsFrom: '2026-03-01', customerAdministrators: false });
    const token = await world.signIn(agents.billing);
    clock.advance(day);
    const principal = await readSessionPrincipal(database.db, token, clock.now());
    if (principal === null) throw new Error('nobody is signed in');
    const everything = {
      ...principal,
      roles: ['agent', 'supervisor', 'billing', 'administrator'] as const,
    };
    const routes: readonly Route[] = Object.values(api);
    const open = routes
      .filter((route) => !route.roles.includes('anonymous'))
      .filter((route) => authorise(route, everything) === 'granted')
      .map(({ operationId }) => operationId);
    expect(open.toSorted()).toEqual([
      'addPasskey',
      'confirmSecondFactor',
      'getMe',
      'getSecondFactor',
      'offerPasskey',
      'offerSecondFactor',
    ]);
  });
});
