import { announce } from '../../platform/changes.ts';
import type { Tx } from '../../platform/database/index.ts';
import { emit } from '../../platform/jobs.ts';
import type { UnitsAdded } from './events.ts';
import type { Movement } from './model.ts';

/**
 * Tells the screens that show this account; and whenever available units rise, those who let requests wait for credit
 * (T1), so that they are looked at again.
 */
export async function tellOfUnits(tx: Tx, organizationId: number, change: Movement): Promise<void> {
  await announce(tx, { account: organizationId, organizationId, visibility: 'public' });
  if (change.available > 0) await emit<UnitsAdded>(tx, 'credits.units-added', { organizationId });
}
