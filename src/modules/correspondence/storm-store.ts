import { sql } from 'kysely';
import { assert } from '../../kernel/assert.ts';
import type { Instant } from '../../kernel/clock.ts';
import { minuteMs } from '../../kernel/duration.ts';
import { type Db, inOrder, type Tx } from '../../platform/database/index.ts';
import { type AnswerFacts, automaticLimits } from '../../policy/automatic-answers.ts';
import type { MailBreaker } from './model.ts';

/** What came in the minute up to this mail and was taken in or waits for a word; strangers make no storm. */
export interface RecentMail {
  readonly ofSender: number;
  /** 0 where it came to no mailbox of ours. */
  readonly toMailbox: number;
  /** The sender flooded us a while ago, and has not been quiet since. */
  readonly senderStopped: boolean;
}

/** Counted up to the limits and no further. */
export async function selectRecentMail(
  db: Db,
  about: { readonly address: string; readonly mailboxId: number | null; readonly until: Instant },
  limits: { readonly ofSender: number; readonly toMailbox: number },
  at: Instant,
): Promise<RecentMail> {
  const { address, mailboxId, until } = about;
  const counted = (where: ReturnType<typeof sql>, limit: number) => sql<number>`
    (select count(*) from (select from inbound_mail
      where ${where} and received_at > ${new Date(until - minuteMs)}::timestamptz
        and received_at <= ${new Date(until)}::timestamptz
        and (outcome in ('ticket', 'message') or quarantine_reason in ('sender-unverified', 'storm'))
      limit ${limit}) recent)::int`;
  const { rows } = await sql<RecentMail>`
    select ${counted(sql`lower(from_address) = ${address}`, limits.ofSender)} as "ofSender",
      ${counted(sql`mailbox_id = ${mailboxId}::bigint`, limits.toMailbox)} as "toMailbox",
      exists(select from mail_breaker
        where ${open(at)} and kind = 'sender' and subject = ${address}) as "senderStopped"`.execute(
    db,
  );
  const [recent] = rows;
  assert(recent !== undefined, 'a select without a source has one row');
  return recent;
}

const isAnswer = sql`purpose in ('acknowledgement', 'mail-confirmation')`;

/**
 * Letters that mails caused, counted up to the limits and no further. A mailbox that is flooded stops every answer; a
 * sender that floods, those to itself. `address` is in lower case.
 */
export async function selectAnswersSent(
  tx: Tx,
  address: string,
  at: Instant,
): Promise<AnswerFacts> {
  // Two jobs must not both count the same room as free.
  const lock = sql`select pg_advisory_xact_lock(hashtextextended(${'mail answers'}, 0))`;
  const { answersToSender, answersToSenderHourly, answersToDomainDaily } = automaticLimits;
  const counted = (where: ReturnType<typeof sql>, limit: (typeof automaticLimits)[AnswerLimit]) =>
    sql<number>`(select count(*) from (select from outgoing_mail
      where ${isAnswer} and ${where}
        and created_at > ${new Date(at - limit.withinMinutes * minuteMs)}::timestamptz
      limit ${limit.max}) answers)::int`;
  const toAddress = sql`to_address = ${address}`;
  const toDomain = sql`to_domain = ${address.slice(address.lastIndexOf('@') + 1)}`;
  const answers = sql<AnswerFacts>`
    select ${counted(toAddress, answersToSender)} as "toSender",
      ${counted(toAddress, answersToSenderHourly)} as "toSenderHourly",
      ${counted(toDomain, answersToDomainDaily)} as "toDomainDaily",
      exists(select from mail_breaker
        where ${open(at)} and (kind = 'mailbox' or subject = ${address})) as "stopped"`;
  const [, { rows }] = await inOrder(tx, lock, answers);
  const [sent] = rows;
  assert(sent !== undefined, 'a select without a source has one row');
  return sent;
}

type AnswerLimit = 'answersToSender' | 'answersToSenderHourly' | 'answersToDomainDaily';

/** Automatic mail of this person in the ticket, since anybody wrote there by hand. */
export async function countAutomaticInARow(
  db: Db,
  ticketId: number,
  personId: number,
): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from (select from message
      where ticket_id = ${ticketId} and author_person_id = ${personId} and automatic
        and id > coalesce((select max(id) from message
          where ticket_id = ${ticketId} and author in ('customer', 'agent') and not automatic), 0)
      limit ${automaticLimits.automaticInARow}) counted`.execute(db);
  return rows[0]?.n ?? 0;
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
