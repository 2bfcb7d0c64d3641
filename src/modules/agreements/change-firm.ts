import type { Tx } from '../../platform/database/index.ts';
import { type Acting, recordAudit } from '../people/index.ts';
import type { Firm } from './model.ts';
import { selectFirm, upsertFirm } from './store.ts';

/** What the desk is called until somebody names the firm. */
export const unnamedFirm: Firm = { name: 'Atenta', language: 'es', timeZone: 'America/Caracas' };

/** Names the firm or changes what is known of it; what is not given stays. */
export async function updateFirm(tx: Tx, change: Partial<Firm>, by: Acting): Promise<Firm> {
  const firm = { ...((await selectFirm(tx)) ?? unnamedFirm), ...change };
  await upsertFirm(tx, firm);
  await recordAudit(tx, by, { action: 'firm.changed', subject: 'firm', detail: change });
  return firm;
}
