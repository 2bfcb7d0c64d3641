import { type Declined, decline } from '../../kernel/declined.ts';
import { type Database, inTransaction, type Tx } from '../../platform/database/index.ts';
import { takeAttempt } from './attempts.ts';
import { endAccess } from './end-access.ts';
import type { OpenedSession, Principal } from './model.ts';
import { isCommonPassword } from './password-strength.ts';
import { hashPassword, verifyPassword } from './passwords.ts';
import { openSession, type SessionOrigin } from './sessions.ts';
import { selectPasswordHash, upsertPassword } from './store/access.ts';
import { insertAudit } from './store/audit.ts';
import { tellAccessChanged } from './tell-access-changed.ts';

/**
 * Sets or changes one's own password and ends every session; the caller goes on with a new one. Declined:
 * `password-wrong` (the current one), `password-common`, `too-many-attempts`.
 */
export async function changePassword(
  database: Pick<Database, 'db'>,
  principal: Principal,
  passwords: { readonly currentPassword?: string | undefined; readonly newPassword: string },
  origin: SessionOrigin,
): Promise<OpenedSession | Declined> {
  const { personId, name, email } = principal;
  const limit = { key: `password-change:of:${personId}`, attemptsMax: 10, windowSeconds: 900 };
  const tooMany = await takeAttempt(database.db, [limit], origin.at);
  if (tooMany !== null) return tooMany;
  const current = await selectPasswordHash(database.db, personId);
  if (current !== null && !(await verifyPassword(current, passwords.currentPassword ?? ''))) {
    return decline('password-wrong');
  }
  if (isCommonPassword(passwords.newPassword, [name, email])) return decline('password-common');
  const hash = await hashPassword(passwords.newPassword);
  return inTransaction(database, async (tx) => {
    await setPassword(tx, { personId, hash }, origin);
    await tellAccessChanged(
      tx,
      { personId, change: 'password-changed' },
      { actor: { kind: 'person', personId }, ...origin },
    );
    return openSession(tx, personId, origin);
  });
}

/** Keeps the new hash and ends what was given out under the old one. */
export async function setPassword(
  tx: Tx,
  { personId, hash }: { readonly personId: number; readonly hash: string },
  origin: Pick<SessionOrigin, 'at' | 'ipAddress'>,
): Promise<void> {
  const { at, ipAddress } = origin;
  await upsertPassword(tx, { personId, hash, at });
  await endAccess(tx, personId);
  await insertAudit(
    tx,
    { actor: { kind: 'person', personId }, at, ipAddress },
    { action: 'password.changed', subject: `person:${personId}` },
  );
}
