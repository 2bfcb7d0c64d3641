// What the past is asked: requests as far as the numbers of the agreement decide about them, page by page.
import { sql } from 'kysely';
import type { Instant } from '../../kernel/clock.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Attempt } from '../../policy/closing.ts';
import type { CloseCause } from '../../policy/replay-closing.ts';
import type { UnitsApart } from '../../policy/units.ts';
import type { Ticket } from './model.ts';

/** A registered request. */
export interface PastTicket
  extends Pick<
      Ticket,
      | 'id'
      | 'number'
      | 'version'
      | 'organizationId'
      | 'serviceId'
      | 'priority'
      | 'status'
      | 'agreementVersion'
      | 'billableMinutes'
      | 'chargedUnits'
      | 'resolvedAt'
      | 'closedAt'
    >,
    UnitsApart {
  /** It went on as a part of another request. */
  readonly merged: boolean;
  readonly registeredAt: Instant;
}

interface PastSpan {
  /** Of registration: from included, until not. */
  readonly from: Instant;
  readonly until: Instant;
}

/** Where a page ended. */
type PageEnd = Pick<PastTicket, 'id' | 'registeredAt'>;

/** The requests registered in a span, oldest first, after the one that was read last. */
export async function selectPastTickets(
  db: Db,
  page: PastSpan & { readonly after: PageEnd | null; readonly limit: number },
): Promise<PastTicket[]> {
  const { from, until, after, limit } = page;
  const { rows } = await sql<PastRow>`
    select ${pastColumns} from ticket
     where registered_at >= ${new Date(from)} and registered_at < ${new Date(until)}
       and (registered_at, id) > (${new Date(after?.registeredAt ?? 0)}, ${after?.id ?? 0})
     order by registered_at, id
     limit ${limit}`.execute(db);
  return rows.map(pastOf);
}

/** The same by their ids; one that was never registered is left out. */
export async function selectPastTicketsById(
  db: Db,
  ids: readonly number[],
): Promise<readonly PastTicket[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<PastRow>`
    select ${pastColumns} from ticket
     where id = any(${[...ids]}::bigint[]) and registered_at is not null`.execute(db);
  return rows.map(pastOf);
}

export async function countPastTickets(db: Db, { from, until }: PastSpan): Promise<number> {
  const { n } = await db
    .selectFrom('ticket')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('registered_at', '>=', new Date(from))
    .where('registered_at', '<', new Date(until))
    .executeTakeFirstOrThrow();
  return n;
}

type PastRow = Omit<PastTicket, 'registeredAt' | 'resolvedAt' | 'closedAt'> & {
  readonly registered_at: Date;
  readonly resolved_at: Date | null;
  readonly closed_at: Date | null;
};

const pastColumns = sql`
  id, number, version, organization_id as "organizationId", service_id as "serviceId", priority, status,
  agreement_version as "agreementVersion", billable_minutes as "billableMinutes",
  charged_units as "chargedUnits", approved_units as "approvedUnits", absence_units as "absenceUnits",
  surcharge_charged_units as "surchargeUnits", merged_into_ticket_id is not null as merged,
  registered_at, resolved_at, closed_at`;

const pastOf = ({ registered_at, resolved_at, closed_at, ...ticket }: PastRow): PastTicket => ({
  ...ticket,
  registeredAt: registered_at.getTime(),
  resolvedAt: resolved_at?.getTime() ?? null,
  closedAt: closed_at?.getTime() ?? null,
});

/** VIII: what happened around the ends of one request, and when work was written down. */
export interface PastLife {
  readonly attempts: readonly (Attempt & { readonly by: 'agent' | 'desk' })[];
  readonly presences: readonly Instant[];
  readonly closings: readonly { readonly at: Instant; readonly cause: CloseCause }[];
  readonly work: readonly { readonly at: Instant; readonly minutes: number }[];
}

/** Of these tickets; one of which nothing of this happened is not in the map. */
export async function selectPastLives(
  db: Db,
  ticketIds: readonly number[],
): Promise<ReadonlyMap<number, PastLife>> {
  if (ticketIds.length === 0) return new Map();
  const ids = [...ticketIds];
  const [attempts, presences, closings, work] = await Promise.all([
    selectAttempts(db, ids),
    selectPresences(db, ids),
    selectClosings(db, ids),
    selectWork(db, ids),
  ]);
  const lives = new Map<number, { -readonly [Part in keyof PastLife]: PastLife[Part][number][] }>();
  const lifeOf = (ticketId: number) => {
    const known = lives.get(ticketId);
    if (known !== undefined) return known;
    const life = { attempts: [], presences: [], closings: [], work: [] };
    lives.set(ticketId, life);
    return life;
  };
  for (const { ticket_id, at, by_desk, delivered } of attempts) {
    lifeOf(ticket_id).attempts.push({
      at: at.getTime(),
      by: by_desk ? 'desk' : 'agent',
      delivered,
    });
  }
  for (const { ticket_id, at } of presences) lifeOf(ticket_id).presences.push(at.getTime());
  for (const { ticket_id, at, cause } of closings) {
    lifeOf(ticket_id).closings.push({ at: at.getTime(), cause });
  }
  for (const { ticket_id, at, minutes } of work) {
    lifeOf(ticket_id).work.push({ at: at.getTime(), minutes });
  }
  return lives;
}

/** VIII.b: as `selectOpenInformationRequest` sees an attempt, of every question that was ever asked. */
async function selectAttempts(db: Db, ids: number[]) {
  const { rows } = await sql<{
    ticket_id: number;
    at: Date;
    by_desk: boolean;
    delivered: boolean;
  }>`
    select q.ticket_id, a.attempted_at as at, m.author = 'desk' as by_desk,
           not exists (select from outgoing_mail o
                        where o.message_id = a.message_id
                          and o.state in ('bounced', 'failed')) as delivered
      from information_request q
      join information_attempt a on a.information_request_id = q.id
      join message m on m.id = a.message_id
     where q.ticket_id = any(${ids}::bigint[])
     order by a.id`.execute(db);
  return rows;
}

/** VIII.b */
async function selectPresences(db: Db, ids: number[]) {
  const { rows } = await sql<{ ticket_id: number; at: Date }>`
    select q.ticket_id, p.confirmed_at as at
      from information_request q
      join information_presence p on p.information_request_id = q.id
     where q.ticket_id = any(${ids}::bigint[])
     order by p.id`.execute(db);
  return rows;
}

async function selectClosings(db: Db, ids: number[]) {
  const { rows } = await sql<{ ticket_id: number; at: Date; cause: CloseCause }>`
    select ticket_id, at, case when type = 'abandoned' then 'abandoned'
                               when data ->> 'cause' = 'no-objection' then 'no-objection'
                               else 'person' end as cause
      from ticket_event
     where ticket_id = any(${ids}::bigint[]) and type in ('closed', 'abandoned')
     order by id`.execute(db);
  return rows;
}

/** T4: only of requests that went on after they had waited or ended: of all others the sum is enough. */
async function selectWork(db: Db, ids: number[]) {
  const { rows } = await sql<{ ticket_id: number; at: Date; minutes: number }>`
    select ticket_id, created_at as at, billable_minutes as minutes
      from work_entry
     where ticket_id = any(${ids}::bigint[]) and billable_minutes <> 0
       and exists (select from ticket_event e
                    where e.ticket_id = work_entry.ticket_id
                      and e.type in ('reopened', 'answered'))
     order by id`.execute(db);
  return rows;
}

/** VIII.c: a request that was made because another could not be reopened any more. */
export interface FollowUp {
  readonly originalTicketId: number;
  readonly ticketId: number;
  readonly at: Instant;
  /** When the original was registered; null when never. */
  readonly originalRegisteredAt: Instant | null;
}

/**
 * Those that follow one of these tickets, and those of these tickets that follow another one. A link that somebody made
 * by hand is made later than the request, and no follow-up of this kind.
 */
export async function selectFollowUps(
  db: Db,
  ticketIds: readonly number[],
): Promise<readonly FollowUp[]> {
  if (ticketIds.length === 0) return [];
  const ids = [...ticketIds];
  const { rows } = await sql<{
    original_id: number;
    follower_id: number;
    at: Date;
    registered_at: Date | null;
  }>`
    select l.to_ticket_id as original_id, l.from_ticket_id as follower_id, l.created_at as at,
           original.registered_at
      from ticket_link l
      join ticket follower on follower.id = l.from_ticket_id
      join ticket original on original.id = l.to_ticket_id
     where l.kind = 'follow-up' and l.created_at = follower.received_at
       and (l.to_ticket_id = any(${ids}::bigint[]) or l.from_ticket_id = any(${ids}::bigint[]))
     order by l.created_at, l.from_ticket_id`.execute(db);
  return rows.map((row) => ({
    originalTicketId: row.original_id,
    ticketId: row.follower_id,
    at: row.at.getTime(),
    originalRegisteredAt: row.registered_at?.getTime() ?? null,
  }));
}
