import { randomUUID } from 'node:crypto';
import { expect, type Page, test } from '@playwright/test';
import {
  apiSessionOf,
  carmen,
  newCustomer,
  origin,
  pageOf,
  password,
  ramon,
} from '../support/journey-world.ts';

const spanish = { locale: 'es-VE' };

test('the promise and the cost stand beside the form while one writes', async ({ browser }) => {
  const page = await asCustomer(browser, 5);
  await page.goto('/tickets/new');
  await page.getByLabel('¿Qué necesita?').fill('El punto de venta no cobra con tarjeta');
  await page.getByRole('radio', { name: /El negocio está parado/ }).check();
  await expect(page.getByText('4 h', { exact: true })).toBeVisible();
  await expect(page.getByText(/Cuesta 1 unidad como mínimo/)).toBeVisible();
  await page.getByRole('radio', { name: /Molesta o retrasa/ }).check();
  await expect(page.getByText('48 h', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Enviar solicitud' }).click();
  await expect(page).toHaveURL(/\/tickets\/\d+$/);
});

test('a draft outlives the page, and ends when it was sent', async ({ browser }) => {
  const page = await asCustomer(browser, 5);
  await page.goto('/tickets/new');
  await page.getByLabel('¿Qué necesita?').fill('Respaldo que no termina');
  await page.getByRole('radio', { name: /Algo importante falla/ }).check();
  await page.goto('/agreement');
  await page.goto('/tickets/new');
  await expect(page.getByLabel('¿Qué necesita?')).toHaveValue('Respaldo que no termina');
  await expect(page.getByRole('radio', { name: /Algo importante falla/ })).toBeChecked();
  await expect(page.getByText(/Recuperamos lo que había escrito/)).toBeVisible();
  await page.getByRole('button', { name: 'Enviar solicitud' }).click();
  await expect(page).toHaveURL(/\/tickets\/\d+$/);
  await page.goto('/tickets/new');
  await expect(page.getByLabel('¿Qué necesita?')).toHaveValue('');
});

test('files go up while one writes, by pick and by paste, and what is removed is not sent', async ({
  browser,
}) => {
  const page = await asCustomer(browser, 5);
  await page.goto('/tickets/new');
  const file = (name: string) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(name) });
  await page.getByLabel('Adjuntar archivos').setInputFiles([file('uno.txt'), file('dos.txt')]);
  await page.getByLabel('¿Qué necesita?').fill('Tres archivos, de los que sobra uno');
  await page.getByLabel('¿Qué necesita?').evaluate((area) => {
    const data = new DataTransfer();
    data.items.add(new File(['tres'], 'tres.txt', { type: 'text/plain' }));
    area.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true }));
  });
  await page.getByRole('button', { name: 'Quitar uno.txt' }).click();
  await expect(page.getByRole('button', { name: 'Quitar tres.txt' })).toBeVisible();
  await page.getByRole('radio', { name: /Apenas nos afecta/ }).check();
  await page.getByRole('button', { name: 'Enviar solicitud' }).click();
  await expect(page).toHaveURL(/\/tickets\/\d+$/);
  await expect(page.getByRole('link', { name: /dos\.txt/ })).toBeVisible();
  await expect(page.getByRole('link', { name: /tres\.txt/ })).toBeVisible();
  await expect(page.getByRole('link', { name: /uno\.txt/ })).toHaveCount(0);
});

test('what the agent answers shows without a reload, and leaves what one is writing alone', async ({
  browser,
}) => {
  const agent = await apiSessionOf(ramon);
  const { contact, number } = await filed({
    subject: 'Sin red',
    description: 'En el piso 2',
    prioritySuggested: 'p2',
  });
  const page = await pageOf(browser, contact, spanish);
  const listening = page.waitForResponse((answer) => answer.url().endsWith('/api/v1/events'));
  await page.goto(`/tickets/${number}`);
  await listening;
  await page.getByLabel('Escriba a su asesor').fill('Estoy escribiendo');
  await agent.call('addMessage', {
    params: { number },
    body: { text: 'Voy a revisar el conmutador.' },
    idempotencyKey: randomUUID(),
  });
  await expect(page.getByText('Voy a revisar el conmutador.')).toBeVisible();
  await expect(page.getByRole('link', { name: /Mensaje nuevo de Ramón/ })).toBeVisible();
  await expect(page.getByText('Cumplida a tiempo')).toBeVisible();
  await expect(page.getByLabel('Escriba a su asesor')).toHaveValue('Estoy escribiendo');
});

test('without network: pages that were seen, the form, its draft, and nothing is lost', async ({
  browser,
}) => {
  const page = await asCustomer(browser, 5);
  await page.goto('/');
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  // The first visit was not the worker's yet.
  await page.goto('/');
  await page.goto('/tickets/new');
  await page.getByLabel('¿Qué necesita?').fill('Escrito en el camino');
  await page.getByRole('radio', { name: /Apenas nos afecta/ }).check();
  await expect(page.getByRole('button', { name: 'Enviar solicitud' })).toBeVisible();

  await page.context().setOffline(true);
  await page.getByRole('button', { name: 'Enviar solicitud' }).click();
  await expect(page.getByRole('alert')).toContainText('Su borrador está guardado');
  await page.goto('/');
  await expect(page.getByText(/Sin conexión\. Esto es lo que había/)).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Mis solicitudes' })).toBeVisible();
  // A copy comes back by itself when the browser says that it is online, which it may say for a moment at a change of page.
  await expect(async () => {
    await page.goto('/profile');
    await expect(page.getByRole('heading', { name: 'Sin conexión' })).toBeVisible({
      timeout: 2000,
    });
  }).toPass();
  await page.goto('/tickets/new');
  await expect(page.getByLabel('¿Qué necesita?')).toHaveValue('Escrito en el camino');

  await page.context().setOffline(false);
  // The page comes back by itself as well, and one of the two ways there is given up.
  await expect(() => page.goto('/tickets/new')).toPass();
  await page.getByRole('button', { name: 'Enviar solicitud' }).click();
  await expect(page).toHaveURL(/\/tickets\/\d+$/);

  await page.goto('/profile');
  await page.getByRole('button', { name: 'Salir' }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  await page.context().setOffline(true);
  await page.goto('/');
  await expect(page.getByRole('heading', { name: 'Sin conexión' })).toBeVisible();
  await expect(page.getByText('Escrito en el camino')).toHaveCount(0);
});

test('from the first visit on the form is there without network; what was not sent is said on the home page', async ({
  browser,
}) => {
  const page = await asCustomer(browser, 5);
  await page.goto('/');
  await expect
    .poll(() =>
      page.evaluate(() => caches.match('/tickets/new').then((copy) => copy !== undefined)),
    )
    .toBe(true);

  await page.context().setOffline(true);
  await page.goto('/tickets/new');
  await page.getByLabel('¿Qué necesita?').fill('La nevera de vacunas dio la alarma');
  await page
    .getByLabel('Adjuntar archivos')
    .setInputFiles({ name: 'nevera.txt', mimeType: 'text/plain', buffer: Buffer.from('12 °C') });
  const failed = page.getByRole('listitem').filter({ hasText: 'nevera.txt' });
  await expect(failed.getByRole('button', { name: 'Reintentar' })).toBeVisible();
  await page.getByRole('radio', { name: /Algo importante falla/ }).check();
  await page.getByRole('button', { name: /Ver la promesa/ }).click();
  await expect(page.getByRole('alert')).toContainText('Hay archivos que no subieron');

  await page.goto('/');
  const unsent = page.getByRole('region', { name: 'Sin enviar, en este equipo' });
  await expect(unsent).toContainText('La nevera de vacunas dio la alarma');
  await expect(async () => {
    await unsent.getByRole('link', { name: 'Solicitud nueva' }).click({ timeout: 2000 });
    await expect(page).toHaveURL(/\/tickets\/new$/, { timeout: 2000 });
  }).toPass();
  await expect(page.getByLabel('¿Qué necesita?')).toHaveValue('La nevera de vacunas dio la alarma');
  await expect(failed.getByRole('button', { name: 'Reintentar' })).toBeVisible();

  await page.context().setOffline(false);
  await expect(() => page.goto('/tickets/new')).toPass();
  // It goes up by itself: here, or already on the page that is left.
  await expect(failed).toHaveCount(1);
  await expect(page.getByRole('button', { name: 'Reintentar' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Enviar solicitud' }).click();
  await expect(page).toHaveURL(/\/tickets\/\d+$/);
  await expect(page.getByRole('link', { name: /nevera\.txt/ })).toBeVisible();
  await page.goto('/');
  await expect(page.getByRole('heading', { name: 'En nuestras manos' })).toBeVisible();
  await expect(unsent).toBeHidden();

  // Whoever signs out leaves nothing behind, not even the name of a file.
  await page.goto('/tickets/new');
  await page
    .getByLabel('Adjuntar archivos')
    .setInputFiles({ name: 'otra.txt', mimeType: 'text/plain', buffer: Buffer.from('8 °C') });
  await expect(page.getByRole('button', { name: 'Quitar otra.txt' })).toBeVisible();
  const left = () => page.evaluate(() => JSON.stringify(localStorage));
  await expect.poll(left).toContain('otra.txt');
  await page.goto('/profile');
  await page.getByRole('button', { name: 'Salir' }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  expect(await left()).not.toContain('otra.txt');
});

test('an answer that is lost on the way comes back to its page, and counts once when it is sent again', async ({
  browser,
}) => {
  const { contact, person, number } = await filed({
    subject: 'Sin tono',
    description: 'En la recepción',
    prioritySuggested: 'p2',
  });
  const page = await pageOf(browser, contact, { ...spanish, baseURL: origin });
  await page.goto('/');
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await page.goto(`/tickets/${number}`);
  await page.getByLabel('Escriba a su asesor').fill('Ya volvió, pero se oye mal');

  // The desk takes the answer, and its word gets lost: the browser believes to have a network all the time.
  await page.context().route(`**/tickets/${number}/messages`, async (route) => {
    await route.fetch({ maxRedirects: 0 });
    await route.abort('connectionreset');
  });
  await page.getByRole('button', { name: 'Enviar', exact: true }).click();
  await expect(page.getByRole('alert')).toContainText('puede que no se haya enviado');
  await expect(page).toHaveURL(`${origin}/tickets/${number}`);
  await expect(page.getByLabel('Escriba a su asesor')).toHaveValue('Ya volvió, pero se oye mal');

  await page.context().unroute(`**/tickets/${number}/messages`);
  await page.getByRole('button', { name: 'Enviar', exact: true }).click();
  await expect(page.getByText('Mensaje enviado')).toBeVisible();
  const { messages } = await person.call('getTicket', { params: { number } });
  expect(messages.filter(({ text }) => text.includes('se oye mal'))).toHaveLength(1);
});

test('T2: what was written of another need outlives the page, and ends when it was sent', async ({
  browser,
}) => {
  const { contact, person, number } = await filed({
    subject: 'Sin papel',
    description: 'La impresora',
    prioritySuggested: 'p4',
  });
  const { id } = await person.call('addMessage', {
    params: { number },
    body: { text: 'Y además el escáner no enciende.' },
    idempotencyKey: randomUUID(),
  });
  const page = await pageOf(browser, contact, { ...spanish, baseURL: origin });
  await page.goto(`/tickets/${number}/messages/${id}/split`);
  const need = page.getByRole('textbox').first();
  await expect(need).toHaveValue('Y además el escáner no enciende.');
  await page.goto('/');
  const unsent = page.getByRole('region', { name: 'Sin enviar, en este equipo' });
  // What the desk proposed is nobody's draft.
  await expect(unsent).toBeHidden();
  await page.goBack();
  await need.fill('El escáner de la recepción no enciende');
  await page.goto('/');
  await unsent.getByRole('link', { name: `Otra solicitud a partir de la #${number}` }).click();
  await expect(need).toHaveValue('El escáner de la recepción no enciende');
  await page.getByRole('radio', { name: /Apenas nos afecta/ }).check();
  await page.locator('main form button[type="submit"]').click();
  await expect(page).toHaveURL(/\/tickets\/\d+$/);
  await page.goto('/');
  await expect(page.getByRole('heading', { name: 'Mis solicitudes' })).toBeVisible();
  await expect(unsent).toBeHidden();
});

test('whatever is typed outlives its page and the session, and is said to be unsent until it is sent', async ({
  browser,
}) => {
  test.slow();
  const { contact, number } = await filed({
    subject: 'Sin cabezal',
    description: 'La etiquetadora',
    prioritySuggested: 'p4',
  });
  const agent = await apiSessionOf(ramon);
  await agent.call('offerAppointment', {
    params: { number },
    body: {
      subject: 'Cambiar el cabezal',
      place: 'onsite',
      location: 'Av. Principal, local 3',
      durationMinutes: 60,
      surchargeUnits: 2,
      surchargeNote: 'Traslado',
      slots: [new Date(Date.now() + 72 * 3_600_000).toISOString()],
    },
    idempotencyKey: randomUUID(),
  });
  const page = await pageOf(browser, contact, { ...spanish, baseURL: origin });
  const unsent = page.getByRole('region', { name: 'Sin enviar, en este equipo' });
  const times = ['2031-05-06T09:30', '2031-05-07T16:00'];

  await page.goto(`/tickets/${number}`);
  const visit = page.locator('.appointment', { hasText: 'Cambiar el cabezal' });
  await visit.getByText('Proponer otra hora', { exact: true }).click();
  const proposed = visit.locator('input[name="time"]');
  for (const [index, time] of times.entries()) await proposed.nth(index).fill(time);
  const form = visit.locator('form[action$="/proposals"]');
  await form.getByRole('checkbox').check();

  await page.goto('/account');
  await page.getByText('Solicitar unidades', { exact: true }).click();
  await page.getByLabel('Cuántas unidades').fill('7');

  await page.goto('/people');
  await page.getByLabel('Nombre y apellido').fill('Luis Prueba');
  const email = `luis.${randomUUID().slice(0, 6)}@cliente.example`;
  await page.getByLabel('Correo electrónico').fill(email);
  await page.getByLabel('Qué puede hacer').selectOption('customer_administrator');
  await page.getByLabel('Autorizada a pedir soporte').uncheck();

  await page.goto('/');
  await expect(unsent.getByRole('listitem')).toHaveCount(3);
  await unsent.getByRole('link', { name: `Solicitud #${number}` }).click();
  await expect(proposed.nth(0)).toHaveValue(times[0] ?? '');
  await expect(proposed.nth(1)).toHaveValue(times[1] ?? '');
  await expect(proposed.nth(2)).toHaveValue('');
  await expect(form.getByRole('checkbox')).toBeChecked();
  await page.goto('/');
  await unsent.getByRole('link', { name: 'Solicitar unidades' }).click();
  await expect(page.getByLabel('Cuántas unidades')).toHaveValue('7');

  // The session ends while the form stands open: signing in leads back to it, with what was written.
  await page.goto('/people');
  await page.context().clearCookies();
  await page.getByRole('button', { name: 'Enviar invitación' }).click();
  await expect(page.getByRole('alert')).toContainText('Su sesión terminó antes de que se enviara');
  await page.getByText('Entrar con contraseña').click();
  await page.getByLabel('Correo electrónico').last().fill(contact.email);
  await page.getByLabel('Contraseña').fill(password);
  await page.getByRole('button', { name: 'Entrar', exact: true }).click();
  await expect(page.getByRole('alert')).toContainText('No se envió todavía');
  await expect(page).toHaveURL(`${origin}/people`);
  await expect(page.getByLabel('Correo electrónico')).toHaveValue(email);
  await expect(page.getByLabel('Qué puede hacer')).toHaveValue('customer_administrator');
  await expect(page.getByLabel('Autorizada a pedir soporte')).not.toBeChecked();
  await page.getByRole('button', { name: 'Enviar invitación' }).click();
  await expect(page.getByText('Invitación en camino')).toBeVisible();

  // An address that says so proves nothing: only what was on its way ends.
  await page.goto('/?draft=top-up');
  await expect(unsent.getByRole('listitem')).toHaveCount(2);
  await expect(unsent).not.toContainText('Luis Prueba');
});

test('the profile offers the home screen where the browser does, once', async ({ browser }) => {
  const page = await asCustomer(browser, 1);
  await page.goto('/profile');
  const offer = page.getByRole('region', { name: 'El portal en su teléfono' });
  await expect(offer).toBeHidden();
  // Only a browser with a screen of its own makes the offer; this one is told that it did.
  const taken = page.evaluate(
    () =>
      new Promise((resolve) => {
        const event = new Event('beforeinstallprompt', { cancelable: true });
        dispatchEvent(Object.assign(event, { prompt: () => resolve(event.defaultPrevented) }));
      }),
  );
  await offer.getByRole('button', { name: 'Añadir a la pantalla de inicio' }).click();
  expect(await taken).toBe(true);
  await expect(offer).toBeHidden();
});

test('the signed-in home weighs at most 90 KB, all told', async ({ browser }) => {
  const page = await asCustomer(browser, 5);
  // The protocol of the browser counts what went over the wire, compressed as the desk compresses it.
  const protocol = await page.context().newCDPSession(page);
  await protocol.send('Network.enable');
  let bytes = 0;
  protocol.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength;
  });
  await page.goto('/', { waitUntil: 'load' });
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  expect(bytes).toBeGreaterThan(0);
  expect(bytes).toBeLessThanOrEqual(90 * 1024);
});

/** A request of a customer of its own, with whoever asked. */
async function filed(body: {
  readonly subject: string;
  readonly description: string;
  readonly prioritySuggested: 'p2' | 'p4';
}) {
  const desk = await apiSessionOf(carmen);
  const { contact } = await newCustomer(desk.call, 5);
  const person = await apiSessionOf(contact);
  const { number } = await person.call('createTicket', { body, idempotencyKey: randomUUID() });
  return { contact, person, number };
}

async function asCustomer(browser: Parameters<typeof pageOf>[0], units: number): Promise<Page> {
  const desk = await apiSessionOf(carmen);
  const { contact } = await newCustomer(desk.call, units);
  const page = await pageOf(browser, contact, { ...spanish, baseURL: origin });
  page.on('pageerror', (error) => {
    throw error;
  });
  return page;
}

test('a passkey: added, shown alone and after a password, and removed', async ({ browser }) => {
  const desk = await apiSessionOf(carmen);
  const { contact } = await newCustomer(desk.call, 0);
  // Browsers have passkeys under a name, and not under a number.
  const baseURL = origin.replace('127.0.0.1', 'localhost');
  const context = await browser.newContext({ baseURL });
  const page = await context.newPage();
  const devTools = await context.newCDPSession(page);
  await devTools.send('WebAuthn.enable');
  const { authenticatorId } = await devTools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: false,
    },
  });
  /** Whether whoever holds the device touches it when it asks. */
  const touches = (enabled: boolean) =>
    devTools.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled });
  const withPassword = async () => {
    await page.goto('/sign-in');
    await page.getByText('Entrar con contraseña').click();
    await page.locator('#email-password').fill(contact.email);
    await page.getByLabel('Contraseña').fill(password);
    await page.getByRole('button', { name: 'Entrar', exact: true }).click();
  };

  await withPassword();
  await expect(page).toHaveURL(`${baseURL}/`);
  await touches(true);
  await page.goto('/second-factor');
  await page.getByRole('button', { name: 'Agregar una llave de acceso' }).click();
  await expect(page.getByRole('heading', { name: 'Guarde estos códigos' })).toBeVisible();
  await page.goto('/second-factor');
  await page.getByRole('button', { name: 'Agregar una llave de acceso' }).click();
  await expect(page.getByText('Este dispositivo ya tiene una llave')).toBeVisible();

  await test.step('after a password it is asked for', async () => {
    await touches(false);
    await context.clearCookies();
    await withPassword();
    await expect(page.getByText('pide, además, una de sus llaves')).toBeVisible();
    expect((await page.request.get('/api/v1/me')).status()).toBe(401);
    await touches(true);
    await page.getByRole('button', { name: 'Usar mi llave de acceso' }).click();
    await expect(page).toHaveURL(`${baseURL}/`);
  });

  await test.step('alone, chosen where the address would be written', async () => {
    await context.clearCookies();
    // The browser offers it by itself, and this device touches back at once.
    await page.goto('/sign-in?next=/profile');
    await expect(page).toHaveURL(`${baseURL}/profile`);
  });

  await test.step('alone, by its button; a device that does not recognise its person is of no use', async () => {
    await touches(false);
    await context.clearCookies();
    await page.goto('/sign-in?next=/profile');
    await devTools.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false });
    await touches(true);
    await page.getByRole('button', { name: 'Entrar con llave de acceso' }).click();
    await expect(page.getByText('No se usó ninguna llave de acceso')).toBeVisible();
    await devTools.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: true });
    await page.getByRole('button', { name: 'Entrar con llave de acceso' }).click();
    await expect(page).toHaveURL(`${baseURL}/profile`);
  });

  await page.goto('/second-factor');
  const own = page.locator('.passkeys summary');
  await expect(own).toContainText('usada por última vez');
  await own.click();
  await page.getByRole('button', { name: /^Quitar «/ }).click();
  await expect(page.getByRole('status').filter({ hasText: 'se quitó' })).toBeVisible();
  await context.close();
});
