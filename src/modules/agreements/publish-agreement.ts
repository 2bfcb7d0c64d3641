import type { Instant } from '../../kernel/clock.ts';
import type { Tx } from '../../platform/database/index.ts';
import { agreementVersion1 } from '../../policy/agreement-version-1.ts';
import { insertAgreement } from './store.ts';

/** Publishes version 1 in a database that has no agreement yet; afterwards, or at the same moment elsewhere, nothing. */
export async function ensureFirstAgreement(tx: Tx, at: Instant): Promise<void> {
  await insertAgreement(tx, {
    agreement: agreementVersion1,
    effectiveFrom: at,
    publishedAt: at,
    publishedByPersonId: null,
  });
}
