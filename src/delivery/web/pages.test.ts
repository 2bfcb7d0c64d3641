import { describe, expect, it } from 'vitest';
import { testClock } from '../../../test/support/test-clock.ts';
import { testDatabase } from '../../../test/support/test-database.ts';
import { testWeb } from '../../../test/support/test-web.ts';
import type { Page, PageRequest } from './contract/page.ts';

const database = await testDatabase();
const clock = testClock();
let seen: PageRequest | null = null;

const page = (given: Partial<Page> & Pick<Page, 'path'>): Page => ({
  method: 'GET',
  signedIn: true,
  handle: async (request) => {
    seen = request;
    return { html: `<!doctype html><p>${request.me?.name ?? 'nobody'}</p>` };
  },
  ...given,
});
const { send, world, url } = await testWeb(database, clock, {
  pages: [
    page({ path: '/' }),
    page({ path: '/open', signedIn: false }),
    page({ path: '/tickets/:number' }),
    page({ path: '/tickets/:number/messages', method: 'POST' }),
    page({ path: '/form', method: 'POST' }),
    page({
      path: '/rename',
      method: 'POST',
      handle: async ({ call, form }) => {
        await call('updateMe', { body: { name: form['name']?.[0] ?? '' } });
        return { redirect: '/' };
      },
    }),
    page({
      path: '/other-company',
      handle: async ({ call, url }) => {
        const organizationId = Number(url.searchParams.get('id'));
        return {
          html: JSON.stringify(await call('getOrganization', { params: { organizationId } })),
        };
      },
    }),
    page({ path: '/away', signedIn: false, handle: async () => ({ redirect: '//evil.example' }) }),
    page({
      path: '/broken',
      signedIn: false,
      handle: async () => {
        throw new Error('canary');
      },
    }),
    page({
      path: '/leave',
      method: 'POST',
      signedIn: false,
      handle: async ({ call }) => {
        await call('signOut');
        return { redirect: '/sign-in' };
      },
    }),
  ],
});
const { acme, borneo } = world;
const as = await world.signIn(acme.people.customer_administrator);
const html = { accept: 'text/html' };

describe('a page', () => {
  it('knows who reads it, and when and where it is', async () => {
    const answer = await send('GET', '/tickets/7?tab=log', { as, headers: html });
    expect(answer.status).toBe(200);
    expect(answer.text).toContain('Acme customer_administrator');
    expect(seen).toMatchObject({
      me: { personId: acme.people.customer_administrator },
      params: { number: '7' },
      language: 'es',
      now: clock.now(),
    });
    expect(seen?.url.pathname + (seen?.url.search ?? '')).toBe('/tickets/7?tab=log');
  });

  it('runs only what carries its own nonce, which is another one each time', async () => {
    const policies = [];
    for (let turn = 0; turn < 2; turn += 1) {
      const { headers } = await send('GET', '/', { as });
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toContain(`'nonce-${seen?.nonce}'`);
      expect(policy).toMatch(/default-src 'none'/);
      expect(policy).toMatch(/object-src 'none'/);
      expect(policy).toMatch(/base-uri 'none'/);
      expect(policy).toMatch(/frame-ancestors 'none'/);
      expect(policy).not.toMatch(/unsafe|\*|https?:/);
      policies.push(policy);
    }
    expect(policies[0]).not.toBe(policies[1]);
  });

  it('sends whoever is not signed in to sign in, and back afterwards', async () => {
    const answer = await send('GET', '/tickets/7?tab=log', { headers: html });
    expect([answer.status, answer.headers.get('location')]).toEqual([
      303,
      '/sign-in?next=%2Ftickets%2F7%3Ftab%3Dlog',
    ]);
  });

  it.each([
    ['stands on its page', '/tickets/7?messages=all', '/tickets/7?messages=all&unsent=1'],
    ['was refused, and stands at its act', '/tickets/7/messages', '/tickets/7?unsent=1'],
    ['stands nowhere that is known', undefined, '/tickets/7?unsent=1'],
    ['says to come from elsewhere', 'https://elsewhere.example/tickets/8', '/tickets/7?unsent=1'],
    ['names a page that does not exist', '/nowhere/at/all', '/?unsent=1'],
  ])(
    'a form without a session that %s leads back to its page, unsent',
    async (_, referer, next) => {
      const from = referer === undefined ? {} : { referer: new URL(referer, url).href };
      const answer = await send('POST', '/tickets/7/messages', {
        headers: { ...html, ...from },
        form: { text: 'hola' },
      });
      expect([answer.status, answer.headers.get('location')]).toEqual([
        303,
        `/sign-in?next=${encodeURIComponent(next)}`,
      ]);
    },
  );

  it('is shown to anybody when it is an open one', async () => {
    expect((await send('GET', '/open')).text).toContain('nobody');
  });

  it('can do no more than the API allows its reader', async () => {
    const own = await send('GET', `/other-company?id=${acme.organizationId}`, { as });
    expect(own.text).toContain('Acme');
    const foreign = await send('GET', `/other-company?id=${borneo.organizationId}`, { as });
    expect([foreign.status, foreign.text.includes('Borneo')]).toEqual([404, false]);
    const plain = await world.signIn(acme.people.customer);
    const denied = await send('GET', `/other-company?id=${acme.organizationId}`, { as: plain });
    expect(denied.status).toBe(403);
  });

  it('redirects inside the desk only', async () => {
    const answer = await send('GET', '/away');
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/']);
  });

  it('that fails says so without saying how', async () => {
    const answer = await send('GET', '/broken', { headers: html });
    expect([answer.status, answer.text.includes('canary')]).toEqual([500, false]);
  });

  it('that does not exist is a page for people and a problem for programs', async () => {
    const forPeople = await send('GET', '/nowhere', { headers: html });
    expect([forPeople.status, forPeople.text]).toEqual([404, '<!doctype html><h1>404</h1>']);
    expect((await send('GET', '/nowhere')).json).toMatchObject({ reason: 'not-found' });
    expect((await send('GET', '/api/v1/no', { headers: html })).json).toMatchObject({
      status: 404,
    });
  });
});

describe('a form', () => {
  it('acts with the rights of its sender and redirects with 303', async () => {
    const answer = await send('POST', '/rename', { as, form: { name: 'Carmen Rojas' } });
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/']);
    expect((await send('GET', '/', { as })).text).toContain('Carmen Rojas');
  });

  it('from a page that is not ours changes nothing', async () => {
    const answer = await send('POST', '/rename', {
      as,
      form: { name: 'Forged' },
      headers: { origin: 'https://evil.example' },
    });
    expect(answer.status).toBe(403);
    expect((await send('GET', '/', { as })).text).not.toContain('Forged');
  });

  it('keeps every value of a repeated field', async () => {
    const form = new FormData();
    form.append('kind', 'a');
    form.append('kind', 'b');
    await send('POST', '/form', { as, form });
    expect(seen?.form).toEqual({ kind: ['a', 'b'] });
  });

  it('with a field called __proto__ has a field of that name, or is refused', async () => {
    await send('POST', '/form', { as, form: { ['__proto__']: 'x', constructor: 'y' } });
    expect(Object.keys(seen?.form ?? {})).toEqual(['__proto__', 'constructor']);
    const form = new FormData();
    form.append('__proto__', 'x');
    expect((await send('POST', '/form', { as, form })).status).toBe(400);
  });

  it('brings its files as attachments that wait; one that is too large does not lose the rest', async () => {
    const form = new FormData();
    form.append('subject', 'No imprime');
    form.append('files', new Blob(['uno']), 'uno.txt');
    form.append('files', new Blob([Buffer.alloc(25 * 1024 * 1024 + 1)]), 'enorme.bin');
    form.append('files', new Blob(['dos']), 'dos.txt');
    form.append('files', new Blob([]), '');
    form.append('expected', 'Que imprima');
    const answer = await send('POST', '/form', { as, form });
    expect(answer.status).toBe(200);
    expect(seen?.form).toEqual({ subject: ['No imprime'], expected: ['Que imprima'] });
    expect(seen?.files.map(({ name }) => name)).toEqual(['uno.txt', 'dos.txt']);
    expect(seen?.refusedFiles).toEqual([
      { name: 'enorme.bin', words: expect.stringContaining('25 MB') },
    ]);
  });

  it('that signs out clears the cookie of the browser', async () => {
    const leaving = await world.signIn(acme.people.customer);
    const answer = await send('POST', '/leave', { as: leaving, form: {} });
    expect([answer.status, answer.sessionToken]).toEqual([303, '']);
  });
});
