import type { Instant } from '../../kernel/clock.ts';
import type { Db } from '../../platform/database/index.ts';
import type { LineFilter, StatementPage } from './model.ts';
import { selectBalanceBefore, selectStatementLines } from './store.ts';

export interface StatementQuery {
  readonly organizationId: number;
  /** The first instant of the span; everything from the beginning when absent. */
  readonly from?: Instant | undefined;
  /** The first instant after the span; everything up to now when absent. */
  readonly until?: Instant | undefined;
  readonly filter?: LineFilter | undefined;
  readonly beforeSequence?: number | undefined;
  readonly limit: number;
}

/** A page of an account's statement, newest first, with the balances at both ends of the whole span, whatever is filtered. */
export async function readStatement(db: Db, query: StatementQuery): Promise<StatementPage> {
  const { organizationId, from, until, limit } = query;
  const openingBalanceUnits =
    from === undefined ? 0 : await selectBalanceBefore(db, organizationId, from);
  const closingBalanceUnits = await selectBalanceBefore(db, organizationId, until);
  const found = await selectStatementLines(db, { ...query, limit: limit + 1 });
  const lines = found.slice(0, limit);
  const last = lines.at(-1);
  return {
    openingBalanceUnits,
    closingBalanceUnits,
    lines,
    nextBeforeSequence: found.length > limit && last !== undefined ? last.sequence : null,
  };
}
