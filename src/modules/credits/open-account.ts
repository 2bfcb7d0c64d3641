import type { Tx } from '../../platform/database/index.ts';
import { insertAccount } from './store.ts';

/**
 * Opens a customer's empty account; `overdraftUnitsMax` is how far below zero work done may take it (a term of the
 * agreement). Once it is open nothing happens. Throws when the customer does not exist.
 */
export async function openAccount(
  tx: Tx,
  organizationId: number,
  overdraftUnitsMax: number,
): Promise<void> {
  await insertAccount(tx, { organizationId, availableUnitsMin: 0 - overdraftUnitsMax });
}
