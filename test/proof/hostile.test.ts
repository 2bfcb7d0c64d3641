// Slow: a part of `npm run check`, not of `npm test`. What is quick of the same stands in test/access.
import { describe, expect, it } from 'vitest';
import { portalPages, problemPage } from '../../src/delivery/portal/index.ts';
import { paths } from '../../src/delivery/ui/paths.ts';
import { api } from '../../src/delivery/web/contract/api.ts';
import type { Route } from '../../src/delivery/web/contract/route.ts';
import { type OperationId, routes } from '../../src/delivery/web/contract.ts';
import { issueConfirmation } from '../../src/modules/correspondence/index.ts';
import { issueSignInLink } from '../../src/modules/people/index.ts';
import { inTransaction } from '../../src/platform/database/index.ts';
import { signToken } from '../../src/platform/signed-token.ts';
import { accessDesk, targetOf } from '../access/access-desk.ts';
import { canary, firmOnly } from '../access/access-world.ts';
import { calls, foreignOperations, type TestCall } from '../access/calls.ts';
import {
  expectedAccess,
  expectedSideDoors,
  isExpected,
  type TestedRole,
  testedRoles,
} from '../access/expected.ts';
import { objectsIn } from '../support/schema-places.ts';
import type { TestAnswer } from '../support/test-web.ts';

const desk = await accessDesk({ pages: portalPages, problemPage });
const { clock, contents, database, ground, operations, web, world } = desk;
const { acme, borneo } = world;
const customerRoles = ['customer', 'customer_administrator'] as const;

const sessions = new Map<TestedRole, string | undefined>();
for (const role of testedRoles) sessions.set(role, await world.sessionOf(role));

// Planning makes requests to do it to, so everything is planned before anything is compared.
const planned = new Map<OperationId, TestCall>();
for (const operation of operations) planned.set(operation, await calls[operation](ground()));
const plannedFor = (operation: OperationId): TestCall => planned.get(operation) ?? { answers: [] };

const isWrite = (operation: OperationId): boolean => routes[operation][0] !== 'GET';
const writes = operations.filter(isWrite);
const routeOf = (operation: OperationId): Route => api[operation];

/** A session of somebody who may make this call, with the most rights first: what refuses is then not their role. */
function sessionFor(operation: OperationId): string | undefined {
  const role = testedRoles
    .toReversed()
    .find((one) => one !== 'anonymous' && isExpected(expectedAccess[operation], one));
  return sessions.get(role ?? 'administrator');
}

const send = (operation: OperationId, call: TestCall, as: string | undefined, body?: unknown) =>
  web.send(routes[operation][0], targetOf(operation, call), {
    as,
    ...(body === undefined && call.body === undefined ? {} : { body: body ?? call.body }),
    ...(call.form === undefined ? {} : { form: call.form }),
  });

/** Asks everything, and gives what was not answered as it should; the database must be as it was. */
async function wrongAnswers(
  questions: Iterable<readonly [name: string, ask: () => Promise<Pick<TestAnswer, 'status'>>]>,
  isRight: (answer: number) => boolean,
): Promise<readonly string[]> {
  await database.pool.query('delete from rate_limit');
  const before = await contents();
  const wrong: string[] = [];
  for (const [name, ask] of questions) {
    const { status } = await ask();
    if (!isRight(status)) wrong.push(`${name}: ${status}`);
  }
  expect(await contents()).toEqual(before);
  return wrong;
}

describe('V3.5.1 what a foreign page sends in the name of who is signed in', () => {
  const forgeries: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
    ['from another origin', { origin: 'https://evil.example' }],
    ['from an opaque origin', { origin: 'null' }],
    ['from a page of another site', { 'sec-fetch-site': 'cross-site' }],
    ['from another site of the same owner', { 'sec-fetch-site': 'same-site' }],
  ];

  it.each(forgeries)('%s: no address that changes anything takes it', async (_, headers) => {
    const addresses = web.addresses.filter((address) => !/^(?:GET|HEAD|OPTIONS) /.test(address));
    expect(addresses.length).toBeGreaterThan(writes.length);
    const asked = addresses.map((address) => {
      const [method = '', pattern = ''] = address.split(' ');
      const operation = operations.find((id) => routes[id].join(' ') === address);
      const call = operation && plannedFor(operation);
      const target = operation && call ? targetOf(operation, call) : filled(pattern);
      const as = operation ? sessionFor(operation) : sessions.get('customer_administrator');
      return [
        address,
        () => web.send(method, target, { as, body: call?.body ?? {}, headers }),
      ] as const;
    });
    expect(await wrongAnswers(asked, (status) => status === 403)).toEqual([]);
  });

  it('without a word of where it comes from, a session opens nothing', async () => {
    const asked = writes.map((operation) => [operation, () => raw(operation, {})] as const);
    expect(await wrongAnswers(asked, (status) => status === 403)).toEqual([]);
  });

  it('as what a form can send without being asked, no body is read as JSON', async () => {
    const types = ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data'];
    const asked = writes
      .filter((operation) => routeOf(operation).body !== undefined)
      .flatMap((operation) =>
        types.map(
          (type) =>
            [
              `${operation} as ${type}`,
              () =>
                raw(
                  operation,
                  { origin: web.url, 'content-type': type },
                  plannedFor(operation).body,
                ),
            ] as const,
        ),
      );
    expect(await wrongAnswers(asked, (status) => status === 415)).toEqual([]);
  });
});

describe('V8.2.3, V15.3.3 more than a call asks for', () => {
  const withBody = writes.filter((operation) => routeOf(operation).body !== undefined);

  it('every column of the database that a call does not name is refused, each of them', async () => {
    const { rows } = await database.pool.query<{ name: string }>(
      `select distinct column_name as name from information_schema.columns where table_schema = 'public'`,
    );
    const inCamelCase = (column: string) =>
      column.replace(/_(\w)/g, (__, letter: string) => letter.toUpperCase());
    const columns = [
      ...rows.flatMap(({ name }) => [name, inCamelCase(name)]),
      ...['isAdmin', 'role', 'roles', 'credits', 'balance', 'organization', 'createdAt'],
    ];
    const asked = withBody.map((operation) => {
      const call = plannedFor(operation);
      const [outermost] = objectsIn(routeOf(operation).body, 'body');
      const more = columns.filter((column) => outermost?.names.includes(column) !== true);
      const body = { ...Object(call.body), ...Object.fromEntries(more.map((name) => [name, 1])) };
      return [
        operation,
        async () => {
          const answer = await send(operation, call, sessionFor(operation), body);
          const unnamed = more.filter((column) => !answer.text.includes(`\\"${column}\\"`));
          expect(unnamed, `${operation}: ${answer.text.slice(0, 300)}`).toEqual([]);
          return answer;
        },
      ] as const;
    });
    expect(await wrongAnswers(asked, (status) => status === 400)).toEqual([]);
  });

  it('V15.3.6 a prototype is no field, and reaches no object', async () => {
    const texts = [
      '{"__proto__":{"roles":["administrator"]}}',
      '{"constructor":{"prototype":{"roles":["administrator"]}}}',
    ];
    const asked = withBody.flatMap((operation) =>
      texts.map(
        (text) =>
          [
            `${operation} ${text}`,
            () => raw(operation, { origin: web.url, 'content-type': 'application/json' }, text),
          ] as const,
      ),
    );
    expect(await wrongAnswers(asked, (status) => status === 400)).toEqual([]);
    expect('roles' in {}).toBe(false);
  });
});

describe('V16.5.1 a text that the database cannot keep', () => {
  it.each([
    ['a NUL', '\0'],
    ['half of a pair', '\ud800'],
  ])('%s: is refused wherever a call has a text', async (_, character) => {
    const asked = operations.flatMap((operation) => {
      const { params = {}, query = {}, body, ...rest } = plannedFor(operation);
      const spoilt = {
        ...rest,
        params,
        // An address carries no half of a pair: what encodes it has put another character in its place.
        query: character === '\0' ? Object(spoil(query, character)) : query,
        body: spoil(body, character),
      };
      const isSame = JSON.stringify([query, body]) === JSON.stringify([spoilt.query, spoilt.body]);
      if (isSame) return [];
      return [[operation, () => send(operation, spoilt, sessionFor(operation))] as const];
    });
    expect(asked.length).toBeGreaterThan(60);
    expect(await wrongAnswers(asked, (status) => status === 400)).toEqual([]);
  });

  it('in the address of a page or a file: no failure of ours', async () => {
    const as = sessions.get('administrator');
    const targets = [
      ...(await sideDoorTargets()),
      ...portalPages.filter(({ method }) => method === 'GET').map(({ path }) => filled(path)),
    ];
    const odd = ['q', 'next', 'token', 'month', 'cursor', 'pictures', 'version'];
    const asked = targets.flatMap((target) =>
      [...odd.map((name) => `${target}?${name}=%00%ED%A0%80`), `${target}%00`].map(
        (address) => [address, () => web.send('GET', address, { as })] as const,
      ),
    );
    expect(await wrongAnswers(asked, (status) => status < 500)).toEqual([]);
  });
});

describe('V3.5.3 looking changes nothing', () => {
  it.each(testedRoles)('%s: no list, page or file, and no link of a letter', async (role) => {
    const as = sessions.get(role);
    const targets = [
      ...operations
        .filter((operation) => !isWrite(operation))
        .map((operation) => targetOf(operation, plannedFor(operation))),
      ...(await sideDoorTargets()),
      ...portalPages.filter(({ method }) => method === 'GET').map(({ path }) => filled(path)),
      ...(await linksOfLetters()),
    ];
    const asked = targets.map((target) => [target, () => web.send('GET', target, { as })] as const);
    expect(await wrongAnswers(asked, (status) => status < 500)).toEqual([]);
  });
});

describe.each(customerRoles)('V8.2.2 %s, in the portal', (role) => {
  const as = sessions.get(role);

  it('pages whose address names something: there is no such page, and nothing is done', async () => {
    const theirs: Readonly<Record<string, number>> = {
      number: borneo.ticketNumber,
      personId: borneo.personId,
      appointmentId: borneo.appointmentId,
      sessionId: 999_999,
    };
    // Of the firm, and of whoever has the code.
    const ofNobody = ['/agreement/:version', '/verify/:code'];
    const form = {
      ...{ text: 'Hola', reason: 'Porque sí', name: 'Otra', subject: 'Otra', description: 'Otra' },
      ...{ answer: 'yes', outcome: 'accepted', address: 'ana@acme.example', approvalId: '1' },
      ...{ slotId: String(borneo.slotId), acceptsAbsenceTerms: 'on', proposalId: '1' },
      ...{ personId: String(borneo.personId), messageId: String(borneo.messageId) },
    };
    const asked = portalPages
      .filter(({ path }) => path.includes(':') && !ofNobody.includes(path))
      .map(({ method, path }) => {
        const target = path.replace(/:(\w+)/g, (_, name: string) => String(theirs[name]));
        return [
          `${method} ${path}`,
          async () => {
            const answer = await web.send(method, target, {
              as,
              ...(method === 'POST' ? { form } : {}),
            });
            expect(answer.text).not.toContain(canary);
            return answer;
          },
        ] as const;
      });
    expect(await wrongAnswers(asked, (status) => status === 404 || status === 403)).toEqual([]);
  });

  it('no page of their own has a word of the other customer, or of what the firm keeps', async () => {
    for (const { method, path } of portalPages) {
      if (method !== 'GET') continue;
      // A search says back what was searched for: by a part of the word it finds what the whole one would.
      const { text } = await web.send('GET', `${filled(path)}?q=${canary.slice(0, -1)}`, { as });
      expect(text, path).not.toContain(canary);
      expect(text, path).not.toContain(firmOnly);
    }
  });
});

describe('V8.4.1 what an agent does with requests of two customers', () => {
  it('I: they are not merged, and a link between them is shown to neither', async () => {
    const agent = sessions.get('agent');
    const params = { number: await world.newTicket() };
    const ask = (operation: OperationId, as: string | undefined, body?: unknown) =>
      send(operation, { params, answers: [], ...(body === undefined ? {} : { body }) }, as);
    const merged = await ask('mergeTicket', agent, { intoNumber: borneo.ticketNumber });
    expect(merged.json).toMatchObject({ status: 422, reason: 'merge-other-customer' });
    await ask('linkTicket', agent, { toNumber: borneo.ticketNumber, kind: 'related' });
    for (const role of customerRoles) {
      const as = sessions.get(role);
      for (const answer of [
        await ask('getTicket', as),
        await ask('listMessages', as),
        await web.send('GET', `/tickets/${params.number}`, { as }),
      ]) {
        expect(answer.status).toBe(200);
        expect(answer.text).not.toContain(canary);
        expect(answer.text).not.toMatch(new RegExp(`\\b${borneo.ticketNumber}\\b`));
      }
    }
  });
});

describe('the log of a hostile day', () => {
  it('V16.3.2 who asked for what is another’s stands in the log with what and why', async () => {
    const as = sessions.get('customer');
    const before = web.logLines.length;
    for (const operation of foreignOperations) {
      const planned = await calls[operation](ground(borneo));
      await database.pool.query('delete from rate_limit');
      const { status } = await send(operation, planned, as);
      if (status !== 403 && status !== 404) continue;
      const said = web.logLines.slice(before).map((line): unknown => JSON.parse(line));
      expect(said).toContainEqual(
        expect.objectContaining({
          msg: 'access refused',
          operation,
          personId: acme.personId,
          rule: status === 404 ? 'not-found' : 'not-allowed',
        }),
      );
    }
  });

  it('V16.2.5 the log of all of this names no secret and no word of a mail', () => {
    expect(web.logLines.length).toBeGreaterThan(500);
    const log = web.logLines.join('');
    const words = [
      'inventario',
      canary,
      firmOnly,
      'Porque sí',
      'una clave',
      'lluvia-tejado',
      'Bearer',
    ];
    expect(words.filter((word) => log.includes(word))).toEqual([]);
    for (const token of sessions.values())
      if (token !== undefined) expect(log).not.toContain(token);
  });
});

/** As no client of ours sends it: with exactly these headers and this text. */
async function raw(
  operation: OperationId,
  headers: Readonly<Record<string, string>>,
  body?: unknown,
): Promise<{ readonly status: number }> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return fetch(web.url + targetOf(operation, plannedFor(operation)), {
    method: routes[operation][0],
    headers: { cookie: `atenta_session=${sessionFor(operation)}`, ...headers },
    ...(text === undefined ? {} : { body: text }),
  });
}

/** A page whose parameters name Acme's own things. */
function filled(pattern: string): string {
  const ids: Readonly<Record<string, string | number>> = {
    number: acme.ticketNumber,
    personId: acme.personId,
    appointmentId: acme.appointmentId,
    code: '0'.repeat(20),
    letter: 'merged',
    language: 'es',
  };
  return pattern.replace(/:(\w+)/g, (_, name: string) => String(ids[name] ?? 1));
}

async function sideDoorTargets(): Promise<readonly string[]> {
  const patterns = Object.keys(expectedSideDoors)
    .filter((address) => address.startsWith('GET ') && !address.endsWith('/events'))
    .map((address) => address.slice('GET '.length));
  return Promise.all(patterns.map((pattern) => desk.sideDoorTarget(pattern)));
}

/** Good ones: mail scanners open them before people do. */
async function linksOfLetters(): Promise<readonly string[]> {
  const at = clock.now();
  const { rows } = await database.pool.query<{ id: number }>(
    'select id from ticket where number = $1',
    [acme.ticketNumber],
  );
  const subjects = [rows[0]?.id ?? 0, acme.personId, 0];
  const acts = ['still-here', 'accept-terms'].map((purpose) =>
    paths.mailAct(signToken({ purpose, subjects, expiresAt: at + 60_000 }, desk.linkSecret)),
  );
  const address = 'customer@acme.example';
  const [link, confirmation] = await inTransaction(database, async (tx) => {
    await tx.deleteFrom('mail_confirmation').execute();
    return [
      await issueSignInLink(tx, { address, next: '/', at }),
      await issueConfirmation(tx, { address, personId: acme.personId, at }),
    ];
  });
  if (!link || !confirmation) throw new Error('a link was not made');
  return [...acts, paths.signInLink(link.token), paths.confirmMail(confirmation.token)];
}

/** Every text in it with this behind it. */
function spoil(value: unknown, character: string): unknown {
  if (typeof value === 'string') return `${value}${character}`;
  if (Array.isArray(value)) return value.map((one) => spoil(one, character));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, spoil(one, character)]),
  );
}
