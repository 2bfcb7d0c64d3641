import { type RawBuilder, sql } from 'kysely';
import type { Instant } from '../../../kernel/clock.ts';
import type { Db, Tx } from '../../../platform/database/index.ts';
import type { ClockOutcome } from '../../../policy/clocks/outcome.ts';
import type { TimeSpent } from '../../../policy/clocks/time-spent.ts';
import type { Priority } from '../../../policy/terms.ts';
import type { ReportQuestion, RequestGroup, SummarisedRequest, Week } from './model.ts';

const date = (instant: Instant): Date => new Date(instant);
const dateOrNull = (instant: Instant | null): Date | null =>
  instant === null ? null : date(instant);

export async function upsertSummaries(
  tx: Tx,
  requests: readonly SummarisedRequest[],
): Promise<void> {
  if (requests.length === 0) return;
  await tx
    .insertInto('report_request')
    .values(
      requests.map((request) => ({
        ticket_id: request.ticketId,
        ticket_version: request.ticketVersion,
        organization_id: request.organizationId,
        service_id: request.serviceId,
        priority: request.priority,
        registered_at: date(request.registeredAt),
        resolved_at: dateOrNull(request.resolvedAt),
        ended_at: dateOrNull(request.endedAt),
        first_response: request.outcomes.firstResponse,
        resolution: request.outcomes.resolution,
        first_response_by_change: request.byChange.firstResponse,
        resolution_by_change: request.byChange.resolution,
        counted_ms: Math.round(request.spent.counted),
        held_ms: Math.round(request.spent.held),
        outside_hours_ms: Math.round(request.spent['outside-hours']),
        waiting_ms: Math.round(request.spent.waiting),
        no_show_ms: Math.round(request.spent['no-show']),
        appointment_ms: Math.round(request.spent.appointment),
        untimed_ms: Math.round(request.spent.untimed),
        resolved_ms: Math.round(request.spent.resolved),
        settled: request.isSettled,
      })),
    )
    .onConflict((conflict) =>
      conflict.column('ticket_id').doUpdateSet((eb) => ({
        ticket_version: eb.ref('excluded.ticket_version'),
        service_id: eb.ref('excluded.service_id'),
        priority: eb.ref('excluded.priority'),
        registered_at: eb.ref('excluded.registered_at'),
        resolved_at: eb.ref('excluded.resolved_at'),
        ended_at: eb.ref('excluded.ended_at'),
        first_response: eb.ref('excluded.first_response'),
        resolution: eb.ref('excluded.resolution'),
        first_response_by_change: eb.ref('excluded.first_response_by_change'),
        resolution_by_change: eb.ref('excluded.resolution_by_change'),
        counted_ms: eb.ref('excluded.counted_ms'),
        held_ms: eb.ref('excluded.held_ms'),
        outside_hours_ms: eb.ref('excluded.outside_hours_ms'),
        waiting_ms: eb.ref('excluded.waiting_ms'),
        no_show_ms: eb.ref('excluded.no_show_ms'),
        appointment_ms: eb.ref('excluded.appointment_ms'),
        untimed_ms: eb.ref('excluded.untimed_ms'),
        resolved_ms: eb.ref('excluded.resolved_ms'),
        settled: eb.ref('excluded.settled'),
      })),
    )
    .execute();
}

/** What may change still, by id, with the version that was summarised. */
export async function selectUnsettled(
  db: Db,
  { afterId, limit }: { readonly afterId: number; readonly limit: number },
): Promise<{ readonly ticketId: number; readonly ticketVersion: number }[]> {
  const rows = await db
    .selectFrom('report_request')
    .select(['ticket_id', 'ticket_version'])
    .where('settled', '=', false)
    .where('ticket_id', '>', afterId)
    .orderBy('ticket_id')
    .limit(limit)
    .execute();
  return rows.map(({ ticket_id, ticket_version }) => ({
    ticketId: ticket_id,
    ticketVersion: ticket_version,
  }));
}

/** Which of these are summarised. */
export async function selectSummarised(
  db: Db,
  ticketIds: readonly number[],
): Promise<ReadonlySet<number>> {
  if (ticketIds.length === 0) return new Set();
  const rows = await db
    .selectFrom('report_request')
    .select('ticket_id')
    .where('ticket_id', 'in', [...ticketIds])
    .execute();
  return new Set(rows.map(({ ticket_id }) => ticket_id));
}

export interface Progress {
  readonly summarisedAt: Instant;
  /** Every request that was registered before is summarised, or came later with an earlier moment. */
  readonly registeredThrough: Instant;
}

export async function selectProgress(db: Db): Promise<Progress | null> {
  const row = await db.selectFrom('report_progress').selectAll().executeTakeFirst();
  return row === undefined
    ? null
    : {
        summarisedAt: row.summarised_at.getTime(),
        registeredThrough: row.registered_through.getTime(),
      };
}

export async function upsertProgress(tx: Tx, progress: Progress): Promise<void> {
  const values = {
    summarised_at: date(progress.summarisedAt),
    registered_through: date(progress.registeredThrough),
  };
  await tx
    .insertInto('report_progress')
    .values(values)
    .onConflict((conflict) => conflict.column('id').doUpdateSet(values))
    .execute();
}

interface GroupRow {
  readonly month: number;
  readonly priority: Priority;
  readonly first_response: ClockOutcome;
  readonly resolution: ClockOutcome;
  readonly first_response_by_change: boolean;
  readonly resolution_by_change: boolean;
  readonly requests: number;
  readonly counted: number;
  readonly held: number;
  readonly outside_hours: number;
  readonly waiting: number;
  readonly no_show: number;
  readonly appointment: number;
  readonly untimed: number;
  readonly resolved: number;
}

/** The requests of a span, those that are alike as one. One reading of as many rows as the span has requests. */
export async function selectGroups(db: Db, question: ReportQuestion): Promise<RequestGroup[]> {
  const months = question.months.map(({ from }) => date(from));
  const { rows } = await sql<GroupRow>`
    select width_bucket(registered_at, ${months}::timestamptz[]) - 1 as month, priority, first_response,
           resolution, first_response_by_change, resolution_by_change, count(*)::int as requests,
           sum(counted_ms)::float8 as counted, sum(held_ms)::float8 as held,
           sum(outside_hours_ms)::float8 as outside_hours, sum(waiting_ms)::float8 as waiting,
           sum(no_show_ms)::float8 as no_show, sum(appointment_ms)::float8 as appointment,
           sum(untimed_ms)::float8 as untimed, sum(resolved_ms)::float8 as resolved
      from report_request
     where ${within('registered_at', question)}
     group by 1, 2, 3, 4, 5, 6`.execute(db);
  return rows.map((row) => ({
    month: row.month,
    priority: row.priority,
    outcomes: { firstResponse: row.first_response, resolution: row.resolution },
    byChange: {
      firstResponse: row.first_response_by_change,
      resolution: row.resolution_by_change,
    },
    requests: row.requests,
    spent: {
      counted: row.counted,
      held: row.held,
      'outside-hours': row.outside_hours,
      waiting: row.waiting,
      'no-show': row.no_show,
      appointment: row.appointment,
      untimed: row.untimed,
      resolved: row.resolved,
    } satisfies TimeSpent,
  }));
}

/** What came in and what went out, week by week, the empty ones too. */
export async function selectWeeks(db: Db, question: ReportQuestion): Promise<Week[]> {
  const starts = question.weeks.map(({ from }) => date(from));
  const perWeek = (column: MomentColumn, name: string) => sql`
    select width_bucket(${sql.ref(column)}, ${starts}::timestamptz[]) - 1 as week, ${name} as what,
           count(*)::int as requests
      from report_request where ${within(column, question)} group by 1`;
  const { rows } = await sql<{ week: number; what: string; requests: number }>`
    ${perWeek('registered_at', 'registered')}
    union all ${perWeek('resolved_at', 'resolved')}
    union all ${perWeek('ended_at', 'ended')}`.execute(db);
  const counted = new Map(rows.map(({ week, what, requests }) => [`${week} ${what}`, requests]));
  const count = (week: number, what: string) => counted.get(`${week} ${what}`) ?? 0;
  return question.weeks.map(({ name }, week) => ({
    week: name,
    registered: count(week, 'registered'),
    resolved: count(week, 'resolved'),
    ended: count(week, 'ended'),
  }));
}

type MomentColumn = 'registered_at' | 'resolved_at' | 'ended_at';

function within(
  column: MomentColumn,
  { from, until, organizationId, serviceId }: ReportQuestion,
): RawBuilder<boolean> {
  const moment = sql.ref(column);
  return sql`${moment} >= ${date(from)} and ${moment} < ${date(until)}
    ${organizationId === null ? sql`` : sql`and organization_id = ${organizationId}`}
    ${serviceId === null ? sql`` : sql`and service_id = ${serviceId}`}`;
}
