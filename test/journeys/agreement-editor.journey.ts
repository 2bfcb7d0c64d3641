import { expect, test } from '@playwright/test';
import { examine } from '../support/examine-page.ts';
import { carmen, pageOf, picture } from '../support/journey-world.ts';

test('the next version of the agreement is written, tried on the past, and published from a day on', async ({
  browser,
}) => {
  const page = await pageOf(browser, carmen, {
    viewport: { width: 1440, height: 900 },
    locale: 'es-VE',
    timezoneId: 'America/Caracas',
  });
  await page.goto('/console/settings/draft');

  await test.step('it begins as a copy of the version in force', async () => {
    await page.getByRole('button', { name: 'Empezar un borrador' }).click();
    await expect(page.getByText('Todavía no cambia nada respecto de la versión 1.')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Publicar' })).toBeDisabled();
  });

  const critical = page.getByRole('group', { name: /Prioridad 1/ });
  await test.step('VII, T4: what is wrong is said beside its field, and kept', async () => {
    await critical.getByRole('textbox', { name: 'Atención' }).fill('30 h');
    await page.getByRole('textbox', { name: 'Una unidad cubre' }).fill('30 min');
    await page.getByRole('button', { name: 'Guardar borrador' }).click();
    await expect(page.getByText('Por corregir antes de publicar')).toBeVisible();
    await expect(critical.getByText('La atención no puede prometerse')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Publicar' })).toBeDisabled();
    await expect(critical.getByRole('textbox', { name: 'Atención' })).toHaveValue('30 h');
  });

  await test.step('the difference is said in words', async () => {
    await critical.getByRole('textbox', { name: 'Atención' }).fill('2 h');
    await page.getByText('Unidades para ser procesada').click();
    await page
      .getByRole('group', { name: 'inglés' })
      .getByRole('textbox', { name: 'Texto' })
      .locator('visible=true')
      .fill('At least two credit units must be available.');
    await page.getByRole('button', { name: 'Guardar borrador' }).click();
    await expect(page.getByText('Por corregir antes de publicar')).toBeHidden();
    const changes = page.getByRole('listitem');
    await expect(changes.filter({ hasText: 'Prioridad 1' })).toContainText('4 h → 2 h');
    await expect(changes.filter({ hasText: 'Una unidad cubre' })).toContainText('1 h → 30 min');
    await expect(changes.filter({ hasText: 'Texto en inglés' })).toBeVisible();
    const first = page.getByRole('group', { name: 'Primer aviso' });
    await first.getByRole('textbox', { name: 'Cuánto' }).fill('2 h');
    await first.getByRole('combobox', { name: 'Se cuenta' }).selectOption('before');
    await first.getByRole('checkbox', { name: 'su equipo' }).check();
    await page.getByRole('button', { name: 'Guardar borrador' }).click();
    await expect(changes.filter({ hasText: 'Primer aviso · Momento' })).toContainText(
      'al 50 % del plazo → 2 h antes',
    );
    await expect(changes.filter({ hasText: 'Primer aviso · Avisa a' })).toContainText('su equipo');
    await picture(page, 'console-agreement-draft', true);
  });

  await test.step('with changes that are not saved nothing is published', async () => {
    const resolution = critical.getByRole('textbox', { name: 'Resolución' });
    const before = await resolution.inputValue();
    const refused = page.getByRole('alert').filter({ hasText: 'No se publica' });
    await resolution.fill('19 h');
    await page.getByRole('button', { name: 'Publicar' }).click();
    await expect(refused).toBeVisible();
    await expect(page.getByRole('dialog', { name: 'Publicar la nueva versión' })).toBeHidden();
    await resolution.fill(before);
    await page.getByRole('button', { name: 'Guardar borrador' }).click();
    await expect(
      page.getByRole('status').filter({ hasText: 'Hay cambios sin guardar' }),
    ).toBeHidden();
    await expect(refused).toBeHidden();
    await page.getByRole('button', { name: 'Publicar' }).click();
    await expect(page.getByRole('dialog', { name: 'Publicar la nueva versión' })).toBeVisible();
    await page.keyboard.press('Escape');
  });

  await test.step('under the versions of then, the past comes out as it was', async () => {
    await page.getByRole('button', { name: 'Comprobar con las versiones de entonces' }).click();
    // Other journeys may not have filed any yet.
    await expect(
      page.getByText(/Ninguna solicitud resulta distinta|no se registró ninguna solicitud/),
    ).toBeVisible();
  });

  await test.step('under the draft it is worked out in the background', async () => {
    await page.getByRole('button', { name: 'Probar el borrador' }).click();
    await expect(
      page.getByText(/Con el borrador|no se registró ninguna solicitud/).first(),
    ).toBeVisible();
    await picture(page, 'console-what-if', true);
    expect(await examine(page, 'what-if')).toEqual([]);
  });

  await test.step('it is published from a day on, and the version in force stays in force', async () => {
    await page.getByRole('button', { name: 'Publicar' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Entra en vigor el').fill('2099-01-01');
    await dialog.getByRole('button', { name: 'Publicar' }).click();
    await expect(page.getByText('Versión 2 publicada')).toBeVisible();
    await page.getByRole('link', { name: 'Acuerdo', exact: true }).click();
    await expect(page.getByText('Versión 2', { exact: true })).toBeVisible();
    await expect(page.getByRole('listitem').filter({ hasText: 'en vigor' })).toContainText(
      'Versión 1',
    );
  });
});
