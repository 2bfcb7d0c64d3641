import { request as httpRequest } from 'node:http';
import { describe, expect, it } from 'vitest';
import { testClock } from '../../../test/support/test-clock.ts';
import { testDatabase } from '../../../test/support/test-database.ts';
import { testWeb } from '../../../test/support/test-web.ts';
import { createApiKey, updateAgent } from '../../modules/people/index.ts';
import { api } from './contract/api.ts';
import { createHandlers, publicOperations } from './handlers.ts';
import { mountCustomers } from './routes/customers.ts';
import { mountPeople } from './routes/people.ts';
import { mountSession } from './routes/session.ts';

const database = await testDatabase();
const clock = testClock();
const handlers = createHandlers();
mountSession(handlers);
mountPeople(handlers);
mountCustomers(handlers);
// A write of the contract that may be retried, whose effect can be counted.
let failNext = false;
handlers.mount('recordPurchase', async ({ body }, { database: joined, acting, at }) => {
  await joined.db
    .insertInto('audit_entry')
    .values({ at: new Date(at), action: 'purchase', subject: body.reference, detail: '{}' })
    .execute();
  if (failNext) throw new Error('the machine burns');
  if (body.units === 13) {
    return { refused: true, clause: 'T1', reason: 'some-reason', facts: {} } as const;
  }
  const sequence = acting.at % 7;
  return { sequence, availableUnits: body.units, balanceUnits: body.units, admittedTickets: [] };
});
handlers.mount(
  'getFirm',
  async () =>
    // More than the contract names: what must not leave.
    ({ name: 'Andino', language: 'es', timeZone: 'UTC', secret: 'hidden' }) as never,
);
handlers.mount('getAgreementVersion', async () => ({ version: 'one' }) as never);
const web = await testWeb(database, clock, { handlers });
const { send, world, url } = web;
const { acme } = world;

/** Headers that fetch will not send. */
const raw = (method: string, path: string, headers: Record<string, string>, body?: string) =>
  new Promise<{ status: number; text: string; headers: Record<string, unknown> }>(
    (resolve, reject) => {
      const sent = httpRequest(`${url}${path}`, { method, headers }, (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk;
        });
        answer.on('end', () =>
          resolve({ status: answer.statusCode ?? 0, text, headers: answer.headers }),
        );
      });
      sent.on('error', reject);
      sent.end(body);
    },
  );

it('the operations that anybody may call are those whose roles say so', () => {
  const open = Object.values(api)
    .filter((route) => route.roles.includes('anonymous'))
    .map((route) => route.operationId);
  expect(open.toSorted()).toEqual([...publicOperations].toSorted());
});

describe('answers', () => {
  it('hold only what the contract names', async () => {
    const { json } = await send('GET', '/api/v1/firm');
    expect(json).toEqual({ name: 'Andino', language: 'es', timeZone: 'UTC' });
  });

  it('that are not of the contract are our bug: 500 without a word of why', async () => {
    const as = await world.signIn(acme.people.customer);
    const answer = await send('GET', '/api/v1/agreement/1', { as });
    expect(answer.json).toMatchObject({ status: 500, reason: 'internal' });
    expect(answer.text).not.toMatch(/version|zod|at /i);
  });

  it('to who is signed in are kept by no cache', async () => {
    const as = await world.signIn(acme.people.customer);
    expect((await send('GET', '/api/v1/me', { as })).headers.get('cache-control')).toBe('no-store');
  });
});

describe('problems', () => {
  it('say what, where and what next, in the language of the reader', async () => {
    const as = await world.signIn(world.agents.billing);
    const answer = await send('POST', '/api/v1/organizations', {
      as,
      body: { name: '', extra: 1, contract: { reference: 'x', startsOn: 'soon' } },
    });
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    const { errors, ...problem } = answer.json as { errors: { pointer: string }[] };
    expect(problem).toMatchObject({ status: 400, reason: 'invalid-request' });
    expect(problem).toMatchObject({ title: 'La solicitud no tiene la forma esperada.' });
    expect(errors.map(({ pointer }) => pointer).toSorted()).toEqual([
      '',
      '/contract/startsOn',
      '/name',
    ]);
    const english = await send('GET', '/api/v1/me', {
      headers: { 'accept-language': 'en-GB,es;q=0.5' },
    });
    expect(english.json).toMatchObject({ status: 401, title: 'You need to sign in.' });
  });

  it.each([
    ['broken JSON', '{"name":', 400],
    ['a prototype', '{"__proto__":{"admin":true},"name":"x"}', 400],
    ['an array', '[]', 400],
    ['a NUL, which the database cannot keep', '{"name":"a\\u0000b"}', 400],
    ['half of a pair, which it cannot keep either', '{"name":"a\\ud800b"}', 400],
    ['too much', `{"name":"${'x'.repeat(1_100_000)}"}`, 413],
  ])('%s: no 5xx, no stack', async (_name, body, status) => {
    const as = await world.signIn(acme.people.customer);
    const answer = await raw(
      'PATCH',
      '/api/v1/me',
      { cookie: `atenta_session=${as}`, origin: url, 'content-type': 'application/json' },
      body,
    );
    expect(answer.status).toBe(status);
    expect(answer.text).not.toMatch(/node_modules|SyntaxError|\.ts:/);
  });

  it.each([
    '/api/v1/nothing',
    '/%c0%ae%c0%ae/',
    "/api/v1/organizations/1'--",
    '/api/v1/organizations/99999999999999999999',
  ])('no such thing: %s', async (path) => {
    const as = await world.signIn(world.agents.billing);
    const answer = await raw('GET', path, { cookie: `atenta_session=${as}` });
    expect([400, 404]).toContain(answer.status);
    expect(JSON.parse(answer.text)).toHaveProperty('reason');
  });

  it('a cursor of another list is 400', async () => {
    const as = await world.signIn(world.agents.administrator);
    for (const cursor of ['x', Buffer.from('["a"]').toString('base64url')]) {
      const answer = await send('GET', `/api/v1/audit?cursor=${cursor}`, { as });
      expect(answer.json).toMatchObject({ status: 400, reason: 'cursor-invalid' });
    }
  });
});

describe('idempotency key', () => {
  const path = `/api/v1/organizations/${acme.organizationId}/purchases`;
  const buy = async (key: string, reference: string, units = 5, as?: string) =>
    send('POST', path, {
      as: as ?? (await world.signIn(world.agents.billing)),
      body: { units, reference },
      headers: { 'idempotency-key': key },
    });
  const effects = async (reference: string) => {
    const { rows } = await database.pool.query<{ count: number }>(
      `select count(*) from audit_entry where action = 'purchase' and subject = $1`,
      [reference],
    );
    return rows[0]?.count;
  };

  it('makes the same write happen once and answer the same, also later', async () => {
    const first = await buy('key-one-1', 'F-1');
    clock.advance(1000);
    const second = await buy('key-one-1', 'F-1');
    expect([second.status, second.json]).toEqual([first.status, first.json]);
    expect(await effects('F-1')).toBe(1);
  });

  it('of five at once lets one do it, and all get its answer', async () => {
    const as = await world.signIn(world.agents.billing);
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => buy('key-two-2', 'F-2', 5, as)),
    );
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201]);
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(await effects('F-2')).toBe(1);
  });

  it('used for something else is a conflict', async () => {
    await buy('key-three', 'F-3');
    const other = await buy('key-three', 'F-3', 6);
    expect(other.json).toMatchObject({ status: 409, reason: 'key-reused' });
  });

  it('of somebody else is another key', async () => {
    await buy('key-four-4', 'F-4');
    const as = await world.signIn(world.agents.administrator);
    expect((await buy('key-four-4', 'F-4', 9, as)).json).toMatchObject({ availableUnits: 9 });
  });

  it('of a refusal may ask again', async () => {
    const refused = await buy('key-five-5', 'F-5', 13);
    expect(refused.json).toMatchObject({ status: 409, clause: 'T1' });
    const { rows } = await database.pool.query(
      `select 1 from idempotency_key where key = 'key-five-5'`,
    );
    expect(rows).toEqual([]);
  });

  it('of a failure leaves neither effect nor key', async () => {
    failNext = true;
    expect((await buy('key-six-66', 'F-6')).status).toBe(500);
    failNext = false;
    expect(await effects('F-6')).toBe(0);
    expect((await buy('key-six-66', 'F-6')).status).toBe(201);
    expect(await effects('F-6')).toBe(1);
  });

  it('that is too short is refused', async () => {
    expect((await buy('short', 'F-7')).json).toMatchObject({ reason: 'invalid-request' });
  });
});

describe('API key', () => {
  const keyOf = async (scopes: readonly ('read' | 'write')[], personId = world.agents.billing) => {
    const by = {
      actor: { kind: 'person' as const, personId: world.agents.administrator },
      at: clock.now(),
      ipAddress: null,
    };
    const expiresAt = clock.now() + 3_600_000;
    const created = await createApiKey(database, { name: 'ERP', personId, scopes, expiresAt }, by);
    if ('declined' in created) throw new Error(created.reason);
    return created;
  };

  it('has the rights of its person, within its scope, and needs no origin', async () => {
    const { key } = await keyOf(['read']);
    expect(key).toMatch(/^atenta_[\w-]{43}$/);
    const headers = { origin: 'https://elsewhere.example' };
    expect((await send('GET', '/api/v1/organizations', { apiKey: key, headers })).status).toBe(200);
    expect((await send('GET', '/api/v1/audit', { apiKey: key })).status).toBe(403);
    const body = { name: 'Nuevo' };
    const write = await send('POST', '/api/v1/organizations', { apiKey: key, body });
    expect(write.json).toMatchObject({ status: 403, reason: 'scope-missing' });
    const writer = await keyOf(['write']);
    const written = await send('POST', '/api/v1/organizations', { apiKey: writer.key, body });
    expect(written.status).toBe(201);
    expect((await send('GET', '/attachments/1', { apiKey: writer.key })).status).toBe(403);
  });

  it('is dead when revoked, expired, unknown, or its person is disabled', async () => {
    const read = async (key: string) => (await send('GET', '/api/v1/me', { apiKey: key })).status;
    const revoked = await keyOf(['read']);
    const as = await world.signIn(world.agents.administrator);
    await send('DELETE', `/api/v1/api-keys/${revoked.apiKeyId}`, { as });
    expect(await read(revoked.key)).toBe(401);
    expect(await read('atenta_'.padEnd(50, 'A'))).toBe(401);
    const disabled = await keyOf(['read'], world.agents.supervisor);
    expect(await read(disabled.key)).toBe(200);
    await updateAgent(database, world.agents.supervisor, { disabled: true }, world.acting);
    expect(await read(disabled.key)).toBe(401);
    const expired = await keyOf(['read']);
    clock.advance(3_600_000);
    expect(await read(expired.key)).toBe(401);
  });

  it('is kept as its hash only', async () => {
    const { key } = await keyOf(['read']);
    const { rows } = await database.pool.query<{ text: string }>(
      'select api_key::text as text from api_key',
    );
    expect(rows.some(({ text }) => text.includes(key.slice(12)))).toBe(false);
  });
});

describe('under which name', () => {
  it.each(['evil.example', 'evil.example:80', '127.0.0.1', '127.0.0.1:1'])(
    'the desk is not: "%s"',
    async (host) => {
      const answer = await raw('GET', '/api/v1/firm', { host });
      expect([400, 421]).toContain(answer.status);
    },
  );

  it('the desk is: its own address and the loopback names', async () => {
    const { port } = new URL(url);
    for (const host of [`127.0.0.1:${port}`, `localhost:${port}`, `LOCALHOST:${port}`]) {
      expect((await raw('GET', '/api/v1/firm', { host })).status).toBe(200);
    }
  });

  it('forwarded names are not believed', async () => {
    for (const name of ['x-forwarded-host', 'forwarded', 'x-original-url', 'x-rewrite-url']) {
      const answer = await raw('GET', '/api/openapi.json', { [name]: 'evil.example' });
      expect([answer.status, answer.text.includes('evil')]).toEqual([200, false]);
    }
  });
});

describe('every answer', () => {
  it.each(['/', '/api/v1/me', '/api/docs', '/api/openapi.json', '/healthz', '/nothing.php'])(
    '%s has the headers that keep browsers careful, and names no software',
    async (path) => {
      const { headers } = await send('GET', path);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('same-origin');
      expect(headers.get('content-security-policy')).toMatch(
        /default-src 'none'.*frame-ancestors 'none'/,
      );
      expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
      expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
      expect(headers.get('access-control-allow-origin')).toBeNull();
      expect(headers.get('x-powered-by') ?? headers.get('server')).toBeNull();
    },
  );
});

describe('health', () => {
  it('lives and is ready, whatever name the load balancer uses', async () => {
    for (const path of ['/healthz', '/readyz']) {
      expect((await raw('GET', path, { host: '10.0.0.7' })).status).toBe(200);
    }
  });
});

describe('the contract', () => {
  it('as OpenAPI 3.1 names every operation, and every reference leads somewhere', async () => {
    const { json, text } = await send('GET', '/api/openapi.json');
    const document = json as { openapi: string; paths: object; components: { schemas: object } };
    expect(document.openapi).toBe('3.1.1');
    for (const operationId of Object.keys(api)) expect(text).toContain(`"${operationId}"`);
    const names = new Set(Object.keys(document.components.schemas));
    for (const [, name = ''] of text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      expect(names).toContain(name);
    }
    expect(text).not.toContain('"#/$defs/');
  });

  it('as a page lists every operation with its roles, without script', async () => {
    const { text, headers } = await send('GET', '/api/docs');
    for (const operationId of Object.keys(api)) expect(text).toContain(`id="${operationId}"`);
    expect(text).not.toContain('<script');
    const nonce = /nonce="([^"]+)"/.exec(text)?.[1];
    expect(headers.get('content-security-policy')).toContain(`'nonce-${nonce}'`);
    expect(headers.get('content-security-policy')).not.toContain('unsafe');
  });
});
