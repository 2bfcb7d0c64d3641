import { randomBytes } from 'node:crypto';
import { generateSync } from 'otplib';
import { describe, expect, it } from 'vitest';
import { peopleWorld } from '../../test/support/people-world.ts';
import { testClock } from '../../test/support/test-clock.ts';
import { testDatabase } from '../../test/support/test-database.ts';
import { openPost } from '../delivery/mail/out/post.ts';
import { subscriptions } from '../delivery/worker/subscriptions.ts';
import { personActor, systemActor } from '../kernel/actor.ts';
import { isDeclined } from '../kernel/declined.ts';
import {
  answerChallenge,
  changePassword,
  confirmSecondFactor,
  confirmSignInLink,
  dropSecondFactor,
  isChallenge,
  issueSignInLink,
  offerSecondFactor,
  readSessionPrincipal,
  renewRecoveryCodes,
  resetSecondFactor,
  updateMe,
} from '../modules/people/index.ts';
import { inTransaction } from '../platform/database/index.ts';
import { runWaitingJobs } from '../platform/jobs.ts';
import { silentLog } from '../platform/log.ts';
import { openSealer } from '../platform/sealed-secret.ts';

const clock = testClock('2026-03-02T09:00:00-04:00');
const database = await testDatabase();
const { acme, agents, signIn } = await peopleWorld(database, clock);
const secret = 's'.repeat(32);
const post = openPost({ publicUrl: 'https://desk.example', domain: 'desk.example', secret, clock });
const sealer = openSealer(randomBytes(32));
const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
const origin = (userAgent = firefox) => ({
  at: clock.now(),
  ipAddress: '10.0.0.7',
  userAgent,
  previousToken: null,
});
const by = (personId: number) => ({ actor: personActor(personId), ...origin(), sealer });

interface LetterRow {
  readonly purpose: string;
  readonly subject: string;
  readonly to_address: string;
  readonly body_text: string;
}
let seen = 0;
/** The letters that were written since the last look, the oldest first. */
async function newLetters(): Promise<readonly LetterRow[]> {
  await inTransaction(database, (tx) => {
    const desk = { database: { ...database, db: tx }, clock, post };
    return runWaitingJobs(tx, subscriptions(desk), silentLog);
  });
  const { rows } = await database.pool.query<LetterRow>(
    `select purpose, subject, to_address, body_text from outgoing_mail
      where purpose not in ('invitation', 'sign-in-link') order by id`,
  );
  const fresh = rows.slice(seen);
  seen = rows.length;
  return fresh;
}

const via = () => ({ kind: 'session', sessionId: 1, openedAt: clock.now(), endsAt: 0 }) as const;
const code = (shared: string) =>
  generateSync({ secret: shared, epoch: Math.floor(clock.now() / 1000) });
/** A second factor that is on; its letter was read already. */
async function turnOn(personId: number, email: string) {
  const offered = await offerSecondFactor(
    database,
    { personId, email, via: via() },
    { issuer: 'Mesa', sealer, at: clock.now() },
  );
  if (isDeclined(offered)) throw new Error(offered.reason);
  const told = await confirmSecondFactor(
    database,
    { personId, code: code(offered.secret) },
    by(personId),
  );
  if (isDeclined(told)) throw new Error(told.reason);
  clock.advance(60_000);
  return { shared: offered.secret, recoveryCodes: told.recoveryCodes };
}

describe('whoever changes how a person comes in, the person is told', () => {
  it('a second factor is turned on, new codes made, and it is taken away: what, when, from where', async () => {
    const personId = acme.people.customer;
    const { shared } = await turnOn(personId, 'customer@acme.example');
    const [on, ...none] = await newLetters();
    expect(none).toEqual([]);
    expect(on).toMatchObject({
      purpose: 'second-factor-on',
      subject: expect.stringContaining('Su segundo factor'),
      to_address: 'customer@acme.example',
    });
    for (const said of [
      '2 mar 2026',
      'Firefox · Linux',
      '10.0.0.7',
      'Si no, entre de inmediato',
      'https://desk.example/second-factor',
    ])
      expect(on?.body_text).toContain(said);

    await renewRecoveryCodes(database, { personId, via: via() }, code(shared), by(personId));
    clock.advance(60_000);
    await dropSecondFactor(database, { personId, code: code(shared) }, by(personId));
    expect((await newLetters()).map(({ purpose }) => purpose)).toEqual([
      'recovery-codes-renewed',
      'second-factor-off',
    ]);
  });

  it('a recovery code lets somebody in: the letter says so, in the language of the person', async () => {
    const personId = acme.people.customer_administrator;
    await updateMe(database, personId, { language: 'en' }, by(personId));
    const email = 'customer_administrator@acme.example';
    const { recoveryCodes } = await turnOn(personId, email);
    await newLetters();
    const link = await inTransaction(database, (tx) =>
      issueSignInLink(tx, { address: email, next: '/', at: clock.now() }),
    );
    const entered = await confirmSignInLink(database, link?.token ?? '', origin());
    if (isDeclined(entered) || !isChallenge(entered)) throw new Error('a code is owed');
    const { challenge } = entered;
    // What the sender wrote of its device is repeated only as far as it is known.
    const forged = origin('Call +1 555 0100 now');
    const answer = { challenge, code: recoveryCodes[0] ?? '' };
    expect(isDeclined(await answerChallenge(database, answer, forged, sealer))).toBe(false);
    const [used] = await newLetters();
    expect(used?.subject).toMatch(/^A recovery code of your account at /);
    expect(used?.body_text).toContain('Mar 2, 2026');
    expect(used?.body_text).not.toContain('555');
  });

  it('an administrator or the command line takes it away: who, and neither device nor address of theirs', async () => {
    const personId = agents.billing;
    for (const [actor, who] of [
      [personActor(agents.administrator), 'Un administrador de '],
      [systemActor, 'Quien administra el servidor de '],
    ] as const) {
      await turnOn(personId, 'billing@desk.example');
      await newLetters();
      expect(await resetSecondFactor(database, personId, { actor, ...origin() })).toBe(true);
      const [off] = await newLetters();
      expect(off).toMatchObject({
        purpose: 'second-factor-off',
        to_address: 'billing@desk.example',
      });
      expect(off?.body_text).toContain(who);
      expect(off?.body_text).toContain('Si no lo pidió usted');
      expect(off?.body_text).not.toContain('10.0.0.7');
      expect(off?.body_text).not.toContain('Firefox');
    }
  });

  it('the password was changed, and what an older release left in the queue is told of, too', async () => {
    const token = await signIn(agents.agent);
    const principal = await readSessionPrincipal(database.db, token, clock.now());
    if (principal === null) throw new Error('nobody is signed in');
    const newPassword = 'lluvia-tejado-cobre-42';
    await changePassword(database, principal, { newPassword }, origin());
    await database.pool.query(
      `select graphile_worker.add_job('person.password-changed', json_build_object('personId', $1::int))`,
      [agents.supervisor],
    );
    const letters = await newLetters();
    expect(letters.map(({ purpose, to_address }) => [purpose, to_address])).toEqual([
      ['password-changed', 'agent@desk.example'],
      ['password-changed', 'supervisor@desk.example'],
    ]);
    expect(letters[0]?.body_text).toContain('Firefox · Linux');
  });
});
