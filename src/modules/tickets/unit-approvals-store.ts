import type { Selectable } from 'kysely';
import type { Instant } from '../../kernel/clock.ts';
import type { Db, Tx } from '../../platform/database/index.ts';
import type { UnitApproval as UnitApprovalRow } from '../../platform/database/schema.gen.ts';
import type { UnitApproval } from './model.ts';

export async function insertUnitApproval(
  tx: Tx,
  question: Pick<
    UnitApproval,
    'ticketId' | 'units' | 'note' | 'askedByPersonId' | 'billableMinutes'
  > & { readonly at: Instant },
): Promise<number> {
  const { id } = await tx
    .insertInto('unit_approval')
    .values({
      ticket_id: question.ticketId,
      units: question.units,
      note: question.note,
      asked_by_person_id: question.askedByPersonId,
      billable_minutes: question.billableMinutes,
      asked_at: new Date(question.at),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** In the order asked; only the last one may wait for its answer. */
export async function selectUnitApprovals(db: Db, ticketId: number): Promise<UnitApproval[]> {
  const rows = await db
    .selectFrom('unit_approval')
    .selectAll()
    .where('ticket_id', '=', ticketId)
    .orderBy('id')
    .execute();
  return rows.map(toUnitApproval);
}

export async function selectUnitApproval(db: Db, id: number): Promise<UnitApproval | null> {
  const row = await db
    .selectFrom('unit_approval')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst();
  return row === undefined ? null : toUnitApproval(row);
}

/** What became of a question that waited; the ticket is locked by the caller. */
export async function settleUnitApproval(
  tx: Tx,
  id: number,
  settled: {
    readonly state: 'approved' | 'declined' | 'withdrawn';
    readonly personId: number;
    /** Null when it was taken back. */
    readonly door: UnitApproval['door'];
    readonly at: Instant;
  },
): Promise<void> {
  await tx
    .updateTable('unit_approval')
    .set({
      state: settled.state,
      decided_by_person_id: settled.personId,
      door: settled.door,
      decided_at: new Date(settled.at),
    })
    .where('id', '=', id)
    .where('state', '=', 'asked')
    .execute();
}

/** The ticket ended or was merged: nobody is asked any more. */
export async function endUnitApproval(tx: Tx, ticketId: number, at: Instant): Promise<void> {
  await tx
    .updateTable('unit_approval')
    .set({ state: 'withdrawn', decided_at: new Date(at) })
    .where('ticket_id', '=', ticketId)
    .where('state', '=', 'asked')
    .execute();
}

const toUnitApproval = (row: Selectable<UnitApprovalRow>): UnitApproval => ({
  id: row.id,
  ticketId: row.ticket_id,
  units: row.units,
  note: row.note,
  askedByPersonId: row.asked_by_person_id,
  askedAt: row.asked_at.getTime(),
  billableMinutes: row.billable_minutes,
  // Checked by the database.
  state: row.state as UnitApproval['state'],
  decidedByPersonId: row.decided_by_person_id,
  decidedAt: row.decided_at?.getTime() ?? null,
  door: row.door as UnitApproval['door'],
});
