import { expect, it } from 'vitest';
import { deskWorld } from '../../../../test/support/desk-world.ts';
import { plansOf } from '../../../../test/support/plans-of.ts';
import { testClock } from '../../../../test/support/test-clock.ts';
import { testDatabase } from '../../../../test/support/test-database.ts';
import { uploadFile } from '../../../../test/support/upload-file.ts';
import { dayMs, hourMs } from '../../../kernel/duration.ts';
import { inTransaction } from '../../../platform/database/index.ts';
import { discardUnsentAttachments } from '../../correspondence/index.ts';
import { discardOldDrafts, draftsOf, keepDraft, listDrafts, withdrawTicket } from '../index.ts';
import { moveDrafts } from './store.ts';

const database = await testDatabase();
const clock = testClock();
const world = await deskWorld(database, clock);
const { carmen } = world;

const keep = (ticketId: number, text: string, attachmentIds: readonly number[] = []) =>
  inTransaction(database, (tx) =>
    keepDraft(tx, {
      personId: carmen,
      ticketId,
      mode: 'note',
      text,
      form: null,
      attachmentIds,
      seenMessageId: null,
      basedOn: null,
      writtenAt: clock.now(),
      at: clock.now(),
    }),
  );
/** What the hourly sweep does with them. */
const sweep = () =>
  inTransaction(database, async (tx) => {
    const now = clock.now();
    await discardUnsentAttachments(tx, now - dayMs, now);
    await discardOldDrafts(tx, now);
  });
const textsOf = async (ticketId: number) =>
  (await draftsOf(database.db, { personId: carmen, ticketId })).map(({ text }) => text);
const filesLeft = async () =>
  (await database.pool.query('select id from attachment where message_id is null')).rowCount;

it('what nobody touched for thirty days is dropped, and its files with it, and not before', async () => {
  const ticket = await world.register(world.orinoco);
  const file = await uploadFile(database, clock, carmen);
  await keep(ticket.id, 'Pendiente', [file]);
  clock.advance(30 * dayMs - hourMs);
  await sweep();
  expect([await textsOf(ticket.id), await filesLeft()]).toEqual([['Pendiente'], 1]);
  clock.advance(2 * hourMs);
  await sweep();
  expect([await textsOf(ticket.id), await filesLeft()]).toEqual([[], 0]);
});

it('a file that no draft holds goes after a day', async () => {
  await uploadFile(database, clock, carmen);
  clock.advance(dayMs + hourMs);
  await sweep();
  expect(await filesLeft()).toBe(0);
});

it('of a request that ended it is kept for a day, and for as long as somebody writes there', async () => {
  const ticket = await world.register(world.orinoco);
  await keep(ticket.id, 'A medias');
  const by = { kind: 'agent', personId: carmen } as const;
  await world.act(ticket.id, (tx, locked) =>
    withdrawTicket(tx, locked, { by, reason: 'Ya no', at: clock.now() }),
  );
  clock.advance(dayMs - hourMs);
  await sweep();
  expect(await textsOf(ticket.id)).toEqual(['A medias']);
  clock.advance(2 * hourMs);
  await sweep();
  expect(await textsOf(ticket.id)).toEqual([]);
});

it('of a request that was merged they go on with the other; beside one that stands there they are set aside', async () => {
  const survivor = await world.register(world.orinoco);
  const absorbed = await world.register(world.orinoco);
  await keep(survivor.id, 'Aquí');
  await keep(absorbed.id, 'Allá');
  await inTransaction(database, (tx) =>
    moveDrafts(tx, { fromTicketId: absorbed.id, toTicketId: survivor.id }),
  );
  const there = await draftsOf(database.db, { personId: carmen, ticketId: survivor.id });
  expect(there).toMatchObject([
    { text: 'Aquí', setAside: false },
    { text: 'Allá', setAside: true },
  ]);
  const third = await world.register(world.orinoco);
  await inTransaction(database, (tx) =>
    moveDrafts(tx, { fromTicketId: survivor.id, toTicketId: third.id }),
  );
  expect(await textsOf(survivor.id)).toEqual([]);
  expect(await textsOf(third.id)).toEqual(['Aquí', 'Allá']);
});

it('a person’s own are found without reading everybody’s', async () => {
  const ticket = await world.register(world.orinoco);
  await database.pool.query(
    `with people as (insert into person (name, email) select 'P' || n, 'p' || n || '@x.example'
                       from generate_series(1, 3000) n returning id)
     insert into message_draft (person_id, ticket_id, mode, set_aside, body_text, attachment_ids,
                                revision, written_at, saved_at)
     select id, $1, 'note', false, 'x', '{}', 1, now(), now() from people`,
    [ticket.id],
  );
  await database.pool.query('analyze message_draft');
  const plan = await plansOf(database, async (on) => {
    await listDrafts(on, carmen, 50);
    await draftsOf(on, { personId: carmen, ticketId: ticket.id });
  });
  expect(plan).not.toContain('Seq Scan on message_draft');
});
