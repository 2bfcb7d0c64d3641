import { z } from 'zod';
import { assert } from '../../../kernel/assert.ts';
import { dayMs } from '../../../kernel/duration.ts';
import { agreementInForce } from '../../../modules/agreements/index.ts';
import {
  type Anchors,
  type DisputedCharge,
  firstEntryAt,
  type Hold,
  type LineFilter,
  listDisputedCharges,
  listLowBalances,
  listObjections,
  openAccount,
  type Recorded,
  readAccount,
  readBalancesAt,
  readConsumption,
  readExpiringUnits,
  readStatement,
  recordAdjustment,
  recordPurchase,
  type StatementLine,
  sendMonthlyStatement,
  setLowBalance,
  setStatementByMail,
  verifyLedger,
} from '../../../modules/credits/index.ts';
import {
  type AuditEntry,
  namesOf,
  namesOfOrganizations,
  readOrganization,
  recordAudit,
} from '../../../modules/people/index.ts';
import {
  admitHeld,
  findTicket,
  findTicketIds,
  namesOfTickets,
} from '../../../modules/tickets/index.ts';
import { inTransaction, type Tx } from '../../../platform/database/index.ts';
import { readCursor, writeCursor } from '../../../platform/http.ts';
import { expiryWarningDue } from '../../../policy/expiry-warning.ts';
import { objectionStep } from '../../../policy/objection-hours.ts';
import { consumptionDays, projectRunOut } from '../../../policy/projection.ts';
import type { Terms } from '../../../policy/terms.ts';
import { isRefusal } from '../../../policy/verdict.ts';
import type { Projection, StatementFilter } from '../contract/credits.ts';
import { describeEntry } from '../describe-entry.ts';
import { readerOf } from '../describe-ticket.ts';
import { type Mounting, notFound } from '../handlers.ts';
import { plottedInstants } from '../plotted-instants.ts';
import { isStaff, mayReachOrganization, type RequestContext } from '../request-context.ts';
import { startOfDay } from '../start-of-day.ts';
import { toTime } from './as-json.ts';

/** Whoever has more than so many customers without units works from the top of the list anyway. */
const lowBalancesMax = 200;
const objectionsMax = 1000;
/** The newest of the requests that a filter matches: some years of a busy customer. */
const requestsLookedThrough = 2000;
const sequenceCursor = z.tuple([z.int()]);

/** T1, T3, T4: the units of a customer, where they went and why, and the proof of it. */
export function mountCredits(
  { mount }: Mounting,
  { anchors }: { readonly anchors: Anchors },
): void {
  mount('getAccount', async ({ params }, context) => {
    const { database, at } = context;
    if (!(await mayReachCustomer(params.organizationId, context))) return notFound;
    const account = await readAccount(database.db, params.organizationId);
    const { terms } = await agreementInForce(database.db, at);
    const holds = await shownHolds(account.holds, context);
    const disputed = await listDisputedCharges(database.db, params.organizationId);
    const disputedUnits = disputed.reduce((sum, { units }) => sum + units, 0);
    return {
      balanceUnits: account.balanceUnits,
      availableUnits: account.availableUnits,
      heldUnits: account.heldUnits,
      consumedUnits: account.consumedUnits - disputedUnits,
      purchasedUnits: account.issuedUnits,
      availableUnitsMin: terms.credits.availableUnitsMin,
      lowBalanceUnits: account.lowBalanceUnits ?? terms.credits.lowBalanceUnits,
      lowBalanceIsOwn: account.lowBalanceUnits !== null,
      statementByMail: account.statementByMail,
      projection: (await projectionsOf([params.organizationId], context))(params.organizationId),
      disputedUnits,
      disputed: await shownDisputed(disputed, context),
      expiring: await shownExpiring(params.organizationId, { terms, holds }, context),
      holds: holds.map(({ ticketId: _, ...hold }) => hold),
    };
  });

  mount('getStatement', async ({ params, query }, context) => {
    const { database } = context;
    const { organizationId } = params;
    if (!(await mayReachCustomer(organizationId, context))) return notFound;
    const { filter, requestsLeftOut } = await filterOf(organizationId, query, context);
    const statement = await readStatement(database.db, {
      organizationId,
      filter,
      from: startOfDay(query.from, { daysLater: 0, zone: context.timeZone }),
      until: startOfDay(query.to, { daysLater: 1, zone: context.timeZone }),
      beforeSequence: readCursor(query.cursor, sequenceCursor)?.[0],
      limit: query.limit,
    });
    const { nextBeforeSequence } = statement;
    return {
      openingBalanceUnits: statement.openingBalanceUnits,
      closingBalanceUnits: statement.closingBalanceUnits,
      items: await shownLines(statement.lines, context),
      requestsLeftOut,
      nextCursor: nextBeforeSequence === null ? null : writeCursor([nextBeforeSequence]),
    };
  });

  mount('getBalanceHistory', async ({ params, query }, context) => {
    const { database, timeZone: zone, at } = context;
    const { organizationId } = params;
    if (!(await mayReachCustomer(organizationId, context))) return notFound;
    const firstAt = await firstEntryAt(database.db, organizationId);
    if (firstAt === null) return { daysApart: 1, points: [] };
    const { daysApart, instants } = plottedInstants({
      from: Math.max(firstAt, startOfDay(query.from, { daysLater: 0, zone }) ?? firstAt),
      // The entries of this very millisecond are among what there is now.
      until: Math.min(at + 1, startOfDay(query.to, { daysLater: 1, zone }) ?? at + 1),
      zone,
    });
    const balances = await readBalancesAt(database.db, organizationId, instants);
    return {
      daysApart,
      // Each by the last moment that it covers, so that the end of a day is of that day.
      points: balances.map((balance) => ({ ...balance, at: toTime(balance.at - 1) })),
    };
  });

  mount('recordPurchase', async ({ params, body }, context) => {
    const { organizationId } = params;
    if (!(await mayReachCustomer(organizationId, context))) return notFound;
    const { units, reference, expiresAt } = body;
    const recorded = await inTransaction(context.database, (tx) =>
      recordPurchase(tx, {
        ...commandOf(organizationId, context),
        units,
        reference,
        expiresAt: expiresAt === undefined ? undefined : Date.parse(expiresAt),
      }),
    );
    return entryRecorded(organizationId, recorded, context);
  });

  mount('recordAdjustment', async ({ params, body }, context) => {
    const { organizationId } = params;
    if (!(await mayReachCustomer(organizationId, context))) return notFound;
    // One request is one person: nobody agrees on somebody else's behalf, so there is no second one here.
    const recorded = await inTransaction(context.database, (tx) =>
      recordAdjustment(tx, { ...commandOf(organizationId, context), ...body }),
    );
    return isRefusal(recorded) ? recorded : entryRecorded(organizationId, recorded, context);
  });

  mount('setLowBalance', ({ params: { organizationId }, body }, context) =>
    changeAccount(organizationId, context, async (tx) => {
      await setLowBalance(tx, organizationId, body.lowBalanceUnits);
      return { action: 'credits.low-balance-set', detail: body };
    }),
  );

  mount('setStatementByMail', ({ params: { organizationId }, body }, context) =>
    changeAccount(organizationId, context, async (tx) => {
      await setStatementByMail(tx, organizationId, body.byMail);
      return { action: 'credits.statement-by-mail-set', detail: body };
    }),
  );

  mount('sendStatement', async ({ params, body }, { database, principal, acting }) => {
    const { organizationId } = params;
    const { at } = acting;
    const organization = await readOrganization(database.db, organizationId, at);
    if (organization === null) return notFound;
    const { timeZone } = organization;
    const { personId: issuedByPersonId } = principal;
    return inTransaction(database, async (tx) => {
      const { terms } = await agreementInForce(tx, at);
      await openAccount(tx, { organizationId, ...terms.credits });
      const wanted = { organizationId, timeZone, month: body.month, issuedByPersonId, at };
      const declined = await sendMonthlyStatement(tx, wanted);
      if (declined !== null) return declined;
      await recordAudit(tx, acting, {
        action: 'credits.statement-sent',
        subject: `organization:${organizationId}`,
        detail: body,
      });
      return undefined;
    });
  });

  mount('listLowBalances', async (_, context) => {
    const { db } = context.database;
    const { terms } = await agreementInForce(db, context.at);
    const low = await listLowBalances(db, terms.credits.lowBalanceUnits, lowBalancesMax);
    const ids = low.map(({ organizationId }) => organizationId);
    const names = await namesOfOrganizations(db, ids);
    const projectionOf = await projectionsOf(ids, context);
    return {
      items: low.map(({ organizationId, ...units }) => ({
        organization: { id: organizationId, name: names.get(organizationId) ?? '' },
        ...units,
        projection: projectionOf(organizationId),
      })),
    };
  });

  mount('verifyLedger', async ({ params }, context) => {
    const { organizationId } = params;
    if (!(await mayReachCustomer(organizationId, context))) return notFound;
    const { db } = context.database;
    const proof = await verifyLedger(db, organizationId, await anchors.of(organizationId));
    return { ...proof, problems: [...proof.problems] };
  });
}

/** The requests and the words that a reader looks for in a statement. */
async function filterOf(
  organizationId: number,
  query: StatementFilter,
  { database }: RequestContext,
): Promise<{ readonly filter: LineFilter; readonly requestsLeftOut: boolean }> {
  const { kind, requesterPersonId } = query;
  const words = query.q === '' ? undefined : query.q;
  if (words === undefined && requesterPersonId === undefined) {
    return { filter: { kind }, requestsLeftOut: false };
  }
  const number = words === undefined ? undefined : /^#\s?(\d{1,9})$/.exec(words)?.[1];
  const found = await findTicketIds(database.db, {
    organizationId,
    requesterPersonId,
    ...(number === undefined ? { words } : { number: Number(number) }),
    limit: requestsLookedThrough + 1,
  });
  const ticketIds = found.slice(0, requestsLookedThrough);
  // Nobody asks for a purchase or a correction in a request: of one person there are none.
  const ownWords = number === undefined && requesterPersonId === undefined ? words : undefined;
  return {
    filter: { kind, ticketIds, ...(ownWords === undefined ? {} : { words: ownWords }) },
    requestsLeftOut: found.length > ticketIds.length,
  };
}

/** When each account runs out, by what it has used. */
async function projectionsOf(
  organizationIds: readonly number[],
  { database, at }: RequestContext,
): Promise<(organizationId: number) => Projection> {
  const since = at - consumptionDays * dayMs;
  const used = await readConsumption(database.db, organizationIds, since);
  return (organizationId) => {
    const consumption = used.get(organizationId);
    const projected = consumption && projectRunOut(consumption, at);
    if (projected === undefined || projected.kind === 'thin') {
      return { kind: 'thin', runsOutAt: null, unitsPerMonth: null };
    }
    const { kind, unitsPerMonth } = projected;
    return {
      kind,
      unitsPerMonth,
      runsOutAt: kind === 'estimate' ? toTime(projected.runsOutAt) : null,
    };
  };
}

export async function mayReachCustomer(
  organizationId: number,
  { database, principal, at }: RequestContext,
): Promise<boolean> {
  if (!mayReachOrganization(principal, organizationId)) return false;
  return (await readOrganization(database.db, organizationId, at)) !== null;
}

/** Sets something of a customer's account, which is opened where there is none yet, and notes who did. */
async function changeAccount(
  organizationId: number,
  context: RequestContext,
  change: (tx: Tx) => Promise<Pick<AuditEntry, 'action' | 'detail'>>,
): Promise<typeof notFound | undefined> {
  const { database, acting } = context;
  if (!(await mayReachCustomer(organizationId, context))) return notFound;
  await inTransaction(database, async (tx) => {
    const { terms } = await agreementInForce(tx, acting.at);
    await openAccount(tx, { organizationId, ...terms.credits });
    const changed = await change(tx);
    await recordAudit(tx, acting, { ...changed, subject: `organization:${organizationId}` });
  });
  return undefined;
}

/** A retry is answered by the call's own key before it comes here: each call that does is a command of its own. */
const commandOf = (organizationId: number, { acting }: RequestContext) => ({
  organizationId,
  key: `web:${crypto.randomUUID()}`,
  actor: acting.actor,
  at: acting.at,
});

/** T1: units that have just come in admit what waited for them, before the answer, so that it can say which. */
export async function entryRecorded(
  organizationId: number,
  recorded: Recorded,
  { database, at }: RequestContext,
) {
  assert(recorded.sequence !== null, 'a purchase or an adjustment moves units');
  const rose = recorded.change.available > 0;
  const admittedTickets = rose ? await admitHeld(database, organizationId, at) : [];
  const account = await readAccount(database.db, organizationId);
  return {
    sequence: recorded.sequence,
    availableUnits: account.availableUnits,
    balanceUnits: account.balanceUnits,
    admittedTickets: [...admittedTickets],
  };
}

/** A contact sees the company's units, but of requests only those that it may see anyway. */
async function shownHolds(holds: readonly Hold[], { database, principal }: RequestContext) {
  const { db } = database;
  const tickets = await namesOfTickets(
    db,
    holds.map((hold) => hold.ticketId),
  );
  const reader = readerOf(principal);
  const sees = async (number: number) =>
    isStaff(principal) || (await findTicket(db, number, reader)) !== undefined;
  const shown = await Promise.all(
    holds.map(async ({ ticketId, units }) => {
      const ticket = tickets.get(ticketId);
      assert(ticket !== undefined, 'a hold names its ticket');
      if (!(await sees(ticket.number))) return [];
      return [{ ticketId, ticketNumber: ticket.number, subject: ticket.subject, units }];
    }),
  );
  return shown.flat();
}

const maySeeStatement = (principal: RequestContext['principal']): boolean =>
  isStaff(principal) || principal.roles.includes('customer_administrator');

async function shownDisputed(
  disputed: readonly DisputedCharge[],
  { database, principal }: RequestContext,
) {
  if (!maySeeStatement(principal)) return [];
  const tickets = await namesOfTickets(
    database.db,
    disputed.map(({ ticketId }) => ticketId),
  );
  return disputed.flatMap(({ ticketId, sequence, units, dueAt }) => {
    const ticket = tickets.get(ticketId);
    if (ticket === undefined) return [];
    const { number: ticketNumber, subject } = ticket;
    return [{ entrySequence: sequence, ticketNumber, subject, units, dueAt: toTime(dueAt) }];
  });
}

/** The nearest of them: who has bought more often than that sees the rest as these pass. */
const expiringMax = 20;

async function shownExpiring(
  organizationId: number,
  { terms, holds }: { readonly terms: Terms; readonly holds: readonly ShownHold[] },
  { database, principal, at }: RequestContext,
) {
  const seesStatement = maySeeStatement(principal);
  const lots = await readExpiringUnits(database.db, organizationId);
  return lots.slice(0, expiringMax).map(({ units, expiresAt, reference, heldBy }) => ({
    units,
    expiresAt: toTime(expiresAt),
    soon: expiryWarningDue(terms, expiresAt, at) !== null,
    reference: seesStatement ? reference : null,
    heldBy: heldBy.flatMap((hold) => {
      const shown = holds.find(({ ticketId }) => ticketId === hold.ticketId);
      return shown === undefined ? [] : [{ ticketNumber: shown.ticketNumber, units: hold.units }];
    }),
  }));
}

type ShownHold = Awaited<ReturnType<typeof shownHolds>>[number];

async function shownLines(
  lines: readonly StatementLine[],
  { database, language, at }: RequestContext,
) {
  const { db } = database;
  const organizationId = lines[0]?.organizationId;
  const [objections, tickets, people] = await Promise.all([
    organizationId === undefined
      ? []
      : listObjections(db, { organizationId, limit: objectionsMax }),
    namesOfTickets(db, present(lines.map((line) => line.ticketId))),
    namesOf(db, present(lines.map((line) => line.actorPersonId))),
  ]);
  return lines.map((line) => {
    const ticket = line.ticketId === null ? undefined : tickets.get(line.ticketId);
    const personId = line.actorPersonId;
    const objection = objections.find(({ entrySequence }) => entrySequence === line.sequence);
    return {
      sequence: line.sequence,
      at: toTime(line.at),
      kind: line.kind,
      balanceChange: line.balanceChange,
      availableChange: line.change.available,
      heldChange: line.change.held,
      balanceAfter: line.balanceAfter,
      availableAfter: line.availableAfter,
      ticketNumber: ticket?.number ?? null,
      ticketSubject: ticket?.subject ?? null,
      clause: line.clause,
      workMinutes: line.workMinutes,
      reference: line.reference,
      reason: line.reason,
      actor: personId === null ? null : { personId, name: people.get(personId)?.name ?? '' },
      words: describeEntry(line, ticket?.number ?? null, language),
      hash: line.hash,
      disputedUnits: objection?.state === 'open' ? objection.units : 0,
      objectable: line.kind === 'charge' && objection === undefined,
      objection: objection
        ? {
            id: objection.id,
            state: objection.state,
            reason: objection.reason,
            dueAt: toTime(objection.dueAt),
            overdue: objection.state === 'open' && objectionStep(objection, at) === 'overdue',
            answer: objection.answer,
            givenBackUnits: objection.givenBackUnits,
          }
        : null,
    };
  });
}

const present = (ids: readonly (number | null)[]): number[] => ids.filter((id) => id !== null);
