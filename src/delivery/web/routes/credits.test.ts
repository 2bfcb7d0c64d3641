import { beforeAll, describe, expect, it } from 'vitest';
import { memoryAnchors } from '../../../../test/support/memory-anchors.ts';
import { testClock } from '../../../../test/support/test-clock.ts';
import { testDatabase } from '../../../../test/support/test-database.ts';
import { testWeb } from '../../../../test/support/test-web.ts';
import { personActor } from '../../../kernel/actor.ts';
import { acceptTerms, agreementByVersion } from '../../../modules/agreements/index.ts';
import { chargeTicket, growHold, recordPurchase } from '../../../modules/credits/index.ts';
import { isNotDone, registerTicket, type Ticket } from '../../../modules/tickets/index.ts';
import { inTransaction } from '../../../platform/database/index.ts';
import { createHandlers } from '../handlers.ts';
import { mountCredits } from './credits.ts';

const handlers = createHandlers();
mountCredits(handlers, { anchors: memoryAnchors() });
const database = await testDatabase();
const clock = testClock();
const { send, world } = await testWeb(database, clock, { handlers });
const { acme, borneo } = world;
const { organizationId } = acme;
const path = (what: string, of = organizationId) => `/api/v1/organizations/${of}/${what}`;

const sessions = {
  billing: await world.signIn(world.agents.billing),
  agent: await world.signIn(world.agents.agent),
  contact: await world.signIn(acme.people.customer),
  companyAdministrator: await world.signIn(acme.people.customer_administrator),
};

/** The two people of Acme have accepted the terms and file one request each; no units yet, so both are held. */
let mine: Ticket;
let theirs: Ticket;
beforeAll(async () => {
  mine = await file(acme.people.customer, 'No imprime');
  theirs = await file(acme.people.customer_administrator, 'Correo lento');
});

async function file(personId: number, subject: string): Promise<Ticket> {
  const at = clock.now();
  clock.advance(1000);
  return inTransaction(database, async (tx) => {
    const terms = { personId, organizationId, version: 1, channel: 'portal' as const };
    await acceptTerms(tx, { ...terms, ipAddress: null, at });
    const ticket = await registerTicket(tx, {
      organizationId,
      requesterPersonId: personId,
      registeredByPersonId: null,
      channel: 'portal',
      subject,
      description: subject,
      expectedResult: 'Que funcione',
      suggestion: null,
      categoryId: null,
      serviceId: null,
      answers: {},
      teamId: null,
      mailboxId: null,
      attachmentIds: [],
      receivedAt: at,
      at,
    });
    if (isNotDone(ticket)) throw new Error(ticket.reason);
    return ticket;
  });
}

const buy = (units: number, headers: Record<string, string> = {}, reference = 'Factura 17') =>
  send('POST', path('purchases'), { as: sessions.billing, body: { units, reference }, headers });
const account = async (as = sessions.billing) =>
  (await send('GET', path('account'), { as })).json as Record<string, unknown>;
interface Line {
  readonly sequence: number;
  readonly words: string;
}
interface Page {
  readonly openingBalanceUnits: number;
  readonly closingBalanceUnits: number;
  readonly items: readonly Line[];
  readonly nextCursor: string | null;
}
const statement = async (query = '', headers: Record<string, string> = {}) =>
  (
    await send('GET', `${path('statement')}${query}`, {
      as: sessions.companyAdministrator,
      headers,
    })
  ).json as Page;

describe('units over the web', () => {
  it('T1: a purchase admits what waited for it, oldest first, and says which', async () => {
    expect(await account()).toMatchObject({ availableUnits: 0, availableUnitsMin: 2, holds: [] });
    const one = await buy(2);
    expect(one.status).toBe(201);
    expect(one.json).toEqual({
      sequence: 1,
      availableUnits: 1,
      balanceUnits: 2,
      admittedTickets: [mine.number],
    });
    const two = await buy(8);
    expect(two.json).toMatchObject({ admittedTickets: [theirs.number], availableUnits: 8 });
    expect(await account()).toMatchObject({
      balanceUnits: 10,
      availableUnits: 8,
      heldUnits: 2,
      consumedUnits: 0,
      purchasedUnits: 10,
      availableUnitsMin: 2,
      holds: [
        { ticketNumber: mine.number, subject: 'No imprime', units: 1 },
        { ticketNumber: theirs.number, subject: 'Correo lento', units: 1 },
      ],
    });
  });

  it('a contact sees the units on hold, but the subject of its own requests only', async () => {
    expect(await account(sessions.contact)).toMatchObject({
      heldUnits: 2,
      holds: [{ ticketNumber: mine.number }],
    });
    expect(await account(sessions.companyAdministrator)).toMatchObject({
      holds: [{ ticketNumber: mine.number }, { ticketNumber: theirs.number }],
    });
  });

  it('a purchase sent twice under one key is one purchase with one answer', async () => {
    const headers = { 'idempotency-key': 'factura-18-once' };
    const answers = [await buy(1, headers), await buy(1, headers)];
    expect(answers.map(({ status }) => status)).toEqual([201, 201]);
    expect(answers[1]?.json).toEqual(answers[0]?.json);
    expect(await account()).toMatchObject({ purchasedUnits: 11 });
  });

  it('says in each line why it stands there, in the reader’s language', async () => {
    const about = {
      organizationId,
      ticketId: mine.id,
      clause: 'T4' as const,
      agreementVersion: 1,
      actor: personActor(world.agents.agent),
      at: clock.now(),
      ticketUnits: 2,
      workMinutes: 70,
    };
    const tickets = [`#${mine.number}`, `#${theirs.number}`];
    await inTransaction(database, async (tx) => {
      await growHold(tx, { ...about, key: 'grow' });
      await chargeTicket(tx, { ...about, key: 'charge' });
    });
    const charge = (await statement()).items[0]?.sequence;
    const correction = { units: 1, reason: 'una hora de más', correctsSequence: charge };
    await send('POST', path('adjustments'), { as: sessions.billing, body: correction });
    const { items } = await statement();
    expect(items.map(({ words }) => words)).toEqual([
      `Corrección de +1 unidad al asiento ${charge}, de la solicitud ${tickets[0]}`,
      `Cobro de 2 unidades: trabajo de la solicitud ${tickets[0]}, 1 h 10 min en total (cláusula T4)`,
      `Retención de 1 unidad: trabajo de la solicitud ${tickets[0]}, 1 h 10 min en total (cláusula T4)`,
      'Compra de 1 unidad',
      `Retención de 1 unidad: el mínimo de la solicitud ${tickets[1]} (cláusula T3)`,
      'Compra de 8 unidades',
      `Retención de 1 unidad: el mínimo de la solicitud ${tickets[0]} (cláusula T3)`,
      'Compra de 2 unidades',
    ]);
    expect(items[0]).toMatchObject({
      kind: 'adjustment',
      balanceChange: 1,
      ticketNumber: mine.number,
      ticketSubject: 'No imprime',
      reason: 'una hora de más',
      actor: { personId: world.agents.billing },
    });
    expect(items[1]).toMatchObject({
      clause: 'T4',
      workMinutes: 70,
      balanceChange: -2,
      heldChange: -2,
      availableChange: 0,
    });
  });

  it('hands the statement out in pages', async () => {
    const seen: number[] = [];
    let page = await statement('?limit=3');
    for (;;) {
      seen.push(...page.items.map(({ sequence }) => sequence));
      if (page.nextCursor === null) break;
      page = await statement(`?limit=3&cursor=${page.nextCursor}`);
    }
    expect(seen).toEqual([8, 7, 6, 5, 4, 3, 2, 1]);
    const wrong = await send('GET', `${path('statement')}?cursor=nothing`, {
      as: sessions.billing,
    });
    expect(wrong.json).toMatchObject({ status: 400, reason: 'cursor-invalid' });
  });

  it.each<[string, string, number[]]>([
    ['holds with what they grew by', 'kind=hold', [6, 4, 2]],
    ['purchases', 'kind=purchase', [5, 3, 1]],
    ['charges', 'kind=charge', [7]],
    ['corrections', 'kind=adjustment', [8]],
    ['nothing expired', 'kind=expiry', []],
    ['words of a request, without their accents', 'q=IMPRÍME', [8, 7, 6, 2]],
    ['a reference', 'q=factura%2017', [5, 3, 1]],
    ['a reason', 'q=hora%20de%20mas', [8]],
    ['a kind of one request', 'kind=hold&q=imprime', [6, 2]],
    ['a page of a kind', 'kind=hold&limit=2', [6, 4]],
  ])('finds %s', async (_, query, sequences) => {
    const page = await statement(`?${query}`);
    expect(page.items.map(({ sequence }) => sequence)).toEqual(sequences);
    // The account is the same, whatever of it is looked at.
    expect(page).toMatchObject({
      openingBalanceUnits: 0,
      closingBalanceUnits: 10,
      requestsLeftOut: false,
    });
  });

  it('finds one request by its number, and those of whoever asked', async () => {
    const sequences = async (query: string) =>
      (await statement(`?${query}`)).items.map(({ sequence }) => sequence);
    expect(await sequences(`q=%23${theirs.number}`)).toEqual([4]);
    expect(await sequences(`requesterPersonId=${acme.people.customer}`)).toEqual([8, 7, 6, 2]);
    expect(
      await sequences(`requesterPersonId=${acme.people.customer}&q=%23${theirs.number}`),
    ).toEqual([]);
    // What somebody bought was not asked for by anybody.
    expect(await sequences(`requesterPersonId=${acme.people.customer}&q=factura`)).toEqual([]);
    // Of another company there is nothing to find.
    expect(await sequences(`requesterPersonId=${borneo.people.customer}`)).toEqual([]);
  });

  it('a filtered page goes on where it ended', async () => {
    const first = await statement('?kind=hold&limit=2');
    const second = await statement(`?kind=hold&limit=2&cursor=${first.nextCursor}`);
    expect(second).toMatchObject({ items: [{ sequence: 2 }], nextCursor: null });
  });

  it('an adjustment that one person may not make alone is refused in words', async () => {
    const { terms } = await agreementByVersion(database.db, 1);
    const units = terms.credits.adjustmentUnitsAloneMax + 1;
    const body = { units, reason: 'regalo grande' };
    const answer = await send('POST', path('adjustments'), { as: sessions.billing, body });
    expect(answer.json).toMatchObject({
      status: 409,
      reason: 'adjustment-needs-second-person',
      detail: 'Un ajuste mayor requiere el acuerdo de una segunda persona.',
    });
  });

  it('proves the ledger to the customer itself', async () => {
    const as = sessions.companyAdministrator;
    const { json } = await send('GET', path('ledger-verification'), { as });
    expect(json).toMatchObject({ sound: true, entries: 8, problems: [] });
  });

  it.each(['account', 'statement', 'ledger-verification'])(
    'of another customer, the %s does not exist',
    async (what) => {
      const as = sessions.companyAdministrator;
      const foreign = await send('GET', path(what, borneo.organizationId), { as });
      expect(foreign.status).toBe(404);
      const missing = await send('GET', path(what, 999_999), { as: sessions.billing });
      expect(missing.status).toBe(404);
    },
  );

  it('units for a customer that does not exist are not recorded', async () => {
    const body = { units: 3, reference: 'Factura 21' };
    const as = sessions.billing;
    const answer = await send('POST', path('purchases', 999_999), { as, body });
    expect(answer.status).toBe(404);
  });

  it('a hold of a later request leaves what an agent sees true', async () => {
    const later = await file(acme.people.customer, 'Otra');
    const { holds } = await account(sessions.agent);
    expect(holds).toContainEqual({ ticketNumber: later.number, subject: 'Otra', units: 1 });
  });

  it('a day begins and ends where the reader lives', async () => {
    // Half past eleven in the evening of a Friday in Caracas is Saturday in UTC.
    clock.set(Date.parse('2026-03-06T23:30:00-04:00'));
    await inTransaction(database, (tx) =>
      recordPurchase(tx, {
        organizationId,
        key: 'friday',
        actor: personActor(world.agents.billing),
        at: clock.now(),
        units: 4,
        reference: 'Factura 20',
      }),
    );
    clock.set(Date.parse('2026-03-06T23:45:00-04:00'));
    const lines = async (day: string) => (await statement(`?from=${day}&to=${day}`)).items.length;
    expect(await lines('2026-03-06')).toBe(1);
    expect(await lines('2026-03-07')).toBe(0);
    const friday = await statement('?from=2026-03-06&to=2026-03-06');
    expect(friday).toMatchObject({ openingBalanceUnits: 10, closingBalanceUnits: 14 });
    const as = sessions.companyAdministrator;
    const { json } = await send('GET', `${path('balance-history')}?to=2026-03-06`, { as });
    const { daysApart, points } = json as { daysApart: number; points: readonly object[] };
    expect(daysApart).toBe(1);
    expect(points.slice(-2)).toMatchObject([
      { at: '2026-03-06T03:59:59.999Z', balanceUnits: 10 },
      { at: '2026-03-07T03:45:00.000Z', balanceUnits: 14, availableUnits: 12 },
    ]);
  });
});

describe('units with a date, and the statement of the month', () => {
  const day = 24 * 60 * 60 * 1000;
  // The tests before moved the clock further than a session lasts.
  beforeAll(async () => {
    sessions.billing = await world.signIn(world.agents.billing);
    sessions.contact = await world.signIn(acme.people.customer);
    sessions.companyAdministrator = await world.signIn(acme.people.customer_administrator);
  });

  it('T1: who sees the statement sees the purchase that expires; a contact only how many units, and when', async () => {
    const expiresAt = new Date(clock.now() + 10 * day).toISOString();
    const body = { units: 4, reference: 'Factura 90', expiresAt };
    await send('POST', path('purchases'), { as: sessions.billing, body });
    const seenBy = async (as: typeof sessions.billing) => (await account(as))['expiring'];
    const lot = { expiresAt, soon: true };
    expect(await seenBy(sessions.companyAdministrator)).toMatchObject([
      { ...lot, reference: 'Factura 90' },
    ]);
    expect(await seenBy(sessions.contact)).toMatchObject([{ ...lot, reference: null }]);
  });

  it('goes by mail unless its administrators or billing say no', async () => {
    expect(await account()).toMatchObject({ statementByMail: true });
    const say = (as: typeof sessions.billing, byMail: boolean) =>
      send('POST', path('statement-by-mail'), { as, body: { byMail } });
    expect((await say(sessions.companyAdministrator, false)).status).toBe(204);
    expect(await account()).toMatchObject({ statementByMail: false });
    expect((await say(sessions.contact, true)).status).toBe(403);
    expect((await say(sessions.billing, true)).status).toBe(204);
    expect(await account()).toMatchObject({ statementByMail: true });
  });

  it('is sent by hand for a month that is over, to a customer that has somebody to send it to', async () => {
    const sendMonth = (month: string, of = organizationId) =>
      send('POST', path('statement-mails', of), { as: sessions.billing, body: { month } });
    expect((await sendMonth('2026-02')).status).toBe(204);
    const thisMonth = new Date(clock.now()).toISOString().slice(0, 7);
    expect((await sendMonth(thisMonth)).json).toMatchObject({ reason: 'statement-month-open' });
    const { rows } = await database.pool.query<{ id: number }>(
      `insert into organization (name, created_at)
       values ('Sin personas', $1) returning id`,
      [new Date(clock.now())],
    );
    expect((await sendMonth('2026-02', rows[0]?.id)).json).toMatchObject({
      reason: 'statement-nobody',
    });
  });
});
