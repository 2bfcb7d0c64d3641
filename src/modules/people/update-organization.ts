import { type Declined, decline } from '../../kernel/declined.ts';
import type { Language } from '../../kernel/language.ts';
import { type Database, inTransaction } from '../../platform/database/index.ts';
import { emit } from '../../platform/jobs.ts';
import type { UnverifiedMail } from '../../policy/mail-trust.ts';
import type { CustomerContractChanged } from './events.ts';
import type { Acting } from './model.ts';
import { insertAudit } from './store/audit.ts';
import {
  isOrganizationNameTaken,
  lockOrganization,
  updateOrganizationRow,
  updateUnverifiedMail,
} from './store/organizations.ts';

export interface OrganizationChanges {
  readonly name?: string | undefined;
  readonly taxId?: string | undefined;
  readonly language?: Language | undefined;
  readonly timeZone?: string | undefined;
}

/** False when there is no such customer; `name-in-use`. */
export function updateOrganization(
  database: Pick<Database, 'db'>,
  organizationId: number,
  changes: OrganizationChanges,
  by: Acting,
): Promise<boolean | Declined> {
  return inTransaction(database, async (tx) => {
    if ((await lockOrganization(tx, organizationId)) === null) return false;
    const { name, timeZone } = changes;
    if (name !== undefined && (await isOrganizationNameTaken(tx, name, organizationId))) {
      return decline('name-in-use', { name });
    }
    await updateOrganizationRow(tx, organizationId, changes);
    await insertAudit(tx, by, {
      action: 'organization.updated',
      subject: `organization:${organizationId}`,
      detail: { ...changes },
    });
    // A contract begins and ends with the customer's own day.
    if (timeZone !== undefined) {
      await emit<CustomerContractChanged>(tx, 'customer.contract-changed', { organizationId });
    }
    return true;
  });
}

/**
 * II: what is done with mail of this customer's addresses that nothing proves; null: as the firm decides. False when
 * there is no such customer.
 */
export function setUnverifiedMail(
  database: Pick<Database, 'db'>,
  organizationId: number,
  unverifiedMail: UnverifiedMail | null,
  by: Acting,
): Promise<boolean> {
  return inTransaction(database, async (tx) => {
    if ((await lockOrganization(tx, organizationId)) === null) return false;
    await updateUnverifiedMail(tx, organizationId, unverifiedMail);
    await insertAudit(tx, by, {
      action: 'organization.unverified-mail-set',
      subject: `organization:${organizationId}`,
      detail: { unverifiedMail },
    });
    return true;
  });
}
