import type { Tx } from '../../platform/database/index.ts';
import type { FactorKind, FirstFactor, OpenedSession } from './model.ts';
import { hashSecret, newSecret } from './secret.ts';
import { openSession, type SessionOrigin } from './sessions.ts';
import { insertAudit } from './store/audit.ts';
import { insertChallenge, selectFactors } from './store/second-factor.ts';

/** The first factor was proved, and the second is owed: it is sent with this token. */
export interface Challenge {
  readonly challenge: string;
  /** By what it can be answered, beside a recovery code. */
  readonly factors: readonly FactorKind[];
}
export const isChallenge = (entered: object): entered is Challenge => 'challenge' in entered;

const challengeLifetimeMs = 10 * 60_000;

/**
 * The one way from a proved first factor to a session: at once for whoever has no second factor, else by
 * `answerChallenge` or `signInWithPasskey`.
 */
export async function enter(
  tx: Tx,
  personId: number,
  origin: SessionOrigin,
  means: FirstFactor,
): Promise<OpenedSession | Challenge> {
  const { appSince, passkeys } = await selectFactors(tx, personId);
  const factors: readonly FactorKind[] = [
    ...(appSince === null ? [] : ['app' as const]),
    ...(passkeys === 0 ? [] : ['passkey' as const]),
  ];
  if (factors.length === 0) return openAudited(tx, personId, origin, means);
  const challenge = newSecret();
  const tokenSha256 = hashSecret(challenge);
  if (tokenSha256 === null) throw new Error('a new secret is not empty');
  const expiresAt = origin.at + challengeLifetimeMs;
  await insertChallenge(tx, { tokenSha256, personId, means, expiresAt });
  return { challenge, factors };
}

/** Everything that is asked for was shown: the session, and by what, in the audit. */
export async function openAudited(
  tx: Tx,
  personId: number,
  origin: SessionOrigin,
  means: FirstFactor | 'passkey',
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
