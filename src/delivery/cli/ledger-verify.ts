import { type Anchors, listAccounts, verifyLedger } from '../../modules/credits/index.ts';
import { namesOfOrganizations } from '../../modules/people/index.ts';
import type { Db } from '../../platform/database/index.ts';

/**
 * `atenta ledger verify`: proves every account from its entries alone and against the hashes that were written down
 * outside the database, one line an account with its last hash, a line more for each problem, and a sum at the end.
 * Returns the exit code: 0 when all are sound, 1 otherwise.
 */
export async function ledgerVerify(
  db: Db,
  anchors: Anchors,
  write: (line: string) => void,
): Promise<number> {
  const accounts = await listAccounts(db);
  const names = await namesOfOrganizations(db, accounts);
  let unsound = 0;
  let entries = 0;
  for (const organizationId of accounts) {
    const proof = await verifyLedger(db, organizationId, await anchors.of(organizationId));
    const state = proof.sound ? 'sound' : 'NOT SOUND';
    const name = names.get(organizationId) ?? '';
    write(`${organizationId}  ${state}  ${countOf(proof.entries)}  ${proof.lastHash}  ${name}\n`);
    for (const { sequence, problem } of proof.problems) {
      write(
        `${organizationId}    ${sequence === 0 ? 'account' : `entry ${sequence}`}: ${problem}\n`,
      );
    }
    entries += proof.entries;
    if (!proof.sound) unsound += 1;
  }
  write(`${accounts.length} accounts, ${countOf(entries)}, ${unsound} not sound\n`);
  return unsound === 0 ? 0 : 1;
}

const countOf = (entries: number): string => (entries === 1 ? '1 entry' : `${entries} entries`);
