import { request } from 'node:http';
import { expect, it } from 'vitest';
import { testClock } from '../../../test/support/test-clock.ts';
import { testDatabase } from '../../../test/support/test-database.ts';
import { testWeb } from '../../../test/support/test-web.ts';
import { issueSignInLink } from '../../modules/people/index.ts';
import { inTransaction } from '../../platform/database/index.ts';

const database = await testDatabase();
const clock = testClock();
const { url } = await testWeb(database, clock, {
  publicUrl: 'https://desk.example',
  trustedProxies: ['127.0.0.1'],
});

/** As the proxy in front of the desk sends it. */
const send = (method: string, path: string, headers: Record<string, string>, body = '') =>
  new Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; text: string }>(
    (resolve) => {
      const sent = request(url + path, { method, headers }, async (answer) => {
        const chunks = await answer.setEncoding('utf8').toArray();
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text: chunks.join('') });
      });
      sent.end(body);
    },
  );

const signIn = async (origin: string) => {
  const issued = await inTransaction(database, (tx) =>
    issueSignInLink(tx, { address: 'customer@acme.example', next: '/', at: clock.now() }),
  );
  const headers = {
    host: 'desk.example',
    origin,
    'content-type': 'application/json',
    'x-forwarded-for': '203.0.113.9',
  };
  const body = JSON.stringify({ token: issued?.token });
  return send('POST', '/api/v1/sign-in/link/confirmation', headers, body);
};

it('behind https, the cookie is this host’s alone and the browser is told to stay with https', async () => {
  const { status, headers } = await signIn('https://desk.example');
  expect(status).toBe(200);
  expect(headers['set-cookie']?.[0]).toMatch(/^__Host-atenta_session=.*; Secure$/);
  expect(headers['strict-transport-security']).toMatch(/max-age=63072000/);
  const { rows } = await database.pool.query<{ ip_address: string }>(
    'select ip_address from session order by id desc limit 1',
  );
  expect(rows[0]?.ip_address).toBe('203.0.113.9');
});

it('the same name without https is another origin', async () => {
  expect((await signIn('http://desk.example')).status).toBe(403);
});

it('the contract says where the desk is, whatever the request says', async () => {
  const answer = await send('GET', '/api/openapi.json', {
    host: 'desk.example',
    'x-forwarded-host': 'evil.example',
    'x-forwarded-proto': 'http',
  });
  expect(answer.text).toContain('"servers":[{"url":"https://desk.example"}]');
  expect(answer.text).not.toContain('evil.example');
});

it('a host that only the proxy claims is foreign', async () => {
  const headers = { host: 'evil.example', 'x-forwarded-host': 'desk.example' };
  expect((await send('GET', '/api/v1/me', headers)).status).toBe(421);
});
