import { assert, unreachable } from '../../kernel/assert.ts';
import type { Instant } from '../../kernel/clock.ts';
import { minuteMs } from '../../kernel/duration.ts';
import type { CalendarReference, ClockEvent, ClockEventType, Promised } from './events.ts';
import {
  type Breach,
  type BreachCause,
  type ClearedBreach,
  type ClockChange,
  type ClockKind,
  type ClockReading,
  type ClockResult,
  type ClockState,
  type Clocks,
  type Phase,
  type PhaseKind,
  pointOf,
  promisedHours,
  type Timelines,
} from './reading.ts';
import type { Timeline } from './timeline.ts';

/**
 * VII: the clocks of a ticket at `now`, from all that happened to them. Pure: the same events give the same
 * clocks, so the desk, the what-if and the proof are one. Every event counts, also one after `now`; `now` says
 * how far the running ones have run. Events may come in any order; the registration must be among them.
 */
export function foldClocks(
  events: readonly ClockEvent[],
  now: Instant,
  timelines: Timelines,
): Clocks {
  const [registration, ...later] = inOrder(events);
  assert(registration?.type === 'registered', 'the clocks of a ticket begin with its registration');
  const ticket: Ticket = {
    timelines,
    promised: registration.promised,
    promisedFirst: registration.promised,
    calendar: registration.calendar,
    resolveBy: null,
    lastChange: null,
    waiting: false,
    noShow: false,
    cancelled: false,
    appointments: new Map(),
    registeredAt: registration.at,
    receivedAt: registration.receivedAt ?? registration.at,
    firstResponse: newTrack('firstResponse', registration.at),
    resolution: newTrack('resolution', registration.at),
    nextResponse: null,
  };
  enterPhases(ticket, registration.at);
  if (registration.byDirectContact) contact(ticket, registration.at);
  let at = registration.at;
  for (const event of later) {
    // What was done before the registration counts from it: no clock ran yet.
    at = Math.max(event.at, at);
    startAppointments(ticket, at);
    apply(ticket, event, at);
    enterPhases(ticket, at);
  }
  startAppointments(ticket, now);
  return {
    registeredAt: ticket.registeredAt,
    receivedAt: Math.min(ticket.receivedAt, ticket.registeredAt),
    firstResponse: readingOf(ticket, ticket.firstResponse, now),
    resolution: readingOf(ticket, ticket.resolution, now),
    nextResponse: ticket.nextResponse && readingOf(ticket, ticket.nextResponse, now),
  };
}

type EventOf<Type extends ClockEventType> = Extract<ClockEvent, { type: Type }>;

/** What makes every open clock be judged anew. */
type Change = EventOf<ClockChange>;

/** A ticket while its events are folded. */
interface Ticket {
  readonly timelines: Timelines;
  promised: Promised;
  readonly promisedFirst: Promised;
  calendar: CalendarReference | null;
  /** VI.e: the date both sides agreed on. It holds only while no resolution time is promised. */
  resolveBy: Instant | null;
  lastChange: ClockChange | null;
  waiting: boolean;
  noShow: boolean;
  cancelled: boolean;
  /** When each agreed appointment starts. Those that have started are gone. */
  readonly appointments: Map<number, Instant>;
  registeredAt: Instant;
  receivedAt: Instant;
  readonly firstResponse: Track;
  readonly resolution: Track;
  nextResponse: Track | null;
}

/** A clock while its events are folded. */
interface Track {
  readonly kind: ClockKind;
  cycle: number;
  phases: Phase[];
  phase: PhaseKind;
  phaseSince: Instant;
  /** What it was when it stopped. Whatever changes later does not touch it. */
  stopped: ClockReading | null;
  /** The change that breached it; null when time did, or nothing. */
  breachedBy: { readonly cause: BreachCause; readonly since: Instant } | null;
  readonly clearedBreaches: ClearedBreach[];
  readonly results: ClockResult[];
}

const newTrack = (kind: ClockKind, at: Instant): Track => ({
  kind,
  cycle: 1,
  phases: [],
  phase: 'counting',
  phaseSince: at,
  stopped: null,
  breachedBy: null,
  clearedBreaches: [],
  results: [],
});

/** By the time they happened: the registration first, and what happened at one instant as it was recorded. */
function inOrder(events: readonly ClockEvent[]): readonly ClockEvent[] {
  const sorted = events.every((event, index) => event.at >= (events[index - 1]?.at ?? -Infinity));
  if (sorted && events[0]?.type === 'registered') return events;
  const registered = events.filter((event) => event.type === 'registered');
  const others = events.filter((event) => event.type !== 'registered');
  return [...registered, ...others.sort((a, b) => a.at - b.at)];
}

function apply(ticket: Ticket, event: ClockEvent, at: Instant): void {
  switch (event.type) {
    case 'registered':
      assert(false, 'a ticket is registered once');
      break;
    case 'priority-changed':
    case 'terms-changed':
    case 'calendar-changed':
    case 'date-agreed':
    case 'absorbed':
      judgeAnew(ticket, event, at);
      break;
    case 'contacted':
      contact(ticket, at);
      break;
    case 'waiting-started':
      ticket.waiting = isOpen(ticket);
      break;
    case 'waiting-ended':
      ticket.waiting = false;
      ticket.noShow = false;
      break;
    case 'appointment-agreed':
      agreeAppointment(ticket, event, at);
      break;
    case 'appointment-cancelled':
      ticket.appointments.delete(event.appointmentId);
      break;
    case 'no-show':
      ticket.noShow = isOpen(ticket);
      break;
    case 'resolved':
      contact(ticket, at);
      endWork(ticket, at);
      break;
    case 'closed':
      endWork(ticket, at);
      break;
    case 'reopened':
      reopen(ticket, at);
      break;
    case 'cancelled':
      ticket.cancelled = true;
      for (const track of openTracks(ticket)) stop(ticket, track, at, 'cancelled');
      break;
    default:
      unreachable(event);
  }
}

const isOpen = (ticket: Ticket): boolean => ticket.resolution.stopped === null;

function openTracks(ticket: Ticket): readonly Track[] {
  const { firstResponse, resolution, nextResponse } = ticket;
  return [firstResponse, resolution, nextResponse].filter(
    (track): track is Track => track !== null && track.stopped === null,
  );
}

/** VII: an appointment that is moved holds until its new start; one that is due at once holds nothing. */
function agreeAppointment(ticket: Ticket, event: EventOf<'appointment-agreed'>, at: Instant): void {
  ticket.noShow = false;
  ticket.appointments.delete(event.appointmentId);
  if (isOpen(ticket) && event.startsAt > at) {
    ticket.appointments.set(event.appointmentId, event.startsAt);
  }
}

/** VII: attention stops at the first contact by a person. */
function contact(ticket: Ticket, at: Instant): void {
  for (const track of [ticket.firstResponse, ticket.nextResponse]) {
    if (track && track.stopped === null) stop(ticket, track, at, 'met');
  }
}

/** VIII.a: the resolution. Closing what was resolved changes nothing; an open ticket that closes ends here. */
function endWork(ticket: Ticket, at: Instant): void {
  if (!isOpen(ticket)) return;
  stop(ticket, ticket.resolution, at, 'met');
  // Nobody is owed an attention any more when a ticket closes without anybody's word.
  for (const track of openTracks(ticket)) stop(ticket, track, at, 'cancelled');
  ticket.waiting = false;
  ticket.noShow = false;
  ticket.appointments.clear();
}

/** VIII.c: the same clock goes on, without the time that it was resolved; and the customer is owed a word again. */
function reopen(ticket: Ticket, at: Instant): void {
  const { resolution } = ticket;
  const { stopped } = resolution;
  if (stopped === null || ticket.cancelled) return;
  resolution.stopped = null;
  resolution.cycle += 1;
  // What changed while it was resolved did not touch it. Open again, it is judged by what holds now.
  if (ticket.lastChange) keepRecord(ticket, resolution, stopped.breach, ticket.lastChange, at);
  ticket.nextResponse = newTrack('nextResponse', at);
}

/**
 * VI, VII: a change of what is promised counts from the registration for every open clock. A breach that it makes
 * or takes away is kept on record with it.
 */
function judgeAnew(ticket: Ticket, event: Change, at: Instant): void {
  const before = openTracks(ticket).map((track) => ({
    track,
    breach: breachOf(ticket, track, at),
  }));
  change(ticket, event);
  ticket.lastChange = event.type;
  for (const { track, breach } of before) {
    if (track.stopped === null) keepRecord(ticket, track, breach, event.type, at);
  }
}

function change(ticket: Ticket, event: Change): void {
  switch (event.type) {
    case 'priority-changed':
    case 'terms-changed':
      ticket.promised = event.promised;
      break;
    case 'calendar-changed':
      ticket.calendar = event.calendar;
      break;
    case 'date-agreed':
      ticket.resolveBy = event.resolveBy;
      break;
    case 'absorbed':
      absorb(ticket, event);
      break;
    default:
      unreachable(event);
  }
}

/** T2: the absorbed request's registration and contact hold where they are earlier. */
function absorb(ticket: Ticket, event: EventOf<'absorbed'>): void {
  const { registeredAt, contactedAt } = event;
  if (registeredAt < ticket.registeredAt) {
    for (const track of [ticket.firstResponse, ticket.resolution]) {
      const timed = targetOf(ticket.promisedFirst, track.kind) !== null;
      const kind = timed ? 'counting' : 'untimed';
      track.phases = [{ kind, from: registeredAt, to: ticket.registeredAt }, ...track.phases];
    }
    ticket.registeredAt = registeredAt;
  }
  if (contactedAt !== null && ticket.firstResponse.stopped === null) {
    stop(ticket, ticket.firstResponse, Math.max(contactedAt, ticket.registeredAt), 'met');
  }
}

function keepRecord(
  ticket: Ticket,
  track: Track,
  before: Breach | null,
  cause: ClockChange,
  at: Instant,
): void {
  const after = breachOf(ticket, track, at);
  if (before && !after) {
    track.clearedBreaches.push({ ...before, clearedAt: at, clearedBy: cause });
    track.breachedBy = null;
  } else if (!before && after) {
    track.breachedBy = { cause, since: at };
  }
}

/** Appointments that start by `until`, one after the other: each start may end a pause by itself. */
function startAppointments(ticket: Ticket, until: Instant): void {
  for (;;) {
    let next: [number, Instant] | null = null;
    for (const appointment of ticket.appointments) {
      if (appointment[1] <= until && (next === null || appointment[1] < next[1])) {
        next = appointment;
      }
    }
    if (next === null) return;
    ticket.appointments.delete(next[0]);
    enterPhases(ticket, next[1]);
  }
}

function enterPhases(ticket: Ticket, at: Instant): void {
  for (const track of openTracks(ticket)) {
    const phase = phaseOf(ticket, track.kind);
    if (phase === track.phase) continue;
    track.phases = phasesUntil(track, at);
    track.phase = phase;
    track.phaseSince = at;
  }
}

function phaseOf(ticket: Ticket, kind: ClockKind): PhaseKind {
  if (targetOf(ticket.promised, kind) === null) return 'untimed';
  // VII: attention is never paused.
  if (kind !== 'resolution') return 'counting';
  if (ticket.waiting) return 'waiting';
  if (ticket.noShow) return 'no-show';
  return ticket.appointments.size > 0 ? 'appointment' : 'counting';
}

function stop(ticket: Ticket, track: Track, at: Instant, state: 'met' | 'cancelled'): void {
  track.phases = phasesUntil(track, at);
  track.phase = 'resolved';
  track.phaseSince = at;
  track.stopped = stoppedReading(ticket, track, at, state);
  const { onTime, dueAt, elapsedMs } = track.stopped;
  if (state === 'met')
    track.results.push({ cycle: track.cycle, metAt: at, dueAt, onTime, elapsedMs });
}

/** All phases, the present one ended at an instant and later ones cut off. */
function phasesUntil(track: Track, at: Instant): Phase[] {
  const { phases, phase, phaseSince } = track;
  const all = at > phaseSince ? [...phases, { kind: phase, from: phaseSince, to: at }] : phases;
  return all
    .filter(({ from }) => from < at)
    .map((past) => (past.to !== null && past.to > at ? { ...past, to: at } : past));
}

function readingOf(ticket: Ticket, track: Track, now: Instant): ClockReading {
  if (track.stopped) return { ...track.stopped, results: track.results };
  const hours = hoursOf(ticket);
  const target = targetOf(ticket.promised, track.kind);
  const bankedMs = countedMs(track.phases, hours);
  const runningSince = track.phase === 'counting' ? track.phaseSince : null;
  const resolveBy = agreedDate(ticket, track.kind);
  const point =
    target !== null && runningSince !== null
      ? pointOf(track.phases, target, runningSince, hours)
      : null;
  return {
    ...judgement(ticket, track),
    state: stateOf(track.phase, resolveBy),
    bankedMs,
    runningSince,
    elapsedMs: bankedMs + (runningSince === null ? 0 : hours.between(runningSince, now)),
    dueAt: resolveBy ?? point?.reachedAt ?? null,
    breachAt: resolveBy ?? point?.exceededAt ?? null,
    breach: breachOf(ticket, track, now),
    metAt: null,
    onTime: null,
    resumesAt: track.phase === 'appointment' ? Math.max(...ticket.appointments.values()) : null,
    phases: [...track.phases, { kind: track.phase, from: track.phaseSince, to: null }],
  };
}

function stoppedReading(
  ticket: Ticket,
  track: Track,
  at: Instant,
  state: 'met' | 'cancelled',
): ClockReading {
  const hours = hoursOf(ticket);
  const target = targetOf(ticket.promised, track.kind);
  const elapsedMs = countedMs(track.phases, hours);
  const resolveBy = agreedDate(ticket, track.kind);
  const isMet = state === 'met';
  const point = isMet && target !== null ? pointOf(track.phases, target, at, hours) : null;
  const breach = breachOf(ticket, track, at);
  const wasPromised = target !== null || resolveBy !== null;
  return {
    ...judgement(ticket, track),
    state,
    bankedMs: elapsedMs,
    runningSince: null,
    elapsedMs,
    dueAt: isMet ? (resolveBy ?? point?.reachedAt ?? null) : null,
    breachAt: isMet ? (resolveBy ?? point?.exceededAt ?? null) : null,
    breach,
    metAt: isMet ? at : null,
    onTime: isMet && wasPromised ? breach === null : null,
    resumesAt: null,
    phases: track.phases,
  };
}

const judgement = (ticket: Ticket, track: Track) => ({
  kind: track.kind,
  cycle: track.cycle,
  promised: ticket.promised,
  calendar: ticket.calendar,
  targetMs: targetOf(ticket.promised, track.kind),
  clearedBreaches: [...track.clearedBreaches],
  results: track.results,
});

function stateOf(phase: PhaseKind, resolveBy: Instant | null): ClockState {
  if (phase === 'counting') return 'running';
  if (phase !== 'untimed') return 'paused';
  return resolveBy === null ? 'none' : 'running';
}

/** The breach that stands at an instant: more than the target has been used up. */
function breachOf(ticket: Ticket, track: Track, at: Instant): Breach | null {
  const breachedAt = breachedAtOf(ticket, track, Math.max(at, track.phaseSince));
  if (breachedAt === null) return null;
  const { cause, since } = track.breachedBy ?? { cause: 'time-passed', since: breachedAt };
  return { at: breachedAt, cause, since };
}

function breachedAtOf(ticket: Ticket, track: Track, at: Instant): Instant | null {
  const resolveBy = agreedDate(ticket, track.kind);
  if (resolveBy !== null) return at > resolveBy ? resolveBy : null;
  const target = targetOf(ticket.promised, track.kind);
  if (target === null) return null;
  return pointOf(phasesUntil(track, at), target, null, hoursOf(ticket))?.exceededAt ?? null;
}

/** VI.e: no resolution time is promised, but a date was agreed. */
const agreedDate = (ticket: Ticket, kind: ClockKind): Instant | null =>
  kind === 'resolution' && targetOf(ticket.promised, kind) === null ? ticket.resolveBy : null;

function targetOf(promised: Promised, kind: ClockKind): number | null {
  const minutes =
    kind === 'resolution' ? promised.resolutionMinutes : promised.firstResponseMinutes;
  return minutes === null ? null : minutes * minuteMs;
}

const countedMs = (phases: readonly Phase[], hours: Timeline): number =>
  phases.reduce(
    (sum, { kind, from, to }) =>
      kind === 'counting' && to !== null ? sum + hours.between(from, to) : sum,
    0,
  );

const hoursOf = (ticket: Ticket): Timeline =>
  promisedHours(ticket.promised, ticket.calendar, ticket.timelines);
