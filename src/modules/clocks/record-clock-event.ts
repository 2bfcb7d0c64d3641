import { type Actor, systemActor } from '../../kernel/actor.ts';
import type { Instant } from '../../kernel/clock.ts';
import { type Tx, together } from '../../platform/database/index.ts';
import { emit } from '../../platform/jobs.ts';
import type { ClockEvent, Promised } from '../../policy/clocks/events.ts';
import { foldClocks } from '../../policy/clocks/fold.ts';
import { clockMoments, momentsNow } from '../../policy/clocks/moments.ts';
import type { Clocks, Timelines } from '../../policy/clocks/reading.ts';
import type { Decision } from '../../policy/decisions.ts';
import { breachStep } from '../../policy/escalation.ts';
import type { Agreement, Priority } from '../../policy/terms.ts';
import type { Ending } from '../../policy/units.ts';
import { agreementByVersion, recordDecisions } from '../agreements/index.ts';
import { timelinesFor } from './calendars.ts';
import { changedClocks, describeChange, nearestDue } from './describe-change.ts';
import type { ClockFellDue } from './events.ts';
import { type ClocksNow, type ClockTicket, keptClocks } from './model.ts';
import {
  type ClockRow,
  type Fired,
  holdServiceCalendar,
  insertClockEvent,
  selectClockEvents,
  selectFired,
  selectServiceCalendar,
  upsertClocks,
} from './store.ts';
import { wakePoller } from './wake-poller.ts';

/** The clocks of a request as they will start; nothing is written yet. */
export interface PlannedClocks {
  readonly event: Extract<ClockEvent, { type: 'registered' }>;
  readonly clocks: Clocks;
  readonly timelines: Timelines;
  readonly nextDueAt: Instant | null;
}

/**
 * VII: what both clocks promise from a registration at `at`: so that a request's row is written with its next moment at
 * once. The promise is copied here and never looked up again.
 */
export async function planClocks(
  tx: Tx,
  start: {
    readonly agreement: Agreement;
    readonly priority: Priority;
    readonly receivedAt: Instant;
    /** II: staff registers what a customer said to it directly: that contact is the attention. */
    readonly byDirectContact: boolean;
    readonly at: Instant;
  },
): Promise<PlannedClocks> {
  const { agreement, priority, receivedAt, byDirectContact, at } = start;
  const event = {
    type: 'registered',
    at,
    promised: promise(agreement, priority),
    // Also where every hour counts: reminders keep to it, and another priority may promise service hours.
    calendar: await holdServiceCalendar(tx),
    receivedAt,
    byDirectContact,
  } as const;
  const timelines = await timelinesFor(tx, [[event]]);
  const clocks = foldClocks([event], at, timelines);
  return { event, clocks, timelines, nextDueAt: clocksNow(clocks).nextDueAt };
}

/** VII: both clocks start: the ticket was registered. */
export async function startClocks(
  tx: Tx,
  { event, clocks, timelines }: PlannedClocks,
  start: {
    readonly ticket: ClockTicket;
    readonly actor: Actor;
    /** What was decided before, by what registers it: written with what the clocks decide. */
    readonly decided: Decided;
  },
): Promise<void> {
  const { ticket, actor, decided } = start;
  const recorded = { ticket, event, actor, decided };
  await together(
    insertClockEvent(tx, ticket.id, event, actor),
    // What just began has fired nothing.
    settle(tx, recorded, null, clocks, { fired: nothingFired, timelines, now: event.at }),
  );
}

/** V.b, VII: another level: judged anew from registration, by the ticket's own version of the agreement. */
export async function changeClockPriority(
  tx: Tx,
  change: {
    readonly ticket: ClockTicket;
    readonly agreement: Agreement;
    readonly priority: Priority;
    readonly actor: Actor;
    readonly at: Instant;
  },
): Promise<ClocksNow> {
  // Registered before there was a calendar, it names none, and the new level may promise service hours.
  await adoptNewestCalendar(tx, change);
  return recordClockEvent(tx, {
    ticket: change.ticket,
    actor: change.actor,
    event: {
      type: 'priority-changed',
      at: change.at,
      promised: promise(change.agreement, change.priority),
    },
  });
}

/** VIII.c: the clocks go on, by the calendar of today: an edit passes over what is resolved and reaches it here. */
export async function reopenClocks(
  tx: Tx,
  reopening: { readonly ticket: ClockTicket; readonly actor: Actor; readonly at: Instant },
): Promise<ClocksNow> {
  const { ticket, actor, at } = reopening;
  const clocks = await recordClockEvent(tx, { ticket, actor, event: { type: 'reopened', at } });
  return (await adoptNewestCalendar(tx, reopening)) ?? clocks;
}

/**
 * VII: another request was merged into this one: the earlier registration and the earlier contact of both hold. One that
 * never was registered brings neither.
 */
export async function absorbClocks(
  tx: Tx,
  merge: {
    readonly survivor: ClockTicket;
    readonly absorbed: ClockTicket;
    readonly actor: Actor;
    readonly at: Instant;
  },
): Promise<ClocksNow | null> {
  const { survivor, absorbed, actor, at } = merge;
  const events = (await selectClockEvents(tx, [absorbed.id])).get(absorbed.id);
  if (events === undefined) return null;
  const { registeredAt, firstResponse } = foldClocks(events, at, await timelinesFor(tx, [events]));
  const event = {
    type: 'absorbed',
    at,
    registeredAt,
    contactedAt: firstResponse.metAt,
  } as const;
  return recordClockEvent(tx, { ticket: survivor, actor, event });
}

/** Null when the ticket is on it already, or when the desk has no calendar. */
async function adoptNewestCalendar(
  tx: Tx,
  {
    ticket,
    actor,
    at,
  }: { readonly ticket: ClockTicket; readonly actor: Actor; readonly at: Instant },
): Promise<ClocksNow | null> {
  const newest = await selectServiceCalendar(tx);
  if (newest === null) return null;
  const events = (await selectClockEvents(tx, [ticket.id])).get(ticket.id) ?? [];
  const current = events.findLast((event) => 'calendar' in event)?.calendar;
  const isSame = current?.calendarId === newest.calendarId && current.version === newest.version;
  if (isSame) return null;
  const event = { type: 'calendar-changed', at, calendar: newest } as const;
  return recordClockEvent(tx, { ticket, actor, event });
}

/**
 * VII: something happened to the clocks of a ticket. The event is appended, all events are folded again, what changed
 * is decided with its clause, and the rows that the queue and the poller read are written: one transaction, the
 * caller's, that holds the ticket's lock.
 */
export async function recordClockEvent(tx: Tx, recorded: RecordedEvent): Promise<ClocksNow> {
  const { id } = recorded.ticket;
  const earlier = (await selectClockEvents(tx, [id])).get(id) ?? [];
  return appendClockEvent(tx, earlier, recorded);
}

interface RecordedEvent {
  readonly ticket: ClockTicket;
  readonly event: ClockEvent;
  readonly actor: Actor;
  /** How the ticket ended, when that is what stops its clocks. */
  readonly ending?: Ending;
  readonly decided?: Decided | undefined;
}

/** Decisions of the caller that are written before those of the clocks, with them. */
interface Decided {
  readonly decisions: readonly Decision[];
  readonly at: Instant;
}

async function appendClockEvent(
  tx: Tx,
  earlier: readonly ClockEvent[],
  recorded: RecordedEvent,
): Promise<ClocksNow> {
  const { ticket, event } = recorded;
  const events = [...earlier, event];
  const [timelines] = await together(
    timelinesFor(tx, [events]),
    insertClockEvent(tx, ticket.id, event, recorded.actor),
  );
  const now = Math.max(...events.map(({ at }) => at));
  const before = earlier.length === 0 ? null : foldClocks(earlier, now, timelines);
  const after = foldClocks(events, now, timelines);
  const fired = before === null ? nothingFired : await selectFired(tx, ticket.id);
  await settle(tx, recorded, before, after, { fired, timelines, now });
  return clocksNow(after);
}

/** Writes what an event made of the clocks: what is decided, and the rows that the queue and the poller read. */
async function settle(
  tx: Tx,
  { ticket, event, ending, decided }: RecordedEvent,
  before: Clocks | null,
  after: Clocks,
  kept: Kept,
): Promise<void> {
  const decisions = changedClocks(before, after).flatMap(([was, is]) =>
    describeChange(was, is, event, ending ?? null),
  );
  const [nextAt] = await together(
    keepClocks(tx, ticket.id, after, kept),
    keepDecisions(tx, ticket, decisions, event.at, decided),
  );
  if (nextAt !== null) await wakePoller(tx, nextAt);
}

const nothingFired: Fired = { firstResponse: [], resolution: [], nextResponse: [] };

/** V.c: what a change did to the clocks is decided with its clause. */
export async function keepDecisions(
  tx: Tx,
  ticket: ClockTicket,
  decisions: readonly Decision[],
  at: Instant,
  before: Decided = { decisions: [], at },
): Promise<void> {
  const all = [
    ...before.decisions.map((decision) => ({ ...decision, at: before.at })),
    ...decisions.map((decision) => ({ ...decision, at })),
  ];
  const ids = await recordDecisions(
    tx,
    all.map((decision) => ({
      ticketId: ticket.id,
      organizationId: ticket.organizationId,
      agreementVersion: ticket.agreementVersion,
      ...decision,
      actor: systemActor,
    })),
  );
  for (const [index, decisionId] of ids.entries()) {
    // A promise that the change itself broke is told of at once; the poller has nothing left to find.
    if (all[index]?.kind === 'clock-breached') {
      const fell = { ticketId: ticket.id, decisionId, step: breachStep };
      await emit<ClockFellDue>(tx, 'clock.fell-due', fell);
    }
  }
}

/** Writes the rows of the clocks, with the next moment of each that has not fired; answers the nearest one. */
export async function keepClocks(
  tx: Tx,
  ticketId: number,
  clocks: Clocks,
  { fired, timelines, now }: Kept,
): Promise<Instant | null> {
  const rows: ClockRow[] = [];
  for (const kind of keptClocks) {
    const reading = clocks[kind];
    if (reading === null) continue;
    const { terms } = await agreementByVersion(tx, reading.promised.agreementVersion);
    const moments = clockMoments(reading, terms.clockSteps, timelines, now);
    const { fire, skip, next } = momentsNow(moments, fired[kind], now);
    // What is due already is the poller's to fire; what nobody needs any more is passed over there, too.
    const [due] = [...fire, ...skip].toSorted((a, b) => a.at - b.at);
    rows.push({ kind, reading, next: due ?? next });
  }
  await upsertClocks(tx, ticketId, rows);
  const moments = rows.flatMap(({ next }) => (next === null ? [] : [next.at]));
  return moments.length === 0 ? null : Math.min(...moments);
}

interface Kept {
  readonly fired: Fired;
  readonly timelines: Timelines;
  readonly now: Instant;
}

export const clocksNow = ({ firstResponse, resolution, nextResponse }: Clocks): ClocksNow => ({
  firstResponse,
  resolution,
  nextResponse,
  nextDueAt: nearestDue([firstResponse, resolution, nextResponse]),
});

const promise = ({ version, terms }: Agreement, priority: Priority): Promised => ({
  ...terms.targets[priority],
  priority,
  agreementVersion: version,
});
