import { sql } from 'kysely';
import type { Instant } from '../../../kernel/clock.ts';
import type { Language } from '../../../kernel/language.ts';
import type { Db, Tx } from '../../../platform/database/index.ts';
import type { AddressRecord, UndeliveredReason } from '../../../policy/undelivered.ts';
import type {
  Agent,
  AgentRole,
  Contact,
  ContactMatch,
  Correspondent,
  CustomerRole,
  InvitationState,
  Person,
  PersonName,
  Team,
} from '../model.ts';
import { hasSecondFactor } from './factor-rules.ts';
import { containing } from './organizations.ts';

export async function selectPerson(db: Db, personId: number): Promise<Person | null> {
  const row = await persons(db).where('person.id', '=', personId).executeTakeFirst();
  return row === undefined ? null : toPerson(row);
}

/** III: by any address from which the person may write. */
export async function selectPersonByAddress(
  db: Db,
  address: string,
): Promise<Correspondent | null> {
  const row = await persons(db)
    .innerJoin('person_address', 'person_address.person_id', 'person.id')
    .leftJoin('organization', 'organization.id', 'contact.organization_id')
    .select([
      'person_address.undelivered_count',
      'person_address.undeliverable_since',
      'organization.unverified_mail',
    ])
    .where('person_address.address', '=', address.toLowerCase())
    .executeTakeFirst();
  if (row === undefined) return null;
  return {
    ...toPerson(row),
    mailCameBack: row.undelivered_count > 0 || row.undeliverable_since !== null,
    // The check constraint of the column allows just these.
    unverifiedMail: row.unverified_mail as Correspondent['unverifiedMail'],
  };
}

/** II: the customers whose authorised contacts write from this domain, the first two: one of several is nobody's. */
export async function selectCustomersOfDomain(db: Db, domain: string): Promise<number[]> {
  const rows = await db
    .selectFrom('person_address')
    .innerJoin('contact', 'contact.person_id', 'person_address.person_id')
    .innerJoin('person', 'person.id', 'contact.person_id')
    .select('contact.organization_id')
    .distinct()
    .where(sql`split_part(person_address.address, '@', 2)`, '=', domain)
    .where('contact.authorised_at', 'is not', null)
    .where('person.disabled_at', 'is', null)
    .limit(2)
    .execute();
  return rows.map((row) => row.organization_id);
}

const persons = (db: Db) =>
  db
    .selectFrom('person')
    .leftJoin('contact', 'contact.person_id', 'person.id')
    .select([
      'person.id',
      'person.name',
      'person.email',
      'person.language',
      'person.time_zone',
      'person.disabled_at',
      'contact.organization_id',
      'contact.role',
      'contact.authorised_at',
      sql<AgentRole[]>`array(select g.role::text from agent_role_grant g
        where g.person_id = person.id order by g.role)`.as('agent_roles'),
    ]);

function toPerson(row: {
  id: number;
  name: string;
  email: string;
  language: Language;
  time_zone: string;
  disabled_at: Date | null;
  organization_id: number | null;
  role: CustomerRole | null;
  authorised_at: Date | null;
  agent_roles: AgentRole[];
}): Person {
  return {
    personId: row.id,
    name: row.name,
    email: row.email,
    language: row.language,
    timeZone: row.time_zone,
    disabled: row.disabled_at !== null,
    contact:
      row.organization_id === null || row.role === null
        ? null
        : {
            organizationId: row.organization_id,
            role: row.role,
            authorisedAt: row.authorised_at?.getTime() ?? null,
          },
    roles: row.agent_roles,
  };
}

export async function selectNames(
  db: Db,
  personIds: readonly number[],
): Promise<ReadonlyMap<number, PersonName>> {
  if (personIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('person')
    .select(['id', 'name'])
    .where('id', 'in', [...new Set(personIds)])
    .execute();
  return new Map(rows.map(({ id, name }) => [id, { personId: id, name }]));
}

/** Names for lists that show teams. */
export async function selectTeamNames(
  db: Db,
  teamIds: readonly number[],
): Promise<ReadonlyMap<number, string>> {
  if (teamIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('team')
    .select(['id', 'name'])
    .where('id', 'in', [...new Set(teamIds)])
    .execute();
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** The new person's id; null when somebody has the address already, as their own or as a further one. */
export async function insertPerson(
  tx: Tx,
  person: {
    readonly name: string;
    readonly email: string;
    readonly language: Language;
    readonly timeZone: string;
    readonly at: Instant;
  },
): Promise<number | null> {
  const now = new Date(person.at);
  const taken = await tx
    .selectFrom('person_address')
    .select('person_id')
    .where('address', '=', person.email)
    .executeTakeFirst();
  if (taken !== undefined) return null;
  const row = await tx
    .insertInto('person')
    .values({
      name: person.name,
      email: person.email,
      language: person.language,
      time_zone: person.timeZone,
      created_at: now,
      updated_at: now,
    })
    .onConflict((conflict) => conflict.column('email').doNothing())
    .returning('id')
    .executeTakeFirst();
  if (row === undefined) return null;
  await tx
    .insertInto('person_address')
    .values({ address: person.email, person_id: row.id, created_at: now })
    .execute();
  return row.id;
}

export async function updatePersonRow(
  tx: Tx,
  personId: number,
  changes: {
    readonly name?: string | undefined;
    readonly language?: Language | undefined;
    readonly timeZone?: string | undefined;
    readonly disabled?: boolean | undefined;
    readonly at: Instant;
  },
): Promise<void> {
  const { name, language, timeZone, disabled, at } = changes;
  await tx
    .updateTable('person')
    .set({
      ...(name === undefined ? {} : { name }),
      ...(language === undefined ? {} : { language }),
      ...(timeZone === undefined ? {} : { time_zone: timeZone }),
      ...(disabled === undefined ? {} : { disabled_at: disabled ? new Date(at) : null }),
      updated_at: new Date(at),
    })
    .where('id', '=', personId)
    .execute();
}

/** Makes these the person's addresses, the own e-mail among them always; answers one that somebody else has. */
export async function replaceAddresses(
  tx: Tx,
  person: { readonly personId: number; readonly email: string; readonly at: Instant },
  addresses: readonly string[],
): Promise<{ readonly takenAddress: string | null }> {
  const wanted = [...new Set([person.email, ...addresses])];
  await tx
    .deleteFrom('person_address')
    .where('person_id', '=', person.personId)
    .where('address', 'not in', wanted)
    .execute();
  await tx
    .insertInto('person_address')
    .values(
      wanted.map((address) => ({
        address,
        person_id: person.personId,
        created_at: new Date(person.at),
      })),
    )
    .onConflict((conflict) => conflict.column('address').doNothing())
    .execute();
  const taken = await tx
    .selectFrom('person_address')
    .select('address')
    .where('address', 'in', wanted)
    .where('person_id', '<>', person.personId)
    .executeTakeFirst();
  return { takenAddress: taken?.address ?? null };
}

/** Keeps the address until the transaction ends; null when it is nobody's. */
export async function lockAddress(
  tx: Tx,
  address: string,
): Promise<(AddressRecord & { readonly undeliverableSince: Instant | null }) | null> {
  const row = await tx
    .selectFrom('person_address')
    .select(['undelivered_count', 'undelivered_at', 'undeliverable_since'])
    .where('address', '=', address.toLowerCase())
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (row === undefined) return null;
  return {
    undelivered: row.undelivered_count,
    undeliveredAt: row.undelivered_at?.getTime() ?? null,
    undeliverableSince: row.undeliverable_since?.getTime() ?? null,
  };
}

/** Whether mail to this address was stopped. */
export async function isUndeliverable(db: Db, address: string): Promise<boolean> {
  const row = await db
    .selectFrom('person_address')
    .select('address')
    .where('address', '=', address.toLowerCase())
    .where('undeliverable_since', 'is not', null)
    .executeTakeFirst();
  return row !== undefined;
}

export async function updateAddressDelivery(
  tx: Tx,
  address: string,
  change: {
    readonly undelivered: number;
    readonly undeliveredAt: Instant | null;
    readonly undeliverable?: {
      readonly since: Instant;
      readonly reason: UndeliveredReason;
      readonly status: string | null;
    } | null;
  },
): Promise<void> {
  const { undelivered, undeliveredAt, undeliverable } = change;
  await tx
    .updateTable('person_address')
    .set({
      undelivered_count: undelivered,
      undelivered_at: undeliveredAt === null ? null : new Date(undeliveredAt),
      ...(undeliverable === undefined
        ? {}
        : {
            undeliverable_since: undeliverable === null ? null : new Date(undeliverable.since),
            undeliverable_reason: undeliverable?.reason ?? null,
            undeliverable_status: undeliverable?.status ?? null,
          }),
    })
    .where('address', '=', address.toLowerCase())
    .execute();
}

export async function insertContact(
  tx: Tx,
  contact: {
    readonly personId: number;
    readonly organizationId: number;
    readonly role: CustomerRole;
    readonly authorised: boolean;
    readonly phone: string | null;
    readonly at: Instant;
  },
): Promise<void> {
  await tx
    .insertInto('contact')
    .values({
      person_id: contact.personId,
      organization_id: contact.organizationId,
      role: contact.role,
      authorised_at: contact.authorised ? new Date(contact.at) : null,
      phone: contact.phone,
      created_at: new Date(contact.at),
    })
    .execute();
}

export async function updateContactRow(
  tx: Tx,
  personId: number,
  changes: {
    readonly role?: CustomerRole | undefined;
    readonly phone?: string | undefined;
    readonly authorised?: boolean | undefined;
    readonly at: Instant;
  },
): Promise<void> {
  const { role, phone, authorised, at } = changes;
  const now = new Date(at);
  const set = {
    ...(role === undefined ? {} : { role }),
    ...(phone === undefined ? {} : { phone: phone === '' ? null : phone }),
    ...(authorised === undefined
      ? {}
      : {
          authorised_at: authorised ? now : null,
          authorisation_withdrawn_at: authorised ? null : now,
        }),
  };
  if (Object.keys(set).length === 0) return;
  await tx.updateTable('contact').set(set).where('person_id', '=', personId).execute();
}

/** Contacts of a customer by name. */
export async function selectContacts(
  db: Db,
  organizationId: number,
  at: Instant,
): Promise<readonly Contact[]> {
  const rows = await contacts(db, at)
    .where('contact.organization_id', '=', organizationId)
    .orderBy('person.name')
    .orderBy('person.id')
    .limit(1000)
    .execute();
  return rows.map(toContact);
}

export async function selectContact(
  db: Db,
  key: { readonly organizationId: number; readonly personId: number },
  at: Instant,
): Promise<Contact | null> {
  const row = await contacts(db, at)
    .where('contact.organization_id', '=', key.organizationId)
    .where('contact.person_id', '=', key.personId)
    .executeTakeFirst();
  return row === undefined ? null : toContact(row);
}

/** Keeps a person's row until the transaction ends, so that two changes come one after the other. */
export async function lockPerson(tx: Tx, personId: number): Promise<void> {
  await tx.selectFrom('person').select('id').where('id', '=', personId).forUpdate().execute();
}

const contacts = (db: Db, at: Instant) =>
  db
    .selectFrom('contact')
    .innerJoin('person', 'person.id', 'contact.person_id')
    .select([
      'person.id',
      'person.name',
      'person.email',
      'person.language',
      'person.disabled_at',
      'contact.organization_id',
      'contact.phone',
      'contact.role',
      'contact.authorised_at',
      sql<string[]>`array(select a.address from person_address a where a.person_id = person.id
        order by a.address <> person.email, a.address)`.as('addresses'),
      sql<ContactRow['undeliverable']>`coalesce((
        select json_agg(json_build_object('address', a.address, 'reason', a.undeliverable_reason,
                 'since', extract(epoch from a.undeliverable_since) * 1000, 'status', a.undeliverable_status)
                 order by a.address)
          from person_address a where a.person_id = person.id and a.undeliverable_since is not null), '[]')`.as(
        'undeliverable',
      ),
      invitationState(at).as('invitation'),
      hasSecondFactor.as('second_factor'),
    ]);

const invitationState = (at: Instant) => sql<InvitationState>`coalesce((
  select case when i.accepted_at is not null then 'accepted'
              when i.expires_at <= ${new Date(at)} then 'expired' else 'sent' end
    from invitation i where i.person_id = person.id and i.revoked_at is null
   order by i.accepted_at is null, i.id desc limit 1), 'none')`;

interface ContactRow {
  id: number;
  name: string;
  email: string;
  language: Language;
  disabled_at: Date | null;
  organization_id: number;
  phone: string | null;
  role: CustomerRole;
  authorised_at: Date | null;
  addresses: string[];
  invitation: InvitationState;
  second_factor: boolean;
  undeliverable: Contact['undeliverable'];
}

const toContact = (row: ContactRow): Contact => ({
  personId: row.id,
  organizationId: row.organization_id,
  name: row.name,
  email: row.email,
  language: row.language,
  addresses: row.addresses,
  phone: row.phone,
  role: row.role,
  authorised: row.authorised_at !== null,
  disabled: row.disabled_at !== null,
  invitation: row.invitation,
  secondFactor: row.second_factor,
  undeliverable: row.undeliverable,
});

/** Contacts whose name, address or customer contains these words; accents do not matter. */
export async function selectContactMatches(
  db: Db,
  words: string,
  limit: number,
): Promise<readonly ContactMatch[]> {
  const pattern = containing(words);
  const rows = await db
    .selectFrom('contact')
    .innerJoin('person', 'person.id', 'contact.person_id')
    .innerJoin('organization', 'organization.id', 'contact.organization_id')
    .select([
      'person.id',
      'person.name',
      'person.email',
      'organization.id as organization_id',
      'organization.name as organization_name',
      'contact.authorised_at',
    ])
    .where('person.disabled_at', 'is', null)
    .where(
      sql<boolean>`(unaccent(lower(person.name)) like unaccent(lower(${pattern}))
        or unaccent(lower(organization.name)) like unaccent(lower(${pattern}))
        or exists (select from person_address a
                    where a.person_id = person.id and a.address like lower(${pattern})))`,
    )
    .orderBy('person.name')
    .orderBy('person.id')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    personId: row.id,
    name: row.name,
    email: row.email,
    organization: { id: row.organization_id, name: row.organization_name },
    authorised: row.authorised_at !== null,
  }));
}

export async function insertAgent(tx: Tx, personId: number, at: Instant): Promise<void> {
  await tx
    .insertInto('agent')
    .values({ person_id: personId, created_at: new Date(at) })
    .execute();
}

export async function updateSignature(tx: Tx, personId: number, signature: string): Promise<void> {
  await tx.updateTable('agent').set({ signature }).where('person_id', '=', personId).execute();
}

export async function updateUndoSeconds(
  tx: Tx,
  personId: number,
  undoSeconds: number,
): Promise<void> {
  await tx
    .updateTable('agent')
    .set({ undo_seconds: undoSeconds })
    .where('person_id', '=', personId)
    .execute();
}

/** How long this agent's replies wait; null for whoever is none. */
export async function selectUndoSeconds(db: Db, personId: number): Promise<number | null> {
  const row = await db
    .selectFrom('agent')
    .select('undo_seconds')
    .where('person_id', '=', personId)
    .executeTakeFirst();
  return row?.undo_seconds ?? null;
}

export async function replaceRoles(
  tx: Tx,
  personId: number,
  roles: readonly AgentRole[],
  at: Instant,
): Promise<void> {
  await tx
    .deleteFrom('agent_role_grant')
    .where('person_id', '=', personId)
    .where('role', 'not in', [...roles])
    .execute();
  await tx
    .insertInto('agent_role_grant')
    .values(
      [...new Set(roles)].map((role) => ({ person_id: personId, role, granted_at: new Date(at) })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Keeps all administrators' grants until the transaction ends, and says who they are: the last one must stay. */
export async function lockAdministrators(tx: Tx): Promise<readonly number[]> {
  const rows = await tx
    .selectFrom('agent_role_grant')
    .innerJoin('person', 'person.id', 'agent_role_grant.person_id')
    .select('agent_role_grant.person_id')
    .where('agent_role_grant.role', '=', 'administrator')
    .where('person.disabled_at', 'is', null)
    .orderBy('agent_role_grant.person_id')
    .forUpdate()
    .execute();
  return rows.map((row) => row.person_id);
}

export async function existsAdministrator(db: Db): Promise<boolean> {
  const row = await db
    .selectFrom('agent_role_grant')
    .select('person_id')
    .where('role', '=', 'administrator')
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

export async function selectAgents(db: Db, at: Instant): Promise<readonly Agent[]> {
  const rows = await agents(db, at)
    .orderBy('person.name')
    .orderBy('person.id')
    .limit(1000)
    .execute();
  return rows.map(toAgent);
}

/** Every agent whose name has these words in it, whatever their accents, those who left too. */
export async function selectAgentsNamed(db: Db, words: string): Promise<readonly number[]> {
  const rows = await db
    .selectFrom('agent')
    .innerJoin('person', 'person.id', 'agent.person_id')
    .select('person.id')
    .where(sql<boolean>`unaccent(lower(person.name)) like unaccent(lower(${containing(words)}))`)
    .orderBy('person.id')
    .limit(1000)
    .execute();
  return rows.map(({ id }) => id);
}

export async function selectAgent(db: Db, personId: number, at: Instant): Promise<Agent | null> {
  const row = await agents(db, at).where('agent.person_id', '=', personId).executeTakeFirst();
  return row === undefined ? null : toAgent(row);
}

const agents = (db: Db, at: Instant) =>
  db
    .selectFrom('agent')
    .innerJoin('person', 'person.id', 'agent.person_id')
    .select([
      'person.id',
      'person.name',
      'person.email',
      'person.disabled_at',
      'agent.signature',
      sql<AgentRole[]>`array(select g.role::text from agent_role_grant g
        where g.person_id = person.id order by g.role)`.as('agent_roles'),
      sql<{ id: number; name: string }[]>`coalesce((
        select json_agg(json_build_object('id', t.id, 'name', t.name) order by t.name)
          from team_member m join team t on t.id = m.team_id
         where m.person_id = person.id), '[]')`.as('teams'),
      invitationState(at).as('invitation'),
      hasSecondFactor.as('second_factor'),
    ]);

const toAgent = (row: {
  id: number;
  name: string;
  email: string;
  disabled_at: Date | null;
  signature: string;
  agent_roles: AgentRole[];
  teams: { id: number; name: string }[];
  invitation: InvitationState;
  second_factor: boolean;
}): Agent => ({
  personId: row.id,
  name: row.name,
  email: row.email,
  roles: row.agent_roles,
  teams: row.teams,
  signature: row.signature,
  disabled: row.disabled_at !== null,
  invitation: row.invitation,
  secondFactor: row.second_factor,
});

export async function selectTeams(db: Db): Promise<readonly Team[]> {
  const rows = await teams(db).orderBy('team.name').limit(500).execute();
  return rows.map(toTeam);
}

export async function selectTeam(db: Db, teamId: number): Promise<Team | null> {
  const row = await teams(db).where('team.id', '=', teamId).executeTakeFirst();
  return row === undefined ? null : toTeam(row);
}

/** Teams whose name contains these words, whatever the accents. */
export async function selectTeamsNamed(db: Db, words: string): Promise<readonly number[]> {
  const rows = await db
    .selectFrom('team')
    .select('id')
    .where(sql<boolean>`unaccent(lower(name)) like unaccent(lower(${containing(words)}))`)
    .orderBy('id')
    .limit(500)
    .execute();
  return rows.map(({ id }) => id);
}

const teams = (db: Db) =>
  db.selectFrom('team').select([
    'team.id',
    'team.name',
    'team.professional_services',
    sql<PersonName[]>`coalesce((
      select json_agg(json_build_object('personId', p.id, 'name', p.name) order by p.name)
        from team_member m join person p on p.id = m.person_id
       where m.team_id = team.id), '[]')`.as('members'),
  ]);

const toTeam = (row: {
  id: number;
  name: string;
  professional_services: boolean;
  members: PersonName[];
}): Team => ({
  id: row.id,
  name: row.name,
  professionalServices: row.professional_services,
  members: row.members,
});

/** The new team's id; null when another one has the name. */
export async function insertTeam(
  tx: Tx,
  team: { readonly name: string; readonly professionalServices: boolean; readonly at: Instant },
): Promise<number | null> {
  const row = await tx
    .insertInto('team')
    .values({
      name: team.name,
      professional_services: team.professionalServices,
      created_at: new Date(team.at),
    })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .returning('id')
    .executeTakeFirst();
  return row?.id ?? null;
}

export async function isTeamNameTaken(tx: Tx, name: string, exceptId: number): Promise<boolean> {
  const row = await tx
    .selectFrom('team')
    .select('id')
    .where('name', '=', name)
    .where('id', '<>', exceptId)
    .executeTakeFirst();
  return row !== undefined;
}

export async function updateTeamRow(
  tx: Tx,
  teamId: number,
  changes: {
    readonly name?: string | undefined;
    readonly professionalServices?: boolean | undefined;
  },
): Promise<void> {
  const { name, professionalServices } = changes;
  const set = {
    ...(name === undefined ? {} : { name }),
    ...(professionalServices === undefined ? {} : { professional_services: professionalServices }),
  };
  if (Object.keys(set).length === 0) return;
  await tx.updateTable('team').set(set).where('id', '=', teamId).execute();
}

export async function replaceMembers(
  tx: Tx,
  teamId: number,
  personIds: readonly number[],
): Promise<void> {
  await tx.deleteFrom('team_member').where('team_id', '=', teamId).execute();
  if (personIds.length === 0) return;
  await tx
    .insertInto('team_member')
    .values([...new Set(personIds)].map((personId) => ({ team_id: teamId, person_id: personId })))
    .execute();
}

export async function replaceTeamsOf(
  tx: Tx,
  personId: number,
  teamIds: readonly number[],
): Promise<void> {
  await tx.deleteFrom('team_member').where('person_id', '=', personId).execute();
  if (teamIds.length === 0) return;
  await tx
    .insertInto('team_member')
    .values([...new Set(teamIds)].map((teamId) => ({ team_id: teamId, person_id: personId })))
    .execute();
}

export async function countTeams(tx: Tx, teamIds: readonly number[]): Promise<number> {
  if (teamIds.length === 0) return 0;
  const rows = await tx
    .selectFrom('team')
    .select('id')
    .where('id', 'in', [...teamIds])
    .execute();
  return rows.length;
}

export async function countAgents(tx: Tx, personIds: readonly number[]): Promise<number> {
  if (personIds.length === 0) return 0;
  const rows = await tx
    .selectFrom('agent')
    .select('person_id')
    .where('person_id', 'in', [...personIds])
    .execute();
  return rows.length;
}

/** May a request be assigned to this person: an agent with a role that attends requests, who may come in. */
export async function isActiveAgent(db: Db, personId: number): Promise<boolean> {
  const row = await db
    .selectFrom('agent_role_grant')
    .innerJoin('person', 'person.id', 'agent_role_grant.person_id')
    .select('agent_role_grant.person_id')
    .where('agent_role_grant.person_id', '=', personId)
    .where('agent_role_grant.role', 'in', ['agent', 'supervisor'])
    .where('person.disabled_at', 'is', null)
    .executeTakeFirst();
  return row !== undefined;
}

export const isTeam = async (db: Db, teamId: number): Promise<boolean> =>
  (await selectTeam(db, teamId)) !== null;

/** I: the team that takes what is referred; the oldest, when there are several. */
export async function professionalServicesTeamId(db: Db): Promise<number | null> {
  const row = await db
    .selectFrom('team')
    .select('id')
    .where('professional_services', '=', true)
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
  return row?.id ?? null;
}
