import { type Declined, isDeclined } from '../../kernel/declined.ts';
import { inTransaction, type Tx } from '../../platform/database/index.ts';
import { isRefusal, type Refusal } from '../../policy/verdict.ts';

/** Why nothing was written: the agreement forbids it, or it cannot be done as it was asked. */
export type NotDone = Refusal | Declined;

export const isNotDone = (value: unknown): value is NotDone =>
  isRefusal(value) || isDeclined(value);

/** For a part of a use case that may learn half-way that it cannot be done: then nothing of the part was. */
export async function undoWhenNotDone<T>(
  tx: Tx,
  part: (tx: Tx) => Promise<T | NotDone>,
): Promise<T | NotDone> {
  try {
    return await inTransaction({ db: tx }, async (within) => {
      const result = await part(within);
      if (isNotDone(result)) throw new Undone(result);
      return result;
    });
  } catch (error) {
    if (error instanceof Undone) return error.notDone;
    throw error;
  }
}

class Undone extends Error {
  readonly notDone: NotDone;
  constructor(notDone: NotDone) {
    super(notDone.reason);
    this.notDone = notDone;
  }
}
