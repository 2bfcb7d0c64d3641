import type { Tx } from '../../platform/database/index.ts';
import { insertAccount } from './store.ts';

/** An account to be. Named, since an id and a number of units look alike. */
export interface NewAccount {
  readonly organizationId: number;
  /** How far below zero work already done may take it: a term of the agreement. */
  readonly overdraftUnitsMax: number;
}

/** Opens a customer's empty account. Once it is open nothing happens. Throws when the customer does not exist. */
export const openAccount = (tx: Tx, account: NewAccount): Promise<void> =>
  insertAccount(tx, {
    organizationId: account.organizationId,
    availableUnitsMin: 0 - account.overdraftUnitsMax,
  });
