import { assert } from '../../kernel/assert.ts';
import type { Instant } from '../../kernel/clock.ts';
import { type Declined, decline } from '../../kernel/declined.ts';
import type { Language } from '../../kernel/language.ts';
import { type Database, inTransaction, type Tx } from '../../platform/database/index.ts';
import { takeAttempt } from './attempts.ts';
import { setPassword } from './change-password.ts';
import type { OpenedSession } from './model.ts';
import { isCommonPassword } from './password-strength.ts';
import { hashPassword } from './passwords.ts';
import { hashSecret, newSecret } from './secret.ts';
import { openSession, type SessionOrigin } from './sessions.ts';
import { tokenLimit } from './sign-in.ts';
import { takeSetUpToken, upsertSetUpToken } from './store/access.ts';
import { insertAudit } from './store/audit.ts';
import { existsAdministrator, insertAgent, insertPerson, replaceRoles } from './store/people.ts';
import { undoWhenDeclined } from './undo-when-declined.ts';

/**
 * While the desk has no administrator, makes the token that allows one to be made, in place of the token of an earlier
 * start; null afterwards. It is shown where the desk is started and nowhere else.
 */
export function issueSetUpToken(
  database: Pick<Database, 'db'>,
  at: Instant,
): Promise<string | null> {
  return inTransaction(database, async (tx) => {
    if (await existsAdministrator(tx)) return null;
    const token = newSecret();
    const tokenSha256 = hashSecret(token);
    assert(tokenSha256 !== null, 'a new secret is not empty');
    await upsertSetUpToken(tx, tokenSha256, at);
    return token;
  });
}

export interface FirstAdministrator {
  readonly token: string;
  readonly name: string;
  readonly email: string;
  readonly password: string;
  readonly language: Language;
  readonly timeZone: string;
}

/**
 * Makes the first administrator, once (`setup-token-invalid`, `address-in-use`, `password-common`). `alsoIn` writes in
 * the same transaction what else the desk begins with: the firm's name, its first mailbox.
 */
export async function setUp(
  database: Pick<Database, 'db'>,
  first: FirstAdministrator,
  origin: SessionOrigin,
  alsoIn: (tx: Tx, personId: number) => Promise<void>,
): Promise<OpenedSession | Declined> {
  const { token, name, email, password, language, timeZone } = first;
  const { at, ipAddress } = origin;
  const tooMany = await takeAttempt(database.db, [tokenLimit(origin)], at);
  if (tooMany !== null) return tooMany;
  if (isCommonPassword(password, [name, email])) return decline('password-common');
  const tokenSha256 = hashSecret(token);
  if (tokenSha256 === null) return decline('setup-token-invalid');
  const hash = await hashPassword(password);
  // The token is given back when it does not come to a set-up.
  return undoWhenDeclined(database, async (tx) => {
    if (!(await takeSetUpToken(tx, tokenSha256)) || (await existsAdministrator(tx))) {
      return decline('setup-token-invalid');
    }
    const personId = await insertPerson(tx, { name, email, language, timeZone, at });
    if (personId === null) return decline('address-in-use', { address: email });
    await insertAgent(tx, personId, at);
    await replaceRoles(tx, personId, ['administrator', 'supervisor', 'agent', 'billing'], at);
    await setPassword(tx, { personId, hash }, origin);
    await alsoIn(tx, personId);
    await insertAudit(
      tx,
      { actor: { kind: 'person', personId }, at, ipAddress },
      { action: 'desk.set-up', subject: `person:${personId}` },
    );
    return openSession(tx, personId, origin);
  });
}
