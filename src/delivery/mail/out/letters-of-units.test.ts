import { expect, it } from 'vitest';
import { deskWorld, done } from '../../../../test/support/desk-world.ts';
import { testClock } from '../../../../test/support/test-clock.ts';
import { testDatabase } from '../../../../test/support/test-database.ts';
import { systemActor } from '../../../kernel/actor.ts';
import { dayMs } from '../../../kernel/duration.ts';
import { listOutgoingMail } from '../../../modules/correspondence/index.ts';
import {
  declineTopUp,
  holdForTicket,
  recordPurchase,
  requestTopUp,
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
