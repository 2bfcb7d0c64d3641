import { describe, expect, it } from 'vitest';
import { deskWorld, done } from '../../../test/support/desk-world.ts';
import { testClock } from '../../../test/support/test-clock.ts';
import { testDatabase } from '../../../test/support/test-database.ts';
import { personActor } from '../../kernel/actor.ts';
import { dayMs, hourMs } from '../../kernel/duration.ts';
import {
  changeDraft,
  discardDraft,
  publishDraft,
  readDraft,
  startDraft,
} from '../agreements/index.ts';
import { fireDueClocks } from '../clocks/index.ts';
import {
  askForInformation,
  closeTicket,
  logWork,
  resolveTicket,
  withdrawTicket,
  writeAsAgent,
  writeAsCustomer,
} from '../tickets/index.ts';
import { cancelWhatIf, readWhatIf, runWhatIf, startWhatIf, type WhatIf } from './index.ts';

const database = await testDatabase();
const clock = testClock();
const world = await deskWorld(database, clock);
const by = () => ({ actor: personActor(world.carmen), at: clock.now(), ipAddress: null });
const began = clock.now();
await history();

const span = () => ({ from: began - dayMs, until: clock.now() + dayMs });

async function answered(subject: 'draft' | 'own-version'): Promise<WhatIf> {
  const started = done(await startWhatIf(database, { subject, ...span() }, by()));
  await runWhatIf({ database, clock }, started.whatIfId, new AbortController().signal);
  return done(await readWhatIf(database.db, started.whatIfId));
}

async function draftOf(terms: Readonly<Record<string, number | string>>): Promise<void> {
  const begun = (await readDraft(database.db)) ?? done(await startDraft(database, by()));
  done(await changeDraft(database, { revision: begun.draft.revision, terms, clauses: {} }, by()));
}

describe('the present version over history', () => {
  it('equals history exactly: clocks as they stand in their rows, units as they were charged', async () => {
    const { result, state, ticketsDone, ticketsTotal } = await answered('own-version');
    expect(state).toBe('done');
    expect([ticketsDone, ticketsTotal]).toEqual([6, 6]);
    expect(result?.after).toEqual(result?.before);
    expect(result?.requestsChanged).toBe(0);
    const { rows } = await database.pool.query<{ kind: string; outcome: string; n: number }>(`
      select kind, case when state = 'met' then case when met_on_time then 'met' else 'breached' end
                        when state in ('none', 'cancelled') then state::text
                        when breached_at is not null then 'breached' else 'running' end as outcome,
             count(*)::int as n from clock where kind <> 'next_response' group by 1, 2`);
    for (const { kind, outcome, n } of rows) {
      const counts =
        kind === 'resolution' ? result?.before.resolution : result?.before.firstResponse;
      expect({ kind, outcome, n: counts?.[outcome as 'met'] }).toEqual({ kind, outcome, n });
    }
    const charged = await database.pool.query<{ n: number }>(
      'select coalesce(sum(consumed_change), 0)::int as n from credit_entry',
    );
    expect(result?.before.units).toBe(charged.rows[0]?.n);
  });
});

describe('a draft over history', () => {
  it('T4, VII, T1: shows what other hours, units and minimums would have made of the same requests', async () => {
    await draftOf({
      'credits.minutesPerUnit': 30,
      'credits.availableUnitsMin': 19,
      'targets.p3.firstResponseMinutes': 60,
      'targets.p3.resolutionMinutes': 71 * 60,
      'targets.p2.firstResponseMinutes': 60,
      'targets.p1.firstResponseMinutes': 60,
    });
    const { result, differences } = await answered('draft');
    expect(differences.map((difference) => 'key' in difference && difference.key)).toContain(
      'credits.minutesPerUnit',
    );
    // 70 min were 2 units and would be 3; 20 min stay 1; the withdrawn one costs nothing either way.
    expect(result?.before.units).toBe(3);
    expect(result?.after.units).toBe(4);
    // Attended after two hours: not kept within one. The sixth was never attended.
    expect(result?.before.firstResponse).toMatchObject({ met: 4, breached: 1, cancelled: 1 });
    expect(result?.after.firstResponse).toMatchObject({ met: 0, breached: 5, cancelled: 1 });
    expect(result?.after.held).toBeGreaterThan(0);
    expect(result?.requestsChanged).toBe(result?.changed.length);
    expect(result?.customers[0]?.organizationId).toBe(world.orinoco.organizationId);
  });

  it('says what is missing before it begins', async () => {
    await draftOf({ 'targets.p1.hours': 'service' });
    const question = { subject: 'draft', ...span() } as const;
    expect(await startWhatIf(database, question, by())).toMatchObject({
      reason: 'calendar-missing',
    });
    await draftOf({ 'targets.p1.hours': 'calendar', 'credits.minutesPerUnit': 0 });
    expect(await startWhatIf(database, question, by())).toMatchObject({ reason: 'draft-invalid' });
    await draftOf({ 'credits.minutesPerUnit': 30 });
    const empty = { ...question, until: question.from };
    expect(await startWhatIf(database, empty, by())).toMatchObject({ reason: 'span-empty' });
  });

  it('that was given up is not gone on with, and stays given up', async () => {
    const started = done(await startWhatIf(database, { subject: 'own-version', ...span() }, by()));
    await cancelWhatIf(database.db, started.whatIfId, clock.now());
    await runWhatIf({ database, clock }, started.whatIfId, new AbortController().signal);
    expect(await readWhatIf(database.db, started.whatIfId)).toMatchObject({
      state: 'cancelled',
      result: null,
    });
  });
});

describe('publishing', () => {
  it('is refused for what is stale, wrong or past, and then binds only what is registered from its day on', async () => {
    const { draft } = done(await readDraft(database.db));
    const from = clock.now() + dayMs;
    const publish = (more: { revision?: number; effectiveFrom?: number } = {}) =>
      publishDraft(
        database,
        { revision: draft.revision, effectiveFrom: from, hasServiceCalendar: false, ...more },
        by(),
      );
    expect(await publish({ revision: draft.revision - 1 })).toMatchObject({
      reason: 'draft-changed',
    });
    expect(await publish({ effectiveFrom: clock.now() - 1 })).toMatchObject({
      reason: 'effective-in-past',
    });
    expect(done(await publish())).toEqual({ version: 2 });
    expect(await readDraft(database.db)).toBeNull();

    const today = await world.register(world.orinoco);
    clock.set(from);
    const tomorrow = await world.register(world.orinoco);
    expect([today.agreementVersion, tomorrow.agreementVersion]).toEqual([1, 2]);
    // T7: the new version is accepted before anything is processed under it.
    expect(tomorrow.status).toBe('held');
    expect(tomorrow.heldFor?.map(({ clause }) => clause)).toContain('T7');
  });

  it('of two drafts begun at once there is one, and a discarded one leaves nothing', async () => {
    const begun = await Promise.all([startDraft(database, by()), startDraft(database, by())]);
    expect(begun.filter((one) => 'draft' in one)).toHaveLength(1);
    const { draft } = done(await readDraft(database.db));
    await discardDraft(database, { revision: draft.revision }, by());
    expect(await readDraft(database.db)).toBeNull();
  });
});

/** Six requests that went six ways. */
async function history(): Promise<void> {
  const answer = (ticketId: number) =>
    world.act(ticketId, (tx, ticket) =>
      writeAsAgent(tx, ticket, {
        personId: world.carmen,
        visibility: 'public',
        text: 'Lo estamos viendo.',
        attachmentIds: [],
        at: clock.now(),
      }),
    );
  const work = (ticketId: number, minutes: number) =>
    world.act(ticketId, (tx, ticket) =>
      logWork(tx, ticket, {
        personId: world.carmen,
        minutes,
        billableMinutes: minutes,
        note: '',
        workedAt: clock.now(),
        at: clock.now(),
      }),
    );
  const finish = async (ticketId: number) => {
    await world.act(ticketId, (tx, ticket) =>
      resolveTicket(tx, ticket, {
        personId: world.carmen,
        form: 'solution',
        text: 'Se cambió el cable.',
        attachmentIds: [],
        at: clock.now(),
      }),
    );
    await world.act(ticketId, (tx, ticket) =>
      closeTicket(tx, ticket, { by: { kind: 'agent', personId: world.carmen }, at: clock.now() }),
    );
  };
  const [longer, short, waiting, withdrawn, critical] = [
    await world.register(world.orinoco),
    await world.register(world.orinoco),
    await world.register(world.orinoco),
    await world.register(world.orinoco),
    await world.register(world.orinoco, {
      suggestion: { priority: 'p1', from: 'person', readIn: 'form' },
    }),
    await world.register(world.orinoco),
  ];
  clock.advance(2 * hourMs);
  await answer(longer.id);
  await answer(short.id);
  await answer(critical.id);
  await work(longer.id, 70);
  await work(short.id, 20);
  await world.act(waiting.id, (tx, ticket) =>
    askForInformation(tx, ticket, {
      personId: world.carmen,
      text: '¿En qué equipo?',
      attachmentIds: [],
      at: clock.now(),
    }),
  );
  clock.advance(5 * hourMs);
  await world.act(waiting.id, (tx, ticket) =>
    writeAsCustomer(tx, ticket, {
      personId: world.orinoco.personId,
      channel: 'portal',
      text: 'En la caja 2.',
      attachmentIds: [],
      arrivedAt: clock.now(),
      at: clock.now(),
    }),
  );
  await world.act(withdrawn.id, (tx, ticket) =>
    withdrawTicket(tx, ticket, {
      by: world.orinoco.reader,
      reason: 'Ya no hace falta',
      at: clock.now(),
    }),
  );
  await finish(longer.id);
  await finish(short.id);
  clock.advance(30 * hourMs);
  await fireDueClocks(database, clock.now());
}
