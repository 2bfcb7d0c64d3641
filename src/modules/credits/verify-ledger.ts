import type { Db } from '../../platform/database/index.ts';
import type { Anchor, LedgerProof } from './model.ts';
import { proveLedger } from './prove-ledger.ts';
import { selectDisputedCharges } from './requests-store.ts';
import { selectAccount, selectEntriesAfter } from './store.ts';

const entriesPerRead = 2_000;

/**
 * Proves one customer's account from its entries, on one snapshot, and against the hashes that were written down outside
 * the database before. `db` may be a transaction. Writes nothing.
 */
export async function verifyLedger(
  db: Db,
  organizationId: number,
  anchors: readonly Anchor[] = [],
): Promise<LedgerProof> {
  if (db.isTransaction) return prove(db, organizationId, anchors);
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute((snapshot) => prove(snapshot, organizationId, anchors));
}

async function prove(
  db: Db,
  organizationId: number,
  anchors: readonly Anchor[],
): Promise<LedgerProof> {
  const account = await selectAccount(db, organizationId);
  const prover = proveLedger(organizationId, anchors);
  for (let after = 0; ; ) {
    const entries = await selectEntriesAfter(db, organizationId, after, entriesPerRead);
    prover.take(entries);
    after = entries.at(-1)?.sequence ?? after;
    if (entries.length < entriesPerRead) break;
  }
  const disputed = await selectDisputedCharges(db, organizationId);
  return prover.conclude({ account, holds: account.holds, disputed });
}
