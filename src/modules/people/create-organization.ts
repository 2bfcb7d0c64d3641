import { type Declined, decline } from '../../kernel/declined.ts';
import type { Language } from '../../kernel/language.ts';
import type { Database, Tx } from '../../platform/database/index.ts';
import { signContract } from './contracts.ts';
import type { Acting } from './model.ts';
import { insertAudit } from './store/audit.ts';
import { insertOrganization } from './store/organizations.ts';
import { insertStandingEntry } from './store/standing.ts';
import { undoWhenDeclined } from './undo-when-declined.ts';

export interface NewOrganization {
  readonly name: string;
  readonly taxId?: string | undefined;
  readonly language: Language;
  readonly timeZone: string;
  readonly demo?: boolean | undefined;
  readonly contract?:
    | {
        readonly reference: string;
        readonly startsOn: string;
        readonly endsOn?: string | undefined;
      }
    | undefined;
}

/**
 * II: a new customer, in good standing (`name-in-use`, `contract-ends-before-start`). `alsoIn` writes in the same
 * transaction what every customer has from the start: its credit account.
 */
export function createOrganization(
  database: Pick<Database, 'db'>,
  organization: NewOrganization,
  by: Acting,
  alsoIn: (tx: Tx, organizationId: number) => Promise<void>,
): Promise<number | Declined> {
  const { name, taxId, language, timeZone, contract, demo = false } = organization;
  return undoWhenDeclined(database, async (tx) => {
    const organizationId = await insertOrganization(tx, {
      name,
      taxId: taxId === undefined || taxId === '' ? null : taxId,
      language,
      timeZone,
      demo,
      at: by.at,
    });
    if (organizationId === null) return decline('name-in-use', { name });
    await insertAudit(tx, by, {
      action: 'organization.created',
      subject: `organization:${organizationId}`,
      detail: { name, taxId: taxId ?? null },
    });
    await insertStandingEntry(tx, {
      organizationId,
      standing: 'good',
      reason: '',
      setByPersonId: by.actor.kind === 'person' ? by.actor.personId : null,
      from: by.at,
      recordedAt: by.at,
    });
    await alsoIn(tx, organizationId);
    if (contract !== undefined) {
      const declined = await signContract(tx, organizationId, contract, by);
      if (declined !== null) return declined;
    }
    return organizationId;
  });
}
