import { type RawBuilder, type Selectable, sql } from 'kysely';
import { assert } from '../../kernel/assert.ts';
import type { Instant } from '../../kernel/clock.ts';
import { type DB, type Db, inOrder, type Tx } from '../../platform/database/index.ts';
import type { Consumption } from '../../policy/projection.ts';
import { genesisHash } from './entry-hash.ts';
import {
  type Account,
  type AccountState,
  type BalanceAt,
  type Entry,
  type EntryText,
  type Hold,
  type IssuedStatement,
  type LedgerPoint,
  type LineFilter,
  lineKinds,
  type Movement,
  type StatementFormat,
  type StatementLine,
  type TicketUnits,
} from './model.ts';
import type { CorrectableEntry, TicketState } from './plan-entry.ts';

/** What stands in the ledger about a command while the account is locked. */
export interface Precedent extends TicketState {
  /** The entry that has the command's key already. */
  readonly repeated: Entry | null;
  readonly corrects: CorrectableEntry | null;
}

export async function insertAccount(
  tx: Tx,
  account: { readonly organizationId: number; readonly availableUnitsMin: number },
): Promise<void> {
  await tx
    .insertInto('credit_account')
    .values({
      organization_id: account.organizationId,
      available_units_min: account.availableUnitsMin,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Takes the account's row until the transaction ends. */
export async function lockAccount(tx: Tx, organizationId: number): Promise<AccountState | null> {
  const { rows } = await lockingAccount(organizationId).execute(tx);
  return rows[0] === undefined ? null : accountOf(rows[0]);
}

/** NO KEY: entries of others may still refer to it. */
const lockingAccount = (organizationId: number) => sql<Selectable<DB['credit_account']>>`
  select * from credit_account where organization_id = ${organizationId} for no key update`;

/** What a command is about. */
interface About {
  readonly organizationId: number;
  readonly key: string;
  readonly ticketId: number | null;
  readonly correctsSequence: number | null;
}

/**
 * Locks the account and reads what stands in its ledger about a command; null while there is no account. The second in a
 * statement of its own: one that waited for the lock would still see the entries as they stood before it waited.
 */
export async function lockAccountFor(
  tx: Tx,
  about: About,
): Promise<{ readonly account: AccountState; readonly precedent: Precedent } | null> {
  const { organizationId, correctsSequence } = about;
  const [locked, found] = await inOrder(
    tx,
    lockingAccount(organizationId),
    selectingPrecedent(about),
  );
  const [account] = locked.rows;
  if (account === undefined) return null;
  const [row] = found.rows;
  assert(row !== undefined, 'a sum is one row');
  const { open_hold_sequence: holdSequence, open_hold_units: units } = row;
  return {
    account: accountOf(account),
    precedent: {
      openHold: holdSequence === null || units === null ? null : { holdSequence, units },
      chargedUnits: row.charged_units,
      // A left join without a match: every column of the entry is null.
      repeated: row.sequence === null ? null : entryOf(row),
      corrects:
        correctsSequence === null
          ? null
          : await selectCorrectable(tx, organizationId, correctsSequence),
    },
  };
}

const selectingPrecedent = ({ organizationId, key, ticketId }: About) =>
  sql<Selectable<DB['credit_entry']> & TicketColumns>`
    select entry.*, hold.hold_sequence as open_hold_sequence, hold.units as open_hold_units,
           charged.units as charged_units
      from (select coalesce(sum(consumed_change), 0)::bigint as units
              from credit_entry
             where ticket_id = ${ticketId} and organization_id = ${organizationId} and kind = 'charge') as charged
      left join credit_hold as hold
        on hold.organization_id = ${organizationId} and hold.ticket_id = ${ticketId}
      left join credit_entry as entry
        on entry.organization_id = ${organizationId} and entry.idempotency_key = ${key}`;

interface TicketColumns {
  readonly open_hold_sequence: number | null;
  readonly open_hold_units: number | null;
  readonly charged_units: number;
}

/** Null when there is no such entry. Read under the account's lock: until it is let go nothing corrects the entry. */
export async function selectCorrectable(
  tx: Tx,
  organizationId: number,
  sequence: number,
): Promise<CorrectableEntry | null> {
  const row = await tx
    .selectFrom('credit_entry')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .where('sequence', '=', sequence)
    .executeTakeFirst();
  if (row === undefined) return null;
  const corrected = await tx
    .selectFrom('credit_entry')
    .select(({ fn }) => [
      fn.coalesce(fn.sum<string>('available_change'), sql<string>`0`).as('available'),
      fn.coalesce(fn.sum<string>('consumed_change'), sql<string>`0`).as('consumed'),
      fn.coalesce(fn.sum<string>('issued_change'), sql<string>`0`).as('issued'),
    ])
    .where('organization_id', '=', organizationId)
    .where('corrects_sequence', '=', sequence)
    .executeTakeFirstOrThrow();
  const objection = await tx
    .selectFrom('credit_objection')
    .select(['id', 'due_at'])
    .where('organization_id', '=', organizationId)
    .where('entry_sequence', '=', sequence)
    .where('state', '=', 'open')
    .executeTakeFirst();
  return {
    ...entryOf(row),
    disputedBy:
      objection === undefined
        ? null
        : { objectionId: objection.id, dueAt: objection.due_at.getTime() },
    correctedSoFar: {
      available: Number(corrected.available),
      held: 0,
      consumed: Number(corrected.consumed),
      expired: 0,
      issued: Number(corrected.issued),
    },
  };
}

/**
 * Moves the pots and appends the entry in one statement; the open hold of its ticket goes along. `holdUnits` is what
 * the hold keeps afterwards, null when the entry ends it or there is none. A check that fires here is our bug: the plans
 * refuse before.
 */
export async function insertEntry(
  tx: Tx,
  entry: Entry & EntryText,
  holdUnits: number | null,
): Promise<void> {
  const { change, organizationId, sequence, ticketId, holdSequence } = entry;
  const hold = holdChange();
  const { rows } = await sql<{ sequence: number }>`
    with moved as (
      update credit_account
         set available_units = available_units + ${change.available},
             held_units = held_units + ${change.held},
             consumed_units = consumed_units + ${change.consumed},
             expired_units = expired_units + ${change.expired},
             issued_units = issued_units + ${change.issued},
             sequence = ${sequence},
             last_at = ${new Date(entry.at)},
             last_hash = ${bytes(entry.hash)}
       where organization_id = ${organizationId} and sequence = ${sequence - 1}
      returning available_units, held_units
    )${hold === null ? sql`` : sql`, hold_moved as (${hold} returning 1)`}
    insert into credit_entry (
      organization_id, sequence, kind,
      available_change, held_change, consumed_change, expired_change, issued_change,
      available_after, held_after,
      ticket_id, hold_sequence, corrects_sequence, clause, agreement_version, work_minutes,
      idempotency_key, request_sha256, actor_person_id, second_person_id,
      reference, reason, expires_at, at, previous_hash, hash
    )
    select ${organizationId}, ${sequence}, ${entry.kind}::credit_entry_kind,
           ${change.available}, ${change.held}, ${change.consumed}, ${change.expired}, ${change.issued},
           ${entry.availableAfter}, ${entry.heldAfter},
           ${ticketId}::bigint, ${holdSequence}::bigint, ${entry.correctsSequence}::bigint, ${entry.clause},
           ${entry.agreementVersion}::integer, ${entry.workMinutes}::integer,
           ${entry.idempotencyKey}, ${bytes(entry.requestSha256)}::bytea,
           ${entry.actorPersonId}::bigint, ${entry.secondPersonId}::bigint,
           ${entry.reference}, ${entry.reason},
           ${entry.expiresAt === null ? null : new Date(entry.expiresAt)}::timestamptz,
           ${new Date(entry.at)}::timestamptz, ${bytes(entry.previousHash)}::bytea, ${bytes(entry.hash)}::bytea
      from moved${hold === null ? sql`` : sql`, hold_moved`}
     where moved.available_units = ${entry.availableAfter} and moved.held_units = ${entry.heldAfter}
    returning sequence`.execute(tx);
  assert(rows.length === 1, 'the account and the hold stand as they stood under the lock');

  function holdChange() {
    if (ticketId === null) return null;
    if (entry.kind === 'hold') {
      return sql`insert into credit_hold (organization_id, ticket_id, hold_sequence, units)
                 values (${organizationId}, ${ticketId}, ${sequence}, ${holdUnits})`;
    }
    if (holdSequence === null) return null;
    const which = sql`where organization_id = ${organizationId} and ticket_id = ${ticketId}
                        and hold_sequence = ${holdSequence}`;
    if (holdUnits === null) return sql`delete from credit_hold ${which}`;
    return sql`update credit_hold set units = ${holdUnits} ${which}`;
  }
}

/** An account that no entry has opened yet is empty, not unknown. */
export async function selectAccount(db: Db, organizationId: number): Promise<Account> {
  const row = await db
    .selectFrom('credit_account')
    .selectAll()
    .select(
      sql<Hold[]>`(
      select coalesce(json_agg(json_build_object(
               'ticketId', ticket_id, 'holdSequence', hold_sequence, 'units', units
             ) order by ticket_id), '[]')
        from credit_hold where credit_hold.organization_id = credit_account.organization_id
    )`.as('holds'),
    )
    .where('organization_id', '=', organizationId)
    .executeTakeFirst();
  if (row === undefined) return emptyAccount(organizationId);
  const account = accountOf(row);
  return { ...account, balanceUnits: account.availableUnits + account.heldUnits, holds: row.holds };
}

/** What stands on many accounts, for lists; accounts that no entry has opened are not in the map. */
export async function selectUnitsOfAccounts(
  db: Db,
  organizationIds: readonly number[],
): Promise<ReadonlyMap<number, { readonly availableUnits: number; readonly heldUnits: number }>> {
  if (organizationIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('credit_account')
    .select(['organization_id', 'available_units', 'held_units'])
    .where('organization_id', 'in', [...organizationIds])
    .execute();
  return new Map(
    rows.map((row) => [
      row.organization_id,
      { availableUnits: row.available_units, heldUnits: row.held_units },
    ]),
  );
}

/** T1: what an account could still be charged; looked at for every request, so without its open holds. */
export async function selectAvailableUnits(db: Db, organizationId: number): Promise<number> {
  const units = await selectUnitsOfAccounts(db, [organizationId]);
  return units.get(organizationId)?.availableUnits ?? 0;
}

/** T1: the same until this transaction ends: whoever else would spend of them waits. */
export async function lockAvailableUnits(tx: Tx, organizationId: number): Promise<number> {
  return (await lockAccount(tx, organizationId))?.availableUnits ?? 0;
}

const emptyAccount = (organizationId: number): Account => ({
  organizationId,
  availableUnits: 0,
  heldUnits: 0,
  consumedUnits: 0,
  expiredUnits: 0,
  issuedUnits: 0,
  availableUnitsMin: 0,
  lowBalanceUnits: null,
  statementByMail: true,
  sequence: 0,
  lastAt: null,
  lastHash: genesisHash,
  balanceUnits: 0,
  holds: [],
});

/** What each ticket holds and has cost; tickets that no entry names are not in the map. */
export async function selectTicketUnits(
  db: Db,
  ticketIds: readonly number[],
): Promise<ReadonlyMap<number, TicketUnits>> {
  const [first, ...others] = ticketIds;
  if (first === undefined) return new Map();
  // A list is planned anew at every call; for the one of a letter the plan is kept.
  const whose = others.length === 0 ? sql`= ${first}` : sql`= any(${[...ticketIds]}::bigint[])`;
  const { rows } = await sql<{ ticket_id: number; held: number; net: number; gross: number }>`
    select ticket_id, sum(held_change)::bigint as held, sum(consumed_change)::bigint as net,
           coalesce(sum(consumed_change) filter (where kind = 'charge'), 0)::bigint as gross
      from credit_entry
     where ticket_id ${whose}
     group by ticket_id`.execute(db);
  return new Map(
    rows.map(({ ticket_id: ticketId, held, net, gross }) => [
      ticketId,
      { heldUnits: held, chargedUnits: net, coveredUnits: held + gross },
    ]),
  );
}

/** A span of an account: instants from `from` to before `until`, both open when absent. */
export interface Span {
  readonly organizationId: number;
  readonly from?: Instant | undefined;
  readonly until?: Instant | undefined;
}

/**
 * Newest first. Entries never go back in time, so their order by time is their order by sequence: one index serves every
 * span and every page; with a filter, the index of what is looked for.
 */
export async function selectStatementLines(
  db: Db,
  query: Span & {
    readonly filter?: LineFilter | undefined;
    readonly beforeSequence?: number | undefined;
    readonly limit: number;
  },
): Promise<StatementLine[]> {
  const { organizationId, filter = {}, limit } = query;
  const within = sql.join(
    [sql`organization_id = ${organizationId}`, ...boundsOf(query)],
    sql` and `,
  );
  const newestFirst = sql`order by at desc, sequence desc limit ${limit}`;
  const kinds = filter.kind === undefined ? [] : lineKinds[filter.kind];
  const looked = sequencesOf(organizationId, filter);
  if (kinds.length > 0 && looked.length === 0) {
    // Each kind is read in the order of its index, and only so far: two kinds in one condition would be sorted whole.
    const { rows } = await sql<Selectable<DB['credit_entry']>>`
      select line.* from unnest(${[...kinds]}::credit_entry_kind[]) as wanted (kind)
       cross join lateral (
         select * from credit_entry where ${within} and credit_entry.kind = wanted.kind ${newestFirst}
       ) as line ${newestFirst}`.execute(db);
    return rows.map(lineOf);
  }
  const conditions = [
    within,
    ...(kinds.length > 0 ? [sql`kind = any(${[...kinds]}::credit_entry_kind[])`] : []),
    ...looked.map((sequences) => sql`sequence in (${sequences})`),
  ];
  const { rows } = await sql<Selectable<DB['credit_entry']>>`
    select * from credit_entry where ${sql.join(conditions, sql` and `)} ${newestFirst}`.execute(
    db,
  );
  return rows.map(lineOf);
}

function boundsOf({
  organizationId,
  from,
  until,
  beforeSequence,
}: Span & { readonly beforeSequence?: number | undefined }): RawBuilder<unknown>[] {
  return [
    ...(from === undefined ? [] : [sql`at >= ${new Date(from)}`]),
    ...(until === undefined ? [] : [sql`at < ${new Date(until)}`]),
    ...(beforeSequence === undefined
      ? []
      : [
          sql`(at, sequence) < ((select at from credit_entry
                                  where organization_id = ${organizationId}
                                    and sequence = ${beforeSequence}), ${beforeSequence}::bigint)`,
        ]),
  ];
}

/** The entries that a filter names otherwise than by their kind: few, each found by its own index. */
function sequencesOf(
  organizationId: number,
  { kind, ticketIds, words }: LineFilter,
): RawBuilder<unknown>[] {
  const ofTickets = sql`
    select sequence from credit_entry
     where organization_id = ${organizationId} and ticket_id = any(${[...(ticketIds ?? [])]}::bigint[])`;
  const withWords = sql`
    select sequence from credit_entry
     where organization_id = ${organizationId} and (reference is not null or reason is not null)
       and position(lower(unaccent(${words ?? ''}))
                    in lower(unaccent(concat_ws(' ', reference, reason)))) > 0`;
  // What was given back is as much of an objection as the charge that it is about.
  const objected = sql`
    select unnest(array[entry_sequence, correction_sequence]) from credit_objection
     where organization_id = ${organizationId}`;
  return [
    ...(kind === 'objection' ? [objected] : []),
    ...(words !== undefined ? [sql`${ofTickets} union ${withWords}`] : []),
    ...(words === undefined && ticketIds !== undefined ? [ofTickets] : []),
  ];
}

/** What an account had at each of these instants, in their order: from the index alone. */
export async function selectBalancesAt(
  db: Db,
  organizationId: number,
  instants: readonly Instant[],
): Promise<BalanceAt[]> {
  const { rows } = await sql<{ at: Date; available: number; held: number }>`
    select wanted.at, coalesce(last.available_after, 0)::bigint as available,
           coalesce(last.held_after, 0)::bigint as held
      from unnest(${instants.map((at) => new Date(at))}::timestamptz[]) as wanted (at)
      left join lateral (
        select available_after, held_after from credit_entry
         where organization_id = ${organizationId} and at < wanted.at
         order by at desc, sequence desc limit 1
      ) as last on true
     order by wanted.at`.execute(db);
  return rows.map(({ at, available, held }) => ({
    at: at.getTime(),
    availableUnits: available,
    balanceUnits: available + held,
  }));
}

/** When an account was first moved; null before that. */
export async function selectFirstEntryAt(db: Db, organizationId: number): Promise<Instant | null> {
  const row = await db
    .selectFrom('credit_entry')
    .select('at')
    .where('organization_id', '=', organizationId)
    .where('sequence', '=', 1)
    .executeTakeFirst();
  return row === undefined ? null : row.at.getTime();
}

/** Oldest first, by sequence. */
export async function selectLinesAfter(
  db: Db,
  span: {
    readonly organizationId: number;
    readonly afterSequence: number;
    readonly untilSequence: number;
    readonly limit: number;
  },
): Promise<StatementLine[]> {
  const rows = await db
    .selectFrom('credit_entry')
    .selectAll()
    .where('organization_id', '=', span.organizationId)
    .where('sequence', '>', span.afterSequence)
    .where('sequence', '<=', span.untilSequence)
    .orderBy('sequence')
    .limit(span.limit)
    .execute();
  return rows.map(lineOf);
}

function lineOf(row: Selectable<DB['credit_entry']>): StatementLine {
  const entry = entryOf(row);
  return {
    ...entry,
    reference: row.reference,
    reason: row.reason,
    balanceChange: entry.change.available + entry.change.held,
    balanceAfter: entry.availableAfter + entry.heldAfter,
  };
}

/** The balance that stood just before an instant, in units; the balance now when there is none. From the index alone. */
export async function selectBalanceBefore(
  db: Db,
  organizationId: number,
  instant: Instant | undefined,
): Promise<number> {
  const row = await lastBefore(db, organizationId, instant)
    .select(['available_after', 'held_after'])
    .executeTakeFirst();
  return row === undefined ? 0 : row.available_after + row.held_after;
}

/** Where the account stood just before an instant; where it stands now when there is none. */
export async function selectPointBefore(
  db: Db,
  organizationId: number,
  instant: Instant | undefined,
): Promise<LedgerPoint> {
  return pointOf(
    await lastBefore(db, organizationId, instant).select(pointColumns).executeTakeFirst(),
  );
}

/** Where the account stood after one of its entries; before the first one when there is none. */
async function selectPointAt(
  db: Db,
  organizationId: number,
  sequence: number,
): Promise<LedgerPoint> {
  return pointOf(
    await db
      .selectFrom('credit_entry')
      .select(pointColumns)
      .where('organization_id', '=', organizationId)
      .where('sequence', '=', sequence)
      .executeTakeFirst(),
  );
}

const pointColumns = ['sequence', 'hash', 'available_after', 'held_after'] as const;

const pointOf = (
  row: Pick<Selectable<DB['credit_entry']>, (typeof pointColumns)[number]> | undefined,
): LedgerPoint =>
  row === undefined
    ? { sequence: 0, hash: genesisHash, availableUnits: 0, heldUnits: 0 }
    : {
        sequence: row.sequence,
        hash: row.hash.toString('hex'),
        availableUnits: row.available_after,
        heldUnits: row.held_after,
      };

function lastBefore(db: Db, organizationId: number, instant: Instant | undefined) {
  const last = db
    .selectFrom('credit_entry')
    .where('organization_id', '=', organizationId)
    .orderBy('at', 'desc')
    .orderBy('sequence', 'desc')
    .limit(1);
  return instant === undefined ? last : last.where('at', '<', new Date(instant));
}

export async function insertStatement(
  tx: Tx,
  statement: IssuedStatement,
  more: { readonly codeSha256: Buffer; readonly issuedByPersonId: number | null },
): Promise<number> {
  const { id } = await tx
    .insertInto('credit_statement')
    .values({
      organization_id: statement.organizationId,
      code: statement.code,
      code_sha256: more.codeSha256,
      format: statement.format,
      opening_sequence: statement.opening.sequence,
      closing_sequence: statement.closing.sequence,
      closing_hash: bytes(statement.closing.hash),
      issued_by_person_id: more.issuedByPersonId,
      issued_at: new Date(statement.issuedAt),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

// The statement of a month

/** Accounts that have it sent and whose month nobody has looked at. */
export async function selectAccountsWithoutMonth(db: Db, month: string): Promise<number[]> {
  const rows = await db
    .selectFrom('credit_account')
    .select('organization_id')
    .where('statement_by_mail', '=', true)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('credit_monthly_statement')
            .select('month')
            .whereRef(
              'credit_monthly_statement.organization_id',
              '=',
              'credit_account.organization_id',
            )
            .where('month', '=', month),
        ),
      ),
    )
    .orderBy('organization_id')
    .execute();
  return rows.map((row) => row.organization_id);
}

/** False when somebody looked at this month before. */
export async function insertMonth(
  tx: Tx,
  looked: { readonly organizationId: number; readonly month: string; readonly at: Instant },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('credit_monthly_statement')
    .values({
      organization_id: looked.organizationId,
      month: looked.month,
      looked_at: new Date(looked.at),
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

export async function updateMonth(
  tx: Tx,
  sent: {
    readonly organizationId: number;
    readonly month: string;
    readonly statementId: number;
    readonly sends: number;
  },
): Promise<void> {
  await tx
    .updateTable('credit_monthly_statement')
    .set({ statement_id: sent.statementId, sends: sent.sends })
    .where('organization_id', '=', sent.organizationId)
    .where('month', '=', sent.month)
    .execute();
}

export async function selectMonth(
  db: Db,
  organizationId: number,
  month: string,
): Promise<{ readonly statementId: number | null; readonly sends: number } | null> {
  const row = await db
    .selectFrom('credit_monthly_statement')
    .select(['statement_id', 'sends'])
    .where('organization_id', '=', organizationId)
    .where('month', '=', month)
    .executeTakeFirst();
  return row === undefined ? null : { statementId: row.statement_id, sends: row.sends };
}

/** The statement that was issued for a month, null when none was. */
export async function selectMonthlyStatement(
  db: Db,
  organizationId: number,
  month: string,
): Promise<IssuedStatement | null> {
  const row = await db
    .selectFrom('credit_monthly_statement')
    .innerJoin('credit_statement', 'credit_statement.id', 'credit_monthly_statement.statement_id')
    .selectAll('credit_statement')
    .where('credit_monthly_statement.organization_id', '=', organizationId)
    .where('month', '=', month)
    .executeTakeFirst();
  if (row === undefined) return null;
  return {
    organizationId,
    code: row.code,
    // The table's check allows only these.
    format: row.format as StatementFormat,
    opening: await selectPointAt(db, organizationId, row.opening_sequence),
    closing: await selectPointAt(db, organizationId, row.closing_sequence),
    issuedAt: row.issued_at.getTime(),
  };
}

/** Whether the customer's administrators are sent its statement when a month is over. */
export async function updateStatementByMail(
  tx: Tx,
  organizationId: number,
  byMail: boolean,
): Promise<void> {
  await tx
    .updateTable('credit_account')
    .set({ statement_by_mail: byMail })
    .where('organization_id', '=', organizationId)
    .execute();
}

/** What was handed out under a code: whose, up to which entry, and when. */
export interface FoundStatement {
  readonly organizationId: number;
  readonly format: StatementFormat;
  readonly closingSequence: number;
  readonly closingHash: string;
  readonly issuedAt: Instant;
}

export async function selectStatementByHash(
  db: Db,
  codeSha256: Buffer,
): Promise<FoundStatement | null> {
  const row = await db
    .selectFrom('credit_statement')
    .selectAll()
    .where('code_sha256', '=', codeSha256)
    .executeTakeFirst();
  if (row === undefined) return null;
  return {
    organizationId: row.organization_id,
    // The table's check allows only these.
    format: row.format as StatementFormat,
    closingSequence: row.closing_sequence,
    closingHash: row.closing_hash.toString('hex'),
    issuedAt: row.issued_at.getTime(),
  };
}

/** The hash of one entry, null when there is none. */
export async function selectHashOf(
  db: Db,
  organizationId: number,
  sequence: number,
): Promise<string | null> {
  const row = await db
    .selectFrom('credit_entry')
    .select('hash')
    .where('organization_id', '=', organizationId)
    .where('sequence', '=', sequence)
    .executeTakeFirst();
  return row === undefined ? null : row.hash.toString('hex');
}

/** The entries of one account in order, from after one sequence on. */
export async function selectEntriesAfter(
  db: Db,
  organizationId: number,
  sequence: number,
  limit: number,
): Promise<Entry[]> {
  const rows = await db
    .selectFrom('credit_entry')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .where('sequence', '>', sequence)
    .orderBy('sequence')
    .limit(limit)
    .execute();
  return rows.map(entryOf);
}

/** Accounts with units left of which some have come to their day. */
export async function selectExpiringAccountIds(db: Db, at: Instant): Promise<number[]> {
  const rows = await db
    .selectFrom('credit_account')
    .select('organization_id')
    .where('available_units', '>', 0)
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('credit_entry')
          .select('sequence')
          .whereRef('credit_entry.organization_id', '=', 'credit_account.organization_id')
          .where('expires_at', '<=', new Date(at)),
      ),
    )
    .orderBy('organization_id')
    .execute();
  return rows.map((row) => row.organization_id);
}

/** The invoices or receipts of some entries; those without one are not in the map. */
export async function selectReferences(
  db: Db,
  organizationId: number,
  sequences: readonly number[],
): Promise<ReadonlyMap<number, string>> {
  if (sequences.length === 0) return new Map();
  const rows = await db
    .selectFrom('credit_entry')
    .select(['sequence', 'reference'])
    .where('organization_id', '=', organizationId)
    .where('sequence', 'in', [...sequences])
    .execute();
  return new Map(
    rows.flatMap((row) => (row.reference === null ? [] : [[row.sequence, row.reference]])),
  );
}

/**
 * Accounts with units left and purchases that come to their day within so many days, of which no warning of the span
 * they are in, or of a shorter one, was given.
 */
export async function selectUnwarnedAccountIds(
  db: Db,
  stepDays: readonly number[],
  at: Instant,
): Promise<number[]> {
  const now = new Date(at);
  const { rows } = await sql<{ organization_id: number }>`
    select distinct entry.organization_id
      from credit_entry as entry
      join credit_account as account using (organization_id)
     cross join lateral (
       select min(days) as days from unnest(${[...stepDays]}::integer[]) as days
        where entry.expires_at <= ${now}::timestamptz + days * interval '24 hours'
     ) as step
     where entry.expires_at > ${now}
       and entry.expires_at <= ${now}::timestamptz + ${Math.max(...stepDays)}::integer * interval '24 hours'
       and account.available_units > 0
       and not exists (
         select from credit_expiry_warning as warning
          where warning.organization_id = entry.organization_id
            and warning.entry_sequence = entry.sequence
            and warning.step_days <= step.days)
     order by entry.organization_id`.execute(db);
  return rows.map((row) => row.organization_id);
}

/** Whether this is the first warning of the purchase for this span or a shorter one; writes it down if it is. */
export async function insertExpiryWarning(
  tx: Tx,
  warning: {
    readonly organizationId: number;
    readonly sequence: number;
    readonly stepDays: number;
    readonly at: Instant;
  },
): Promise<boolean> {
  const { organizationId, sequence, stepDays, at } = warning;
  const { rows } = await sql`
    insert into credit_expiry_warning (organization_id, entry_sequence, step_days, warned_at)
    select ${organizationId}, ${sequence}, ${stepDays}::integer, ${new Date(at)}
     where not exists (
       select from credit_expiry_warning
        where organization_id = ${organizationId} and entry_sequence = ${sequence}
          and step_days <= ${stepDays}::integer)
    on conflict do nothing
    returning step_days`.execute(tx);
  return rows.length > 0;
}

/**
 * What each account has used since an instant, for a look ahead: without the charges that are disputed. Accounts without
 * entries are not in the map.
 */
export async function selectConsumption(
  db: Db,
  organizationIds: readonly number[],
  since: Instant,
): Promise<ReadonlyMap<number, Consumption>> {
  const { rows } = await sql<{
    organization_id: number;
    available_units: number;
    first_at: Date;
    consumed: number;
    charges: number;
  }>`
    select account.organization_id, account.available_units, first.at as first_at,
           used.consumed, used.charges
      from credit_account as account
      join credit_entry as first
        on first.organization_id = account.organization_id and first.sequence = 1
     cross join lateral (
       select coalesce(sum(consumed_change), 0)::bigint as consumed,
              (count(*) filter (where kind = 'charge'))::bigint as charges
         from credit_entry as entry
        where entry.organization_id = account.organization_id and entry.at >= ${new Date(since)}
          and entry.consumed_change <> 0
          and not exists (
            select from credit_objection as objection
             where objection.organization_id = entry.organization_id and objection.state = 'open'
               and objection.entry_sequence in (entry.sequence, entry.corrects_sequence))
     ) as used
     where account.organization_id = any(${[...organizationIds]}::bigint[])`.execute(db);
  return new Map(
    rows.map((row) => [
      row.organization_id,
      {
        availableUnits: row.available_units,
        since: row.first_at.getTime(),
        consumedUnits: row.consumed,
        charges: row.charges,
      },
    ]),
  );
}

/** Below `null` a customer is warned by what the agreement says. False when there is no such account. */
export async function updateLowBalance(
  tx: Tx,
  organizationId: number,
  lowBalanceUnits: number | null,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('credit_account')
    .set({ low_balance_units: lowBalanceUnits })
    .where('organization_id', '=', organizationId)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** While a charge is in dispute its units may come back: nobody is warned of a balance that is low for them alone. */
const disputed = sql`coalesce((
  select sum(units) from credit_objection as objection
   where objection.organization_id = credit_account.organization_id and objection.state = 'open'
), 0)`;

/** Accounts that bought units since they were warned, and stand at their threshold or above. */
export async function deleteRestoredBalances(tx: Tx, agreedUnits: number): Promise<void> {
  await sql`
    delete from credit_low_balance as warned using credit_account as account
     where account.organization_id = warned.organization_id
       and account.available_units >= coalesce(account.low_balance_units, ${agreedUnits})
       and account.issued_units > warned.issued_units`.execute(tx);
}

/** Marks the accounts below their threshold that were not warned yet, and answers them. One that never had units has none to lose. */
export async function insertLowBalances(
  tx: Tx,
  agreedUnits: number,
  at: Instant,
): Promise<number[]> {
  const { rows } = await sql<{ organization_id: number }>`
    insert into credit_low_balance (organization_id, issued_units, warned_at)
    select organization_id, issued_units, ${new Date(at)}
      from credit_account
     where available_units + ${disputed} < coalesce(low_balance_units, ${agreedUnits})
       and sequence > 0
    on conflict do nothing
    returning organization_id`.execute(tx);
  return rows.map((row) => row.organization_id);
}

/** Accounts below their threshold, the emptiest first. */
export async function selectLowBalances(
  db: Db,
  agreedUnits: number,
  limit: number,
): Promise<{ organizationId: number; availableUnits: number; lowBalanceUnits: number }[]> {
  const { rows } = await sql<{
    organization_id: number;
    available_units: number;
    threshold: number;
  }>`
    select organization_id, available_units,
           coalesce(low_balance_units, ${agreedUnits})::bigint as threshold
      from credit_account
     where available_units < coalesce(low_balance_units, ${agreedUnits}) and sequence > 0
     order by available_units, organization_id
     limit ${limit}`.execute(db);
  return rows.map((row) => ({
    organizationId: row.organization_id,
    availableUnits: row.available_units,
    lowBalanceUnits: row.threshold,
  }));
}

/** The customers that have an account, in order of id. */
export async function selectAccountIds(db: Db): Promise<number[]> {
  const rows = await db
    .selectFrom('credit_account')
    .select('organization_id')
    .orderBy('organization_id')
    .execute();
  return rows.map((row) => row.organization_id);
}

const accountOf = (row: Selectable<DB['credit_account']>): AccountState => ({
  organizationId: row.organization_id,
  availableUnits: row.available_units,
  heldUnits: row.held_units,
  consumedUnits: row.consumed_units,
  expiredUnits: row.expired_units,
  issuedUnits: row.issued_units,
  availableUnitsMin: row.available_units_min,
  lowBalanceUnits: row.low_balance_units,
  statementByMail: row.statement_by_mail,
  sequence: row.sequence,
  lastAt: row.last_at === null ? null : row.last_at.getTime(),
  lastHash: row.last_hash.toString('hex'),
});

const entryOf = (row: Selectable<DB['credit_entry']>): Entry => ({
  organizationId: row.organization_id,
  sequence: row.sequence,
  kind: row.kind,
  change: movementOf(row),
  availableAfter: row.available_after,
  heldAfter: row.held_after,
  ticketId: row.ticket_id,
  holdSequence: row.hold_sequence,
  correctsSequence: row.corrects_sequence,
  clause: row.clause,
  agreementVersion: row.agreement_version,
  workMinutes: row.work_minutes,
  idempotencyKey: row.idempotency_key,
  requestSha256: row.request_sha256.toString('hex'),
  actorPersonId: row.actor_person_id,
  secondPersonId: row.second_person_id,
  expiresAt: row.expires_at === null ? null : row.expires_at.getTime(),
  at: row.at.getTime(),
  previousHash: row.previous_hash.toString('hex'),
  hash: row.hash.toString('hex'),
});

const movementOf = (row: Selectable<DB['credit_entry']>): Movement => ({
  available: row.available_change,
  held: row.held_change,
  consumed: row.consumed_change,
  expired: row.expired_change,
  issued: row.issued_change,
});

const bytes = (hex: string): Buffer => Buffer.from(hex, 'hex');
