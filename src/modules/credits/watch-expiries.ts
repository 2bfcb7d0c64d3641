import type { Instant } from '../../kernel/clock.ts';
import { type Database, inTransaction, type Tx } from '../../platform/database/index.ts';
import { emit } from '../../platform/jobs.ts';
import { expiryWarningDue } from '../../policy/expiry-warning.ts';
import type { Terms } from '../../policy/terms.ts';
import { agreementInForce } from '../agreements/index.ts';
import type { UnitsExpiring } from './events.ts';
import { readExpiringUnits } from './expire-units.ts';
import { insertExpiryWarning, lockAccount, selectUnwarnedAccountIds } from './store.ts';

/**
 * T1: finds the purchases that come to their day with units that nobody has used or holds, and tells of each once a
 * span, one transaction an account. What holds keep whole is told later, if a hold gives units back in time.
 */
export async function watchExpiries(database: Database, at: Instant): Promise<void> {
  const { terms } = await agreementInForce(database.db, at);
  const stepDays = terms.credits.expiryWarningDays;
  if (stepDays.length === 0) return;
  for (const organizationId of await selectUnwarnedAccountIds(database.db, stepDays, at)) {
    await inTransaction(database, (tx) => watchExpiry(tx, terms, { organizationId, at }));
  }
}

/** Under the account's lock: neither a hold nor another process comes between what is read and what is written. */
async function watchExpiry(
  tx: Tx,
  terms: Terms,
  { organizationId, at }: { readonly organizationId: number; readonly at: Instant },
): Promise<void> {
  await lockAccount(tx, organizationId);
  const sequences: number[] = [];
  for (const { sequence, expiresAt } of await readExpiringUnits(tx, organizationId)) {
    const stepDays = expiryWarningDue(terms, expiresAt, at);
    if (stepDays === null) continue;
    const isNew = await insertExpiryWarning(tx, { organizationId, sequence, stepDays, at });
    if (isNew) sequences.push(sequence);
  }
  if (sequences.length === 0) return;
  await emit<UnitsExpiring>(tx, 'credits.units-expiring', { organizationId, sequences, at });
}
