import { beforeEach, describe, expect, it } from 'vitest';
import { creditWorld } from '../../../test/support/credit-world.ts';
import { testClock } from '../../../test/support/test-clock.ts';
import { testDatabase } from '../../../test/support/test-database.ts';
import { inTransaction } from '../../platform/database/index.ts';
import {
  chargeTicket,
  type Entry,
  entryHash,
  growHold,
  holdForTicket,
  objectToCharge,
  proveLedger,
  recordPurchase,
  verifyLedger,
} from './index.ts';
import { selectAccount, selectEntriesAfter } from './store.ts';

const database = await testDatabase();
const clock = testClock();
const world = await creditWorld(database, clock);
const { pool, db } = database;

let organizationId = 0;
let ticketIds: readonly number[] = [];

/** Purchase 1, hold 2 and 3 for two tickets, 4 grows the first, 5 charges it. */
beforeEach(async () => {
  ({ organizationId, ticketIds } = await world.addCustomer(2));
  const [first = 0, second = 0] = ticketIds;
  const command = { organizationId, actor: world.cashier, at: clock.now() };
  const about = (ticketId: number, key: string) => ({
    ...command,
    ticketId,
    key,
    clause: 'T3' as const,
    agreementVersion: 1,
  });
  const hold = { units: 1, availableUnitsMin: 2 };
  const work = { ticketUnits: 2, workMinutes: 70 };
  await inTransaction(database, async (tx) => {
    await recordPurchase(tx, { ...command, key: 'p', units: 10, reference: 'Factura 1' });
    await holdForTicket(tx, { ...about(first, 'h1'), ...hold });
    await holdForTicket(tx, { ...about(second, 'h2'), ...hold });
    await growHold(tx, { ...about(first, 'g1'), ...work });
    await chargeTicket(tx, { ...about(first, 'c1'), ...work });
  });
});

/** As somebody does who owns the database: without its triggers, references and checks. */
async function tamper(statement: string, parameters: unknown[] = []): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query("set local session_replication_role = 'replica'");
    const { rows: checks } = await client.query<{ table: string; name: string; rule: string }>(
      `select conrelid::regclass as table, quote_ident(conname) as name,
              replace(pg_get_constraintdef(oid), ' NOT VALID', '') as rule
         from pg_constraint
        where contype = 'c' and conrelid in ('credit_entry'::regclass, 'credit_account'::regclass)`,
    );
    for (const { table, name } of checks) {
      await client.query(`alter table ${table} drop constraint ${name}`);
    }
    await client.query(statement, [organizationId, ...parameters]);
    for (const { table, name, rule } of checks) {
      await client.query(`alter table ${table} add constraint ${name} ${rule} not valid`);
    }
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}

const problems = async () =>
  (await verifyLedger(db, organizationId)).problems.map((found) => found.problem);

const editedColumns = [
  ["kind = 'adjustment'", 3],
  ['available_change = available_change - 1', 3],
  ['held_change = held_change + 1', 3],
  ['consumed_change = consumed_change + 1', 5],
  ['expired_change = 1', 1],
  ['issued_change = 11', 1],
  ['available_after = available_after + 1', 3],
  ['held_after = held_after + 1', 3],
  ['ticket_id = ticket_id + 1', 5],
  ['hold_sequence = 3', 5],
  ['corrects_sequence = 1', 5],
  ["clause = 'T6'", 5],
  ['agreement_version = 2', 5],
  ['work_minutes = 60', 5],
  ["idempotency_key = 'c2'", 5],
  ['request_sha256 = sha256(request_sha256)', 5],
  ['actor_person_id = null', 1],
  ['second_person_id = 1', 1],
  ["expires_at = '2030-01-01'", 1],
  ["at = at + interval '1 second'", 5],
  ['previous_hash = sha256(previous_hash)', 5],
  ['hash = sha256(hash)', 5],
] as const;

describe('the proof of a ledger', () => {
  it('finds nothing in a sound one, and tells its last hash', async () => {
    const proof = await verifyLedger(db, organizationId);
    const account = await selectAccount(db, organizationId);
    expect(proof).toEqual({ sound: true, entries: 5, lastHash: account.lastHash, problems: [] });
  });

  it('of a customer without an account is sound and empty', async () => {
    const { organizationId: other } = await world.addCustomer();
    expect(await verifyLedger(db, other)).toEqual({
      sound: true,
      entries: 0,
      lastHash: '00',
      problems: [],
    });
  });

  it.each(editedColumns)('finds an edited row: %s', async (edit, sequence) => {
    await tamper(`update credit_entry set ${edit} where organization_id = $1 and sequence = $2`, [
      sequence,
    ]);
    const proof = await verifyLedger(db, organizationId);
    expect(proof.sound).toBe(false);
    expect(proof.problems.map((found) => found.sequence)).toContain(sequence);
  });

  it('lets free text be forgotten', async () => {
    await tamper(
      "update credit_entry set reference = null, reason = 'olvidado' where organization_id = $1",
    );
    expect(await problems()).toEqual([]);
  });

  it('finds a row that was taken out of the middle', async () => {
    await tamper('delete from credit_entry where organization_id = $1 and sequence = 3');
    expect(await problems()).toEqual(
      expect.arrayContaining(['sequence-gap', 'chain-broken', 'running-balance-wrong']),
    );
  });

  it('finds newest rows that were cut off', async () => {
    await tamper('delete from credit_entry where organization_id = $1 and sequence = 5');
    expect(await problems()).toEqual(['account-differs', 'last-hash-differs', 'holds-differ']);
  });

  it('sees a cut-off end whose balance was repaired only by the hash kept outside', async () => {
    const anchored = (await verifyLedger(db, organizationId)).lastHash;
    await tamper('delete from credit_entry where organization_id = $1 and sequence = 5');
    const [first] = ticketIds;
    await tamper(
      `update credit_account set available_units = 7, held_units = 3, consumed_units = 0,
              sequence = 4, last_hash = (select hash from credit_entry
                                          where organization_id = $1 and sequence = 4)
        where organization_id = $1`,
    );
    await tamper('insert into credit_hold values ($1, $2, 2, 2)', [first]);
    const proof = await verifyLedger(db, organizationId);
    expect(proof.sound).toBe(true);
    expect(proof.lastHash).not.toBe(anchored);
  });

  it.each([
    [
      'a balance',
      'update credit_account set available_units = 99, issued_units = 101 where organization_id = $1',
      'account-differs',
    ],
    [
      'a sequence',
      'update credit_account set sequence = 6 where organization_id = $1',
      'account-differs',
    ],
    [
      'a last hash',
      'update credit_account set last_hash = sha256(last_hash) where organization_id = $1',
      'last-hash-differs',
    ],
    ['a hold', 'update credit_hold set units = 4 where organization_id = $1', 'holds-differ'],
    ['no hold', 'delete from credit_hold where organization_id = $1', 'holds-differ'],
  ])('finds %s beside the entries that does not follow from them', async (_, edit, problem) => {
    await tamper(edit);
    expect(await problems()).toEqual([problem]);
  });
});

describe('a disputed charge', () => {
  beforeEach(async () => {
    const actor = { kind: 'person', personId: world.supervisor.personId } as const;
    const objection = { organizationId, entrySequence: 5, reason: 'No fueron dos', actor };
    await inTransaction(database, (tx) => objectToCharge(tx, { ...objection, at: clock.now() }));
  });

  it('is proven from the entries: the charge costs what is disputed', async () => {
    expect(await problems()).toEqual([]);
    await tamper('update credit_objection set units = 1 where organization_id = $1');
    expect(await problems()).toEqual(['dispute-differs']);
  });

  it('that was corrected all the same, with everything else sound, is found', async () => {
    const { lastHash, availableUnits, heldUnits, lastAt } = await selectAccount(db, organizationId);
    const charge = (await selectEntriesAfter(db, organizationId, 4, 1))[0];
    if (charge === undefined) throw new Error('entry 5 is the charge');
    const correction = {
      ...charge,
      ...{ sequence: 6, kind: 'adjustment' as const, correctsSequence: 5, holdSequence: null },
      change: { available: 1, held: 0, consumed: -1, expired: 0, issued: 0 },
      ...{ availableAfter: availableUnits + 1, heldAfter: heldUnits, workMinutes: null },
      ...{ idempotencyKey: 'around', at: lastAt ?? 0, previousHash: lastHash },
    };
    const prover = proveLedger(organizationId);
    prover.take(await selectEntriesAfter(db, organizationId, 0, 10));
    prover.take([{ ...correction, hash: entryHash(correction) }]);
    const account = await selectAccount(db, organizationId);
    const moved = {
      ...account,
      ...{ availableUnits: availableUnits + 1, consumedUnits: account.consumedUnits - 1 },
      ...{ sequence: 6, lastHash: entryHash(correction) },
    };
    const disputed = [{ sequence: 5, units: 2 }];
    expect(prover.conclude({ account: moved, holds: account.holds, disputed })).toMatchObject({
      problems: [{ sequence: 5, problem: 'dispute-differs' }],
    });
  });
});

describe('a chain whose hashes were computed anew', () => {
  const [purchase, hold1, hold2, grown, charged] = [0, 1, 2, 3, 4];

  it.each([
    [
      'one customer’s entry in another’s ledger',
      purchase,
      { organizationId: 1_000_000 },
      'sequence-gap',
    ],
    ['an entry that goes back in time', hold2, { at: 0 }, 'time-backwards'],
    ['a key that is used twice', hold2, { idempotencyKey: 'h1' }, 'key-used-twice'],
    [
      'units from nowhere',
      purchase,
      { change: moved({ available: 11, issued: 10 }) },
      'not-conserved',
    ],
    ['a balance that does not add up', hold1, { availableAfter: 10 }, 'running-balance-wrong'],
    ['growth of a hold that never was', grown, { holdSequence: 1 }, 'hold-unknown'],
    ['growth of a hold of another ticket', grown, { holdSequence: 3 }, 'hold-of-other-ticket'],
    [
      'units held without a hold',
      grown,
      { kind: 'adjustment', holdSequence: null },
      'hold-unknown',
    ],
    [
      'a charge that leaves units on its hold',
      charged,
      { change: moved({ held: -1, consumed: 1 }), heldAfter: 2 },
      'hold-not-emptied',
    ],
    [
      'a charge of more than is held',
      charged,
      { change: moved({ held: -3, consumed: 3 }), heldAfter: 0 },
      'hold-overdrawn',
    ],
    ['a hold that was ended before', grown, { kind: 'release' }, 'hold-ended-already'],
    [
      'a second hold of one ticket',
      grown,
      { kind: 'hold', holdSequence: null },
      'ticket-held-twice',
    ],
    ['a correction of something later', hold1, { correctsSequence: 3 }, 'correction-of-nothing'],
  ] as const)('still shows %s', async (_, index, edit, problem) => {
    const entries = await selectEntriesAfter(db, organizationId, 0, 10);
    const forged = rechain(
      entries.map((entry, at) => (at === index ? { ...entry, ...edit } : entry)),
    );
    const prover = proveLedger(organizationId);
    prover.take(forged);
    expect(prover.conclude(null).problems.map((found) => found.problem)).toContain(problem);
  });

  it('is sound when nothing was changed: the forgery above is what is found', async () => {
    const entries = await selectEntriesAfter(db, organizationId, 0, 10);
    expect(rechain(entries)).toEqual(entries);
  });
});

describe('the database itself forbids', () => {
  const insert = (columns: string) =>
    `insert into credit_entry
     select (jsonb_populate_record(entry, jsonb_build_object('sequence', 6, 'idempotency_key', 'x') || $2::jsonb)).*
       from credit_entry as entry where organization_id = $1 and sequence = ${columns}`;

  it.each([
    [
      'changing an entry',
      'update credit_entry set reason = null where organization_id = $1',
      'append-only',
    ],
    ['deleting an entry', 'delete from credit_entry where organization_id = $1', 'append-only'],
    [
      'an account below its floor',
      'update credit_account set available_units = -6, issued_units = -3 where organization_id = $1',
      'no_overdraft',
    ],
    [
      'units from nowhere',
      'update credit_account set issued_units = 11 where organization_id = $1',
      'conserved',
    ],
    [
      'less than nothing on hold',
      'update credit_account set held_units = -1, available_units = 9 where organization_id = $1',
      'held_units',
    ],
  ])('%s', async (_, statement, message) => {
    await expect(pool.query(statement, [organizationId])).rejects.toThrow(message);
  });

  it('emptying the ledger', async () => {
    await expect(pool.query('truncate credit_entry cascade')).rejects.toThrow('append-only');
  });

  it.each([
    ['a second end of a hold', 5, {}, 'credit_one_end_per_hold'],
    ['a key used twice', 1, { idempotency_key: 'h1' }, 'idempotency_key'],
    ['free text as a key', 1, { idempotency_key: 'Ana Pérez' }, 'idempotency_key'],
    ['an entry that does not add up', 1, { available_change: 11 }, 'check'],
    [
      'a purchase that takes units',
      1,
      { available_change: -10, issued_change: -10 },
      'moves_of_kind',
    ],
    ['a charge without its ticket', 5, { ticket_id: null, hold_sequence: null }, 'check'],
    ['a charge without its clause', 5, { clause: null, hold_sequence: null }, 'check'],
    ['a charge without its work', 5, { work_minutes: null, hold_sequence: null }, 'check'],
    ['a hold of a ticket that does not exist', 2, { ticket_id: 1_000_000 }, 'ticket'],
    ['the end of a hold that does not exist', 5, { hold_sequence: 6 }, 'check'],
    ['one person as both', 1, { actor_person_id: 1, second_person_id: 1 }, 'check'],
    ['an adjustment without a reason', 1, { kind: 'adjustment', reason: null }, 'check'],
  ])('%s', async (_, from, columns, message) => {
    const added = pool.query(insert(String(from)), [organizationId, JSON.stringify(columns)]);
    await expect(added).rejects.toThrow(message);
  });

  it('a second hold of one ticket', async () => {
    const second = pool.query('insert into credit_hold values ($1, $2, 2, 1)', [
      organizationId,
      ticketIds[1],
    ]);
    await expect(second).rejects.toThrow('credit_hold_pkey');
  });
});

function moved(change: Partial<Entry['change']>): Entry['change'] {
  return { available: 0, held: 0, consumed: 0, expired: 0, issued: 0, ...change };
}

/** What a forger does who knows the format: every hash from there on computed anew. */
function rechain(entries: readonly Entry[]): Entry[] {
  let previousHash = '00';
  return entries.map((entry) => {
    const unhashed = { ...entry, previousHash };
    previousHash = entryHash(unhashed);
    return { ...unhashed, hash: previousHash };
  });
}
