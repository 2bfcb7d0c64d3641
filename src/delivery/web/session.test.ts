import { describe, expect, it } from 'vitest';
import { testClock } from '../../../test/support/test-clock.ts';
import { testDatabase } from '../../../test/support/test-database.ts';
import { testWeb } from '../../../test/support/test-web.ts';
import {
  addContact,
  issueInvitation,
  issueSetUpToken,
  issueSignInLink,
  updateContact,
} from '../../modules/people/index.ts';
import { inTransaction } from '../../platform/database/index.ts';

const database = await testDatabase();
const clock = testClock();
// Before the world has an administrator.
const setUpToken = (await issueSetUpToken(database, clock.now())) ?? '';
const { send, world, url, logLines } = await testWeb(database, clock);
const { acme } = world;
const minute = 60_000;
const day = 24 * 60 * minute;
const password = 'lluvia-tejado-cobre-42';

const newContact = async (email: string) => {
  const personId = await addContact(
    database,
    acme.organizationId,
    { name: 'Ana Pérez', email, role: 'customer', authorised: true, invite: true },
    { ...world.acting, at: clock.now() },
  );
  if (typeof personId !== 'number') throw new Error('the contact was not added');
  return personId;
};
const invitationOf = async (personId: number) => {
  const { rows } = await database.pool.query<{ id: number }>(
    'select id from invitation where person_id = $1 and accepted_at is null and revoked_at is null',
    [personId],
  );
  const issued = await inTransaction(database, (tx) =>
    issueInvitation(tx, rows[0]?.id ?? 0, clock.now()),
  );
  return issued?.token ?? '';
};
const accept = (token: string, body: object = {}) =>
  send('POST', '/api/v1/invitations/acceptance', { body: { token, ...body } });
const signIn = (email: string, secret: string, headers: Record<string, string> = {}) =>
  send('POST', '/api/v1/sign-in/password', { body: { email, password: secret }, headers });
const linkFor = async (address: string, next = '/') => {
  const issued = await inTransaction(database, (tx) =>
    issueSignInLink(tx, { address, next, at: clock.now() }),
  );
  return issued?.token ?? '';
};
const confirm = (token: string) =>
  send('POST', '/api/v1/sign-in/link/confirmation', { body: { token } });

describe('set-up', () => {
  const first = {
    firmName: 'Soporte Andino',
    name: 'Luisa',
    email: 'luisa@andino.example',
    password,
  };

  it('is closed once the desk has an administrator, whoever has the token', async () => {
    const answer = await send('POST', '/api/v1/setup', { body: { ...first, token: setUpToken } });
    expect(answer.status).toBe(403);
    expect(answer.json).toMatchObject({ reason: 'setup-token-invalid' });
    expect(await issueSetUpToken(database, clock.now())).toBeNull();
  });
});

describe('invitation', () => {
  it('lets its person in once, with the password they chose', async () => {
    const token = await invitationOf(await newContact('ana@acme.example'));
    const accepted = await accept(token, { password });
    expect(accepted.status).toBe(200);
    expect(accepted.json).toEqual({ next: '/', challenge: null, factors: [] });
    const me = await send('GET', '/api/v1/me', { as: accepted.sessionToken ?? '' });
    expect(me.json).toMatchObject({ name: 'Ana Pérez', roles: ['customer'], hasPassword: true });
    expect((await accept(token)).status).toBe(410);
    expect((await signIn('ana@acme.example', password)).status).toBe(200);
  });

  it('does not work after 14 days', async () => {
    const token = await invitationOf(await newContact('late@acme.example'));
    clock.advance(14 * day);
    expect((await accept(token)).status).toBe(410);
  });

  it('sent again, ends the one before', async () => {
    const personId = await newContact('again@acme.example');
    const first = await invitationOf(personId);
    const as = await world.signIn(world.agents.administrator);
    const resent = await send('POST', `/api/v1/people/${personId}/invitation`, { as });
    expect(resent.status).toBe(204);
    expect((await accept(first)).status).toBe(410);
    expect((await accept(await invitationOf(personId))).status).toBe(200);
  });

  it.each(['', 'null', 'undefined', 'x'.repeat(43), 'A'.repeat(200)])(
    'is not opened by the token "%s"',
    async (token) => {
      expect((await accept(token)).status).toBeGreaterThanOrEqual(400);
    },
  );

  it('refuses a password that is tried first', async () => {
    const token = await invitationOf(await newContact('weak@acme.example'));
    const answer = await accept(token, { password: 'Contraseña123' });
    expect(answer.json).toMatchObject({ status: 422, reason: 'password-common' });
    expect((await accept(token, { password })).status).toBe(200);
  });
});

describe('sign-in link', () => {
  const address = 'customer@acme.example';

  it('answers the same for known and unknown addresses, and looks only in the job', async () => {
    const ask = (email: string) => send('POST', '/api/v1/sign-in/link', { body: { email } });
    const [known, unknown] = [await ask(address), await ask('nobody@nowhere.example')];
    expect([known.status, known.text]).toEqual([202, '']);
    expect([unknown.status, unknown.text]).toEqual([known.status, known.text]);
    expect(await linkFor('nobody@nowhere.example')).toBe('');
  });

  it('works once and keeps only its hash', async () => {
    const token = await linkFor(address, '/tickets/7');
    const { rows } = await database.pool.query<{ text: string }>(
      'select sign_in_link::text as text from sign_in_link',
    );
    expect(rows.some(({ text }) => text.includes(token))).toBe(false);
    const answers = await Promise.all(Array.from({ length: 5 }, () => confirm(token)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 410, 410, 410, 410]);
    expect(answers.find(({ status }) => status === 200)?.json).toEqual({
      next: '/tickets/7',
      challenge: null,
      factors: [],
    });
  });

  it('is not used up by a mail scanner that opens it', async () => {
    const token = await linkFor(address);
    for (const path of [`/sign-in/link?token=${token}`, '/api/v1/sign-in/link/confirmation']) {
      await send('GET', path);
    }
    expect((await confirm(token)).status).toBe(200);
  });

  it('works for 30 minutes, not longer', async () => {
    const [inTime, late] = [await linkFor(address), await linkFor(address)];
    clock.advance(30 * minute - 1000);
    expect((await confirm(inTime)).status).toBe(200);
    clock.advance(1000);
    expect((await confirm(late)).status).toBe(410);
  });

  it('is not another token: case counts, an invitation opens no session', async () => {
    const token = await linkFor(address);
    const swapped = token.replace(/[a-zA-Z]/, (c) =>
      c === c.toLowerCase() ? c.toUpperCase() : c.toLowerCase(),
    );
    expect((await confirm(swapped)).status).toBe(410);
    const invitation = await invitationOf(await newContact('purpose@acme.example'));
    expect((await confirm(invitation)).status).toBe(410);
  });

  it.each(['https://evil.example', '//evil.example', '/\\evil.example', 'javascript:alert(1)'])(
    'leads nowhere but into the desk: %s',
    async (next) => {
      const asked = await send('POST', '/api/v1/sign-in/link', { body: { email: address, next } });
      expect(asked.status).toBe(202);
      expect((await confirm(await linkFor(address, next))).json).toEqual({
        next: '/',
        challenge: null,
        factors: [],
      });
    },
  );

  it('writes no more than five letters to one address in a quarter of an hour', async () => {
    const email = 'flooded@acme.example';
    for (let turn = 0; turn < 8; turn += 1) {
      const answer = await send('POST', '/api/v1/sign-in/link', { body: { email } });
      expect(answer.status).toBe(202);
    }
    const { rows } = await database.pool.query<{ letters: number }>(
      `select count(*) as letters from graphile_worker._private_jobs where payload->>'address' = $1`,
      [email],
    );
    expect(rows[0]?.letters).toBe(5);
  });
});

describe('password', () => {
  it('gives one answer for a wrong password and for nobody', async () => {
    const wrong = await signIn('ana@acme.example', 'not the password');
    const nobody = await signIn('nobody@nowhere.example', 'not the password');
    const { instance: _a, ...first } = wrong.json as Record<string, unknown>;
    const { instance: _b, ...second } = nobody.json as Record<string, unknown>;
    expect(first).toEqual(second);
    expect(first).toMatchObject({ status: 401, reason: 'sign-in-failed' });
  });

  it('takes as long for nobody as for a wrong password', async () => {
    const median = async (email: string) => {
      const times: number[] = [];
      for (let turn = 0; turn < 9; turn += 1) {
        const before = performance.now();
        await signIn(email, 'not the password');
        times.push(performance.now() - before);
        // Attempts are limited; each round begins a new window.
        clock.advance(61 * minute);
      }
      return times.toSorted((a, b) => a - b)[4] ?? 0;
    };
    const [known, unknown] = [await median('ana@acme.example'), await median('x@y.example')];
    expect(Math.abs(known - unknown)).toBeLessThan(Math.max(known, unknown) * 0.5);
    expect(unknown).toBeGreaterThan(15);
  });

  it('counts parallel guesses one by one: ten, then 429 with a pause', async () => {
    clock.advance(61 * minute);
    const answers = await Promise.all(
      Array.from({ length: 25 }, () => signIn('ana@acme.example', 'guess guess guess')),
    );
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 401)).toHaveLength(10);
    expect(statuses.filter((status) => status === 429)).toHaveLength(15);
    const refused = answers.find(({ status }) => status === 429);
    expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0);
    // Nobody is locked out by somebody else's guesses: a link lets the person in.
    expect((await confirm(await linkFor('ana@acme.example'))).status).toBe(200);
  });

  it('changed, ends every other session and goes on with a new one', async () => {
    clock.advance(61 * minute);
    const before = await signIn('ana@acme.example', password);
    const elsewhere = await signIn('ana@acme.example', password);
    const as = before.sessionToken ?? '';
    const wrong = await send('POST', '/api/v1/me/password', {
      as,
      body: { currentPassword: 'no', newPassword: 'puente-violeta-martes-9' },
    });
    expect(wrong.json).toMatchObject({ status: 422, reason: 'password-wrong' });
    const changed = await send('POST', '/api/v1/me/password', {
      as,
      body: { currentPassword: password, newPassword: 'puente-violeta-martes-9' },
    });
    expect(changed.status).toBe(204);
    const statusOf = async (token: string | null) =>
      (await send('GET', '/api/v1/me', { as: token ?? '' })).status;
    expect(await statusOf(before.sessionToken)).toBe(401);
    expect(await statusOf(elsewhere.sessionToken)).toBe(401);
    expect(await statusOf(changed.sessionToken)).toBe(200);
  });

  it('is kept as argon2id', async () => {
    const { rows } = await database.pool.query<{ hash: string }>('select hash from password');
    for (const { hash } of rows) expect(hash).toMatch(/^\$argon2id\$v=19\$m=32768,t=4,p=1\$/);
  });
});

describe('session', () => {
  it('is a new one at every sign-in, and the one that the browser came with is dead', async () => {
    const planted = await world.signIn(acme.people.customer);
    const answer = await send('POST', '/api/v1/sign-in/link/confirmation', {
      as: planted,
      body: { token: await linkFor('customer_administrator@acme.example') },
    });
    expect(answer.sessionToken).not.toBe(planted);
    expect((await send('GET', '/api/v1/me', { as: planted })).status).toBe(401);
  });

  it('has a cookie that scripts and other sites cannot use', async () => {
    const answer = await confirm(await linkFor('customer@acme.example'));
    const cookie = answer.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/; HttpOnly/);
    expect(cookie).toMatch(/; SameSite=Lax/);
    expect(cookie).toMatch(/; Path=\//);
  });

  it('ends after 30 days without use, and after 90 days whatever happens', async () => {
    const idle = await world.signIn(acme.people.customer);
    const used = await world.signIn(acme.people.customer);
    for (let turn = 0; turn < 4; turn += 1) {
      clock.advance(20 * day);
      expect((await send('GET', '/api/v1/me', { as: used })).status).toBe(200);
    }
    expect((await send('GET', '/api/v1/me', { as: idle })).status).toBe(401);
    clock.advance(10 * day);
    expect((await send('GET', '/api/v1/me', { as: used })).status).toBe(401);
  });

  it('of an agent ends after three days without use', async () => {
    const as = await world.signIn(world.agents.agent);
    clock.advance(3 * day);
    expect((await send('GET', '/api/v1/me', { as })).status).toBe(401);
  });

  it('and every other way in ends at once when the person is disabled', async () => {
    const personId = await newContact('leaver@acme.example');
    const as = await world.signIn(personId);
    const link = await linkFor('leaver@acme.example');
    const invitation = await invitationOf(personId);
    const key = { organizationId: acme.organizationId, personId };
    const by = { ...world.acting, at: clock.now() };
    await updateContact(database, key, { disabled: true }, by);
    expect((await send('GET', '/api/v1/me', { as })).status).toBe(401);
    expect((await confirm(link)).status).toBe(410);
    expect((await accept(invitation)).status).toBe(410);
    expect(await linkFor('leaver@acme.example')).toBe('');
  });

  it('can be listed and ended by its owner, and by nobody else', async () => {
    const [mine, other] = [
      await world.signIn(acme.people.customer),
      await world.signIn(acme.people.customer_administrator),
    ];
    const listed = await send('GET', '/api/v1/me/sessions', { as: mine });
    const { items } = listed.json as { items: { id: number; current: boolean }[] };
    const current = items.find((session) => session.current)?.id;
    expect(items.filter((session) => session.current)).toHaveLength(1);
    const stolen = await send('DELETE', `/api/v1/me/sessions/${current}`, { as: other });
    expect(stolen.status).toBe(404);
    const ended = await send('DELETE', `/api/v1/me/sessions/${current}`, { as: mine });
    expect([ended.status, ended.sessionToken]).toEqual([204, '']);
    expect((await send('GET', '/api/v1/me', { as: mine })).status).toBe(401);
  });

  it('signed out, is gone', async () => {
    const as = await world.signIn(acme.people.customer);
    const out = await send('POST', '/api/v1/sign-out', { as });
    expect([out.status, out.sessionToken]).toEqual([204, '']);
    expect((await send('GET', '/api/v1/me', { as })).status).toBe(401);
  });
});

describe('forged requests', () => {
  const attack = async (headers: Record<string, string>) => {
    const as = await world.signIn(acme.people.customer);
    return send('PATCH', '/api/v1/me', { as, body: { name: 'Forged' }, headers });
  };

  it.each([
    ['another origin', { origin: 'https://evil.example' }],
    ['origin null', { origin: 'null' }],
    ['our name, another port', { origin: 'http://127.0.0.1:1' }],
    ['another site of ours', { 'sec-fetch-site': 'same-site' }],
    ['another site', { 'sec-fetch-site': 'cross-site' }],
  ])('from %s are turned away', async (_name, headers) => {
    const answer = await attack(headers);
    expect(answer.json).toMatchObject({ status: 403, reason: 'foreign-origin' });
  });

  it('without any word of their origin may not use a cookie', async () => {
    const as = await world.signIn(acme.people.customer);
    const response = await fetch(`${url}/api/v1/sign-out`, {
      method: 'POST',
      headers: { cookie: `atenta_session=${as}` },
    });
    expect(response.status).toBe(403);
  });

  it('cannot sign a browser in as somebody else', async () => {
    const answer = await send('POST', '/api/v1/sign-in/password', {
      body: { email: 'ana@acme.example', password },
      headers: { origin: 'https://evil.example' },
    });
    expect(answer.status).toBe(403);
  });

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'text/plain; charset=application/json',
  ])('of the type %s are not read as JSON', async (type) => {
    const as = await world.signIn(acme.people.customer);
    const response = await fetch(`${url}/api/v1/me`, {
      method: 'PATCH',
      headers: { cookie: `atenta_session=${as}`, origin: url, 'content-type': type },
      body: '{"name":"Forged"}',
    });
    expect(response.status).toBe(415);
  });
});

it('the log names no token and no password', async () => {
  const token = await linkFor('customer@acme.example');
  await send('GET', `/sign-in/link?token=${token}`);
  await confirm(token);
  const log = logLines.join('');
  expect(log).toContain('/sign-in/link');
  expect(log).not.toContain(token);
  expect(log).not.toContain(password);
  for (const line of logLines) expect(JSON.parse(line)).toHaveProperty('time');
});
