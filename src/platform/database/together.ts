import type { Kysely, RawBuilder } from 'kysely';
import type { DB } from './schema.gen.ts';

/** SQLSTATE of what is sent in a transaction after something failed in it: it says nothing of what that was. */
const alreadyFailed = '25P02';

/**
 * Waits for statements of one transaction that do not need each other: they go to the server in a row, and their answers
 * come back in one journey and not in one each. When one fails, the others are waited for before the error that broke
 * the transaction is thrown: so that nothing is sent any more when it is undone. `Promise.all` would not wait.
 */
export async function together<const Work extends readonly Promise<unknown>[]>(
  ...work: Work
): Promise<{ -readonly [Place in keyof Work]: Awaited<Work[Place]> }> {
  const errors: unknown[] = (await Promise.allSettled(work)).flatMap((outcome) =>
    outcome.status === 'rejected' ? [outcome.reason] : [],
  );
  if (errors.length > 0) throw errors.find((error) => codeOf(error) !== alreadyFailed) ?? errors[0];
  return Promise.all(work);
}

/**
 * The same for statements that need to come one after the other, but not each other's answers: a lock and what is read
 * under it. Only of this kind, which are sent as they are asked; those of a builder take a moment, and others pass them.
 */
export const inOrder = <const Statements extends readonly RawBuilder<unknown>[]>(
  db: Kysely<DB>,
  ...statements: Statements
) =>
  // The types of a mapped tuple are lost in `map`.
  together(...statements.map((statement) => statement.execute(db))) as Promise<{
    -readonly [Place in keyof Statements]: Statements[Place] extends RawBuilder<infer Row>
      ? { readonly rows: Row[] }
      : never;
  }>;

/** The SQLSTATE of an error of the database. */
export const codeOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
