import type { Instant } from '../../kernel/clock.ts';
import { type Declined, decline } from '../../kernel/declined.ts';
import { type Database, type Db, inTransaction, type Tx } from '../../platform/database/index.ts';
import type { Acting, Factors } from './model.ts';
import { insertAudit } from './store/audit.ts';
import {
  countWithoutFactor,
  type FactorRules,
  selectDuty,
  selectFactorRules,
  upsertFactorRules,
} from './store/factor-rules.ts';

/** Since when, or from when on, a person of this kind must have a second factor; null: it may do without. */
export function dutyFrom(
  { agentsFrom, customerAdministratorsFrom }: FactorRules,
  person: { readonly isAgent: boolean; readonly isCustomerAdministrator: boolean },
): Instant | null {
  if (person.isAgent) return agentsFrom;
  return person.isCustomerAdministrator ? customerAdministratorsFrom : null;
}

/** A second factor is owed: until there is one, nothing else is done. */
export const owesFactor = (duty: Instant | null, hasOne: boolean, at: Instant): boolean =>
  duty !== null && duty <= at && !hasOne;

/** The last one stays with whoever must have one (`factor-obliged`). `left`: what there is without it. */
export async function declineLast(
  tx: Tx,
  personId: number,
  left: Pick<Factors, 'appSince' | 'passkeys'>,
  at: Instant,
): Promise<Declined | null> {
  const duty = await readDuty(tx, personId);
  const hasOne = left.appSince !== null || left.passkeys > 0;
  return owesFactor(duty, hasOne, at) ? decline('factor-obliged') : null;
}

export async function readDuty(db: Db, personId: number): Promise<Instant | null> {
  const { rules, person } = await selectDuty(db, personId);
  return dutyFrom(rules, person);
}

/** The rules, and how many of those whom they are for have none yet. */
export async function readFactorRules(
  db: Db,
): Promise<
  FactorRules & { readonly agentsWithout: number; readonly customerAdministratorsWithout: number }
> {
  return { ...(await selectFactorRules(db)), ...(await countWithoutFactor(db)) };
}

/** Contacts that administer their company are told at once; agents from a moment on. */
export function setFactorRules(
  database: Pick<Database, 'db'>,
  wanted: { readonly agentsFrom: Instant | null; readonly customerAdministrators: boolean },
  by: Acting,
): Promise<void> {
  return inTransaction(database, async (tx) => {
    const before = await selectFactorRules(tx);
    const { agentsFrom, customerAdministrators } = wanted;
    const since = before.customerAdministratorsFrom ?? by.at;
    await upsertFactorRules(tx, {
      agentsFrom,
      customerAdministratorsFrom: customerAdministrators ? since : null,
    });
    await insertAudit(tx, by, {
      action: 'factor-rules.set',
      subject: 'desk',
      detail: {
        agentsFrom: agentsFrom === null ? null : new Date(agentsFrom).toISOString(),
        customerAdministrators,
      },
    });
  });
}
