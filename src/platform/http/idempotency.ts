import { createHash } from 'node:crypto';
import type { Instant } from '../../kernel/clock.ts';
import type { Db, Tx } from '../database/index.ts';

export interface IdempotentRequest {
  /** Whose key it is: two callers may choose the same one. */
  readonly caller: string;
  readonly key: string;
  readonly operation: string;
  readonly sha256: Buffer;
  readonly at: Instant;
}

export type Claim =
  | { readonly outcome: 'first' }
  /** It was done before: this is what was answered. */
  | { readonly outcome: 'repeated'; readonly status: number; readonly body: unknown }
  /** The key was used for something else. */
  | { readonly outcome: 'different' };

/**
 * Claims the key in the transaction that does the work, so that key, effect and answer exist together or not at all. A
 * second request with the key waits here until the first one has committed or given up.
 */
export async function claimKey(tx: Tx, request: IdempotentRequest): Promise<Claim> {
  const inserted = await tx
    .insertInto('idempotency_key')
    .values({
      caller: request.caller,
      key: request.key,
      operation: request.operation,
      request_sha256: request.sha256,
      created_at: new Date(request.at),
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (inserted.numInsertedOrUpdatedRows === 1n) return { outcome: 'first' };
  const row = await tx
    .selectFrom('idempotency_key')
    .select(['operation', 'request_sha256', 'response_status', 'response_body'])
    .where('caller', '=', request.caller)
    .where('key', '=', request.key)
    .executeTakeFirstOrThrow();
  const isSame = row.operation === request.operation && row.request_sha256.equals(request.sha256);
  if (!isSame || row.response_status === null) return { outcome: 'different' };
  return { outcome: 'repeated', status: row.response_status, body: row.response_body };
}

export async function keepAnswer(
  tx: Tx,
  { caller, key }: IdempotentRequest,
  answer: { readonly status: number; readonly body: unknown },
): Promise<void> {
  await tx
    .updateTable('idempotency_key')
    .set({ response_status: answer.status, response_body: JSON.stringify(answer.body ?? null) })
    .where('caller', '=', caller)
    .where('key', '=', key)
    .execute();
}

/** What was refused did not happen: the same key may ask again, when it may pass. */
export async function forgetKey(tx: Tx, { caller, key }: IdempotentRequest): Promise<void> {
  await tx
    .deleteFrom('idempotency_key')
    .where('caller', '=', caller)
    .where('key', '=', key)
    .execute();
}

/** The same for the same request, in whatever order its fields were written. */
export const hashRequest = (request: unknown): Buffer =>
  createHash('sha256')
    .update(JSON.stringify(sorted(request)))
    .digest();

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, item]) => [name, sorted(item)]);
}

const keptMilliseconds = 3 * 24 * 60 * 60 * 1000;

export async function deleteOldKeys(db: Db, at: Instant): Promise<void> {
  await db
    .deleteFrom('idempotency_key')
    .where('created_at', '<', new Date(at - keptMilliseconds))
    .execute();
}
