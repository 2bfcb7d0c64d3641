import { sql } from 'kysely';
import type { Instant } from '../../../kernel/clock.ts';
import type { Language } from '../../../kernel/language.ts';
import type { Db, Tx } from '../../../platform/database/index.ts';
import { standingAt } from '../../../policy/standing.ts';
import type { Contract, CustomerFacts, Organization, OrganizationSummary } from '../model.ts';
import { noReason, standingHistory } from './standing.ts';

/** The day it is for the customer: a contract lasts whole days of the customer's own calendar. */
const todayThere = (at: Instant) =>
  sql<string>`(${new Date(at)}::timestamptz at time zone organization.time_zone)::date`;

const isActive = (at: Instant) =>
  sql<boolean>`contract.starts_on <= ${todayThere(at)}
    and (contract.ends_on is null or contract.ends_on >= ${todayThere(at)})`;

const hasActiveContract = (at: Instant) =>
  sql<boolean>`exists (select from contract
    where contract.organization_id = organization.id and ${isActive(at)})`;

/** Customers by name, then id: the page that follows the one before. */
export async function selectOrganizations(
  db: Db,
  query: {
    readonly words?: string | undefined;
    readonly after?: { readonly name: string; readonly id: number } | undefined;
    readonly limit: number;
    readonly at: Instant;
  },
): Promise<readonly OrganizationSummary[]> {
  const { words, after, limit, at } = query;
  const rows = await db
    .selectFrom('organization')
    .select([
      'id',
      'name',
      'tax_id',
      'demo',
      standingHistory.as('standings'),
      hasActiveContract(at).as('active'),
    ])
    .$if(words !== undefined && words !== '', (builder) =>
      builder.where(
        sql<boolean>`unaccent(lower(organization.name)) like unaccent(lower(${containing(words ?? '')}))
          or organization.tax_id ilike ${containing(words ?? '')}`,
      ),
    )
    .$if(after !== undefined, (builder) =>
      builder.where(sql<boolean>`(name, id) > (${after?.name}, ${after?.id})`),
    )
    .orderBy('name')
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    taxId: row.tax_id,
    standing: standingAt(row.standings, at).standing,
    contractActive: row.active,
    demo: row.demo,
  }));
}

/** Every customer whose name has these words in it, whatever their accents; the first thousand by name. */
export async function selectOrganizationsNamed(db: Db, words: string): Promise<readonly number[]> {
  const rows = await db
    .selectFrom('organization')
    .select('id')
    .where(
      sql<boolean>`unaccent(lower(organization.name)) like unaccent(lower(${containing(words)}))`,
    )
    .orderBy('name')
    .limit(1000)
    .execute();
  return rows.map(({ id }) => id);
}

export const containing = (words: string): string => `%${words.replace(/[\\%_]/g, '\\$&')}%`;

export async function selectOrganization(
  db: Db,
  organizationId: number,
  at: Instant,
): Promise<Organization | null> {
  const row = await db
    .selectFrom('organization')
    .selectAll()
    .select(standingHistory.as('standings'))
    .where('id', '=', organizationId)
    .executeTakeFirst();
  if (row === undefined) return null;
  const now = standingAt(row.standings, at);
  const contracts = await selectContracts(db, organizationId, at);
  return {
    id: row.id,
    name: row.name,
    taxId: row.tax_id,
    language: row.language,
    timeZone: row.time_zone,
    standing: now.standing,
    standingSince: now.since,
    standingUntil: now.until,
    standingReason: now.entry?.customerReason ?? noReason,
    // The check constraint of the column allows just these.
    unverifiedMail: row.unverified_mail as Organization['unverifiedMail'],
    contracts,
    contractActive: contracts.some((contract) => contract.active),
    demo: row.demo,
  };
}

async function selectContracts(
  db: Db,
  organizationId: number,
  at: Instant,
): Promise<readonly Contract[]> {
  const rows = await db
    .selectFrom('contract')
    .innerJoin('organization', 'organization.id', 'contract.organization_id')
    .select([
      'contract.id',
      'contract.reference',
      'contract.starts_on',
      'contract.ends_on',
      isActive(at).as('active'),
    ])
    .where('contract.organization_id', '=', organizationId)
    .orderBy('contract.starts_on', 'desc')
    .orderBy('contract.id', 'desc')
    .limit(200)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    reference: row.reference,
    startsOn: row.starts_on,
    endsOn: row.ends_on,
    active: row.active,
  }));
}

export async function insertOrganization(
  tx: Tx,
  organization: {
    readonly name: string;
    readonly taxId: string | null;
    readonly language: Language;
    readonly timeZone: string;
    readonly demo: boolean;
    readonly at: Instant;
  },
): Promise<number | null> {
  const row = await tx
    .insertInto('organization')
    .values({
      name: organization.name,
      tax_id: organization.taxId,
      language: organization.language,
      time_zone: organization.timeZone,
      demo: organization.demo,
      created_at: new Date(organization.at),
    })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .returning('id')
    .executeTakeFirst();
  return row?.id ?? null;
}

/** Keeps a customer as it is until the transaction ends; answers whether there is one. */
export async function lockOrganization(
  tx: Tx,
  organizationId: number,
): Promise<{ name: string } | null> {
  const row = await tx
    .selectFrom('organization')
    .select('name')
    .where('id', '=', organizationId)
    .forUpdate()
    .executeTakeFirst();
  return row ?? null;
}

export async function updateOrganizationRow(
  tx: Tx,
  organizationId: number,
  changes: {
    readonly name?: string | undefined;
    readonly taxId?: string | undefined;
    readonly language?: Language | undefined;
    readonly timeZone?: string | undefined;
  },
): Promise<void> {
  const { name, taxId, language, timeZone } = changes;
  const set = {
    ...(name === undefined ? {} : { name }),
    ...(taxId === undefined ? {} : { tax_id: taxId === '' ? null : taxId }),
    ...(language === undefined ? {} : { language }),
    ...(timeZone === undefined ? {} : { time_zone: timeZone }),
  };
  if (Object.keys(set).length === 0) return;
  await tx.updateTable('organization').set(set).where('id', '=', organizationId).execute();
}

export async function updateUnverifiedMail(
  tx: Tx,
  organizationId: number,
  unverifiedMail: Organization['unverifiedMail'],
): Promise<void> {
  await tx
    .updateTable('organization')
    .set({ unverified_mail: unverifiedMail })
    .where('id', '=', organizationId)
    .execute();
}

export async function isOrganizationNameTaken(
  tx: Tx,
  name: string,
  exceptId: number,
): Promise<boolean> {
  const row = await tx
    .selectFrom('organization')
    .select('id')
    .where('name', '=', name)
    .where('id', '<>', exceptId)
    .executeTakeFirst();
  return row !== undefined;
}

export async function insertContract(
  tx: Tx,
  contract: {
    readonly organizationId: number;
    readonly reference: string;
    readonly startsOn: string;
    readonly endsOn: string | null;
    readonly at: Instant;
  },
): Promise<{ readonly contractId: number; readonly startsAt: Instant }> {
  const { id } = await tx
    .insertInto('contract')
    .values({
      organization_id: contract.organizationId,
      reference: contract.reference,
      starts_on: contract.startsOn,
      ends_on: contract.endsOn,
      created_at: new Date(contract.at),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const { starts_at } = await tx
    .selectFrom('organization')
    .select(
      sql<Date>`(${contract.startsOn}::date::timestamp at time zone time_zone)`.as('starts_at'),
    )
    .where('id', '=', contract.organizationId)
    .executeTakeFirstOrThrow();
  return { contractId: id, startsAt: starts_at.getTime() };
}

export async function lockContract(
  tx: Tx,
  key: { readonly organizationId: number; readonly contractId: number },
): Promise<{ startsOn: string; endsOn: string | null; reference: string } | null> {
  const row = await tx
    .selectFrom('contract')
    .select(['starts_on', 'ends_on', 'reference'])
    .where('id', '=', key.contractId)
    .where('organization_id', '=', key.organizationId)
    .forUpdate()
    .executeTakeFirst();
  if (row === undefined) return null;
  return { startsOn: row.starts_on, endsOn: row.ends_on, reference: row.reference };
}

export async function updateContractEnd(tx: Tx, contractId: number, endsOn: string): Promise<void> {
  await tx.updateTable('contract').set({ ends_on: endsOn }).where('id', '=', contractId).execute();
}

export async function selectCustomerFacts(
  db: Db,
  query: { readonly organizationId: number; readonly personId: number; readonly at: Instant },
): Promise<CustomerFacts | null> {
  const { organizationId, personId, at } = query;
  const row = await db
    .selectFrom('organization')
    .leftJoin('contact', (join) =>
      join
        .onRef('contact.organization_id', '=', 'organization.id')
        .on('contact.person_id', '=', personId),
    )
    .leftJoin('person', 'person.id', 'contact.person_id')
    .select([
      standingHistory.as('standings'),
      'contact.person_id',
      'contact.authorised_at',
      'contact.authorisation_withdrawn_at',
      'person.disabled_at',
      hasActiveContract(at).as('active'),
      sql<boolean>`exists (select from contract where contract.organization_id = organization.id
        and contract.starts_on > ${todayThere(at)})`.as('upcoming'),
      sql<boolean>`exists (select from contract
        where contract.organization_id = organization.id)`.as('any'),
    ])
    .where('organization.id', '=', organizationId)
    .executeTakeFirst();
  if (row === undefined) return null;
  const contract = row.active ? 'active' : row.upcoming ? 'upcoming' : row.any ? 'ended' : 'none';
  const personDisabled = row.disabled_at !== null;
  const { standing, since, until, entry } = standingAt(row.standings, at);
  const contact = contactState(row);
  return {
    standing,
    standingSince: since,
    suspension:
      standing === 'suspended' && entry !== null
        ? { entryId: entry.id, since, until, reason: entry.customerReason }
        : null,
    contract,
    contact,
    contractActive: row.active,
    contactAuthorised: contact === 'authorised',
    personDisabled,
  };
}

function contactState(row: {
  person_id: number | null;
  authorised_at: Date | null;
  authorisation_withdrawn_at: Date | null;
  disabled_at: Date | null;
}): CustomerFacts['contact'] {
  if (row.person_id === null) return 'none';
  if (row.disabled_at !== null || row.authorisation_withdrawn_at !== null) return 'revoked';
  return row.authorised_at === null ? 'unauthorised' : 'authorised';
}

/** Names for lists that show customers. */
export async function selectOrganizationNames(
  db: Db,
  organizationIds: readonly number[],
): Promise<ReadonlyMap<number, string>> {
  if (organizationIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('organization')
    .select(['id', 'name'])
    .where('id', 'in', [...new Set(organizationIds)])
    .execute();
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** Whether this desk shows the demo world: nothing in it is real. */
export async function selectIsDemo(db: Db): Promise<boolean> {
  const row = await db
    .selectFrom('organization')
    .select('id')
    .where('demo', '=', true)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
