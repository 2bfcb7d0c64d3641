import { expect, it } from 'vitest';
import { testClock } from '../../../test/support/test-clock.ts';
import { testDatabase } from '../../../test/support/test-database.ts';
import { isDeclined } from '../../kernel/declined.ts';
import { issueSetUpToken, readSessionPrincipal, setUp } from './index.ts';

const database = await testDatabase();
const clock = testClock();
const origin = {
  at: clock.now(),
  ipAddress: '10.0.0.1',
  userAgent: 'test',
  previousToken: null,
};
const first = {
  name: 'Luisa Rivas',
  email: 'luisa@andino.example',
  password: 'lluvia-tejado-cobre-42',
  language: 'es' as const,
  timeZone: 'America/Caracas',
};
const nothingMore = async () => undefined;

it('the first administrator is made once, by the token of the newest start', async () => {
  const old = (await issueSetUpToken(database, clock.now())) ?? '';
  const token = (await issueSetUpToken(database, clock.now())) ?? '';
  const attempt = (change: object = {}, also: () => Promise<void> = nothingMore) =>
    setUp(database, { ...first, token, ...change }, origin, also);

  for (const wrong of ['', old, token.toUpperCase()]) {
    expect(await attempt({ token: wrong })).toMatchObject({ reason: 'setup-token-invalid' });
  }
  // What is declined, or fails, does not use the token up.
  expect(await attempt({ password: 'Administrador1' })).toMatchObject({
    reason: 'password-common',
  });
  await expect(
    attempt({}, () => Promise.reject(new Error('the mailbox cannot be made'))),
  ).rejects.toThrow('the mailbox cannot be made');

  const results = await Promise.all([
    attempt({ email: 'one@andino.example' }),
    attempt({ email: 'two@andino.example' }),
  ]);
  const [session] = results.filter((result) => !isDeclined(result));
  expect(results.filter(isDeclined)).toMatchObject([{ reason: 'setup-token-invalid' }]);
  if (session === undefined || isDeclined(session)) throw new Error('nobody was let in');
  const principal = await readSessionPrincipal(database.db, session.token, clock.now());
  expect(principal?.roles.toSorted()).toEqual(['administrator', 'agent', 'billing', 'supervisor']);
  expect(await issueSetUpToken(database, clock.now())).toBeNull();
  const { rows } = await database.pool.query('select 1 from person');
  expect(rows).toHaveLength(1);
});
