import type { Instant } from '../../kernel/clock.ts';
import { type Declined, decline } from '../../kernel/declined.ts';
import { type Database, inTransaction, type Tx } from '../../platform/database/index.ts';
import { emit } from '../../platform/jobs.ts';
import { type AttemptLimit, forgetAttempt, takeAttempt } from './attempts.ts';
import { type Challenge, enter } from './enter.ts';
import type { SignInLinkRequested } from './events.ts';
import type { OpenedSession, Person } from './model.ts';
import { verifyPassword } from './passwords.ts';
import { hashSecret, newSecret } from './secret.ts';
import { endSession, type SessionOrigin } from './sessions.ts';
import { insertSignInLink, selectPasswordByEmail, takeSignInLink } from './store/access.ts';
import { selectPerson, selectPersonByAddress } from './store/people.ts';

const minuteSeconds = 60;
const signInLinkLifetimeMinutes = 30;

/**
 * By password; a session, or what is owed of the second factor. Known and unknown addresses cost the same work and get the same answer (`sign-in-failed`). Guessing is
 * limited by where it comes from, by person and place, and by person; when somebody else's guesses have used up the
 * last of these, the person still gets in by link.
 */
export async function signInWithPassword(
  database: Pick<Database, 'db'>,
  credentials: { readonly email: string; readonly password: string },
  origin: SessionOrigin,
): Promise<OpenedSession | Challenge | Declined> {
  const { email, password } = credentials;
  const limits = passwordLimits(email, origin.ipAddress ?? 'unknown');
  const tooMany = await takeAttempt(database.db, limits, origin.at);
  if (tooMany !== null) return tooMany;
  const known = await selectPasswordByEmail(database.db, email);
  const matches = await verifyPassword(known?.hash ?? null, password);
  if (known === null || !matches) return decline('sign-in-failed');
  await forgetAttempt(database.db, limits);
  return inTransaction(database, (tx) => enter(tx, known.personId, origin, 'password'));
}

function passwordLimits(email: string, ipAddress: string): readonly AttemptLimit[] {
  const windowSeconds = 15 * minuteSeconds;
  return [
    { key: `password:from:${ipAddress}`, attemptsMax: 30, windowSeconds },
    { key: `password:of:${email}:from:${ipAddress}`, attemptsMax: 10, windowSeconds },
    { key: `password:of:${email}`, attemptsMax: 50, windowSeconds: 60 * minuteSeconds },
  ];
}

/**
 * A link by mail, for whoever the address may belong to: the answer is the same for known and unknown addresses, since
 * only the job that writes the letter looks. More requests than an address's share write no letter and say nothing.
 */
export async function requestSignInLink(
  database: Pick<Database, 'db'>,
  request: { readonly email: string; readonly next: string },
  origin: { readonly at: Instant; readonly ipAddress: string | null },
): Promise<Declined | null> {
  const { email, next } = request;
  const { at, ipAddress } = origin;
  const windowSeconds = 60 * minuteSeconds;
  const fromHere = { key: `link:from:${ipAddress ?? 'unknown'}`, attemptsMax: 30, windowSeconds };
  const tooMany = await takeAttempt(database.db, [fromHere], at);
  if (tooMany !== null) return tooMany;
  const toAddress = { key: `link:to:${email}`, attemptsMax: 5, windowSeconds: 15 * minuteSeconds };
  const letterShareUsed = await takeAttempt(database.db, [toAddress], at);
  if (letterShareUsed !== null) return null;
  await inTransaction(database, (tx) =>
    emit<SignInLinkRequested>(tx, 'sign-in.link-requested', { address: email, next }),
  );
  return null;
}

export interface IssuedSignInLink {
  readonly person: Person;
  /** Told once, in the letter; what is kept is its hash. */
  readonly token: string;
  readonly expiresAt: Instant;
}

/** Makes the token of one letter, in the transaction that writes the letter. Null when nobody may come in by it. */
export async function issueSignInLink(
  tx: Tx,
  request: { readonly address: string; readonly next: string; readonly at: Instant },
): Promise<IssuedSignInLink | null> {
  const { address, next, at } = request;
  const person = await selectPersonByAddress(tx, address);
  // A further address proves who wrote a mail, not who reads it: links go to the person's own.
  if (person === null || person.disabled || person.email !== address) return null;
  if (person.roles.length === 0 && person.contact === null) return null;
  const token = newSecret();
  const tokenSha256 = hashSecret(token);
  if (tokenSha256 === null) return null;
  const expiresAt = at + signInLinkLifetimeMinutes * minuteSeconds * 1000;
  const personId = person.personId;
  await insertSignInLink(tx, { tokenSha256, personId, nextPath: next, at, expiresAt });
  return { person, token, expiresAt };
}

/** By link: it works once and for 30 minutes (`link-invalid`). Where the person wanted to go comes back. */
export async function confirmSignInLink(
  database: Pick<Database, 'db'>,
  token: string,
  origin: SessionOrigin,
): Promise<((OpenedSession | Challenge) & { readonly next: string }) | Declined> {
  const tooMany = await takeAttempt(database.db, [tokenLimit(origin)], origin.at);
  if (tooMany !== null) return tooMany;
  const tokenSha256 = hashSecret(token);
  if (tokenSha256 === null) return decline('link-invalid');
  return inTransaction(database, async (tx) => {
    const link = await takeSignInLink(tx, tokenSha256);
    if (link === null || link.expiresAt <= origin.at) return decline('link-invalid');
    const person = await selectPerson(tx, link.personId);
    if (person === null || person.disabled) return decline('link-invalid');
    const entered = await enter(tx, person.personId, origin, 'link');
    return { ...entered, next: link.nextPath };
  });
}

/** Guessing 256 random bits is hopeless; trying to is noise that costs us work. */
export const tokenLimit = (origin: { readonly ipAddress: string | null }): AttemptLimit => ({
  key: `token:from:${origin.ipAddress ?? 'unknown'}`,
  attemptsMax: 60,
  windowSeconds: 15 * minuteSeconds,
});

export function signOut(database: Pick<Database, 'db'>, token: string | null): Promise<void> {
  return inTransaction(database, (tx) => endSession(tx, token));
}
