// Slow: a part of `npm run check`, not of `npm test`. The rules themselves are tested in src/policy/transitions.test.ts.
import { describe, expect, it } from 'vitest';
import { type OperationId, routes } from '../../src/delivery/web/contract.ts';
import {
  type ActingKind,
  mayTransition,
  type TicketAct,
  type TicketStatus,
  ticketStatuses,
} from '../../src/policy/transitions.ts';
import { isRefusal } from '../../src/policy/verdict.ts';
import { accessDesk, targetOf } from '../access/access-desk.ts';
import { calls, type TestCall } from '../access/calls.ts';
import { type TestedRole, testedRoles } from '../access/expected.ts';

const { call, contents, database, ground, web, world } = await accessDesk();

const sessions = new Map<TestedRole, string | undefined>();
for (const role of testedRoles) sessions.set(role, await world.sessionOf(role));

// Every step below asks for a request or two of its own.
const bought = { units: 2000, reference: 'F-2000' };
await call(
  'recordPurchase',
  { params: { organizationId: world.acme.organizationId }, body: bought, answers: [] },
  'billing',
);

/** A planned call done to this request, in a session that stands already: it leaves no trace of its own. */
async function actOn(number: number, operation: OperationId, planned: TestCall, role: TestedRole) {
  const params = { ...planned.params, number };
  const target = targetOf(operation, { ...planned, params });
  const { body } = planned;
  return web.send(routes[operation][0], target, {
    as: sessions.get(role),
    ...(body === undefined ? {} : { body }),
  });
}

let customers = 0;

type Act = readonly [operation: OperationId, by: ActingKind, act: TicketAct];

/** What a person does to a request through the API, and the act of the agreement that it is. */
const acts: readonly Act[] = [
  ['addMessage', 'customer', 'answer'],
  ['addMessage', 'agent', 'reply'],
  ['queueReply', 'agent', 'reply'],
  ['assignTicket', 'agent', 'assign'],
  ['verifyPriority', 'agent', 'verify-priority'],
  ['logWork', 'agent', 'log-work'],
  ['askForUnits', 'agent', 'ask-units'],
  ['askForInformation', 'agent', 'ask-information'],
  ['confirmPresence', 'customer', 'confirm-presence'],
  ['abandonTicket', 'agent', 'abandon'],
  ['offerAppointment', 'agent', 'schedule'],
  ['resolveTicket', 'agent', 'resolve'],
  ['closeTicket', 'customer', 'confirm'],
  ['closeTicket', 'agent', 'close'],
  ['reopenTicket', 'customer', 'reopen'],
  ['reopenTicket', 'agent', 'reopen'],
  ['referTicket', 'agent', 'refer'],
  ['rejectTicket', 'agent', 'reject'],
  ['claimScope', 'customer', 'claim-scope'],
  ['decideScope', 'agent', 'decide-scope'],
  ['withdrawTicket', 'customer', 'withdraw'],
  ['withdrawTicket', 'agent', 'withdraw'],
  ['mergeTicket', 'agent', 'merge'],
];

/** Acts that ask for more than a status: two attempts, a reason to ask for units, a customer who said that it is in scope. */
const conditional: readonly TicketAct[] = ['ask-units', 'abandon', 'claim-scope', 'decide-scope'];

const roleOf: Readonly<Record<ActingKind, TestedRole>> = {
  customer: 'customer',
  agent: 'supervisor',
  system: 'administrator',
};

describe.each(ticketStatuses)('V2.3.1 a request that is %s', (status) => {
  it.each(acts)(
    '%s by %s: goes where the agreement says, or nothing changes',
    async (operation, by, act) => {
      const number = await ticketIn(status);
      const planned = await calls[operation](ground());
      const before = await contents();
      const answer = await actOn(number, operation, planned, roleOf[by]);
      const leadsTo = mayTransition(status, act, by);
      const isForbidden = isRefusal(leadsTo);
      const isDone = answer.status < 300;
      if (isForbidden || conditional.includes(act)) expect(isDone, answer.text).toBe(false);
      else expect(isDone, answer.text).toBe(true);
      if (isDone) expect(await statusOf(number)).toBe(leadsTo);
      else {
        expect([403, 404, 409, 422]).toContain(answer.status);
        expect(await contents()).toEqual(before);
      }
    },
  );
});

describe('V15.4.2 many who act at the same moment', () => {
  it('from resolved: one closes it, or one reopens it, and never two of either', async () => {
    for (let round = 0; round < 4; round += 1) {
      const number = await ticketIn('resolved');
      const done = await atOnce(number, [
        ['closeTicket', 'customer'],
        ['closeTicket', 'supervisor'],
        ['reopenTicket', 'customer'],
        ['reopenTicket', 'supervisor'],
      ]);
      const reopened = done.filter((operation) => operation === 'reopenTicket').length;
      expect(reopened).toBeLessThanOrEqual(1);
      expect(done.length - reopened).toBeLessThanOrEqual(1);
      expect(done.length).toBeGreaterThan(0);
      expect(await statusOf(number)).toBe(reopened === 1 ? 'open' : 'closed');
    }
  });

  it('from open: exactly one of all ways out is taken, and the units are settled once', async () => {
    for (let round = 0; round < 4; round += 1) {
      const number = await ticketIn('open');
      const done = await atOnce(number, [
        ['withdrawTicket', 'customer'],
        ['referTicket', 'supervisor'],
        ['rejectTicket', 'agent'],
        ['mergeTicket', 'supervisor'],
        ['resolveTicket', 'agent'],
      ]);
      expect(done).toHaveLength(1);
      const entries = await entriesOf(number);
      const ends = entries.filter((kind) => kind !== 'hold');
      expect(ends).toEqual(done[0] === 'resolveTicket' ? [] : ['release']);
    }
  });

  it('T3: ten who close it charge it once', async () => {
    const number = await ticketIn('resolved');
    const many = Array.from(
      { length: 5 },
      () =>
        [
          ['closeTicket', 'customer'],
          ['closeTicket', 'supervisor'],
        ] as const,
    ).flat();
    expect(await atOnce(number, many)).toEqual(['closeTicket']);
    expect((await entriesOf(number)).filter((kind) => kind !== 'hold')).toHaveLength(1);
  });

  it.each([2, 9])(
    'V2.3.4, T1: of 32 requests at once with %i units, exactly so many are taken on',
    async (units) => {
      const { organizationId, session } = await customerWith(units);
      const answers = await Promise.all(
        Array.from({ length: 32 }, (_, index) =>
          web.send('POST', '/api/v1/tickets', {
            as: session,
            body: { subject: `Caja ${index}`, description: 'No abre', prioritySuggested: 'p3' },
          }),
        ),
      );
      expect(answers.map((answer) => answer.status)).toEqual(answers.map(() => 201));
      const { rows } = await database.pool.query<{ status: string; count: number }>(
        'select status, count(*)::int as count from ticket where organization_id = $1 group by status order by status',
        [organizationId],
      );
      // T1 asks for two; each that is taken on holds one.
      expect(rows).toEqual([
        { status: 'held', count: 32 - (units - 1) },
        { status: 'open', count: units - 1 },
      ]);
      const proof = await call(
        'verifyLedger',
        { params: { organizationId }, answers: [] },
        'billing',
      );
      expect(proof.json).toMatchObject({ sound: true });
    },
  );
});

/** A fresh request of Acme’s customer that has come this far, through the API. */
async function ticketIn(status: TicketStatus): Promise<number> {
  if (status === 'held') return heldTicket();
  const number = await world.newTicket(status === 'resolved' || status === 'closed');
  const way: Readonly<Partial<Record<TicketStatus, readonly [OperationId, TestedRole]>>> = {
    waiting: ['askForInformation', 'supervisor'],
    closed: ['closeTicket', 'supervisor'],
    referred: ['referTicket', 'supervisor'],
    rejected: ['rejectTicket', 'supervisor'],
    withdrawn: ['withdrawTicket', 'customer'],
  };
  const step = way[status];
  if (step !== undefined) {
    const [operation, role] = step;
    const answer = await actOn(number, operation, await calls[operation](ground()), role);
    if (answer.status >= 300) throw new Error(`${operation}: ${answer.text}`);
  }
  expect(await statusOf(number)).toBe(status);
  return number;
}

/** II: it came while its customer was suspended. */
async function heldTicket(): Promise<number> {
  const params = { organizationId: world.acme.organizationId };
  const stand = (body: unknown) => call('setStanding', { params, body, answers: [] }, 'billing');
  const customerReason = { es: 'Facturas vencidas', en: 'Overdue invoices' };
  await stand({ standing: 'suspended', reason: 'Mora', customerReason });
  const number = await world.newTicket();
  await stand({ standing: 'good', reason: 'Pagó' });
  expect(await statusOf(number)).toBe('held');
  return number;
}

/** A customer of its own with so many units and one contact who has accepted the terms (T7). */
async function customerWith(units: number) {
  customers += 1;
  const made = async (operation: OperationId, planned: Omit<TestCall, 'answers'>) => {
    const answer = await call(operation, { ...planned, answers: [] }, 'administrator');
    if (answer.status >= 300) throw new Error(`${operation}: ${answer.text}`);
    return new Map<string, unknown>(Object.entries(answer.json ?? {}));
  };
  const contract = { reference: `C-${customers}`, startsOn: '2026-01-01' };
  const organization = await made('createOrganization', {
    body: { name: `Cliente ${customers}`, contract },
  });
  const params = { organizationId: Number(organization.get('id')) };
  await made('recordPurchase', { params, body: { units, reference: `F-${customers}` } });
  const contact = await made('inviteContact', {
    params,
    body: { name: 'Ana', email: `ana@cliente${customers}.example` },
  });
  const session = await web.world.signIn(Number(contact.get('personId')));
  const body = { version: 1 };
  await web.send('POST', '/api/v1/me/terms-acceptance', { as: session, body });
  return { ...params, session };
}

/** Which of these were done, of all that were begun at the same moment. */
async function atOnce(
  number: number,
  begun: readonly (readonly [OperationId, TestedRole])[],
): Promise<readonly OperationId[]> {
  const planned = await Promise.all(
    begun.map(
      async ([operation, role]) => [operation, role, await calls[operation](ground())] as const,
    ),
  );
  const answers = await Promise.all(
    planned.map(async ([operation, role, one]) => {
      const { status, text } = await actOn(number, operation, one, role);
      if (status >= 300) expect([403, 404, 409, 422], text).toContain(status);
      return status < 300 ? [operation] : [];
    }),
  );
  return answers.flat();
}

async function statusOf(number: number): Promise<string> {
  const { rows } = await database.pool.query<{ status: string }>(
    'select status from ticket where number = $1',
    [number],
  );
  return rows[0]?.status ?? '';
}

async function entriesOf(number: number): Promise<readonly string[]> {
  const { rows } = await database.pool.query<{ kind: string }>(
    `select entry.kind from credit_entry entry join ticket on ticket.id = entry.ticket_id
      where ticket.number = $1 order by entry.sequence`,
    [number],
  );
  return rows.map(({ kind }) => kind);
}
