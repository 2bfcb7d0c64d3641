import { randomUUID } from 'node:crypto';
import { expect, type Page, test } from '@playwright/test';
import nodemailer from 'nodemailer';
import { doNow } from '../support/journey-database.ts';
import { journeyDataDir, journeySmtpPort } from '../support/journey-desk.ts';
import {
  apiSession,
  apiSessionOf,
  carmen,
  eventually,
  mailbox,
  newCustomer,
  pageOf,
  password,
  picture,
  ramon,
  tokenSentTo,
} from '../support/journey-world.ts';

const desk = { viewport: { width: 1440, height: 900 }, locale: 'es-VE' };

/** A customer of its own with one request, so that journeys side by side never meet. */
async function aRequest(subject: string) {
  const carmenSession = await apiSessionOf(carmen);
  const customer = await newCustomer(carmenSession.call, 10);
  const person = await apiSessionOf(customer.contact);
  const ticket = await person.call('createTicket', {
    body: {
      subject,
      description: 'Al guardar aparece un error y no queda registrada.',
      expectedResult: 'Poder facturar.',
      prioritySuggested: 'p2',
    },
    idempotencyKey: randomUUID(),
  });
  return { customer, person, number: ticket.number, params: { number: ticket.number } };
}

const composer = (page: Page) => page.getByRole('textbox', { name: 'Mensaje al cliente' });

test('V.b–VIII.a: an agent attends to a request with the keyboard alone', async ({ browser }) => {
  const mark = randomUUID().slice(0, 8);
  const { customer, person, params, number } = await aRequest(`Facturación detenida ${mark}`);
  const page = await pageOf(browser, ramon, desk);

  await test.step('finds it by customer, priority and words, and opens it', async () => {
    await page.goto('/console');
    await expect(page.getByRole('heading', { name: 'Cola' })).toBeVisible();
    await page.keyboard.press('/');
    await page.keyboard.type(`cliente:"${customer.name}" prioridad:3`);
    await expect(page.getByText('Nada con esas palabras')).toBeVisible();
    await page.keyboard.press('Backspace');
    await page.keyboard.type('2 "facturacion detenida"');
    // Alone in the list: it is the answer to the words, no longer the queue from before.
    await expect(page.getByRole('main').getByRole('listitem')).toHaveCount(1);
    await expect(page.getByRole('link', { name: mark })).toHaveCount(1);
    await expect(page.getByRole('link', { name: `Clientes con «${customer.name}»` })).toBeVisible();
    await page.getByRole('searchbox').blur();
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { level: 1, name: mark })).toBeVisible();
    await picture(page, 'console-queue-and-ticket');
  });

  await test.step('takes it, and confirms the priority with one key', async () => {
    await page.keyboard.press('Shift+A');
    await expect(page.getByText('Asignada a Ramón Demo')).toBeVisible();
    await page.keyboard.press('Shift+P');
    await expect(page.getByText('Prioridad verificada')).toBeVisible();
    const ticket = await person.call('getTicket', { params });
    expect(ticket).toMatchObject({ priority: 'p2', priorityVerified: true });
  });

  await test.step('writes a note that the customer never sees', async () => {
    await page.keyboard.press('n');
    await expect(page.getByText('Solo el equipo la lee')).toBeVisible();
    await page.keyboard.type('Sospecho del disco; no decir nada todavía.');
    await page.keyboard.press('ControlOrMeta+Enter');
    await expect(page.getByText('Nota interna · el cliente no la ve')).toBeVisible();
    const { messages } = await person.call('getTicket', { params });
    expect(JSON.stringify(messages)).not.toContain('Sospecho del disco');
  });

  await test.step('a draft survives a reload, and is not the note’s', async () => {
    await page.keyboard.press('r');
    await page.keyboard.type('Ya lo estamos revisando');
    await page.reload();
    await page.getByRole('button', { name: /Responder a Ana.*borrador/ }).click();
    await expect(composer(page)).toHaveValue('Ya lo estamos revisando');
  });

  await test.step('is told that the customer wrote meanwhile, and sends knowing it', async () => {
    await person.call('addMessage', {
      params,
      body: { text: 'Perdón: solo pasa en la caja 4.' },
      idempotencyKey: randomUUID(),
    });
    await expect(page.getByText(/escribió mientras usted escribía/)).toBeVisible();
    await expect(page.getByRole('button', { name: /Enviar al cliente/ })).toBeDisabled();
    await page.getByRole('button', { name: 'Leído; seguir escribiendo' }).click();
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'pasos.txt', mimeType: 'text/plain', buffer: Buffer.from('Paso 1') });
    await expect(page.getByRole('button', { name: 'Quitar pasos.txt' })).toBeVisible();
    await composer(page).focus();
    await page.keyboard.type('; gracias por el dato de la caja 4.');
    await page.keyboard.press('ControlOrMeta+Enter');
    await expect(page.getByText('Respuesta en camino')).toBeVisible();
    const { messages, clocks } = await person.call('getTicket', { params });
    expect(messages.at(-1)).toMatchObject({
      author: 'agent',
      text: 'Ya lo estamos revisando; gracias por el dato de la caja 4.',
      attachments: [{ name: 'pasos.txt', byteSize: 6 }],
    });
    // VII: the first message of a person is the attention.
    expect(clocks.find(({ kind }) => kind === 'firstResponse')?.state).toBe('met');
  });

  await test.step('T4: sees that 1 h 10 costs two units before saying so', async () => {
    await page.keyboard.press('w');
    const dialog = page.getByRole('dialog', { name: /Trabajo en la solicitud/ });
    await expect(dialog.getByRole('textbox', { name: 'Tiempo trabajado' })).toBeFocused();
    await page.keyboard.type('1 h 10');
    await expect(dialog.getByText('2 unidades', { exact: false }).first()).toBeVisible();
    await dialog.getByRole('textbox', { name: /Qué se hizo/ }).fill('Revisión de la caja 4');
    await dialog.getByRole('button', { name: 'Registrar trabajo' }).click();
    await expect(page.getByText('Trabajo registrado')).toBeVisible();
    expect((await person.call('getTicket', { params })).units.unitsSoFar).toBe(2);
  });

  await test.step('VIII.b: asks, and the clock waits for the customer', async () => {
    await page.keyboard.press('i');
    await expect(page.getByText('Primer intento')).toBeVisible();
    await page.keyboard.type('¿Qué modelo es la impresora de la caja 4?');
    await page.keyboard.press('ControlOrMeta+Enter');
    await expect(page.getByText('Espera al cliente').first()).toBeVisible();
    await person.call('addMessage', {
      params,
      body: { text: 'Es una HKA 80.' },
      idempotencyKey: randomUUID(),
    });
    // The answer comes in by itself, and with it the move.
    await expect(page.getByText('Es una HKA 80.').first()).toBeVisible();
    await expect(page.getByRole('article').getByText('Nos toca').first()).toBeVisible();
  });

  await test.step('VII: looks up why it is due then', async () => {
    await page.keyboard.press('d');
    const proof = page.getByRole('dialog', { name: /Por qué vence entonces/ });
    await expect(proof.getByText('no se cuenta').first()).toBeVisible();
    await picture(page, 'console-clock-proof');
    await page.keyboard.press('Escape');
    await expect(proof).toBeHidden();
  });

  await test.step('VIII.a: resolves with instructions', async () => {
    await page.keyboard.press('e');
    await page.getByRole('radio', { name: 'Instrucciones' }).check();
    await page
      .getByRole('textbox', { name: 'Mensaje al cliente' })
      .fill('Reinicie la HKA 80 y emita una factura de prueba.');
    await page.keyboard.press('ControlOrMeta+Enter');
    await expect(page.getByText('Solicitud resuelta')).toBeVisible();
    expect(await person.call('getTicket', { params })).toMatchObject({
      status: 'resolved',
      resolutionForm: 'instructions',
    });
  });
  expect(number).toBeGreaterThan(1000);
});

test('two agents at one request see each other, and the second answer waits for the first to be read', async ({
  browser,
}) => {
  const { person, params, number } = await aRequest('Cierre del mes');
  const page = await pageOf(browser, ramon, desk);
  const hers = await pageOf(browser, carmen, desk);
  await page.goto(`/console/tickets/${number}`);
  await hers.goto(`/console/tickets/${number}`);
  const others = page.getByRole('list', { name: 'Quién más está en esta solicitud' });
  await expect(others.getByText('Carmen Demo la tiene abierta')).toBeAttached();

  await page.getByRole('button', { name: /Responder a Ana/ }).click();
  await composer(page).fill('Reinicie el servidor.');
  await hers.getByRole('button', { name: /Responder a Ana/ }).click();
  await composer(hers).fill('No lo reinicie: pierde el cierre.');
  await expect(page.getByText(/^Carmen Demo escribe al cliente\. Si envía antes/)).toBeVisible();
  await expect(hers.getByText(/^Ramón Demo escribe al cliente\. Si envía antes/)).toBeVisible();
  await expect(page.getByRole('status').filter({ hasText: 'escribe al cliente' })).toBeAttached();

  await hers.getByRole('button', { name: /Enviar al cliente/ }).click();
  const stale = page.getByRole('alert').filter({ hasText: 'Carmen Demo escribió mientras' });
  await expect(stale.getByText('No lo reinicie: pierde el cierre.')).toBeVisible();
  await expect(page.getByRole('button', { name: /Enviar al cliente/ })).toBeDisabled();
  const said = (await person.call('getTicket', { params })).messages.map(({ text }) => text);
  expect(said).not.toContain('Reinicie el servidor.');

  // A page that goes says so itself.
  await hers.goto('/console/tickets');
  await expect(others).toBeHidden();
  await expect(hers.getByRole('link', { name: /Ramón Demo escribe al cliente/ })).toBeVisible();
});

test('a draft is found on another machine, and of two that were written apart nothing is lost', async ({
  browser,
}) => {
  const { person, params, number } = await aRequest('Dos equipos');
  const { call } = await apiSessionOf(ramon);
  const atDesk = (text: string) =>
    eventually(async () =>
      (await call('listDrafts', { params })).items.find((draft) => draft.text === text),
    );
  const office = await pageOf(browser, ramon, desk);
  await office.goto(`/console/tickets/${number}`);
  await office.getByRole('button', { name: /Responder a Ana/ }).click();
  await composer(office).fill('Desde la oficina');
  await atDesk('Desde la oficina');
  const home = await pageOf(browser, ramon, desk);
  await home.goto(`/console/tickets/${number}`);
  await home.getByRole('button', { name: /Responder a Ana.*borrador/ }).click();
  await expect(composer(home)).toHaveValue('Desde la oficina');

  await home.context().setOffline(true);
  await composer(home).fill('Desde la casa, sin red');
  await expect(home.getByText('Guardado solo en este equipo')).toBeVisible();
  await composer(office).fill('Desde la oficina, más tarde');
  await atDesk('Desde la oficina, más tarde');
  await home.context().setOffline(false);
  await expect(composer(home)).toHaveValue('Desde la oficina, más tarde');
  const other = home.getByRole('status').filter({ hasText: 'Otro borrador suyo' });
  await expect(other.getByText('Desde la casa, sin red')).toBeVisible();
  await other.getByRole('button', { name: 'Agregarlo al final' }).click();
  await expect(other).toBeHidden();
  const both = 'Desde la oficina, más tarde\n\nDesde la casa, sin red';
  await expect(composer(home)).toHaveValue(both);
  await atDesk(both);

  // Sent here, it is over there as well.
  await office.goto('/console/tickets');
  await expect(office.getByRole('heading', { name: 'Cola' })).toBeVisible();
  await office.keyboard.press('ControlOrMeta+k');
  const drafts = office.getByRole('group', { name: 'Mis borradores' });
  await expect(drafts.getByRole('option', { name: `#${number}` })).toBeVisible();
  await composer(home).press('ControlOrMeta+Enter');
  await expect(home.getByText('Respuesta en camino')).toBeVisible();
  expect((await call('listDrafts', { params })).items).toEqual([]);
  expect((await person.call('getTicket', { params })).messages.at(-1)?.text).toBe(both);
  await office.goto(`/console/tickets/${number}`);
  const reply = office.getByRole('button', { name: /Responder a Ana/ });
  await expect(reply).toBeVisible();
  await expect(reply).not.toHaveText(/borrador/);
});

test('a macro is written, and fills itself in where the cursor stands', async ({ browser }) => {
  const mark = randomUUID().slice(0, 8);
  const { customer, person, params, number } = await aRequest('Sin acceso al sistema');
  const page = await pageOf(browser, ramon, desk);
  await page.goto('/console/settings/macros');
  await page.getByRole('button', { name: 'Macro nueva' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Nombre' }).fill(`Acceso ${mark}`);
  const text = dialog.getByRole('textbox', { name: 'Texto en español' });
  await text.fill('Hola, {contatc}: ');
  await dialog.getByRole('button', { name: 'Agregar' }).click();
  await expect(dialog.getByText('No existe la variable {contatc}.')).toBeInViewport();
  await text.fill('Hola, ');
  for (const variable of ['contact', 'cursor', 'ticket']) {
    await dialog.getByRole('button', { name: `{${variable}}` }).click();
  }
  await expect(text).toHaveValue('Hola, {contact}{cursor}{ticket}');
  await dialog.getByRole('button', { name: 'Agregar' }).click();
  await expect(page.getByText('Hola, {contact}{cursor}{ticket}')).toBeVisible();

  await page.goto(`/console/tickets/${number}`);
  await page.getByRole('button', { name: /Responder a Ana/ }).click();
  await composer(page).fill('Buenos días.  Gracias.');
  for (let left = ' Gracias.'.length; left > 0; left -= 1) await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ControlOrMeta+.');
  await dialog.getByRole('combobox', { name: 'Insertar una macro' }).fill(mark);
  await expect(dialog.getByRole('option', { name: mark })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(composer(page)).toBeFocused();
  await page.keyboard.type(', sobre la ');
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(page.getByText('Respuesta en camino')).toBeVisible();
  const { messages } = await person.call('getTicket', { params });
  expect(messages.at(-1)?.text).toBe(
    `Buenos días. Hola, ${customer.contact.name}, sobre la #${number} Gracias.`,
  );
});

test('a search is saved as a view, found again, and had back after it was removed', async ({
  browser,
}) => {
  const mark = randomUUID().slice(0, 8);
  const { number } = await aRequest(`Vista ${mark}`);
  const page = await pageOf(browser, ramon, desk);
  await page.goto('/console/tickets');
  await page.getByRole('searchbox').fill(`prioridad:2 ${mark}`);
  await page.getByRole('button', { name: 'Guardar esta vista' }).click();
  await page.getByRole('dialog').getByRole('textbox', { name: 'Nombre' }).fill(`Mías ${mark}`);
  await page.keyboard.press('Enter');
  const views = page.getByRole('navigation', { name: 'Vistas de la cola' });
  const tab = views.getByRole('link', { name: mark });
  await expect(tab).toHaveAttribute('aria-current', 'page');
  await expect(views.locator('[aria-current]')).toHaveCount(1);

  await page.getByRole('link', { name: /^Retenidas/ }).click();
  await expect(page.getByRole('searchbox')).toHaveValue('');
  await page.keyboard.press('ControlOrMeta+k');
  await page.getByRole('combobox', { name: 'Buscar o hacer' }).fill(`Mías ${mark}`);
  await expect(page.getByRole('option', { name: `Mías ${mark}` })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('searchbox')).toHaveValue(`prioridad:2 ${mark}`);
  await expect(page.getByRole('main').getByRole('link', { name: `#${number}` })).toBeVisible();

  await page.getByRole('button', { name: `Quitar la vista Mías ${mark}` }).click();
  await expect(tab).toBeHidden();
  await page.getByRole('button', { name: 'Deshacer' }).click();
  await expect(tab).toBeVisible();
});

test('V.d: a request is put off, seen among those put off, and back at once when the customer writes', async ({
  browser,
}) => {
  const mark = randomUUID().slice(0, 8);
  const { number, params, person } = await aRequest(`Pospuesta ${mark}`);
  const page = await pageOf(browser, ramon, desk);
  await page.goto(`/console/tickets/${number}`);
  await expect(page.getByRole('heading', { level: 1, name: mark })).toBeVisible();
  await page.keyboard.press('z');
  await expect(page.getByRole('option', { name: /^En una hora/ })).toBeVisible();
  await page.keyboard.press('Enter');
  const bar = page.getByText('Fuera de su cola; vuelve');
  await expect(bar).toBeVisible();

  await page.keyboard.press('u');
  const row = page.getByRole('main').getByRole('link', { name: mark });
  await page.getByRole('link', { name: /^Pospuestas/ }).click();
  await expect(row).toContainText('Pospuesta: vuelve');
  await page.getByRole('link', { name: /^Activas/ }).click();
  await expect(row).toBeHidden();

  await person.call('addMessage', {
    params,
    body: { text: 'Ya no hace falta esperar.', visibility: 'public', attachmentIds: [] },
    idempotencyKey: randomUUID(),
  });
  await expect(row).toBeVisible();

  await test.step('another moment is said as a date and a time', async () => {
    await page.goto(`/console/tickets/${number}`);
    await expect(page.getByRole('heading', { level: 1, name: mark })).toBeVisible();
    await page.keyboard.press('z');
    await page.getByRole('combobox', { name: 'Posponer hasta' }).fill('otra');
    await page.keyboard.press('Enter');
    const day = new Date(Date.now() + 3 * 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
    await page.getByLabel('Vuelve a mi cola').fill(`${day}T09:30`);
    await page.getByRole('dialog').getByRole('button', { name: 'Posponer' }).click();
    await expect(bar).toBeVisible();
    await page.getByRole('button', { name: 'Devolver a mi cola' }).click();
    await expect(bar).toBeHidden();
  });
});

test('VII: the board says who has what as it changes, leads to it, and gives it to somebody else', async ({
  browser,
}) => {
  const mark = randomUUID().slice(0, 8);
  const name = `Nora ${mark}`;
  const { number, params } = await aRequest(`Tablero ${mark}`);
  const { call } = await apiSessionOf(carmen);
  const { personId } = await call('inviteAgent', {
    body: { name, email: `${mark}@andino.example` },
    idempotencyKey: randomUUID(),
  });
  const page = await pageOf(browser, carmen, desk);
  await page.goto('/console');
  await expect(page.getByRole('heading', { name: 'Cola' })).toBeVisible();
  await page.keyboard.press('g');
  await page.keyboard.press('b');
  await expect(page.getByRole('heading', { level: 1, name: 'Tablero' })).toBeVisible();
  const load = page.getByRole('table', { name: 'Por asesor' }).getByRole('row', { name });
  await expect(load).toContainText('Sin vencimiento');

  await call('assignTicket', {
    params,
    body: { assigneePersonId: personId },
    idempotencyKey: randomUUID(),
  });
  // Nobody pressed anything: the board heard of it.
  const reassign = load.getByRole('button', { name: `Reasignar lo de ${name}` });
  await expect(reassign).toBeVisible();
  await load.getByRole('link', { name }).click();
  await expect(page.getByRole('searchbox')).toHaveValue(`asesor:"${name}"`);
  await expect(page.getByRole('main').getByRole('link', { name: `#${number}` })).toBeVisible();

  await page.goBack();
  await reassign.click();
  await page.getByRole('button', { name: `Asignar #${number}` }).click();
  await page.getByRole('combobox', { name: 'Asignar' }).fill('Ramón');
  await page.getByRole('option', { name: ramon.name }).click();
  await expect(page.getByText('No queda ninguna solicitud en curso aquí.')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(load).toContainText('Sin vencimiento');
  const ticket = await call('getTicket', { params });
  expect(ticket.assignee?.name).toBe(ramon.name);

  await page
    .getByRole('listitem')
    .getByRole('link', { name: 'Prioridad sin verificar', exact: true })
    .click();
  await expect(page.getByRole('searchbox')).toHaveValue('es:sin-verificar');
  await expect(page.getByRole('link', { name: /^Prioridad sin verificar/ })).toBeVisible();
});

test('V.c: who is named in a note is told, follows the request, and leaves it with one key', async ({
  browser,
}) => {
  const mark = randomUUID().slice(0, 8);
  const { number, params, person } = await aRequest(`Mención ${mark}`);
  const page = await pageOf(browser, ramon, desk);
  await page.goto(`/console/tickets/${number}`);
  await expect(page.getByRole('heading', { level: 1, name: mark })).toBeVisible();
  await page.keyboard.press('n');
  await page.keyboard.type('¿Puede verlo @car');
  await expect(page.getByRole('option', { name: carmen.name })).toBeVisible();
  await page.keyboard.press('Enter');
  await page.keyboard.type(`hoy? ${mark}`);
  await expect(page.getByRole('textbox', { name: 'Nota interna' })).toHaveValue(
    `¿Puede verlo @${carmen.name} hoy? ${mark}`,
  );
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(page.getByRole('listitem').filter({ hasText: `hoy? ${mark}` })).toBeVisible();
  expect(JSON.stringify(await person.call('getTicket', { params }))).not.toContain('hoy?');

  const hers = await pageOf(browser, carmen, desk);
  await hers.goto('/console/tickets');
  await expect(hers.getByRole('heading', { name: 'Cola' })).toBeVisible();
  await hers.keyboard.press('g');
  await hers.keyboard.press('n');
  const notice = hers.getByRole('dialog').getByRole('listitem').filter({ hasText: mark });
  await expect(notice).toContainText(`${ramon.name} le menciona en una nota`);
  await notice.getByRole('link').click();
  await expect(hers.getByRole('heading', { level: 1, name: mark })).toBeVisible();
  const leave = hers.getByRole('button', { name: 'Dejar de seguir' });
  await expect(leave).toBeVisible();
  await hers.keyboard.press('f');
  await expect(leave).toBeHidden();
});

test('V.d: several requests are given to somebody at once; what is refused is said by name, and the rest put back', async ({
  browser,
}) => {
  const mark = randomUUID().slice(0, 8);
  const [first, second, gone] = await Promise.all([
    aRequest(`Lote uno ${mark}`),
    aRequest(`Lote dos ${mark}`),
    aRequest(`Lote tres ${mark}`),
  ]);
  await gone.person.call('withdrawTicket', {
    params: gone.params,
    body: {},
    idempotencyKey: randomUUID(),
  });
  const { call } = await apiSessionOf(ramon);
  const assignees = () =>
    Promise.all(
      [first, second].map(
        async ({ params }) => (await call('getTicket', { params })).assignee?.name ?? null,
      ),
    );
  const page = await pageOf(browser, ramon, desk);
  await page.goto(`/console/tickets?view=all&q=${mark}`);
  const rows = page.getByRole('list', { name: /^Solicitudes, la de reloj/ }).getByRole('listitem');
  await expect(rows).toHaveCount(3);
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await page.keyboard.press('Shift+ArrowDown');
  const bar = page.getByRole('region', { name: 'Actos en lote' });
  await expect(bar).toContainText('2 elegidas');
  await page.keyboard.press('Shift+X');
  await expect(bar).toContainText('3 elegidas');

  await page.keyboard.press('a');
  await expect(page.getByRole('option', { name: 'A mí' })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByText('Hecho en 2 solicitudes')).toBeVisible();
  await expect(bar).toContainText('1 de 3 no se pudo cambiar');
  await expect(bar.getByRole('link', { name: `#${gone.number}` })).toBeVisible();
  expect(await assignees()).toEqual([ramon.name, ramon.name]);

  await page.getByRole('button', { name: 'Deshacer' }).click();
  await expect(page.getByText('2 solicitudes están como estaban')).toBeVisible();
  expect(await assignees()).toEqual([null, null]);
});

test('VII: a report says what came of the promises, also as a table and for a spreadsheet', async ({
  browser,
}) => {
  const { customer, params } = await aRequest('Informe de un cliente');
  const { call } = await apiSessionOf(ramon);
  await call('resolveTicket', {
    params,
    body: { form: 'solution', text: 'Se reinició el servicio.' },
    idempotencyKey: randomUUID(),
  });
  await doNow(journeyDataDir, 'reporting.summarise-requests');
  const query = { organizationId: customer.organizationId };
  await eventually(async () => {
    const { weeks } = await call('getReport', { query });
    return weeks.some(({ resolved }) => resolved === 1) || undefined;
  });
  const page = await pageOf(browser, ramon, desk);
  await page.goto('/console');
  await expect(page.getByRole('heading', { name: 'Cola' })).toBeVisible();
  await page.keyboard.press('g');
  await page.keyboard.press('r');
  await expect(page.getByRole('heading', { level: 1, name: 'Informes' })).toBeVisible();
  await page.getByRole('button', { name: 'Todos los clientes' }).click();
  await page.getByRole('combobox', { name: 'Elegir un cliente' }).fill(customer.name);
  await page.getByRole('option', { name: customer.name }).click();
  await expect(page.getByText(/^1 solicitud registrada en/)).toBeVisible();
  const whole = page.getByRole('table', { name: 'Cumplimiento de lo prometido' });
  const p2 = whole.getByRole('row', { name: /Prioridad 2/ });
  await expect(p2).toContainText('100 %');
  await expect(p2).toContainText('1 de 1');
  const weeks = page.getByRole('figure', { name: /Entradas y salidas por semana/ });
  await expect(weeks.getByRole('img')).toHaveAccessibleName(/^Registradas: 1; resueltas: 1;/);
  await weeks.getByText('Ver como tabla').click();
  await expect(weeks.getByRole('table')).toBeVisible();
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Descargar CSV' }).click();
  expect((await download).suggestedFilename()).toMatch(/^informe-20\d\d-\d\d_20\d\d-\d\d\.csv$/);
});

test('II, T1: a request by telephone shows what would hold it, and is registered all the same', async ({
  browser,
}) => {
  const session = await apiSessionOf(carmen);
  const { contact } = await newCustomer(session.call, 1);
  const page = await pageOf(browser, ramon, desk);
  await page.goto('/console');
  await expect(page.getByRole('heading', { name: 'Cola' })).toBeVisible();
  await page.keyboard.press('c');
  await page.getByRole('combobox', { name: 'Buscar un contacto' }).fill(contact.email);
  await page.getByRole('option', { name: contact.name }).click();
  await page.getByRole('textbox', { name: 'Asunto' }).fill('No imprime la caja 2');
  await page.getByRole('textbox', { name: 'Descripción' }).fill('Llamó por teléfono.');
  await page.getByRole('radio', { name: /Prioridad 2/ }).check();
  await expect(page.getByText('Quedará retenida hasta que se cumpla lo que falta')).toBeVisible();
  await expect(page.getByText(/disponible.*1 unidad/i).first()).toBeVisible();
  await picture(page, 'console-new-request');
  await page.getByRole('button', { name: 'Registrar la solicitud' }).click();
  await expect(page.getByText('Retenida: falta una condición para procesarla')).toBeVisible();
  await expect(page.getByText('Teléfono').first()).toBeVisible();
});

test('II, V.c: a mail from a stranger waits in the quarantine, and becomes a request of a new contact', async ({
  browser,
}) => {
  const mark = randomUUID().slice(0, 8);
  const session = await apiSessionOf(carmen);
  const customer = await newCustomer(session.call, 10);
  const post = nodemailer.createTransport({
    host: '127.0.0.1',
    port: journeySmtpPort,
    secure: false,
    ignoreTLS: true,
  });
  await post.sendMail({
    from: `Rosa Nueva <rosa.${mark}@desconocido.example>`,
    to: mailbox,
    subject: `Sin conexión ${mark}`,
    text: 'No tenemos conexión desde hoy.',
    html: '<p>No tenemos <b>conexión</b> desde hoy.<script>parent.document.title = "roto"</script></p>',
  });
  post.close();
  await eventually(async () => {
    const { items } = await session.call('listQuarantine', { query: { limit: 100 } });
    return items.find((mail) => mail.subject?.includes(mark));
  });
  const page = await pageOf(browser, carmen, desk);
  await page.goto('/console/mail/quarantine');
  await page.getByRole('button', { name: `Sin conexión ${mark}` }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Ver con su formato' }).click();
  const frame = page.frameLocator('iframe');
  await expect(frame.getByText('conexión', { exact: true })).toBeVisible();
  expect(await page.title()).not.toBe('roto');
  await dialog.getByRole('radio', { name: 'De un contacto nuevo' }).check();
  await dialog.getByRole('textbox', { name: /Buscar por nombre/ }).fill(customer.name);
  await dialog.getByRole('combobox', { name: 'Cliente' }).selectOption({ label: customer.name });
  await dialog.getByRole('button', { name: 'Dejar pasar' }).click();
  await page.getByRole('button', { name: 'Abrir' }).click();
  await expect(page.getByRole('heading', { level: 1, name: `Sin conexión ${mark}` })).toBeVisible();
  await expect(page.getByText('Rosa Nueva').first()).toBeVisible();
});

test('II, V.c: a colleague is added to those who follow a request, reads it, and is taken out', async ({
  browser,
}) => {
  const { customer, number } = await aRequest('Pedido compartido');
  const session = await apiSessionOf(carmen);
  const mark = randomUUID().slice(0, 6);
  const colleague = { name: `Berta ${mark}`, email: `berta.${mark}@cliente.example` };
  await session.call('inviteContact', {
    params: { organizationId: customer.organizationId },
    body: { ...colleague, role: 'customer' },
  });
  const token = await tokenSentTo(session.call, colleague.email);
  await (await apiSession()).call('acceptInvitation', { body: { token, password } });
  const theirs = await pageOf(browser, colleague);
  await theirs.goto(`/tickets/${number}`);
  await expect(theirs.getByRole('heading', { name: 'Pedido compartido' })).toBeHidden();

  const page = await pageOf(browser, ramon, desk);
  await page.goto(`/console/tickets/${number}`);
  await page.getByRole('button', { name: 'Agregar a un contacto' }).click();
  const picker = page.getByRole('dialog', { name: 'Agregar a un contacto' });
  await expect(picker.getByRole('option')).toHaveCount(1);
  await page.keyboard.type(mark);
  await picker.getByRole('option', { name: colleague.name }).click();
  const remove = page.getByRole('button', { name: new RegExp(`${colleague.name}`) });
  await expect(remove).toBeVisible();
  await theirs.goto(`/tickets/${number}`);
  await expect(theirs.getByRole('heading', { name: 'Pedido compartido' })).toBeVisible();

  await remove.click();
  await expect(remove).toBeHidden();
  await theirs.goto(`/tickets/${number}`);
  await expect(theirs.getByRole('heading', { name: 'Pedido compartido' })).toBeHidden();
});

test('T1: the purchase recorded in the console admits what was held, and the ledger proves it', async ({
  browser,
}) => {
  const session = await apiSessionOf(carmen);
  const customer = await newCustomer(session.call, 1);
  const person = await apiSessionOf(customer.contact);
  const held = await person.call('createTicket', {
    body: { subject: 'Sin sistema', description: 'Nadie puede entrar.' },
    idempotencyKey: randomUUID(),
  });
  expect(held.status).toBe('held');
  const page = await pageOf(browser, carmen, desk);
  await page.goto(`/console/organizations/${customer.organizationId}`);
  await page.getByRole('button', { name: 'Registrar compra' }).click();
  await page.getByRole('spinbutton', { name: 'Unidades' }).fill('5');
  await page.getByRole('textbox', { name: 'Referencia' }).fill('Factura 2026-0001');
  await page.getByRole('button', { name: 'Registrar', exact: true }).click();
  await expect(page.getByText(`Se admitieron #${held.number}`)).toBeVisible();
  await page.getByRole('button', { name: 'Verificar el libro' }).click();
  await expect(page.getByText(/El libro cuadra/)).toBeVisible();
  await picture(page, 'console-account');
  const admitted = await person.call('getTicket', { params: { number: held.number } });
  expect(admitted.status).toBe('open');
});

test('a session that ends takes nothing that was written with it', async ({ browser }) => {
  const { person, params, number } = await aRequest('Correo detenido');
  const page = await pageOf(browser, ramon, desk);
  await page.goto(`/console/tickets/${number}`);
  await page.getByRole('button', { name: /Responder a Ana/ }).click();
  await composer(page).fill('Estamos en eso.');
  const cookies = await page.context().cookies();
  await page.context().clearCookies();
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(page.getByText('Su sesión terminó.')).toBeVisible();
  await expect(composer(page)).toHaveValue('Estamos en eso.');
  // As signing in on another tab does.
  await page.context().addCookies(cookies);
  await page.getByRole('button', { name: 'Ya entré' }).click();
  await expect(page.getByText('Su sesión terminó.')).toBeHidden();
  await composer(page).press('ControlOrMeta+Enter');
  await expect(page.getByText('Respuesta en camino')).toBeVisible();
  const { messages } = await person.call('getTicket', { params });
  expect(messages.filter(({ text }) => text === 'Estamos en eso.')).toHaveLength(1);
});

test('I, VIII: every way out of a request, and the way back in', async ({ browser }) => {
  const page = await pageOf(browser, ramon, desk);
  const open = async (number: number) => {
    await page.goto(`/console/tickets/${number}`);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  };
  const choose = async (act: string) => {
    await page.keyboard.press('s');
    await page.getByRole('menuitem', { name: act }).click();
  };
  const dialog = page.getByRole('dialog');
  const first = await aRequest('Migrar el servidor');

  await test.step('I: a project is referred', async () => {
    await open(first.number);
    await choose('Canalizar a servicios profesionales');
    await dialog.getByRole('textbox', { name: /Motivo/ }).fill('Es un proyecto de migración.');
    await dialog.getByRole('button', { name: 'Canalizar' }).click();
    await expect(page.getByText('Canalizada a servicios profesionales').first()).toBeVisible();
    expect((await first.person.call('getTicket', first)).status).toBe('referred');
  });

  const second = await aRequest('Igual que la otra');
  await test.step('I: a duplicate names the request that goes on', async () => {
    await open(second.number);
    await choose('Rechazar la solicitud');
    await dialog.getByRole('combobox', { name: 'Causa' }).selectOption('duplicate');
    await dialog.getByRole('textbox', { name: 'Número de la otra solicitud' }).fill('999999');
    await dialog.getByRole('button', { name: 'Rechazar' }).click();
    // What the desk refuses stays filled in.
    await expect(dialog.getByRole('alert')).toBeVisible();
    await dialog
      .getByRole('textbox', { name: 'Número de la otra solicitud' })
      .fill(`#${first.number}`);
    await dialog.getByRole('button', { name: 'Rechazar' }).click();
    await expect(page.getByText('Solicitud rechazada')).toBeVisible();
    expect((await second.person.call('getTicket', second)).status).toBe('rejected');
  });

  const third = await aRequest('No enciende');
  await test.step('T4: work that was logged wrongly is reversed, never deleted', async () => {
    await open(third.number);
    await page.keyboard.press('w');
    await dialog.getByRole('textbox', { name: 'Tiempo trabajado' }).fill('2 h');
    await dialog.getByRole('button', { name: 'Registrar trabajo' }).click();
    await expect(dialog).toBeHidden();
    await page.getByRole('button', { name: 'Revertir' }).click();
    await dialog.getByRole('textbox', { name: 'Motivo' }).fill('Era de otra solicitud');
    await dialog.getByRole('button', { name: 'Revertir' }).click();
    await expect(page.getByText('Registro revertido')).toBeVisible();
    const { units } = await third.person.call('getTicket', third);
    expect(units).toMatchObject({ billableMinutes: 0, unitsSoFar: 1 });
  });

  await test.step('VIII.a, VIII.c: it is resolved, closed, and opened again with a reason', async () => {
    await page.keyboard.press('e');
    await composer(page).fill('Se cambió la fuente.');
    // The dialog before gives the focus back in its own time.
    await composer(page).press('ControlOrMeta+Enter');
    await expect(page.getByText('Solicitud resuelta')).toBeVisible();
    await choose('Cerrar la solicitud');
    await expect(dialog.getByText('Al cerrar se cobran 1 unidad', { exact: false })).toBeVisible();
    await dialog.getByRole('button', { name: 'Cerrar la solicitud' }).click();
    await expect(page.getByText('Solicitud cerrada')).toBeVisible();
    await choose('Reabrir la solicitud');
    await dialog.getByRole('textbox', { name: 'Qué no quedó resuelto' }).fill('Se apagó otra vez.');
    await dialog.getByRole('button', { name: 'Reabrir la solicitud' }).click();
    await expect(page.getByText('Solicitud reabierta')).toBeVisible();
    expect((await third.person.call('getTicket', third)).status).toBe('open');
  });
});
