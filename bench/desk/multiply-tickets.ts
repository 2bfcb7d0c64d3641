// Many tickets out of few: the demo world's month, written by the use cases, copied until there are as many as asked for.
import { createHash } from 'node:crypto';
import type pg from 'pg';
import {
  type Entry,
  entryHash,
  listAccounts,
  readAccount,
} from '../../src/modules/credits/index.ts';
import type { Db } from '../../src/platform/database/index.ts';
import { copyRows } from './copy-rows.ts';

/** Said in five tickets, whatever their number. */
export const rareWord = 'quitasolillo';
/** Said in one ticket of a hundred. */
export const midWord = 'astrolabio';
/** Said in most of them: people are polite. */
export const commonWord = 'gracias';

/** Between two copies of one row; the demo world has fewer rows of each kind. */
const stride = 10_000;

/** A desk has a few hundred requests under way, however many it has ended: later copies are of ended ones only. */
const copiesUnderWay = 20;

const ended = `('closed', 'referred', 'rejected', 'withdrawn')`;

/** How each table follows its ticket: the columns that are shifted with the copy, and what else must differ. */
const tables: readonly {
  readonly name: string;
  readonly ticket: string;
  readonly shifted: readonly string[];
  readonly other?: Readonly<Record<string, string>>;
}[] = [
  { name: 'ticket', ticket: 'r.id', shifted: ['id', 'number'] },
  {
    name: 'inbound_mail',
    ticket: 'r.ticket_id',
    shifted: ['id', 'ticket_id'],
    other: {
      fingerprint: `sha256(r.fingerprint || int4send(k))`,
      message_id_header: `k || '.' || r.message_id_header`,
    },
  },
  {
    name: 'message',
    ticket: 'r.ticket_id',
    shifted: ['id', 'ticket_id', 'inbound_mail_id'],
    other: {
      body_text: `case when r.author = 'desk' then r.body_text else r.body_text || bench_words(r.id, k) end`,
    },
  },
  { name: 'attachment', ticket: 'r.ticket_id', shifted: ['id', 'message_id', 'ticket_id'] },
  {
    name: 'outgoing_mail',
    ticket: 'r.ticket_id',
    shifted: ['id', 'message_id', 'ticket_id'],
    other: {
      message_id_header: `k || '.' || r.message_id_header`,
      // The letters' layout is the same in all of them and would only fill the disk.
      body_html: 'null',
    },
  },
  {
    name: 'thread_reference',
    ticket: 'r.ticket_id',
    shifted: ['ticket_id'],
    other: { message_id_header: `k || '.' || r.message_id_header` },
  },
  { name: 'decision', ticket: 'r.ticket_id', shifted: ['id', 'ticket_id'] },
  { name: 'ticket_event', ticket: 'r.ticket_id', shifted: ['id', 'ticket_id'] },
  { name: 'work_entry', ticket: 'r.ticket_id', shifted: ['id', 'ticket_id', 'reverses_id'] },
  { name: 'information_request', ticket: 'r.ticket_id', shifted: ['id', 'ticket_id'] },
  {
    name: 'information_attempt',
    ticket: '(select q.ticket_id from information_request q where q.id = r.information_request_id)',
    shifted: ['id', 'information_request_id', 'message_id'],
  },
  {
    name: 'ticket_link',
    // Later copies are of ended requests only: what is linked to another one stays without its link.
    ticket: `case when r.to_ticket_id in (select id from ticket where status in ${ended}) then r.from_ticket_id end`,
    shifted: ['from_ticket_id', 'to_ticket_id'],
  },
  { name: 'clock_event', ticket: 'r.ticket_id', shifted: ['ticket_id'] },
  { name: 'clock', ticket: 'r.ticket_id', shifted: ['ticket_id'] },
  { name: 'clock_result', ticket: 'r.ticket_id', shifted: ['ticket_id'] },
  { name: 'clock_fired', ticket: 'r.ticket_id', shifted: ['ticket_id'] },
];

/** The last copy whose ids are taken, by copies or by what was written since, in any of the tables. */
async function lastCopy(client: pg.PoolClient): Promise<number> {
  const withIds = tables.filter(({ shifted }) => shifted.includes('id'));
  const newest = withIds.map(({ name }) => `(select max(id) from ${name})`).join(', ');
  const { rows } = await client.query<{ copy: number }>(
    `select (coalesce(greatest(${newest}), 0) / ${stride})::int as copy`,
  );
  return rows[0]?.copy ?? 0;
}

/** Brings the desk to so many tickets with all that belongs to them; answers how many there are. */
export async function multiplyTickets(
  db: Db,
  client: pg.PoolClient,
  ticketsWanted: number,
  say: (line: string) => void,
): Promise<number> {
  await client.query(`set statement_timeout = 0; set synchronous_commit = off;
    set session_replication_role = replica; set maintenance_work_mem = '512MB'`);
  await client.query(wordsFunction);
  const [base] = (
    await client.query<{ all: number; ended: number }>(
      `select count(*) filter (where id < ${stride})::int as all,
              count(*) filter (where id < ${stride} and status in ${ended})::int as ended from ticket`,
    )
  ).rows;
  if (base === undefined) throw new RangeError('a count answers a row');
  let present = await countTickets(client);
  for (let from = (await lastCopy(client)) + 1; present < ticketsWanted; ) {
    const perCopy = from <= copiesUnderWay ? base.all : base.ended;
    const missing = Math.ceil((ticketsWanted - present) / perCopy);
    // Batches, so that no single statement holds the whole in memory.
    const most = from <= copiesUnderWay ? copiesUnderWay - from + 1 : 100;
    const until = from + Math.min(missing, most) - 1;
    await copyBase(client, from, until);
    from = until + 1;
    present = await countTickets(client);
    say(`  ${present} tickets`);
  }
  await writeLedgers(db, client);
  await client.query(`select setval('ticket_number', (select max(number) from ticket))`);
  for (const { name, shifted } of tables) {
    if (!shifted.includes('id')) continue;
    await client.query(
      `select setval(pg_get_serial_sequence('${name}', 'id'), (select max(id) from ${name}))`,
    );
  }
  await client.query('set session_replication_role = origin');
  await client.query('vacuum analyze');
  return present;
}

const countTickets = async (client: pg.PoolClient): Promise<number> =>
  (await client.query<{ n: number }>('select count(*)::int as n from ticket')).rows[0]?.n ?? 0;

/** A tail for each text, with words that are common, rare, and hardly ever said. */
const wordsFunction = `
  create or replace function pg_temp.bench_words(id bigint, k integer) returns text language sql as $$
    select E'\\n' || string_agg(translate(floor(50000 * power(random(), 3))::text, '0123456789', 'bacedifogu'), ' ')
      || case when (id + k) % 400 = 0 then ' ${midWord}' else '' end
      || case when id = (select min(m.id) from message m where m.author = 'customer') and k <= 5
              then ' ${rareWord}' else '' end
      from generate_series(1, 12)
     where id is not null and k is not null
  $$`;

async function copyBase(client: pg.PoolClient, from: number, until: number): Promise<void> {
  await client.query('begin');
  for (const { name, ticket, shifted, other = {} } of tables) {
    const columns = await columnsOf(client, name);
    const values = columns.map((column) => {
      if (shifted.includes(column)) return `r.${column} + k * ${stride}::bigint`;
      return other[column]?.replaceAll('bench_words', 'pg_temp.bench_words') ?? `r.${column}`;
    });
    await client.query(
      `insert into ${name} (${columns.join(', ')}) overriding system value
       select ${values.join(', ')}
         from ${name} r cross join generate_series($1::integer, $2::integer) k
        where ${ticket} in (select id from ticket where id < ${stride}
                              and (k <= ${copiesUnderWay} or status in ${ended}))`,
      [from, until],
    );
  }
  await client.query(
    `insert into ticket_search (ticket_id, organization_id, public_document, internal_document)
     select t.id, t.organization_id,
            setweight(to_tsvector('atenta', t.number || ' ' || t.subject), 'A')
              || to_tsvector('atenta', coalesce(string_agg(m.body_text, E'\\n') filter (where m.visibility = 'public'), '')),
            setweight(to_tsvector('atenta', t.number || ' ' || t.subject), 'A')
              || to_tsvector('atenta', coalesce(string_agg(m.body_text, E'\\n'), ''))
       from ticket t left join message m on m.ticket_id = t.id and m.author <> 'desk'
      where t.id >= $1::bigint * ${stride} and t.id < ($2::bigint + 1) * ${stride}
      group by t.id`,
    [from, until],
  );
  await client.query('commit');
}

async function columnsOf(client: pg.PoolClient, table: string): Promise<string[]> {
  const { rows } = await client.query<{ column_name: string }>(
    `select column_name from information_schema.columns
      where is_generated = 'NEVER' and table_schema = 'public' and table_name = $1 order by ordinal_position`,
    [table],
  );
  return rows.map((row) => row.column_name);
}

// The ledger: each copy that was admitted held a unit and was charged; hashed like every entry, so that it proves.

const entryColumns =
  'organization_id sequence kind available_change held_change consumed_change expired_change issued_change available_after held_after ticket_id hold_sequence clause agreement_version work_minutes idempotency_key request_sha256 actor_person_id reference at previous_hash hash'.split(
    ' ',
  );

async function writeLedgers(db: Db, client: pg.PoolClient): Promise<void> {
  for (const organizationId of await listAccounts(db)) {
    const account = await readAccount(db, organizationId);
    const { rows: tickets } = await client.query<{
      id: number;
      charged: number | null;
      minutes: number;
      open: boolean;
    }>(
      `select t.id, t.charged_units as charged, t.billable_minutes as minutes,
              t.status in ('open', 'waiting', 'resolved') as open
         from ticket t
        where t.organization_id = $1 and t.id >= ${stride} and t.registered_at is not null
          and not exists (select from credit_entry e where e.ticket_id = t.id)
        order by t.id`,
      [organizationId],
    );
    if (tickets.length === 0) continue;
    const at = Math.max(account.lastAt ?? 0, Date.now());
    const totals = { available: 0, held: 0, consumed: 0, issued: 0 };
    const holds: (readonly [number, number])[] = [];
    const entries: Entry[] = [];
    let previousHash = account.lastHash;
    const write = (kind: Entry['kind'], change: Partial<Entry['change']>, more: Partial<Entry>) => {
      const moved = { available: 0, held: 0, consumed: 0, expired: 0, issued: 0, ...change };
      totals.available += moved.available;
      totals.held += moved.held;
      totals.consumed += moved.consumed;
      totals.issued += moved.issued;
      const sequence = account.sequence + entries.length + 1;
      const key = `bench:${organizationId}:${sequence}`;
      const unhashed = {
        organizationId,
        sequence,
        kind,
        change: moved,
        availableAfter: account.availableUnits + totals.available,
        heldAfter: account.heldUnits + totals.held,
        ticketId: null,
        holdSequence: null,
        correctsSequence: null,
        clause: null,
        agreementVersion: null,
        workMinutes: null,
        idempotencyKey: key,
        requestSha256: createHash('sha256').update(key).digest('hex'),
        actorPersonId: null,
        secondPersonId: null,
        expiresAt: null,
        at,
        previousHash,
        ...more,
      };
      const hash = entryHash(unhashed);
      entries.push({ ...unhashed, hash });
      previousHash = hash;
      return sequence;
    };
    const needed = tickets.reduce((sum, { charged }) => sum + Math.max(1, charged ?? 1), 0);
    write('purchase', { available: needed + 20, issued: needed + 20 }, {});
    for (const ticket of tickets) {
      const about = { ticketId: ticket.id, clause: 'T3', agreementVersion: 1 };
      const holdSequence = write('hold', { available: -1, held: 1 }, about);
      if (ticket.open) holds.push([ticket.id, holdSequence]);
      else if (ticket.charged === null) {
        write('release', { available: 1, held: -1 }, { ...about, holdSequence });
      } else {
        const consumed = ticket.charged;
        write(
          'charge',
          { available: 1 - consumed, held: -1, consumed },
          { ...about, holdSequence, workMinutes: ticket.minutes },
        );
      }
    }
    await copyRows(client, 'credit_entry', entryColumns, entries.map(rowOf));
    await copyRows(
      client,
      'credit_hold',
      ['organization_id', 'ticket_id', 'hold_sequence', 'units'],
      holds.map(([ticketId, sequence]) => [organizationId, ticketId, sequence, 1]),
    );
    await client.query(
      `update credit_account set available_units = available_units + $2, held_units = held_units + $3,
              consumed_units = consumed_units + $4, issued_units = issued_units + $5,
              sequence = sequence + $6, last_at = $7, last_hash = decode($8, 'hex')
        where organization_id = $1`,
      [
        organizationId,
        totals.available,
        totals.held,
        totals.consumed,
        totals.issued,
        entries.length,
        new Date(at),
        previousHash,
      ],
    );
  }
}

const rowOf = (entry: Entry): (string | number | null)[] => [
  entry.organizationId,
  entry.sequence,
  entry.kind,
  entry.change.available,
  entry.change.held,
  entry.change.consumed,
  entry.change.expired,
  entry.change.issued,
  entry.availableAfter,
  entry.heldAfter,
  entry.ticketId,
  entry.holdSequence,
  entry.clause,
  entry.agreementVersion,
  entry.workMinutes,
  entry.idempotencyKey,
  `\\x${entry.requestSha256}`,
  entry.actorPersonId,
  entry.kind === 'purchase' ? 'bench' : null,
  new Date(entry.at).toISOString(),
  `\\x${entry.previousHash}`,
  `\\x${entry.hash}`,
];
