import { Kysely, PostgresDialect } from 'kysely';
import { describe, expect, it } from 'vitest';
import { creditWorld } from '../../../test/support/credit-world.ts';
import { testClock } from '../../../test/support/test-clock.ts';
import { testDatabase } from '../../../test/support/test-database.ts';
import { systemActor } from '../../kernel/actor.ts';
import { dayMs, minuteMs } from '../../kernel/duration.ts';
import type { DB } from '../../platform/database/index.ts';
import {
  holdForTicket,
  readAccount,
  readBalancesAt,
  readStatement,
  readTicketUnits,
} from './index.ts';
import { selectDueObjections } from './requests-store.ts';

// 40 customers with 2,000 entries each: enough for the planner to prefer a scan when an index does not fit.
const customers = 40;
const entriesEach = 2_000;
const objectionsDue = 5;

const database = await testDatabase();
const clock = testClock();
const world = await creditWorld(database, clock);
const customer = await seed();

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Plan Rows': number;
  readonly 'Actual Rows': number;
  readonly Plans?: readonly PlanNode[];
}

/** Runs a reader and returns the plan, as executed, of every statement that it sent. */
async function plansOf(work: (db: Kysely<DB>) => Promise<unknown>): Promise<PlanNode[][]> {
  const statements: { sql: string; parameters: readonly unknown[] }[] = [];
  const db = new Kysely<DB>({
    dialect: new PostgresDialect({ pool: database.pool }),
    log: ({ query }) => {
      statements.push(query);
    },
  });
  await work(db);
  const plans: PlanNode[][] = [];
  for (const { sql, parameters } of statements.filter(({ sql }) => /^\s*select/.test(sql))) {
    const client = await database.pool.connect();
    try {
      await client.query('begin');
      const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(
        `explain (analyze, format json) ${sql}`,
        [...parameters],
      );
      plans.push(rows.flatMap((row) => flatten(row['QUERY PLAN'][0].Plan)));
    } finally {
      await client.query('rollback');
      client.release();
    }
  }
  return plans;
}

/** The same as text, which also names what was read in vain. */
async function explained(work: (db: Kysely<DB>) => Promise<unknown>): Promise<string[]> {
  const plans = await plansOf(work);
  return plans.map((plan) => JSON.stringify(plan));
}

const flatten = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(flatten)];
const types = (plan: readonly PlanNode[]) => plan.map((node) => node['Node Type']);

function expectHot(plans: readonly PlanNode[][], rowsMax: number): void {
  expect(plans.length).toBeGreaterThan(0);
  for (const plan of plans) {
    for (const node of plan) {
      if (node['Relation Name'] !== 'credit_account')
        expect(node['Node Type']).not.toBe('Seq Scan');
      expect(node['Node Type']).not.toBe('Sort');
      expect(node['Actual Rows']).toBeLessThanOrEqual(rowsMax);
    }
  }
}

describe('what every page asks of the ledger reads only what it shows', () => {
  it('an account with its holds', async () => {
    expectHot(await plansOf((db) => readAccount(db, customer.organizationId)), 50);
  });

  it('a page of the newest lines, and the balances at its ends from the index alone', async () => {
    const { organizationId } = customer;
    const plans = await plansOf((db) => readStatement(db, { organizationId, limit: 50 }));
    expectHot(plans, 51);
    expect(types(plans[0] ?? [])).toContain('Index Only Scan');
  });

  it('a page of an old span is as cheap as the newest', async () => {
    const { organizationId } = customer;
    const from = clock.now() + 3 * dayMs;
    const plans = await plansOf((db) =>
      readStatement(db, { organizationId, from, until: from + dayMs / 4, limit: 50 }),
    );
    expectHot(plans, 51);
    expect(plans).toHaveLength(3);
  });

  it.each([
    [
      'of one kind, though all the others are of another',
      { kind: 'purchase' },
      'credit_entry_of_kind',
    ],
    ['of requests', { ticketIds: [customer.ticketIds[7] ?? 0] }, 'credit_entry_of_ticket'],
    ['of words', { ticketIds: [], words: 'factura 2' }, 'credit_entry_with_text'],
  ] as const)('a page %s, by its index, as late as it may stand', async (_, filter, index) => {
    const { organizationId } = customer;
    const plans = await explained((db) =>
      readStatement(db, { organizationId, filter, beforeSequence: 1_500, limit: 50 }),
    );
    const lines = plans.at(-1) ?? '';
    expect(lines).toContain(index);
    expect(lines).not.toContain('Seq Scan');
    // Of the 2,000 entries none is read in vain but the later ones of the same request.
    expect(lines).not.toMatch(/"Rows Removed by Filter":\d{3,}/);
  });

  it('what an account had at sixty moments, from the index alone', async () => {
    const { organizationId } = customer;
    const moments = Array.from({ length: 60 }, (_, day) => clock.now() + (day * dayMs) / 10);
    const plans = await plansOf((db) => readBalancesAt(db, organizationId, moments));
    expect(types(plans[0] ?? [])).toContain('Index Only Scan');
    expect(JSON.stringify(plans)).not.toContain('Seq Scan');
  });

  it('a later page is as cheap as the first', async () => {
    const { organizationId } = customer;
    const plans = await plansOf((db) =>
      readStatement(db, { organizationId, beforeSequence: 300, limit: 50 }),
    );
    expectHot(plans, 51);
  });

  it('the units of a page of tickets, from the index alone', async () => {
    const plans = await plansOf((db) => readTicketUnits(db, customer.ticketIds));
    // 50 tickets of 40 entries each.
    expectHot(plans, 2_000);
    expect(types(plans[0] ?? [])).toContain('Index Only Scan');
  });

  it('the objections that are due, from their index, whatever became of the others', async () => {
    const plans = await plansOf((db) => selectDueObjections(db, clock.now(), 200));
    expectHot(plans, objectionsDue);
    expect(JSON.stringify(plans)).toContain('credit_objection_next_step');
  });

  it('the locked step of a hold', async () => {
    const { organizationId, ticketIds } = customer;
    const plans = await plansOf((db) =>
      db.transaction().execute((tx) =>
        holdForTicket(tx, {
          organizationId,
          ticketId: ticketIds[0] ?? 0,
          key: 'new',
          units: 1,
          availableUnitsMin: 2,
          clause: 'T3',
          agreementVersion: 1,
          actor: systemActor,
          at: clock.now(),
        }),
      ),
    );
    // The ticket holds one unit already: its entries are summed, the account's are not.
    expectHot(plans.slice(0, 2), 40);
  });
});

/** Written in bulk, without hashes that hold: what is measured here is reading. */
async function seed() {
  const added = [];
  for (let n = 0; n < customers; n += 1) added.push(await world.addCustomer(50));
  const first = added[0];
  if (first === undefined) throw new Error('there are customers');
  const ids = added.map((one) => one.organizationId);
  const lastTicket = added.map((one) => one.ticketIds.at(-1) ?? 0);
  await database.pool.query(
    `insert into credit_account (organization_id, available_units, held_units, issued_units, sequence)
     select id, $2::integer - 50, 50, $2::integer, $2 from unnest($1::bigint[]) as id`,
    [ids, entriesEach],
  );
  await database.pool.query(
    `insert into credit_entry (organization_id, sequence, kind, available_change, held_change,
            consumed_change, expired_change, issued_change, available_after, held_after, ticket_id,
            clause, agreement_version, idempotency_key, request_sha256, at, previous_hash, hash)
     select id, n, 'hold', -1, 1, 0, 0, 0, n - 50, 50, last_ticket - n % 50, 'T3', 1, 'k' || n,
            sha256('r'), $3::timestamptz + n * $4 * interval '1 millisecond', sha256('p'), sha256('h')
       from unnest($1::bigint[], $2::bigint[]) as customer (id, last_ticket),
            generate_series(1, $5::integer) as n`,
    [ids, lastTicket, new Date(clock.now()), 5 * minuteMs, entriesEach],
  );
  await database.pool.query(
    `insert into credit_hold
     select id, last_ticket - n, 1 + n, 1
       from unnest($1::bigint[], $2::bigint[]) as customer (id, last_ticket), generate_series(0, 49) as n`,
    [ids, lastTicket],
  );
  await database.pool.query(
    `insert into credit_entry (organization_id, sequence, kind, available_change, held_change,
            consumed_change, expired_change, issued_change, available_after, held_after, reference,
            idempotency_key, request_sha256, at, previous_hash, hash)
     select id, $2::integer + n, 'purchase', 1, 0, 0, 0, 1, n, 50, 'Factura ' || n, 'p' || n,
            sha256('r'), $3::timestamptz, sha256('p'), sha256('h')
       from unnest($1::bigint[]) as id, generate_series(1, 3) as n`,
    [ids, entriesEach, new Date(clock.now() + 1.5 * dayMs)],
  );
  await seedObjections(first.organizationId, first.ticketIds[0] ?? 0);
  await database.pool.query(
    'vacuum analyze credit_entry, credit_hold, credit_account, credit_objection, ticket',
  );
  return first;
}

/** One of each entry: most of them ended, of the open ones a few to be looked at. Without the rule that each is of a charge. */
async function seedObjections(organizationId: number, ticketId: number) {
  const client = await database.pool.connect();
  try {
    await client.query('begin');
    await client.query("set local session_replication_role = 'replica'");
    await client.query(
      `insert into credit_objection (organization_id, entry_sequence, ticket_id, units, reason,
              raised_by_person_id, raised_at, due_at, next_step_at, state, decided_at)
       select $1, n, $2, 1, 'no', $3, $4, $4, $4::timestamptz + (n > $5)::integer * interval '1 hour',
              case when n <= $5 or n % 40 = 0 then 'open' else 'withdrawn' end,
              case when n <= $5 or n % 40 = 0 then null else $4::timestamptz end
         from generate_series(1, $6::integer) as n`,
      [
        ...[organizationId, ticketId, world.supervisor.personId, new Date(clock.now())],
        ...[objectionsDue, entriesEach],
      ],
    );
    await client.query('commit');
  } finally {
    client.release();
  }
}
