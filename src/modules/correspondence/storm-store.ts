import { sql } from 'kysely';
import type { Instant } from '../../kernel/clock.ts';
import { minuteMs } from '../../kernel/duration.ts';
import type { Db, Tx } from '../../platform/database/index.ts';
import { automaticLimits } from '../../policy/automatic-answers.ts';
import type { MailBreaker } from './model.ts';

/** Mail of this sender that was taken in or waits for a word, in the minute before this one. Strangers make no storm. */
export async function countMailOfSender(
  db: Db,
  address: string,
  until: Instant,
  limit: number,
): Promise<number> {
  return count(
    db,
    sql`select 1 from inbound_mail
      where lower(from_address) = ${address} and received_at > ${new Date(until - minuteMs)}
        and received_at <= ${new Date(until)}
        and (outcome in ('ticket', 'message') or quarantine_reason in ('sender-unverified', 'storm'))
      limit ${limit}`,
  );
}

/** The same for everything that came to this mailbox. */
export async function countMailToMailbox(
  db: Db,
  mailboxId: number,
  until: Instant,
  limit: number,
): Promise<number> {
  return count(
    db,
    sql`select 1 from inbound_mail
      where mailbox_id = ${mailboxId} and received_at > ${new Date(until - minuteMs)}
        and received_at <= ${new Date(until)}
        and (outcome in ('ticket', 'message') or quarantine_reason in ('sender-unverified', 'storm'))
      limit ${limit}`,
  );
}

const isAnswer = sql`purpose in ('acknowledgement', 'mail-confirmation')`;

/** Letters that mails caused: to this address within minutes and within the hour, to its domain within the day. */
export async function countAnswers(
  tx: Tx,
  address: string,
  at: Instant,
): Promise<{
  readonly toSender: number;
  readonly toSenderHourly: number;
  readonly toDomainDaily: number;
}> {
  // Two jobs must not both count the same room as free.
  await sql`select pg_advisory_xact_lock(hashtextextended('mail answers', 0))`.execute(tx);
  const { answersToSender, answersToSenderHourly, answersToDomainDaily } = automaticLimits;
  const since = ({ withinMinutes }: { readonly withinMinutes: number }) =>
    new Date(at - withinMinutes * minuteMs);
  const domain = address.slice(address.lastIndexOf('@'));
  const { rows } = await sql<{ often: number; hourly: number; daily: number }>`
    select
      (select count(*) from outgoing_mail where ${isAnswer} and to_address = ${address}
        and created_at > ${since(answersToSender)})::int as often,
      (select count(*) from outgoing_mail where ${isAnswer} and to_address = ${address}
        and created_at > ${since(answersToSenderHourly)})::int as hourly,
      (select count(*) from (select 1 from outgoing_mail where ${isAnswer}
        and created_at > ${since(answersToDomainDaily)} and right(to_address, ${domain.length}) = ${domain}
        limit ${answersToDomainDaily.max}) d)::int as daily`.execute(tx);
  const [row] = rows;
  return {
    toSender: row?.often ?? 0,
    toSenderHourly: row?.hourly ?? 0,
    toDomainDaily: row?.daily ?? 0,
  };
}

/** Automatic mail of this person in the ticket, since anybody wrote there by hand. */
export async function countAutomaticInARow(
  db: Db,
  ticketId: number,
  personId: number,
): Promise<number> {
  return count(
    db,
    sql`select 1 from message
      where ticket_id = ${ticketId} and author_person_id = ${personId} and automatic
        and id > coalesce((select max(id) from message
          where ticket_id = ${ticketId} and author in ('customer', 'agent') and not automatic), 0)
      limit ${automaticLimits.automaticInARow}`,
  );
}

async function count(db: Db, rows: ReturnType<typeof sql>): Promise<number> {
  const found = await sql<{ n: number }>`select count(*)::int as n from (${rows}) counted`.execute(
    db,
  );
  return found.rows[0]?.n ?? 0;
}

const open = (at: Instant) =>
  sql<boolean>`reset_at is null and last_hit_at > ${new Date(at - automaticLimits.quietMinutes * minuteMs)}`;

/** Breakers that are open at this moment, the newest first. */
export async function selectOpenBreakers(db: Db, at: Instant): Promise<MailBreaker[]> {
  const rows = await db
    .selectFrom('mail_breaker')
    .select(['id', 'kind', 'subject', 'mails', 'tripped_at', 'last_hit_at'])
    .where(open(at))
    .orderBy('id', 'desc')
    .limit(50)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    // The check constraint of the column allows just these.
    kind: row.kind as MailBreaker['kind'],
    subject: row.subject,
    mails: row.mails,
    trippedAt: row.tripped_at.getTime(),
    closesAt: row.last_hit_at.getTime() + automaticLimits.quietMinutes * minuteMs,
  }));
}

export async function isBreakerOpen(
  db: Db,
  breaker: Pick<MailBreaker, 'kind' | 'subject'>,
  at: Instant,
): Promise<boolean> {
  const row = await db
    .selectFrom('mail_breaker')
    .select('id')
    .where(open(at))
    .where('kind', '=', breaker.kind)
    .where('subject', '=', breaker.subject)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Opens the breaker, or keeps the one open that is. */
export async function hitBreaker(
  tx: Tx,
  breaker: Pick<MailBreaker, 'kind' | 'subject'> & { readonly mails: number },
  at: Instant,
): Promise<void> {
  const { kind, subject, mails } = breaker;
  await sql`select pg_advisory_xact_lock(hashtextextended(${`mail-breaker:${kind}:${subject}`}, 0))`.execute(
    tx,
  );
  const { numUpdatedRows } = await tx
    .updateTable('mail_breaker')
    .set((eb) => ({ last_hit_at: new Date(at), mails: eb('mails', '+', 1) }))
    .where(open(at))
    .where('kind', '=', kind)
    .where('subject', '=', subject)
    .executeTakeFirst();
  if (numUpdatedRows > 0n) return;
  await tx
    .insertInto('mail_breaker')
    .values({ kind, subject, mails, tripped_at: new Date(at), last_hit_at: new Date(at) })
    .execute();
}

/** False when it is closed already. */
export async function resetBreaker(
  tx: Tx,
  breakerId: number,
  by: { readonly personId: number; readonly at: Instant },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('mail_breaker')
    .set({ reset_at: new Date(by.at), reset_by_person_id: by.personId })
    .where('id', '=', breakerId)
    .where(open(by.at))
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
