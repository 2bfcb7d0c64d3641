import { describe, expect, it } from 'vitest';
import { deskWorld, done } from '../../../test/support/desk-world.ts';
import { testClock } from '../../../test/support/test-clock.ts';
import { testDatabase } from '../../../test/support/test-database.ts';
import { personActor } from '../../kernel/actor.ts';
import { dayMs, minuteMs } from '../../kernel/duration.ts';
import { changeDraft, readDraft, startDraft } from '../agreements/index.ts';
import {
  askForInformation,
  closeTicket,
  isNotDone,
  logWork,
  reopenTicket,
  resolveTicket,
  runDueClosings,
  type Ticket,
  writeAsCustomer,
} from '../tickets/index.ts';
import { readWhatIf, runWhatIf, startWhatIf, type WhatIfResult } from './index.ts';

const database = await testDatabase();
const clock = testClock();
const world = await deskWorld(database, clock);
const by = () => ({ actor: personActor(world.carmen), at: clock.now(), ipAddress: null });
const began = clock.now();
await world.buy(world.orinoco.organizationId, 100);
const { reopened, tooLate, follower } = await history();

async function ask(subject: 'draft' | 'own-version'): Promise<number> {
  const question = { subject, from: began - dayMs, until: clock.now() + dayMs };
  return done(await startWhatIf(database, question, by())).whatIfId;
}

const run = (whatIfId: number, signal = new AbortController().signal, pageSize = 2) =>
  runWhatIf({ database, clock }, whatIfId, signal, { pageSize, pagesPerCheckpoint: 1 });

async function answered(subject: 'draft' | 'own-version'): Promise<WhatIfResult> {
  const whatIfId = await ask(subject);
  await run(whatIfId);
  return done((await readWhatIf(database.db, whatIfId))?.result ?? null);
}

async function draftOf(terms: Readonly<Record<string, number | string>>): Promise<void> {
  const begun = (await readDraft(database.db)) ?? done(await startDraft(database, by()));
  done(await changeDraft(database, { revision: begun.draft.revision, terms, clauses: {} }, by()));
}

describe('the present version over history', () => {
  it('VIII: equals history exactly, with everything that closed, was abandoned, reopened and followed', async () => {
    const result = await answered('own-version');
    expect(result.before.closing).toEqual({
      closedUnasked: 5,
      abandoned: 1,
      abandonmentProposed: 0,
      reopened: 1,
      askedTooLate: 1,
    });
    expect(result.after).toEqual(result.before);
    expect(result.requestsChanged).toBe(0);
    expect(result.unknown).toEqual({});
    const { rows } = await database.pool.query<{ units: number }>(
      'select coalesce(sum(consumed_change), 0)::int as units from credit_entry',
    );
    expect(result.before.units).toBe(rows[0]?.units);
  });
});

describe('a draft over history', () => {
  it('VIII.c: a longer window makes one request of two, with the work of both', async () => {
    await draftOf({ 'closing.reopeningDays': 60 });
    const result = await answered('draft');
    expect(result.before.requests - result.after.requests).toBe(1);
    expect(result.after.closing).toMatchObject({ reopened: 2, askedTooLate: 0 });
    // 20 min and 50 min were a minimum each; as one request they are 70 min: two units all the same.
    expect(result.after.units).toBe(result.before.units);
    const byNumber = new Map(result.changed.map((one) => [one.number, one]));
    expect(byNumber.get(follower.number)).toMatchObject({ becomes: 'part-of-another' });
    expect(byNumber.get(tooLate.number)).toMatchObject({ becomes: null, units: [1, 2] });
  });

  it('VIII.c: a shorter window makes two requests of one, a minimum each, and says what it cannot know', async () => {
    await draftOf({ 'closing.reopeningDays': 2 });
    const result = await answered('draft');
    expect(result.after.requests - result.before.requests).toBe(1);
    expect(result.after.closing).toMatchObject({ reopened: 0, askedTooLate: 2 });
    expect(result.after.units - result.before.units).toBe(1);
    expect(result.unknown).toEqual({ 'admission-of-new-request': 1 });
    expect(result.changed).toMatchObject([{ number: reopened.number, becomes: 'new-request' }]);
  });

  it('VIII.b: less grace abandons what was answered in time, and the answer reopens it', async () => {
    await draftOf({ 'closing.reopeningDays': 14, 'closing.graceHours': 12 });
    const result = await answered('draft');
    expect(result.after.closing.abandoned).toBe(2);
    expect(result.unknown).toEqual({ 'answer-after-abandonment': 1 });
  });

  it('VIII.a, VIII.b: more patience leaves open what was closed, and proposes what it abandoned', async () => {
    await draftOf({
      'closing.graceHours': 48,
      'closing.abandonment': 'propose',
      'closing.automaticCloseDays': 300,
    });
    const result = await answered('draft');
    expect(result.after.closing).toMatchObject({
      closedUnasked: 0,
      abandoned: 0,
      abandonmentProposed: 1,
    });
    expect(result.after.ended).toBe(1);
    // Closed by the customer: the only one that is charged by then.
    expect(result.after.units).toBe(1);
  });
});

describe('a process that ends half way', () => {
  it('leaves the rest to the next one, which goes on where it was and comes to the same', async () => {
    const whole = await answered('draft');
    const whatIfId = await ask('draft');
    await expect(run(whatIfId, abortedAfter(2), 1)).rejects.toThrow();
    expect(await readWhatIf(database.db, whatIfId)).toMatchObject({ state: 'running' });
    await run(whatIfId, undefined, 1);
    const gone = await readWhatIf(database.db, whatIfId);
    expect(gone).toMatchObject({ state: 'done', ticketsDone: gone?.ticketsTotal });
    expect(gone?.result).toEqual(whole);
  });

  it('does not add up again what was added up', async () => {
    const whatIfId = await ask('draft');
    await expect(run(whatIfId, abortedAfter(2), 1)).rejects.toThrow();
    await database.pool.query(
      `update what_if set checkpoint = jsonb_set(checkpoint, '{sums,all,before,units}', '1000')
        where id = $1`,
      [whatIfId],
    );
    await run(whatIfId);
    const tried = await readWhatIf(database.db, whatIfId);
    expect(tried?.result?.before.units).toBeGreaterThanOrEqual(1000);
  });
});

/** A signal that the process ends, which comes with the page after so many. */
function abortedAfter(pages: number): AbortSignal {
  const controller = new AbortController();
  const { signal } = controller;
  let seen = 0;
  signal.throwIfAborted = () => {
    if (seen === pages) controller.abort();
    seen += 1;
    if (signal.aborted) throw signal.reason;
  };
  return signal;
}

/** Six requests: confirmed, closed without objection, abandoned, answered in time, reopened, and asked about too late. */
async function history() {
  const register = () => world.register(world.orinoco);
  const resolve = (ticket: Ticket) =>
    world.act(ticket.id, (tx, locked) =>
      resolveTicket(tx, locked, {
        personId: world.carmen,
        form: 'solution',
        text: 'Se cambió el cable.',
        attachmentIds: [],
        at: clock.now(),
      }),
    );
  const askFor = (ticket: Ticket) =>
    world.act(ticket.id, (tx, locked) =>
      askForInformation(tx, locked, {
        personId: world.carmen,
        text: '¿En qué equipo?',
        attachmentIds: [],
        at: clock.now(),
      }),
    );
  const work = (ticket: Ticket, minutes: number) =>
    world.act(ticket.id, (tx, locked) =>
      logWork(tx, locked, {
        personId: world.carmen,
        minutes,
        billableMinutes: minutes,
        note: '',
        workedAt: clock.now(),
        at: clock.now(),
      }),
    );
  const askForReopening = (ticket: Ticket) =>
    world.act(ticket.id, (tx, locked) =>
      reopenTicket(tx, locked, {
        by: world.orinoco.reader,
        channel: 'portal',
        reason: 'Volvió a fallar.',
        at: clock.now(),
      }),
    );
  /** The desk looks every half hour, not at the very moment: what it does is late, as it is in life. */
  const pass = async (hours: number) => {
    for (let half = 0; half < hours * 2; half += 1) {
      clock.advance(30 * minuteMs);
      await runDueClosings(database, clock.now(), async () => 'Falta su respuesta.');
    }
  };
  const confirmed = await register();
  const unasked = await register();
  const silent = await register();
  const inTime = await register();
  const again = await register();
  const followed = await register();
  clock.advance(7 * minuteMs);
  await askFor(silent);
  await askFor(inTime);
  await work(again, 20);
  await work(followed, 20);
  for (const ticket of [confirmed, unasked, again, followed]) await resolve(ticket);
  await world.act(confirmed.id, (tx, ticket) =>
    closeTicket(tx, ticket, { by: world.orinoco.reader, at: clock.now() }),
  );
  await pass(50);
  await world.act(inTime.id, (tx, ticket) =>
    writeAsCustomer(tx, ticket, {
      personId: world.orinoco.personId,
      channel: 'portal',
      text: 'En la caja 2.',
      attachmentIds: [],
      arrivedAt: clock.now(),
      at: clock.now(),
    }),
  );
  await resolve(inTime);
  await pass(40);
  await askForReopening(again);
  await work(again, 10);
  await pass(3);
  await resolve(again);
  await pass(24 * 17);
  const asked = await askForReopening(followed);
  if (isNotDone(asked)) throw new Error(`not asked: ${JSON.stringify(asked)}`);
  const newOne = asked.ticket;
  await work(newOne, 50);
  await resolve(newOne);
  await pass(24 * 6);
  return { reopened: again, tooLate: followed, follower: newOne };
}
