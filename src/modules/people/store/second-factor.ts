import { sql } from 'kysely';
import type { Instant } from '../../../kernel/clock.ts';
import type { Db, Tx } from '../../../platform/database/index.ts';
import type { Factors, FirstFactor } from '../model.ts';

export interface SecondFactor {
  readonly personId: number;
  readonly secretSealed: string;
  readonly lastStep: number | null;
  /** A code of it was shown, and codes are asked for. */
  readonly isOn: boolean;
}

/** What a person has beside the first factor. */
export async function selectFactors(db: Db, personId: number): Promise<Factors> {
  const row = await db
    .selectFrom('person')
    .leftJoin('second_factor', 'second_factor.person_id', 'person.id')
    .select([
      'second_factor.offered_at',
      'second_factor.confirmed_at',
      sql<number>`(select count(*) from passkey p where p.person_id = person.id)::int`.as(
        'passkeys',
      ),
      sql<number>`(select count(*) from recovery_code c where c.person_id = person.id)::int`.as(
        'codes',
      ),
    ])
    .where('person.id', '=', personId)
    .executeTakeFirst();
  return {
    appOffered: row?.offered_at != null,
    appSince: row?.confirmed_at?.getTime() ?? null,
    passkeys: row?.passkeys ?? 0,
    recoveryCodesLeft: row?.codes ?? 0,
  };
}

/** False where one is in force already; one that was offered and not confirmed is replaced. */
export async function offerFactor(
  tx: Tx,
  offer: { readonly personId: number; readonly secretSealed: string; readonly at: Instant },
): Promise<boolean> {
  const fresh = { secret_sealed: offer.secretSealed, offered_at: new Date(offer.at) };
  const row = await tx
    .insertInto('second_factor')
    .values({ person_id: offer.personId, ...fresh })
    .onConflict((conflict) =>
      conflict
        .column('person_id')
        .doUpdateSet(fresh)
        .where('second_factor.confirmed_at', 'is', null),
    )
    .returning('person_id')
    .executeTakeFirst();
  return row !== undefined;
}

/** One code is judged at a time, so that none is taken twice. */
export async function lockFactor(tx: Tx, personId: number): Promise<SecondFactor | null> {
  const row = await tx
    .selectFrom('second_factor')
    .select(['person_id', 'secret_sealed', 'last_step', 'confirmed_at'])
    .where('person_id', '=', personId)
    .forUpdate()
    .executeTakeFirst();
  if (row === undefined) return null;
  return {
    personId: row.person_id,
    secretSealed: row.secret_sealed,
    lastStep: row.last_step,
    isOn: row.confirmed_at !== null,
  };
}

export async function rememberStep(tx: Tx, personId: number, step: number): Promise<void> {
  await tx
    .updateTable('second_factor')
    .set({ last_step: step })
    .where('person_id', '=', personId)
    .execute();
}

/** False when it was confirmed already. */
export async function confirmFactor(tx: Tx, personId: number, at: Instant): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('second_factor')
    .set({ confirmed_at: new Date(at) })
    .where('person_id', '=', personId)
    .where('confirmed_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

export async function deleteFactor(tx: Tx, personId: number): Promise<void> {
  await tx.deleteFrom('second_factor').where('person_id', '=', personId).execute();
}

/** Whatever somebody still owes of a factor. */
export async function deleteChallenges(tx: Tx, personId: number): Promise<void> {
  await tx.deleteFrom('sign_in_challenge').where('person_id', '=', personId).execute();
}

export async function insertRecoveryCodes(
  tx: Tx,
  personId: number,
  hashes: readonly Buffer[],
): Promise<void> {
  await tx
    .insertInto('recovery_code')
    .values(hashes.map((hash) => ({ code_sha256: hash, person_id: personId })))
    .execute();
}

export async function deleteRecoveryCodes(tx: Tx, personId: number): Promise<void> {
  await tx.deleteFrom('recovery_code').where('person_id', '=', personId).execute();
}

/** False when there is no such code any more. */
export async function takeRecoveryCode(tx: Tx, personId: number, hash: Buffer): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('recovery_code')
    .where('code_sha256', '=', hash)
    .where('person_id', '=', personId)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

export async function insertChallenge(
  tx: Tx,
  challenge: {
    readonly tokenSha256: Buffer;
    readonly personId: number;
    readonly means: FirstFactor;
    readonly expiresAt: Instant;
  },
): Promise<void> {
  await tx
    .insertInto('sign_in_challenge')
    .values({
      token_sha256: challenge.tokenSha256,
      person_id: challenge.personId,
      means: challenge.means,
      expires_at: new Date(challenge.expiresAt),
    })
    .execute();
}

/** Null also where the person was disabled since. */
export async function selectChallenge(
  db: Db,
  tokenSha256: Buffer,
): Promise<{
  readonly personId: number;
  readonly means: FirstFactor;
  readonly expiresAt: Instant;
} | null> {
  const row = await db
    .selectFrom('sign_in_challenge as c')
    .innerJoin('person', 'person.id', 'c.person_id')
    .select(['c.person_id', 'c.means', 'c.expires_at'])
    .where('c.token_sha256', '=', tokenSha256)
    .where('person.disabled_at', 'is', null)
    .executeTakeFirst();
  if (row === undefined) return null;
  return {
    personId: row.person_id,
    // The check constraint of the column allows just these.
    means: row.means as FirstFactor,
    expiresAt: row.expires_at.getTime(),
  };
}

/** False when it was answered already. */
export async function deleteChallenge(tx: Tx, tokenSha256: Buffer): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('sign_in_challenge')
    .where('token_sha256', '=', tokenSha256)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}
