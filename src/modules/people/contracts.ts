import { type Declined, decline } from '../../kernel/declined.ts';
import { type Database, inTransaction, type Tx } from '../../platform/database/index.ts';
import { emit, enqueue } from '../../platform/jobs.ts';
import { type CustomerContractChanged, contractBegins } from './events.ts';
import type { Acting } from './model.ts';
import { insertAudit } from './store/audit.ts';
import {
  insertContract,
  lockContract,
  lockOrganization,
  updateContractEnd,
} from './store/organizations.ts';

export interface NewContract {
  readonly reference: string;
  /** Days of the customer's own calendar, both included: `2026-03-01`. */
  readonly startsOn: string;
  readonly endsOn?: string | undefined;
}

/** II. False when there is no such customer; `contract-ends-before-start`. */
export function addContract(
  database: Pick<Database, 'db'>,
  organizationId: number,
  contract: NewContract,
  by: Acting,
): Promise<boolean | Declined> {
  return inTransaction(database, async (tx) => {
    if ((await lockOrganization(tx, organizationId)) === null) return false;
    return (await signContract(tx, organizationId, contract, by)) ?? true;
  });
}

/** The part of addContract and createOrganization that is the same. Writes nothing when it declines. */
export async function signContract(
  tx: Tx,
  organizationId: number,
  contract: NewContract,
  by: Acting,
): Promise<Declined | null> {
  const { reference, startsOn, endsOn = null } = contract;
  if (endsOn !== null && endsOn < startsOn) {
    return decline('contract-ends-before-start', { startsOn, endsOn });
  }
  const { contractId, startsAt } = await insertContract(tx, {
    organizationId,
    reference,
    startsOn,
    endsOn,
    at: by.at,
  });
  await insertAudit(tx, by, {
    action: 'contract.added',
    subject: `organization:${organizationId}`,
    detail: { contractId, reference, startsOn, endsOn },
  });
  // What is held for it is admitted on the day on which it begins, by itself.
  if (startsAt > by.at) {
    await enqueue(
      tx,
      contractBegins,
      { organizationId },
      { runAt: startsAt, key: `contract-begins:${contractId}` },
    );
  } else await emit<CustomerContractChanged>(tx, 'customer.contract-changed', { organizationId });
  return null;
}

/** Its last day. False when this customer has no such contract; `contract-ends-before-start`. */
export function endContract(
  database: Pick<Database, 'db'>,
  key: { readonly organizationId: number; readonly contractId: number },
  endsOn: string,
  by: Acting,
): Promise<boolean | Declined> {
  return inTransaction(database, async (tx) => {
    const { organizationId, contractId } = key;
    const contract = await lockContract(tx, key);
    if (contract === null) return false;
    if (endsOn < contract.startsOn) {
      return decline('contract-ends-before-start', { startsOn: contract.startsOn, endsOn });
    }
    await updateContractEnd(tx, contractId, endsOn);
    await insertAudit(tx, by, {
      action: 'contract.ended',
      subject: `organization:${organizationId}`,
      detail: { contractId, reference: contract.reference, before: contract.endsOn, endsOn },
    });
    await emit<CustomerContractChanged>(tx, 'customer.contract-changed', { organizationId });
    return true;
  });
}
