import { type Selectable, sql } from 'kysely';
import type { Db, Tx } from '../../../platform/database/index.ts';
import type { Macro as MacroRow } from '../../../platform/database/schema.gen.ts';
import { type Macro, macrosMax } from './model.ts';

/** A person's own and the desk's, by name. Each of the two has its bound, so that none is left out. */
export async function selectMacros(db: Db, personId: number): Promise<Macro[]> {
  const rows = await db
    .selectFrom('macro')
    .selectAll()
    .where((eb) => eb.or([eb('owner_person_id', 'is', null), eb('owner_person_id', '=', personId)]))
    .orderBy(sql`lower(name)`)
    .orderBy('id')
    .limit(2 * macrosMax)
    .execute();
  return rows.map(toMacro);
}

/** Locked, when it is this person's or the desk's. */
export async function lockMacro(
  tx: Tx,
  macroId: number,
  personId: number,
): Promise<Macro | undefined> {
  const row = await tx
    .selectFrom('macro')
    .selectAll()
    .where('id', '=', macroId)
    .where((eb) => eb.or([eb('owner_person_id', 'is', null), eb('owner_person_id', '=', personId)]))
    .forUpdate()
    .executeTakeFirst();
  return row && toMacro(row);
}

export async function countMacros(db: Db, ownerPersonId: number | null): Promise<number> {
  const { count } = await db
    .selectFrom('macro')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('owner_person_id', 'is not distinct from', ownerPersonId)
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** Null when its owner has another of this name. */
export async function insertMacro(tx: Tx, macro: Omit<Macro, 'id'>): Promise<Macro | null> {
  const row = await tx
    .insertInto('macro')
    .values(columnsOf(macro))
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst();
  return row === undefined ? null : toMacro(row);
}

export async function isMacroNameTaken(tx: Tx, macro: Macro): Promise<boolean> {
  const row = await tx
    .selectFrom('macro')
    .select('id')
    .where('owner_person_id', 'is not distinct from', macro.ownerPersonId)
    .where(sql`lower(name)`, '=', macro.name.toLowerCase())
    .where('id', '<>', macro.id)
    .executeTakeFirst();
  return row !== undefined;
}

export async function updateMacroRow(tx: Tx, macro: Macro): Promise<void> {
  await tx.updateTable('macro').set(columnsOf(macro)).where('id', '=', macro.id).execute();
}

export async function deleteMacro(tx: Tx, macroId: number): Promise<void> {
  await tx.deleteFrom('macro').where('id', '=', macroId).execute();
}

const columnsOf = (macro: Omit<Macro, 'id'>) => ({
  owner_person_id: macro.ownerPersonId,
  name: macro.name,
  text_es: macro.texts.es,
  text_en: macro.texts.en,
  changed_by_person_id: macro.changedByPersonId,
  changed_at: new Date(macro.changedAt),
});

const toMacro = (row: Selectable<MacroRow>): Macro => ({
  id: row.id,
  ownerPersonId: row.owner_person_id,
  name: row.name,
  texts: { es: row.text_es, en: row.text_en },
  changedByPersonId: row.changed_by_person_id,
  changedAt: row.changed_at.getTime(),
});
