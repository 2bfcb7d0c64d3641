import { randomBytes } from 'node:crypto';
import { generateSync } from 'otplib';
import { describe, expect, it } from 'vitest';
import {
  type Lies,
  makePasskey,
  type SoftwarePasskey,
} from '../../../test/support/software-authenticator.ts';
import { testClock } from '../../../test/support/test-clock.ts';
import { testDatabase } from '../../../test/support/test-database.ts';
import { testWeb } from '../../../test/support/test-web.ts';
import { addContact, issueSignInLink, updateContact } from '../../modules/people/index.ts';
import { inTransaction } from '../../platform/database/index.ts';
import { openSealer } from '../../platform/sealed-secret.ts';
import { createHandlers } from './handlers.ts';
import { mountPasskeys } from './routes/passkeys.ts';
import { mountPeople } from './routes/people.ts';
import { mountSecondFactor } from './routes/second-factor.ts';
import { mountSession } from './routes/session.ts';

const origin = 'https://mesa.example';
const database = await testDatabase();
const clock = testClock();
const handlers = createHandlers();
mountSession(handlers);
mountPeople(handlers);
mountSecondFactor(handlers, { sealer: openSealer(randomBytes(32)) });
mountPasskeys(handlers, { party: { id: 'mesa.example', origin } });
const { send, world } = await testWeb(database, clock, { handlers });
const { acme, agents } = world;
const minute = 60_000;
const acting = () => ({ ...world.acting, at: clock.now() });

let people = 0;
async function newPerson() {
  people += 1;
  const email = `llave${people}@acme.example`;
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

const optionsOf = (answer: { readonly json: unknown }) =>
  (answer.json as { options: { challenge: string; user: { id: string } } }).options;
const offer = (as: string) => send('POST', '/api/v1/me/passkeys/offer', { as });
const add = (as: string, credential: object, name = 'Teléfono') =>
  send('POST', '/api/v1/me/passkeys', { as, body: { credential, name } });
const factorsOf = async ({ as }: Pick<Somebody, 'as'>) =>
  (await send('GET', '/api/v1/me/second-factor', { as })).json as {
    recoveryCodesLeft: number;
    passkeys: { id: number; name: string; lastUsedAt: string | null }[];
  };
async function newPersonWithPasskey() {
  const person = await newPerson();
  const passkey = makePasskey(optionsOf(await offer(person.as)), origin);
  const added = await add(person.as, passkey.made);
  const { recoveryCodes } = added.json as { recoveryCodes: string[] };
  return { ...person, passkey, recoveryCodes };
}
const offerSignIn = async (challenge?: string | null) =>
  optionsOf(
    await send('POST', '/api/v1/sign-in/passkey/offer', {
      body: challenge == null ? {} : { challenge },
    }),
  );
const signIn = (credential: object) =>
  send('POST', '/api/v1/sign-in/passkey', { body: { credential } });
const signInWith = async (passkey: SoftwarePasskey, lies?: Lies) =>
  signIn(passkey.show(await offerSignIn(), lies));
/** The first factor, by a link: what it answers. */
async function enter({ email }: Pick<Somebody, 'email'>) {
  const link = await inTransaction(database, (tx) =>
    issueSignInLink(tx, { address: email, next: '/tickets', at: clock.now() }),
  );
  const answer = await send('POST', '/api/v1/sign-in/link/confirmation', {
    body: { token: link?.token ?? '' },
  });
  return {
    ...answer,
    ...(answer.json as { challenge: string | null; factors: string[] }),
  };
}
const give = (challenge: string | null, code: string) =>
  send('POST', '/api/v1/sign-in/challenge', { body: { challenge, code } });

describe('a passkey', () => {
  it('is made for this desk and this person, tells recovery codes this once, and ends the other sessions', async () => {
    const person = await newPerson();
    const elsewhere = await world.signIn(person.personId);
    const options = optionsOf(await offer(person.as));
    expect(options).toMatchObject({
      rp: { id: 'mesa.example' },
      user: { name: person.email, displayName: 'Ana Pérez' },
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      attestation: 'none',
    });
    const added = await add(person.as, makePasskey(options, origin).made);
    expect(added.status).toBe(201);
    expect((added.json as { recoveryCodes: string[] }).recoveryCodes).toHaveLength(10);
    expect(await factorsOf(person)).toMatchObject({
      recoveryCodesLeft: 10,
      passkeys: [{ name: 'Teléfono', lastUsedAt: null }],
    });
    expect((await send('GET', '/api/v1/me', { as: elsewhere })).status).toBe(401);
    // A second one: the same handle, the first excluded, and no further codes.
    const again = optionsOf(await offer(person.as));
    expect(again.user.id).toBe(options.user.id);
    expect(again).toMatchObject({ excludeCredentials: [{ type: 'public-key' }] });
    const second = await add(person.as, makePasskey(again, origin).made, 'Llave USB');
    expect(second.json).toMatchObject({ recoveryCodes: [] });
  });

  it('is not made for another place, another challenge, another person, nor without its person recognised', async () => {
    const person = await newPerson();
    const other = await newPerson();
    const cases: readonly Lies[] = [
      { origin: 'https://mesa.example.evil' },
      { rpId: 'evil.example' },
      { unrecognised: true },
    ];
    for (const lies of cases) {
      const made = makePasskey(optionsOf(await offer(person.as)), origin, lies).made;
      expect((await add(person.as, made)).json).toMatchObject({ reason: 'passkey-not-made' });
    }
    const { made } = makePasskey(optionsOf(await offer(person.as)), origin);
    expect((await add(other.as, made)).json).toMatchObject({ status: 410 });
    // Whoever tried it used it up, and one of a sign-in is for nothing else.
    expect((await add(person.as, made)).json).toMatchObject({ status: 410 });
    const options = {
      ...optionsOf(await offer(person.as)),
      challenge: (await offerSignIn()).challenge,
    };
    expect((await add(person.as, makePasskey(options, origin).made)).status).toBe(410);
    expect((await factorsOf(person)).passkeys).toEqual([]);
  });

  it('lets its person in alone, without an address; its use is kept, and the audit says by what', async () => {
    const person = await newPersonWithPasskey();
    const options = await offerSignIn();
    expect(options).toMatchObject({ rpId: 'mesa.example', userVerification: 'required' });
    expect(options).not.toHaveProperty('allowCredentials');
    const answer = await signIn(person.passkey.show(options));
    expect(answer).toMatchObject({ status: 200, json: { next: '/' } });
    const me = await send('GET', '/api/v1/me', { as: answer.sessionToken ?? '' });
    expect(me.json).toMatchObject({ personId: person.personId });
    expect((await factorsOf({ as: answer.sessionToken ?? '' })).passkeys[0]?.lastUsedAt).toBe(
      new Date(clock.now()).toISOString(),
    );
    const as = await world.signIn(agents.administrator);
    const audit = JSON.stringify((await send('GET', '/api/v1/audit', { as })).json);
    expect(audit).toContain('passkey.added');
    expect(audit).toContain('"means":"passkey"');
  });

  it('what is answered once is answered: the same again, late, or one of two at the same moment does not let in', async () => {
    const { passkey } = await newPersonWithPasskey();
    const shown = passkey.show(await offerSignIn());
    expect((await signIn(shown)).status).toBe(200);
    expect((await signIn(shown)).status).toBe(410);
    const twice = passkey.show(await offerSignIn());
    const both = await Promise.all([signIn(twice), signIn(twice)]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 410]);
    const late = passkey.show(await offerSignIn());
    clock.advance(10 * minute);
    expect((await signIn(late)).status).toBe(410);
    expect((await signInWith(passkey, { challenge: 'AAAA' })).status).toBe(410);
  });

  it.each<[string, Lies]>([
    ['for another origin', { origin: 'https://mesa.example.evil' }],
    ['for another party', { rpId: 'evil.example' }],
    ['without its person recognised', { unrecognised: true }],
    ['signed by another key', { forged: true }],
    ['for the handle of somebody else', { userHandle: 'AAAA' }],
    ['whose counter went back', { counter: 1 }],
  ])('shown %s it is refused', async (_what, lies) => {
    const { passkey } = await newPersonWithPasskey();
    expect((await signInWith(passkey)).status).toBe(200);
    expect((await signInWith(passkey)).status).toBe(200);
    const refused = await signInWith(passkey, lies);
    expect(refused).toMatchObject({ json: { status: 401, reason: 'passkey-refused' } });
    expect(refused.sessionToken).toBeNull();
    expect((await signInWith(passkey)).status).toBe(200);
  });

  it('unknown, or of somebody who was disabled: the same answer as a wrong one', async () => {
    const person = await newPersonWithPasskey();
    const stranger = makePasskey(optionsOf(await offer((await newPerson()).as)), origin);
    const wrong = await signInWith(person.passkey, { forged: true });
    const unknown = await signInWith(stranger);
    const key = { organizationId: acme.organizationId, personId: person.personId };
    await updateContact(database, key, { disabled: true }, acting());
    const disabled = await signInWith(person.passkey);
    const said = ({ status, json }: typeof wrong) => ({
      status,
      ...(json as object),
      instance: '',
    });
    expect(said(unknown)).toEqual(said(wrong));
    expect(said(disabled)).toEqual(said(wrong));
  });

  it('is asked for after a password or a link, and only that of the same person, or a recovery code, will do', async () => {
    const person = await newPersonWithPasskey();
    const other = await newPersonWithPasskey();
    const first = await enter(person);
    expect(first).toMatchObject({ status: 200, factors: ['passkey'], sessionToken: null });
    const options = await offerSignIn(first.challenge);
    expect(options).toMatchObject({ allowCredentials: [{ type: 'public-key' }] });
    expect((await signIn(other.passkey.show(options))).json).toMatchObject({ status: 401 });
    expect((await signIn(person.passkey.show(await offerSignIn(first.challenge)))).status).toBe(
      200,
    );
    // The first factor is used up with it.
    const used = { challenge: first.challenge };
    expect((await send('POST', '/api/v1/sign-in/passkey/offer', { body: used })).status).toBe(410);
    const [recovery = ''] = person.recoveryCodes;
    expect((await give((await enter(person)).challenge, recovery)).status).toBe(200);
  });

  it('a code of an app that was offered and never confirmed is worth nothing beside it', async () => {
    const person = await newPersonWithPasskey();
    const offered = await send('POST', '/api/v1/me/second-factor/offer', { as: person.as });
    const { secret } = offered.json as { secret: string };
    const code = generateSync({ secret, epoch: Math.floor(clock.now() / 1000) });
    expect((await give((await enter(person)).challenge, code)).status).toBe(422);
    // Nor does a recovery code stand for the first code of the app.
    const confirm = (shown: string) =>
      send('POST', '/api/v1/me/second-factor/confirmation', {
        as: person.as,
        body: { code: shown },
      });
    expect((await confirm(person.recoveryCodes[0] ?? '')).status).toBe(422);
    expect((await confirm(code)).json).toEqual({ recoveryCodes: [] });
    expect((await enter(person)).factors).toEqual(['app', 'passkey']);
  });

  it('is named and removed by its owner alone; with the last, nothing is asked for and its codes are worth nothing', async () => {
    const person = await newPersonWithPasskey();
    const other = await newPersonWithPasskey();
    const path = `/api/v1/me/passkeys/${(await factorsOf(person)).passkeys[0]?.id}`;
    const body = { name: 'Portátil' };
    expect((await send('PATCH', path, { as: other.as, body })).status).toBe(404);
    expect((await send('DELETE', path, { as: other.as })).status).toBe(404);
    expect((await send('PATCH', path, { as: person.as, body })).status).toBe(204);
    expect((await factorsOf(person)).passkeys).toMatchObject([{ name: 'Portátil' }]);
    const owed = await enter(person);
    expect((await send('DELETE', path, { as: person.as })).status).toBe(204);
    expect(await factorsOf(person)).toMatchObject({
      since: null,
      recoveryCodesLeft: 0,
      passkeys: [],
    });
    expect((await signInWith(person.passkey)).status).toBe(401);
    expect((await give(owed.challenge, person.recoveryCodes[0] ?? '')).status).toBe(410);
    expect((await enter(person)).challenge).toBeNull();
  });

  it('a session from yesterday, or an API key, changes nothing of what protects the account', async () => {
    const person = await newPersonWithPasskey();
    const { passkeys } = await factorsOf(person);
    clock.advance(16 * minute);
    const refused = { json: { status: 403, reason: 'sign-in-again' } };
    expect(await offer(person.as)).toMatchObject(refused);
    expect(
      await send('DELETE', `/api/v1/me/passkeys/${passkeys[0]?.id}`, { as: person.as }),
    ).toMatchObject(refused);
    expect(await send('POST', '/api/v1/me/second-factor/offer', { as: person.as })).toMatchObject(
      refused,
    );
    const fresh = (await signInWith(person.passkey)).sessionToken ?? '';
    expect((await offer(fresh)).status).toBe(200);
    const as = await world.signIn(agents.administrator);
    const created = await send('POST', '/api/v1/api-keys', {
      as,
      body: { name: 'Informe', personId: agents.agent, scopes: ['read', 'write'] },
    });
    const { key } = created.json as { key: string };
    expect(await send('POST', '/api/v1/me/passkeys/offer', { apiKey: key })).toMatchObject(refused);
  });

  it('an administrator takes all factors away from whoever lost them', async () => {
    const person = await newPersonWithPasskey();
    const as = await world.signIn(agents.administrator);
    const path = `/api/v1/people/${person.personId}/second-factor/removal`;
    expect((await send('POST', path, { as })).status).toBe(204);
    expect((await signInWith(person.passkey)).status).toBe(401);
    expect((await enter(person)).sessionToken).not.toBeNull();
  });

  it('thirty wrong ones from one place, and for a quarter of an hour none is looked at', async () => {
    const { passkey } = await newPersonWithPasskey();
    clock.advance(16 * minute);
    const shown = await Promise.all(
      Array.from({ length: 31 }, async () => passkey.show(await offerSignIn(), { forged: true })),
    );
    const statuses = (await Promise.all(shown.map(signIn))).map(({ status }) => status);
    expect(statuses.filter((status) => status === 401)).toHaveLength(30);
    expect((await signInWith(passkey)).status).toBe(429);
    clock.advance(16 * minute);
    expect((await signInWith(passkey)).status).toBe(200);
  });
});
