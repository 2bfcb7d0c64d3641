import { randomUUID } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { examine } from '../support/examine-page.ts';
import {
  apiSession,
  apiSessionOf,
  carmen,
  pageOf,
  password,
  ramon,
  tokenSentTo,
} from '../support/journey-world.ts';

const desk = { viewport: { width: 1440, height: 900 }, locale: 'es-VE' };

test('II: a customer is added with its contract, its people and its standing', async ({
  browser,
}) => {
  const mark = randomUUID().slice(0, 8);
  const page = await pageOf(browser, carmen, desk);
  const dialog = page.getByRole('dialog');
  await page.goto('/console/organizations');
  await page.getByRole('button', { name: 'Nuevo cliente' }).first().click();
  await dialog.getByRole('textbox', { name: 'Nombre' }).fill(`Talleres ${mark}`);
  await dialog.getByRole('textbox', { name: /Contrato/ }).fill(`T-${mark}`);
  await dialog.getByLabel('Comienza').fill('2026-01-01');
  await dialog.getByRole('button', { name: 'Agregar' }).click();
  await expect(page.getByRole('heading', { level: 1, name: `Talleres ${mark}` })).toBeVisible();

  await test.step('a contact is invited, gets a further address, and loses the authorisation', async () => {
    await page.getByRole('link', { name: 'Contactos' }).click();
    await page.getByRole('button', { name: 'Agregar contacto' }).click();
    await dialog.getByRole('textbox', { name: 'Nombre' }).fill('Nora Taller');
    await dialog.getByRole('textbox', { name: 'Correo' }).fill(`nora.${mark}@taller.example`);
    await dialog.getByRole('button', { name: 'Agregar' }).click();
    const row = page.getByRole('row', { name: /Nora Taller/ });
    await expect(row).toContainText('Invitado');
    const menu = page.getByRole('button', { name: 'Acciones para Nora Taller' });
    await menu.click();
    await page.getByRole('menuitem', { name: 'Editar' }).click();
    await dialog
      .getByRole('textbox', { name: /Otras direcciones/ })
      .fill(`nora.${mark}@casa.example`);
    await dialog.getByRole('button', { name: 'Guardar' }).click();
    await expect(row).toContainText(`nora.${mark}@casa.example`);
    await menu.click();
    await page.getByRole('menuitem', { name: 'Retirar la autorización' }).click();
    await expect(row.getByRole('cell', { name: 'No', exact: true })).toBeVisible();
  });

  await test.step('it is suspended with a reason, and put in good standing again', async () => {
    await page.getByRole('link', { name: 'Contrato y solvencia' }).click();
    await page.getByRole('button', { name: 'Suspender' }).click();
    await dialog.getByRole('textbox', { name: 'Motivo interno' }).fill('No atiende llamadas');
    await dialog
      .getByRole('textbox', { name: /Motivo para el cliente, en español/ })
      .fill('Factura vencida');
    await dialog.getByRole('button', { name: 'Suspender' }).click();
    await expect(page.getByText('Factura vencida').first()).toBeVisible();
    await page.getByRole('button', { name: 'Declarar solvente' }).click();
    await expect(dialog.getByText('Ninguna solicitud está retenida por esta causa')).toBeVisible();
    await dialog.getByRole('textbox', { name: 'Motivo interno' }).fill('Pagó');
    await dialog.getByRole('button', { name: 'Declarar solvente' }).click();
    await expect(page.getByText('Cliente solvente')).toBeVisible();
  });

  await test.step('II: a suspension is planned with its dates, and taken back before it begins', async () => {
    await page.getByRole('button', { name: 'Suspender' }).click();
    await dialog.getByRole('radio', { name: 'Desde una fecha' }).check();
    await dialog.getByLabel('Desde una fecha', { exact: true }).last().fill('2099-03-01T08:00');
    await dialog.getByLabel(/^Hasta/).fill('2099-03-05T18:30');
    await dialog.getByRole('textbox', { name: 'Motivo interno' }).fill('Convenio de pago');
    await dialog.getByRole('button', { name: 'Suspender' }).click();
    const planned = page.getByRole('region', { name: 'Cambios planificados' });
    await expect(planned).toContainText('1 mar 2099');
    await expect(planned).toContainText('18:30');
    await planned.getByRole('button', { name: 'Retirar' }).click();
    await dialog.getByRole('textbox', { name: 'Motivo interno' }).fill('Cumplió el convenio');
    await dialog.getByRole('button', { name: 'Retirar' }).click();
    await expect(planned).toHaveCount(0);
    const history = page.getByRole('region', { name: 'Historial' });
    await expect(history).toContainText('Retirado antes de comenzar');
    await expect(history).toContainText('Cumplió el convenio');
    expect(await examine(page, 'standing of a customer')).toEqual([]);
  });
});

test('I, III: teams, the catalogue with its questions, and a mailbox are set up', async ({
  browser,
}) => {
  const mark = randomUUID().slice(0, 8);
  const page = await pageOf(browser, carmen, desk);
  const dialog = page.getByRole('dialog');

  await page.goto('/console/people/teams');
  await page.getByRole('button', { name: 'Nuevo equipo' }).click();
  await dialog.getByRole('textbox', { name: 'Nombre' }).fill(`Redes ${mark}`);
  await dialog.getByRole('checkbox', { name: ramon.name }).check();
  await dialog.getByRole('button', { name: 'Agregar' }).click();
  await expect(page.getByRole('heading', { name: `Redes ${mark}` })).toBeVisible();

  await page.goto('/console/settings/catalog');
  await page.getByRole('button', { name: 'Nueva categoría' }).click();
  await dialog.getByRole('textbox', { name: 'Nombre en español' }).fill(`Conexión ${mark}`);
  await dialog.getByRole('textbox', { name: 'Nombre en inglés' }).fill(`Connection ${mark}`);
  await dialog.getByRole('button', { name: 'Agregar' }).click();
  const category = page
    .locator('section')
    .filter({ hasText: `Conexión ${mark}` })
    .last();
  await category.getByRole('button', { name: 'Nuevo servicio' }).click();
  await dialog.getByRole('textbox', { name: 'Nombre en español' }).fill('Sin internet');
  await dialog.getByRole('textbox', { name: 'Nombre en inglés' }).fill('No internet');
  await dialog.getByRole('combobox', { name: 'Prioridad de partida' }).selectOption('p2');
  await dialog.getByRole('combobox', { name: /Equipo/ }).selectOption(`Redes ${mark}`);
  await dialog.getByRole('button', { name: 'Agregar pregunta' }).click();
  await dialog.getByRole('textbox', { name: 'Pregunta en español' }).fill('¿En qué sede?');
  await dialog.getByRole('textbox', { name: 'Pregunta en inglés' }).fill('At which site?');
  await dialog.getByRole('button', { name: 'Agregar', exact: true }).click();
  await expect(category.getByText('Sin internet')).toBeVisible();
  await expect(category.getByText(/Prioridad 2, alta.*1 pregunta/)).toBeVisible();

  await page.goto('/console/mail/mailboxes');
  await page.getByRole('button', { name: 'Nuevo buzón' }).click();
  await dialog.getByRole('textbox', { name: 'Dirección' }).fill(`redes.${mark}@andino.example`);
  await dialog.getByRole('textbox', { name: 'Nombre visible' }).fill('Redes');
  await dialog.getByRole('combobox', { name: /Equipo/ }).selectOption(`Redes ${mark}`);
  await dialog.getByRole('button', { name: 'Agregar' }).click();
  await expect(page.getByRole('row', { name: new RegExp(`redes.${mark}`) })).toContainText(
    `Redes ${mark}`,
  );
});

test('an API key is shown once, works, and stops working when it is revoked', async ({
  browser,
  request,
}) => {
  const mark = randomUUID().slice(0, 8);
  const page = await pageOf(browser, carmen, desk);
  const dialog = page.getByRole('dialog');
  await page.goto('/console/people/api-keys');
  await page.getByRole('button', { name: 'Nueva clave' }).first().click();
  await dialog.getByRole('textbox', { name: 'Nombre' }).fill(`Contable ${mark}`);
  await dialog.getByRole('button', { name: 'Crear la clave' }).click();
  await expect(dialog.getByText('no se vuelve a mostrar')).toBeVisible();
  const key = (await dialog.locator('p.font-mono').textContent()) ?? '';
  const ask = async () =>
    (await request.get('/api/v1/me', { headers: { authorization: `Bearer ${key}` } })).status();
  expect(await ask()).toBe(200);
  await dialog.getByRole('button', { name: 'Ya la guardé' }).click();
  await page.getByRole('button', { name: `Revocar la clave Contable ${mark}` }).click();
  await dialog.getByRole('button', { name: 'Revocar' }).click();
  await expect(page.getByText('Clave revocada')).toBeVisible();
  expect(await ask()).toBe(401);
});

test('the console speaks the language that its reader chooses, at once', async ({ browser }) => {
  const session = await apiSessionOf(carmen);
  const email = `olga.${randomUUID().slice(0, 8)}@andino.example`;
  await session.call('inviteAgent', { body: { name: 'Olga Demo', email, roles: ['agent'] } });
  const invited = await apiSession();
  await invited.call('acceptInvitation', {
    body: { token: await tokenSentTo(session.call, email), password },
  });
  const page = await pageOf(browser, { email }, desk);
  await page.goto('/console/profile');
  await page.getByRole('combobox', { name: 'Idioma' }).selectOption('en');
  await page.getByRole('button', { name: 'Guardar' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'My profile' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await page.getByRole('radio', { name: 'Dark' }).check({ force: true });
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await expect(page.getByRole('link', { name: /Queue/ })).toBeVisible();
  await page.getByRole('combobox', { name: 'Language' }).selectOption('es');
  await page.getByRole('button', { name: 'Save' }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: 'Mi perfil' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'es');
});

test('V.a: the closing of an acknowledgement is tried, saved and taken back', async ({
  browser,
}) => {
  const page = await pageOf(browser, carmen, desk);
  await page.goto('/console/mail/letters');
  await page
    .getByRole('link', { name: 'Acuse de recibo: admitida, Español: Texto del producto' })
    .click();
  const closing = page.getByRole('textbox', { name: 'Cierre' });
  const save = page.getByRole('button', { name: 'Guardar', exact: true });
  const frame = page.frameLocator('iframe[title="Vista previa"]');
  await expect(frame.getByText('Este acuse de recibo es automático')).toBeVisible();

  await closing.fill('Saludos de {firma}.');
  await expect(page.getByText('{firma} no existe en esta carta.')).toBeVisible();
  await expect(save).toBeDisabled();

  await closing.fill('Saludos de ');
  await page.getByRole('button', { name: 'Poner {firm} en: Cierre' }).click();
  const { call } = await apiSessionOf(carmen);
  const { name } = await call('getFirm');
  await expect(frame.getByText(`Saludos de ${name}`)).toBeVisible();
  await expect(frame.getByText('Este acuse de recibo es automático')).toBeVisible();
  await save.click();
  await expect(page.getByText('Versión 1', { exact: true })).toBeVisible();
  // A frame in which no script runs cannot be examined by one: the same letter as plain text is.
  await page.getByRole('button', { name: 'Solo texto' }).click();
  await expect(page.getByText('Saludos de').last()).toBeVisible();
  expect(await examine(page, 'letter')).toEqual([]);

  await page.getByRole('button', { name: 'Cierre: volver al texto del producto' }).click();
  await save.click();
  await expect(page.getByText('Versión 2', { exact: true })).toBeVisible();

  await test.step('what is not saved is not left behind by a key or a closed tab', async () => {
    const warning = page.getByRole('dialog', { name: 'Hay cambios sin guardar' });
    const otherLanguage = page
      .getByRole('navigation', { name: 'Idioma de la carta' })
      .getByRole('link', { name: 'Inglés' });
    await closing.fill('Hasta pronto.');
    await otherLanguage.press('Enter');
    await expect(warning.getByRole('button', { name: 'Seguir aquí' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(warning).toBeHidden();
    await expect(closing).toHaveValue('Hasta pronto.');

    const asked = page.waitForEvent('dialog');
    await page.close({ runBeforeUnload: true });
    const question = await asked;
    expect(question.type()).toBe('beforeunload');
    await question.dismiss();

    await otherLanguage.press('Enter');
    await expect(warning).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(warning).toBeHidden();
    await otherLanguage.press('Enter');
    await expect(warning).toBeVisible();
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/\/en$/);
    await expect(closing).not.toHaveValue('Hasta pronto.');
  });
});
