import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { OAuth2Failure, refreshAccessToken } from './oauth2.ts';

let answer: (request: string, response: ServerResponse) => void = () => undefined;
const server = createServer(async (request: IncomingMessage, response) => {
  answer(await text(request), response);
});
let base = '';
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address !== null && typeof address === 'object') base = `http://127.0.0.1:${address.port}`;
});
afterAll(() => {
  server.close();
});

const grant = {
  tokenUrl: 'https://login.provider.example/token',
  clientId: 'atenta',
  clientSecret: 'client-canary',
  refreshToken: 'refresh-canary',
  scope: 'imap offline_access',
};
/** The provider's name leads to a server of this test. */
const ask: typeof fetch = (url, init) =>
  fetch(String(url).replace('https://login.provider.example', base), init);

const json = (response: ServerResponse, status: number, value: object) =>
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));

async function failure(work: Promise<unknown>): Promise<OAuth2Failure> {
  const error = await work.catch((thrown: unknown) => thrown);
  if (error instanceof OAuth2Failure) return error;
  throw new Error(`no failure of the sign-in: ${String(error)}`);
}

it('asks with the refresh token, and hands over the new one when the provider replaces it', async () => {
  let asked = '';
  answer = (request, response) => {
    asked = request;
    json(response, 200, { access_token: 'a1', expires_in: '1200', refresh_token: 'r2' });
  };
  expect(await refreshAccessToken(grant, ask)).toEqual({
    accessToken: 'a1',
    lifetimeMs: 1_200_000,
    newRefreshToken: 'r2',
  });
  expect(Object.fromEntries(new URLSearchParams(asked))).toEqual({
    grant_type: 'refresh_token',
    client_id: 'atenta',
    client_secret: 'client-canary',
    refresh_token: 'refresh-canary',
    scope: 'imap offline_access',
  });
});

it.each([
  [400, { error: 'invalid_grant', error_description: 'expired' }, 'refused', 'invalid_grant'],
  [401, {}, 'refused', 'HTTP 401'],
  [429, {}, 'unreachable', 'HTTP 429'],
  [503, {}, 'unreachable', 'HTTP 503'],
  [200, { token: 'none' }, 'unreachable', 'the answer holds no token'],
] as const)('an answer %i %j is %s', async (status, value, kind, message) => {
  answer = (_, response) => json(response, status, value);
  expect(await failure(refreshAccessToken(grant, ask))).toMatchObject({ kind, message });
});

it('follows no redirect, speaks https only, and never repeats a secret', async () => {
  answer = (_, response) => response.writeHead(307, { location: `${base}/other` }).end();
  const redirected = await failure(refreshAccessToken(grant, ask));
  expect(redirected.kind).toBe('unreachable');
  expect(redirected.message).not.toMatch(/canary/);
  const plain = { ...grant, tokenUrl: 'http://login.provider.example/token' };
  expect((await failure(refreshAccessToken(plain, ask))).kind).toBe('refused');
});
