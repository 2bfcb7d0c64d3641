import { describe, expect, it } from 'vitest';
import { peopleWorld } from '../../../test/support/people-world.ts';
import { testClock } from '../../../test/support/test-clock.ts';
import { testDatabase } from '../../../test/support/test-database.ts';
import { isDeclined } from '../../kernel/declined.ts';
import { inTransaction } from '../../platform/database/index.ts';
import {
  type Acting,
  addAgent,
  addContact,
  addContactFromMail,
  addContract,
  agentsNamed,
  createTeam,
  endContract,
  findPersonByAddress,
  isActiveAgent,
  listAudit,
  listOrganizations,
  listTeams,
  organizationsNamed,
  professionalServicesTeamId,
  readAgent,
  readContact,
  readCustomerFacts,
  readOrganization,
  readSessionPrincipal,
  searchContacts,
  setStanding,
  updateAgent,
  updateContact,
  updateOrganization,
  updateTeam,
} from './index.ts';

const database = await testDatabase();
const clock = testClock('2026-03-02T09:00:00-04:00');
const world = await peopleWorld(database, clock);
const { acme, borneo, agents } = world;
const { db } = database;
const by = (personId = agents.administrator): Acting => ({
  actor: { kind: 'person', personId },
  at: clock.now(),
  ipAddress: '10.0.0.9',
});
const customerKey = { organizationId: acme.organizationId, personId: acme.people.customer };
const factsAt = (iso: string, key = customerKey) =>
  readCustomerFacts(db, { ...key, at: Date.parse(iso) });
const eventsOf = async (type: string) => {
  const { rows } = await database.pool.query<{ payload: object; run_at: Date }>(
    `select payload, run_at from graphile_worker._private_jobs j
       join graphile_worker._private_tasks t on t.id = j.task_id
      where t.identifier = $1 order by j.id`,
    [type],
  );
  return rows;
};

describe('II standing', () => {
  it('suspended with a reason, then good again; held requests are looked at each time', async () => {
    const before = (await eventsOf('customer.standing-changed')).length;
    const { organizationId } = acme;
    await setStanding(database, organizationId, { standing: 'suspended', reason: 'Mora' }, by());
    expect(await factsAt('2026-03-02T13:00:00Z')).toMatchObject({
      standing: 'suspended',
      suspension: { since: clock.now(), until: null, reason: { es: null, en: null } },
      contractActive: true,
    });
    await setStanding(database, organizationId, { standing: 'good', reason: 'Pagó' }, by());
    expect(await factsAt('2026-03-02T13:00:00Z')).toMatchObject({ standing: 'good' });
    const events = await eventsOf('customer.standing-changed');
    expect(events.slice(before).map(({ payload }) => payload)).toEqual([
      { organizationId, at: clock.now() },
      { organizationId, at: clock.now() },
    ]);
  });

  it('of nobody is not set', async () => {
    const change = { standing: 'good' as const, reason: 'x' };
    expect(await setStanding(database, 999_999, change, by())).toBe(false);
  });
});

describe('II contract', () => {
  it.each([
    // Caracas is four hours behind UTC: its days begin at 04:00Z.
    ['the moment before its first day', '2027-01-01T03:59:59Z', 'upcoming'],
    ['its first moment', '2027-01-01T04:00:00Z', 'active'],
    ['the last moment of its last day', '2028-01-01T03:59:59Z', 'active'],
    ['the moment after', '2028-01-01T04:00:00Z', 'ended'],
  ])('%s: %s', async (_name, at, contract) => {
    const key = await freshCustomer();
    await addContract(
      database,
      key.organizationId,
      { reference: 'A', startsOn: '2027-01-01', endsOn: '2027-12-31' },
      by(),
    );
    expect(await factsAt(at, key)).toMatchObject({
      contract,
      contractActive: contract === 'active',
    });
  });

  it('none at all', async () => {
    expect(await factsAt('2026-03-02T13:00:00Z', await freshCustomer())).toMatchObject({
      contract: 'none',
    });
  });

  it('that begins later wakes held requests on its first day, by the customer’s own clock', async () => {
    const { organizationId } = await freshCustomer();
    await addContract(database, organizationId, { reference: 'A', startsOn: '2026-06-01' }, by());
    const [event] = (await eventsOf('customer.contract-changed')).slice(-1);
    expect(event).toEqual({
      payload: { organizationId },
      run_at: new Date('2026-06-01T04:00:00Z'),
    });
  });

  it('cannot end before it begins', async () => {
    const { organizationId } = await freshCustomer();
    const backwards = { reference: 'A', startsOn: '2026-06-02', endsOn: '2026-06-01' };
    expect(await addContract(database, organizationId, backwards, by())).toMatchObject({
      reason: 'contract-ends-before-start',
    });
    await addContract(database, organizationId, { reference: 'A', startsOn: '2026-06-02' }, by());
    const organization = await readOrganization(db, organizationId, clock.now());
    const contractId = organization?.contracts[0]?.id ?? 0;
    const key = { organizationId, contractId };
    expect(await endContract(database, key, '2026-06-01', by())).toMatchObject({
      reason: 'contract-ends-before-start',
    });
    expect(await endContract(database, key, '2026-06-02', by())).toBe(true);
    const foreign = { organizationId: borneo.organizationId, contractId };
    expect(await endContract(database, foreign, '2030-01-01', by())).toBe(false);
  });
});

describe('II contact', () => {
  it('authorised, withdrawn, authorised again: facts, sessions and events follow', async () => {
    const token = await world.signIn(acme.people.customer);
    const change = (authorised: boolean) =>
      updateContact(database, customerKey, { authorised }, by());
    await change(false);
    const at = '2026-03-02T13:00:00Z';
    expect(await factsAt(at)).toMatchObject({ contact: 'revoked', contactAuthorised: false });
    expect(await readSessionPrincipal(db, token, clock.now())).toBeNull();
    await change(true);
    expect(await factsAt(at)).toMatchObject({ contact: 'authorised', contactAuthorised: true });
  });

  it('never authorised is told another reason', async () => {
    const personId = await contact('look-only@acme.example', { authorised: false });
    const key = { organizationId: acme.organizationId, personId };
    expect(await factsAt('2026-03-02T13:00:00Z', key)).toMatchObject({ contact: 'unauthorised' });
  });

  it('of another customer is none here', async () => {
    const key = { organizationId: borneo.organizationId, personId: acme.people.customer };
    expect(await factsAt('2026-03-02T13:00:00Z', key)).toMatchObject({ contact: 'none' });
    expect(await updateContact(database, key, { disabled: true }, by())).toBeNull();
  });

  it('who may not ask does not administer the company either', async () => {
    const personId = await contact('chief@acme.example', { role: 'customer_administrator' });
    const key = { organizationId: acme.organizationId, personId };
    await updateContact(database, key, { authorised: false }, by());
    const token = await world.signIn(personId);
    expect(await readSessionPrincipal(db, token, clock.now())).toMatchObject({
      roles: ['customer'],
      authorised: false,
    });
  });

  it('III writes from its further addresses, and from no address of somebody else', async () => {
    const personId = await contact('many@acme.example');
    const key = { organizationId: acme.organizationId, personId };
    const changed = await updateContact(database, key, { addresses: ['alias@acme.example'] }, by());
    expect(changed).toMatchObject({ addresses: ['many@acme.example', 'alias@acme.example'] });
    expect(await findPersonByAddress(db, 'ALIAS@acme.example')).toMatchObject({ personId });
    const stolen = { name: 'Changed', addresses: ['customer@borneo.example'] };
    expect(await updateContact(database, key, stolen, by())).toMatchObject({
      reason: 'address-in-use',
    });
    // Nothing of a declined change stays.
    expect(await readContact(db, key, clock.now())).toMatchObject({
      name: 'Nora',
      addresses: ['many@acme.example', 'alias@acme.example'],
    });
    await updateContact(database, key, { addresses: [] }, by());
    expect(await findPersonByAddress(db, 'alias@acme.example')).toBeNull();
  });

  it('is not added twice, whoever has the address and in whatever way', async () => {
    const personId = await contact('first@acme.example');
    const key = { organizationId: acme.organizationId, personId };
    await updateContact(database, key, { addresses: ['second@acme.example'] }, by());
    for (const email of ['first@acme.example', 'second@acme.example', 'agent@desk.example']) {
      const again = await addContact(database, borneo.organizationId, newContact(email), by());
      expect(again).toMatchObject({ reason: 'address-in-use' });
    }
  });

  it('cannot take away its own access', async () => {
    const { customer_administrator: personId } = acme.people;
    const key = { organizationId: acme.organizationId, personId };
    for (const change of [
      { disabled: true },
      { authorised: false },
      { role: 'customer' as const },
    ]) {
      expect(await updateContact(database, key, change, by(personId))).toMatchObject({
        reason: 'own-access',
      });
    }
  });

  it('made of a mail’s sender is the known one when there is one', async () => {
    const sender = (organizationId: number, address: string) =>
      addContactFromMail(
        database,
        { organizationId, name: 'Eva', address, authorised: true },
        by(),
      );
    const personId = await sender(acme.organizationId, 'Eva@New.example');
    expect(await findPersonByAddress(db, 'eva@new.example')).toMatchObject({ personId });
    expect(await sender(acme.organizationId, 'eva@new.example')).toBe(personId);
    expect(await sender(borneo.organizationId, 'eva@new.example')).toMatchObject({
      reason: 'address-in-use',
    });
  });

  it('is found by name without its accents, by address and by customer; wildcards are only signs', async () => {
    await contact('maria@acme.example', { name: 'María Núñez' });
    const found = async (words: string) =>
      (await searchContacts(db, words, 10)).map(({ email }) => email);
    expect(await found('maria nun')).toEqual(['maria@acme.example']);
    expect(await found('MARIA@')).toEqual(['maria@acme.example']);
    expect(await found('%')).toEqual([]);
    expect(await found('_')).not.toContain('maria@acme.example');
  });
});

describe('customers', () => {
  it('are listed by name in pages that neither lose nor repeat one', async () => {
    const all = await listOrganizations(db, { limit: 1000, at: clock.now() });
    const paged: string[] = [];
    let after: { name: string; id: number } | undefined;
    do {
      const [first] = await listOrganizations(db, { after, limit: 1, at: clock.now() });
      after = first;
      if (first !== undefined) paged.push(first.name);
    } while (after !== undefined);
    expect(paged).toEqual(all.map(({ name }) => name));
    expect(new Set(paged).size).toBe(paged.length);
  });

  it('have names of their own', async () => {
    const renamed = await updateOrganization(
      database,
      acme.organizationId,
      { name: 'Borneo' },
      by(),
    );
    expect(renamed).toMatchObject({ reason: 'name-in-use' });
  });
});

describe('agents', () => {
  it('always keep one administrator who may come in', async () => {
    const only = agents.administrator;
    for (const changes of [{ roles: ['agent' as const] }, { disabled: true }]) {
      expect(await updateAgent(database, only, changes, by(agents.supervisor))).toMatchObject({
        reason: 'last-administrator',
      });
    }
    const second = await addAgent(database, newAgent('second@desk.example'), by());
    if (isDeclined(second)) throw new Error(second.reason);
    // Each of two takes the other's role away: one of them is the last.
    const results = await Promise.all([
      updateAgent(database, only, { roles: ['agent'] }, by(second)),
      updateAgent(database, second, { roles: ['agent'] }, by(only)),
    ]);
    expect(results.filter(isDeclined)).toHaveLength(1);
    await updateAgent(database, only, { roles: ['administrator'] }, by(second));
  });

  it('disabled cannot be given a request any more', async () => {
    expect(await isActiveAgent(db, agents.agent)).toBe(true);
    expect(await isActiveAgent(db, agents.billing)).toBe(false);
    await updateAgent(database, agents.agent, { disabled: true }, by());
    expect(await isActiveAgent(db, agents.agent)).toBe(false);
    await updateAgent(database, agents.agent, { disabled: false }, by());
  });

  it('with a team that does not exist are not added at all', async () => {
    const agent = { ...newAgent('lost@desk.example'), teamIds: [999_999] };
    expect(await addAgent(database, agent, by())).toMatchObject({ reason: 'team-unknown' });
    expect(await findPersonByAddress(db, 'lost@desk.example')).toBeNull();
  });
});

it('a use case that declines inside a caller’s transaction leaves nothing of itself there', async () => {
  await inTransaction(database, async (tx) => {
    const agent = { ...newAgent('joined@desk.example'), teamIds: [999_999] };
    expect(await addAgent({ db: tx }, agent, by())).toMatchObject({ reason: 'team-unknown' });
    await updateOrganization({ db: tx }, acme.organizationId, { taxId: 'J-456' }, by());
  });
  expect(await findPersonByAddress(db, 'joined@desk.example')).toBeNull();
  expect(await readOrganization(db, acme.organizationId, clock.now())).toMatchObject({
    taxId: 'J-456',
  });
});

describe('teams', () => {
  it('have members who are agents, and names of their own', async () => {
    const team = { name: 'Servicios', professionalServices: true, memberPersonIds: [agents.agent] };
    const teamId = await createTeam(database, team, by());
    if (isDeclined(teamId)) throw new Error(teamId.reason);
    expect(await createTeam(database, team, by())).toMatchObject({ reason: 'name-in-use' });
    expect(await professionalServicesTeamId(db)).toBe(teamId);
    expect(await readAgent(db, agents.agent, clock.now())).toMatchObject({
      teams: [{ id: teamId, name: 'Servicios' }],
    });
    const withCustomer = { name: 'Otro', memberPersonIds: [acme.people.customer] };
    expect(await updateTeam(database, teamId, withCustomer, by())).toMatchObject({
      reason: 'agent-unknown',
    });
    expect((await listTeams(db))[0]).toMatchObject({ name: 'Servicios' });
  });
});

describe('audit', () => {
  it('says who did what to whom, from where, newest first', async () => {
    await updateOrganization(database, acme.organizationId, { taxId: 'J-123' }, by());
    const [newest] = await listAudit(db, { limit: 1 });
    expect(newest).toMatchObject({
      actor: { personId: agents.administrator, name: 'Agent administrator' },
      action: 'organization.updated',
      subject: `organization:${acme.organizationId}`,
      detail: { taxId: 'J-123' },
      ipAddress: '10.0.0.9',
    });
  });

  it('cannot be changed or taken away', async () => {
    await expect(database.pool.query('delete from audit_entry')).rejects.toThrow(/append-only/);
    await expect(database.pool.query(`update audit_entry set action = 'x'`)).rejects.toThrow(
      /append-only/,
    );
  });

  it('of a use case that was undone is undone with it', async () => {
    const before = await listAudit(db, { limit: 1 });
    await inTransaction(database, async (tx) => {
      await setStanding({ db: tx }, acme.organizationId, { standing: 'good', reason: 'x' }, by());
      throw new Error('undone');
    }).catch(() => undefined);
    expect(await listAudit(db, { limit: 1 })).toEqual(before);
  });
});

it('customers and agents are named by a part of their name, whatever the accents', async () => {
  const { rows } = await database.pool.query<{ id: number }>(
    `insert into organization (name, created_at) values ('Ferretería 100% Peña', now()) returning id`,
  );
  expect(await organizationsNamed(db, 'ferreteria')).toEqual(rows.map(({ id }) => id));
  expect(await organizationsNamed(db, '100% pena')).toEqual(rows.map(({ id }) => id));
  // What stands for anything in a pattern stands for itself.
  expect(await organizationsNamed(db, '1%pe')).toEqual([]);
  const personId = await addAgent(
    database,
    { ...newAgent('ines@firm.example'), name: 'Inés Peña' },
    by(),
  );
  expect(await agentsNamed(db, 'INES p')).toEqual([personId]);
  expect(await agentsNamed(db, 'nadie así')).toEqual([]);
});

const newContact = (email: string) => ({
  name: 'Nora',
  email,
  role: 'customer' as const,
  authorised: true,
  invite: false,
});
const newAgent = (email: string) => ({
  name: 'Pedro',
  email,
  roles: ['administrator' as const],
  teamIds: [],
  language: 'es' as const,
  timeZone: 'America/Caracas',
});

async function contact(
  email: string,
  more: Partial<Parameters<typeof addContact>[2]> = {},
): Promise<number> {
  const given = { ...newContact(email), ...more };
  const personId = await addContact(database, acme.organizationId, given, by());
  if (typeof personId !== 'number') throw new Error(`${email} was not added`);
  return personId;
}

let customers = 0;
/** A customer without a contract, with one contact. */
async function freshCustomer(): Promise<{ organizationId: number; personId: number }> {
  customers += 1;
  const { rows } = await database.pool.query<{ id: number }>(
    `insert into organization (name, created_at) values ($1, now()) returning id`,
    [`Fresh ${customers}`],
  );
  const organizationId = rows[0]?.id ?? 0;
  const personId = await addContact(
    database,
    organizationId,
    newContact(`fresh${customers}@x.example`),
    by(),
  );
  if (typeof personId !== 'number') throw new Error('the contact was not added');
  return { organizationId, personId };
}
