import { personActor, systemActor } from '../../src/kernel/actor.ts';
import type { MovableClock } from '../../src/kernel/clock.ts';
import { isDeclined } from '../../src/kernel/declined.ts';
import { acceptTerms, ensureFirstAgreement } from '../../src/modules/agreements/index.ts';
import { addMailbox } from '../../src/modules/correspondence/index.ts';
import { openAccount, recordPurchase } from '../../src/modules/credits/index.ts';
import {
  addAgent,
  addContact,
  createOrganization,
  createTeam,
} from '../../src/modules/people/index.ts';
import {
  isNotDone,
  lockTicketById,
  type NewTicket,
  type Reader,
  registerTicket,
  type Ticket,
} from '../../src/modules/tickets/index.ts';
import { type Database, inTransaction, type Tx } from '../../src/platform/database/index.ts';

/** A customer of the small world with its one contact. */
export interface WorldCustomer {
  readonly organizationId: number;
  readonly personId: number;
  readonly email: string;
  readonly reader: Extract<Reader, { kind: 'customer' }>;
}

/**
 * The small named world that module tests share: Carmen attends, Braulio bills, Orinoco has units and Apure has one.
 * All of it made by the use cases that the product uses.
 */
export interface DeskWorld {
  readonly carmen: number;
  readonly braulio: number;
  readonly mailboxId: number;
  readonly projectsTeamId: number;
  /** 20 units, everything in order. */
  readonly orinoco: WorldCustomer;
  /** 1 unit: below the minimum of T1. */
  readonly apure: WorldCustomer;
  addCustomer(name: string, units: number, terms?: boolean): Promise<WorldCustomer>;
  buy(organizationId: number, units: number): Promise<void>;
  register(customer: WorldCustomer, more?: Partial<NewTicket>): Promise<Ticket>;
  /** One use case on a locked ticket; throws when it was not done. */
  act<Result>(ticketId: number, work: (tx: Tx, ticket: Ticket) => Promise<Result>): Promise<Result>;
}

export async function deskWorld(database: Database, clock: MovableClock): Promise<DeskWorld> {
  const by = { actor: systemActor, at: clock.now(), ipAddress: null };
  await inTransaction(database, (tx) => ensureFirstAgreement(tx, clock.now()));
  const projectsTeamId = done(
    await createTeam(
      database,
      { name: 'Servicios profesionales', professionalServices: true, memberPersonIds: [] },
      by,
    ),
  );
  const carmen = await addDeskAgent('Carmen', ['agent', 'supervisor']);
  const braulio = await addDeskAgent('Braulio', ['billing']);
  const mailbox = await inTransaction(database, (tx) =>
    addMailbox(tx, {
      address: 'mesa@desk.example',
      name: 'Mesa de soporte',
      teamId: null,
      serviceId: null,
      language: 'es',
      signature: '',
      active: true,
    }),
  );
  let purchases = 0;
  const world = {
    carmen,
    braulio,
    mailboxId: mailbox.id,
    projectsTeamId,
    addCustomer,
    buy,
    register,
    act,
    orinoco: await addCustomer('Orinoco', 20),
    apure: await addCustomer('Apure', 1),
  };
  return world;

  async function addDeskAgent(
    name: string,
    roles: readonly ('agent' | 'supervisor' | 'billing')[],
  ): Promise<number> {
    const email = `${name.toLowerCase()}@desk.example`;
    const agent = { name, email, roles, teamIds: [], language: 'es', timeZone: 'America/Caracas' };
    return done(await addAgent(database, { ...agent, language: 'es' }, by));
  }

  async function addCustomer(name: string, units: number, terms = true): Promise<WorldCustomer> {
    const organizationId = done(
      await createOrganization(
        database,
        {
          name,
          language: 'es',
          timeZone: 'America/Caracas',
          contract: { reference: 'C-1', startsOn: '2020-01-01' },
        },
        by,
        (tx, id) => openAccount(tx, { organizationId: id, overdraftUnitsMax: 5 }),
      ),
    );
    const email = `contacto@${name.toLowerCase()}.example`;
    const personId = done(
      await addContact(
        database,
        organizationId,
        { name: `Contacto de ${name}`, email, role: 'customer', authorised: true, invite: false },
        by,
      ),
    );
    if (terms) {
      const at = clock.now();
      await inTransaction(database, (tx) =>
        acceptTerms(tx, {
          personId,
          organizationId,
          version: 1,
          channel: 'portal',
          ipAddress: null,
          at,
        }),
      );
    }
    if (units > 0) await buy(organizationId, units);
    const reader = { kind: 'customer', personId, organizationId, administrator: false } as const;
    return { organizationId, personId, email, reader };
  }

  async function buy(organizationId: number, units: number): Promise<void> {
    purchases += 1;
    const key = `purchase:${purchases}`;
    await inTransaction(database, (tx) =>
      recordPurchase(tx, {
        organizationId,
        units,
        key,
        reference: `Factura ${purchases}`,
        actor: personActor(braulio),
        at: clock.now(),
      }),
    );
  }

  async function register(customer: WorldCustomer, more: Partial<NewTicket> = {}): Promise<Ticket> {
    const at = clock.now();
    const registered = await inTransaction(database, (tx) =>
      registerTicket(tx, {
        organizationId: customer.organizationId,
        requesterPersonId: customer.personId,
        registeredByPersonId: null,
        channel: 'portal',
        subject: 'No imprime la factura',
        description: 'La impresora fiscal no responde desde esta mañana.',
        expectedResult: 'Que imprima',
        suggestion: { priority: 'p1', from: 'person', readIn: 'form' },
        categoryId: null,
        serviceId: null,
        answers: {},
        teamId: null,
        mailboxId: null,
        attachmentIds: [],
        receivedAt: at,
        at,
        ...more,
      }),
    );
    return done(registered);
  }

  function act<Result>(
    ticketId: number,
    work: (tx: Tx, ticket: Ticket) => Promise<Result>,
  ): Promise<Result> {
    return inTransaction(database, async (tx) => {
      const ticket = await lockTicketById(tx, ticketId);
      if (ticket === undefined) throw new RangeError(`there is no ticket ${ticketId}`);
      return work(tx, ticket);
    });
  }
}

/** The result of a use case that a test needs done. */
export function done<Result>(
  result: Result,
): Exclude<Result, null | { declined: true } | { refused: true }> {
  if (result === null || isDeclined(result) || isNotDone(result)) {
    throw new Error(`not done: ${JSON.stringify(result)}`);
  }
  // What is left after the three checks.
  return result as Exclude<Result, null | { declined: true } | { refused: true }>;
}
