import { sql } from 'kysely';
import type { Instant } from '../../kernel/clock.ts';
import type { Db, Tx } from '../../platform/database/index.ts';
import type { InboundMail, MailConfirmation } from './model.ts';
import { toInboundMail } from './store.ts';

/** One at a time for an address: false when it was asked since `notSince` already. */
export async function insertConfirmation(
  tx: Tx,
  confirmation: MailConfirmation & {
    readonly tokenSha256: Buffer;
    readonly at: Instant;
    readonly expiresAt: Instant;
    readonly notSince: Instant;
  },
): Promise<boolean> {
  const { address, personId, tokenSha256 } = confirmation;
  await sql`select pg_advisory_xact_lock(hashtextextended(${`mail-confirmation:${address}`}, 0))`.execute(
    tx,
  );
  const recent = await tx
    .selectFrom('mail_confirmation')
    .select('id')
    .where('address', '=', address)
    .where('asked_at', '>', new Date(confirmation.notSince))
    .limit(1)
    .executeTakeFirst();
  if (recent !== undefined) return false;
  await tx
    .insertInto('mail_confirmation')
    .values({
      address,
      person_id: personId,
      token_sha256: tokenSha256,
      asked_at: new Date(confirmation.at),
      expires_at: new Date(confirmation.expiresAt),
    })
    .execute();
  return true;
}

export async function selectOpenConfirmation(
  db: Db,
  tokenSha256: Buffer,
  at: Instant,
): Promise<MailConfirmation | null> {
  const row = await db
    .selectFrom('mail_confirmation')
    .select(['address', 'person_id as personId'])
    .where('token_sha256', '=', tokenSha256)
    .where('answered_at', 'is', null)
    .where('expires_at', '>', new Date(at))
    .executeTakeFirst();
  return row ?? null;
}

export async function takeConfirmationRow(
  tx: Tx,
  tokenSha256: Buffer,
  at: Instant,
): Promise<MailConfirmation | null> {
  const row = await tx
    .updateTable('mail_confirmation')
    .set({ answered_at: new Date(at) })
    .where('token_sha256', '=', tokenSha256)
    .where('answered_at', 'is', null)
    .where('expires_at', '>', new Date(at))
    .returning(['address', 'person_id as personId'])
    .executeTakeFirst();
  return row ?? null;
}

/** Mail that waits for the word of whoever owns these addresses, newest first. */
export async function selectUnconfirmedMail(
  db: Db,
  addresses: readonly string[],
  limit: number,
): Promise<InboundMail[]> {
  if (addresses.length === 0) return [];
  const rows = await db
    .selectFrom('inbound_mail')
    .selectAll()
    .where('outcome', '=', 'quarantined')
    .where('quarantine_reason', '=', 'sender-unverified')
    .where(sql<string>`lower(from_address)`, 'in', [...addresses])
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return rows.map(toInboundMail);
}
