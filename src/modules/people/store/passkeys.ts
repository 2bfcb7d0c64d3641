import type { Instant } from '../../../kernel/clock.ts';
import type { Db, Tx } from '../../../platform/database/index.ts';
import type { Credential } from '../../../platform/web-authn.ts';
import type { Passkey } from '../model.ts';

/** A passkey as its owner sees it, the oldest first. */
export async function selectPasskeys(db: Db, personId: number): Promise<readonly Passkey[]> {
  const rows = await db
    .selectFrom('passkey')
    .select(['id', 'name', 'created_at', 'last_used_at'])
    .where('person_id', '=', personId)
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    createdAt: row.created_at.getTime(),
    lastUsedAt: row.last_used_at?.getTime() ?? null,
  }));
}

/** What the authenticators of a person are told of its passkeys, and by which handle they know the person. */
export async function selectCredentials(
  db: Db,
  personId: number,
): Promise<{
  readonly userHandle: Buffer | null;
  readonly known: readonly Pick<Credential, 'credentialId' | 'transports'>[];
}> {
  const rows = await db
    .selectFrom('passkey')
    .select(['credential_id', 'transports', 'user_handle'])
    .where('person_id', '=', personId)
    .orderBy('id')
    .execute();
  return {
    userHandle: rows[0]?.user_handle ?? null,
    known: rows.map((row) => ({ credentialId: row.credential_id, transports: row.transports })),
  };
}

export interface KnownCredential extends Credential {
  readonly passkeyId: number;
  readonly personId: number;
  readonly userHandle: Buffer;
}

/** The passkey of somebody who may come in; locked, so that its counter is compared and kept in one step. */
export async function lockCredential(
  tx: Tx,
  credentialId: string,
): Promise<KnownCredential | null> {
  const row = await tx
    .selectFrom('passkey')
    .innerJoin('person', 'person.id', 'passkey.person_id')
    .select([
      'passkey.id',
      'passkey.person_id',
      'passkey.credential_id',
      'passkey.public_key',
      'passkey.counter',
      'passkey.transports',
      'passkey.user_handle',
    ])
    .where('passkey.credential_id', '=', credentialId)
    .where('person.disabled_at', 'is', null)
    .forUpdate('passkey')
    .executeTakeFirst();
  if (row === undefined) return null;
  return {
    passkeyId: row.id,
    personId: row.person_id,
    credentialId: row.credential_id,
    publicKey: row.public_key,
    counter: row.counter,
    transports: row.transports,
    userHandle: row.user_handle,
  };
}

/** Null when somebody has this very passkey already. */
export async function insertPasskey(
  tx: Tx,
  passkey: Credential & {
    readonly personId: number;
    readonly userHandle: Buffer;
    readonly name: string;
    readonly at: Instant;
  },
): Promise<number | null> {
  const row = await tx
    .insertInto('passkey')
    .values({
      person_id: passkey.personId,
      credential_id: passkey.credentialId,
      public_key: passkey.publicKey,
      counter: passkey.counter,
      transports: [...passkey.transports],
      user_handle: passkey.userHandle,
      name: passkey.name,
      created_at: new Date(passkey.at),
    })
    .onConflict((conflict) => conflict.column('credential_id').doNothing())
    .returning('id')
    .executeTakeFirst();
  return row?.id ?? null;
}

export async function keepPasskeyUse(
  tx: Tx,
  use: { readonly passkeyId: number; readonly counter: number; readonly at: Instant },
): Promise<void> {
  await tx
    .updateTable('passkey')
    .set({ counter: use.counter, last_used_at: new Date(use.at) })
    .where('id', '=', use.passkeyId)
    .execute();
}

export interface PasskeyKey {
  readonly personId: number;
  readonly passkeyId: number;
}

/** False where this person has none with this id. */
export async function updatePasskeyName(
  tx: Tx,
  { personId, passkeyId }: PasskeyKey,
  name: string,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('passkey')
    .set({ name })
    .where('id', '=', passkeyId)
    .where('person_id', '=', personId)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Its name; null where this person has none with this id. */
export async function deletePasskey(
  tx: Tx,
  { personId, passkeyId }: PasskeyKey,
): Promise<string | null> {
  const row = await tx
    .deleteFrom('passkey')
    .where('id', '=', passkeyId)
    .where('person_id', '=', personId)
    .returning('name')
    .executeTakeFirst();
  return row?.name ?? null;
}

export interface PasskeyChallenge {
  /** Who makes a passkey, and the handle of it; null at sign-in. */
  readonly maker: { readonly personId: number; readonly userHandle: Buffer } | null;
  /** The first factor that was proved before. */
  readonly signInTokenSha256: Buffer | null;
  readonly expiresAt: Instant;
}

export async function insertPasskeyChallenge(
  tx: Tx,
  challenge: PasskeyChallenge & { readonly sha256: Buffer },
): Promise<void> {
  await tx
    .insertInto('passkey_challenge')
    .values({
      challenge_sha256: challenge.sha256,
      person_id: challenge.maker?.personId ?? null,
      user_handle: challenge.maker?.userHandle ?? null,
      sign_in_token_sha256: challenge.signInTokenSha256,
      expires_at: new Date(challenge.expiresAt),
    })
    .execute();
}

/** Deleting is taking: it is answered once, rightly or not. Null when there is no such challenge (any more). */
export async function takePasskeyChallenge(
  db: Db,
  sha256: Buffer,
): Promise<PasskeyChallenge | null> {
  const row = await db
    .deleteFrom('passkey_challenge')
    .where('challenge_sha256', '=', sha256)
    .returning(['person_id', 'user_handle', 'sign_in_token_sha256', 'expires_at'])
    .executeTakeFirst();
  if (row === undefined) return null;
  const { person_id: personId, user_handle: userHandle } = row;
  return {
    maker: personId === null || userHandle === null ? null : { personId, userHandle },
    signInTokenSha256: row.sign_in_token_sha256,
    expiresAt: row.expires_at.getTime(),
  };
}
