import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, expect, it } from 'vitest';
import { creditWorld } from '../../../test/support/credit-world.ts';
import { testClock } from '../../../test/support/test-clock.ts';
import { testDatabase } from '../../../test/support/test-database.ts';
import { systemActor } from '../../kernel/actor.ts';
import { connect, inTransaction, type Tx } from '../../platform/database/index.ts';
import { silentLog } from '../../platform/log.ts';
import { isRefusal, type Refusal } from '../../policy/verdict.ts';
import {
  chargeTicket,
  expireUnits,
  growHold,
  holdForTicket,
  KeyReused,
  type Recorded,
  readAccount,
  readStatement,
  readTicketUnits,
  recordAdjustment,
  recordPurchase,
  recordRefund,
  releaseHold,
  shrinkHold,
  verifyLedger,
} from './index.ts';

// The ledger against a model of it that is written from the agreement and knows nothing of tables, locks or plans.

const availableUnitsMin = 2;
const floorUnits = -5;
const ticketsPerCustomer = 5;

type Act =
  | { readonly act: 'purchase' | 'refund'; readonly units: number }
  | { readonly act: 'purchase-for'; readonly units: number; readonly days: number }
  | { readonly act: 'expire'; readonly afterDays: number }
  | { readonly act: 'hold'; readonly ticket: number; readonly units: number }
  | { readonly act: 'grow' | 'shrink' | 'charge'; readonly ticket: number; readonly units: number }
  | { readonly act: 'release'; readonly ticket: number }
  | { readonly act: 'adjust'; readonly units: number; readonly corrects: number | null }
  | { readonly act: 'repeat'; readonly which: number; readonly altered: boolean }
  | { readonly act: 'crash' };
type Write = Exclude<Act, { act: 'repeat' | 'expire' | 'crash' }>;

const ticket = fc.nat(ticketsPerCustomer - 1);
const corrects: fc.Arbitrary<number | null> = fc.option(fc.integer({ min: 1, max: 25 }));
const acts: fc.Arbitrary<Act> = fc.oneof(
  { weight: 3, arbitrary: record('purchase', { units: fc.integer({ min: 1, max: 12 }) }) },
  {
    weight: 3,
    arbitrary: record('purchase-for', {
      units: fc.integer({ min: 1, max: 9 }),
      days: fc.integer({ min: 1, max: 4 }),
    }),
  },
  { weight: 5, arbitrary: record('expire', { afterDays: fc.integer({ min: 1, max: 4 }) }) },
  { weight: 1, arbitrary: record('refund', { units: fc.integer({ min: 1, max: 8 }) }) },
  { weight: 6, arbitrary: record('hold', { ticket, units: fc.integer({ min: 1, max: 3 }) }) },
  { weight: 5, arbitrary: record('grow', { ticket, units: fc.integer({ min: 1, max: 9 }) }) },
  { weight: 2, arbitrary: record('shrink', { ticket, units: fc.integer({ min: 0, max: 6 }) }) },
  { weight: 4, arbitrary: record('charge', { ticket, units: fc.integer({ min: 1, max: 9 }) }) },
  { weight: 2, arbitrary: record('release', { ticket }) },
  {
    weight: 2,
    arbitrary: record('adjust', {
      units: fc.integer({ min: -10, max: 10 }).filter((units) => units !== 0),
      corrects,
    }),
  },
  { weight: 3, arbitrary: record('repeat', { which: fc.nat(30), altered: fc.boolean() }) },
  { weight: 2, arbitrary: fc.constant({ act: 'crash' }) },
);

function record<A extends string, R extends object>(
  act: A,
  fields: { [K in keyof R]: fc.Arbitrary<R[K]> },
): fc.Arbitrary<{ act: A } & R> {
  return fc.record<R>(fields).map((values) => ({ act, ...values }));
}

interface ModelEntry {
  /** What it brought the customer, below zero when it took; null when it takes no correction. */
  readonly brought: number | null;
  corrected: number;
  readonly isCharge: boolean;
  readonly expiresAt?: number;
}

/** One unit, as if each were a coin with its own date: written apart from the lots of the ledger. */
interface Coin {
  readonly entry: number;
  readonly expiresAt: number;
}

interface Model {
  coins: Coin[];
  /** Units used that there were no coins for. */
  owed: number;
  available: number;
  expired: number;
  consumed: number;
  readonly held: Map<number, number>;
  readonly charged: Map<number, number>;
  readonly entries: ModelEntry[];
}

const newModel = (): Model => ({
  coins: [],
  owed: 0,
  expired: 0,
  available: 0,
  consumed: 0,
  held: new Map(),
  charged: new Map(),
  entries: [],
});

const heldIn = (model: Model): number => [...model.held.values()].reduce((a, b) => a + b, 0);
const coveredIn = (model: Model, id: number): number =>
  (model.held.get(id) ?? 0) + (model.charged.get(id) ?? 0);

/** What must happen: by how much the available units move, or that nothing does, or that it is refused. */
function apply(model: Model, write: Write): number | 'nothing' | 'refused' {
  const before = model.available;
  const outcome = decide(model, write);
  return outcome === 'done' ? model.available - before : outcome;
}

function decide(model: Model, write: Write): 'done' | 'nothing' | 'refused' {
  const { available, held, charged } = model;
  switch (write.act) {
    case 'purchase':
      mint(model, write.units, model.entries.length + 1, Number.POSITIVE_INFINITY);
      return wrote(model, write.units, write.units);
    case 'purchase-for':
      mint(model, write.units, model.entries.length + 1, dateIn(write.days));
      return wrote(model, write.units, write.units);
    case 'refund':
      if (available < write.units) return 'refused';
      spend(model, write.units);
      return wrote(model, -write.units, -write.units);
    case 'hold':
      if (held.has(write.ticket)) return 'nothing';
      if (available < availableUnitsMin || available < write.units) return 'refused';
      held.set(write.ticket, write.units);
      return wrote(model, -write.units);
    case 'grow': {
      const missing = write.units - coveredIn(model, write.ticket);
      if (missing <= 0) return 'nothing';
      if (available - missing < floorUnits) return 'refused';
      held.set(write.ticket, (held.get(write.ticket) ?? 0) + missing);
      return wrote(model, -missing);
    }
    case 'shrink': {
      const before = held.get(write.ticket) ?? 0;
      const back = Math.min(before, coveredIn(model, write.ticket) - write.units);
      if (back <= 0) return 'nothing';
      if (back === before) held.delete(write.ticket);
      else held.set(write.ticket, before - back);
      return wrote(model, back);
    }
    case 'charge': {
      const due = write.units - (charged.get(write.ticket) ?? 0);
      if (due <= 0) return release(model, write.ticket);
      const before = held.get(write.ticket) ?? 0;
      if (due > before && available + before - due < floorUnits) return 'refused';
      held.delete(write.ticket);
      charged.set(write.ticket, write.units);
      model.consumed += due;
      spend(model, due);
      return wrote(model, before - due, -due, true);
    }
    case 'release':
      return release(model, write.ticket);
    case 'adjust':
      return adjust(model, write.units, write.corrects);
  }
}

function release(model: Model, id: number): 'done' | 'nothing' {
  const back = model.held.get(id);
  if (back === undefined) return 'nothing';
  model.held.delete(id);
  return wrote(model, back);
}

function adjust(model: Model, units: number, corrects: number | null): 'done' | 'refused' {
  const sinks = units < 0 && model.available + units < floorUnits;
  const here = model.entries.length + 1;
  if (corrects === null) {
    if (sinks) return 'refused';
    if (units > 0) mint(model, units, here, Number.POSITIVE_INFINITY);
    else spend(model, -units);
    return wrote(model, units, units);
  }
  const entry = model.entries[corrects - 1];
  if (entry === undefined || entry.brought === null || sinks) return 'refused';
  const left = entry.brought + entry.corrected + units;
  if (left !== 0 && Math.sign(left) !== Math.sign(entry.brought)) return 'refused';
  entry.corrected += units;
  if (entry.isCharge) model.consumed -= units;
  const expiresAt = entry.expiresAt ?? Number.POSITIVE_INFINITY;
  const isLot = !entry.isCharge && entry.brought > 0;
  if (units > 0)
    mint(model, units, isLot ? corrects : here, isLot ? expiresAt : Number.POSITIVE_INFINITY);
  else if (entry.isCharge) spend(model, -units);
  else spend(model, -units, corrects);
  return wrote(model, units);
}

const dayMs = 24 * 60 * 60 * 1000;
const dateIn = (days: number): number => clock.now() + days * dayMs;

function mint(model: Model, units: number, entry: number, expiresAt: number): void {
  for (let unit = 0; unit < units; unit += 1) {
    if (model.owed > 0) model.owed -= 1;
    else model.coins.push({ entry, expiresAt });
  }
}

/** Takes the coins that expire first; those of one entry before all others, when it is that entry that was wrong. */
function spend(model: Model, units: number, entry: number | null = null): void {
  model.coins = model.coins.toSorted(
    (a, b) =>
      Number(b.entry === entry) - Number(a.entry === entry) ||
      (a.expiresAt < b.expiresAt ? -1 : a.expiresAt > b.expiresAt ? 1 : a.entry - b.entry),
  );
  model.owed += Math.max(0, units - model.coins.length);
  model.coins.splice(0, units);
}

/** Held coins are the first to be drawn, so they are the ones that do not expire. */
function expireIn(model: Model): number {
  const due = model.coins.filter(({ expiresAt }) => expiresAt <= clock.now()).length;
  const units = Math.max(0, Math.min(due - heldIn(model), model.available));
  if (units === 0) return 0;
  spend(model, units);
  model.expired += units;
  wrote(model, -units);
  return units;
}

function wrote(
  model: Model,
  moved: number,
  brought: number | null = null,
  isCharge = false,
): 'done' {
  model.available += moved;
  const expiresAt = model.coins.find(({ entry }) => entry === model.entries.length + 1)?.expiresAt;
  model.entries.push({
    brought,
    corrected: 0,
    isCharge,
    ...(expiresAt === undefined ? {} : { expiresAt }),
  });
  return 'done';
}

const database = await testDatabase();
const clock = testClock();
const world = await creditWorld(database, clock);

interface Customer {
  readonly organizationId: number;
  readonly ticketIds: readonly number[];
}

const send = (customer: Customer, write: Write, key: string): Promise<Recorded | Refusal> =>
  inTransaction(database, (tx) => perform(tx, customer, write, key));

/** Every connection of this pool dies in the middle of what it does. */
const doomed = connect({ url: database.url, log: silentLog, poolSize: 10 });
afterAll(() => doomed.pool.end());

/** Does all of it but the commit, and dies: no answer ever comes. */
async function crash(customer: Customer, write: Write, key: string): Promise<void> {
  let isWritten = false;
  const work = inTransaction(doomed, async (tx) => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx);
    await perform(tx, customer, write, key);
    isWritten = true;
    await database.pool.query('select pg_terminate_backend($1)', [rows[0]?.pid]);
  });
  await expect(work).rejects.toThrow();
  expect(isWritten).toBe(true);
}

function perform(
  tx: Tx,
  { organizationId, ticketIds }: Customer,
  write: Write,
  key: string,
): Promise<Recorded | Refusal> {
  const command = { organizationId, key, actor: world.cashier, at: clock.now() };
  const ticketId = 'ticket' in write ? (ticketIds[write.ticket] ?? 0) : 0;
  const about = { ...command, actor: systemActor, ticketId, agreementVersion: 1 };
  switch (write.act) {
    case 'purchase':
      return recordPurchase(tx, { ...command, units: write.units, reference: 'F' });
    case 'purchase-for':
      return recordPurchase(tx, {
        ...command,
        units: write.units,
        reference: 'F',
        expiresAt: dateIn(write.days),
      });
    case 'refund':
      return recordRefund(tx, { ...command, units: write.units, reference: 'NC' });
    case 'hold':
      return holdForTicket(tx, { ...about, clause: 'T3', units: write.units, availableUnitsMin });
    case 'grow':
      return growHold(tx, { ...about, clause: 'T4', ...work(write.units) });
    case 'shrink':
      return shrinkHold(tx, { ...about, clause: 'T4', ...work(write.units) });
    case 'charge':
      return chargeTicket(tx, { ...about, clause: 'T4', ...work(write.units) });
    case 'release':
      return releaseHold(tx, { ...about, clause: 'T3' });
    case 'adjust':
      return recordAdjustment(tx, {
        ...command,
        units: write.units,
        reason: 'mal registrado',
        ...(write.corrects === null ? {} : { correctsSequence: write.corrects }),
      });
  }
}

const work = (units: number) => ({ ticketUnits: units, workMinutes: units * 60 });

/** The same request, but not quite: for a release, which has no units, another command. */
const alter = (write: Write): Write => {
  if (write.act === 'release') return { act: 'charge', ticket: write.ticket, units: 1 };
  return { ...write, units: write.units === -1 ? 1 : write.units + 1 };
};

async function expectAgreement(customer: Customer, model: Model): Promise<void> {
  const { organizationId, ticketIds } = customer;
  const account = await readAccount(database.db, organizationId);
  expect(account).toMatchObject({
    availableUnits: model.available,
    heldUnits: heldIn(model),
    consumedUnits: model.consumed,
    expiredUnits: model.expired,
    balanceUnits: model.available + heldIn(model),
    sequence: model.entries.length,
  });
  expect(new Map(account.holds.map(({ ticketId, units }) => [ticketId, units]))).toEqual(
    new Map([...model.held].map(([index, units]) => [ticketIds[index], units])),
  );
  const units = await readTicketUnits(database.db, ticketIds);
  for (const [index, ticketId] of ticketIds.entries()) {
    expect(units.get(ticketId)?.coveredUnits ?? 0).toBe(coveredIn(model, index));
  }
  const statement = await readStatement(database.db, { organizationId, limit: 100 });
  expect(statement.closingBalanceUnits).toBe(account.balanceUnits);
  const sum = statement.lines.reduce((total, line) => total + line.balanceChange, 0);
  expect(sum).toBe(account.balanceUnits);
  expect(await verifyLedger(database.db, organizationId)).toMatchObject({ problems: [] });
}

it('does exactly what the model does, act by act', async () => {
  const seen = { written: 0, refused: 0, nothing: 0, repeated: 0, expired: 0, crashed: 0 };
  await fc.assert(
    fc.asyncProperty(fc.array(acts, { minLength: 5, maxLength: 40, size: 'max' }), async (list) => {
      const customer = await world.addCustomer(ticketsPerCustomer);
      const model = newModel();
      const sent: { write: Write; key: string; sequence: number }[] = [];
      // Without units to begin with most acts would be refused, and little would be tried.
      const begin = [
        { act: 'purchase', units: 9 },
        { act: 'purchase-for', units: 6, days: 2 },
      ] as const;
      let isCrashing = false;
      for (const [index, act] of [...begin, ...list].entries()) {
        if (act.act === 'crash') {
          isCrashing = true;
          continue;
        }
        if (act.act === 'repeat') {
          const before = sent[act.which % sent.length];
          // The day that such units expire is part of the request, and days have passed since.
          if (before === undefined || before.write.act === 'purchase-for') continue;
          seen.repeated += 1;
          if (act.altered) {
            await expect(send(customer, alter(before.write), before.key)).rejects.toThrow(
              KeyReused,
            );
          } else {
            const again = await send(customer, before.write, before.key);
            expect(again).toMatchObject({ sequence: before.sequence, repeated: true });
          }
          continue;
        }
        if (act.act === 'expire') {
          clock.advance(act.afterDays * dayMs);
          const expected = expireIn(model);
          const written = await inTransaction(database, (tx) =>
            expireUnits(tx, customer.organizationId, clock.now()),
          );
          expect(written?.change.expired ?? 0).toBe(expected);
          if (expected > 0) seen.expired += 1;
          continue;
        }
        const key = `act:${index}`;
        if (isCrashing) {
          // What died is asked again under its key, and is then as if it had never been tried.
          await crash(customer, act, key);
          isCrashing = false;
          seen.crashed += 1;
        }
        const expected = apply(model, act);
        const answer = await send(customer, act, key);
        const told = `${JSON.stringify(act)} must give ${expected}`;
        expect(isRefusal(answer), told).toBe(expected === 'refused');
        if (isRefusal(answer)) {
          seen.refused += 1;
          continue;
        }
        expect(answer.availableUnits, told).toBe(model.available);
        expect(answer.balanceUnits, told).toBe(model.available + heldIn(model));
        if (expected === 'nothing') {
          seen.nothing += 1;
          expect(answer.sequence, told).toBeNull();
          continue;
        }
        seen.written += 1;
        expect(answer.sequence, told).toBe(model.entries.length);
        expect(answer.change.available, told).toBe(expected);
        sent.push({ write: act, key, sequence: model.entries.length });
      }
      await expectAgreement(customer, model);
    }),
    { numRuns: 60 },
  );
  // The generator must reach every outcome, or the agreement above says little.
  for (const count of Object.values(seen)) expect(count, JSON.stringify(seen)).toBeGreaterThan(15);
}, 60_000);

it('keeps every rule when acts arrive at once and each arrives twice', async () => {
  const seen = { pairs: 0, joined: 0, crashed: 0 };
  const batches = fc.array(fc.array(acts, { minLength: 2, maxLength: 10, size: 'max' }), {
    minLength: 1,
    maxLength: 3,
  });
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 20 }), batches, async (start, rounds) => {
      const customer = await world.addCustomer(ticketsPerCustomer);
      await send(customer, { act: 'purchase', units: start }, 'start');
      for (const [round, batch] of rounds.entries()) {
        const writes = batch.filter(
          (act): act is Write => !['repeat', 'expire', 'crash'].includes(act.act),
        );
        const crashes = batch.filter(({ act }) => act === 'crash').length;
        const expiries = batch.filter((act) => act.act === 'expire');
        for (const { afterDays } of expiries) clock.advance(afterDays * dayMs);
        const expiring = expiries.map(() =>
          inTransaction(database, (tx) => expireUnits(tx, customer.organizationId, clock.now())),
        );
        // Some die beside them, under keys that the others ask for as well.
        const crashing = writes
          .slice(0, crashes)
          .map((write, index) => crash(customer, write, `act:${round}:${index}`));
        seen.crashed += crashing.length;
        const answers = await Promise.all(
          writes.flatMap((write, index) => {
            const key = `act:${round}:${index}`;
            // Neither of the two may fail: a repetition is answered, not rejected.
            return [send(customer, write, key), send(customer, write, key)];
          }),
        );
        await Promise.all([...expiring, ...crashing]);
        for (let index = 0; index < answers.length; index += 2) {
          const [one, two] = [answers[index], answers[index + 1]].map(sequenceOf);
          seen.pairs += 1;
          if (one === null || two === null) continue;
          seen.joined += 1;
          expect(two).toBe(one);
        }
      }
      await expectRules(customer.organizationId);
    }),
    { numRuns: 25 },
  );
  expect(seen.joined).toBeGreaterThan(50);
  expect(seen.crashed).toBeGreaterThan(0);
}, 60_000);

const sequenceOf = (answer: Recorded | Refusal | undefined): number | null =>
  answer === undefined || isRefusal(answer) ? null : answer.sequence;

async function expectRules(organizationId: number): Promise<void> {
  const { lines } = await readStatement(database.db, { organizationId, limit: 1000 });
  for (const line of lines) {
    const availableBefore = line.availableAfter - line.change.available;
    expect(line.availableAfter).toBeGreaterThanOrEqual(floorUnits);
    // Expiry takes nothing that is on hold, and never below zero.
    if (line.kind === 'expiry') expect(line.availableAfter).toBeGreaterThanOrEqual(0);
    if (line.kind === 'hold' && line.clause === 'T3') {
      expect(availableBefore).toBeGreaterThanOrEqual(availableUnitsMin);
    }
  }
  const charges = lines.filter((line) => line.kind === 'charge');
  const workCharged = new Set(charges.map((line) => `${line.ticketId}:${line.workMinutes}`));
  expect(workCharged.size).toBe(charges.length);
  expect(await verifyLedger(database.db, organizationId)).toMatchObject({ problems: [] });
}
