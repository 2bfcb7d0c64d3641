import type { Language } from '../../kernel/language.ts';
import { type Database, inTransaction } from '../../platform/database/index.ts';
import type { Acting } from './model.ts';
import { updatePersonRow, updateUndoSeconds } from './store/people.ts';

/** A person's own name, language, time zone, and how long what it sends can be taken back. */
export function updateMe(
  database: Pick<Database, 'db'>,
  personId: number,
  changes: {
    readonly name?: string | undefined;
    readonly language?: Language | undefined;
    readonly timeZone?: string | undefined;
    /** An agent's: how long a reply can be taken back. */
    readonly undoSeconds?: number | undefined;
  },
  { at }: Acting,
): Promise<void> {
  const { undoSeconds, ...personal } = changes;
  return inTransaction(database, async (tx) => {
    await updatePersonRow(tx, personId, { ...personal, at });
    if (undoSeconds !== undefined) await updateUndoSeconds(tx, personId, undoSeconds);
  });
}
