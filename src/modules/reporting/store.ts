import type { Selectable } from 'kysely';
import type { Instant } from '../../kernel/clock.ts';
import type { DB, Db, Tx } from '../../platform/database/index.ts';
import type { Sums } from './compare.ts';
import type { WhatIf, WhatIfResult, WhatIfState } from './model.ts';

const questionColumns = [
  'id',
  'terms',
  'differences',
  'registered_from',
  'registered_until',
  'state',
  'tickets_total',
  'tickets_done',
  'requested_by_person_id',
  'created_at',
  'ended_at',
] as const satisfies readonly (keyof DB['what_if'])[];

export async function insertWhatIf(
  tx: Tx,
  asked: Pick<
    WhatIf,
    'terms' | 'differences' | 'from' | 'until' | 'ticketsTotal' | 'requestedByPersonId'
  > & { readonly at: Instant },
): Promise<number> {
  const { id } = await tx
    .insertInto('what_if')
    .values({
      terms: asked.terms === null ? null : JSON.stringify(asked.terms),
      differences: JSON.stringify(asked.differences),
      registered_from: new Date(asked.from),
      registered_until: new Date(asked.until),
      tickets_total: asked.ticketsTotal,
      requested_by_person_id: asked.requestedByPersonId,
      created_at: new Date(asked.at),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

export async function selectWhatIf(db: Db, id: number): Promise<WhatIf | null> {
  const row = await db
    .selectFrom('what_if')
    .select([...questionColumns, 'result'])
    .where('id', '=', id)
    .executeTakeFirst();
  return row === undefined ? null : whatIfOf(row);
}

/** Newest first, without their answers. */
export async function selectWhatIfs(db: Db, limit: number): Promise<WhatIf[]> {
  const rows = await db
    .selectFrom('what_if')
    .select(questionColumns)
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return rows.map((row) => whatIfOf({ ...row, result: null }));
}

/** How far it had come, and what it had added up by then. */
export interface Checkpoint {
  readonly done: number;
  readonly last: { readonly id: number; readonly registeredAt: Instant };
  readonly sums: Sums;
}

/** Takes it up, anew or where it was; null when it is not under way any more, because somebody gave it up. */
export async function takeUpWhatIf(
  db: Db,
  id: number,
): Promise<{ readonly checkpoint: Checkpoint | null } | null> {
  const row = await db
    .updateTable('what_if')
    .set({ state: 'running' })
    .where('id', '=', id)
    .where('state', 'in', ['queued', 'running'])
    .returning('checkpoint')
    .executeTakeFirst();
  // Written from this type by `updateProgress`.
  return row === undefined ? null : { checkpoint: row.checkpoint as unknown as Checkpoint | null };
}

/** Notes how far it is; false when it is not under way any more. */
export async function updateProgress(
  db: Db,
  id: number,
  ticketsDone: number,
  checkpoint: Checkpoint | null,
): Promise<boolean> {
  const updated = await db
    .updateTable('what_if')
    .set({
      tickets_done: ticketsDone,
      ...(checkpoint === null ? {} : { checkpoint: JSON.stringify(checkpoint) }),
    })
    .where('id', '=', id)
    .where('state', '=', 'running')
    .executeTakeFirst();
  return updated.numUpdatedRows === 1n;
}

/** Ends it; false when it had ended already. */
export async function endWhatIf(
  db: Db,
  id: number,
  ended: {
    readonly state: Extract<WhatIfState, 'done' | 'failed' | 'cancelled'>;
    readonly result: WhatIfResult | null;
    readonly at: Instant;
  },
): Promise<boolean> {
  const updated = await db
    .updateTable('what_if')
    .set({
      state: ended.state,
      result: ended.result === null ? null : JSON.stringify(ended.result),
      checkpoint: null,
      ended_at: new Date(ended.at),
    })
    .where('id', '=', id)
    .where('state', 'in', ['queued', 'running'])
    .executeTakeFirst();
  return updated.numUpdatedRows === 1n;
}

const whatIfOf = (row: Omit<Selectable<DB['what_if']>, 'checkpoint'>): WhatIf => ({
  id: row.id,
  // Written from these types by the functions above.
  terms: row.terms as unknown as WhatIf['terms'],
  differences: row.differences as unknown as WhatIf['differences'],
  result: row.result as unknown as WhatIf['result'],
  from: row.registered_from.getTime(),
  until: row.registered_until.getTime(),
  state: row.state,
  ticketsTotal: row.tickets_total,
  ticketsDone: row.tickets_done,
  requestedByPersonId: row.requested_by_person_id,
  createdAt: row.created_at.getTime(),
  endedAt: row.ended_at?.getTime() ?? null,
});
