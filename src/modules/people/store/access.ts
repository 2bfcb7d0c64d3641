import { sql } from 'kysely';
import type { Instant } from '../../../kernel/clock.ts';
import type { Language } from '../../../kernel/language.ts';
import type { Db, Tx } from '../../../platform/database/index.ts';
import type { AgentRole, ApiKey, ApiKeyScope, CustomerRole, Session } from '../model.ts';
import { type FactorRules, hasSecondFactor, toRules } from './factor-rules.ts';

/** What every request asks about who sends it. */
export interface Standings {
  readonly personId: number;
  readonly name: string;
  readonly email: string;
  readonly language: Language;
  readonly timeZone: string;
  readonly agentRoles: readonly AgentRole[];
  readonly contact: {
    readonly organizationId: number;
    readonly role: CustomerRole;
    readonly authorised: boolean;
    readonly demo: boolean;
  } | null;
  readonly factorRules: FactorRules;
  readonly hasFactor: boolean;
}

export interface SessionStanding extends Standings {
  readonly sessionId: number;
  readonly openedAt: Instant;
  readonly lastUsedAt: Instant;
  readonly endsAt: Instant;
}

/** One statement: session, person, membership and roles. Nobody when it ended, was idle too long, or is disabled. */
export async function readSessionStanding(
  db: Db,
  tokenSha256: Buffer,
  at: Instant,
): Promise<SessionStanding | null> {
  const row = await standings(db)
    .innerJoin('session', 'session.person_id', 'person.id')
    .select([
      'session.id as session_id',
      'session.created_at',
      'session.last_used_at',
      sql<Date>`least(session.expires_at, session.last_used_at + make_interval(secs => session.idle_seconds))`.as(
        'ends_at',
      ),
    ])
    .where('session.token_sha256', '=', tokenSha256)
    .where('person.disabled_at', 'is', null)
    .executeTakeFirst();
  if (row === undefined || row.ends_at.getTime() <= at) return null;
  return {
    ...toStandings(row),
    sessionId: row.session_id,
    openedAt: row.created_at.getTime(),
    lastUsedAt: row.last_used_at.getTime(),
    endsAt: row.ends_at.getTime(),
  };
}

export interface ApiKeyStanding extends Standings {
  readonly apiKeyId: number;
  readonly scopes: readonly ApiKeyScope[];
  readonly lastUsedAt: Instant | null;
}

export async function readApiKeyStanding(
  db: Db,
  keySha256: Buffer,
  at: Instant,
): Promise<ApiKeyStanding | null> {
  const row = await standings(db)
    .innerJoin('api_key', 'api_key.person_id', 'person.id')
    .select(['api_key.id as api_key_id', 'api_key.scopes', 'api_key.last_used_at', 'expires_at'])
    .where('api_key.key_sha256', '=', keySha256)
    .where('api_key.revoked_at', 'is', null)
    .where('person.disabled_at', 'is', null)
    .executeTakeFirst();
  if (row === undefined) return null;
  if (row.expires_at !== null && row.expires_at.getTime() <= at) return null;
  return {
    ...toStandings(row),
    apiKeyId: row.api_key_id,
    scopes: row.scopes.filter((scope) => scope === 'read' || scope === 'write'),
    lastUsedAt: row.last_used_at?.getTime() ?? null,
  };
}

const standings = (db: Db) =>
  db
    .selectFrom('person')
    .leftJoin('contact', 'contact.person_id', 'person.id')
    .leftJoin('organization', 'organization.id', 'contact.organization_id')
    .leftJoin('factor_rules', (join) => join.onTrue())
    .select([
      'factor_rules.agents_from',
      'factor_rules.customer_administrators_from',
      hasSecondFactor.as('has_factor'),
      'person.id',
      'person.name',
      'person.email',
      'person.language',
      'person.time_zone',
      'contact.organization_id',
      'contact.role',
      'contact.authorised_at',
      'organization.demo',
      sql<AgentRole[]>`array(select g.role::text from agent_role_grant g
        where g.person_id = person.id order by g.role)`.as('agent_roles'),
    ]);

interface StandingsRow {
  id: number;
  name: string;
  email: string;
  language: Language;
  time_zone: string;
  organization_id: number | null;
  role: CustomerRole | null;
  authorised_at: Date | null;
  demo: boolean | null;
  agent_roles: AgentRole[];
  agents_from: Date | null;
  customer_administrators_from: Date | null;
  has_factor: boolean;
}

const toStandings = (row: StandingsRow): Standings => ({
  personId: row.id,
  name: row.name,
  email: row.email,
  language: row.language,
  timeZone: row.time_zone,
  agentRoles: row.agent_roles,
  factorRules: toRules(row),
  hasFactor: row.has_factor,
  contact:
    row.organization_id === null || row.role === null
      ? null
      : {
          organizationId: row.organization_id,
          role: row.role,
          authorised: row.authorised_at !== null,
          demo: row.demo ?? false,
        },
});

export async function insertSession(
  tx: Tx,
  session: {
    readonly personId: number;
    readonly tokenSha256: Buffer;
    readonly ipAddress: string | null;
    readonly userAgent: string | null;
    readonly at: Instant;
    readonly idleSeconds: number;
    readonly expiresAt: Instant;
  },
): Promise<void> {
  await tx
    .insertInto('session')
    .values({
      person_id: session.personId,
      token_sha256: session.tokenSha256,
      ip_address: session.ipAddress,
      user_agent: session.userAgent,
      created_at: new Date(session.at),
      last_used_at: new Date(session.at),
      idle_seconds: session.idleSeconds,
      expires_at: new Date(session.expiresAt),
    })
    .execute();
}

export async function touchSession(db: Db, sessionId: number, at: Instant): Promise<void> {
  await db
    .updateTable('session')
    .set({ last_used_at: new Date(at) })
    .where('id', '=', sessionId)
    .where('last_used_at', '<', new Date(at))
    .execute();
}

/** Whose session it was; null when there was none. */
export async function deleteSessionByToken(tx: Tx, tokenSha256: Buffer): Promise<number | null> {
  const row = await tx
    .deleteFrom('session')
    .where('token_sha256', '=', tokenSha256)
    .returning('person_id')
    .executeTakeFirst();
  return row?.person_id ?? null;
}

/** Answers whether there was such a session of this person. */
export async function deleteSession(
  tx: Tx,
  { personId, sessionId }: { readonly personId: number; readonly sessionId: number },
): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('session')
    .where('id', '=', sessionId)
    .where('person_id', '=', personId)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

/** Ends sessions and forgets links that were sent: nothing that was given out before opens the door any more. */
export async function deleteAccess(tx: Tx, personId: number): Promise<void> {
  await tx.deleteFrom('session').where('person_id', '=', personId).execute();
  await tx.deleteFrom('sign_in_link').where('person_id', '=', personId).execute();
  await tx.deleteFrom('sign_in_challenge').where('person_id', '=', personId).execute();
  await tx.deleteFrom('passkey_challenge').where('person_id', '=', personId).execute();
}

/** All but the one with this token; all, where there is none. */
export async function deleteOtherSessions(
  tx: Tx,
  personId: number,
  tokenSha256: Buffer | null,
): Promise<void> {
  await tx
    .deleteFrom('session')
    .where('person_id', '=', personId)
    .$if(tokenSha256 !== null, (query) => query.where('token_sha256', '!=', tokenSha256))
    .execute();
}

export async function selectSessions(
  db: Db,
  personId: number,
  at: Instant,
): Promise<readonly Session[]> {
  const rows = await db
    .selectFrom('session')
    .select([
      'id',
      'ip_address',
      'user_agent',
      'created_at',
      'last_used_at',
      'expires_at',
      'idle_seconds',
    ])
    .where('person_id', '=', personId)
    .where('expires_at', '>', new Date(at))
    .orderBy('last_used_at', 'desc')
    .limit(100)
    .execute();
  return rows
    .map((row) => ({
      id: row.id,
      ipAddress: row.ip_address,
      userAgent: row.user_agent,
      createdAt: row.created_at.getTime(),
      lastUsedAt: row.last_used_at.getTime(),
      expiresAt: Math.min(
        row.expires_at.getTime(),
        row.last_used_at.getTime() + row.idle_seconds * 1000,
      ),
    }))
    .filter((session) => session.expiresAt > at);
}

export async function selectPasswordHash(db: Db, personId: number): Promise<string | null> {
  const row = await db
    .selectFrom('password')
    .select('hash')
    .where('person_id', '=', personId)
    .executeTakeFirst();
  return row?.hash ?? null;
}

export const hasPassword = async (db: Db, personId: number): Promise<boolean> =>
  (await selectPasswordHash(db, personId)) !== null;

/** The person behind an address that may sign in by password, with the hash to compare. */
export async function selectPasswordByEmail(
  db: Db,
  email: string,
): Promise<{ readonly personId: number; readonly hash: string } | null> {
  const row = await db
    .selectFrom('password')
    .innerJoin('person', 'person.id', 'password.person_id')
    .select(['person.id', 'password.hash'])
    .where('person.email', '=', email)
    .where('person.disabled_at', 'is', null)
    .executeTakeFirst();
  return row === undefined ? null : { personId: row.id, hash: row.hash };
}

export async function upsertPassword(
  tx: Tx,
  password: { readonly personId: number; readonly hash: string; readonly at: Instant },
): Promise<void> {
  const changed = { hash: password.hash, changed_at: new Date(password.at) };
  await tx
    .insertInto('password')
    .values({ person_id: password.personId, ...changed })
    .onConflict((conflict) => conflict.column('person_id').doUpdateSet(changed))
    .execute();
}

export async function insertSignInLink(
  tx: Tx,
  link: {
    readonly tokenSha256: Buffer;
    readonly personId: number;
    readonly nextPath: string;
    readonly at: Instant;
    readonly expiresAt: Instant;
  },
): Promise<void> {
  await tx
    .insertInto('sign_in_link')
    .values({
      token_sha256: link.tokenSha256,
      person_id: link.personId,
      next_path: link.nextPath,
      created_at: new Date(link.at),
      expires_at: new Date(link.expiresAt),
    })
    .execute();
}

/** Deleting is taking: of two that come with the same token, one gets the row. */
export async function takeSignInLink(
  tx: Tx,
  tokenSha256: Buffer,
): Promise<{ personId: number; nextPath: string; expiresAt: Instant } | null> {
  const row = await tx
    .deleteFrom('sign_in_link')
    .where('token_sha256', '=', tokenSha256)
    .returning(['person_id', 'next_path', 'expires_at'])
    .executeTakeFirst();
  if (row === undefined) return null;
  return {
    personId: row.person_id,
    nextPath: row.next_path,
    expiresAt: row.expires_at.getTime(),
  };
}

export async function upsertSetUpToken(tx: Tx, tokenSha256: Buffer, at: Instant): Promise<void> {
  const row = { token_sha256: tokenSha256, created_at: new Date(at) };
  await tx
    .insertInto('setup_token')
    .values(row)
    .onConflict((conflict) => conflict.column('only_one').doUpdateSet(row))
    .execute();
}

export async function takeSetUpToken(tx: Tx, tokenSha256: Buffer): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('setup_token')
    .where('token_sha256', '=', tokenSha256)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

/** Counts one more in a window that begins with the first, atomically over all processes; answers the count. */
export async function countAttempt(
  db: Db,
  attempt: { readonly key: string; readonly windowSeconds: number; readonly at: Instant },
): Promise<{ count: number; windowEndsAt: Instant }> {
  const now = new Date(attempt.at);
  const windowEnd = new Date(attempt.at + attempt.windowSeconds * 1000);
  const row = await db
    .insertInto('rate_limit')
    .values({ key: attempt.key, count: 1, window_ends_at: windowEnd })
    .onConflict((conflict) =>
      conflict.column('key').doUpdateSet({
        count: sql<number>`case when rate_limit.window_ends_at <= ${now} then 1 else rate_limit.count + 1 end`,
        window_ends_at: sql<Date>`case when rate_limit.window_ends_at <= ${now} then ${windowEnd} else rate_limit.window_ends_at end`,
      }),
    )
    .returning(['count', 'window_ends_at'])
    .executeTakeFirstOrThrow();
  return { count: row.count, windowEndsAt: row.window_ends_at.getTime() };
}

export async function uncountAttempts(db: Db, keys: readonly string[]): Promise<void> {
  await db
    .updateTable('rate_limit')
    .set({ count: sql<number>`count - 1` })
    .where('key', 'in', keys)
    .where('count', '>', 0)
    .execute();
}

export async function deleteExpiredAccess(db: Db, at: Instant): Promise<void> {
  const now = new Date(at);
  await db.deleteFrom('session').where('expires_at', '<=', now).execute();
  await db.deleteFrom('sign_in_link').where('expires_at', '<=', now).execute();
  await db.deleteFrom('sign_in_challenge').where('expires_at', '<=', now).execute();
  await db.deleteFrom('passkey_challenge').where('expires_at', '<=', now).execute();
  await db.deleteFrom('rate_limit').where('window_ends_at', '<=', now).execute();
}

/** Nobody is signed in any more, and no link that was sent signs in: after a restore, what ended since would live again. */
export async function deleteAllAccess(tx: Tx): Promise<void> {
  await tx.deleteFrom('session').execute();
  await tx.deleteFrom('sign_in_link').execute();
  await tx.deleteFrom('sign_in_challenge').execute();
  await tx.deleteFrom('passkey_challenge').execute();
}

export async function insertApiKey(
  tx: Tx,
  key: {
    readonly name: string;
    readonly keySha256: Buffer;
    readonly start: string;
    readonly personId: number;
    readonly scopes: readonly ApiKeyScope[];
    readonly createdByPersonId: number;
    readonly expiresAt: Instant | null;
    readonly at: Instant;
  },
): Promise<number> {
  const row = await tx
    .insertInto('api_key')
    .values({
      name: key.name,
      key_sha256: key.keySha256,
      key_start: key.start,
      person_id: key.personId,
      scopes: [...key.scopes],
      created_by_person_id: key.createdByPersonId,
      expires_at: key.expiresAt === null ? null : new Date(key.expiresAt),
      created_at: new Date(key.at),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}

export async function selectApiKeys(db: Db): Promise<readonly ApiKey[]> {
  const rows = await db
    .selectFrom('api_key')
    .innerJoin('person', 'person.id', 'api_key.person_id')
    .select([
      'api_key.id',
      'api_key.name',
      'api_key.key_start',
      'api_key.scopes',
      'api_key.expires_at',
      'api_key.last_used_at',
      'api_key.created_at',
      'person.id as person_id',
      'person.name as person_name',
    ])
    .where('api_key.revoked_at', 'is', null)
    .orderBy('api_key.id', 'desc')
    .limit(500)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    start: row.key_start,
    person: { personId: row.person_id, name: row.person_name },
    scopes: row.scopes.filter((scope) => scope === 'read' || scope === 'write'),
    expiresAt: row.expires_at?.getTime() ?? null,
    lastUsedAt: row.last_used_at?.getTime() ?? null,
    createdAt: row.created_at.getTime(),
  }));
}

export async function revokeApiKeyRow(
  tx: Tx,
  apiKeyId: number,
  at: Instant,
): Promise<{ name: string } | null> {
  const row = await tx
    .updateTable('api_key')
    .set({ revoked_at: new Date(at) })
    .where('id', '=', apiKeyId)
    .where('revoked_at', 'is', null)
    .returning('name')
    .executeTakeFirst();
  return row ?? null;
}

export async function touchApiKey(db: Db, apiKeyId: number, at: Instant): Promise<void> {
  await db
    .updateTable('api_key')
    .set({ last_used_at: new Date(at) })
    .where('id', '=', apiKeyId)
    .execute();
}
