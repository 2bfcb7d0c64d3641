import type { Instant } from '../../kernel/clock.ts';
import { type Declined, decline } from '../../kernel/declined.ts';
import { minuteMs } from '../../kernel/duration.ts';
import { type Database, type Db, inTransaction, type Tx } from '../../platform/database/index.ts';
import { announceAccess } from './end-access.ts';
import { readDuty } from './factor-rules.ts';
import type { ActingFromDevice, Factors, Passkey, Principal } from './model.ts';
import { giveRecoveryCodes, type ToldCodes } from './recovery-codes.ts';
import { hashSecret } from './secret.ts';
import type { SessionOrigin } from './sessions.ts';
import { deleteOtherSessions } from './store/access.ts';
import { insertAudit } from './store/audit.ts';
import { deletePasskey, selectPasskeys } from './store/passkeys.ts';
import { lockPerson } from './store/people.ts';
import {
  deleteChallenges,
  deleteFactor,
  deleteRecoveryCodes,
  selectFactors,
} from './store/second-factor.ts';
import { tellAccessChanged } from './tell-access-changed.ts';

/** How long after signing in a session may change by what its person signs in. */
const freshMs = 15 * minuteMs;

export const hasFactor = ({
  appSince,
  passkeys,
}: Pick<Factors, 'appSince' | 'passkeys'>): boolean => appSince !== null || passkeys > 0;

/**
 * Whoever found a session open, or has a key of a program, changes nothing of what protects the account (`sign-in-again`).
 * Where nothing protects it yet, any session may begin.
 */
export function declineStale(
  { via }: Pick<Principal, 'via'>,
  factors: Factors,
  at: Instant,
): Declined | null {
  const isFresh = via.kind === 'session' && (!hasFactor(factors) || at - via.openedAt <= freshMs);
  return isFresh ? null : decline('sign-in-again');
}

/**
 * With the first factor of a person of whatever kind: its recovery codes, and the end of every session that was opened
 * without it but this one. Tells no codes with a further one.
 */
export async function beginFactor(
  tx: Tx,
  personId: number,
  before: Factors,
  { previousToken }: Pick<SessionOrigin, 'previousToken'>,
): Promise<ToldCodes> {
  if (hasFactor(before)) return { recoveryCodes: [] };
  const own = previousToken === null ? null : hashSecret(previousToken);
  await deleteOtherSessions(tx, personId, own);
  await announceAccess(tx, personId);
  return giveRecoveryCodes(tx, personId);
}

/** After one was taken away: with the last, its recovery codes go, and whatever somebody still owes of it. */
export async function endFactor(tx: Tx, personId: number): Promise<void> {
  await deleteChallenges(tx, personId);
  if (!hasFactor(await selectFactors(tx, personId))) await deleteRecoveryCodes(tx, personId);
}

/** Every factor of whoever lost them, passkeys too. False where there is none. */
export function resetSecondFactor(
  database: Pick<Database, 'db'>,
  personId: number,
  by: ActingFromDevice,
): Promise<boolean> {
  return inTransaction(database, async (tx) => {
    await lockPerson(tx, personId);
    const factors = await selectFactors(tx, personId);
    if (!hasFactor(factors)) return false;
    const subject = `person:${personId}`;
    for (const { id, name } of await selectPasskeys(tx, personId)) {
      await deletePasskey(tx, { personId, passkeyId: id });
      await insertAudit(tx, by, { action: 'passkey.removed', subject, detail: { name } });
      await tellAccessChanged(tx, { personId, change: 'passkey-removed', passkey: name }, by);
    }
    if (factors.appSince !== null) {
      await insertAudit(tx, by, { action: 'second-factor.off', subject });
      await tellAccessChanged(tx, { personId, change: 'second-factor-off' }, by);
    }
    await deleteFactor(tx, personId);
    await endFactor(tx, personId);
    return true;
  });
}

export interface OwnFactors {
  /** Since when codes of an app are asked for; null while none are. */
  readonly since: Instant | null;
  readonly recoveryCodesLeft: number;
  readonly passkeys: readonly Passkey[];
  /** Since when, or from when on, this person must have one; null: it may do without. */
  readonly obligedFrom: Instant | null;
}

export async function readSecondFactor(db: Db, personId: number): Promise<OwnFactors> {
  const { appSince, recoveryCodesLeft } = await selectFactors(db, personId);
  return {
    since: appSince,
    recoveryCodesLeft,
    passkeys: await selectPasskeys(db, personId),
    obligedFrom: await readDuty(db, personId),
  };
}
