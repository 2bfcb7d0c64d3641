import { expect, it } from 'vitest';
import { deskWorld, done } from '../../../../test/support/desk-world.ts';
import { testClock } from '../../../../test/support/test-clock.ts';
import { testDatabase } from '../../../../test/support/test-database.ts';
import { systemActor } from '../../../kernel/actor.ts';
import { dayMs } from '../../../kernel/duration.ts';
import { listOutgoingMail } from '../../../modules/correspondence/index.ts';
import {
  chargeTicket,
  decideObjection,
  declineTopUp,
  holdForTicket,
  objectToCharge,
  recordPurchase,
  requestTopUp,
  withdrawObjection,
} from '../../../modules/credits/index.ts';
import {
  tellOfBilling,
  tellOfExpiry,
  tellOfLowBalance,
} from '../../../modules/notifications/index.ts';
import { addContact } from '../../../modules/people/index.ts';
import { inTransaction } from '../../../platform/database/index.ts';
import { openPost } from './post.ts';

const database = await testDatabase();
const clock = testClock();
const world = await deskWorld(database, clock);
const domain = 'desk.example';
const post = openPost({ publicUrl: 'https://desk.example', domain, secret: 'of this test', clock });
const { organizationId } = world.orinoco;
const administrator = done(
  await addContact(
    database,
    organizationId,
    {
      name: 'Gerencia',
      email: 'gerencia@orinoco.example',
      role: 'customer_administrator',
      authorised: true,
      invite: false,
    },
    { actor: systemActor, at: clock.now(), ipAddress: null },
  ),
);
const mails = async (purpose: string) =>
  (await listOutgoingMail(database.db, { limit: 100 })).filter((mail) => mail.purpose === purpose);

it('T1: a low balance is told to the administrators of the company alone, once, as an estimate or none', async () => {
  const low = { organizationId, at: clock.now() };
  await inTransaction(database, (tx) => tellOfLowBalance(tx, post, low));
  await inTransaction(database, (tx) => tellOfLowBalance(tx, post, low));
  const sent = await mails('balance-low');
  expect(sent.map(({ toAddress }) => toAddress)).toEqual(['gerencia@orinoco.example']);
  expect(sent[0]?.bodyText).toContain('no hay suficiente historia');
  expect(sent[0]?.bodyText).toContain('cláusula T1');
});

it('T1: units about to expire: how many, of which purchase, when, and which request holds some', async () => {
  const { organizationId: expiring, personId } = await world.addCustomer('Cunaviche', 0);
  const ticket = await world.register({ ...world.orinoco, organizationId: expiring, personId });
  const contact = { name: 'Cuentas', email: 'cuentas@cunaviche.example', authorised: true };
  const role = 'customer_administrator' as const;
  done(
    await addContact(
      database,
      expiring,
      { ...contact, role, invite: false },
      { actor: systemActor, at: clock.now(), ipAddress: null },
    ),
  );
  const command = { organizationId: expiring, actor: systemActor, at: clock.now() };
  const purchase = { ...command, key: 'bought', units: 5, reference: 'F-77' };
  const told = { organizationId: expiring, sequences: [1], at: clock.now() };
  await inTransaction(database, async (tx) => {
    await recordPurchase(tx, { ...purchase, expiresAt: clock.now() + 7 * dayMs });
    await holdForTicket(tx, {
      ...command,
      key: 'held',
      ticketId: ticket.id,
      clause: 'T3',
      agreementVersion: 1,
      units: 2,
      availableUnitsMin: 2,
    });
    await tellOfExpiry(tx, post, told);
  });
  await inTransaction(database, (tx) => tellOfExpiry(tx, post, told));
  const [letter, ...others] = await mails('units-expiring');
  expect(others).toEqual([]);
  expect(letter).toMatchObject({
    toAddress: 'cuentas@cunaviche.example',
    subject: '3 unidades de crédito por vencer',
  });
  expect(letter?.bodyText).toMatch(/: 3 unidades de la compra F-77\./);
  expect(letter?.bodyText).toContain(`siguen retenidas 2 unidades por #${ticket.number}:`);
});

it('T1: units asked for are told to both sides, what became of them to the company', async () => {
  const actor = { kind: 'person', personId: administrator } as const;
  const asked = { organizationId, units: 7, note: 'OC 12', actor, at: clock.now() };
  const id = await inTransaction(database, (tx) => requestTopUp(tx, asked));
  const subject = 'top-up' as const;
  await inTransaction(database, (tx) =>
    tellOfBilling(tx, post, { organizationId, subject, id, step: 'asked' }),
  );
  expect((await mails('top-up-asked')).map(({ toAddress }) => toAddress).sort()).toEqual([
    'braulio@desk.example',
    'gerencia@orinoco.example',
  ]);
  const by = { kind: 'person', personId: world.braulio } as const;
  const answer = 'No hay contrato vigente';
  await inTransaction(database, (tx) =>
    declineTopUp(tx, { topUpId: id, answer, actor: by, at: clock.now() }),
  );
  await inTransaction(database, (tx) =>
    tellOfBilling(tx, post, { organizationId, subject, id, step: 'decided' }),
  );
  const [decided, ...others] = await mails('top-up-decided');
  expect(others).toEqual([]);
  expect(decided).toMatchObject({ toAddress: 'gerencia@orinoco.example' });
  expect(decided?.bodyText).toContain(answer);
});

it('T4: an objection taken back is told to both sides; of one accepted in part, how many went back', async () => {
  const company = await world.addCustomer('Guárico', 9);
  const contact = { name: 'Cuentas', email: 'cuentas@guarico.example', authorised: true };
  const role = 'customer_administrator' as const;
  const by = { actor: systemActor, at: clock.now(), ipAddress: null };
  const { organizationId: objecting } = company;
  const added = { ...contact, role, invite: false };
  const personId = done(await addContact(database, objecting, added, by));
  const customer = { kind: 'person', personId } as const;
  const billing = { kind: 'person', personId: world.braulio } as const;
  const at = clock.now();
  const [one, two] = [await world.register(company), await world.register(company)];
  const objectTo = (ticketId: number) =>
    inTransaction(database, async (tx) => {
      const charged = await chargeTicket(tx, {
        ...{ organizationId: objecting, key: `c${ticketId}`, actor: systemActor, at, ticketId },
        ...{ clause: 'T4', agreementVersion: 1, ticketUnits: 3, workMinutes: 170 },
      });
      const entrySequence = 'sequence' in charged ? (charged.sequence ?? 0) : 0;
      const objected = { organizationId: objecting, entrySequence, reason: 'Fue una', at };
      return done(await objectToCharge(tx, { ...objected, actor: customer }));
    });
  const tell = (id: number, step: 'decided' | 'withdrawn') =>
    inTransaction(database, (tx) =>
      tellOfBilling(tx, post, { organizationId: objecting, subject: 'objection', id, step }),
    );
  const [withdrawn, accepted] = [await objectTo(one.id), await objectTo(two.id)];
  await inTransaction(database, (tx) =>
    withdrawObjection(tx, {
      ...{ organizationId: objecting, objectionId: withdrawn, actor: customer, at },
    }),
  );
  await tell(withdrawn, 'withdrawn');
  const sent = await mails('objection-withdrawn');
  expect(sent.map(({ toAddress }) => toAddress).sort()).toEqual([
    'braulio@desk.example',
    'cuentas@guarico.example',
  ]);
  for (const { bodyText } of sent) {
    expect(bodyText).toContain(
      `Se retiró la objeción al cobro de 3 unidades de la solicitud #${one.number}`,
    );
  }
  await inTransaction(database, (tx) =>
    decideObjection(tx, {
      ...{ objectionId: accepted, outcome: 'accepted', units: 2, answer: 'Fue una hora' },
      ...{ actor: billing, at },
    }),
  );
  await tell(accepted, 'decided');
  const [decided] = await mails('objection-decided');
  expect(decided?.bodyText).toContain('al cobro de 3 unidades');
  expect(decided?.bodyText).toContain('con un asiento que nombra el corregido: 2 unidades.');
});
