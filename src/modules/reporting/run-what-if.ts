import { setImmediate as letOthers } from 'node:timers/promises';
import { assert } from '../../kernel/assert.ts';
import type { Clock, Instant } from '../../kernel/clock.ts';
import type { Database, Db } from '../../platform/database/index.ts';
import { type Outcome, type PastRequest, replay } from '../../policy/replay.ts';
import type { Terms } from '../../policy/terms.ts';
import type { Ending } from '../../policy/units.ts';
import { agreementByVersion, unitsAtAdmission } from '../agreements/index.ts';
import { clockEventsOf, serviceCalendar, timelinesFor } from '../clocks/index.ts';
import { listPastTickets, type PastTicket } from '../tickets/index.ts';
import { comparison } from './compare.ts';
import { endWhatIf, selectWhatIf, updateProgress } from './store.ts';

/** Tickets read at once, and judged before other work has its turn. */
const batchSize = 1000;
const sliceSize = 100;

/**
 * Works out one what-if: every past request of its span is judged as it was promised and as the terms that are tried
 * would have promised it. May run again after a crash; it begins anew then. Somebody may give it up meanwhile.
 */
export async function runWhatIf(
  desk: { readonly database: Pick<Database, 'db'>; readonly clock: Clock },
  whatIfId: number,
  signal: AbortSignal,
): Promise<void> {
  const { db } = desk.database;
  const asked = await selectWhatIf(db, whatIfId);
  if (asked === null || !(await updateProgress(db, whatIfId, 0))) return;
  const now = desk.clock.now();
  const { add, result } = comparison();
  try {
    let done = 0;
    for (let after: PastTicket | null = null; ; ) {
      const tickets = await listPastTickets(db, { ...asked, after, limit: batchSize });
      const last = tickets.at(-1);
      if (last === undefined) break;
      const judge = await judgeOf(db, tickets, asked.terms, now);
      for (const [index, ticket] of tickets.entries()) {
        if (index % sliceSize === 0) await letOthers();
        add({ ...ticket, month: monthOf(ticket.registeredAt), ...judge(ticket) });
      }
      done += tickets.length;
      signal.throwIfAborted();
      if (!(await updateProgress(db, whatIfId, done))) return;
      after = last;
    }
    await endWhatIf(db, whatIfId, { state: 'done', result: result(), at: desk.clock.now() });
  } catch (error) {
    // The machine stops: it runs again. Anything else would fail again, and whoever waits is told.
    if (!signal.aborted) {
      await endWhatIf(db, whatIfId, { state: 'failed', result: null, at: desk.clock.now() });
    }
    throw error;
  }
}

type Judge = (ticket: PastTicket) => { readonly before: Outcome; readonly after: Outcome };

/** Everything that judging these tickets needs, read at once. */
async function judgeOf(
  db: Db,
  tickets: readonly PastTicket[],
  tried: Terms | null,
  now: Instant,
): Promise<Judge> {
  const ids = tickets.map(({ id }) => id);
  const events = await clockEventsOf(db, ids);
  const admissions = await unitsAtAdmission(db, ids);
  const calendar = await serviceCalendar(db);
  const timelines = await timelinesFor(db, [
    ...events.values(),
    ...(calendar === null ? [] : [[{ type: 'calendar-changed', calendar, at: now } as const]]),
  ]);
  const ownTerms = new Map<number, Terms>();
  for (const version of new Set(tickets.map(({ agreementVersion }) => agreementVersion))) {
    ownTerms.set(version, (await agreementByVersion(db, version)).terms);
  }
  return (ticket) => {
    const own = ownTerms.get(ticket.agreementVersion);
    const happened = events.get(ticket.id);
    assert(own !== undefined && happened !== undefined, 'a registered ticket has terms and clocks');
    const request: PastRequest = {
      priority: ticket.priority,
      events: happened,
      ending: endingOf(ticket),
      billableMinutes: ticket.billableMinutes,
      availableUnits: admissions.get(ticket.id) ?? null,
    };
    const world = { own, calendar, timelines, now };
    const judged = replay(request, null, world);
    const before = { ...judged, units: ticket.chargedUnits };
    if (judged.units === null || ticket.chargedUnits === null) {
      return { before, after: { ...replay(request, tried, world), units: ticket.chargedUnits } };
    }
    // What was charged beside the work, such as an absence (T6), stays as it was.
    const beside = ticket.chargedUnits - judged.units;
    const after = replay(request, tried, world);
    return { before, after: { ...after, units: (after.units ?? 0) + beside } };
  };
}

const endings: Readonly<Partial<Record<PastTicket['status'], Ending>>> = {
  closed: 'closed',
  withdrawn: 'withdrawn',
  rejected: 'rejected',
  referred: 'referred',
};
const endingOf = ({ status }: PastTicket): Ending | null => endings[status] ?? null;

const monthOf = (instant: Instant): string => new Date(instant).toISOString().slice(0, 7);
