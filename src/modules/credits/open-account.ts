import type { Instant } from '../../kernel/clock.ts';
import type { Tx } from '../../platform/database/index.ts';
import { agreementInForce } from '../agreements/index.ts';
import { insertAccount } from './store.ts';

/**
 * Opens a customer's empty account, with the floor that the agreement in force at `at` allows. Once it is open nothing
 * happens. Throws when the customer does not exist.
 */
export async function openAccount(tx: Tx, organizationId: number, at: Instant): Promise<void> {
  const { terms } = await agreementInForce(tx, at);
  await insertAccount(tx, {
    organizationId,
    availableUnitsMin: 0 - terms.credits.overdraftUnitsMax,
  });
}
