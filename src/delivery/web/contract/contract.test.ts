import { expect, expectTypeOf, it } from 'vitest';
import { objectsIn } from '../../../../test/support/schema-places.ts';
import { api } from './api.ts';
import { type Client, createClient, ProblemAnswer } from './client.ts';
import type { Route } from './route.ts';
import { routes } from './routes.ts';
import type { Ticket } from './tickets.ts';

it('every route has a schema entry with the same name, method and path', () => {
  const listed = Object.entries(routes).map(([id, [method, path]]) => ({ id, method, path }));
  const described = Object.entries(api).map(([id, route]) => ({
    id,
    method: route.method,
    path: route.path,
  }));
  expect(described).toEqual(listed);
  for (const [id, route] of Object.entries(api)) expect(route.operationId).toBe(id);
});

it('every parameter of a path is described', () => {
  for (const route of Object.values(api)) {
    const named = [...route.path.matchAll(/:(\w+)/g)].map((match) => match[1]);
    const described = 'params' in route ? Object.keys(route.params.shape) : [];
    expect(described.toSorted(), route.operationId).toEqual(named.toSorted());
  }
});

it('V15.3.3 the input of every operation is strict, in all its parts', () => {
  const loose = Object.values(api).flatMap(({ operationId, query, body }: Route) =>
    [...objectsIn(query, 'query'), ...objectsIn(body, 'body')]
      .filter(({ isStrict }) => !isStrict)
      .map(({ place }) => `${operationId} ${place}`),
  );
  expect(loose).toEqual([]);
});

it('a call is typed from the contract', () => {
  const typed = (call: Client) => {
    expectTypeOf(call('getTicket', { params: { number: 1 } })).resolves.toEqualTypeOf<Ticket>();
    expectTypeOf(call('signOut')).resolves.toEqualTypeOf<undefined>();
    // @ts-expect-error a ticket is found by its number
    void call('getTicket');
  };
  expect(typed).toBeTypeOf('function');
});

it('a call fills the path, the query and the body, and carries its idempotency key', async () => {
  const sent: unknown[] = [];
  const call = createClient(async (request) => {
    sent.push(request);
    return { status: 200, body: '{}' };
  });
  await call('listTickets', { query: { q: 'año', limit: 10 } });
  await call('addMessage', {
    params: { number: 7 },
    body: { text: 'hola' },
    idempotencyKey: 'k-12345678',
  });
  expect(sent).toMatchObject([
    { method: 'GET', url: '/api/v1/tickets?q=a%C3%B1o&limit=10' },
    {
      method: 'POST',
      url: '/api/v1/tickets/7/messages',
      headers: { 'idempotency-key': 'k-12345678', 'content-type': 'application/json' },
      body: '{"text":"hola"}',
    },
  ]);
});

it('a problem is thrown with the words of the desk', async () => {
  const call = createClient(async () => ({
    status: 404,
    body: JSON.stringify({ type: 'about:blank', title: 'No existe', status: 404 }),
  }));
  await expect(call('getMe')).rejects.toThrow(ProblemAnswer);
  await expect(call('getMe')).rejects.toThrow('No existe');
});
