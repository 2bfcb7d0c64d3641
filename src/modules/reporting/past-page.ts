import { assert } from '../../kernel/assert.ts';
import type { Instant } from '../../kernel/clock.ts';
import type { Db } from '../../platform/database/index.ts';
import type { ClockEvent } from '../../policy/clocks/events.ts';
import { happened, type Outcome, type PastRequest, replay } from '../../policy/replay.ts';
import type { PastClosing, PastFollower, Unknown } from '../../policy/replay-closing.ts';
import type { Terms } from '../../policy/terms.ts';
import type { Ending } from '../../policy/units.ts';
import { agreementByVersion, pastDecisionsOf } from '../agreements/index.ts';
import { clockEventsOf, serviceCalendar, timelinesFor } from '../clocks/index.ts';
import { standingsOf } from '../people/index.ts';
import { followUpsOf, type PastTicket, pastLivesOf, pastTicketsOf } from '../tickets/index.ts';

/** One request as it was and as it would have been. */
export interface JudgedRequest {
  readonly ticket: PastTicket;
  readonly before: Outcome;
  /** Null where it would not have been made: another one would have been reopened (VIII.c). */
  readonly after: Outcome | null;
  /** VIII.c: requests that would have been made in place of its reopening. */
  readonly successors: readonly Outcome[];
  readonly unknown: readonly Unknown[];
}

/** Judges one request of a page, and those that followed it: a chain that is one thing or several (VIII.c). */
export type JudgePage = (ticket: PastTicket) => readonly JudgedRequest[];

/**
 * Everything that judging these tickets needs, read at once. A request that follows one of the same span is judged with
 * that one, whatever page it stands on; by itself it answers nothing.
 */
export async function readPage(
  db: Db,
  tickets: readonly PastTicket[],
  asked: { readonly terms: Terms | null; readonly from: Instant; readonly until: Instant },
  now: Instant,
): Promise<JudgePage> {
  const chains = await readChains(db, tickets, asked);
  const everybody = [...tickets, ...chains.followers];
  const ids = everybody.map(({ id }) => id);
  const [events, lives, decisions, standings, calendar] = await Promise.all([
    clockEventsOf(db, ids),
    pastLivesOf(db, ids),
    pastDecisionsOf(db, ids),
    standingsOf(
      db,
      everybody.map(({ organizationId }) => organizationId),
    ),
    serviceCalendar(db),
  ]);
  const timelines = await timelinesFor(db, [
    ...events.values(),
    ...(calendar === null ? [] : [[{ type: 'calendar-changed', calendar, at: now } as const]]),
  ]);
  const ownTerms = new Map<number, Terms>();
  for (const version of new Set(everybody.map(({ agreementVersion }) => agreementVersion))) {
    ownTerms.set(version, (await agreementByVersion(db, version)).terms);
  }
  const byId = new Map(everybody.map((ticket) => [ticket.id, ticket]));

  return (ticket) => (chains.isFollower(ticket.id) ? [] : judgeChain(ticket));

  function judgeChain(ticket: PastTicket): readonly JudgedRequest[] {
    const own = ownTerms.get(ticket.agreementVersion);
    assert(own !== undefined, 'a registered request has terms');
    const request = requestOf(ticket);
    const world = { own, calendar, timelines, now };
    const { outcome, successors, unknown, absorbedTicketIds } = replay(request, asked.terms, world);
    const first = { ticket, before: happened(request, world), after: outcome, successors, unknown };
    const absorbed = new Set(absorbedTicketIds);
    return [first, ...chains.of(ticket.id).flatMap(({ ticketId }) => judgeFollower(ticketId))];

    function judgeFollower(ticketId: number): readonly JudgedRequest[] {
      const follower = byId.get(ticketId);
      if (follower === undefined) return [];
      if (!absorbed.has(ticketId)) return judgeChain(follower);
      const ownFollower = ownTerms.get(follower.agreementVersion);
      assert(ownFollower !== undefined, 'a registered request has terms');
      const before = happened(requestOf(follower), { ...world, own: ownFollower });
      const gone = { ticket: follower, before, after: null, successors: [], unknown: [] };
      return [gone, ...chains.of(ticketId).flatMap((next) => judgeFollower(next.ticketId))];
    }
  }

  function requestOf(ticket: PastTicket): PastRequest {
    const { priority, billableMinutes, approvedUnits, absenceUnits, surchargeUnits, chargedUnits } =
      ticket;
    return {
      priority,
      events: eventsOf(ticket.id),
      closing: closingOf(ticket.id),
      ending: endingOf(ticket, lives.get(ticket.id)?.closings.at(-1)?.cause === 'abandoned'),
      billableMinutes,
      work: lives.get(ticket.id)?.work ?? [],
      apart: { approvedUnits, absenceUnits, surchargeUnits },
      chargedUnits,
      availableUnits: decisions.get(ticket.id)?.unitsAtAdmission ?? null,
      arrival: {
        at: decisions.get(ticket.id)?.heldAt ?? ticket.registeredAt,
        registeredAt: ticket.registeredAt,
        suspendedMs: decisions.get(ticket.id)?.suspendedMs ?? 0,
        standings: standings.get(ticket.organizationId) ?? [],
      },
    };
  }

  function closingOf(ticketId: number): PastClosing {
    const life = lives.get(ticketId);
    return {
      attempts: life?.attempts ?? [],
      presences: life?.presences ?? [],
      closings: life?.closings ?? [],
      proposedAt: decisions.get(ticketId)?.abandonmentProposedAt ?? [],
      followers: chains.of(ticketId).flatMap(({ ticketId: id, at }) => followerOf(id, at) ?? []),
    };
  }

  function followerOf(ticketId: number, at: Instant): PastFollower | null {
    const ticket = byId.get(ticketId);
    if (ticket === undefined) return null;
    const { events: followed, closing, ending, billableMinutes } = requestOf(ticket);
    return { ticketId, at, events: followed, closing, ending, billableMinutes };
  }

  function eventsOf(ticketId: number): readonly ClockEvent[] {
    const known = events.get(ticketId);
    assert(known !== undefined, 'a registered request has clocks');
    return known;
  }
}

interface Chain {
  readonly ticketId: number;
  readonly at: Instant;
}

/** VIII.c: which requests followed which because it was too late to reopen them, as far down as they go. */
async function readChains(
  db: Db,
  tickets: readonly PastTicket[],
  { from, until }: { readonly from: Instant; readonly until: Instant },
) {
  const known = new Set(tickets.map(({ id }) => id));
  const followersOf = new Map<number, Chain[]>();
  const following = new Set<number>();
  const followers: PastTicket[] = [];
  for (let ids = [...known]; ids.length > 0; ) {
    const links = await followUpsOf(db, ids);
    const met = new Set(ids);
    for (const { originalTicketId, originalRegisteredAt, ticketId, at } of links) {
      const isInSpan =
        originalRegisteredAt !== null &&
        originalRegisteredAt >= from &&
        originalRegisteredAt < until;
      if (isInSpan) following.add(ticketId);
      if (!met.has(originalTicketId)) continue;
      followersOf.set(originalTicketId, [
        ...(followersOf.get(originalTicketId) ?? []),
        { ticketId, at },
      ]);
    }
    const next = links.map(({ ticketId }) => ticketId).filter((id) => !known.has(id));
    for (const id of next) known.add(id);
    const found = await pastTicketsOf(db, next);
    followers.push(
      ...found.filter(({ registeredAt }) => registeredAt >= from && registeredAt < until),
    );
    ids = next;
  }
  return {
    followers,
    isFollower: (ticketId: number) => following.has(ticketId),
    of: (ticketId: number): readonly Chain[] => followersOf.get(ticketId) ?? [],
  };
}

const endings: Readonly<Partial<Record<PastTicket['status'], Ending>>> = {
  closed: 'closed',
  withdrawn: 'withdrawn',
  rejected: 'rejected',
  referred: 'referred',
};

function endingOf({ status, merged }: PastTicket, abandoned: boolean): Ending | null {
  if (merged) return 'merged';
  if (status === 'closed' && abandoned) return 'abandoned';
  return endings[status] ?? null;
}
