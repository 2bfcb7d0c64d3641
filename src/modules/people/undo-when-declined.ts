import { type Declined, isDeclined } from '../../kernel/declined.ts';
import { type Database, inTransaction, type Tx } from '../../platform/database/index.ts';

/** Like inTransaction, for a use case that may learn half-way that it cannot be done: then nothing of it was. */
export async function undoWhenDeclined<T>(
  database: Pick<Database, 'db'>,
  work: (tx: Tx) => Promise<T | Declined>,
): Promise<T | Declined> {
  try {
    return await inTransaction(database, async (tx) => {
      const result = await work(tx);
      if (isDeclined(result)) throw new Undone(result);
      return result;
    });
  } catch (error) {
    if (error instanceof Undone) return error.declined;
    throw error;
  }
}

class Undone extends Error {
  readonly declined: Declined;
  constructor(declined: Declined) {
    super(declined.reason);
    this.declined = declined;
  }
}
