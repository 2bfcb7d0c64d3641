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
import { mountSession } from './session.ts';
import { mountTickets } from './tickets.ts';
import { mountWhereabouts } from './whereabouts.ts';

const handlers = createHandlers();
mountSession(handlers);
mountTickets(handlers);
mountWhereabouts(handlers);
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
