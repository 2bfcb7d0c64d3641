import { sql } from 'kysely';
import type { Actor } from '../../kernel/actor.ts';
import type { Instant } from '../../kernel/clock.ts';
import type { Db, Tx } from '../../platform/database/index.ts';
import type { CalendarDefinition } from '../../policy/clocks/calendar.ts';
import type { CalendarReference, ClockEvent } from '../../policy/clocks/events.ts';
import type { ClockMoment, FiredMoment } from '../../policy/clocks/moments.ts';
import type { ClockReading } from '../../policy/clocks/reading.ts';
import type { PromisedClock } from './model.ts';

const date = (instant: Instant | null): Date | null =>
  instant === null ? null : new Date(instant);

const column = { firstResponse: 'first_response', resolution: 'resolution' } as const;
const nameOf = { first_response: 'firstResponse', resolution: 'resolution' } as const;

// What happened to the clocks (VII)

/** Appends what happened; the ticket is locked by the caller, so that its events have one order. */
export async function insertClockEvent(
  tx: Tx,
  ticketId: number,
  event: ClockEvent,
  actor: Actor,
): Promise<void> {
  const { at, type, ...data } = event;
  await sql`
    insert into clock_event (ticket_id, sequence, type, at, data, actor_person_id)
    select ${ticketId}, coalesce(max(sequence), 0) + 1, ${type}, ${new Date(at)},
           ${JSON.stringify(data)}, ${actor.kind === 'person' ? actor.personId : null}
      from clock_event where ticket_id = ${ticketId}`.execute(tx);
}

/** All that happened to the clocks of these tickets, each in its order. One query. */
export async function selectClockEvents(
  db: Db,
  ticketIds: readonly number[],
): Promise<ReadonlyMap<number, readonly ClockEvent[]>> {
  if (ticketIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('clock_event')
    .select(['ticket_id', 'type', 'at', 'data'])
    .where('ticket_id', 'in', [...new Set(ticketIds)])
    .orderBy('ticket_id')
    .orderBy('sequence')
    .execute();
  const events = new Map<number, ClockEvent[]>();
  for (const { ticket_id, type, at, data } of rows) {
    // Written by insertClockEvent from this very type.
    const event = { ...(data as object), type, at: at.getTime() } as ClockEvent;
    const known = events.get(ticket_id);
    if (known === undefined) events.set(ticket_id, [event]);
    else known.push(event);
  }
  return events;
}

// The clocks as they stand

/** Keeps what the fold said, for the queue and for what falls due; the events stay the truth. */
export async function upsertClock(
  tx: Tx,
  ticketId: number,
  kind: PromisedClock,
  reading: ClockReading,
  next: ClockMoment | null,
): Promise<void> {
  const breached = reading.breach !== null;
  const row = {
    cycle: reading.cycle,
    state: reading.state,
    agreement_version: reading.promised.agreementVersion,
    calendar_id: reading.calendar?.calendarId ?? null,
    calendar_version: reading.calendar?.version ?? null,
    target_minutes: reading.targetMs === null ? null : Math.round(reading.targetMs / 60_000),
    elapsed_ms: Math.round(reading.bankedMs),
    running_since: date(reading.runningSince),
    due_at: date(reading.dueAt),
    breach_at: date(reading.breachAt),
    breached_at: date(reading.breach?.at ?? null),
    met_at: date(reading.metAt),
    met_on_time: reading.onTime,
    next_at: date(next?.at ?? null),
    next_step: next?.step ?? null,
    ...(breached ? {} : { breach_detected_at: null }),
  };
  await tx
    .insertInto('clock')
    .values({ ticket_id: ticketId, kind: column[kind], ...row })
    .onConflict((conflict) => conflict.columns(['ticket_id', 'kind']).doUpdateSet(row))
    .execute();
  for (const result of reading.results) {
    // VI.e: where nothing was promised nothing was kept or broken.
    if (result.onTime === null) continue;
    await tx
      .insertInto('clock_result')
      .values({
        ticket_id: ticketId,
        kind: column[kind],
        cycle: result.cycle,
        met_at: new Date(result.metAt),
        due_at: date(result.dueAt),
        on_time: result.onTime,
        elapsed_ms: Math.round(result.elapsedMs),
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}

/** Clocks whose next moment has come, locked; what another process is at is left to it. */
export async function lockDueClocks(
  tx: Tx,
  now: Instant,
  limit: number,
): Promise<{ readonly ticketId: number; readonly kind: PromisedClock }[]> {
  const rows = await tx
    .selectFrom('clock')
    .select(['ticket_id', 'kind'])
    .where('next_at', '<=', new Date(now))
    .orderBy('next_at')
    .limit(limit)
    .forUpdate()
    .skipLocked()
    .execute();
  return rows.map(({ ticket_id, kind }) => ({ ticketId: ticket_id, kind: nameOf[kind] }));
}

/** The nearest moment of all clocks: until then there is nothing to do. */
export async function selectNextMoment(db: Db): Promise<Instant | null> {
  const row = await db
    .selectFrom('clock')
    .select('next_at')
    .where('next_at', 'is not', null)
    .orderBy('next_at')
    .limit(1)
    .executeTakeFirst();
  return row?.next_at?.getTime() ?? null;
}

export async function selectFired(
  db: Db,
  ticketId: number,
  kind: PromisedClock,
): Promise<FiredMoment[]> {
  const rows = await db
    .selectFrom('clock_fired')
    .select(['step', 'scheduled_for'])
    .where('ticket_id', '=', ticketId)
    .where('kind', '=', column[kind])
    .execute();
  return rows.map(({ step, scheduled_for }) => ({ step, at: scheduled_for.getTime() }));
}

/** True when this process is the one that fires it: the same moment never fires twice. */
export async function insertFired(
  tx: Tx,
  ticketId: number,
  kind: PromisedClock,
  fired: { readonly cycle: number; readonly moment: ClockMoment; readonly at: Instant },
): Promise<boolean> {
  const row = await tx
    .insertInto('clock_fired')
    .values({
      ticket_id: ticketId,
      kind: column[kind],
      cycle: fired.cycle,
      step: fired.moment.step,
      scheduled_for: new Date(fired.moment.at),
      fired_at: new Date(fired.at),
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('ticket_id')
    .executeTakeFirst();
  return row !== undefined;
}

/** When the desk learned of a breach: apart from when it was. */
export async function updateBreachDetected(
  tx: Tx,
  ticketId: number,
  kind: PromisedClock,
  at: Instant,
): Promise<void> {
  await tx
    .updateTable('clock')
    .set({ breach_detected_at: new Date(at) })
    .where('ticket_id', '=', ticketId)
    .where('kind', '=', column[kind])
    .where('breach_detected_at', 'is', null)
    .execute();
}

/** What of a ticket its clocks need to know, and whom to tell. */
export async function selectClockTicket(
  db: Db,
  ticketId: number,
): Promise<{ agreementVersion: number } | undefined> {
  return db
    .selectFrom('clock')
    .select('agreement_version as agreementVersion')
    .where('ticket_id', '=', ticketId)
    .limit(1)
    .executeTakeFirst();
}

// Service calendars

export interface NamedCalendar extends CalendarReference {
  readonly name: string;
  readonly definition: CalendarDefinition;
}

/** These versions of calendars, with the name of each. */
export async function selectCalendars(
  db: Db,
  references: readonly CalendarReference[],
): Promise<NamedCalendar[]> {
  if (references.length === 0) return [];
  const rows = await db
    .selectFrom('calendar_version')
    .innerJoin('calendar', 'calendar.id', 'calendar_version.calendar_id')
    .select(['calendar_id', 'name', 'version', 'definition'])
    .where((eb) =>
      eb.or(
        references.map(({ calendarId, version }) =>
          eb.and([eb('calendar_id', '=', calendarId), eb('version', '=', version)]),
        ),
      ),
    )
    .execute();
  return rows.map(({ calendar_id, name, version, definition }) => ({
    calendarId: calendar_id,
    name,
    version,
    // Written by insertCalendarVersion only, from a definition that may be saved.
    definition: definition as unknown as CalendarDefinition,
  }));
}

/** The desk's service calendar, in its newest version; null while nobody has made one. */
export async function selectServiceCalendar(db: Db): Promise<CalendarReference | null> {
  const row = await db
    .selectFrom('calendar_version')
    .select(['calendar_id', 'version'])
    .orderBy('calendar_id')
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? null : { calendarId: row.calendar_id, version: row.version };
}
