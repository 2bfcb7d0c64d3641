import { readFileSync } from 'node:fs';
import { expect } from '@playwright/test';
import {
  agentReads,
  clauseName,
  customerReads,
  day,
  decided,
  file,
  hour,
  once,
  resolve,
  test,
} from '../../support/clause-desk.ts';

// What a request costs: the terms T1 to T6.

test('T1: with one unit a request is held under its clause; the units that billing confirms admit it', async ({
  desk,
}) => {
  const apure = await desk.customer('Apure del Sur', 1);
  const number = await file(apure, 'Nadie puede entrar');
  const held = { words: /La solicitud quedó retenida/, clause: 'T1' } as const;
  await customerReads(apure, number, held);
  await expect(
    apure.page
      .locator('.conditions li.unmet')
      .getByRole('link', { name: clauseName('T1'), exact: true }),
  ).toBeVisible();
  await agentReads(desk.carmen, number, held);

  const administrator = await desk.companyAdministrator('Berta', apure.organizationId);
  const { page } = administrator;
  await page.goto('/account');
  await expect(
    page.getByRole('link', { name: clauseName('T1'), exact: true }).first(),
  ).toBeVisible();
  await page.locator('summary', { hasText: 'Solicitar unidades' }).click();
  await page.getByLabel('Cuántas unidades').fill('6');
  await page.getByRole('button', { name: 'Solicitar', exact: true }).click();
  await expect(page.getByText('Solicitud enviada a facturación')).toBeVisible();

  const billing = desk.braulio.page;
  await billing.goto('/console/organizations');
  const asked = billing.getByRole('listitem').filter({ hasText: 'Solicita 6 unidades' });
  await asked.getByRole('button', { name: 'Registrar la compra' }).click();
  const dialog = billing.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Referencia' }).fill('Factura 77');
  await dialog.getByRole('button', { name: 'Registrar la compra' }).click();
  await expect(dialog).toBeHidden();
  await decided(apure, number, 'admitted');
  await page.reload();
  await expect(page.getByText('en la cuenta', { exact: true })).toBeVisible();
});

test('T2: an additional need of a message becomes a request of its own', async ({ desk }) => {
  const number = await file(desk.ana, 'La caja 3 no abre');
  await desk.ana.call('addMessage', {
    params: { number },
    body: { text: 'Además, necesitamos un usuario para Pedro.' },
    ...once(),
  });
  const { page } = desk.ana;
  await page.goto(`/tickets/${number}`);
  const message = page.getByRole('article').filter({ hasText: 'un usuario para Pedro' });
  await message.getByRole('link', { name: 'Pedir algo de esto aparte' }).click();
  await expect(page.getByRole('link', { name: clauseName('T2'), exact: true })).toBeVisible();
  await page.getByRole('radio', { name: /Apenas nos afecta/ }).check();
  await page.getByRole('button', { name: 'Pedirlo aparte' }).click();
  await expect(page).toHaveURL(/\/tickets\/\d+\?done=filed/);
  const split = {
    words: /Una necesidad adicional pasó a ser la solicitud #\d+/,
    clause: 'T2',
  } as const;
  await customerReads(desk.ana, number, split);
  await agentReads(desk.carmen, number, split);

  const agent = desk.carmen.page;
  await agent.keyboard.press('x');
  const dialog = agent.getByRole('dialog', { name: 'Separar una solicitud nueva' });
  await expect(dialog.getByRole('button', { name: clauseName('T2'), exact: true })).toBeVisible();
  await dialog.getByRole('textbox', { name: 'Asunto' }).fill('Otra necesidad de la caja 3');
  await dialog.getByRole('button', { name: 'Separar', exact: true }).click();
  await expect(
    agent.getByRole('heading', { level: 1, name: 'Otra necesidad de la caja 3' }),
  ).toBeVisible();
  const { links } = await desk.ana.call('getTicket', { params: { number } });
  expect(links.filter(({ kind }) => kind === 'split')).toHaveLength(2);
});

test('T3: one unit is on hold from the start, and comes back when it is withdrawn before any work', async ({
  desk,
}) => {
  const number = await file(desk.ana, 'Ya no hace falta');
  const { page } = desk.ana;
  await page.goto('/account');
  const holds = page.locator('section', {
    has: page.getByRole('heading', { name: 'Retenidas en solicitudes abiertas' }),
  });
  await expect(holds.getByRole('link', { name: clauseName('T3'), exact: true })).toBeVisible();
  await expect(holds.getByRole('listitem').filter({ hasText: `#${number}` })).toContainText(
    '1 unidad',
  );
  await agentReads(desk.carmen, number, {
    words: /Se retuvo 1 unidad de crédito: es el mínimo por solicitud/,
    clause: 'T3',
  });
  await page.goto(`/tickets/${number}`);
  await page.locator('summary', { hasText: 'Retirar' }).click();
  await page.locator('form[action$="/withdrawal"]').getByRole('button').click();
  await expect(page.getByText('Retiró la solicitud').first()).toBeVisible();
  const released = { words: /Se liberó 1 unidad de crédito sin cobro/, clause: 'T3' } as const;
  await customerReads(desk.ana, number, released);
  await agentReads(desk.carmen, number, released);
});

test('T4: 10 h 10 min are eleven units; the customer objects, and it takes two people to give them back', async ({
  desk,
}) => {
  const caroni = await desk.customer('Caroni', 20);
  const administrator = await desk.companyAdministrator('Carla', caroni.organizationId);
  const number = await file(caroni, 'Servidor caído');
  const params = { number };
  await desk.carmen.call('logWork', { params, body: { minutes: 610 }, ...once() });
  await resolve(desk, number);
  await caroni.call('closeTicket', { params, body: {}, ...once() });
  const charged = {
    words: /Se cobraron 11 unidades de crédito por 10 h 10 min de trabajo/,
    clause: 'T4',
  } as const;
  await customerReads(caroni, number, charged);
  await agentReads(desk.carmen, number, charged);

  const { page } = administrator;
  await page.goto('/account');
  const entry = page
    .locator('.entries > li')
    .filter({ has: page.getByText('Cobro', { exact: true }) });
  await expect(entry).toContainText('10 h 10 min');
  await entry.locator('summary').first().click();
  await expect(entry.getByRole('link', { name: clauseName('T4'), exact: true })).toBeVisible();
  await entry.locator('summary', { hasText: 'Objetar este cobro' }).click();
  await entry.getByLabel('Por qué no está de acuerdo').fill('Fueron dos horas.');
  await entry.getByRole('button', { name: 'Enviar la objeción' }).click();
  await expect(page.getByText('Objeción registrada; le avisaremos por correo')).toBeVisible();
  await expect(
    page.getByText('11 unidades en discusión: hay una objeción por decidir.'),
  ).toBeVisible();

  await expect(entry).toContainText('En discusión: 11 unidades');
  await expect(page.locator('.figures .disputed')).toContainText('11');
  // Frozen: nothing else corrects it.
  const { objections } = await desk.braulio.call('listBillingTasks');
  const { organizationId } = caroni;
  const correctsSequence =
    objections.find(({ ticketNumber }) => ticketNumber === number)?.entrySequence ?? 0;
  const correction = { units: 1, reason: 'Una hora de más', correctsSequence };
  await expect(
    desk.braulio.call('recordAdjustment', {
      params: { organizationId },
      body: correction,
      ...once(),
    }),
  ).rejects.toThrow(/en discusión/);

  const billing = desk.braulio.page;
  await billing.goto('/console/organizations');
  const objection = billing.getByRole('listitem').filter({ hasText: 'Objeta 11 unidades' });
  await objection.getByRole('button', { name: 'Aceptar y devolver' }).click();
  const dialog = billing.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Motivo, para el cliente' }).fill('Se cargó de más.');
  await dialog.getByRole('button', { name: 'Aceptar y devolver' }).click();
  await expect(dialog).toBeHidden();
  await expect(objection).toContainText('Espera la confirmación de otra persona');
  await expect(objection.getByRole('button')).toHaveCount(0);
  const second = desk.ada.page;
  await second.goto('/console/organizations');
  const waiting = second.getByRole('listitem').filter({ hasText: 'pedido por Braulio' });
  await waiting.getByRole('button', { name: 'Confirmar', exact: true }).click();
  await expect(waiting).toHaveCount(0);
  await page.goto('/account?kind=objection');
  await entry.locator('summary').first().click();
  await expect(
    page.getByText('Objeción aceptada, 11 unidades de vuelta: Se cargó de más.'),
  ).toBeVisible();
  expect(
    await caroni.call('getAccount', { params: { organizationId: caroni.organizationId } }),
  ).toMatchObject({
    availableUnits: 20,
    disputedUnits: 0,
  });
});

test('T4: the statement says every movement with its clause, on the page and in the PDF that one keeps', async ({
  desk,
}) => {
  const number = await file(desk.ana, 'Un estado de cuenta');
  await desk.carmen.call('logWork', { params: { number }, body: { minutes: 70 }, ...once() });
  await resolve(desk, number);
  await desk.ana.call('closeTicket', { params: { number }, body: {}, ...once() });
  const { page } = desk.ana;
  await page.goto('/account');
  await page
    .getByRole('navigation', { name: 'Movimientos' })
    .getByRole('link', { name: 'Todo' })
    .click();
  const charge = page
    .locator('.entries > li')
    .filter({ hasText: `#${number}` })
    .filter({ has: page.getByText('Cobro', { exact: true }) });
  await expect(charge).toContainText('1 h 10 min');
  await charge.locator('summary').first().click();
  await expect(charge.getByRole('link', { name: clauseName('T4'), exact: true })).toBeVisible();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'PDF', exact: true }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/\.pdf$/);
  expect(
    readFileSync(await download.path())
      .subarray(0, 5)
      .toString(),
  ).toBe('%PDF-');
});

test('T5: a visit is confirmed when the customer accepted its additional charge', async ({
  desk,
}) => {
  const number = await file(desk.ana, 'Cambiar el cabezal');
  const params = { number };
  await desk.carmen.call('offerAppointment', {
    params,
    body: {
      subject: 'Cambiar el cabezal',
      place: 'onsite',
      location: 'Av. Principal, local 3',
      durationMinutes: 60,
      surchargeUnits: 2,
      slots: [new Date(desk.now() + 2 * day).toISOString()],
    },
    ...once(),
  });
  const { page } = desk.ana;
  await page.goto(`/tickets/${number}`);
  const visit = page.locator('.appointment', { hasText: 'Cambiar el cabezal' });
  await expect(
    visit.getByRole('link', { name: clauseName('T5'), exact: true }).first(),
  ).toBeVisible();
  await visit
    .getByRole('checkbox', { name: /cargo adicional de 2 unidades/ })
    .first()
    .check();
  await visit.getByRole('button', { name: /^Aceptar / }).click();
  await expect(page.getByText('La hora quedó acordada')).toBeVisible();
  const accepted = {
    words: /El cliente aceptó el cargo adicional de 2 unidades de crédito/,
    clause: 'T5',
  } as const;
  await customerReads(desk.ana, number, accepted);
  await agentReads(desk.carmen, number, accepted);
});

test('T6: who is absent from what was agreed is charged the minimum, and was told so before', async ({
  desk,
}) => {
  const number = await file(desk.ana, 'Configurar la central');
  const params = { number };
  const { appointments } = await desk.carmen.call('offerAppointment', {
    params,
    body: {
      subject: 'Configurar la central',
      durationMinutes: 60,
      slots: [new Date(desk.now() + 2 * day).toISOString()],
    },
    ...once(),
  });
  const { page } = desk.ana;
  await page.goto(`/tickets/${number}`);
  const offered = page.locator('.appointment', { hasText: 'Configurar la central' });
  await expect(offered.getByText(/se cobra el mínimo: 1 unidad/).first()).toBeVisible();
  await expect(
    offered.getByRole('link', { name: clauseName('T6'), exact: true }).first(),
  ).toBeVisible();
  await offered.getByRole('button', { name: /^Aceptar / }).click();
  await expect(page.getByText('La hora quedó acordada')).toBeVisible();
  await desk.later(2 * day + hour / 2);
  await desk.carmen.call('recordOutcome', {
    params: { number, appointmentId: appointments[0]?.id ?? 0 },
    body: { outcome: 'no-show', note: 'Nadie se conectó.', attemptsNote: 'Dos llamadas.' },
    ...once(),
  });
  const missed = {
    words: /Se cobró 1 unidad de crédito: el cliente no estuvo disponible/,
    clause: 'T6',
  } as const;
  await customerReads(desk.ana, number, missed);
  await expect(page.getByText('Se cobró el mínimo: 1 unidad.').first()).toBeVisible();
  await agentReads(desk.carmen, number, missed);
});
