import { sql } from 'kysely';
import type { Instant } from '../../../kernel/clock.ts';
import type { Db, Tx } from '../../../platform/database/index.ts';

/** Since when each kind of person must have a second factor; null: it may do without. */
export interface FactorRules {
  readonly agentsFrom: Instant | null;
  readonly customerAdministratorsFrom: Instant | null;
}

/** Of a person of the query: an app that shows codes, or a passkey. */
export const hasSecondFactor = sql<boolean>`exists (
  select from second_factor f where f.person_id = person.id and f.confirmed_at is not null
  union all select from passkey k where k.person_id = person.id)`;

const isAgent = sql<boolean>`exists (
  select from agent_role_grant g where g.person_id = person.id)`;
const isCustomerAdministrator = sql<boolean>`exists (
  select from contact c where c.person_id = person.id
    and c.role = 'customer_administrator' and c.authorised_at is not null)`;

export async function selectFactorRules(db: Db): Promise<FactorRules> {
  const row = await db
    .selectFrom('factor_rules')
    .select(['agents_from', 'customer_administrators_from'])
    .executeTakeFirst();
  return toRules(row);
}

interface RulesRow {
  readonly agents_from: Date | null;
  readonly customer_administrators_from: Date | null;
}

export const toRules = (row: RulesRow | undefined): FactorRules => ({
  agentsFrom: row?.agents_from?.getTime() ?? null,
  customerAdministratorsFrom: row?.customer_administrators_from?.getTime() ?? null,
});

/** The rules, and which of them are for this person. */
export async function selectDuty(
  db: Db,
  personId: number,
): Promise<{
  readonly rules: FactorRules;
  readonly person: { readonly isAgent: boolean; readonly isCustomerAdministrator: boolean };
}> {
  const row = await db
    .selectFrom('person')
    .leftJoin('factor_rules', (join) => join.onTrue())
    .select([
      'factor_rules.agents_from',
      'factor_rules.customer_administrators_from',
      isAgent.as('is_agent'),
      isCustomerAdministrator.as('is_customer_administrator'),
    ])
    .where('person.id', '=', personId)
    .executeTakeFirst();
  return {
    rules: toRules(row),
    person: {
      isAgent: row?.is_agent ?? false,
      isCustomerAdministrator: row?.is_customer_administrator ?? false,
    },
  };
}

export async function upsertFactorRules(tx: Tx, rules: FactorRules): Promise<void> {
  const { agentsFrom, customerAdministratorsFrom: customersFrom } = rules;
  const row = {
    agents_from: agentsFrom === null ? null : new Date(agentsFrom),
    customer_administrators_from: customersFrom === null ? null : new Date(customersFrom),
  };
  await tx
    .insertInto('factor_rules')
    .values(row)
    .onConflict((conflict) => conflict.column('only_one').doUpdateSet(row))
    .execute();
}

/** Of those who may come in. */
export async function countWithoutFactor(
  db: Db,
): Promise<{ readonly agentsWithout: number; readonly customerAdministratorsWithout: number }> {
  const row = await db
    .selectFrom('person')
    .select([
      sql<number>`count(*) filter (where ${isAgent})::int`.as('agents'),
      sql<number>`count(*) filter (where ${isCustomerAdministrator})::int`.as('administrators'),
    ])
    .where('person.disabled_at', 'is', null)
    .where(sql<boolean>`not ${hasSecondFactor}`)
    .executeTakeFirstOrThrow();
  return { agentsWithout: row.agents, customerAdministratorsWithout: row.administrators };
}
