import { describe, expect, it } from 'vitest';
import { openStream } from '../../../../test/support/open-stream.ts';
import { testClock } from '../../../../test/support/test-clock.ts';
import { testDatabase } from '../../../../test/support/test-database.ts';
import { testWeb } from '../../../../test/support/test-web.ts';
import { personActor } from '../../../kernel/actor.ts';
import { acceptTerms } from '../../../modules/agreements/index.ts';
import { recordPurchase } from '../../../modules/credits/index.ts';
import { isNotDone, registerTicket } from '../../../modules/tickets/index.ts';
import { inTransaction } from '../../../platform/database/index.ts';
import { createHandlers } from '../handlers.ts';
import { mountDrafts } from './drafts.ts';
import { mountSession } from './session.ts';
import { mountTickets } from './tickets.ts';
import { mountWhereabouts } from './whereabouts.ts';

const handlers = createHandlers();
mountSession(handlers);
mountTickets(handlers);
mountWhereabouts(handlers);
mountDrafts(handlers);
const database = await testDatabase();
const clock = testClock();
const { send, url, world } = await testWeb(database, clock, { handlers });
/** Another process beside it. */
const other = await testWeb(database, clock, { handlers, world });
const { acme } = world;
const ana = await world.signIn(world.agents.agent);
const bruno = await world.signIn(world.agents.supervisor);
// Everything in order, so that what is asked for is admitted and open.
await inTransaction(database, async (tx) => {
  const { organizationId } = acme;
  const at = clock.now();
  const actor = personActor(world.agents.billing);
  await recordPurchase(tx, { organizationId, units: 20, key: 'p', reference: 'F-1', actor, at });
  const accepting = { personId: acme.people.customer, organizationId, version: 1, at };
  await acceptTerms(tx, { ...accepting, channel: 'portal', ipAddress: null });
});

interface Shown {
  readonly messages: readonly { readonly id: number; readonly text: string }[];
  readonly pendingReplies: readonly { readonly text: string; readonly state: string }[];
}

/** A request on which both of them work. */
async function newRequest() {
  const ticket = await inTransaction(database, (tx) =>
    registerTicket(tx, {
      organizationId: acme.organizationId,
      requesterPersonId: acme.people.customer,
      registeredByPersonId: null,
      channel: 'portal',
      subject: 'No imprime',
      description: 'Desde ayer.',
      expectedResult: '',
      suggestion: { priority: 'p3', from: 'person', readIn: 'form' },
      categoryId: null,
      serviceId: null,
      answers: {},
      teamId: null,
      mailboxId: null,
      attachmentIds: [],
      receivedAt: clock.now(),
      at: clock.now(),
    }),
  );
  if (isNotDone(ticket)) throw new Error(ticket.reason);
  const path = `/api/v1/tickets/${ticket.number}`;
  return {
    number: ticket.number,
    path,
    read: async (as: string) => (await send('GET', path, { as })).json as Shown,
  };
}

describe('two agents who answer the same request', () => {
  it.each([
    ['a reply', 'messages', {}],
    ['a reply that can be taken back', 'pending-replies', { act: 'reply' }],
    ['a question', 'information-requests', {}],
    ['a resolution', 'resolution', { form: 'solution' }],
  ])('%s: the second is stopped, and then sent knowing the first', async (_what, door, more) => {
    const request = await newRequest();
    const seen = (await request.read(bruno)).messages.at(-1)?.id;
    const reply = { text: 'Ya lo reviso', lastSeenMessageId: seen };
    const first = await send('POST', `${request.path}/messages`, { as: ana, body: reply });
    expect(first.status).toBe(201);

    const answer = { ...more, text: 'Reinicie la impresora', lastSeenMessageId: seen };
    const stopped = await send('POST', `${request.path}/${door}`, { as: bruno, body: answer });
    expect([stopped.status, stopped.json]).toMatchObject([409, { reason: 'newer-message' }]);
    const { messages, pendingReplies } = await request.read(bruno);
    expect(messages.map(({ text }) => text)).toEqual(['Desde ayer.', 'Ya lo reviso']);
    expect(pendingReplies).toEqual([]);

    const knowing = { ...answer, lastSeenMessageId: messages.at(-1)?.id };
    const sent = await send('POST', `${request.path}/${door}`, { as: bruno, body: knowing });
    expect(sent.status, sent.text).toBeLessThan(300);
  });

  it('nobody is stopped by what it wrote itself, nor by a note for the house', async () => {
    const request = await newRequest();
    const seen = (await request.read(ana)).messages.at(-1)?.id;
    const write = (as: string, body: object) =>
      send('POST', `${request.path}/messages`, { as, body });
    await write(bruno, { text: 'Ojo: es la caja 4', visibility: 'internal' });
    await write(ana, { text: 'Ya lo reviso', lastSeenMessageId: seen });
    const again = await write(ana, { text: 'Era el cable', lastSeenMessageId: seen });
    expect(again.status).toBe(201);
  });
});

describe('who else is at a request', () => {
  const tell = (as: string, body: object) =>
    send('POST', '/api/v1/me/whereabouts', { as, body: { window: 'window-1', ...body } });
  const heard = (number: number, ...people: readonly object[]) =>
    JSON.stringify({ all: false, tickets: [{ number, people }] });
  const anaReplies = { personId: world.agents.agent, doing: 'reply' };

  it('is heard in every process, by those who come later too, and is over when it is not said again', async () => {
    const { number } = await newRequest();
    const here = await openStream(url, bruno);
    const there = await openStream(other.url, bruno);
    await Promise.all([here, there].map((stream) => stream.until('whereabouts')));
    await tell(ana, { ticketNumber: number, doing: 'reply' });
    await Promise.all([here, there].map((stream) => stream.until(heard(number, anaReplies))));
    const late = await openStream(other.url, bruno);
    const all = { all: true, tickets: [{ number, people: [anaReplies] }] };
    expect(await late.until('data:')).toContain(JSON.stringify(all));

    clock.advance(46_000);
    await tell(bruno, { ticketNumber: number });
    const bruno1 = { personId: world.agents.supervisor, doing: 'reading' };
    expect(await here.until(heard(number, bruno1))).toContain(heard(number));
    await Promise.all([here, there, late].map((stream) => stream.close()));
  });

  it('ends at once with the session of whoever it was', async () => {
    const { number } = await newRequest();
    const stream = await openStream(url, bruno);
    const leaving = await world.signIn(world.agents.agent);
    await tell(leaving, { ticketNumber: number, doing: 'reply' });
    await stream.until(heard(number, anaReplies));
    await send('POST', '/api/v1/sign-out', { as: leaving });
    expect(await stream.until(heard(number))).toContain(heard(number));
    await stream.close();
  });

  it('no customer hears of it, neither whoever asked nor an administrator of the company, nor reads it', async () => {
    const { number, path } = await newRequest();
    for (const personId of [acme.people.customer, acme.people.customer_administrator]) {
      const as = await world.signIn(personId);
      const stream = await openStream(url, as);
      await tell(ana, { ticketNumber: number, doing: 'reply' });
      await send('POST', `${path}/messages`, { as: ana, body: { text: 'Ya lo reviso' } });
      const said = await stream.until(`"ticketNumber":${number}`);
      expect(said).not.toMatch(/whereabouts|doing|window/);
      expect((await send('GET', path, { as })).text).not.toMatch(/whereabouts|"doing"/);
      await stream.close();
    }
  });

  it('a request that there is not is nobody’s place', async () => {
    expect((await tell(ana, { ticketNumber: 999_999 })).status).toBe(404);
    expect((await tell(ana, { ticketNumber: null })).json).toEqual({ leaseSeconds: 45 });
  });
});

describe('a draft', () => {
  interface Kept {
    readonly id: number;
    readonly mode: string;
    readonly text: string;
    readonly setAside: boolean;
    readonly revision: number;
    readonly attachments: readonly { readonly id: number; readonly name: string }[];
  }
  const itemsOf = (json: unknown) => (json as { readonly items: readonly Kept[] }).items;
  const drafts = (path: string) => ({
    keep: (as: string, text: string, basedOn: number | null, more: object = {}) =>
      send('POST', `${path}/drafts`, {
        as,
        body: { mode: 'reply', text, basedOn, writtenAt: isoNow(), ...more },
      }),
    read: async (as: string) => itemsOf((await send('GET', `${path}/drafts`, { as })).json),
    drop: (as: string, id: number) => send('DELETE', `${path}/drafts/${id}`, { as }),
  });
  const isoNow = (beforeMs = 0) => new Date(clock.now() - beforeMs).toISOString();
  const textsOf = (kept: readonly Kept[]) =>
    kept.map(({ text, setAside }) => `${setAside ? 'aside: ' : ''}${text}`);
  async function upload(as: string, name: string): Promise<number> {
    const form = new FormData();
    form.append('file', new Blob(['x']), name);
    const { json } = await send('POST', '/api/v1/attachments', { as, form });
    return (json as { readonly id: number }).id;
  }

  it('is found on another machine of the same person, with its files, and by nobody else', async () => {
    const request = await newRequest();
    const { keep, read, drop } = drafts(request.path);
    const file = await upload(ana, 'captura.txt');
    const note = { mode: 'note', attachmentIds: [file] };
    await keep(ana, 'Ya lo', null);
    await keep(ana, ' ojo:\n', null, note);
    const elsewhere = await world.signIn(world.agents.agent);
    const found = await read(elsewhere);
    expect(found).toMatchObject([
      { mode: 'reply', text: 'Ya lo', attachments: [] },
      { mode: 'note', text: ' ojo:\n', attachments: [{ id: file, name: 'captura.txt' }] },
    ]);
    const { json } = await send('GET', '/api/v1/me/drafts', { as: elsewhere });
    expect(json).toMatchObject({
      items: expect.arrayContaining([
        expect.objectContaining({ ticket: { number: request.number, subject: 'No imprime' } }),
      ]),
    });
    expect(await read(bruno)).toEqual([]);
    expect((await send('GET', '/api/v1/me/drafts', { as: bruno })).json).toEqual({ items: [] });
    expect((await drop(bruno, found[0]?.id ?? 0)).status).toBe(404);
    // Nor does a file of somebody else come into a draft.
    const foreign = itemsOf((await keep(bruno, 'mío', null, note)).json);
    expect(foreign).toMatchObject([{ text: 'mío', attachments: [] }]);
  });

  it('saved again where it stands goes on; the same again changes nothing; emptied it is gone', async () => {
    const { keep, read } = drafts((await newRequest()).path);
    const revision = async (text: string, basedOn: number | null) =>
      itemsOf((await keep(ana, text, basedOn)).json)[0]?.revision;
    expect(await revision('Ya', null)).toBe(1);
    expect(await revision('Ya lo', 1)).toBe(2);
    // An answer that was lost: what is sent again is what stands there.
    expect(await revision('Ya lo', 1)).toBe(2);
    expect(textsOf(await read(ana))).toEqual(['Ya lo']);
    await keep(ana, '  ', 2);
    expect(await read(ana)).toEqual([]);
  });

  it('of two machines the newer one goes on, and nothing of the other is lost', async () => {
    const { keep, read, drop } = drafts((await newRequest()).path);
    await keep(ana, 'Hola', null);
    await keep(ana, 'Hola, desde la oficina', 1);
    // Typed offline an hour ago, on what stood then.
    await keep(ana, 'Hola, desde el tren', 1, { writtenAt: isoNow(3_600_000) });
    expect(textsOf(await read(ana))).toEqual([
      'Hola, desde la oficina',
      'aside: Hola, desde el tren',
    ]);
    // Typed just now, on what stood long ago.
    clock.advance(1000);
    await keep(ana, 'Hola, desde la casa', 1);
    const [now, ...others] = await read(ana);
    expect([now?.text, now?.revision]).toEqual(['Hola, desde la casa', 3]);
    expect(others.map(({ text }) => text).toSorted()).toEqual([
      'Hola, desde el tren',
      'Hola, desde la oficina',
    ]);
    for (const { id } of others) expect((await drop(ana, id)).status).toBe(204);
    expect(textsOf(await read(ana))).toEqual(['Hola, desde la casa']);
  });

  it('set aside by the dozen: no more are taken, and what stands there stays', async () => {
    const { keep, read } = drafts((await newRequest()).path);
    await keep(ana, 'el bueno', null);
    for (let n = 0; n < 10; n += 1) {
      await keep(ana, `otro ${n}`, null, { writtenAt: isoNow(60_000) });
    }
    const refused = await keep(ana, 'uno más', null);
    expect([refused.status, refused.json]).toMatchObject([409, { reason: 'drafts-too-many' }]);
    expect((await read(ana))[0]?.text).toBe('el bueno');
  });

  it.each([
    ['reply', 'messages', {}],
    ['note', 'messages', { visibility: 'internal' }],
    ['reply', 'pending-replies', { act: 'reply' }],
    ['ask', 'information-requests', {}],
    ['resolve', 'resolution', { form: 'solution' }],
  ])(
    '%s: ends with what is sent by %s, and comes back by no late saving',
    async (mode, door, more) => {
      const { path } = await newRequest();
      const { keep, read } = drafts(path);
      await keep(ana, 'Ya', null, { mode });
      await keep(ana, 'Otra cosa', null, { mode: mode === 'note' ? 'reply' : 'note' });
      const body = { ...more, text: 'Ya lo revisé', endsDraft: true };
      const sent = await send('POST', `${path}/${door}`, { as: ana, body });
      expect(sent.status, sent.text).toBeLessThan(300);
      expect(textsOf(await read(ana))).toEqual(['Otra cosa']);
      const late = await keep(ana, 'Ya lo revisé', 1, { mode });
      expect([late.status, late.json]).toMatchObject([409, { reason: 'draft-ended' }]);
    },
  );

  it('stays when what was to be sent was refused', async () => {
    const request = await newRequest();
    const { keep, read } = drafts(request.path);
    const seen = (await request.read(ana)).messages.at(-1)?.id;
    await keep(ana, 'Reinicie', null);
    await send('POST', `${request.path}/messages`, { as: bruno, body: { text: 'No reinicie' } });
    const body = { text: 'Reinicie', lastSeenMessageId: seen, endsDraft: true };
    expect((await send('POST', `${request.path}/messages`, { as: ana, body })).status).toBe(409);
    expect(textsOf(await read(ana))).toEqual(['Reinicie']);
  });
});
