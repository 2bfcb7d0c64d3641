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

/** The SQLSTATE of an error of the database. */
export const codeOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
