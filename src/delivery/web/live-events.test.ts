import { describe, expect, it } from 'vitest';
import { openStream as openStreamAt } from '../../../test/support/open-stream.ts';
import { testClock } from '../../../test/support/test-clock.ts';
import { testDatabase } from '../../../test/support/test-database.ts';
import { testWeb } from '../../../test/support/test-web.ts';
import { type Principal, updateAgent, updateContact } from '../../modules/people/index.ts';
import { announce, type Change } from '../../platform/changes.ts';
import { inTransaction } from '../../platform/database/index.ts';
import { changeFor } from './live-events.ts';

const database = await testDatabase();
const clock = testClock();
const { send, world, url } = await testWeb(database, clock);
const { acme, borneo } = world;

const openStream = (token: string, headers?: Record<string, string>) =>
  openStreamAt(url, token, headers);
const tell = (change: Change) => inTransaction(database, (tx) => announce(tx, change));

describe('a stream', () => {
  it('tells an agent what changed, by ids, and numbers it', async () => {
    const stream = await openStream(await world.signIn(world.agents.agent), {
      'last-event-id': '41',
    });
    expect(stream.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(stream.headers.get('x-content-type-options')).toBe('nosniff');
    await stream.until('listening');
    await tell({
      ticketNumber: 1001,
      organizationId: borneo.organizationId,
      visibility: 'internal',
    });
    const heard = await stream.until('"ticketNumber":1001');
    expect(heard).toMatch(/id: \d+\ndata: \{"ticketNumber":1001,"organizationId":\d+\}\n\n/);
    await stream.close();
  });

  it('tells a contact nothing of another customer and nothing internal', async () => {
    const stream = await openStream(await world.signIn(acme.people.customer_administrator));
    await stream.until('listening');
    await tell({ ticketNumber: 1, organizationId: borneo.organizationId, visibility: 'public' });
    await tell({ ticketNumber: 2, organizationId: acme.organizationId, visibility: 'internal' });
    await tell({ ticketNumber: 3, organizationId: acme.organizationId, visibility: 'public' });
    const heard = await stream.until('"ticketNumber":3');
    expect(heard.match(/data:/g)).toHaveLength(1);
    await stream.close();
  });

  it('ends at once when its person is disabled', async () => {
    const stream = await openStream(await world.signIn(acme.people.customer));
    await stream.until('listening');
    const key = { organizationId: acme.organizationId, personId: acme.people.customer };
    await updateContact(database, key, { disabled: true }, world.acting);
    expect(await stream.ended()).toBe(true);
  });

  it('ends at once when its session is signed out', async () => {
    const as = await world.signIn(world.agents.billing);
    const stream = await openStream(as);
    await stream.until('listening');
    await send('POST', '/api/v1/sign-out', { as });
    expect(await stream.ended()).toBe(true);
  });

  it('stays, with the new rights, when roles change', async () => {
    const stream = await openStream(await world.signIn(world.agents.supervisor));
    await stream.until('listening');
    const changes = { roles: ['agent' as const] };
    await updateAgent(database, world.agents.supervisor, changes, world.acting);
    await tell({ queue: true, visibility: 'internal' });
    expect(await stream.until('"queue":true')).toContain('"queue":true');
    await stream.close();
  });

  it('is not opened without a session, or with a foreign one of nobody', async () => {
    expect((await fetch(`${url}/api/v1/events`)).status).toBe(401);
    expect((await openStream('A'.repeat(43))).status).toBe(401);
  });
});

describe('what a person may know of a change', () => {
  const contact: Principal = {
    personId: 7,
    name: 'Ana',
    email: 'ana@acme.example',
    language: 'es',
    timeZone: 'America/Caracas',
    roles: ['customer'],
    organizationId: 3,
    authorised: true,
    factorOwed: false,
    demo: false,
    via: { kind: 'session', sessionId: 1, openedAt: 0, endsAt: 0 },
  };
  const change = { organizationId: 3, visibility: 'public' };

  it.each([
    [
      'its own request',
      { ...change, ticketNumber: 5, requesterPersonId: 7, queue: true },
      { ticketNumber: 5, organizationId: 3 },
    ],
    ['a colleague’s request', { ...change, ticketNumber: 5, requesterPersonId: 8 }, null],
    ['the company’s units', { ...change, account: 3 }, { organizationId: 3, account: 3 }],
    ['somebody’s rights', { accessOfPersonId: 7, visibility: 'internal' }, null],
    ['a change of nobody’s', { queue: true, visibility: 'public' }, null],
  ])('%s', (_name, said, heard) => {
    expect(changeFor(contact, said)).toEqual(heard);
  });

  it('a colleague’s request that it follows, and nothing else that is not its own', () => {
    const followed = { ...change, ticketNumber: 5, requesterPersonId: 8, queue: true };
    expect(changeFor(contact, followed, true)).toEqual({ ticketNumber: 5, organizationId: 3 });
    expect(changeFor(contact, { ...followed, visibility: 'internal' }, true)).toBeNull();
    expect(changeFor(contact, { ...followed, organizationId: 4 }, true)).toBeNull();
  });
});
