import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, expect, it } from 'vitest';
import { creditWorld } from '../../../test/support/credit-world.ts';
import { testClock } from '../../../test/support/test-clock.ts';
import { testDatabase } from '../../../test/support/test-database.ts';
import { systemActor } from '../../kernel/actor.ts';
import { type Declined, isDeclined } from '../../kernel/declined.ts';
import { connect, inTransaction, type Tx } from '../../platform/database/index.ts';
import { silentLog } from '../../platform/log.ts';
import { agreementVersion1 } from '../../policy/agreement-version-1.ts';
import { chargeableMinutes, nothingApart, unitsToCharge } from '../../policy/units.ts';
import { isRefusal, type Refusal } from '../../policy/verdict.ts';
import {
  type Anchor,
  chargeTicket,
  decideObjection,
  expireUnits,
  growHold,
  holdForTicket,
  KeyReused,
  listDisputedCharges,
  listObjections,
  objectToCharge,
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
  withdrawObjection,
} from './index.ts';

// The ledger against a model of it that is written from the agreement and knows nothing of tables, locks or plans.

const availableUnitsMin = 2;
const floorUnits = -5;
/** The first ones are charged every started hour; for the last two the customer approves further units (T4). */
const plainTickets = 5;
const ticketsPerCustomer = 7;

type Act =
  | { readonly act: 'purchase' | 'refund'; readonly units: number }
  | { readonly act: 'purchase-for'; readonly units: number; readonly days: number }
  | { readonly act: 'expire'; readonly afterDays: number }
  | { readonly act: 'hold'; readonly ticket: number; readonly units: number }
  | { readonly act: 'grow' | 'shrink' | 'charge'; readonly ticket: number; readonly units: number }
  | { readonly act: 'release'; readonly ticket: number }
  | { readonly act: 'adjust'; readonly units: number; readonly corrects: number | null }
  /** The same, of one of the charges there are. */
  | { readonly act: 'correct-charge'; readonly units: number; readonly which: number }
  /** T4: what was logged and what was approved come on top of what was; the bill takes both as they stand. */
  | { readonly act: 'log'; readonly ticket: number; readonly minutes: number }
  | { readonly act: 'approve'; readonly ticket: number; readonly units: number }
  | { readonly act: 'bill'; readonly ticket: number }
  | { readonly act: 'object'; readonly which: number }
  | { readonly act: 'accept'; readonly which: number; readonly units: number | null }
  | { readonly act: 'reject' | 'withdraw'; readonly which: number }
  | { readonly act: 'repeat'; readonly which: number; readonly altered: boolean }
  | { readonly act: 'crash' };

/** What enters the ledger under a key. */
type Write =
  | Extract<
      Act,
      {
        act:
          | 'purchase'
          | 'refund'
          | 'purchase-for'
          | 'hold'
          | 'grow'
          | 'shrink'
          | 'charge'
          | 'release'
          | 'adjust';
      }
    >
  | ({ readonly act: 'grow-agreed' | 'charge-agreed'; readonly ticket: number } & Agreed);
/** T4: all the billable work of a request, and the units beyond its minimum that the customer approved. */
interface Agreed {
  readonly minutes: number;
  readonly approved: number;
}
/** What is asked about a charge: which one it is stands in the act. */
type Question =
  | { readonly act: 'object'; readonly sequence: number }
  | { readonly act: 'accept'; readonly id: number; readonly units: number | null }
  | { readonly act: 'reject' | 'withdraw'; readonly id: number };

const ticket = fc.nat(plainTickets - 1);
const agreedTicket = fc.integer({ min: plainTickets, max: ticketsPerCustomer - 1 });
const which = fc.nat(30);
const givenBack: fc.Arbitrary<number | null> = fc.option(fc.integer({ min: 1, max: 5 }));
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
  {
    weight: 3,
    arbitrary: record('correct-charge', {
      units: fc.integer({ min: -2, max: 3 }).filter((units) => units !== 0),
      which,
    }),
  },
  {
    weight: 8,
    arbitrary: record('log', {
      ticket: agreedTicket,
      minutes: fc.constantFrom(10, 45, 60, 95),
    }),
  },
  {
    weight: 5,
    arbitrary: record('approve', {
      ticket: agreedTicket,
      units: fc.integer({ min: 1, max: 3 }),
    }),
  },
  { weight: 4, arbitrary: record('bill', { ticket: agreedTicket }) },
  { weight: 6, arbitrary: record('object', { which }) },
  {
    weight: 3,
    arbitrary: record('accept', { which, units: givenBack }),
  },
  { weight: 2, arbitrary: record('reject', { which }) },
  { weight: 2, arbitrary: record('withdraw', { which }) },
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

interface ModelObjection {
  readonly id: number;
  /** The charge's entry. */
  readonly sequence: number;
  /** What it cost when it was objected to. */
  readonly units: number;
  isOpen: boolean;
}

interface Model {
  readonly objections: ModelObjection[];
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
  objections: [],
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
const disputedIn = (model: Model): number =>
  model.objections.reduce((sum, { isOpen, units }) => sum + (isOpen ? units : 0), 0);
const isFrozen = (model: Model, sequence: number): boolean =>
  model.objections.some((objection) => objection.isOpen && objection.sequence === sequence);
/** What a charge costs by now. */
const costOf = (model: Model, sequence: number): number => {
  const entry = model.entries[sequence - 1];
  return -(entry?.brought ?? 0) - (entry?.corrected ?? 0);
};
/** T3, T4: every started hour, as far as it was approved; at least the minimum. */
const agreedUnits = ({ minutes, approved }: Agreed): number =>
  Math.max(1, Math.min(Math.ceil(minutes / 60), 1 + approved));
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
    case 'grow-agreed':
      return decide(model, { ...write, act: 'grow', units: agreedUnits(write) });
    case 'charge-agreed':
      return decide(model, { ...write, act: 'charge', units: agreedUnits(write) });
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

/** What must become of a question: nothing enters the ledger but the correction that accepts one. */
function applyQuestion(model: Model, question: Question, id: number | null): 'done' | 'not-done' {
  if (question.act === 'object') {
    const { sequence } = question;
    const units = costOf(model, sequence);
    const isRaised = model.objections.some((objection) => objection.sequence === sequence);
    if (units <= 0 || isRaised) return 'not-done';
    model.objections.push({ id: id ?? 0, sequence, units, isOpen: true });
    return 'done';
  }
  const objection = model.objections.find((other) => other.id === question.id);
  if (objection?.isOpen !== true) return 'not-done';
  if (question.act === 'accept') {
    const units = question.units ?? objection.units;
    if (units > objection.units) return 'not-done';
    objection.isOpen = false;
    expect(adjust(model, units, objection.sequence)).toBe('done');
  }
  objection.isOpen = false;
  return 'done';
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
  if (isFrozen(model, corrects)) return 'refused';
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

const ask = (customer: Customer, question: Question) =>
  inTransaction(database, (tx) => performQuestion(tx, customer, question));

/** Does all of it but the commit, and dies: no answer ever comes. */
async function crash(work: (tx: Tx) => Promise<unknown>): Promise<void> {
  let isWritten = false;
  const dying = inTransaction(doomed, async (tx) => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx);
    await work(tx);
    isWritten = true;
    await database.pool.query('select pg_terminate_backend($1)', [rows[0]?.pid]);
  });
  await expect(dying).rejects.toThrow();
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
    case 'grow-agreed':
      return growHold(tx, { ...about, clause: 'T4', ...agreedWork(write) });
    case 'charge-agreed':
      return chargeTicket(tx, { ...about, clause: 'T4', ...agreedWork(write) });
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

function performQuestion(
  tx: Tx,
  { organizationId }: Customer,
  question: Question,
): Promise<number | 'decided' | 'waits' | null | Declined | Refusal> {
  const by = { actor: world.supervisor, at: clock.now() };
  switch (question.act) {
    case 'object': {
      const { sequence: entrySequence } = question;
      return objectToCharge(tx, { organizationId, entrySequence, reason: 'No fue así', ...by });
    }
    case 'accept': {
      const { id: objectionId } = question;
      const units = question.units ?? undefined;
      return decideObjection(tx, {
        ...{ objectionId, outcome: 'accepted', units, answer: 'Tiene razón' },
        ...by,
      });
    }
    case 'reject': {
      const { id: objectionId } = question;
      return decideObjection(tx, { objectionId, outcome: 'rejected', answer: 'Sí fue', ...by });
    }
    case 'withdraw':
      return withdrawObjection(tx, { organizationId, objectionId: question.id, ...by });
  }
}

const work = (units: number) => ({ ticketUnits: units, workMinutes: units * 60 });

const approvingTerms = {
  ...agreementVersion1.terms,
  credits: { ...agreementVersion1.terms.credits, furtherUnits: 'approve' as const },
};
/** What the requests hand to the ledger under an agreement whose customers approve further units. */
const agreedWork = ({ minutes, approved: approvedUnits }: Agreed) => {
  const apart = { ...nothingApart, approvedUnits };
  return {
    ticketUnits: unitsToCharge(approvingTerms, minutes, apart),
    workMinutes: chargeableMinutes(approvingTerms, minutes, apart),
  };
};

/** The work and the approvals of the requests of one customer, as the requests keep them. */
const newRequests = () => new Map<number, Agreed>();
type Requests = ReturnType<typeof newRequests>;

/** What an act writes, on the charges and requests there are; null: it does not concern any. */
function writeOf(act: Act, requests: Requests, charges: readonly number[]): Write | null {
  const agreed = 'ticket' in act ? (requests.get(act.ticket) ?? { minutes: 0, approved: 0 }) : null;
  switch (act.act) {
    case 'log':
    case 'approve':
    case 'bill': {
      const minutes = (agreed?.minutes ?? 0) + (act.act === 'log' ? act.minutes : 0);
      const approved = (agreed?.approved ?? 0) + (act.act === 'approve' ? act.units : 0);
      const { ticket: of } = act;
      const entry = act.act === 'bill' ? 'charge-agreed' : 'grow-agreed';
      return { act: entry, ticket: of, minutes, approved };
    }
    case 'correct-charge': {
      const corrects = charges[act.which % charges.length];
      return corrects === undefined ? null : { act: 'adjust', units: act.units, corrects };
    }
    case 'object':
    case 'accept':
    case 'reject':
    case 'withdraw':
    case 'repeat':
    case 'expire':
    case 'crash':
      return null;
    default:
      return act;
  }
}

/** The open ones, and one of those that have ended. */
function inOrder(objections: readonly { readonly id: number; readonly isOpen: boolean }[]) {
  const ended = objections.filter(({ isOpen }) => !isOpen).slice(-1);
  return [...objections.filter(({ isOpen }) => isOpen), ...ended].map(({ id }) => id);
}

function questionOf(
  act: Act,
  charges: readonly number[],
  objectionIds: readonly number[],
): Question | null {
  if (act.act === 'object') {
    const sequence = charges[act.which % charges.length];
    return sequence === undefined ? null : { act: 'object', sequence };
  }
  if (act.act !== 'accept' && act.act !== 'reject' && act.act !== 'withdraw') return null;
  const id = objectionIds[act.which % objectionIds.length];
  if (id === undefined) return null;
  return act.act === 'accept' ? { act: 'accept', id, units: act.units } : { act: act.act, id };
}

/** Of a request whose further units are approved: the act was done, so its work and approvals count from now on. */
function keep(requests: Requests, write: Write): void {
  if (write.act === 'grow-agreed') requests.set(write.ticket, write);
}

const disputedUnitsOf = async (organizationId: number): Promise<number> =>
  (await listDisputedCharges(database.db, organizationId)).reduce(
    (sum, { units }) => sum + units,
    0,
  );

/** The same request, but not quite: for a release, which has no units, another command. */
const alter = (write: Write): Write => {
  if (write.act === 'release') return { act: 'charge', ticket: write.ticket, units: 1 };
  if ('minutes' in write) {
    return { ...write, minutes: write.minutes + 60, approved: write.approved + 1 };
  }
  // One more than a person may adjust alone is refused before its key is looked at.
  if (write.act === 'adjust' && write.units > 1) return { ...write, units: write.units - 1 };
  return { ...write, units: write.units === -1 ? 1 : write.units + 1 };
};

async function expectAgreement(
  customer: Customer,
  model: Model,
  anchors: readonly Anchor[],
): Promise<void> {
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
  for (const { isOpen, sequence, units: raised } of model.objections) {
    if (!isOpen) continue;
    const cost = statement.lines
      .filter((line) => line.sequence === sequence || line.correctsSequence === sequence)
      .reduce((total, line) => total + line.change.consumed, 0);
    expect(cost, 'a frozen charge costs what it did').toBe(raised);
  }
  // Money rule 1: every hash that was ever the last one is still there.
  expect(await verifyLedger(database.db, organizationId, anchors)).toMatchObject({ problems: [] });
}

it('does exactly what the model does, act by act', async () => {
  const seen = {
    ...{ written: 0, refused: 0, nothing: 0, repeated: 0, expired: 0, crashed: 0 },
    ...{ objected: 0, accepted: 0, rejected: 0, withdrawn: 0, frozen: 0, tooLate: 0 },
    ...{ approvedBeyond: 0, notApproved: 0 },
  };
  await fc.assert(
    fc.asyncProperty(
      fc.array(acts, { minLength: 25, maxLength: 45, size: 'max' }),
      async (list) => {
        const customer = await world.addCustomer(ticketsPerCustomer);
        const { organizationId } = customer;
        const model = newModel();
        const requests = newRequests();
        const anchors: Anchor[] = [];
        const sent: { write: Write; key: string; sequence: number }[] = [];
        // Without units to begin with most acts would be refused, and little would be tried.
        const begin = [
          { act: 'purchase', units: 9 },
          { act: 'purchase-for', units: 6, days: 2 },
          { act: 'charge', ticket: 0, units: 2 },
          { act: 'object', which: 0 },
          { act: 'log', ticket: plainTickets, minutes: 95 },
        ] as const;
        let isCrashing = false;
        for (const [index, act] of [...begin, ...list].entries()) {
          if (act.act === 'crash') {
            isCrashing = true;
            continue;
          }
          if (act.act === 'repeat') {
            await repeat(customer, sent[act.which % sent.length], act.altered);
            continue;
          }
          if (act.act === 'expire') {
            clock.advance(act.afterDays * dayMs);
            const expected = expireIn(model);
            const written = await inTransaction(database, (tx) =>
              expireUnits(tx, organizationId, clock.now()),
            );
            expect(written?.change.expired ?? 0).toBe(expected);
            if (expected > 0) seen.expired += 1;
            continue;
          }
          const charges = model.entries.flatMap(({ isCharge }, at) => (isCharge ? [at + 1] : []));
          const question = questionOf(act, charges, inOrder(model.objections));
          const write = writeOf(act, requests, charges);
          const key = `act:${index}`;
          if (isCrashing && (write ?? question) !== null) {
            // What died is asked again under its key, and is then as if it had never been tried.
            await crash(async (tx) => {
              if (write !== null) await perform(tx, customer, write, key);
              if (question !== null) await performQuestion(tx, customer, question);
            });
            isCrashing = false;
            seen.crashed += 1;
          }
          if (question !== null) await askAndCompare(customer, model, question);
          if (write !== null && (await writeAndCompare(customer, model, write, key))) {
            keep(requests, write);
            sent.push({ write, key, sequence: model.entries.length });
          }
          // At every moment: what is disputed, from the ledger and the open objections; and a hash to prove it against.
          expect(await disputedUnitsOf(organizationId)).toBe(disputedIn(model));
          const { sequence, lastHash: hash } = await readAccount(database.db, organizationId);
          anchors.push({ organizationId, sequence, hash });
        }
        for (const [index, { minutes, approved }] of requests) {
          const chargedUnits = model.charged.get(index) ?? 0;
          expect(
            chargedUnits,
            'T4: nothing is charged beyond what was approved',
          ).toBeLessThanOrEqual(1 + approved);
          if (chargedUnits > 1) seen.approvedBeyond += 1;
          if (minutes > (1 + approved) * 60) seen.notApproved += 1;
        }
        await expectAgreement(customer, model, anchors);
      },
    ),
    { numRuns: 60 },
  );
  // The generator must reach every outcome, or the agreement above says little.
  for (const count of Object.values(seen)) expect(count, JSON.stringify(seen)).toBeGreaterThan(3);

  async function repeat(
    customer: Customer,
    before: { write: Write; key: string; sequence: number } | undefined,
    altered: boolean,
  ): Promise<void> {
    // The day that such units expire is part of the request, and days have passed since.
    if (before === undefined || before.write.act === 'purchase-for') return;
    seen.repeated += 1;
    if (altered) {
      await expect(send(customer, alter(before.write), before.key)).rejects.toThrow(KeyReused);
      return;
    }
    const again = await send(customer, before.write, before.key);
    expect(again).toMatchObject({ sequence: before.sequence, repeated: true });
  }

  /** Whether anything was written. */
  async function writeAndCompare(
    customer: Customer,
    model: Model,
    write: Write,
    key: string,
  ): Promise<boolean> {
    const wasFrozen = write.act === 'adjust' && isFrozen(model, write.corrects ?? 0);
    const expected = apply(model, write);
    const answer = await send(customer, write, key);
    const told = `${JSON.stringify(write)} must give ${expected}`;
    expect(isRefusal(answer), told).toBe(expected === 'refused');
    if (isRefusal(answer)) {
      seen.refused += 1;
      if (wasFrozen) seen.frozen += 1;
      if (wasFrozen) expect(answer).toMatchObject({ reason: 'charge-disputed' });
      return false;
    }
    expect(answer.availableUnits, told).toBe(model.available);
    expect(answer.balanceUnits, told).toBe(model.available + heldIn(model));
    if (expected === 'nothing') {
      seen.nothing += 1;
      expect(answer.sequence, told).toBeNull();
      return false;
    }
    seen.written += 1;
    expect(answer.sequence, told).toBe(model.entries.length);
    expect(answer.change.available, told).toBe(expected);
    return true;
  }

  async function askAndCompare(
    customer: Customer,
    model: Model,
    question: Question,
  ): Promise<void> {
    const answer = await ask(customer, question);
    const id = typeof answer === 'number' ? answer : null;
    const expected = applyQuestion(model, question, id);
    const told = `${JSON.stringify(question)} must be ${expected}`;
    expect(isRefusal(answer) || isDeclined(answer) ? 'not-done' : 'done', told).toBe(expected);
    if (expected === 'not-done') seen.tooLate += 1;
    else if (question.act === 'object') seen.objected += 1;
    else if (question.act === 'accept') seen.accepted += 1;
    else if (question.act === 'reject') seen.rejected += 1;
    else seen.withdrawn += 1;
  }
}, 60_000);

it('keeps every rule when acts arrive at once and each arrives twice', async () => {
  const seen = { pairs: 0, joined: 0, crashed: 0, questions: 0, ended: 0 };
  const batches = fc.array(fc.array(acts, { minLength: 4, maxLength: 12, size: 'max' }), {
    minLength: 2,
    maxLength: 4,
  });
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 20 }), batches, async (start, rounds) => {
      const customer = await world.addCustomer(ticketsPerCustomer);
      const { organizationId } = customer;
      const requests = newRequests();
      await send(customer, { act: 'purchase', units: start }, 'start');
      await send(customer, { act: 'charge', ticket: 0, units: 1 }, 'first');
      await ask(customer, { act: 'object', sequence: 2 });
      for (const [round, batch] of rounds.entries()) {
        const charges = await chargesOf(organizationId);
        const objections = await listObjections(database.db, { organizationId, limit: 100 });
        const objectionIds = inOrder(
          objections.map(({ id, state }) => ({ id, isOpen: state === 'open' })),
        );
        const writes = batch.flatMap((act) => {
          const write = writeOf(act, requests, charges);
          if (write === null) return [];
          keep(requests, write);
          return [write];
        });
        const questions = batch.flatMap((act) => questionOf(act, charges, objectionIds) ?? []);
        const crashes = batch.filter(({ act }) => act === 'crash').length;
        const expiries = batch.filter((act) => act.act === 'expire');
        for (const { afterDays } of expiries) clock.advance(afterDays * dayMs);
        const expiring = expiries.map(() =>
          inTransaction(database, (tx) => expireUnits(tx, organizationId, clock.now())),
        );
        // Some die beside them, under keys that the others ask for as well.
        const crashing = [
          ...writes
            .slice(0, crashes)
            .map((write, index) =>
              crash((tx) => perform(tx, customer, write, `act:${round}:${index}`)),
            ),
          ...questions
            .slice(0, crashes)
            .map((question) => crash((tx) => performQuestion(tx, customer, question))),
        ];
        seen.crashed += crashing.length;
        // Whichever comes first: of two that are the same, one at most is done.
        const asking = questions.map(async (question) => {
          const twice = await Promise.all([ask(customer, question), ask(customer, question)]);
          const done = twice.filter((answer) => !isRefusal(answer) && !isDeclined(answer));
          expect(done.length, JSON.stringify(question)).toBeLessThanOrEqual(1);
          seen.questions += 1;
          if (question.act !== 'object') seen.ended += done.length;
        });
        const answers = await Promise.all(
          writes.flatMap((write, index) => {
            const key = `act:${round}:${index}`;
            // Neither of the two may fail: a repetition is answered, not rejected.
            return [send(customer, write, key), send(customer, write, key)];
          }),
        );
        await Promise.all([...expiring, ...crashing, ...asking]);
        for (let index = 0; index < answers.length; index += 2) {
          const [one, two] = [answers[index], answers[index + 1]].map(sequenceOf);
          seen.pairs += 1;
          if (one === null || two === null) continue;
          seen.joined += 1;
          expect(two).toBe(one);
        }
        // What is disputed between two rounds costs what it did when it was objected to: the proof looks.
        await expectRules(organizationId);
      }
      await expectEndsOfObjections(organizationId);
      await expectApproved(customer, requests);
    }),
    { numRuns: 25 },
  );
  expect(seen.joined).toBeGreaterThan(50);
  expect(seen.crashed).toBeGreaterThan(0);
  expect(seen.questions).toBeGreaterThan(5);
  expect(seen.ended).toBeGreaterThan(0);
}, 60_000);

async function chargesOf(organizationId: number): Promise<number[]> {
  const { lines } = await readStatement(database.db, { organizationId, limit: 1000 });
  return lines.flatMap(({ kind, sequence }) => (kind === 'charge' ? [sequence] : []));
}

/** An accepted objection found the charge as it was raised: nothing had corrected it in between. */
async function expectEndsOfObjections(organizationId: number): Promise<void> {
  const { rows } = await database.pool.query(
    `select objection.entry_sequence from credit_objection as objection
      where objection.organization_id = $1 and objection.state = 'accepted'
        and objection.units <> (
          select sum(consumed_change) from credit_entry as entry
           where entry.organization_id = objection.organization_id
             and objection.entry_sequence in (entry.sequence, entry.corrects_sequence)
             and entry.sequence < objection.correction_sequence)`,
    [organizationId],
  );
  expect(rows).toEqual([]);
}

async function expectApproved(customer: Customer, requests: Requests): Promise<void> {
  const units = await readTicketUnits(database.db, customer.ticketIds);
  for (const [index, { approved }] of requests) {
    const covered = units.get(customer.ticketIds[index] ?? 0)?.coveredUnits ?? 0;
    expect(covered).toBeLessThanOrEqual(1 + approved);
  }
}

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
  // Money rule 4.
  for (const charge of charges) {
    expect(charge).toMatchObject({
      ticketId: expect.any(Number),
      clause: expect.any(String),
      workMinutes: expect.any(Number),
    });
  }
  const workCharged = new Set(charges.map((line) => `${line.ticketId}:${line.workMinutes}`));
  expect(workCharged.size).toBe(charges.length);
  expect(await verifyLedger(database.db, organizationId)).toMatchObject({ problems: [] });
}
