import type { Instant } from '../kernel/clock.ts';
import type { CalendarReference, ClockEvent, Promised } from './clocks/events.ts';
import { foldClocks } from './clocks/fold.ts';
import { type ClockOutcome, clockOutcome } from './clocks/outcome.ts';
import type { Timelines } from './clocks/reading.ts';
import {
  type ClosingActs,
  lastClosedAt,
  type PastClosing,
  pastActs,
  type ReplayedClosing,
  replayClosing,
  type Unknown,
} from './replay-closing.ts';
import { type StandingEntry, standingAt, suspendedMs } from './standing.ts';
import type { Priority, Terms } from './terms.ts';
import { type Ending, nothingApart, settle, type UnitsApart } from './units.ts';

/** One request as it went, as far as the agreement's numbers decide about it. */
export interface PastRequest {
  readonly priority: Priority;
  readonly events: readonly ClockEvent[];
  readonly closing: PastClosing;
  /** Null while it goes on. */
  readonly ending: Ending | null;
  readonly billableMinutes: number;
  /** T4: when it was written down, what was taken back as negative minutes. Only of those that went on after an end. */
  readonly work: readonly { readonly at: Instant; readonly minutes: number }[];
  readonly apart: UnitsApart;
  /** As it was charged; null where nothing was. */
  readonly chargedUnits: number | null;
  /** T1: what the account had when it was admitted, before its hold; null where that was not asked. */
  readonly availableUnits: number | null;
  readonly arrival: PastArrival;
}

/** II: how a request came in, as far as its customer's standing decides about it. */
export interface PastArrival {
  /** When it was judged first. */
  readonly at: Instant;
  readonly registeredAt: Instant;
  /** For how long its decisions say that it was held while its customer was suspended. */
  readonly suspendedMs: number;
  /** The history of its customer. */
  readonly standings: readonly StandingEntry[];
}

/** What a request comes to under some terms. */
export interface Outcome {
  readonly firstResponse: ClockOutcome;
  readonly resolution: ClockOutcome;
  /** Null while nothing is charged. */
  readonly units: number | null;
  /** T1: false where these terms would have held it at its arrival. */
  readonly admitted: boolean;
  /** II: for how long it was held while its customer was suspended. */
  readonly suspendedMs: number;
  /** How it ended; null while it goes on. */
  readonly ending: Ending | null;
  readonly acts: ClosingActs;
}

/** The same request as other terms would have had it. */
export interface Replayed {
  readonly outcome: Outcome;
  /** VIII.c: what would have been requests of their own, in place of a reopening. */
  readonly successors: readonly Outcome[];
  /** VIII.c: requests that would not have been made. */
  readonly absorbedTicketIds: readonly number[];
  readonly unknown: readonly Unknown[];
}

export interface ReplayWorld {
  /** The terms to which the request was bound. */
  readonly own: Terms;
  /** Where terms ask for service hours and the request was never bound to a calendar. */
  readonly calendar: CalendarReference | null;
  readonly timelines: Timelines;
  /** Where running clocks stand. */
  readonly now: Instant;
}

/** What the request came to, as it was promised, charged and closed. */
export function happened(request: PastRequest, { own, timelines, now }: ReplayWorld): Outcome {
  return {
    ...clockOutcomes(request.events, now, timelines),
    units: request.chargedUnits,
    admitted: isAdmitted(request, own),
    suspendedMs: request.arrival.suspendedMs,
    ending: request.ending,
    acts: pastActs(request),
  };
}

/**
 * VII, VIII, T1, T3, T4: the same request judged by `terms`: what people did stays as they did it (they might have acted
 * otherwise, which nobody can replay), and what was promised, what the desk did by itself and what it cost are worked out
 * anew by the very rules that run the desk. With `terms` null it is judged by its own, which gives what happened.
 */
export function replay(request: PastRequest, terms: Terms | null, world: ReplayWorld): Replayed {
  const judged = terms ?? world.own;
  const closing = replayClosing(request, { terms: judged, own: world.own, now: world.now });
  const lives = [...livesOf(closing)];
  const besideWork = besideWorkOf(request, world.own);
  const outcomes = lives.map(({ life, from, until }, index): Outcome => {
    const minutes = (to: Instant) =>
      minutesOf(request, { from, until: Math.min(until, to) }) + workOfAbsorbed(life, to);
    const whole = apartUnder(judged, request.apart, world.own);
    // What stood beside the work was charged with the first life; what was approved counts in each.
    const apart = index === 0 ? whole : { ...nothingApart, approvedUnits: whole.approvedUnits };
    return {
      ...clockOutcomes(promisedBy(life.events, terms, world), world.now, world.timelines),
      units: sum(settled(judged, life, minutes, apart), index === 0 ? besideWork : null),
      admitted: index > 0 || isAdmitted(request, judged),
      suspendedMs:
        index > 0
          ? suspendedFrom(from, request.arrival.standings, world.now)
          : suspendedAsHistorySays(request.arrival, world.now),
      ending: life.ending,
      acts: life.acts,
    };
  });
  const [outcome = happened(request, world), ...successors] = outcomes;
  return {
    outcome,
    successors,
    absorbedTicketIds: lives.flatMap(({ life }) => life.absorbed.map(({ ticketId }) => ticketId)),
    unknown: [...new Set(lives.flatMap(({ life }) => life.unknown))],
  };
}

/** VIII.c: the request, and those that went on in its place, each with its stretch of time. */
function* livesOf(
  first: ReplayedClosing,
): Generator<{ readonly life: ReplayedClosing; readonly from: Instant; readonly until: Instant }> {
  let from = -Infinity;
  for (let life = first; ; ) {
    const { successor } = life;
    yield { life, from, until: successor?.at ?? Infinity };
    if (successor === null) return;
    from = successor.at;
    life = successor.closing;
  }
}

const isAdmitted = ({ availableUnits }: PastRequest, terms: Terms): boolean =>
  availableUnits === null || availableUnits >= terms.credits.availableUnitsMin;

// II

/**
 * The standing is no term: no draft changes it. It is read from the customer's history all the same, and not from what was
 * decided, so that a history and the decisions that do not agree are found out.
 */
function suspendedAsHistorySays(arrival: PastArrival, now: Instant): number {
  const { at, registeredAt, standings } = arrival;
  const knownSince = Math.min(...standings.map(({ from }) => from));
  // How it stood before anything was kept is only known from the decisions.
  if (at < knownSince) return arrival.suspendedMs;
  return (
    suspendedMs(standings, { from: at, until: registeredAt }) +
    suspendedFrom(registeredAt, standings, now)
  );
}

/** How long a request that comes at this moment is held for its customer's standing. */
function suspendedFrom(at: Instant, standings: readonly StandingEntry[], now: Instant): number {
  const { standing, until } = standingAt(standings, at);
  return standing === 'suspended' ? Math.max((until ?? now) - at, 0) : 0;
}

// VII

function clockOutcomes(events: readonly ClockEvent[], now: Instant, timelines: Timelines) {
  const { firstResponse, resolution } = foldClocks(events, now, timelines);
  return { firstResponse: clockOutcome(firstResponse), resolution: clockOutcome(resolution) };
}

function promisedBy(
  events: readonly ClockEvent[],
  terms: Terms | null,
  { calendar }: { readonly calendar: CalendarReference | null },
): readonly ClockEvent[] {
  if (terms === null) return events;
  return events.map((event) => {
    if (!('promised' in event)) return event;
    const promised = promise(terms, event.promised);
    if (event.type !== 'registered') return { ...event, promised };
    return { ...event, promised, calendar: event.calendar ?? calendar };
  });
}

const promise = (terms: Terms, was: Promised): Promised => ({
  ...was,
  // Copied from a priority when it was promised.
  ...terms.targets[was.priority as Priority],
});

// T3, T4, T5, T6

/** Up to the end, or to the last time that it was closed when it went on since; null where nothing was to be charged. */
function settled(
  terms: Terms,
  { ending, closedAt }: { readonly ending: Ending | null; readonly closedAt: Instant | null },
  minutesUntil: (to: Instant) => number,
  apart: UnitsApart,
): number | null {
  if (ending === null && closedAt === null) return null;
  const settlement = settle(terms, {
    ending: ending ?? 'closed',
    billableMinutes: minutesUntil(ending === null ? (closedAt ?? 0) : Infinity),
    apart,
  });
  return settlement.outcome === 'charge' ? settlement.units : null;
}

/** The whole of it, less what was written down outside of a stretch of time. */
function minutesOf(
  { billableMinutes, work }: Pick<PastRequest, 'billableMinutes' | 'work'>,
  { from, until }: { readonly from: Instant; readonly until: Instant },
): number {
  const outside = work
    .filter(({ at }) => at <= from || at > until)
    .reduce((total, { minutes }) => total + minutes, 0);
  // What was taken back later may have been worked before.
  return Math.max(0, billableMinutes - outside);
}

const workOfAbsorbed = ({ absorbed }: ReplayedClosing, to: Instant): number =>
  absorbed
    .filter(({ at }) => at <= to)
    .reduce((total, { billableMinutes }) => total + billableMinutes, 0);

/**
 * T4: what was worked where nobody had to approve it is taken as approved: an answer that was not asked for cannot be
 * replayed. T6: an absence costs a minimum, and the minimum may be another one.
 */
const apartUnder = (
  terms: Terms,
  { approvedUnits, absenceUnits, surchargeUnits }: UnitsApart,
  own: Terms,
): UnitsApart => ({
  approvedUnits: own.credits.furtherUnits === 'approve' ? approvedUnits : Number.POSITIVE_INFINITY,
  absenceUnits: Math.round(
    (absenceUnits * terms.credits.unitsPerTicketMin) / own.credits.unitsPerTicketMin,
  ),
  surchargeUnits,
});

/** What was charged and no rule of the numbers explains, such as a decided objection, stays as it was. */
function besideWorkOf(request: PastRequest, own: Terms): number | null {
  const { chargedUnits, ending, apart } = request;
  if (chargedUnits === null) return null;
  const closed = { ending, closedAt: lastClosedAt(request) };
  const minutes = (to: Instant) => minutesOf(request, { from: -Infinity, until: to });
  return chargedUnits - (settled(own, closed, minutes, apart) ?? 0);
}

const sum = (a: number | null, b: number | null): number | null =>
  a === null && b === null ? null : (a ?? 0) + (b ?? 0);
