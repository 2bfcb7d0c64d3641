import { beforeAll, describe, expect, it } from 'vitest';
import { memoryAnchors } from '../../../../test/support/memory-anchors.ts';
import { testClock } from '../../../../test/support/test-clock.ts';
import { testDatabase } from '../../../../test/support/test-database.ts';
import { testWeb } from '../../../../test/support/test-web.ts';
import { personActor, systemActor } from '../../../kernel/actor.ts';
import { chargeTicket, recordPurchase } from '../../../modules/credits/index.ts';
import { inTransaction } from '../../../platform/database/index.ts';
import { createHandlers } from '../handlers.ts';
import { checkStatement } from '../statement/check-statement.ts';
import { mountBilling } from './billing.ts';
import { mountCredits } from './credits.ts';

const handlers = createHandlers();
const anchors = memoryAnchors();
mountCredits(handlers, { anchors });
mountBilling(handlers);
const database = await testDatabase();
const clock = testClock();
const { send, world } = await testWeb(database, clock, { handlers, anchors });
const { organizationId } = world.acme;
const customer = await world.signIn(world.acme.people.customer_administrator);
const billing = await world.signIn(world.agents.billing);
const path = (what: string) => `/api/v1/organizations/${organizationId}/${what}`;
const hour = 60 * 60 * 1000;

const charge = 2;
beforeAll(async () => {
  const { rows } = await database.pool.query<{ id: number }>(
    `insert into ticket (organization_id, requester_person_id, subject, status, priority, channel,
                         agreement_version, received_at, registered_at, last_message_at, updated_at)
     values ($1, $2, 'No imprime', 'open', 'p3', 'portal', 1, $3, $3, $3, $3) returning id`,
    [organizationId, world.acme.people.customer, new Date(clock.now())],
  );
  const command = { organizationId, at: clock.now() };
  await inTransaction(database, async (tx) => {
    const actor = personActor(world.agents.billing);
    await recordPurchase(tx, { ...command, key: 'p', actor, units: 10, reference: 'Factura 1' });
    await chargeTicket(tx, {
      ...{ ...command, key: 'c', actor: systemActor, ticketId: rows[0]?.id ?? 0 },
      ...{ clause: 'T4', agreementVersion: 1, ticketUnits: 3, workMinutes: 170 },
    });
  });
});

const account = async () => (await send('GET', path('account'), { as: customer })).json;
const chargeLine = async () => {
  const { json } = await send('GET', path('statement'), { as: customer });
  return (json as { items: { sequence: number; objection: { id: number } | null }[] }).items.find(
    ({ sequence }) => sequence === charge,
  );
};
const download = async (format: string) =>
  (await send('GET', `/organizations/${organizationId}/statement.${format}`, { as: customer }))
    .text;

describe('T4: a disputed charge over the web', () => {
  it('objected to, its units are a figure of their own: neither available nor consumed', async () => {
    expect(await account()).toMatchObject({
      availableUnits: 7,
      consumedUnits: 3,
      disputedUnits: 0,
    });
    const body = { entrySequence: charge, reason: 'No fueron tres horas' };
    expect((await send('POST', path('objections'), { as: customer, body })).status).toBe(204);
    expect(await account()).toMatchObject({
      ...{ balanceUnits: 7, availableUnits: 7, heldUnits: 0 },
      ...{ consumedUnits: 0, disputedUnits: 3, purchasedUnits: 10 },
      disputed: [{ entrySequence: charge, subject: 'No imprime', units: 3 }],
    });
    // Whoever sees no statement sees how many, and not of which request.
    const contact = await world.signIn(world.acme.people.customer);
    const { json } = await send('GET', path('account'), { as: contact });
    expect(json).toMatchObject({ disputedUnits: 3, disputed: [] });
    expect(await chargeLine()).toMatchObject({ disputedUnits: 3, objection: { state: 'open' } });
  });

  it('stands in the CSV and the JSON that one keeps, which go on being proven offline', async () => {
    const mark = 'En discusión: 3 unidades, hasta que se decida la objeción';
    const csv = await download('csv');
    // Its line, and the last row.
    expect(csv.split(mark)).toHaveLength(3);
    const json = await download('json');
    const { disputedUnits, entries } = JSON.parse(json) as {
      disputedUnits: number;
      entries: { disputedUnits: number }[];
    };
    expect([disputedUnits, ...entries.map((entry) => entry.disputedUnits)]).toEqual([3, 0, 3]);
    for (const text of [csv, json]) expect(checkStatement(text)).toMatchObject({ sound: true });
    const pdf = await download('pdf');
    expect(pdf.startsWith('%PDF-1.7')).toBe(true);
    // What had not been charged by then is not disputed in it.
    const { text } = await send(
      'GET',
      `/organizations/${organizationId}/statement.csv?to=2000-01-01`,
      { as: customer },
    );
    expect(text).not.toContain('En discusión');
  });

  it('is corrected by nothing else, and billing is told which objection to decide first', async () => {
    const body = { units: 1, reason: 'una hora de más', correctsSequence: charge };
    const id = (await chargeLine())?.objection?.id;
    for (const what of ['adjustments', 'adjustment-requests']) {
      const { json } = await send('POST', path(what), { as: billing, body });
      expect(json).toMatchObject({
        ...{ status: 409, reason: 'charge-disputed', clause: 'T4' },
        title: expect.stringContaining(`línea ${charge} está en discusión por la objeción ${id}`),
        detail: expect.stringContaining('Decida antes la objeción'),
      });
    }
  });

  it('is due soon for billing at three quarters of its hours, and overdue for both sides at its hour', async () => {
    const raisedAt = clock.now();
    const shown = async (hours: number) => {
      clock.advance(raisedAt + hours * hour - clock.now());
      const as = await world.signIn(world.agents.billing);
      return (await send('GET', '/api/v1/billing-tasks', { as })).json;
    };
    expect(await shown(53)).toMatchObject({
      objections: [{ nearSince: null, overdue: false, waits: false }],
    });
    const nearSince = new Date(raisedAt + 54 * hour).toISOString();
    expect(await shown(54)).toMatchObject({ objections: [{ nearSince, overdue: false }] });
    expect(await shown(72)).toMatchObject({ objections: [{ nearSince: null, overdue: true }] });
    const as = await world.signIn(world.acme.people.customer_administrator);
    const { json } = await send('GET', path('statement'), { as });
    const { items } = json as { items: { sequence: number }[] };
    expect(items.find(({ sequence }) => sequence === charge)).toMatchObject({
      objection: { state: 'open', overdue: true },
    });
  });

  it('withdrawn by the customer, and sent twice, it is settled again and not objected to again', async () => {
    const as = await world.signIn(world.acme.people.customer_administrator);
    const { json } = await send('GET', path('statement'), { as });
    const { items } = json as { items: { objection: { id: number } | null }[] };
    const id = items.find(({ objection }) => objection !== null)?.objection?.id;
    const stranger = await world.signIn(world.borneo.people.customer_administrator);
    const theirs = `/api/v1/organizations/${world.borneo.organizationId}/objections/${id}/withdrawal`;
    expect((await send('POST', theirs, { as: stranger })).status).toBe(404);
    const headers = { 'idempotency-key': 'withdrawal-once' };
    const withdraw = () => send('POST', path(`objections/${id}/withdrawal`), { as, headers });
    expect([(await withdraw()).status, (await withdraw()).status]).toEqual([204, 204]);
    const after = await send('GET', path('account'), { as });
    expect(after.json).toMatchObject({ consumedUnits: 3, disputedUnits: 0 });
    const again = { entrySequence: charge, reason: 'Sigo sin estar de acuerdo' };
    const { json: refused } = await send('POST', path('objections'), { as, body: again });
    expect(refused).toMatchObject({ status: 409, reason: 'objection-exists' });
  });
});
