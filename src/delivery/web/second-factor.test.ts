import { randomBytes } from 'node:crypto';
import { generateSync } from 'otplib';
import { describe, expect, it } from 'vitest';
import { testClock } from '../../../test/support/test-clock.ts';
import { testDatabase } from '../../../test/support/test-database.ts';
import { testWeb } from '../../../test/support/test-web.ts';
import {
  addContact,
  answerChallenge,
  issueSignInLink,
  updateContact,
} from '../../modules/people/index.ts';
import { inTransaction } from '../../platform/database/index.ts';
import { openSealer } from '../../platform/sealed-secret.ts';
import { createHandlers } from './handlers.ts';
import { mountPeople } from './routes/people.ts';
import { mountSecondFactor } from './routes/second-factor.ts';
import { mountSession } from './routes/session.ts';

const database = await testDatabase();
const clock = testClock();
const handlers = createHandlers();
mountSession(handlers);
mountPeople(handlers);
mountSecondFactor(handlers, { sealer: openSealer(randomBytes(32)) });
const { send, world } = await testWeb(database, clock, { handlers });
const { acme, agents } = world;
const minute = 60_000;
const acting = () => ({ ...world.acting, at: clock.now() });

let people = 0;
/** Somebody of her own for each test: wrong codes count against one person. */
async function newPerson() {
  people += 1;
  const email = `persona${people}@acme.example`;
  const personId = await addContact(
    database,
    acme.organizationId,
    { name: 'Ana Pérez', email, role: 'customer', authorised: true, invite: false },
    acting(),
  );
  if (typeof personId !== 'number') throw new Error('the contact was not added');
  return { personId, email, as: await world.signIn(personId) };
}
type Somebody = Awaited<ReturnType<typeof newPerson>>;

const codeAt = (secret: string, at = clock.now()) =>
  generateSync({ secret, epoch: Math.floor(at / 1000) });
const offer = async ({ as }: Somebody) =>
  (await send('POST', '/api/v1/me/second-factor/offer', { as })).json as {
    secret: string;
    uri: string;
  };
const confirm = ({ as }: Somebody, code: string) =>
  send('POST', '/api/v1/me/second-factor/confirmation', { as, body: { code } });
const factorOf = async ({ as }: Somebody) =>
  (await send('GET', '/api/v1/me/second-factor', { as })).json;
const drop = ({ as }: Somebody, code: string) =>
  send('POST', '/api/v1/me/second-factor/removal', { as, body: { code } });
/** Somebody for whom it is on; the clock stands in a step whose code was not used. */
async function newPersonWithFactor() {
  const person = await newPerson();
  const { secret } = await offer(person);
  const { recoveryCodes } = (await confirm(person, codeAt(secret))).json as {
    recoveryCodes: string[];
  };
  clock.advance(minute);
  return { ...person, secret, recoveryCodes };
}
/** The first factor, by a link: what it answers. */
async function enter({ email }: Pick<Somebody, 'email'>) {
  const link = await inTransaction(database, (tx) =>
    issueSignInLink(tx, { address: email, next: '/tickets', at: clock.now() }),
  );
  const answer = await send('POST', '/api/v1/sign-in/link/confirmation', {
    body: { token: link?.token ?? '' },
  });
  return { ...answer, ...(answer.json as { next: string; challenge: string | null }) };
}
const give = (challenge: string | null, code: string) =>
  send('POST', '/api/v1/sign-in/challenge', { body: { challenge, code } });

describe('a second factor', () => {
  it('is asked for only once a code of the app was shown, and tells its recovery codes this once', async () => {
    const person = await newPerson();
    const first = await offer(person);
    const second = await offer(person);
    expect(second.secret).not.toBe(first.secret);
    expect(second.uri).toMatch(/^otpauth:\/\/totp\/.*persona\d+%40acme\.example\?secret=/);
    expect((await enter(person)).challenge).toBeNull();
    // The secret that was offered before is worth nothing.
    expect((await confirm(person, codeAt(first.secret))).json).toMatchObject({
      status: 422,
      reason: 'second-factor-wrong',
    });
    const confirmed = await confirm(person, codeAt(second.secret));
    const { recoveryCodes } = confirmed.json as { recoveryCodes: string[] };
    expect(new Set(recoveryCodes).size).toBe(10);
    expect(await factorOf(person)).toMatchObject({ recoveryCodesLeft: 10 });
    expect((await offer(person)) as unknown).toMatchObject({ reason: 'second-factor-on' });
    const { rows } = await database.pool.query<{ kept: string }>(
      `select secret_sealed || coalesce((select string_agg(encode(code_sha256, 'escape'), '')
         from recovery_code c where c.person_id = f.person_id), '') as kept
         from second_factor f where person_id = $1`,
      [person.personId],
    );
    for (const secret of [second.secret, ...recoveryCodes])
      expect(rows[0]?.kept).not.toContain(secret);
  });

  it('stands between the first factor and the session, and a code works once', async () => {
    const person = await newPersonWithFactor();
    const entered = await enter(person);
    expect(entered).toMatchObject({ status: 200, next: '/tickets', sessionToken: null });
    const code = codeAt(person.secret);
    const signedIn = await give(entered.challenge, code);
    expect(signedIn).toMatchObject({ status: 200, json: { next: '/' } });
    const me = await send('GET', '/api/v1/me', { as: signedIn.sessionToken ?? '' });
    expect(me.json).toMatchObject({ personId: person.personId });
    // Neither the challenge nor the code opens a second time.
    expect((await give(entered.challenge, code)).status).toBe(410);
    expect((await give((await enter(person)).challenge, code)).json).toMatchObject({
      reason: 'second-factor-wrong',
    });
    clock.advance(minute);
    expect((await give((await enter(person)).challenge, codeAt(person.secret))).status).toBe(200);
  });

  it('two that send one code at the same moment: one comes in', async () => {
    const person = await newPersonWithFactor();
    const challenges = [await enter(person), await enter(person)];
    const code = codeAt(person.secret);
    const answers = await Promise.all(challenges.map(({ challenge }) => give(challenge, code)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 422]);
  });

  it('takes the code of a clock that is half a minute off, and no older one', async () => {
    const person = await newPersonWithFactor();
    const { challenge } = await enter(person);
    expect((await give(challenge, codeAt(person.secret, clock.now() - 61_000))).status).toBe(422);
    expect((await give(challenge, codeAt(person.secret, clock.now() - 30_000))).status).toBe(200);
  });

  it('a recovery code works once, as people type it', async () => {
    const person = await newPersonWithFactor();
    const [recovery = ''] = person.recoveryCodes;
    const typed = ` ${recovery.toLowerCase().replaceAll('-', ' ')} `;
    expect((await give((await enter(person)).challenge, typed)).status).toBe(200);
    expect((await give((await enter(person)).challenge, recovery)).status).toBe(422);
    expect(await factorOf(person)).toMatchObject({ recoveryCodesLeft: 9 });
  });

  it('new recovery codes are made for a code of the app, and those from before are worth nothing', async () => {
    const person = await newPersonWithFactor();
    const renew = (code: string) =>
      send('POST', '/api/v1/me/second-factor/recovery-codes', { as: person.as, body: { code } });
    expect((await renew('000000')).status).toBe(422);
    const renewed = (await renew(codeAt(person.secret))).json as { recoveryCodes: string[] };
    expect(new Set([...renewed.recoveryCodes, ...person.recoveryCodes]).size).toBe(20);
    const [old = ''] = person.recoveryCodes;
    const [fresh = ''] = renewed.recoveryCodes;
    expect((await give((await enter(person)).challenge, old)).status).toBe(422);
    expect((await give((await enter(person)).challenge, fresh)).status).toBe(200);
    expect(await factorOf(person)).toMatchObject({ recoveryCodesLeft: 9 });
  });

  it('five wrong codes, and not even the right one is taken for a quarter of an hour', async () => {
    const person = await newPersonWithFactor();
    const { challenge } = await enter(person);
    const guesses = await Promise.all(
      Array.from({ length: 8 }, (_, guess) => give(challenge, String(100_000 + guess))),
    );
    const statuses = guesses.map(({ status }) => status);
    expect(statuses.filter((status) => status === 422)).toHaveLength(5);
    expect(statuses.filter((status) => status === 429)).toHaveLength(3);
    expect((await give(challenge, codeAt(person.secret))).status).toBe(429);
    clock.advance(16 * minute);
    expect((await give((await enter(person)).challenge, codeAt(person.secret))).status).toBe(200);
  });

  it('what is owed is owed for ten minutes, and by nobody who was disabled meanwhile', async () => {
    const late = await newPersonWithFactor();
    const asked = await enter(late);
    clock.advance(10 * minute);
    expect((await give(asked.challenge, codeAt(late.secret))).status).toBe(410);
    const { challenge } = await enter(late);
    const key = { organizationId: acme.organizationId, personId: late.personId };
    await updateContact(database, key, { disabled: true }, acting());
    expect((await give(challenge, codeAt(late.secret))).status).toBe(410);
    expect((await give('A'.repeat(43), '123456')).status).toBe(410);
  });

  it('is given up with a code of it, and not without', async () => {
    const person = await newPersonWithFactor();
    expect((await drop(person, '000000')).status).toBe(422);
    expect((await drop(person, codeAt(person.secret))).status).toBe(204);
    expect(await factorOf(person)).toMatchObject({
      since: null,
      recoveryCodesLeft: 0,
      passkeys: [],
    });
    expect((await enter(person)).challenge).toBeNull();
  });

  it('an administrator takes it away from whoever lost it, and the audit says so', async () => {
    const person = await newPersonWithFactor();
    const as = await world.signIn(agents.administrator);
    const path = `/api/v1/people/${person.personId}/second-factor/removal`;
    const { challenge } = await enter(person);
    expect((await send('POST', path, { as })).status).toBe(204);
    expect((await send('POST', path, { as })).status).toBe(404);
    expect((await give(challenge, codeAt(person.secret))).status).toBe(410);
    expect((await enter(person)).sessionToken).not.toBeNull();
    const audit = (await send('GET', '/api/v1/audit', { as })).json;
    expect(JSON.stringify(audit)).toContain('second-factor.off');
  });

  it('under another secret of the desk its app is useless, said so, and a recovery code lets in', async () => {
    const person = await newPersonWithFactor();
    const sealer = openSealer(randomBytes(32));
    const origin = { at: clock.now(), ipAddress: null, userAgent: null, previousToken: null };
    const answer = (challenge: string | null, code: string) =>
      answerChallenge(database, { challenge: challenge ?? '', code }, origin, sealer);
    const { challenge } = await enter(person);
    expect(await answer(challenge, codeAt(person.secret))).toMatchObject({
      reason: 'second-factor-unreadable',
    });
    expect(await answer(challenge, person.recoveryCodes[0] ?? '')).toMatchObject({
      personId: person.personId,
    });
  });
});
