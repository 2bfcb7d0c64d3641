import type { Instant } from '../../kernel/clock.ts';
import { dayMs } from '../../kernel/duration.ts';
import { dateOf } from '../../kernel/wall-time.ts';
import {
  acceptTerms,
  agreementInForce,
  ensureFirstAgreement,
  updateFirm,
} from '../../modules/agreements/index.ts';
import { createCategory, createService } from '../../modules/catalog/index.ts';
import { addMailbox, listOutgoingMail } from '../../modules/correspondence/index.ts';
import { openAccount, recordPurchase } from '../../modules/credits/index.ts';
import {
  acceptInvitation,
  addAgent,
  addContact,
  createOrganization,
  createTeam,
  issueSetUpToken,
  setUp,
  updateAgent,
  updateContact,
  updateTeam,
} from '../../modules/people/index.ts';
import { createMacro, saveView } from '../../modules/tickets/index.ts';
import { demoCatalogue } from './catalogue.ts';
import { contactEmail, type DemoContact, type DemoCustomer, demoCustomers } from './customers.ts';
import { actingAs, type DemoDesk, done, type KnownContact, known, settle } from './demo-desk.ts';
import { agentEmail, demoAgents, demoFirm, demoPassword, teamKeys, teamNames } from './firm.ts';
import { demoMacros, demoViews } from './kept.ts';

/** The version of the agreement with which every new desk begins. */
const firstVersion = 1;

/** Everything that stands before the first request: the firm, its people and catalogue, the customers and their units. */
export async function furnishDesk(desk: DemoDesk): Promise<void> {
  const at = desk.clock.now();
  await ensureFirstAgreement(desk.tx, at);
  await setUpFirm(desk);
  await makeTeams(desk);
  await makeAgents(desk);
  await fillCatalogue(desk);
  await keepMacrosAndViews(desk);
  for (const customer of demoCustomers) await addCustomer(desk, customer, at);
  await settle(desk);
}

async function setUpFirm(desk: DemoDesk): Promise<void> {
  const { database, clock } = desk;
  const [first] = demoAgents;
  if (first === undefined) throw new RangeError('the firm has an agent');
  const at = clock.now();
  const token = done(await issueSetUpToken(database, at));
  const { name: firmName, timeZone, mailbox: address } = demoFirm;
  const session = await setUp(
    database,
    {
      token,
      name: first.name,
      email: agentEmail(first),
      password: demoPassword,
      language: 'es',
      timeZone,
    },
    origin(at),
    async (tx, personId) => {
      const by = { actor: { kind: 'person', personId } as const, at, ipAddress: null };
      await updateFirm(tx, { name: firmName, language: 'es', timeZone }, by);
      await addMailbox(tx, {
        address,
        name: 'Ávila Consultores · Soporte (demostración)',
        teamId: null,
        serviceId: null,
        language: 'es',
        signature: '',
        active: true,
      });
    },
  );
  desk.agents.set(first.key, done(session).personId);
}

async function makeTeams(desk: DemoDesk): Promise<void> {
  for (const key of teamKeys) {
    const team = {
      name: teamNames[key],
      professionalServices: key === 'projects',
      memberPersonIds: [],
    };
    desk.teams.set(key, done(await createTeam(desk.database, team, actingAs(desk, 'carolina'))));
  }
}

async function makeAgents(desk: DemoDesk): Promise<void> {
  const { database } = desk;
  const by = actingAs(desk, 'carolina');
  for (const agent of demoAgents.slice(1)) {
    const { name, roles } = agent;
    const email = agentEmail(agent);
    const personId = await addAgent(
      database,
      { name, email, roles, teamIds: [], language: 'es', timeZone: demoFirm.timeZone },
      by,
    );
    desk.agents.set(agent.key, done(personId));
    await settle(desk);
    await followInvitation(desk, email);
  }
  for (const { key, signature } of demoAgents) {
    done(await updateAgent(database, known(desk.agents, key), { signature }, by));
  }
  for (const key of teamKeys) {
    const memberPersonIds = demoAgents
      .filter((agent) => agent.teams.includes(key))
      .map((agent) => known(desk.agents, agent.key));
    done(await updateTeam(database, known(desk.teams, key), { memberPersonIds }, by));
  }
}

/** Opens the letter of the invitation and sets the password, as the person would. */
async function followInvitation(desk: DemoDesk, email: string): Promise<void> {
  const letters = await listOutgoingMail(desk.tx, { limit: 5 });
  const letter = letters.find(
    ({ purpose, toAddress }) => purpose === 'invitation' && toAddress === email,
  );
  const token = /\/invitation\?token=([^\s"&>]+)/.exec(letter?.bodyText ?? '')?.[1];
  if (token === undefined) throw new Error(`no invitation was written to ${email}`);
  const accepted = await acceptInvitation(
    desk.database,
    { token: decodeURIComponent(token), password: demoPassword },
    origin(desk.clock.now()),
  );
  done(accepted);
}

async function fillCatalogue(desk: DemoDesk): Promise<void> {
  const by = actingAs(desk, 'carolina');
  for (const [position, { name, services }] of demoCatalogue.entries()) {
    const category = await createCategory(desk.tx, { name, position }, by);
    for (const [place, service] of services.entries()) {
      const created = await createService(
        desk.tx,
        {
          categoryId: category.id,
          name: service.name,
          description: service.description,
          kind: service.kind ?? 'support',
          priorityDefault: service.priority ?? null,
          sharedResponsibility: service.shared ?? false,
          teamId: known(desk.teams, service.team),
          questions: service.questions ?? [],
          answer: service.answer ?? { es: '', en: '' },
          suggestedServiceId:
            service.instead === undefined ? null : known(desk.services, service.instead),
          position: place,
        },
        by,
      );
      desk.services.set(service.key, done(created).id);
    }
  }
}

async function keepMacrosAndViews(desk: DemoDesk): Promise<void> {
  const by = {
    personId: known(desk.agents, 'carolina'),
    supervises: true,
    acting: actingAs(desk, 'carolina'),
  };
  for (const macro of demoMacros) done(await createMacro(desk.tx, macro, by));
  for (const view of demoViews) done(await saveView(desk.tx, view, by));
}

async function addCustomer(desk: DemoDesk, customer: DemoCustomer, begins: Instant): Promise<void> {
  const { database, tx } = desk;
  const { key, name, taxId, language, timeZone, contract } = customer;
  const by = actingAs(desk, 'carolina');
  const { terms } = await agreementInForce(tx, by.at);
  const day = (after: number) => dateOf(Math.floor((begins + after * dayMs) / dayMs));
  const organizationId = done(
    await createOrganization(
      database,
      {
        name,
        taxId,
        language,
        timeZone,
        demo: true,
        ...(contract === null
          ? {}
          : {
              contract: {
                reference: contract.reference,
                startsOn: day(contract.startsAfterDays),
                ...(contract.endsAfterDays === undefined
                  ? {}
                  : { endsOn: day(contract.endsAfterDays) }),
              },
            }),
      },
      by,
      (within, id) =>
        openAccount(within, {
          organizationId: id,
          overdraftUnitsMax: terms.credits.overdraftUnitsMax,
        }),
    ),
  );
  const contacts: KnownContact[] = [];
  for (const contact of customer.contacts) {
    contacts.push(await addDemoContact(desk, customer, organizationId, contact));
  }
  desk.customers.set(key, { organizationId, contacts });
  const { actor } = actingAs(desk, 'tomas');
  await recordPurchase(tx, {
    organizationId,
    units: customer.units,
    reference: `Factura demo ${1000 + organizationId}`,
    key: `demo:first:${organizationId}`,
    actor,
    at: desk.clock.now(),
  });
}

async function addDemoContact(
  desk: DemoDesk,
  customer: DemoCustomer,
  organizationId: number,
  contact: DemoContact,
): Promise<KnownContact> {
  const { database, clock } = desk;
  const by = actingAs(desk, 'carolina');
  const email = contactEmail(customer, contact);
  const { name, role = 'customer', authorised = true, phone, signsIn = false } = contact;
  const personId = done(
    await addContact(
      database,
      organizationId,
      { name, email, role, authorised, invite: signsIn, ...(phone === undefined ? {} : { phone }) },
      by,
    ),
  );
  if (contact.alsoFrom !== undefined) {
    const addresses = [`${contact.alsoFrom}@${customer.domain}`];
    done(await updateContact(database, { organizationId, personId }, { addresses }, by));
  }
  if (signsIn) {
    await settle(desk);
    await followInvitation(desk, email);
  }
  if (contact.terms === undefined && authorised) {
    await acceptTermsOf(desk, { personId, organizationId }, clock.now());
    await settle(desk);
  }
  return { personId, name, email, administrator: role === 'customer_administrator' };
}

/** T7: this person accepts the terms in the portal. */
export const acceptTermsOf = (
  desk: DemoDesk,
  { personId, organizationId }: { readonly personId: number; readonly organizationId: number },
  at: Instant,
): Promise<Instant | null> =>
  acceptTerms(desk.tx, {
    personId,
    organizationId,
    version: firstVersion,
    channel: 'portal',
    ipAddress: null,
    at,
  });

const origin = (at: Instant) => ({
  at,
  ipAddress: null,
  userAgent: 'Atenta demo',
  previousToken: null,
});
