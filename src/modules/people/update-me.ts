import type { Language } from '../../kernel/language.ts';
import { type Database, inTransaction } from '../../platform/database/index.ts';
import type { Acting } from './model.ts';
import { updatePersonRow } from './store/people.ts';

/** A person's own name, language and time zone. */
export function updateMe(
  database: Pick<Database, 'db'>,
  personId: number,
  changes: {
    readonly name?: string | undefined;
    readonly language?: Language | undefined;
    readonly timeZone?: string | undefined;
  },
  { at }: Acting,
): Promise<void> {
  return inTransaction(database, (tx) => updatePersonRow(tx, personId, { ...changes, at }));
}
