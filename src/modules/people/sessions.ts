import { assert } from '../../kernel/assert.ts';
import type { Instant } from '../../kernel/clock.ts';
import { type Database, type Db, inTransaction, type Tx } from '../../platform/database/index.ts';
import { announceAccess, endAccess } from './end-access.ts';
import { dutyFrom, owesFactor } from './factor-rules.ts';
import type { Acting, OpenedSession, Principal, Session } from './model.ts';
import { hashSecret, newSecret } from './secret.ts';
import {
  deleteSession,
  deleteSessionByToken,
  insertSession,
  readApiKeyStanding,
  readSessionStanding,
  type Standings,
  selectSessions,
  touchApiKey,
  touchSession,
} from './store/access.ts';
import { insertAudit } from './store/audit.ts';
import { selectPerson } from './store/people.ts';

const hourSeconds = 3600;
const daySeconds = 24 * hourSeconds;

/** A session ends when it was not used for `idleSeconds`, and at the latest after `lifetimeSeconds`. */
const limits = {
  agent: { idleSeconds: 3 * daySeconds, lifetimeSeconds: 30 * daySeconds },
  customer: { idleSeconds: 30 * daySeconds, lifetimeSeconds: 90 * daySeconds },
};

/** How exact "last used" is; writing it at every request would be a write for every read. */
const touchEveryMilliseconds = 5 * 60 * 1000;

export interface SessionOrigin {
  readonly at: Instant;
  readonly ipAddress: string | null;
  readonly userAgent: string | null;
  /** The session that the browser came with: signing in ends it, so that none planted there is ever signed in. */
  readonly previousToken: string | null;
}

/** The one way into the desk: whoever proved to be this person gets a new session. The person is not disabled. */
export async function openSession(
  tx: Tx,
  personId: number,
  { at, ipAddress, userAgent, previousToken }: SessionOrigin,
): Promise<OpenedSession> {
  const person = await selectPerson(tx, personId);
  assert(person !== null && !person.disabled, 'only a person who may come in is given a session');
  await endSession(tx, previousToken);
  const { idleSeconds, lifetimeSeconds } = person.roles.length > 0 ? limits.agent : limits.customer;
  const token = newSecret();
  const tokenSha256 = hashSecret(token);
  assert(tokenSha256 !== null, 'a new secret is not empty');
  const expiresAt = at + lifetimeSeconds * 1000;
  await insertSession(tx, {
    personId,
    tokenSha256,
    ipAddress,
    userAgent: userAgent?.slice(0, 300) ?? null,
    at,
    idleSeconds,
    expiresAt,
  });
  return { token, personId, expiresAt };
}

/** Who holds this session token now; null when it ended, was idle too long, or the person is disabled. */
export async function readSessionPrincipal(
  db: Db,
  token: string,
  at: Instant,
): Promise<Principal | null> {
  const tokenSha256 = hashSecret(token);
  if (tokenSha256 === null) return null;
  const standing = await readSessionStanding(db, tokenSha256, at);
  if (standing === null) return null;
  if (at - standing.lastUsedAt >= touchEveryMilliseconds) {
    await touchSession(db, standing.sessionId, at);
  }
  return toPrincipal(standing, at, {
    kind: 'session',
    sessionId: standing.sessionId,
    openedAt: standing.openedAt,
    endsAt: standing.endsAt,
  });
}

/** Whose rights this API key has now; null when it is revoked or expired, or the person is disabled. */
export async function readApiKeyPrincipal(
  db: Db,
  key: string,
  at: Instant,
): Promise<Principal | null> {
  const keySha256 = hashSecret(key);
  if (keySha256 === null) return null;
  const standing = await readApiKeyStanding(db, keySha256, at);
  if (standing === null) return null;
  if (standing.lastUsedAt === null || at - standing.lastUsedAt >= touchEveryMilliseconds) {
    await touchApiKey(db, standing.apiKeyId, at);
  }
  return toPrincipal(standing, at, {
    kind: 'apiKey',
    apiKeyId: standing.apiKeyId,
    scopes: standing.scopes,
  });
}

function toPrincipal(standing: Standings, at: Instant, via: Principal['via']): Principal | null {
  const { personId, name, email, language, timeZone, agentRoles, contact } = standing;
  const duty = dutyFrom(standing.factorRules, {
    isAgent: agentRoles.length > 0,
    isCustomerAdministrator:
      contact?.authorised === true && contact.role === 'customer_administrator',
  });
  const factorOwed = via.kind === 'session' && owesFactor(duty, standing.hasFactor, at);
  const person = { personId, name, email, language, timeZone, factorOwed, via };
  if (agentRoles.length > 0) {
    return { ...person, roles: agentRoles, organizationId: null, authorised: true, demo: false };
  }
  if (contact === null) return null;
  return {
    ...person,
    // II: whoever may not ask for support may not administer the company's account either.
    roles: [contact.authorised ? contact.role : 'customer'],
    organizationId: contact.organizationId,
    authorised: contact.authorised,
    demo: contact.demo,
  };
}

export async function endSession(tx: Tx, token: string | null): Promise<void> {
  const tokenSha256 = token === null ? null : hashSecret(token);
  if (tokenSha256 === null) return;
  const personId = await deleteSessionByToken(tx, tokenSha256);
  if (personId !== null) await announceAccess(tx, personId);
}

/** The person's living sessions, the one used last first. */
export const listSessions = (db: Db, personId: number, at: Instant): Promise<readonly Session[]> =>
  selectSessions(db, personId, at);

/** Ends one of the person's own sessions; false when there is none with this id. */
export function revokeOwnSession(
  database: Pick<Database, 'db'>,
  key: { readonly personId: number; readonly sessionId: number },
): Promise<boolean> {
  return inTransaction(database, async (tx) => {
    const ended = await deleteSession(tx, key);
    if (ended) await announceAccess(tx, key.personId);
    return ended;
  });
}

/** Ends every session of a person; false when there is no such person. */
export function revokeAllSessions(
  database: Pick<Database, 'db'>,
  personId: number,
  by: Acting,
): Promise<boolean> {
  return inTransaction(database, async (tx) => {
    if ((await selectPerson(tx, personId)) === null) return false;
    await endAccess(tx, personId);
    await insertAudit(tx, by, { action: 'sessions.revoked', subject: `person:${personId}` });
    return true;
  });
}
