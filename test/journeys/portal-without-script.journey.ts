import { randomUUID } from 'node:crypto';
import { expect, type Page, test } from '@playwright/test';
import { generateSync } from 'otplib';
import {
  apiSessionOf,
  carmen,
  newCustomer,
  origin,
  pageOf,
  password,
  ramon,
  tokenSentTo,
} from '../support/journey-world.ts';

const withoutScript = { javaScriptEnabled: false, locale: 'es-VE' };

test('III: a link by mail signs in, and only pressing the button uses it up', async ({
  browser,
}) => {
  const desk = await apiSessionOf(carmen);
  const { contact } = await newCustomer(desk.call, 5);
  const page = await newPage(await browser.newContext({ ...withoutScript, baseURL: origin }));
  await page.goto('/tickets/new');
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await page.getByLabel('Correo electrónico').first().fill(contact.email);
  await page.getByRole('button', { name: 'Enviarme un enlace' }).click();
  await expect(page.getByRole('heading', { name: 'Revise su correo' })).toBeVisible();

  const token = await tokenSentTo(desk.call, contact.email, 'sign-in-link');
  await page.goto(`/sign-in/link?token=${token}`);
  // A scanner of links opens it as well: nothing is used up by looking.
  await page.reload();
  await page.getByRole('button', { name: 'Entrar' }).click();
  await expect(page).toHaveURL(`${origin}/tickets/new`);

  const again = await newPage(await browser.newContext({ ...withoutScript, baseURL: origin }));
  await again.goto(`/sign-in/link?token=${token}`);
  await again.getByRole('button', { name: 'Entrar' }).click();
  await expect(again.getByRole('heading', { name: 'Este enlace ya no sirve' })).toBeVisible();
});

test('a second factor: an app is linked, its code is asked for, and a recovery code lets in without it', async ({
  browser,
}) => {
  const desk = await apiSessionOf(carmen);
  const { contact } = await newCustomer(desk.call, 5);
  const page = await pageOf(browser, contact, withoutScript);
  await page.goto('/profile');
  await page.getByRole('link', { name: 'Ver o cambiar' }).click();
  await page.getByRole('button', { name: 'Vincular mi aplicación' }).click();
  const secret = await page.locator('input[name=secret]').inputValue();
  // What comes back with the form becomes a link again: only an app's own.
  const forged = await page.request.post('/second-factor/confirmation', {
    headers: { origin },
    form: { code: '000000', secret, uri: 'javascript:alert(1)' },
  });
  expect(await forged.text()).not.toContain('javascript:');
  await page.getByLabel('Código de la aplicación').fill(generateSync({ secret }));
  await page.getByRole('button', { name: 'Activar' }).click();
  await expect(page.getByRole('heading', { name: 'Guarde estos códigos' })).toBeVisible();
  const [recovery = ''] = await page.locator('.factor-codes code').allTextContents();
  await page.getByRole('link', { name: 'Ya los guardé' }).click();
  await expect(page).toHaveURL(`${origin}/profile`);

  const elsewhere = await newPage(await browser.newContext({ ...withoutScript, baseURL: origin }));
  await elsewhere.goto('/sign-in?next=/account');
  await elsewhere.getByText('Entrar con contraseña').click();
  await elsewhere.getByLabel('Correo electrónico').last().fill(contact.email);
  await elsewhere.getByLabel('Contraseña').fill(password);
  await elsewhere.getByRole('button', { name: 'Entrar', exact: true }).click();
  await expect(elsewhere.getByRole('heading', { name: 'Escriba su código' })).toBeVisible();
  expect((await elsewhere.request.get('/api/v1/me')).status()).toBe(401);
  await elsewhere.getByLabel('Código de la aplicación').fill('000000');
  await elsewhere.getByRole('button', { name: 'Entrar' }).first().click();
  await expect(elsewhere.getByRole('alert')).toContainText('Ese código no es el correcto');
  await elsewhere.getByText('No tengo la aplicación a mano').click();
  await elsewhere.getByLabel('Código de recuperación').fill(recovery.toLowerCase());
  await elsewhere.getByRole('button', { name: 'Entrar' }).last().click();
  await expect(elsewhere).toHaveURL(`${origin}/account`);
});

test('IV, V.a, T3: four answers, the promise and the cost before sending, and one request however often it is sent', async ({
  browser,
}) => {
  const desk = await apiSessionOf(carmen);
  const customer = await newCustomer(desk.call, 5);
  const page = await pageOf(browser, customer.contact, withoutScript);
  await page.goto('/tickets/new');
  const need = 'El correo de ventas no recibe nada desde ayer. Probamos con dos proveedores.';
  await page.getByLabel('¿Qué necesita?').fill(need);
  await page.getByLabel('¿Qué resultado espera?').fill('Que entren los pedidos');
  await page.getByRole('radio', { name: /Algo importante falla/ }).check();
  await page
    .getByLabel('Adjuntar archivos')
    .setInputFiles({ name: 'rebote.txt', mimeType: 'text/plain', buffer: Buffer.from('550') });
  await page.getByRole('button', { name: 'Ver la promesa y el costo' }).click();

  await test.step('nothing was sent yet; times, cost and balance are said', async () => {
    await expect(page.getByRole('heading', { name: 'Revise y envíe' })).toBeVisible();
    await expect(page.getByText('24 h', { exact: true })).toBeVisible();
    await expect(page.getByText('48 h', { exact: true })).toBeVisible();
    await expect(page.getByText(/Cuesta 1 unidad como mínimo/)).toBeVisible();
    await expect(page.getByText(/4 unidades/)).toBeVisible();
    await expect(page.getByLabel('rebote.txt')).toBeChecked();
  });

  await page.getByRole('button', { name: 'Corregir' }).click();
  await expect(page.getByLabel('¿Qué necesita?')).toHaveValue(need);
  await expect(page.getByLabel('rebote.txt')).toBeChecked();
  await page.getByRole('button', { name: 'Ver la promesa y el costo' }).click();

  const sent = await formOf(page);
  await page.getByRole('button', { name: 'Enviar solicitud' }).click();
  await expect(page).toHaveURL(/\/tickets\/\d+\?done=filed/);
  const number = Number(/\/tickets\/(\d+)/.exec(page.url())?.[1]);

  await test.step('the same form, sent again by an impatient finger, is the same request', async () => {
    const again = await page.request.post('/tickets/new', {
      headers: { origin },
      multipart: { ...sent, step: 'send' },
      maxRedirects: 0,
    });
    expect(again.status()).toBe(303);
    expect(again.headers()['location']).toContain(`/tickets/${number}?`);
    const person = await apiSessionOf(customer.contact);
    expect((await person.call('listTickets', { query: {} })).items).toHaveLength(1);
  });

  await test.step('it says its number, its promise, its cost and its file', async () => {
    await expect(
      page.getByText(`Recibimos su solicitud #${number}`, { exact: true }),
    ).toBeVisible();
    await expect(
      page.getByRole('heading', { name: 'El correo de ventas no recibe nada desde ayer' }),
    ).toBeVisible();
    await expect(page.getByText(/Respuesta antes de/)).toBeVisible();
    await expect(page.getByRole('heading', { name: 'Lo que cuesta' })).toBeVisible();
    const download = await page.request.get(
      (await page.getByRole('link', { name: /rebote\.txt/ }).getAttribute('href')) ?? '',
    );
    expect(await download.text()).toBe('550');
  });
});

test('VIII: the customer answers, confirms, and asks for reopening with a reason', async ({
  browser,
}) => {
  const desk = await apiSessionOf(carmen);
  const agent = await apiSessionOf(ramon);
  const customer = await newCustomer(desk.call, 5);
  const person = await apiSessionOf(customer.contact);
  const { number } = await person.call('createTicket', {
    body: { subject: 'Clave vencida', description: 'No entra al sistema', prioritySuggested: 'p3' },
    idempotencyKey: randomUUID(),
  });
  const params = { number };
  await agent.call('askForInformation', {
    params,
    body: { text: '¿Qué usuario es?' },
    idempotencyKey: randomUUID(),
  });

  const page = await pageOf(browser, customer.contact, withoutScript);
  await page.goto('/');
  await expect(page.getByRole('heading', { name: /Le toca a usted/ })).toBeVisible();
  await page.getByRole('link', { name: 'Clave vencida' }).click();
  await expect(page.getByText('Le toca responder')).toBeVisible();

  await page.getByRole('link', { name: 'Responder' }).click();
  await page.getByLabel('Su respuesta').fill('El usuario es jperez <jperez@cliente.example>');
  await page.getByRole('button', { name: 'Enviar', exact: true }).click();
  await expect(page.getByText('El usuario es jperez <jperez@cliente.example>')).toBeVisible();
  await expect(page.getByText('Le toca responder')).toHaveCount(0);

  await agent.call('resolveTicket', {
    params,
    body: { form: 'instructions', text: 'Cambie la clave en su perfil.' },
    idempotencyKey: randomUUID(),
  });
  await page.goto(`/tickets/${number}`);
  await page.locator('summary', { hasText: 'Pedir que se reabra' }).click();
  await page.getByLabel('¿Qué no quedó resuelto?').fill('Sigue sin entrar');
  await page.getByRole('button', { name: 'Pedir que se reabra' }).click();
  await expect(page.getByText('La solicitud está abierta de nuevo')).toBeVisible();
  await expect(page.getByText('Sigue sin entrar', { exact: true })).toBeVisible();

  await agent.call('resolveTicket', {
    params,
    body: { form: 'solution', text: 'Le pusimos una clave nueva.' },
    idempotencyKey: randomUUID(),
  });
  await page.goto(`/tickets/${number}`);
  await page.getByRole('button', { name: 'Sí, quedó resuelta' }).click();
  await expect(page.getByText('Gracias. La solicitud quedó cerrada')).toBeVisible();
  await expect(page.getByText(/Cobrado por/)).toBeVisible();
});

test('T7: what waits for the terms is admitted by accepting them', async ({ browser }) => {
  const desk = await apiSessionOf(carmen);
  const customer = await newCustomer(desk.call, 5, { acceptsTerms: false });
  const page = await pageOf(browser, customer.contact, withoutScript);
  await page.goto('/tickets/new');
  await page.getByLabel('¿Qué necesita?').fill('Un usuario nuevo');
  await page.getByRole('radio', { name: /Apenas nos afecta/ }).check();
  await page.getByRole('button', { name: 'Ver la promesa y el costo' }).click();
  await expect(page.getByText(/quedará retenida/)).toBeVisible();
  await page.getByRole('button', { name: 'Enviar solicitud' }).click();
  await expect(page.getByText('Retenida: la recibimos y nada se perdió')).toBeVisible();

  await page.getByRole('link', { name: 'Leer y aceptar' }).first().click();
  await page.getByRole('button', { name: 'Aceptar' }).click();
  // The browser holds back a form whose box is not ticked.
  await expect(page).toHaveURL(`${origin}/terms`);
  await page.getByLabel(/He leído y acepto/).check();
  await page.getByRole('button', { name: 'Aceptar' }).click();
  await expect(page.getByText(/Aceptó los términos/)).toBeVisible();
  // A job admits it a moment later.
  await expect(async () => {
    await page.goto('/');
    await expect(page.getByRole('heading', { name: /En nuestras manos/ })).toBeVisible({
      timeout: 500,
    });
  }).toPass({ timeout: 15_000 });
});

test('II: a company administrator invites a person; without authorisation their request is held', async ({
  browser,
}) => {
  const desk = await apiSessionOf(carmen);
  const customer = await newCustomer(desk.call, 5);
  const page = await pageOf(browser, customer.contact, withoutScript);
  await page.goto('/people');
  const email = `luis.${randomUUID().slice(0, 6)}@cliente.example`;
  await page.getByLabel('Nombre y apellido').fill('Luis Hernández');
  await page.getByLabel('Correo electrónico').fill(email);
  await page.getByLabel('Autorizada a pedir soporte').uncheck();
  await page.getByRole('button', { name: 'Enviar invitación' }).click();
  await expect(page.getByText('Invitación en camino')).toBeVisible();
  const card = page.getByRole('listitem').filter({ hasText: email });
  await expect(card.getByText('Sin autorización', { exact: true })).toBeVisible();

  const token = await tokenSentTo(desk.call, email);
  const theirs = await newPage(await browser.newContext({ ...withoutScript, baseURL: origin }));
  await theirs.goto(`/invitation?token=${token}`);
  await theirs.getByRole('button', { name: 'Entrar al portal' }).click();
  await expect(theirs.getByRole('heading', { name: 'Mis solicitudes' })).toBeVisible();
  await theirs.goto('/people');
  await expect(theirs.getByRole('heading', { name: 'No encontramos esta página' })).toBeVisible();
  await theirs.goto('/tickets/new');
  await theirs.getByLabel('¿Qué necesita?').fill('Ayuda con la hoja de cálculo');
  await theirs.getByRole('radio', { name: /Apenas nos afecta/ }).check();
  await theirs.getByRole('button', { name: 'Ver la promesa y el costo' }).click();
  await theirs.getByRole('button', { name: 'Enviar solicitud' }).click();
  await expect(theirs.getByText(/no está autorizada/).first()).toBeVisible();
  // Who may not ask is told nothing of the company's units.
  await expect(theirs.getByText(/unidades de crédito/)).toHaveCount(0);

  await card.getByText('Cambiar').click();
  await card.getByRole('button', { name: 'Autorizar a Luis Hernández' }).click();
  await expect(card.getByText('Autorizada', { exact: true })).toBeVisible();
});

test('a person keeps their name, zone and sessions, and leaves', async ({ browser }) => {
  const desk = await apiSessionOf(carmen);
  const customer = await newCustomer(desk.call, 2);
  const page = await pageOf(browser, customer.contact, withoutScript);
  await apiSessionOf(customer.contact);
  await page.goto('/profile');
  await page.getByLabel('Zona horaria').selectOption('Europe/Madrid');
  await page.getByLabel('Idioma').selectOption('en');
  await page.getByRole('button', { name: 'Guardar', exact: true }).click();
  await expect(page.getByText('Changes saved')).toBeVisible();
  await expect(page.getByLabel('Time zone')).toHaveValue('Europe/Madrid');

  await page.getByRole('link', { name: 'The mail you get' }).click();
  await page.getByLabel('Answers in requests that you follow').uncheck();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Changes saved')).toBeVisible();
  await expect(page.getByLabel('Answers in requests that you follow')).not.toBeChecked();
  await page.goto('/profile');

  const ends = page.getByRole('button', { name: 'End', exact: true });
  const before = await ends.count();
  expect(before).toBeGreaterThan(0);
  await ends.first().click();
  await expect(ends).toHaveCount(before - 1);

  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByText(/You are signed out|Salió del portal/)).toBeVisible();
  await page.goto('/');
  await expect(page).toHaveURL(/\/sign-in/);
});

test('another company’s request does not exist, by page or by form', async ({ browser }) => {
  const desk = await apiSessionOf(carmen);
  const [ours, theirs] = [await newCustomer(desk.call, 5), await newCustomer(desk.call, 5)];
  const person = await apiSessionOf(ours.contact);
  const { number } = await person.call('createTicket', {
    body: { subject: 'Nuestro secreto', description: 'De nosotros', prioritySuggested: 'p3' },
    idempotencyKey: randomUUID(),
  });
  const page = await pageOf(browser, theirs.contact, withoutScript);
  const looked = await page.goto(`/tickets/${number}`);
  expect(looked?.status()).toBe(404);
  expect(await page.content()).not.toContain('secreto');
  for (const act of ['messages', 'closure', 'reopening', 'withdrawal']) {
    const tried = await page.request.post(`/tickets/${number}/${act}`, {
      headers: { origin },
      form: { text: 'hola', reason: 'porque sí', key: randomUUID() },
      maxRedirects: 0,
    });
    expect(tried.status()).toBe(404);
  }
  const { messages } = await person.call('getTicket', { params: { number } });
  expect(messages.filter(({ automatic }) => !automatic)).toHaveLength(1);
});

const newPage = (context: { newPage(): Promise<Page> }): Promise<Page> => context.newPage();

/** The hidden fields of the form on the page, as a browser would send them. */
async function formOf(page: Page): Promise<Record<string, string>> {
  const fields = await page.locator('main form input[name]').all();
  const entries = await Promise.all(
    fields.map(async (field) => [
      (await field.getAttribute('name')) ?? '',
      (await field.getAttribute('value')) ?? '',
    ]),
  );
  return Object.fromEntries(entries.filter(([name]) => name !== 'files'));
}
