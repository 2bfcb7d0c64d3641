import { randomUUID } from 'node:crypto';
import { expect, test } from '@playwright/test';
import {
  apiSessionOf,
  buy,
  carmen,
  eventually,
  newCustomer,
  pageOf,
  picture,
  ramon,
} from '../support/journey-world.ts';

const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

test('V.a–VIII.a, T4: a request filed from a phone is acknowledged, attended, resolved and charged two units', async ({
  browser,
}) => {
  const desk = await apiSessionOf(carmen);
  const customer = await newCustomer(desk.call, 10, {
    name: 'Demostración Orinoco',
    contactName: 'Ana Demo',
  });
  const portal = await pageOf(browser, customer.contact, { ...phone, locale: 'es-VE' });

  await test.step('the customer files it, and sees the promise and the cost first', async () => {
    await portal.goto('/tickets/new');
    await portal.getByRole('textbox').first().fill('La impresora fiscal no responde desde hoy');
    await portal.getByRole('radio').first().check();
    const send = portal.getByRole('button', { name: 'Enviar solicitud' });
    await expect(send).toBeVisible();
    await expect(
      portal
        .getByText(/\b4 h\b/)
        .filter({ visible: true })
        .first(),
    ).toBeVisible();
    await expect(
      portal
        .getByText(/1 unidad/)
        .filter({ visible: true })
        .first(),
    ).toBeVisible();
    await picture(portal, 'portal-promise', true);
    await send.click();
    await expect(portal).toHaveURL(/\/tickets\/\d+/);
  });
  const number = Number(/\/tickets\/(\d+)/.exec(portal.url())?.[1]);

  await test.step('V.a: the acknowledgement stands in the local outbox, once', async () => {
    const acknowledgement = await eventually(async () => {
      const { items } = await desk.call('listOutgoingMail', { query: { limit: 100 } });
      const found = items.filter((mail) => mail.ticketNumber === number);
      const isThere = found.some(({ state }) => state === 'local');
      return isThere ? found : undefined;
    });
    expect(acknowledgement).toMatchObject([
      { purpose: 'acknowledgement', toAddress: customer.contact.email, state: 'local' },
    ]);
  });

  const params = { number };
  const agent = await apiSessionOf(ramon);
  await test.step('the agent verifies, answers, logs 1 h 10 min and resolves in the console', async () => {
    const console = await pageOf(browser, ramon, { viewport: { width: 1440, height: 900 } });
    await console.goto(`/console/tickets/${number}`);
    await expect(console.getByText('La impresora fiscal').first()).toBeVisible();
    await picture(console, 'console-ticket');
    await agent.call('verifyPriority', { params, body: { priority: 'p1' } });
    await agent.call('addMessage', {
      params,
      body: { text: 'Lo revisamos ahora mismo.' },
      idempotencyKey: randomUUID(),
    });
    await agent.call('logWork', { params, body: { minutes: 70 }, idempotencyKey: randomUUID() });
    await agent.call('resolveTicket', {
      params,
      body: { form: 'solution', text: 'Se reinició el servicio fiscal.' },
      idempotencyKey: randomUUID(),
    });
    // What happened elsewhere shows here by itself.
    await expect(console.getByText('Se reinició el servicio fiscal.').first()).toBeVisible();
  });

  await test.step('the customer confirms, and the account shows two units with their clause', async () => {
    await portal.reload();
    await expect(portal.getByText('Se reinició el servicio fiscal.').first()).toBeVisible();
    await picture(portal, 'portal-ticket');
    const person = await apiSessionOf(customer.contact);
    await person.call('closeTicket', { params, body: {}, idempotencyKey: randomUUID() });
    await portal.goto('/account');
    await expect(portal.getByText(`#${number}`).first()).toBeVisible();
    await picture(portal, 'portal-account', true);
    const { items } = await person.call('getStatement', {
      params: { organizationId: customer.organizationId },
      query: {},
    });
    expect(items.find(({ kind }) => kind === 'charge')).toMatchObject({
      balanceChange: -2,
      clause: 'T4',
      ticketNumber: number,
      workMinutes: 70,
    });
  });
});

test('T1: with one unit a request is held; a purchase of five admits it, and its clock starts then', async ({
  browser,
}) => {
  const desk = await apiSessionOf(carmen);
  const customer = await newCustomer(desk.call, 1, {
    name: 'Demostración Apure',
    contactName: 'Beto Demo',
  });
  const person = await apiSessionOf(customer.contact);
  const { number } = await person.call('createTicket', {
    body: { subject: 'Sin acceso', description: 'Nadie puede entrar', prioritySuggested: 'p1' },
    idempotencyKey: randomUUID(),
  });
  const portal = await pageOf(browser, customer.contact, { ...phone, locale: 'es-VE' });
  await portal.goto(`/tickets/${number}`);
  await expect(
    portal
      .getByText(/cláusula T1/)
      .filter({ visible: true })
      .first(),
  ).toBeVisible();
  await picture(portal, 'portal-held');

  const before = Date.now();
  const bought = await buy(desk.call, customer.organizationId, 5);
  expect(bought).toMatchObject({ availableUnits: 5, admittedTickets: [number] });
  const ticket = await person.call('getTicket', { params: { number } });
  expect(ticket).toMatchObject({ status: 'open', units: { heldUnits: 1 } });
  const dueAt = Date.parse(ticket.clocks.find(({ kind }) => kind === 'firstResponse')?.dueAt ?? '');
  expect(dueAt - before).toBeGreaterThan(4 * 3_600_000 - 1000);
  expect(dueAt - before).toBeLessThan(4 * 3_600_000 + 60_000);
  await portal.reload();
  await expect(portal.getByRole('heading', { name: 'Sin acceso' })).toBeVisible();
  await expect(portal.getByText(/cláusula T1/).filter({ visible: true })).toHaveCount(0);
});
