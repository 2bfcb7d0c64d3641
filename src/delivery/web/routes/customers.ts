import { z } from 'zod';
import { isDeclined } from '../../../kernel/declined.ts';
import {
  type AcceptedTerms,
  agreementInForce,
  termsAcceptances,
} from '../../../modules/agreements/index.ts';
import { openAccount, readUnitsOfAccounts } from '../../../modules/credits/index.ts';
import {
  addContact,
  addContract,
  type Contact,
  clearContactUndelivered,
  createOrganization,
  endContract,
  listContacts,
  listOrganizations,
  type OrganizationSummary,
  readContact,
  readOrganization,
  readStandingHistory,
  searchContacts,
  setStanding,
  setUnverifiedMail,
  updateContact,
  updateOrganization,
  withdrawStanding,
} from '../../../modules/people/index.ts';
import { countHeldForStanding, countOpenTickets } from '../../../modules/tickets/index.ts';
import { inTransaction } from '../../../platform/database/index.ts';
import { readCursor, toPage } from '../../../platform/http.ts';
import { saidIn } from '../../../policy/standing.ts';
import { type Mounting, type NotFound, notFound } from '../handlers.ts';
import { mayReachOrganization, type RequestContext } from '../request-context.ts';
import { toAcceptedTerms, toTime, toTimeOrNull } from './as-json.ts';

const nameCursor = z.tuple([z.string(), z.int()]);
const matchesMax = 20;

/** II: customers, their contracts and their contacts. */
export function mountCustomers({ mount }: Mounting): void {
  mount('listOrganizations', async ({ query }, context) => {
    const { database, at } = context;
    const { q, limit, cursor } = query;
    const key = readCursor(cursor, nameCursor);
    const rows = await listOrganizations(database.db, {
      words: q,
      after: key === null ? undefined : { name: key[0], id: key[1] },
      limit: limit + 1,
      at,
    });
    const page = toPage(rows, limit, ({ name, id }) => [name, id]);
    return { items: await summaries(page.items, context), nextCursor: page.nextCursor };
  });

  mount('createOrganization', async ({ body }, context) => {
    const { database, acting } = context;
    const created = await createOrganization(database, body, acting, async (tx, organizationId) => {
      const { terms } = await agreementInForce(tx, acting.at);
      const { overdraftUnitsMax } = terms.credits;
      await openAccount(tx, { organizationId, overdraftUnitsMax });
    });
    return isDeclined(created) ? created : organizationAnswer(created, context);
  });

  mount('getOrganization', ({ params }, context) =>
    organizationAnswer(params.organizationId, context),
  );

  mount('updateOrganization', async ({ params, body }, context) => {
    const { organizationId } = params;
    const updated = await updateOrganization(
      context.database,
      organizationId,
      body,
      context.acting,
    );
    return isDeclined(updated) ? updated : organizationAnswer(organizationId, context);
  });

  mount('setStanding', async ({ params, body }, context) => {
    const { organizationId } = params;
    const { from, until, ...said } = body;
    const change = {
      ...said,
      from: from === undefined ? undefined : Date.parse(from),
      until: until === undefined ? undefined : Date.parse(until),
    };
    const set = await setStanding(context.database, organizationId, change, context.acting);
    return isDeclined(set) ? set : organizationAnswer(organizationId, context);
  });

  mount('withdrawStanding', async ({ params, body }, context) => {
    const { database, acting } = context;
    const withdrawn = await withdrawStanding(database, params, body.reason, acting);
    return isDeclined(withdrawn) ? withdrawn : organizationAnswer(params.organizationId, context);
  });

  mount('listStandings', async ({ params }, { database, at }) => {
    const { organizationId } = params;
    const history = await readStandingHistory(database.db, organizationId, at);
    if (history === null) return notFound;
    const { held, heldForThisAlone } = await countHeldForStanding(database.db, organizationId);
    return {
      heldTickets: held,
      heldForThisAlone,
      items: history.map(({ from, until, recordedAt, ...entry }) => ({
        ...entry,
        from: toTime(from),
        until: toTimeOrNull(until),
        recordedAt: toTime(recordedAt),
      })),
    };
  });

  mount('setUnverifiedMail', async ({ params, body }, context) => {
    await setUnverifiedMail(
      context.database,
      params.organizationId,
      body.unverifiedMail,
      context.acting,
    );
    return organizationAnswer(params.organizationId, context);
  });

  mount('addContract', async ({ params, body }, context) => {
    const { organizationId } = params;
    const added = await addContract(context.database, organizationId, body, context.acting);
    return isDeclined(added) ? added : organizationAnswer(organizationId, context);
  });

  mount('endContract', async ({ params, body }, context) => {
    const ended = await endContract(context.database, params, body.endsOn, context.acting);
    if (isDeclined(ended)) return ended;
    return ended ? organizationAnswer(params.organizationId, context) : notFound;
  });

  mount('listContacts', async ({ params }, context) => {
    const { database, principal, at } = context;
    const { organizationId } = params;
    if (!mayReachOrganization(principal, organizationId)) return notFound;
    if ((await readOrganization(database.db, organizationId, at)) === null) return notFound;
    const contacts = await listContacts(database.db, organizationId, at);
    return { items: await contactAnswers(contacts, context) };
  });

  mount('inviteContact', async ({ params, body }, context) => {
    const { database, principal, acting, at } = context;
    const { organizationId } = params;
    if (!mayReachOrganization(principal, organizationId)) return notFound;
    const personId = await addContact(database, organizationId, body, acting);
    if (isDeclined(personId)) return personId;
    if (personId === null) return notFound;
    const contact = await readContact(database.db, { organizationId, personId }, at);
    const [answer] = contact === null ? [] : await contactAnswers([contact], context);
    return answer ?? notFound;
  });

  mount('updateContact', async ({ params, body }, context) => {
    if (!mayReachOrganization(context.principal, params.organizationId)) return notFound;
    const contact = await updateContact(context.database, params, body, context.acting);
    if (isDeclined(contact)) return contact;
    const [answer] = contact === null ? [] : await contactAnswers([contact], context);
    return answer ?? notFound;
  });

  mount('clearUndeliverable', async ({ params }, { database, acting }) =>
    inTransaction(database, async (tx) =>
      (await clearContactUndelivered(tx, params, acting)) ? undefined : notFound,
    ),
  );

  mount('searchContacts', async ({ query }, { database }) => ({
    items: [...(await searchContacts(database.db, query.q, matchesMax))],
  }));
}

async function summaries(
  organizations: readonly OrganizationSummary[],
  { database }: RequestContext,
) {
  const { db } = database;
  const ids = organizations.map(({ id }) => id);
  const [openTickets, units] = await Promise.all([
    countOpenTickets(db, ids),
    readUnitsOfAccounts(db, ids),
  ]);
  return organizations.map((organization) => ({
    ...organization,
    availableUnits: units.get(organization.id)?.availableUnits ?? 0,
    heldUnits: units.get(organization.id)?.heldUnits ?? 0,
    openTickets: openTickets.get(organization.id) ?? 0,
  }));
}

async function organizationAnswer(organizationId: number, context: RequestContext) {
  const { database, principal, at } = context;
  if (!mayReachOrganization(principal, organizationId)) return notFound satisfies NotFound;
  const organization = await readOrganization(database.db, organizationId, at);
  if (organization === null) return notFound satisfies NotFound;
  const [summary] = await summaries([organization], context);
  return {
    ...organization,
    availableUnits: summary?.availableUnits ?? 0,
    heldUnits: summary?.heldUnits ?? 0,
    openTickets: summary?.openTickets ?? 0,
    standingSince: toTimeOrNull(organization.standingSince),
    standingUntil: toTimeOrNull(organization.standingUntil),
    standingReason: saidIn(organization.standingReason, principal.language),
    contracts: [...organization.contracts],
  };
}

/** T7: of one person, the moment of the version in force apart. */
function termsAnswer(accepted: readonly AcceptedTerms[], versionInForce: number) {
  const termsAccepted = accepted.map(toAcceptedTerms);
  const inForce = termsAccepted.find(({ version }) => version === versionInForce);
  return { termsAcceptedAt: inForce?.acceptedAt ?? null, termsAccepted };
}

/** Contacts with what they accepted of the terms (T7), however many in one query. */
async function contactAnswers(
  contacts: readonly Contact[],
  { database, at }: Pick<RequestContext, 'database' | 'at'>,
) {
  const { version } = await agreementInForce(database.db, at);
  const accepted = await termsAcceptances(
    database.db,
    contacts.map(({ personId }) => personId),
  );
  return contacts.map(({ organizationId: _, addresses, undeliverable, ...shown }) => ({
    ...shown,
    addresses: [...addresses],
    undeliverable: undeliverable.map((each) => ({ ...each, since: toTime(each.since) })),
    ...termsAnswer(accepted.get(shown.personId) ?? [], version),
  }));
}
