import { createHash } from 'node:crypto';
import type { Instant } from '../../kernel/clock.ts';
import { newVerificationCode } from '../../kernel/verification-code.ts';
import type { Db, Tx } from '../../platform/database/index.ts';
import type { Command, IssuedStatement, StatementFormat, StatementLine } from './model.ts';
import {
  insertStatement,
  selectLinesAfter,
  selectPointBefore,
  selectStatementByHash,
} from './store.ts';

export interface StatementRequest extends Pick<Command, 'organizationId' | 'at'> {
  /** Null: the desk itself, when a month was over. */
  readonly issuedByPersonId: number | null;
  readonly format: StatementFormat;
  /** The first instant of the span; from the beginning when absent. */
  readonly from?: Instant | undefined;
  /** The first instant after the span; up to now when absent. */
  readonly until?: Instant | undefined;
}

/**
 * Hands out a statement: remembers its code and its last hash, so that whoever holds it can ask whether it is ours. Its
 * entries never change afterwards; read them with `readStatementLines`.
 */
export async function issueStatement(
  tx: Tx,
  request: StatementRequest,
): Promise<IssuedStatement & { readonly id: number }> {
  const { organizationId, from, until, format, issuedByPersonId, at } = request;
  const opening =
    from === undefined ? beginning : await selectPointBefore(tx, organizationId, from);
  const last = await selectPointBefore(tx, organizationId, until);
  // A span that ends before it begins is empty.
  const closing = last.sequence < opening.sequence ? opening : last;
  const statement: IssuedStatement = {
    organizationId,
    code: newVerificationCode(),
    format,
    opening,
    closing,
    issuedAt: at,
  };
  const codeSha256 = sha256(statement.code);
  const id = await insertStatement(tx, statement, { codeSha256, issuedByPersonId });
  return { ...statement, id };
}

/** A page of the entries of a statement, oldest first. */
export const readStatementLines = (
  db: Db,
  { organizationId, opening, closing }: IssuedStatement,
  page: { readonly afterSequence: number; readonly limit: number },
): Promise<StatementLine[]> =>
  selectLinesAfter(db, {
    organizationId,
    afterSequence: Math.max(page.afterSequence, opening.sequence),
    untilSequence: closing.sequence,
    limit: page.limit,
  });

/** The statement with this code, or null; a wrong code costs the same look as a right one. */
export const findStatement = (db: Db, code: string) => selectStatementByHash(db, sha256(code));

const beginning = { sequence: 0, hash: '00', availableUnits: 0, heldUnits: 0 };

const sha256 = (code: string): Buffer => createHash('sha256').update(code).digest();
