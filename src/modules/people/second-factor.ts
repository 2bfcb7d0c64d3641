import { randomInt } from 'node:crypto';
import { generateSecret, generateURI, verifySync } from 'otplib';
import type { Instant } from '../../kernel/clock.ts';
import { type Declined, decline } from '../../kernel/declined.ts';
import { type Database, type Db, inTransaction, type Tx } from '../../platform/database/index.ts';
import { SealBroken, type Sealer } from '../../platform/sealed-secret.ts';
import { type AttemptLimit, forgetAttempt, takeAttempt } from './attempts.ts';
import type { ActingFromDevice, FirstFactor, OpenedSession, Principal } from './model.ts';
import { hashSecret, newSecret } from './secret.ts';
import { openSession, type SessionOrigin } from './sessions.ts';
import { insertAudit } from './store/audit.ts';
import {
  confirmFactor,
  deleteChallenge,
  deleteFactor,
  deleteRecoveryCodes,
  insertChallenge,
  insertRecoveryCodes,
  lockFactor,
  offerFactor,
  rememberStep,
  type SecondFactor,
  selectChallenge,
  selectFactorState,
  takeRecoveryCode,
} from './store/second-factor.ts';
import { tellAccessChanged } from './tell-access-changed.ts';

/** The first factor was proved, and a code of the second is owed: it is sent with this token. */
export interface Challenge {
  readonly challenge: string;
}
export const isChallenge = (entered: object): entered is Challenge => 'challenge' in entered;

const challengeLifetimeMs = 10 * 60_000;
/** RFC 6238, 5.2: a code of the step before or after is taken, for clocks that differ and slow fingers. */
const toleranceSeconds = 30;
const recoveryCodesCount = 10;

/** So few, for a million codes: within the time of a code nobody guesses it. */
const codeLimit = (personId: number): AttemptLimit => ({
  key: `second-factor:of:${personId}`,
  attemptsMax: 5,
  windowSeconds: 15 * 60,
});

/**
 * The one way from a proved first factor to a session: at once for whoever has no second factor, else by
 * `answerChallenge`.
 */
export async function enter(
  tx: Tx,
  personId: number,
  origin: SessionOrigin,
  means: FirstFactor,
): Promise<OpenedSession | Challenge> {
  const { confirmedAt } = (await selectFactorState(tx, personId)) ?? { confirmedAt: null };
  if (confirmedAt === null) return openAudited(tx, personId, origin, means);
  const challenge = newSecret();
  await insertChallenge(tx, {
    tokenSha256: sha256Of(challenge),
    personId,
    means,
    expiresAt: origin.at + challengeLifetimeMs,
  });
  return { challenge };
}

/**
 * The code that is owed, of the app or a recovery code. Declined: `challenge-ended` (ten minutes, or used),
 * `second-factor-wrong`, `second-factor-unreadable`, `too-many-attempts`.
 */
export async function answerChallenge(
  database: Pick<Database, 'db'>,
  answer: { readonly challenge: string; readonly code: string },
  origin: SessionOrigin,
  sealer: Sealer,
): Promise<OpenedSession | Declined> {
  const tokenSha256 = hashSecret(answer.challenge);
  const asked = tokenSha256 === null ? null : await selectChallenge(database.db, tokenSha256);
  if (tokenSha256 === null || asked === null || asked.expiresAt <= origin.at) {
    return decline('challenge-ended');
  }
  const { personId, means } = asked;
  const by = { actor: { kind: 'person' as const, personId }, ...origin };
  return proving(database, { personId, code: answer.code }, { sealer, ...by }, async (tx) => {
    // Taken by one of two that answer at once.
    if (!(await deleteChallenge(tx, tokenSha256))) return decline('challenge-ended');
    return openAudited(tx, personId, origin, means);
  });
}

export interface OfferedFactor {
  /** Base32, for whoever types it. */
  readonly secret: string;
  /** The same for a camera: `otpauth://totp/…`. */
  readonly uri: string;
}

/** Who shows a code, and what reads the secret that it is compared with. */
type Proving = ActingFromDevice & { readonly sealer: Sealer };

interface ToldCodes {
  readonly recoveryCodes: readonly string[];
}

/** A new secret for an app; nothing is asked for until `confirmSecondFactor`. Declined: `second-factor-on`. */
export async function offerSecondFactor(
  database: Pick<Database, 'db'>,
  { personId, email }: Pick<Principal, 'personId' | 'email'>,
  {
    issuer,
    sealer,
    at,
  }: { readonly issuer: string; readonly sealer: Sealer; readonly at: Instant },
): Promise<OfferedFactor | Declined> {
  const secret = generateSecret();
  const offered = await inTransaction(database, (tx) =>
    offerFactor(tx, { personId, secretSealed: sealer.seal(secret, placeOf(personId)), at }),
  );
  if (!offered) return decline('second-factor-on');
  return { secret, uri: generateURI({ issuer, label: email, secret }) };
}

/**
 * The app shows the right code: from now on it is asked for. Answers the recovery codes, which are told this once.
 * Declined: `second-factor-on`, `second-factor-not-offered`, and what a wrong code is declined with.
 */
export async function confirmSecondFactor(
  database: Pick<Database, 'db'>,
  { personId, code }: { readonly personId: number; readonly code: string },
  by: Proving,
): Promise<ToldCodes | Declined> {
  const state = await selectFactorState(database.db, personId);
  if (state === null) return decline('second-factor-not-offered');
  if (state.confirmedAt !== null) return decline('second-factor-on');
  return proving(database, { personId, code }, by, async (tx) => {
    if (!(await confirmFactor(tx, personId, by.at))) return decline('second-factor-on');
    const told = await giveRecoveryCodes(tx, personId);
    await insertAudit(tx, by, { action: 'second-factor.on', subject: `person:${personId}` });
    await tellAccessChanged(tx, { personId, change: 'second-factor-on' }, by);
    return told;
  });
}

/** New recovery codes in place of all that were told before, for whoever shows a code. Declined as any wrong code is. */
export function renewRecoveryCodes(
  database: Pick<Database, 'db'>,
  { personId, code }: { readonly personId: number; readonly code: string },
  by: Proving,
): Promise<ToldCodes | Declined> {
  return proving(database, { personId, code }, by, async (tx) => {
    await deleteRecoveryCodes(tx, personId);
    const told = await giveRecoveryCodes(tx, personId);
    await insertAudit(tx, by, { action: 'recovery-codes.renewed', subject: `person:${personId}` });
    await tellAccessChanged(tx, { personId, change: 'recovery-codes-renewed' }, by);
    return told;
  });
}

/** By its owner, who shows a code of it once more. Declined as any wrong code is. */
export function dropSecondFactor(
  database: Pick<Database, 'db'>,
  { personId, code }: { readonly personId: number; readonly code: string },
  by: Proving,
): Promise<Declined | null> {
  return proving(database, { personId, code }, by, (tx) => remove(tx, personId, by));
}

/** For whoever lost the app and the recovery codes. False where there is none. */
export function resetSecondFactor(
  database: Pick<Database, 'db'>,
  personId: number,
  by: ActingFromDevice,
): Promise<boolean> {
  return inTransaction(database, async (tx) => {
    if ((await selectFactorState(tx, personId))?.confirmedAt == null) return false;
    await remove(tx, personId, by);
    return true;
  });
}

/** Null while none is asked for. */
export async function readSecondFactor(
  db: Db,
  personId: number,
): Promise<{ readonly since: Instant; readonly recoveryCodesLeft: number } | null> {
  const state = await selectFactorState(db, personId);
  if (state === null || state.confirmedAt === null) return null;
  return { since: state.confirmedAt, recoveryCodesLeft: state.recoveryCodesLeft };
}

/** Goes on when the code is right; it is used up with what comes of it, and a wrong one counts in any case. */
async function proving<T>(
  database: Pick<Database, 'db'>,
  { personId, code }: { readonly personId: number; readonly code: string },
  by: Proving,
  then: (tx: Tx) => Promise<T | Declined>,
): Promise<T | Declined> {
  const limits = [codeLimit(personId)];
  const tooMany = await takeAttempt(database.db, limits, by.at);
  if (tooMany !== null) return tooMany;
  const outcome = await inTransaction(database, async (tx) => {
    const factor = await lockFactor(tx, personId);
    const wrong = factor === null ? 'second-factor-wrong' : await spendCode(tx, factor, code, by);
    return wrong === null ? { done: await then(tx) } : decline(wrong);
  });
  if (!('done' in outcome)) return outcome;
  await forgetAttempt(database.db, limits);
  return outcome.done;
}

/** Null when the code is right, and used up; else why not. */
async function spendCode(
  tx: Tx,
  factor: SecondFactor,
  code: string,
  by: Proving,
): Promise<'second-factor-wrong' | 'second-factor-unreadable' | null> {
  const { personId, lastStep } = factor;
  const token = code.replace(/\s/g, '');
  if (!/^\d{6}$/.test(token)) {
    const known = await takeRecoveryCode(tx, personId, hashOfRecoveryCode(code));
    if (!known) return 'second-factor-wrong';
    await tellAccessChanged(tx, { personId, change: 'recovery-code-used' }, by);
    return null;
  }
  const secret = openSealed(factor, by.sealer);
  if (secret === null) return 'second-factor-unreadable';
  const checked = verifySync({
    secret,
    token,
    epoch: Math.floor(by.at / 1000),
    epochTolerance: toleranceSeconds,
    ...(lastStep === null ? {} : { afterTimeStep: lastStep }),
  });
  if (!checked.valid || !('timeStep' in checked)) return 'second-factor-wrong';
  await rememberStep(tx, personId, checked.timeStep);
  return null;
}

/** Null when the secret of the desk was replaced since: the recovery codes go on working. */
function openSealed({ personId, secretSealed }: SecondFactor, sealer: Sealer): string | null {
  try {
    return sealer.open(secretSealed, placeOf(personId));
  } catch (error) {
    if (error instanceof SealBroken) return null;
    throw error;
  }
}

const placeOf = (personId: number): string => `second factor ${personId}`;

async function remove(tx: Tx, personId: number, by: ActingFromDevice): Promise<null> {
  await deleteFactor(tx, personId);
  await insertAudit(tx, by, { action: 'second-factor.off', subject: `person:${personId}` });
  await tellAccessChanged(tx, { personId, change: 'second-factor-off' }, by);
  return null;
}

async function openAudited(
  tx: Tx,
  personId: number,
  origin: SessionOrigin,
  means: FirstFactor,
): Promise<OpenedSession> {
  const session = await openSession(tx, personId, origin);
  const { at, ipAddress } = origin;
  await insertAudit(
    tx,
    { actor: { kind: 'person', personId }, at, ipAddress },
    { action: 'session.opened', subject: `person:${personId}`, detail: { means } },
  );
  return session;
}

async function giveRecoveryCodes(tx: Tx, personId: number): Promise<ToldCodes> {
  const recoveryCodes = Array.from({ length: recoveryCodesCount }, newRecoveryCode);
  await insertRecoveryCodes(tx, personId, recoveryCodes.map(hashOfRecoveryCode));
  return { recoveryCodes };
}

/** Without the letters and digits that are taken for one another. */
const recoveryAlphabet = 'ABCDEFGHJKMNPQRSTVWXYZ23456789';

/** 78 random bits: too many to try, also for whoever has the hashes. */
function newRecoveryCode(): string {
  const characters = Array.from({ length: 16 }, () =>
    recoveryAlphabet.charAt(randomInt(recoveryAlphabet.length)),
  ).join('');
  return characters.replace(/(.{4})(?=.)/g, '$1-');
}

/** As people type it: with or without its dashes, in any case. */
const hashOfRecoveryCode = (code: string): Buffer =>
  sha256Of(`recovery ${code.toUpperCase().replace(/[^A-Z0-9]/g, '')}`);

function sha256Of(secret: string): Buffer {
  const hash = hashSecret(secret);
  if (hash === null) throw new Error('an empty text is no secret');
  return hash;
}
