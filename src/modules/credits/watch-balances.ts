import type { Instant } from '../../kernel/clock.ts';
import type { Tx } from '../../platform/database/index.ts';
import { emit } from '../../platform/jobs.ts';
import { agreementInForce } from '../agreements/index.ts';
import type { BalanceLow } from './events.ts';
import { deleteRestoredBalances, insertLowBalances } from './store.ts';

/**
 * Finds the accounts that have fallen below their threshold and tells of each once. Only units that were bought since
 * lift the warning: a hold that is given back and taken again is no new crossing.
 */
export async function watchBalances(tx: Tx, at: Instant): Promise<void> {
  const { terms } = await agreementInForce(tx, at);
  const { lowBalanceUnits } = terms.credits;
  await deleteRestoredBalances(tx, lowBalanceUnits);
  for (const organizationId of await insertLowBalances(tx, lowBalanceUnits, at)) {
    await emit<BalanceLow>(tx, 'credits.balance-low', { organizationId, at });
  }
}
