import { sql } from 'kysely';
import type { Actor } from '../../kernel/actor.ts';
import type { Instant } from '../../kernel/clock.ts';
import { type Db, inOrder, type Tx } from '../../platform/database/index.ts';
import type { CalendarDefinition } from '../../policy/clocks/calendar.ts';
import type { CalendarReference, ClockEvent } from '../../policy/clocks/events.ts';
import type { ClockMoment, FiredMoment } from '../../policy/clocks/moments.ts';
import type { ClockKind, ClockReading } from '../../policy/clocks/reading.ts';
import type { CalendarRollout, CalendarVersion, OpenClock, ServiceCalendar } from './model.ts';

const date = (instant: Instant | null): Date | null =>
  instant === null ? null : new Date(instant);

const column = {
  firstResponse: 'first_response',
  resolution: 'resolution',
  nextResponse: 'next_response',
} as const satisfies Record<ClockKind, string>;
const nameOf = {
  first_response: 'firstResponse',
  resolution: 'resolution',
  next_response: 'nextResponse',
} as const;

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

/** A clock as the fold read it, with the next moment that has not fired. */
export interface ClockRow {
  readonly kind: ClockKind;
  readonly reading: ClockReading;
  readonly next: ClockMoment | null;
}

/** Keeps what the fold said, for the queue and for what falls due; the events stay the truth. One statement. */
export async function upsertClocks(
  tx: Tx,
  ticketId: number,
  clocks: readonly ClockRow[],
): Promise<void> {
  await tx
    .insertInto('clock')
    .values(clocks.map((clock) => ({ ticket_id: ticketId, ...rowOf(clock) })))
    .onConflict((conflict) =>
      conflict.columns(['ticket_id', 'kind']).doUpdateSet((eb) => ({
        cycle: eb.ref('excluded.cycle'),
        state: eb.ref('excluded.state'),
        agreement_version: eb.ref('excluded.agreement_version'),
        calendar_id: eb.ref('excluded.calendar_id'),
        calendar_version: eb.ref('excluded.calendar_version'),
        target_minutes: eb.ref('excluded.target_minutes'),
        elapsed_ms: eb.ref('excluded.elapsed_ms'),
        running_since: eb.ref('excluded.running_since'),
        due_at: eb.ref('excluded.due_at'),
        breach_at: eb.ref('excluded.breach_at'),
        breached_at: eb.ref('excluded.breached_at'),
        met_at: eb.ref('excluded.met_at'),
        met_on_time: eb.ref('excluded.met_on_time'),
        next_at: eb.ref('excluded.next_at'),
        next_step: eb.ref('excluded.next_step'),
        // Learned of by the poller, and forgotten where there is no breach any more.
        breach_detected_at: sql<Date | null>`case when excluded.breached_at is not null then clock.breach_detected_at end`,
      })),
    )
    .execute();
  for (const { kind, reading } of clocks) await insertResults(tx, ticketId, kind, reading);
}

function rowOf({ kind, reading, next }: ClockRow) {
  return {
    kind: column[kind],
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
  };
}

/** How each earlier run of the clock ended. */
async function insertResults(
  tx: Tx,
  ticketId: number,
  kind: ClockKind,
  reading: ClockReading,
): Promise<void> {
  // VIII.c: each reopening has a goal of its own, and none of them is a promise that was kept.
  if (kind === 'nextResponse') return;
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

/** A row as it was kept, to be held against its events. */
export interface KeptClock {
  readonly state: ClockReading['state'];
  readonly cycle: number;
  readonly dueAt: Instant | null;
  readonly breachAt: Instant | null;
  readonly metAt: Instant | null;
  readonly onTime: boolean | null;
  readonly runningSince: Instant | null;
  readonly elapsedMs: number;
  readonly calendarVersion: number | null;
  readonly nextAt: Instant | null;
}

/** Tickets with an open clock, drawn anew each time. */
export async function selectClockSample(db: Db, limit: number): Promise<number[]> {
  const { rows } = await sql<{ ticket_id: number }>`
    select ticket_id from clock
     where kind = 'resolution' and state in ('none', 'running', 'paused')
     order by random() limit ${limit}`.execute(db);
  return rows.map((row) => row.ticket_id);
}

export async function selectKeptClocks(
  db: Db,
  ticketIds: readonly number[],
): Promise<ReadonlyMap<number, Readonly<Partial<Record<ClockKind, KeptClock>>>>> {
  if (ticketIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('clock')
    .selectAll()
    .where('ticket_id', 'in', [...ticketIds])
    .execute();
  const kept = new Map<number, Partial<Record<ClockKind, KeptClock>>>();
  for (const row of rows) {
    const clock: KeptClock = {
      state: row.state,
      cycle: row.cycle,
      dueAt: row.due_at?.getTime() ?? null,
      breachAt: row.breach_at?.getTime() ?? null,
      metAt: row.met_at?.getTime() ?? null,
      onTime: row.met_on_time,
      runningSince: row.running_since?.getTime() ?? null,
      elapsedMs: row.elapsed_ms,
      calendarVersion: row.calendar_version,
      nextAt: row.next_at?.getTime() ?? null,
    };
    kept.set(row.ticket_id, { ...kept.get(row.ticket_id), [nameOf[row.kind]]: clock });
  }
  return kept;
}

/** The clocks of these tickets that run or are paused. Each is looked up by its ticket, however many others there are. */
export async function selectOpenClocks(
  db: Db,
  ticketIds: readonly number[],
): Promise<ReadonlyMap<number, readonly OpenClock[]>> {
  if (ticketIds.length === 0) return new Map();
  // `offset 0` keeps the planner from reading every clock that ever was to join a few hundred.
  const { rows } = await sql<{
    ticket_id: number;
    kind: keyof typeof nameOf;
    state: OpenClock['state'];
    cycle: number;
    due_at: Date | null;
    breach_at: Date | null;
    breached: boolean;
  }>`
    select open.* from unnest(${[...ticketIds]}::bigint[]) wanted(id) cross join lateral (
      select ticket_id, kind, state, cycle, due_at, breach_at, breached_at is not null as breached
        from clock where ticket_id = wanted.id and state in ('running', 'paused') offset 0) open`.execute(
    db,
  );
  const clocks = new Map<number, OpenClock[]>();
  for (const row of rows) {
    const clock: OpenClock = {
      kind: nameOf[row.kind],
      state: row.state,
      cycle: row.cycle,
      dueAt: row.due_at?.getTime() ?? null,
      breachAt: row.breach_at?.getTime() ?? null,
      isKnownBreach: row.breached,
    };
    const known = clocks.get(row.ticket_id);
    if (known === undefined) clocks.set(row.ticket_id, [clock]);
    else known.push(clock);
  }
  return clocks;
}

export async function lockClocks(tx: Tx, ticketId: number): Promise<void> {
  await tx
    .selectFrom('clock')
    .select('kind')
    .where('ticket_id', '=', ticketId)
    .orderBy('kind')
    .forUpdate()
    .execute();
}

/** Clocks whose next moment has come, locked; what another process is at is left to it. */
export async function lockDueClocks(
  tx: Tx,
  now: Instant,
  limit: number,
): Promise<{ readonly ticketId: number; readonly kind: ClockKind }[]> {
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

/** The moments of each clock that have fired. */
export type Fired = Readonly<Record<ClockKind, readonly FiredMoment[]>>;

export async function selectFired(db: Db, ticketId: number): Promise<Fired> {
  const rows = await db
    .selectFrom('clock_fired')
    .select(['kind', 'step', 'scheduled_for'])
    .where('ticket_id', '=', ticketId)
    .execute();
  const of = (wanted: ClockKind) =>
    rows
      .filter(({ kind }) => nameOf[kind] === wanted)
      .map(({ step, scheduled_for }) => ({ step, at: scheduled_for.getTime() }));
  return {
    firstResponse: of('firstResponse'),
    resolution: of('resolution'),
    nextResponse: of('nextResponse'),
  };
}

/** True when this process is the one that fires it: the same moment never fires twice. */
export async function insertFired(
  tx: Tx,
  ticketId: number,
  kind: ClockKind,
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
  kind: ClockKind,
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

/** These versions of calendars, with the name of each. */
export async function selectCalendars(
  db: Db,
  references: readonly CalendarReference[],
): Promise<ServiceCalendar[]> {
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

/** How one version of the calendar came to be. */
export async function insertCalendarVersion(
  tx: Tx,
  { calendarId, version }: CalendarReference,
  definition: CalendarDefinition,
  by: { readonly actor: Actor; readonly at: Instant },
): Promise<void> {
  await tx
    .insertInto('calendar_version')
    .values({
      calendar_id: calendarId,
      version,
      definition: JSON.stringify(definition),
      created_by_person_id: by.actor.kind === 'person' ? by.actor.personId : null,
      created_at: new Date(by.at),
    })
    .execute();
}

export async function insertCalendar(tx: Tx, name: string): Promise<number> {
  const { id } = await tx
    .insertInto('calendar')
    .values({ name })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

export async function updateCalendarName(tx: Tx, calendarId: number, name: string): Promise<void> {
  await tx.updateTable('calendar').set({ name }).where('id', '=', calendarId).execute();
}

/** Newest first. */
export async function selectCalendarVersions(
  db: Db,
  calendarId: number,
): Promise<CalendarVersion[]> {
  const rows = await db
    .selectFrom('calendar_version')
    .select(['version', 'created_by_person_id', 'created_at'])
    .where('calendar_id', '=', calendarId)
    .orderBy('version', 'desc')
    .limit(100)
    .execute();
  return rows.map((row) => ({
    version: row.version,
    savedByPersonId: row.created_by_person_id,
    savedAt: row.created_at.getTime(),
  }));
}

/** Values make a statement one that is prepared. */
const calendarLock = 'service calendar';

/**
 * The calendar by which a request is registered. Whoever saves the next version waits until the registration has
 * committed: its rollout then finds every request that an earlier one judges.
 */
export async function holdServiceCalendar(tx: Tx): Promise<CalendarReference | null> {
  const hold = sql`select pg_advisory_xact_lock_shared(hashtext(${calendarLock}))`;
  const [, { rows }] = await inOrder(tx, hold, serviceCalendar);
  return rows[0] ?? null;
}

/** Whoever saves a version waits here for who is saving one, and then sees it. */
export async function lockServiceCalendar(tx: Tx): Promise<CalendarReference | null> {
  // Also where there is no calendar yet: two first ones would be two calendars.
  const lock = sql`select pg_advisory_xact_lock(hashtext(${calendarLock}))`;
  const [, { rows }] = await inOrder(tx, lock, serviceCalendar);
  return rows[0] ?? null;
}

// The way of an edit to the open clocks

/** Open clocks that another version of this calendar judges, by their tickets. */
const onOtherVersion = ({ calendarId, version }: CalendarReference) =>
  sql<boolean>`calendar_id = ${calendarId} and calendar_version <> ${version}
    and state in ('none', 'running', 'paused')`;

export async function countTicketsOnCalendar(db: Db, edit: CalendarReference): Promise<number> {
  const { tickets } = await db
    .selectFrom('clock')
    .select((eb) => eb.fn.count<number>('ticket_id').distinct().as('tickets'))
    .where(onOtherVersion(edit))
    .executeTakeFirstOrThrow();
  return Number(tickets);
}

/** The next tickets that an edit of the calendar has not reached, in the order of their ids. */
export async function selectTicketsOnCalendar(
  db: Db,
  edit: CalendarReference,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<number[]> {
  const rows = await db
    .selectFrom('clock')
    .select('ticket_id')
    .distinct()
    .where(onOtherVersion(edit))
    .where('ticket_id', '>', after)
    .orderBy('ticket_id')
    .limit(limit)
    .execute();
  return rows.map((row) => row.ticket_id);
}

/** One event on many tickets, after what each of them had; they are locked by the caller. */
export async function insertClockEvents(
  tx: Tx,
  ticketIds: readonly number[],
  event: ClockEvent,
  actor: Actor,
): Promise<void> {
  const { at, type, ...data } = event;
  await sql`
    insert into clock_event (ticket_id, sequence, type, at, data, actor_person_id)
    select ticket_id, max(sequence) + 1, ${type}, ${new Date(at)}::timestamptz,
           ${JSON.stringify(data)}::jsonb, ${actor.kind === 'person' ? actor.personId : null}::bigint
      from clock_event where ticket_id = any(${[...ticketIds]}::bigint[])
     group by ticket_id`.execute(tx);
}

/** Which version judges the open clocks of these tickets, where it is another. */
export async function updateClockCalendars(
  tx: Tx,
  ticketIds: readonly number[],
  edit: CalendarReference,
): Promise<void> {
  await sql`
    update clock set calendar_version = ${edit.version}
     where ticket_id = any(${[...ticketIds]}::bigint[]) and ${onOtherVersion(edit)}`.execute(tx);
}

export async function insertRollout(
  tx: Tx,
  { calendarId, version }: CalendarReference,
  rollout: { readonly ticketsTotal: number; readonly at: Instant },
): Promise<void> {
  const at = new Date(rollout.at);
  await tx
    .insertInto('calendar_rollout')
    .values({
      calendar_id: calendarId,
      version,
      tickets_total: rollout.ticketsTotal,
      started_at: at,
      finished_at: rollout.ticketsTotal === 0 ? at : null,
    })
    .execute();
}

/** True while this is the newest rollout and has not finished; it is locked for the batch. */
export async function lockRollout(
  tx: Tx,
  { calendarId, version }: CalendarReference,
): Promise<boolean> {
  const row = await tx
    .selectFrom('calendar_rollout')
    .select('version')
    .where('calendar_id', '=', calendarId)
    .where('version', '=', version)
    .where('finished_at', 'is', null)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('calendar_rollout as newer')
            .select('newer.version')
            .where('newer.calendar_id', '=', calendarId)
            .where('newer.version', '>', version),
        ),
      ),
    )
    .forUpdate()
    .executeTakeFirst();
  return row !== undefined;
}

export async function recordRolloutProgress(
  tx: Tx,
  { calendarId, version }: CalendarReference,
  done: { readonly tickets: number; readonly clocksMoved: number },
): Promise<void> {
  await tx
    .updateTable('calendar_rollout')
    .set((eb) => ({
      tickets_done: eb('tickets_done', '+', done.tickets),
      clocks_moved: eb('clocks_moved', '+', done.clocksMoved),
    }))
    .where('calendar_id', '=', calendarId)
    .where('version', '=', version)
    .execute();
}

export async function finishRollout(
  tx: Tx,
  { calendarId, version }: CalendarReference,
  at: Instant,
): Promise<void> {
  await tx
    .updateTable('calendar_rollout')
    .set({ finished_at: new Date(at) })
    .where('calendar_id', '=', calendarId)
    .where('version', '=', version)
    .execute();
}

export async function selectNewestRollout(
  db: Db,
  calendarId: number,
): Promise<CalendarRollout | null> {
  const row = await db
    .selectFrom('calendar_rollout')
    .selectAll()
    .where('calendar_id', '=', calendarId)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row === undefined
    ? null
    : {
        version: row.version,
        ticketsTotal: row.tickets_total,
        ticketsDone: row.tickets_done,
        clocksMoved: row.clocks_moved,
        finishedAt: row.finished_at?.getTime() ?? null,
      };
}

/** The desk's service calendar, in its newest version; null while nobody has made one. */
export async function selectServiceCalendar(db: Db): Promise<CalendarReference | null> {
  const { rows } = await serviceCalendar.execute(db);
  return rows[0] ?? null;
}

const serviceCalendar = sql<CalendarReference>`
  select calendar_id as "calendarId", version from calendar_version
   order by calendar_id, version desc limit ${1}`;
