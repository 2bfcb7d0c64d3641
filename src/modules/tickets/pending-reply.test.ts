import { describe, expect, it } from 'vitest';
import { deskWorld, done } from '../../../test/support/desk-world.ts';
import { testClock } from '../../../test/support/test-clock.ts';
import { testDatabase } from '../../../test/support/test-database.ts';
import { uploadFile } from '../../../test/support/upload-file.ts';
import { isDeclined } from '../../kernel/declined.ts';
import { secondMs } from '../../kernel/duration.ts';
import { inTransaction } from '../../platform/database/index.ts';
import { readClocks } from '../clocks/index.ts';
import { discardAttachment, readConversation } from '../correspondence/index.ts';
import {
  findTicketById,
  isNotDone,
  type PendingReply,
  publishDueReplies,
  publishReply,
  queueReply,
  readTicket,
  type Ticket,
  takeBackReply,
  writeAsCustomer,
} from './index.ts';

const database = await testDatabase();
const clock = testClock();
const world = await deskWorld(database, clock);
const agent = { kind: 'agent', personId: world.carmen } as const;

const queue = (ticket: Ticket, more: Partial<Parameters<typeof queueReply>[2]> = {}) =>
  world.act(ticket.id, async (tx, locked) =>
    done(
      await queueReply(tx, locked, {
        personId: world.carmen,
        act: 'reply',
        text: 'Ya lo revisamos',
        form: null,
        attachmentIds: [],
        undoSeconds: 10,
        at: clock.now(),
        ...more,
      }),
    ),
  );
const takeBack = (ticket: Ticket, { id }: PendingReply, personId = world.carmen) =>
  world.act(ticket.id, (tx, locked) =>
    takeBackReply(tx, locked, { id, personId, at: clock.now() }),
  );
const said = async ({ id: ticketId }: Ticket): Promise<string[]> => {
  const shown = { ticketIds: [ticketId], includeInternal: true, limit: 100 };
  const { messages } = await readConversation(database.db, shown);
  return messages.filter(({ author }) => author === 'agent').map(({ text }) => text);
};
const attention = async (ticket: Ticket) =>
  (await readClocks(database.db, [ticket.id], clock.now())).get(ticket.id)?.firstResponse;
const viewOf = async ({ number }: Ticket, reader: Parameters<typeof readTicket>[2] = agent) =>
  done(await readTicket(database.db, number, reader, clock.now()));
const customerWrites = (ticket: Ticket) =>
  world.act(ticket.id, async (tx, locked) =>
    done(
      await writeAsCustomer(tx, locked, {
        personId: world.orinoco.personId,
        channel: 'portal',
        text: 'Ya no hace falta',
        attachmentIds: [],
        arrivedAt: clock.now(),
        at: clock.now(),
      }),
    ),
  );

describe('a reply that can still be taken back', () => {
  it('is no message and no contact: nobody but the desk sees it, and the clock runs on', async () => {
    const ticket = await world.register(world.orinoco);
    await queue(ticket);
    await publishDueReplies(database, clock.now());
    expect(await said(ticket)).toEqual([]);
    expect((await attention(ticket))?.state).toBe('running');
    const text = 'Ya lo revisamos';
    expect((await viewOf(ticket)).pendingReplies).toMatchObject([{ text, state: 'pending' }]);
    expect((await viewOf(ticket, world.orinoco.reader)).pendingReplies).toEqual([]);
  });

  it('VII: is published at its moment, and that is the moment that counts', async () => {
    const ticket = await world.register(world.orinoco);
    const { id } = await queue(ticket);
    clock.advance(10 * secondMs - 1);
    await publishReply(database, id, clock.now());
    expect(await said(ticket)).toEqual([]);
    clock.advance(1);
    await publishReply(database, id, clock.now());
    expect(await said(ticket)).toEqual(['Ya lo revisamos']);
    expect(await attention(ticket)).toMatchObject({ state: 'met', metAt: clock.now() });
    expect((await viewOf(ticket)).pendingReplies).toEqual([]);
  });

  it('is published once, however many try at the same time', async () => {
    const ticket = await world.register(world.orinoco);
    const { id } = await queue(ticket);
    clock.advance(10 * secondMs);
    await Promise.all([
      publishReply(database, id, clock.now()),
      publishDueReplies(database, clock.now()),
      publishReply(database, id, clock.now()),
    ]);
    expect(await said(ticket)).toEqual(['Ya lo revisamos']);
  });

  it('taken back: it never leaves, and its files are free again', async () => {
    const ticket = await world.register(world.orinoco);
    const file = await uploadFile(database, clock, world.carmen);
    const reply = await queue(ticket, { attachmentIds: [file] });
    expect(done((await takeBack(ticket, reply)) ?? null)).toMatchObject({
      text: 'Ya lo revisamos',
      attachmentIds: [file],
    });
    clock.advance(60 * secondMs);
    await publishReply(database, reply.id, clock.now());
    expect(await said(ticket)).toEqual([]);
    const free = await inTransaction(database, (tx) => discardAttachment(tx, file, world.carmen));
    expect(free).toBe(true);
  });

  it('only its writer takes it back, and only before it left', async () => {
    const ticket = await world.register(world.orinoco);
    const reply = await queue(ticket);
    expect(await takeBack(ticket, reply, world.braulio)).toBeUndefined();
    clock.advance(10 * secondMs);
    await publishReply(database, reply.id, clock.now());
    const late = await takeBack(ticket, reply);
    expect(isDeclined(late) && late.reason).toBe('reply-already-sent');
    expect(await said(ticket)).toHaveLength(1);
  });

  it('taken back and published at the same moment: one of both, never both', async () => {
    for (let round = 0; round < 5; round += 1) {
      const ticket = await world.register(world.orinoco);
      const reply = await queue(ticket);
      clock.advance(10 * secondMs);
      const [taken] = await Promise.all([
        takeBack(ticket, reply),
        publishReply(database, reply.id, clock.now()),
      ]);
      const back = taken !== undefined && !isDeclined(taken);
      expect(await said(ticket)).toHaveLength(back ? 0 : 1);
    }
  });
});

describe('what is more than a reply waits, too', () => {
  it('VIII.b: the question is asked, and the clock pauses, when it leaves', async () => {
    const ticket = await world.register(world.orinoco);
    const { id } = await queue(ticket, { act: 'ask-information', text: '¿Qué versión?' });
    const status = async () => (await findTicketById(database.db, ticket.id))?.status;
    expect(await status()).toBe('open');
    clock.advance(10 * secondMs);
    await publishReply(database, id, clock.now());
    expect(await status()).toBe('waiting');
  });

  it('VIII.a: the request is resolved when the text leaves; without a text it is refused at once', async () => {
    const ticket = await world.register(world.orinoco);
    const resolve = { act: 'resolve', form: 'solution', undoSeconds: 10 } as const;
    const refused = await world.act(ticket.id, (tx, locked) =>
      queueReply(tx, locked, {
        ...resolve,
        personId: world.carmen,
        text: ' ',
        attachmentIds: [],
        at: clock.now(),
      }),
    );
    expect(isNotDone(refused) && refused.reason).toBe('resolution-text-missing');
    const { id } = await queue(ticket, { ...resolve, text: 'Se reinició' });
    clock.advance(10 * secondMs);
    await publishReply(database, id, clock.now());
    const resolved = await findTicketById(database.db, ticket.id);
    expect(resolved).toMatchObject({ status: 'resolved', resolvedAt: clock.now() });
  });
});

describe('what can no longer be published', () => {
  it('the customer wrote meanwhile: it stays with its writer, with the reason', async () => {
    const ticket = await world.register(world.orinoco);
    const [first] = (await viewOf(ticket)).messages;
    const reply = await queue(ticket, { lastSeenMessageId: first?.id ?? 0 });
    await customerWrites(ticket);
    clock.advance(10 * secondMs);
    await publishReply(database, reply.id, clock.now());
    expect(await said(ticket)).toEqual([]);
    expect((await viewOf(ticket)).pendingReplies).toMatchObject([
      { state: 'refused', refusal: { reason: 'newer-message' } },
    ]);
    expect(done((await takeBack(ticket, reply)) ?? null).text).toBe('Ya lo revisamos');
    expect((await viewOf(ticket)).pendingReplies).toEqual([]);
  });

  it('a colleague’s answer left first: the second is held back, whoever was quicker to press send', async () => {
    const ticket = await world.register(world.orinoco);
    const seen = { lastSeenMessageId: (await viewOf(ticket)).messages[0]?.id ?? 0 };
    const first = await queue(ticket, { ...seen, personId: world.braulio, text: 'La primera' });
    const second = await queue(ticket, { ...seen, text: 'La segunda', undoSeconds: 12 });
    clock.advance(12 * secondMs);
    await publishReply(database, first.id, clock.now());
    await publishReply(database, second.id, clock.now());
    expect(await said(ticket)).toEqual(['La primera']);
    expect((await viewOf(ticket)).pendingReplies).toMatchObject([
      { text: 'La segunda', state: 'refused', refusal: { reason: 'newer-message' } },
    ]);
  });

  it('a file that is gone: refused, and nothing of it is half done', async () => {
    const ticket = await world.register(world.orinoco);
    const file = await uploadFile(database, clock, world.carmen);
    const { id } = await queue(ticket, { attachmentIds: [file] });
    await inTransaction(database, (tx) => discardAttachment(tx, file, world.carmen));
    clock.advance(10 * secondMs);
    await publishReply(database, id, clock.now());
    expect(await said(ticket)).toEqual([]);
    expect((await attention(ticket))?.state).toBe('running');
    expect((await viewOf(ticket)).pendingReplies).toMatchObject([
      { state: 'refused', refusal: { reason: 'attachment-unavailable' } },
    ]);
  });
});
