import { generateSecret, generateURI, verifySync } from 'otplib';
import { type Declined, decline } from '../../kernel/declined.ts';
import { type Database, inTransaction, type Tx } from '../../platform/database/index.ts';
import { SealBroken, type Sealer } from '../../platform/sealed-secret.ts';
import { type AttemptLimit, forgetAttempt, takeAttempt } from './attempts.ts';
import { openAudited } from './enter.ts';
import { declineLast } from './factor-rules.ts';
import { beginFactor, declineStale, endFactor } from './factors.ts';
import type { ActingFromDevice, OpenedSession, Principal } from './model.ts';
import { giveRecoveryCodes, spendRecoveryCode, type ToldCodes } from './recovery-codes.ts';
import { hashSecret } from './secret.ts';
import type { SessionOrigin } from './sessions.ts';
import { insertAudit } from './store/audit.ts';
import { lockPerson } from './store/people.ts';
import {
  confirmFactor,
  deleteChallenge,
  deleteFactor,
  lockFactor,
  offerFactor,
  rememberStep,
  type SecondFactor,
  selectChallenge,
  selectFactors,
} from './store/second-factor.ts';
import { tellAccessChanged } from './tell-access-changed.ts';

/** RFC 6238, 5.2: a code of the step before or after is taken, for clocks that differ and slow fingers. */
const toleranceSeconds = 30;

/** So few, for a million codes: within the time of a code nobody guesses it. */
const codeLimit = (personId: number): AttemptLimit => ({
  key: `second-factor:of:${personId}`,
  attemptsMax: 5,
  windowSeconds: 15 * 60,
});

/** Who shows a code, and what reads the secret that it is compared with. */
type Proving = ActingFromDevice & SessionOrigin & { readonly sealer: Sealer };

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
  const by = { actor: { kind: 'person' as const, personId }, ...origin, sealer };
  return proving(database, { personId, code: answer.code }, by, async (tx) => {
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

/**
 * A new secret for an app; nothing is asked for until `confirmSecondFactor`. Declined: `second-factor-on`,
 * `sign-in-again`.
 */
export async function offerSecondFactor(
  database: Pick<Database, 'db'>,
  principal: Pick<Principal, 'personId' | 'email' | 'via'>,
  { issuer, sealer, at }: Pick<Proving, 'sealer' | 'at'> & { readonly issuer: string },
): Promise<OfferedFactor | Declined> {
  const { personId, email } = principal;
  const secret = generateSecret();
  const secretSealed = sealer.seal(secret, placeOf(personId));
  return inTransaction(database, async (tx) => {
    const factors = await selectFactors(tx, personId);
    if (factors.appSince !== null) return decline('second-factor-on');
    const stale = declineStale(principal, factors, at);
    if (stale !== null) return stale;
    const offered = await offerFactor(tx, { personId, secretSealed, at });
    if (!offered) return decline('second-factor-on');
    return { secret, uri: generateURI({ issuer, label: email, secret }) };
  });
}

/**
 * The app shows the right code: from now on it is asked for. Answers the recovery codes, which are told this once, with
 * the first factor. Declined: `second-factor-on`, `second-factor-not-offered`, and what a wrong code is declined with.
 */
export async function confirmSecondFactor(
  database: Pick<Database, 'db'>,
  shown: Shown,
  by: Proving,
): Promise<ToldCodes | Declined> {
  const { personId } = shown;
  const { appSince, appOffered } = await selectFactors(database.db, personId);
  if (!appOffered) return decline('second-factor-not-offered');
  if (appSince !== null) return decline('second-factor-on');
  return proving(
    database,
    shown,
    by,
    async (tx) => {
      const told = await beginFactor(tx, personId, await selectFactors(tx, personId), by);
      if (!(await confirmFactor(tx, personId, by.at))) return decline('second-factor-on');
      await insertAudit(tx, by, { action: 'second-factor.on', subject: `person:${personId}` });
      await tellAccessChanged(tx, { personId, change: 'second-factor-on' }, by);
      return told;
    },
    'offered',
  );
}

/**
 * New recovery codes in place of all that were told before, for whoever shows a code. Without an app there may be none to
 * show: then for whoever signed in just now. Declined as any wrong code is; `sign-in-again`.
 */
export async function renewRecoveryCodes(
  database: Pick<Database, 'db'>,
  principal: Pick<Principal, 'personId' | 'via'>,
  code: string | null,
  by: Proving,
): Promise<ToldCodes | Declined> {
  const { personId } = principal;
  if (code !== null) return proving(database, { personId, code }, by, renew);
  return inTransaction(database, async (tx) => {
    await lockPerson(tx, personId);
    const factors = await selectFactors(tx, personId);
    if (factors.appSince !== null) return decline('second-factor-wrong');
    if (factors.passkeys === 0) return decline('second-factor-not-offered');
    return declineStale(principal, factors, by.at) ?? renew(tx);
  });

  async function renew(tx: Tx): Promise<ToldCodes> {
    const told = await giveRecoveryCodes(tx, personId);
    await insertAudit(tx, by, { action: 'recovery-codes.renewed', subject: `person:${personId}` });
    await tellAccessChanged(tx, { personId, change: 'recovery-codes-renewed' }, by);
    return told;
  }
}

/** The app, by its owner, who shows a code once more. Declined as any wrong code is, and `factor-obliged`. */
export const dropSecondFactor = (
  database: Pick<Database, 'db'>,
  shown: Shown,
  by: Proving,
): Promise<Declined | null> =>
  proving(database, shown, by, async (tx) => {
    const { personId } = shown;
    const left = { ...(await selectFactors(tx, personId)), appSince: null };
    const obliged = await declineLast(tx, personId, left, by.at);
    if (obliged !== null) return obliged;
    await deleteFactor(tx, personId);
    await endFactor(tx, personId);
    await insertAudit(tx, by, { action: 'second-factor.off', subject: `person:${personId}` });
    await tellAccessChanged(tx, { personId, change: 'second-factor-off' }, by);
    return null;
  });

/** By whom which code is shown. */
interface Shown {
  readonly personId: number;
  readonly code: string;
}

/**
 * Goes on when the code is right; it is used up with what comes of it, and a wrong one counts in any case. `app`: whether
 * codes are asked of it already, or it shows its first; a recovery code stands for one that is on.
 */
async function proving<T>(
  database: Pick<Database, 'db'>,
  { personId, code }: Shown,
  by: Proving,
  then: (tx: Tx) => Promise<T | Declined>,
  app: 'on' | 'offered' = 'on',
): Promise<T | Declined> {
  const limits = [codeLimit(personId)];
  const tooMany = await takeAttempt(database.db, limits, by.at);
  if (tooMany !== null) return tooMany;
  const outcome = await inTransaction(database, async (tx) => {
    await lockPerson(tx, personId);
    const isOfApp = /^\d{6}$/.test(code.replace(/\s/g, ''));
    const wrong =
      isOfApp || app === 'offered'
        ? await spendAppCode(tx, { personId, code }, by, app)
        : await spendRecovery(tx, { personId, code }, by);
    return wrong === null ? { done: await then(tx) } : decline(wrong);
  });
  if (!('done' in outcome)) return outcome;
  await forgetAttempt(database.db, limits);
  return outcome.done;
}

type Wrong = 'second-factor-wrong' | 'second-factor-unreadable';

/** Null when the code is right, and used up; else why not. */
async function spendAppCode(
  tx: Tx,
  { personId, code }: Shown,
  by: Proving,
  app: 'on' | 'offered',
): Promise<Wrong | null> {
  const factor = await lockFactor(tx, personId);
  if (factor === null || factor.isOn !== (app === 'on')) return 'second-factor-wrong';
  const secret = openSealed(factor, by.sealer);
  if (secret === null) return 'second-factor-unreadable';
  const token = code.replace(/\s/g, '');
  if (!/^\d{6}$/.test(token)) return 'second-factor-wrong';
  const { lastStep } = factor;
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

async function spendRecovery(
  tx: Tx,
  { personId, code }: Shown,
  by: Proving,
): Promise<Wrong | null> {
  if (!(await spendRecoveryCode(tx, personId, code))) return 'second-factor-wrong';
  await tellAccessChanged(tx, { personId, change: 'recovery-code-used' }, by);
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
