import type { Instant } from '../../kernel/clock.ts';
import { type Database, type Db, inTransaction } from '../../platform/database/index.ts';
import { lettersOffered, type OptionalLetter } from '../../policy/optional-letters.ts';
import type { Recipient } from './model.ts';
import {
  deleteDeclinedLetters,
  insertDeclinedLetters,
  selectDeclinedLetters,
  selectDecliners,
} from './store.ts';

interface Chooser {
  readonly personId: number;
  /** The company whose contact it is. */
  readonly administers: boolean;
}

export async function listLetterChoices(
  db: Db,
  person: Chooser,
): Promise<readonly { readonly letter: OptionalLetter; readonly wanted: boolean }[]> {
  const declined = await selectDeclinedLetters(db, person.personId);
  return lettersOffered(person).map((letter) => ({ letter, wanted: !declined.includes(letter) }));
}

/** From now on this person gets all but these. What it is not offered now stays as it was chosen before. */
export function chooseLetters(
  database: Pick<Database, 'db'>,
  person: Chooser,
  declined: readonly OptionalLetter[],
  at: Instant,
): Promise<void> {
  const { personId } = person;
  const offered = lettersOffered(person);
  return inTransaction(database, async (tx) => {
    const wanted = offered.filter((letter) => !declined.includes(letter));
    await deleteDeclinedLetters(tx, personId, wanted);
    const unwanted = offered.filter((letter) => declined.includes(letter));
    await insertDeclinedLetters(tx, { personId, letters: unwanted, at });
  });
}

/** Without those who turned the letter off. */
export async function whoWants(
  db: Db,
  letter: OptionalLetter,
  recipients: readonly Recipient[],
): Promise<readonly Recipient[]> {
  const personIds = recipients.map(({ personId }) => personId);
  const decliners = await selectDecliners(db, letter, personIds);
  return recipients.filter(({ personId }) => !decliners.has(personId));
}
