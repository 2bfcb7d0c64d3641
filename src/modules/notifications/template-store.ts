import type { Selectable } from 'kysely';
import type { Instant } from '../../kernel/clock.ts';
import type { Language } from '../../kernel/language.ts';
import type { DB, Db, Tx } from '../../platform/database/index.ts';
import type { LetterName } from './letter-names.ts';
import type { AdjustedTexts } from './letter-texts.ts';

/** One version of the texts of a letter in one language. */
export interface LetterTemplate {
  readonly id: number;
  readonly letter: LetterName;
  readonly language: Language;
  readonly version: number;
  readonly texts: AdjustedTexts;
  readonly changedByPersonId: number | null;
  readonly changedAt: Instant;
}

/** The version in force of every letter that was ever adjusted. */
export async function selectCurrentTemplates(db: Db): Promise<LetterTemplate[]> {
  const rows = await db
    .selectFrom('letter_template')
    .selectAll()
    .distinctOn(['letter', 'language'])
    .orderBy('letter')
    .orderBy('language')
    .orderBy('version', 'desc')
    .execute();
  return rows.map(templateOf);
}

/** The versions of one letter in one language, newest first. */
export async function selectTemplates(
  db: Db,
  { letter, language }: { readonly letter: LetterName; readonly language: Language },
  limit: number,
): Promise<LetterTemplate[]> {
  const rows = await db
    .selectFrom('letter_template')
    .selectAll()
    .where('letter', '=', letter)
    .where('language', '=', language)
    .orderBy('version', 'desc')
    .limit(limit)
    .execute();
  return rows.map(templateOf);
}

export async function selectTemplate(db: Db, id: number): Promise<LetterTemplate | null> {
  const row = await db
    .selectFrom('letter_template')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst();
  return row === undefined ? null : templateOf(row);
}

/** False when there is such a version already: somebody else was quicker. */
export async function insertTemplate(
  tx: Tx,
  template: Omit<LetterTemplate, 'id'>,
): Promise<boolean> {
  const inserted = await tx
    .insertInto('letter_template')
    .values({
      letter: template.letter,
      language: template.language,
      version: template.version,
      ...template.texts,
      changed_by_person_id: template.changedByPersonId,
      changed_at: new Date(template.changedAt),
    })
    .onConflict((conflict) => conflict.columns(['letter', 'language', 'version']).doNothing())
    .executeTakeFirst();
  return inserted.numInsertedOrUpdatedRows === 1n;
}

const templateOf = (row: Selectable<DB['letter_template']>): LetterTemplate => ({
  id: row.id,
  // Written from a LetterName by `insertTemplate`; one that is no letter any more is asked for by nobody.
  letter: row.letter as LetterName,
  language: row.language,
  version: row.version,
  texts: { subject: row.subject, opening: row.opening, closing: row.closing },
  changedByPersonId: row.changed_by_person_id,
  changedAt: row.changed_at.getTime(),
});
