import type { Instant } from '../../../kernel/clock.ts';
import type { Db, Tx } from '../../../platform/database/index.ts';
import type { Acting, AuditEntry } from '../model.ts';

/** What one administrative act leaves behind: who, what, to whom, from where. Never a secret in `detail`. */
export async function insertAudit(
  tx: Tx,
  by: Acting,
  entry: {
    readonly action: string;
    readonly subject: string;
    readonly detail?: Readonly<Record<string, unknown>>;
  },
): Promise<void> {
  await tx
    .insertInto('audit_entry')
    .values({
      at: new Date(by.at),
      actor_person_id: by.actor.kind === 'person' ? by.actor.personId : null,
      action: entry.action,
      subject: entry.subject,
      detail: JSON.stringify(entry.detail ?? {}),
      ip_address: by.ipAddress,
    })
    .execute();
}

/** Newest first. */
export async function selectAudit(
  db: Db,
  query: {
    readonly before?: { readonly at: Instant; readonly id: number } | undefined;
    readonly limit: number;
  },
): Promise<readonly AuditEntry[]> {
  const { before, limit } = query;
  const rows = await db
    .selectFrom('audit_entry')
    .leftJoin('person', 'person.id', 'audit_entry.actor_person_id')
    .select([
      'audit_entry.id',
      'audit_entry.at',
      'audit_entry.action',
      'audit_entry.subject',
      'audit_entry.detail',
      'audit_entry.ip_address',
      'person.id as actor_id',
      'person.name as actor_name',
    ])
    .$if(before !== undefined, (builder) =>
      builder.where(({ eb, refTuple, tuple }) =>
        eb(
          refTuple('audit_entry.at', 'audit_entry.id'),
          '<',
          tuple(new Date(before?.at ?? 0), before?.id ?? 0),
        ),
      ),
    )
    .orderBy('audit_entry.at', 'desc')
    .orderBy('audit_entry.id', 'desc')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    at: row.at.getTime(),
    actor: row.actor_id === null ? null : { personId: row.actor_id, name: row.actor_name ?? '' },
    action: row.action,
    subject: row.subject,
    detail: isRecord(row.detail) ? row.detail : {},
    ipAddress: row.ip_address,
  }));
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
