import { type Selectable, sql } from 'kysely';
import type { Db, Tx } from '../../../platform/database/index.ts';
import type { SavedView as SavedViewRow } from '../../../platform/database/schema.gen.ts';
import { type QueueView, queueViews } from '../store.ts';
import { type SavedView, savedViewsMax } from './model.ts';

/** The desk's and a person's own, by name. Each of the two has its bound, so that none is left out. */
export async function selectSavedViews(db: Db, personId: number): Promise<SavedView[]> {
  const rows = await db
    .selectFrom('saved_view')
    .selectAll()
    .where((eb) => eb.or([eb('owner_person_id', 'is', null), eb('owner_person_id', '=', personId)]))
    .orderBy(sql`lower(name)`)
    .orderBy('id')
    .limit(2 * savedViewsMax)
    .execute();
  return rows.map(toSavedView);
}

/** Locked, when it is this person's or the desk's. */
export async function lockSavedView(
  tx: Tx,
  savedViewId: number,
  personId: number,
): Promise<SavedView | undefined> {
  const row = await tx
    .selectFrom('saved_view')
    .selectAll()
    .where('id', '=', savedViewId)
    .where((eb) => eb.or([eb('owner_person_id', 'is', null), eb('owner_person_id', '=', personId)]))
    .forUpdate()
    .executeTakeFirst();
  return row && toSavedView(row);
}

export async function countSavedViews(db: Db, ownerPersonId: number | null): Promise<number> {
  const { count } = await db
    .selectFrom('saved_view')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('owner_person_id', 'is not distinct from', ownerPersonId)
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** Null when its owner has another of this name. */
export async function insertSavedView(
  tx: Tx,
  view: Omit<SavedView, 'id'>,
): Promise<SavedView | null> {
  const row = await tx
    .insertInto('saved_view')
    .values({
      owner_person_id: view.ownerPersonId,
      name: view.name,
      queue_view: view.view,
      search: view.search,
      priority: view.priority,
      organization_id: view.organizationId,
      saved_by_person_id: view.savedByPersonId,
      saved_at: new Date(view.savedAt),
    })
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst();
  return row === undefined ? null : toSavedView(row);
}

export async function deleteSavedView(tx: Tx, savedViewId: number): Promise<void> {
  await tx.deleteFrom('saved_view').where('id', '=', savedViewId).execute();
}

const toSavedView = (row: Selectable<SavedViewRow>): SavedView => ({
  id: row.id,
  ownerPersonId: row.owner_person_id,
  name: row.name,
  view: toQueueView(row.queue_view),
  search: row.search,
  priority: row.priority,
  organizationId: row.organization_id,
  savedByPersonId: row.saved_by_person_id,
  savedAt: row.saved_at.getTime(),
});

/** A view that there is no more shows everything that its search finds. */
const toQueueView = (view: string): QueueView =>
  queueViews.find((known) => known === view) ?? 'all';
