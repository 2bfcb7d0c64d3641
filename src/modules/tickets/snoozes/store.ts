import type { Instant } from '../../../kernel/clock.ts';
import type { Db, Tx } from '../../../platform/database/index.ts';

interface SnoozeOf {
  readonly personId: number;
  readonly ticketId: number;
}

/** One person snoozes one request once: later words replace the earlier. */
export async function upsertSnooze(
  tx: Tx,
  { personId, ticketId, until, at }: SnoozeOf & { readonly until: Instant; readonly at: Instant },
): Promise<void> {
  const times = { until: new Date(until), snoozed_at: new Date(at) };
  await tx
    .insertInto('snooze')
    .values({ person_id: personId, ticket_id: ticketId, ...times })
    .onConflict((conflict) => conflict.columns(['person_id', 'ticket_id']).doUpdateSet(times))
    .execute();
}

/** Until when this person snoozed each of these requests. */
export async function selectSnoozes(
  db: Db,
  personId: number,
  ticketIds: readonly number[],
): Promise<ReadonlyMap<number, Instant>> {
  if (ticketIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('snooze')
    .select(['ticket_id', 'until'])
    .where('person_id', '=', personId)
    .where('ticket_id', 'in', [...ticketIds])
    .execute();
  return new Map(rows.map((row) => [row.ticket_id, row.until.getTime()]));
}

export async function countSnoozes(db: Db, personId: number): Promise<number> {
  const { count } = await db
    .selectFrom('snooze')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('person_id', '=', personId)
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** True when there was one: of two who end it, one does. */
export async function deleteSnooze(tx: Tx, { personId, ticketId }: SnoozeOf): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('snooze')
    .where('person_id', '=', personId)
    .where('ticket_id', '=', ticketId)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

/** True when it was due: of several who look, one finds it. */
export async function deleteDueSnooze(
  tx: Tx,
  { personId, ticketId }: SnoozeOf,
  at: Instant,
): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('snooze')
    .where('person_id', '=', personId)
    .where('ticket_id', '=', ticketId)
    .where('until', '<=', new Date(at))
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

/** Whose it was. */
export async function deleteSnoozesOfTicket(tx: Tx, ticketId: number): Promise<number[]> {
  const rows = await tx
    .deleteFrom('snooze')
    .where('ticket_id', '=', ticketId)
    .returning('person_id')
    .execute();
  return rows.map((row) => row.person_id);
}

export async function selectDueSnoozes(
  db: Db,
  at: Instant,
  limit: number,
): Promise<readonly SnoozeOf[]> {
  const rows = await db
    .selectFrom('snooze')
    .select(['person_id', 'ticket_id'])
    .where('until', '<=', new Date(at))
    .orderBy('until')
    .limit(limit)
    .execute();
  return rows.map((row) => ({ personId: row.person_id, ticketId: row.ticket_id }));
}
