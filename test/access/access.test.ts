import { describe, expect, it } from 'vitest';
import { portalPages } from '../../src/delivery/portal/index.ts';
import { api } from '../../src/delivery/web/contract/api.ts';
import type { Route } from '../../src/delivery/web/contract/route.ts';
import { type OperationId, routes } from '../../src/delivery/web/contract.ts';
import { objectsIn } from '../support/schema-places.ts';
import { accessDesk } from './access-desk.ts';
import { canary, firmOnly } from './access-world.ts';
import {
  calls,
  foreignIds,
  foreignOperations,
  harmlessIds,
  type TestCall,
  withId,
} from './calls.ts';
import { expectedAccess, expectedSideDoors, isExpected, testedRoles } from './expected.ts';

const {
  database,
  web,
  world,
  handlers,
  operations,
  ground,
  call,
  sideDoorTarget,
  pictureOf,
  openStream,
} = await accessDesk();
const customerRoles = ['customer', 'customer_administrator'] as const;

const reasonOf = (json: unknown): unknown => new Map(Object.entries(json ?? {})).get('reason');

it('every operation of the contract has a handler, an expectation and a call', () => {
  expect(handlers.missing()).toEqual([]);
  expect(Object.keys(expectedAccess)).toEqual(operations);
  expect(Object.keys(calls)).toEqual(operations);
});

it('every address that is served is one of the contract or an expected side door', () => {
  const known = new Set([
    ...Object.values(routes).map(([method, pattern]) => `${method} ${pattern}`),
    ...Object.keys(expectedSideDoors),
  ]);
  const unknown = web.addresses.filter(
    (address) => !address.startsWith('HEAD ') && !known.has(address),
  );
  expect(unknown).toEqual([]);
});

describe.each(testedRoles)('%s', (role) => {
  it.each(operations)('%s: as the table says', async (operation) => {
    const planned = await calls[operation](ground());
    // Only an agent registers for somebody else; a contact asks for itself.
    const isCustomer = role === 'customer' || role === 'customer_administrator';
    const answer = await call(operation, isCustomer ? forItself(planned) : planned, role);
    const reason = reasonOf(answer.json);
    if (isExpected(expectedAccess[operation], role)) {
      expect(planned.answers, answer.text).toContain(answer.status);
      expect(['not-allowed', 'not-signed-in']).not.toContain(reason);
    } else if (role === 'anonymous') {
      expect([answer.status, reason]).toEqual([401, 'not-signed-in']);
    } else expect([answer.status, reason]).toEqual([403, 'not-allowed']);
    if (isCustomer) expect(answer.text).not.toContain(canary);
    if (isCustomer) expect(answer.text).not.toContain(firmOnly);
  });
});

describe.each(customerRoles)('%s, with a request that is held for its standing', (role) => {
  it('II: is told why in the words for customers, and nothing of what the firm wrote for itself', async () => {
    const params = { number: world.heldTicketNumber };
    const shown = await call('getTicket', { params, answers: [] }, role);
    expect(shown.text).toContain('Dos facturas vencidas');
    for (const answer of [
      shown,
      await call('listTickets', { query: { q: 'Acme' }, answers: [] }, role),
      await call('listMessages', { params, answers: [] }, role),
      await web.send('GET', `/tickets/${world.heldTicketNumber}`, {
        as: await world.sessionOf(role),
      }),
    ]) {
      expect(answer.text).not.toContain(firmOnly);
    }
    const history = { params: { organizationId: world.acme.organizationId }, answers: [] };
    expect((await call('listStandings', history, 'billing')).text).toContain(firmOnly);
  });
});

describe.each(customerRoles)('%s, with what is the other customer’s', (role) => {
  it.each(foreignOperations)('%s: there is no such thing', async (operation) => {
    const answer = await call(operation, await calls[operation](ground(world.borneo)), role);
    const isAllowed = isExpected(expectedAccess[operation], role);
    expect(answer.status, answer.text).toBe(isAllowed ? 404 : 403);
    expect(answer.text).not.toContain(canary);
  });

  it('every operation with a parameter that a customer may call is among them', () => {
    const harmless: readonly OperationId[] = [
      'revokeMySession',
      // One's own alone: another person's are tried beside them (passkeys.test.ts).
      'renamePasskey',
      'removePasskey',
      'getAgreementVersion',
      // Whose document it is, is what it does not tell.
      'verifyCode',
    ];
    const withParameter = operations.filter(
      (operation) =>
        routes[operation][1].includes(':') &&
        isExpected(expectedAccess[operation], role) &&
        !harmless.includes(operation),
    );
    expect(withParameter.filter((operation) => !foreignOperations.includes(operation))).toEqual([]);
  });

  it('every id that a customer can send is among them, or harmless', () => {
    const found = operations
      .filter((operation) => isExpected(expectedAccess[operation], 'customer_administrator'))
      .flatMap((operation) => {
        const { query, body }: Route = api[operation];
        return [...objectsIn(query, 'query'), ...objectsIn(body, 'body')].flatMap((object) =>
          object.names
            .filter((name) => /(?:^id|Ids?|Numbers?|Sequence)$/.test(name))
            .map((name) => `${operation} ${object.place}/${name}`),
        );
      });
    expect(found.toSorted()).toEqual([...Object.keys(foreignIds), ...harmlessIds].toSorted());
  });

  it.each(Object.entries(foreignIds))('%s: is none of theirs', async (place, idOf) => {
    const [name = '', pointer = ''] = place.split(' ');
    const operation = operations.find((one) => one === name);
    if (operation === undefined) throw new Error(`${name} is no operation`);
    const planned = withId(await calls[operation](ground()), pointer, idOf(world.borneo));
    const answer = await call(operation, planned, role);
    expect(answer.text).not.toContain(canary);
    if (api[operation].method !== 'GET')
      expect(answer.status, answer.text).toBeGreaterThanOrEqual(400);
  });

  it('a file of the other customer goes into no request', async () => {
    const params = { number: await world.newTicket() };
    for (const attachmentId of [world.borneo.attachmentId, world.borneo.unsentAttachmentId]) {
      const body = { text: 'Adjunto', attachmentIds: [attachmentId] };
      const answer = await call('addMessage', { params, body, answers: [] }, role);
      expect([answer.status, reasonOf(answer.json)]).toEqual([422, 'attachment-unavailable']);
    }
  });

  it('a request for somebody of the other customer is not registered', async () => {
    const planned = await calls.createTicket(ground(world.borneo));
    const answer = await call('createTicket', planned, role);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.text).not.toContain(canary);
  });

  it('lists and searches nothing of the other customer', async () => {
    for (const query of [{ q: canary }, { organizationId: world.borneo.organizationId }, {}]) {
      const answer = await call('listTickets', { query, answers: [] }, role);
      expect(answer.text).not.toContain(canary);
    }
  });

  it('side doors: nothing of the other customer, and nothing internal', async () => {
    const { acme, borneo } = world;
    const as = await world.sessionOf(role);
    for (const target of [
      `/attachments/${borneo.attachmentId}`,
      `/attachments/${borneo.unsentAttachmentId}`,
      `/attachments/${borneo.internalAttachmentId}`,
      `/attachments/${acme.internalAttachmentId}`,
      `/messages/${borneo.messageId}/html`,
      `/messages/${acme.internalMessageId}/html`,
      await pictureOf(`/messages/${borneo.messageId}`),
    ]) {
      const answer = await web.send('GET', target, { as });
      expect([target, answer.status]).toEqual([target, 404]);
      expect(answer.text).not.toContain(canary);
    }
  });
});

describe('customer, with a colleague’s request', () => {
  it.each([
    'getTicket',
    'listMessages',
    'addMessage',
    'closeTicket',
    'reopenTicket',
    'withdrawTicket',
    'getClockProof',
  ] as const)('%s: there is no such thing', async (operation) => {
    const of = { ...world.acme, ticketNumber: world.colleaguesTicketNumber };
    const answer = await call(operation, await calls[operation](ground(of)), 'customer');
    expect(answer.status, answer.text).toBe(404);
  });
});

describe('customer, who follows a colleague’s request', () => {
  const followed = async () => {
    const number = await world.newTicketOfColleague();
    const body = { address: 'customer@acme.example' };
    const added = await call('addParticipant', { params: { number }, body, answers: [] }, 'agent');
    expect(added.status, added.text).toBe(201);
    return { ...world.acme, ticketNumber: number };
  };

  it('V.c: reads and answers; what moves or ends it stays with whoever asked', async () => {
    const of = await followed();
    const shown = await call('getTicket', await calls.getTicket(ground(of)), 'customer');
    expect(new Map(Object.entries(shown.json ?? {})).get('acts')).toEqual(['answer']);
    for (const operation of ['listMessages', 'addMessage', 'getClockProof'] as const) {
      const answer = await call(operation, await calls[operation](ground(of)), 'customer');
      expect([operation, answer.status < 300]).toEqual([operation, true]);
    }
    const params = { number: of.ticketNumber };
    const acts: readonly (readonly [OperationId, unknown])[] = [
      ['closeTicket', {}],
      ['reopenTicket', { reason: 'Volvió a fallar' }],
      ['withdrawTicket', {}],
      ['splitTicket', { messageId: 1, subject: 'Otra necesidad', description: 'Otra' }],
      ['addParticipant', { address: 'customer_administrator@acme.example' }],
    ];
    for (const [operation, body] of acts) {
      const answer = await call(operation, { params, body, answers: [] }, 'customer');
      expect([operation, answer.status, reasonOf(answer.json)]).toEqual([
        operation,
        403,
        'asker-only',
      ]);
    }
  });

  it('V.c: leaves it, or is taken out, and then there is no such thing', async () => {
    const of = await followed();
    const params = { number: of.ticketNumber, personId: world.acme.personId };
    const left = await call('removeParticipant', { params, answers: [] }, 'customer');
    expect(left.status, left.text).toBe(204);
    const gone = await call('getTicket', await calls.getTicket(ground(of)), 'customer');
    expect(gone.status).toBe(404);
    const list = await call('listTickets', { answers: [] }, 'customer');
    expect(list.text).not.toContain(`"number":${of.ticketNumber},`);
  });

  it('nobody of the other customer is added, by any door', async () => {
    for (const role of ['customer', 'customer_administrator', 'agent'] as const) {
      const params = { number: await world.newTicket() };
      for (const address of ['customer@borneo.example', 'nadie@borneo.example']) {
        const answer = await call(
          'addParticipant',
          { params, body: { address }, answers: [] },
          role,
        );
        expect([answer.status, reasonOf(answer.json)]).toEqual([422, 'participant-unknown']);
        expect(answer.text).not.toContain(canary);
      }
    }
    // What no code can do by mistake either: the table itself has one customer for both.
    await expect(
      database.pool.query(
        `insert into participant (ticket_id, person_id, organization_id, rule, added_by_person_id, added_at)
         select id, $1, organization_id, 'by-hand', $1, now() from ticket where number = $2`,
        [world.borneo.personId, world.acme.ticketNumber],
      ),
    ).rejects.toThrow(/foreign key/);
  });
});

describe.each(testedRoles)('side doors for %s', (role) => {
  it.each(Object.entries(expectedSideDoors))('%s', async (address, expected) => {
    const [method = '', pattern = ''] = address.split(' ');
    const target = await sideDoorTarget(pattern);
    const status =
      pattern === '/api/v1/events'
        ? await openStream(role)
        : (
            await web.send(method, target, {
              as: await world.sessionOf(role),
              ...(method === 'POST' ? { form: { closing: 'Hola' } } : {}),
            })
          ).status;
    if (expected === 'anyone') expect([200, 404]).toContain(status);
    else if (isExpected(expected, role)) expect(status).toBe(200);
    else expect(status).toBe(role === 'anonymous' ? 401 : 403);
  });
});

it('the pages of the portal send whoever is not signed in to sign in', () => {
  const open = portalPages
    .filter((page) => !page.signedIn)
    .map((page) => `${page.method} ${page.path}`);
  expect(open.toSorted()).toMatchInlineSnapshot(`
    [
      "GET /invitation",
      "GET /mail/act",
      "GET /mail/confirmation",
      "GET /offline",
      "GET /setup",
      "GET /sign-in",
      "GET /sign-in/link",
      "GET /verify",
      "GET /verify/:code",
      "POST /invitation",
      "POST /mail/act",
      "POST /mail/confirmation",
      "POST /setup",
      "POST /sign-in",
      "POST /sign-in/code",
      "POST /sign-in/link",
      "POST /sign-in/passkey",
      "POST /sign-in/password",
      "POST /verify",
    ]
  `);
});

function forItself(planned: TestCall): TestCall {
  if (typeof planned.body !== 'object' || planned.body === null) return planned;
  const { onBehalf: _a, onBehalfPersonId: _b, ...body } = planned.body as Record<string, unknown>;
  return { ...planned, body };
}
