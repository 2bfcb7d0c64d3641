import { sql } from 'kysely';
import type { Instant } from '../../../kernel/clock.ts';
import type { Db, Tx } from '../../../platform/database/index.ts';
import {
  type CustomerReason,
  entryStateAt,
  type Standing,
  type StandingEntry,
} from '../../../policy/standing.ts';
import type { StandingHistoryEntry, StandingRecord } from '../model.ts';

const milliseconds = (moment: 'valid_from' | 'valid_until' | 'recorded_at') =>
  sql`floor(extract(epoch from e.${sql.ref(moment)}) * 1000)::bigint`;

/**
 * The whole history of the customer of the row, in one column of whatever reads the customer: admission pays no statement
 * for it. The standing is kept nowhere else and is worked out of this at the very moment that is asked about, so it is
 * right at a boundary even when the job of that moment has not run yet.
 */
export const standingHistory = sql<readonly StandingRecord[]>`(
  select coalesce(json_agg(json_build_object(
           'id', e.id, 'standing', e.standing, 'replaces', e.replaces_id,
           'from', ${milliseconds('valid_from')}, 'until', ${milliseconds('valid_until')},
           'recordedAt', ${milliseconds('recorded_at')},
           'customerReason', json_build_object('es', e.customer_reason_es, 'en', e.customer_reason_en))
         order by e.id), '[]')
    from standing_entry e where e.organization_id = organization.id)`;

export const noReason: CustomerReason = { es: null, en: null };

/** The histories of these customers; one that has none is not in the map. */
export async function selectStandings(
  db: Db,
  organizationIds: readonly number[],
): Promise<ReadonlyMap<number, readonly StandingEntry[]>> {
  if (organizationIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('organization')
    .select(['id', standingHistory.as('standings')])
    .where('id', 'in', [...new Set(organizationIds)])
    .execute();
  return new Map(rows.map(({ id, standings }) => [id, standings]));
}

/** For who works at the firm, the newest entry first; null when there is no such customer. */
export async function selectStandingHistory(
  db: Db,
  organizationId: number,
  at: Instant,
): Promise<readonly StandingHistoryEntry[] | null> {
  const rows = await db
    .selectFrom('organization')
    .leftJoin('standing_entry as e', 'e.organization_id', 'organization.id')
    .leftJoin('person', 'person.id', 'e.set_by_person_id')
    .select([
      'e.id',
      'e.standing',
      'e.reason',
      'e.customer_reason_es',
      'e.customer_reason_en',
      'e.valid_from',
      'e.valid_until',
      'e.replaces_id',
      'e.recorded_at',
      'person.id as person_id',
      'person.name',
    ])
    .where('organization.id', '=', organizationId)
    .orderBy('e.id', 'desc')
    .execute();
  if (rows.length === 0) return null;
  const entries = rows.flatMap((row) => {
    const { id, valid_from, recorded_at, person_id, name } = row;
    // A customer without history is one row of nulls.
    if (id === null || valid_from === null || recorded_at === null) return [];
    return {
      id,
      standing: row.standing,
      from: valid_from.getTime(),
      until: row.valid_until?.getTime() ?? null,
      replaces: row.replaces_id,
      recordedAt: recorded_at.getTime(),
      customerReason: { es: row.customer_reason_es, en: row.customer_reason_en },
      reason: row.reason ?? '',
      setBy: person_id === null ? null : { personId: person_id, name: name ?? '' },
    };
  });
  return entries.map((entry) => ({ ...entry, state: entryStateAt(entries, entry, at) }));
}

export async function insertStandingEntry(
  tx: Tx,
  entry: {
    readonly organizationId: number;
    readonly standing: Standing | null;
    readonly reason: string;
    readonly customerReason?: CustomerReason;
    readonly from: Instant;
    readonly until?: Instant | null;
    readonly replaces?: number | null;
    readonly setByPersonId: number | null;
    readonly recordedAt: Instant;
  },
): Promise<number> {
  const { customerReason = noReason, until = null, replaces = null } = entry;
  const { id } = await tx
    .insertInto('standing_entry')
    .values({
      organization_id: entry.organizationId,
      standing: entry.standing,
      reason: entry.reason,
      customer_reason_es: customerReason.es,
      customer_reason_en: customerReason.en,
      valid_from: new Date(entry.from),
      valid_until: until === null ? null : new Date(until),
      replaces_id: replaces,
      set_by_person_id: entry.setByPersonId,
      recorded_at: new Date(entry.recordedAt),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}
