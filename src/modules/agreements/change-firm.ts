import type { Tx } from '../../platform/database/index.ts';
import { unverifiedMailUnlessChosen } from '../../policy/mail-trust.ts';
import { replyAddressDaysUnlessChosen } from '../../policy/reply-address.ts';
import { type Acting, recordAudit } from '../people/index.ts';
import type { Firm } from './model.ts';
import { selectFirm, upsertFirm } from './store.ts';

/** What the desk is called until somebody names the firm. */
export const unnamedFirm: Firm = {
  name: 'Atenta',
  language: 'es',
  timeZone: 'America/Caracas',
  unverifiedMail: unverifiedMailUnlessChosen,
  replyAddressDays: replyAddressDaysUnlessChosen,
};

/** What may be changed of the firm; what is not given stays. */
export type FirmChange = { readonly [K in keyof Firm]?: Firm[K] | undefined };

/** Names the firm or changes what is known of it. */
export async function updateFirm(tx: Tx, change: FirmChange, by: Acting): Promise<Firm> {
  const known = (await selectFirm(tx)) ?? unnamedFirm;
  const firm: Firm = {
    name: change.name ?? known.name,
    language: change.language ?? known.language,
    timeZone: change.timeZone ?? known.timeZone,
    unverifiedMail: change.unverifiedMail ?? known.unverifiedMail,
    replyAddressDays: change.replyAddressDays ?? known.replyAddressDays,
  };
  await upsertFirm(tx, firm);
  await recordAudit(tx, by, { action: 'firm.changed', subject: 'firm', detail: change });
  return firm;
}
