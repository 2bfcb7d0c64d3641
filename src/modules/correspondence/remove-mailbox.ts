import { type Db, inTransaction } from '../../platform/database/index.ts';
import { deleteMailbox } from './store.ts';

/** The database forbids to delete what something else refers to (SQLSTATE 23503). */
const referredTo = '23503';

/** III: removes a mailbox that was never used. False when mail or tickets are its own: those keep their mailbox. */
export async function removeMailbox(database: { readonly db: Db }, id: number): Promise<boolean> {
  try {
    await inTransaction(database, (tx) => deleteMailbox(tx, id));
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === referredTo) return false;
    throw error;
  }
}
