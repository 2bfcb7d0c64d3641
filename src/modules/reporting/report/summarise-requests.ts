import { assert } from '../../../kernel/assert.ts';
import type { Instant } from '../../../kernel/clock.ts';
import { dayMs } from '../../../kernel/duration.ts';
import { type Database, type Db, inTransaction } from '../../../platform/database/index.ts';
import { foldClocks } from '../../../policy/clocks/fold.ts';
import { clockOutcome } from '../../../policy/clocks/outcome.ts';
import type { ClockReading } from '../../../policy/clocks/reading.ts';
import { timeSpent } from '../../../policy/clocks/time-spent.ts';
import { reopeningEndsAt } from '../../../policy/closing.ts';
import type { Terms } from '../../../policy/terms.ts';
import { agreementByVersion } from '../../agreements/index.ts';
import { clockEventsOf, timelinesFor } from '../../clocks/index.ts';
import { listPastTickets, type PastTicket, pastTicketsOf } from '../../tickets/index.ts';
import type { SummarisedRequest } from './model.ts';
import {
  selectProgress,
  selectSummarised,
  selectUnsettled,
  upsertProgress,
  upsertSummaries,
} from './store.ts';

const pageSize = 500;
/** A mail that was taken late registers its request at its arrival: so far back the desk looks for what it missed. */
const lookBackMs = 7 * dayMs;
/** I: what was rejected may be taken on after all; nothing comes back later than this. */
const comesBackWithinMs = 30 * dayMs;

/**
 * Brings what reports add up to the state of now: requests that were registered since, and those that may have changed. Each
 * page is a transaction, so that a run that breaks off is gone on from; may run in several processes. Answers how many
 * requests were written.
 */
export async function summariseRequests(
  database: Database,
  now: Instant,
  signal?: AbortSignal,
): Promise<number> {
  const progress = await selectProgress(database.db);
  let written = 0;
  for (let afterId = 0; ; ) {
    const unsettled = await selectUnsettled(database.db, { afterId, limit: pageSize });
    const last = unsettled.at(-1);
    if (last === undefined) break;
    signal?.throwIfAborted();
    afterId = last.ticketId;
    const known = new Map(
      unsettled.map(({ ticketId, ticketVersion }) => [ticketId, ticketVersion]),
    );
    const tickets = await pastTicketsOf(database.db, [...known.keys()]);
    written += await summarise(
      tickets.filter((ticket) => mayHaveChanged(ticket, known.get(ticket.id), now)),
    );
  }
  const from = progress === null ? 0 : progress.registeredThrough - lookBackMs;
  let through = progress?.registeredThrough ?? 0;
  for (let after: PastTicket | null = null; ; ) {
    // What is registered while this runs is found by the next run.
    const page: readonly PastTicket[] = await listPastTickets(database.db, {
      from,
      until: now + 1,
      after,
      limit: pageSize,
    });
    after = page.at(-1) ?? null;
    if (after === null) break;
    signal?.throwIfAborted();
    through = Math.max(through, after.registeredAt);
    const known = await selectSummarised(
      database.db,
      page.map(({ id }) => id),
    );
    written += await summarise(page.filter(({ id }) => !known.has(id)));
  }
  await inTransaction(database, (tx) =>
    upsertProgress(tx, { summarisedAt: now, registeredThrough: through }),
  );
  return written;

  async function summarise(tickets: readonly PastTicket[]): Promise<number> {
    const requests = await summariesOf(database.db, tickets, now);
    await inTransaction(database, (tx) => upsertSummaries(tx, requests));
    return requests.length;
  }
}

const endOf = ({ status, resolvedAt, closedAt }: PastTicket): Instant | null =>
  status === 'open' || status === 'waiting' ? null : (resolvedAt ?? closedAt);

/** Time alone changes what goes on; what is over changes by somebody's act, or settles. */
function mayHaveChanged(ticket: PastTicket, version: number | undefined, now: Instant): boolean {
  const endedAt = endOf(ticket);
  return ticket.version !== version || endedAt === null || now > endedAt + comesBackWithinMs;
}

async function summariesOf(
  db: Db,
  tickets: readonly PastTicket[],
  now: Instant,
): Promise<readonly SummarisedRequest[]> {
  const events = await clockEventsOf(
    db,
    tickets.map(({ id }) => id),
  );
  const timelines = await timelinesFor(db, events.values());
  const terms = new Map<number, Terms>();
  for (const version of new Set(tickets.map(({ agreementVersion }) => agreementVersion))) {
    terms.set(version, (await agreementByVersion(db, version)).terms);
  }
  return tickets.map((ticket) => {
    const happened = events.get(ticket.id);
    const own = terms.get(ticket.agreementVersion);
    assert(
      happened !== undefined && own !== undefined,
      'a registered request has clocks and terms',
    );
    const clocks = foldClocks(happened, now, timelines);
    const { firstResponse, resolution } = clocks;
    const endedAt = endOf(ticket);
    return {
      ticketId: ticket.id,
      ticketVersion: ticket.version,
      organizationId: ticket.organizationId,
      serviceId: ticket.serviceId,
      priority: ticket.priority,
      registeredAt: ticket.registeredAt,
      resolvedAt: endedAt === null ? null : ticket.resolvedAt,
      endedAt: ticket.resolvedAt === null ? endedAt : null,
      outcomes: {
        firstResponse: clockOutcome(firstResponse),
        resolution: clockOutcome(resolution),
      },
      byChange: {
        firstResponse: isByChange(firstResponse),
        resolution: isByChange(resolution),
      },
      spent: timeSpent(clocks, resolution, now, timelines),
      isSettled: endedAt !== null && now > settlesAt(own, endedAt),
    };
  });
}

/** VIII.c: after the reopening window it goes on as another request. */
const settlesAt = (terms: Terms, endedAt: Instant): Instant =>
  Math.max(reopeningEndsAt(terms, endedAt), endedAt + comesBackWithinMs);

const isByChange = ({ breach }: ClockReading): boolean =>
  breach !== null && breach.cause !== 'time-passed';
