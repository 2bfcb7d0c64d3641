import { systemActor } from '../../src/kernel/actor.ts';
import type { Clock } from '../../src/kernel/clock.ts';
import { isDeclined } from '../../src/kernel/declined.ts';
import { agreementInForce, ensureFirstAgreement } from '../../src/modules/agreements/index.ts';
import { openAccount } from '../../src/modules/credits/index.ts';
import {
  type Acting,
  type AgentRole,
  addAgent,
  addContact,
  type CustomerRole,
  confirmSignInLink,
  createOrganization,
  isChallenge,
  issueSignInLink,
  readPerson,
} from '../../src/modules/people/index.ts';
import { type Database, inTransaction } from '../../src/platform/database/index.ts';

/** A small firm with two customers, Acme and Borneo, made through the product's own use cases. */
export interface PeopleWorld {
  readonly acting: Acting;
  /** Agents, by their only role. */
  readonly agents: Readonly<Record<AgentRole, number>>;
  readonly acme: Customer;
  readonly borneo: Customer;
  /** A new session of this person, through a sign-in link; the token is what the cookie carries. */
  signIn(personId: number): Promise<string>;
}

export interface Customer {
  readonly organizationId: number;
  readonly people: Readonly<Record<CustomerRole, number>>;
}

export async function peopleWorld(database: Database, clock: Clock): Promise<PeopleWorld> {
  const acting: Acting = { actor: systemActor, at: clock.now(), ipAddress: null };
  await inTransaction(database, (tx) => ensureFirstAgreement(tx, acting.at));
  const agent = (role: AgentRole) =>
    done(
      addAgent(
        database,
        {
          name: `Agent ${role}`,
          email: `${role}@desk.example`,
          roles: [role],
          teamIds: [],
          language: 'es',
          timeZone: 'America/Caracas',
        },
        acting,
      ),
    );
  const agents = {
    agent: await agent('agent'),
    supervisor: await agent('supervisor'),
    billing: await agent('billing'),
    administrator: await agent('administrator'),
  };
  let signIns = 0;
  return {
    acting,
    agents,
    acme: await addCustomer('Acme'),
    borneo: await addCustomer('Borneo'),
    signIn,
  };

  async function addCustomer(name: string): Promise<Customer> {
    const organizationId = await done(
      createOrganization(
        database,
        {
          name,
          language: 'es',
          timeZone: 'America/Caracas',
          contract: { reference: `${name}-1`, startsOn: '2026-01-01' },
        },
        acting,
        async (tx, id) => {
          const { terms } = await agreementInForce(tx, acting.at);
          const { overdraftUnitsMax } = terms.credits;
          await openAccount(tx, { organizationId: id, overdraftUnitsMax });
        },
      ),
    );
    const contact = (role: CustomerRole) =>
      done(
        addContact(
          database,
          organizationId,
          {
            name: `${name} ${role}`,
            email: `${role}@${name.toLowerCase()}.example`,
            role,
            authorised: true,
            invite: false,
          },
          acting,
        ),
      );
    return {
      organizationId,
      people: {
        customer: await contact('customer'),
        customer_administrator: await contact('customer_administrator'),
      },
    };
  }

  async function signIn(personId: number): Promise<string> {
    const person = await readPerson(database.db, personId);
    if (person === null) throw new Error(`there is no person ${personId}`);
    const at = clock.now();
    const link = await inTransaction(database, (tx) =>
      issueSignInLink(tx, { address: person.email, next: '/', at }),
    );
    // Each from another machine: what limits attempts from one of them is tested elsewhere.
    signIns += 1;
    const ipAddress = `10.0.${signIns >> 8}.${signIns & 255}`;
    const origin = { at, ipAddress, userAgent: 'test', previousToken: null };
    const session = await done(confirmSignInLink(database, link?.token ?? '', origin));
    if (isChallenge(session)) throw new Error('nobody here has a second factor');
    return session.token;
  }
}

/** What a fixture does is never declined. */
async function done<T>(work: Promise<T>): Promise<Exclude<T, null | { readonly declined: true }>> {
  const result = await work;
  if (result === null || isDeclined(result)) throw new Error(`declined: ${JSON.stringify(result)}`);
  // What is left of the union once null and the declined are out.
  return result as Exclude<T, null | { readonly declined: true }>;
}
