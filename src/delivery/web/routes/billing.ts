import type { Instant } from '../../../kernel/clock.ts';
import { isDeclined } from '../../../kernel/declined.ts';
import {
  confirmAdjustment,
  decideObjection,
  declineTopUp,
  listAdjustmentRequests,
  listObjections,
  listTopUps,
  type Objection,
  objectToCharge,
  recordTopUp,
  requestAdjustment,
  requestTopUp,
  type TopUp,
  withdrawObjection,
} from '../../../modules/credits/index.ts';
import { namesOf, namesOfOrganizations } from '../../../modules/people/index.ts';
import { namesOfTickets } from '../../../modules/tickets/index.ts';
import { type Db, inTransaction } from '../../../platform/database/index.ts';
import { objectionStep, objectionStepAt } from '../../../policy/objection-hours.ts';
import { isRefusal } from '../../../policy/verdict.ts';
import { type Mounting, notFound } from '../handlers.ts';
import type { RequestContext } from '../request-context.ts';
import { toTime } from './as-json.ts';
import { entryRecorded, mayReachCustomer } from './credits.ts';

const tasksMax = 200;
const topUpsShown = 20;

/** T1, T3, T4: what customers ask of billing, and what one person of billing asks of another. */
export function mountBilling({ mount }: Mounting): void {
  mount('objectToCharge', async ({ params, body }, context) => {
    const { organizationId } = params;
    if (!(await mayReachCustomer(organizationId, context))) return notFound;
    const objected = await inTransaction(context.database, (tx) =>
      objectToCharge(tx, { organizationId, ...body, ...personOf(context) }),
    );
    return isDeclined(objected) ? objected : undefined;
  });

  mount('withdrawObjection', async ({ params }, context) => {
    if (!(await mayReachCustomer(params.organizationId, context))) return notFound;
    const declined = await inTransaction(context.database, (tx) =>
      withdrawObjection(tx, { ...params, ...personOf(context) }),
    );
    return declined ?? undefined;
  });

  mount('decideObjection', async ({ params, body }, context) => {
    const { objectionId } = params;
    const decided = await inTransaction(context.database, (tx) =>
      decideObjection(tx, { objectionId, ...body, ...personOf(context) }),
    );
    if (isDeclined(decided) || isRefusal(decided)) return decided;
    return { waits: decided === 'waits' };
  });

  mount('requestAdjustment', async ({ params, body }, context) => {
    const { organizationId } = params;
    if (!(await mayReachCustomer(organizationId, context))) return notFound;
    const requestId = await inTransaction(context.database, (tx) =>
      requestAdjustment(tx, { organizationId, ...body, ...personOf(context) }),
    );
    return isRefusal(requestId) ? requestId : { requestId };
  });

  mount('confirmAdjustment', async ({ params, body }, context) => {
    const { requestId } = params;
    const decided = await inTransaction(context.database, (tx) =>
      confirmAdjustment(tx, { requestId, ...body, ...personOf(context) }),
    );
    return isDeclined(decided) || isRefusal(decided) ? decided : undefined;
  });

  mount('requestTopUp', async ({ params, body }, context) => {
    const { organizationId } = params;
    if (!(await mayReachCustomer(organizationId, context))) return notFound;
    await inTransaction(context.database, (tx) =>
      requestTopUp(tx, { organizationId, ...body, ...personOf(context) }),
    );
    return undefined;
  });

  mount('listTopUps', async ({ params }, context) => {
    const { organizationId } = params;
    if (!(await mayReachCustomer(organizationId, context))) return notFound;
    const { db } = context.database;
    const topUps = await listTopUps(db, { organizationId, limit: topUpsShown });
    return { items: await shownTopUps(db, topUps) };
  });

  mount('recordTopUp', async ({ params, body }, context) => {
    const { topUpId } = params;
    const { reference, expiresAt } = body;
    const done = await inTransaction(context.database, (tx) =>
      recordTopUp(tx, {
        topUpId,
        reference,
        expiresAt: expiresAt === undefined ? undefined : Date.parse(expiresAt),
        ...personOf(context),
      }),
    );
    if (isDeclined(done)) return done;
    return entryRecorded(done.organizationId, done.recorded, context);
  });

  mount('declineTopUp', async ({ params, body }, context) => {
    const { topUpId } = params;
    const declined = await inTransaction(context.database, (tx) =>
      declineTopUp(tx, { topUpId, ...body, ...personOf(context) }),
    );
    return declined ?? undefined;
  });

  mount('listBillingTasks', async (_, { database, at }) => {
    const { db } = database;
    const open = { open: true, limit: tasksMax };
    const [objections, adjustments, topUps] = await Promise.all([
      listObjections(db, open),
      listAdjustmentRequests(db, open),
      listTopUps(db, open),
    ]);
    const [organizations, people, tickets] = await Promise.all([
      namesOfOrganizations(
        db,
        [...objections, ...adjustments].map(({ organizationId }) => organizationId),
      ),
      namesOf(db, [
        ...objections.map(({ raisedByPersonId }) => raisedByPersonId),
        ...adjustments.map(({ requestedByPersonId }) => requestedByPersonId),
      ]),
      namesOfTickets(
        db,
        objections.map(({ ticketId }) => ticketId),
      ),
    ]);
    const organization = (id: number) => ({ id, name: organizations.get(id) ?? '' });
    const person = (personId: number) => ({ personId, name: people.get(personId)?.name ?? '' });
    return {
      objections: objections.map((objection) => ({
        ...hoursOf(objection, at),
        id: objection.id,
        organization: organization(objection.organizationId),
        entrySequence: objection.entrySequence,
        ticketNumber: tickets.get(objection.ticketId)?.number ?? 0,
        units: objection.units,
        reason: objection.reason,
        raisedBy: person(objection.raisedByPersonId),
        waits: adjustments.some(({ objectionId }) => objectionId === objection.id),
      })),
      adjustments: adjustments.map((request) => ({
        id: request.id,
        organization: organization(request.organizationId),
        units: request.units,
        reason: request.reason,
        correctsSequence: request.correctsSequence,
        requestedBy: person(request.requestedByPersonId),
        requestedAt: toTime(request.requestedAt),
      })),
      topUps: await shownTopUps(db, topUps),
    };
  });
}

const personOf = ({ principal, at }: RequestContext) => ({
  actor: { kind: 'person' as const, personId: principal.personId },
  at,
});

/** T4: how the hours of an open objection stand, by the rule that its people are told by. */
function hoursOf(objection: Objection, now: Instant) {
  const step = objectionStep(objection, now);
  return {
    dueAt: toTime(objection.dueAt),
    nearSince: step === 'warned' ? toTime(objectionStepAt(objection, step)) : null,
    overdue: step === 'overdue',
  };
}

async function shownTopUps(db: Db, topUps: readonly TopUp[]) {
  const [organizations, people] = await Promise.all([
    namesOfOrganizations(
      db,
      topUps.map(({ organizationId }) => organizationId),
    ),
    namesOf(
      db,
      topUps.map(({ requestedByPersonId }) => requestedByPersonId),
    ),
  ]);
  return topUps.map((topUp) => ({
    id: topUp.id,
    organization: {
      id: topUp.organizationId,
      name: organizations.get(topUp.organizationId) ?? '',
    },
    units: topUp.units,
    note: topUp.note,
    requestedBy: {
      personId: topUp.requestedByPersonId,
      name: people.get(topUp.requestedByPersonId)?.name ?? '',
    },
    requestedAt: toTime(topUp.requestedAt),
    state: topUp.state,
    answer: topUp.answer,
  }));
}
