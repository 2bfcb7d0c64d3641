/**
 * What the credit ledger costs: `node bench/ledger.ts [seconds]`. Sixteen clients hold and charge on a durable database
 * of its own, on one account and on two hundred; then a long account is proved. Nobody may get a unit twice.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { systemActor } from '../src/kernel/actor.ts';
import { systemClock } from '../src/kernel/clock.ts';
import { ensureFirstAgreement } from '../src/modules/agreements/index.ts';
import {
  chargeTicket,
  holdForTicket,
  readAccount,
  readStatement,
  recordPurchase,
  verifyLedger,
} from '../src/modules/credits/index.ts';
import {
  type Database,
  inTransaction,
  migrate,
  openDatabase,
} from '../src/platform/database/index.ts';
import { silentLog } from '../src/platform/log.ts';
import { isRefusal } from '../src/policy/verdict.ts';

const seconds = Number(process.argv[2] ?? 5);
const clients = 16;
const accounts = 200;
const ticketsEach = 50;

const dataDir = mkdtempSync(path.join(tmpdir(), 'atenta-bench-ledger-'));
const database = await openDatabase({
  dataDir,
  databaseUrl: process.env['DATABASE_URL'],
  log: silentLog,
  poolSize: clients,
});
try {
  const folder = path.resolve(import.meta.dirname, '../db/migrations');
  await migrate({ url: database.url, folder, log: silentLog });
  await inTransaction(database, (tx) => ensureFirstAgreement(tx, systemClock.now()));
  const customers = await addCustomers(database);
  console.log(await race(customers.slice(0, 1), 300));
  console.log(await race(customers.slice(1), 100_000));
  console.log(await proveLong(customers[1]?.organizationId ?? 0));
} finally {
  await database.stop();
  rmSync(dataDir, { recursive: true, force: true });
}

interface Customer {
  readonly organizationId: number;
  readonly firstTicketId: number;
}

/** Everybody holds one unit and charges it, again and again, until the time is up or the units are. */
async function race(customers: readonly Customer[], units: number) {
  for (const { organizationId } of customers) await buy(organizationId, units);
  const end = systemClock.now() + seconds * 1000;
  const counted = { held: 0, charged: 0, refused: 0 };
  const chargedBefore = new Map<number, number>();
  const cpuBefore = process.cpuUsage();
  const start = systemClock.now();
  await Promise.all(
    Array.from({ length: clients }, async (_, client) => {
      for (let n = 0; systemClock.now() < end; n += 1) {
        const customer = customers[(n * clients + client * 7) % customers.length];
        if (customer === undefined) throw new Error('there are customers');
        // A ticket of this client alone, reopened and charged for one unit more each time.
        const ticketId = customer.firstTicketId + client;
        const about = {
          organizationId: customer.organizationId,
          ticketId,
          clause: 'T3' as const,
          agreementVersion: 1,
          actor: systemActor,
          at: systemClock.now(),
        };
        const key = `${start}:${client}:${n}`;
        const hold = await inTransaction(database, (tx) =>
          holdForTicket(tx, { ...about, key: `h${key}`, units: 1, availableUnitsMin: 2 }),
        );
        if (isRefusal(hold)) {
          counted.refused += 1;
          if (customers.length === 1 && counted.refused > 200) break;
          continue;
        }
        counted.held += 1;
        const ticketUnits = (chargedBefore.get(ticketId) ?? 0) + 1;
        chargedBefore.set(ticketId, ticketUnits);
        const done = await inTransaction(database, (tx) =>
          chargeTicket(tx, { ...about, key: `c${key}`, ticketUnits, workMinutes: 60 }),
        );
        if (!isRefusal(done)) counted.charged += done.change.consumed;
      }
    }),
  );
  const elapsed = (systemClock.now() - start) / 1000;
  const { user, system } = process.cpuUsage(cpuBefore);
  const commands = counted.held * 2;
  let sound = true;
  for (const { organizationId } of customers.slice(0, 20)) {
    sound &&= (await verifyLedger(database.db, organizationId)).sound;
  }
  return {
    accounts: customers.length,
    commandsPerSecond: Math.round(commands / elapsed),
    ourCpuMsPerCommand: Number(((user + system) / 1000 / commands).toFixed(3)),
    ...counted,
    sound,
  };
}

async function proveLong(organizationId: number) {
  const entries = 20_000;
  const { sequence } = await readAccount(database.db, organizationId);
  const at = systemClock.now();
  // In small transactions: one that changes the same row again and again drags all its versions along.
  for (let first = sequence; first < entries; first += 100) {
    await inTransaction(database, async (tx) => {
      for (let n = first; n < Math.min(first + 100, entries); n += 1) {
        const purchase = { organizationId, key: `long:${n}`, actor: systemActor, at };
        await recordPurchase(tx, { ...purchase, units: 1, reference: 'F' });
      }
    });
  }
  const timed = async (work: () => Promise<unknown>) => {
    const before = systemClock.now();
    for (let n = 0; n < 20; n += 1) await work();
    return (systemClock.now() - before) / 20;
  };
  const before = systemClock.now();
  const proof = await verifyLedger(database.db, organizationId);
  return {
    entries: proof.entries,
    sound: proof.sound,
    proofMs: systemClock.now() - before,
    statementMs: await timed(() => readStatement(database.db, { organizationId, limit: 50 })),
    accountMs: await timed(() => readAccount(database.db, organizationId)),
  };
}

async function buy(organizationId: number, units: number): Promise<void> {
  await inTransaction(database, (tx) =>
    recordPurchase(tx, {
      organizationId,
      key: 'start',
      actor: systemActor,
      at: systemClock.now(),
      units,
      reference: 'F',
    }),
  );
}

/** Bare rows: the ledger needs no more of a customer and its requests. */
async function addCustomers({ pool }: Database): Promise<Customer[]> {
  const now = new Date(systemClock.now());
  await pool.query(
    "insert into person (name, email, created_at) values ('Ana', 'ana@bench.example', $1)",
    [now],
  );
  const { rows } = await pool.query<{ id: number }>(
    `insert into organization (name, created_at)
     select 'Customer ' || n, $1 from generate_series(0, $2::integer) as n returning id`,
    [now, accounts],
  );
  const customers: Customer[] = [];
  for (const { id } of rows) {
    const tickets = await pool.query<{ id: number }>(
      `insert into ticket (organization_id, requester_person_id, subject, status, priority,
                           channel, agreement_version, received_at, registered_at,
                           last_message_at, updated_at)
       select $1, (select id from person limit 1), 'Request', 'open', 'p3', 'portal', 1, $2, $2, $2, $2
         from generate_series(1, $3::integer) returning id`,
      [id, now, ticketsEach],
    );
    customers.push({ organizationId: id, firstTicketId: tickets.rows[0]?.id ?? 0 });
  }
  await pool.query('analyze');
  return customers;
}
