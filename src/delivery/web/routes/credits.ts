import { z } from 'zod';
import { assert } from '../../../kernel/assert.ts';
import { agreementInForce } from '../../../modules/agreements/index.ts';
import {
  type Anchors,
  type Hold,
  type Recorded,
  readAccount,
  readStatement,
  recordAdjustment,
  recordPurchase,
  type StatementLine,
  verifyLedger,
} from '../../../modules/credits/index.ts';
import { namesOf, readOrganization } from '../../../modules/people/index.ts';
import { admitHeld, findTicket, namesOfTickets } from '../../../modules/tickets/index.ts';
import { inTransaction } from '../../../platform/database/index.ts';
import { readCursor, writeCursor } from '../../../platform/http.ts';
import { isRefusal } from '../../../policy/verdict.ts';
import { describeEntry } from '../describe-entry.ts';
import { readerOf } from '../describe-ticket.ts';
import { type Mounting, notFound } from '../handlers.ts';
import { isStaff, mayReachOrganization, type RequestContext } from '../request-context.ts';
import { startOfDay } from '../start-of-day.ts';
import { toTime } from './as-json.ts';

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
    return {
      balanceUnits: account.balanceUnits,
      availableUnits: account.availableUnits,
      heldUnits: account.heldUnits,
      consumedUnits: account.consumedUnits,
      purchasedUnits: account.issuedUnits,
      availableUnitsMin: terms.credits.availableUnitsMin,
      holds: await shownHolds(account.holds, context),
    };
  });

  mount('getStatement', async ({ params, query }, context) => {
    const { database } = context;
    const { organizationId } = params;
    if (!(await mayReachCustomer(organizationId, context))) return notFound;
    const statement = await readStatement(database.db, {
      organizationId,
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
      nextCursor: nextBeforeSequence === null ? null : writeCursor([nextBeforeSequence]),
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

  mount('verifyLedger', async ({ params }, context) => {
    const { organizationId } = params;
    if (!(await mayReachCustomer(organizationId, context))) return notFound;
    const { db } = context.database;
    const proof = await verifyLedger(db, organizationId, await anchors.of(organizationId));
    return { ...proof, problems: [...proof.problems] };
  });
}

async function mayReachCustomer(
  organizationId: number,
  { database, principal, at }: RequestContext,
): Promise<boolean> {
  if (!mayReachOrganization(principal, organizationId)) return false;
  return (await readOrganization(database.db, organizationId, at)) !== null;
}

/** A retry is answered by the call's own key before it comes here: each call that does is a command of its own. */
const commandOf = (organizationId: number, { acting }: RequestContext) => ({
  organizationId,
  key: `web:${crypto.randomUUID()}`,
  actor: acting.actor,
  at: acting.at,
});

/** T1: units that have just come in admit what waited for them, before the answer, so that it can say which. */
async function entryRecorded(
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
      return [{ ticketNumber: ticket.number, subject: ticket.subject, units }];
    }),
  );
  return shown.flat();
}

async function shownLines(lines: readonly StatementLine[], { database, language }: RequestContext) {
  const { db } = database;
  const [tickets, people] = await Promise.all([
    namesOfTickets(db, present(lines.map((line) => line.ticketId))),
    namesOf(db, present(lines.map((line) => line.actorPersonId))),
  ]);
  return lines.map((line) => {
    const ticket = line.ticketId === null ? undefined : tickets.get(line.ticketId);
    const personId = line.actorPersonId;
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
    };
  });
}

const present = (ids: readonly (number | null)[]): number[] => ids.filter((id) => id !== null);
