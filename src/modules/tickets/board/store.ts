import { sql } from 'kysely';
import type { Db } from '../../../platform/database/index.ts';
import { conditionKeys } from '../../../policy/admission.ts';
import type { Refusal } from '../../../policy/verdict.ts';
import type { BoardRequest, HeldRequest } from './model.ts';

type ActiveRow = Omit<BoardRequest, 'askedEnough' | 'clocks'> & {
  readonly agreementVersion: number;
};

/** What is under way, the nearest due moment first: read in the order of the queue's own partial index. */
export async function selectActive(db: Db, limit: number): Promise<ActiveRow[]> {
  const rows = await db
    .selectFrom('ticket')
    .select([
      'id',
      'status',
      'priority',
      'priority_suggested',
      'priority_verified_at',
      'team_id',
      'assignee_person_id',
      'agreement_version',
      'next_due_at',
      'next_closing_at',
    ])
    .where('status', 'in', ['open', 'waiting'])
    .orderBy(sql`coalesce(next_due_at, 'infinity')`)
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    status: row.status === 'waiting' ? 'waiting' : 'open',
    priority: row.priority,
    isVerified: row.priority_verified_at !== null,
    isReprioritised:
      row.priority_verified_at !== null &&
      row.priority_suggested !== null &&
      row.priority_suggested !== row.priority,
    teamId: row.team_id,
    assigneePersonId: row.assignee_person_id,
    agreementVersion: row.agreement_version,
    nextDueAt: row.next_due_at?.getTime() ?? null,
    nextClosingAt: row.next_closing_at?.getTime() ?? null,
  }));
}

/** VIII.b: how often each of these was asked since its contact was last heard. */
export async function countOpenAttempts(
  db: Db,
  ticketIds: readonly number[],
): Promise<ReadonlyMap<number, number>> {
  if (ticketIds.length === 0) return new Map();
  const { rows } = await sql<{ ticket_id: number; attempts: number }>`
    select asked.ticket_id,
           (select count(*) from information_attempt attempt
             where attempt.information_request_id = asked.id
               and attempt.attempted_at > coalesce(
                 (select max(confirmed_at) from information_presence presence
                   where presence.information_request_id = asked.id), '-infinity'))::int as attempts
      from information_request asked
     where asked.ended_at is null and asked.ticket_id = any(${[...ticketIds]}::bigint[])`.execute(
    db,
  );
  return new Map(rows.map(({ ticket_id, attempts }) => [ticket_id, attempts]));
}

/** What was not admitted, oldest first. */
export async function selectHeld(db: Db, limit: number): Promise<HeldRequest[]> {
  const rows = await db
    .selectFrom('ticket')
    .select(['received_at', 'held_for'])
    .where('status', '=', 'held')
    .orderBy('received_at')
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map(({ received_at, held_for }) => {
    // Written by updateTicket from this very type.
    const refusals = (held_for ?? []) as unknown as readonly Refusal[];
    return {
      receivedAt: received_at.getTime(),
      conditions: conditionKeys.filter((key) =>
        refusals.some(({ reason }) => reason.startsWith(`${key}-`)),
      ),
    };
  });
}

/** I: rejections whose scope a customer doubts. */
export async function countScopeClaims(db: Db, limit: number): Promise<number> {
  const { rows } = await sql<{ claims: number }>`
    select count(*)::int as claims from (
      select 1 from ticket where scope_claimed_at is not null limit ${limit}) counted`.execute(db);
  return rows[0]?.claims ?? 0;
}
