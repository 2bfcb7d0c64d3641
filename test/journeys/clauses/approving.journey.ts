import { expect } from '@playwright/test';
import {
  agentReads,
  type ClauseDesk,
  clauseName,
  customerReads,
  file,
  once,
  resolve,
  type SignedIn,
  test,
} from '../../support/clause-desk.ts';
import { eventually } from '../../support/journey-world.ts';

// What a request costs where the agreement asks the customer first: a term of T4, switched on in the console.

test.use({ deskOf: 'whoever approves units' });

test('T4: where the agreement asks for it, a unit beyond the minimum is charged only once the customer approved it, by the mail or in the portal', async ({
  desk,
}) => {
  await test.step('the term is switched on in the next version, and the difference is said in words', () =>
    publishAsking(desk));
  const caura = await desk.customer('Caura', 10, false);
  await caura.call('acceptTerms', { body: { version: 2 } });
  const number = await file(caura, 'Migrar la nómina');
  const params = { number };
  const { page } = caura;

  await test.step('near the end of what was approved the desk asks; opening the link changes nothing, one tap approves', async () => {
    await desk.carmen.call('logWork', { params, body: { minutes: 70 }, ...once() });
    expect(await unitsOf(caura, number)).toMatchObject({ unitsSoFar: 1, heldUnits: 1 });
    const link = await linkSent(desk, number);
    await page.goto(link);
    await expect(page.getByRole('heading', { name: '¿Aprueba 1 unidad más?' })).toBeVisible();
    await page.goto(link);
    expect((await unitsOf(caura, number)).approval?.asked).toMatchObject([{ state: 'asked' }]);
    await page.getByRole('button', { name: 'Aprobar 1 unidad', exact: true }).click();
    await expect(page.getByRole('heading', { name: 'Aprobó 1 unidad más' })).toBeVisible();
    expect(await unitsOf(caura, number)).toMatchObject({ unitsSoFar: 2, heldUnits: 2 });
    const approved = { words: /aprobó 1 unidad de crédito más por el enlace del correo/ } as const;
    await customerReads(caura, number, { ...approved, clause: 'T4', version: 2 });
    await agentReads(desk.carmen, number, { ...approved, clause: 'T4' });
    await page.goto(link);
    await expect(
      page.getByRole('heading', { name: 'Esta pregunta ya no espera respuesta' }),
    ).toBeVisible();
  });

  await test.step('an agent asks for more, with a reason; the customer says no in the portal', async () => {
    const agent = desk.carmen.page;
    await agent.goto(`/console/tickets/${number}`);
    await agent.getByRole('button', { name: 'Pedir aprobación de unidades' }).click();
    const dialog = agent.getByRole('dialog', { name: 'Pedir al cliente más unidades' });
    await dialog.getByRole('spinbutton', { name: 'Unidades' }).fill('3');
    await dialog.getByRole('textbox', { name: /Por qué hacen falta/ }).fill('Faltan dos módulos');
    await dialog.getByRole('button', { name: 'Pedir aprobación de unidades' }).click();
    await expect(agent.getByText('Espera que el cliente apruebe 3 unidades')).toBeVisible();
    await page.goto(`/tickets/${number}`);
    await expect(page.getByText('Lo pide Carmen: «Faltan dos módulos»')).toBeVisible();
    await page.getByRole('button', { name: 'No aprobar', exact: true }).click();
    await expect(page.getByText('No aprobó más unidades.').first()).toBeVisible();
    await expect(
      agent.getByText('Contacto de Caura no aprobó 3 unidades', { exact: true }),
    ).toBeVisible();
  });

  await test.step('what is worked beyond is recorded and not charged, and both read why', async () => {
    await desk.carmen.call('logWork', { params, body: { minutes: 90 }, ...once() });
    await page.goto(`/tickets/${number}`);
    await expect(page.getByText('40 min de trabajo pasan de lo aprobado')).toBeVisible();
    await resolve(desk, number);
    await caura.call('closeTicket', { params, body: {}, ...once() });
    const beyond = {
      words: /40 min de trabajo quedan registrados y no se cobran/,
      clause: 'T4',
    } as const;
    await customerReads(caura, number, { ...beyond, version: 2 });
    await agentReads(desk.carmen, number, beyond);
    expect(await unitsOf(caura, number)).toMatchObject({ chargedUnits: 2, billableMinutes: 160 });
    const account = await caura.call('getAccount', {
      params: { organizationId: caura.organizationId },
    });
    expect(account).toMatchObject({ availableUnits: 8, heldUnits: 0 });
  });
});

async function publishAsking({ ada }: ClauseDesk): Promise<void> {
  const { page } = ada;
  await page.goto('/console/settings/draft');
  await page.getByRole('button', { name: 'Empezar un borrador' }).click();
  await page
    .getByRole('combobox', { name: 'Unidades después del mínimo' })
    .selectOption('solo si el cliente las aprueba');
  await page.getByRole('button', { name: 'Guardar borrador' }).click();
  const change = page.getByRole('listitem').filter({ hasText: 'Unidades después del mínimo' });
  await expect(change).toContainText(
    'se cobran por hora comenzada → solo si el cliente las aprueba',
  );
  await expect(change.getByRole('button', { name: clauseName('T4'), exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Publicar' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Publicar' }).click();
  await expect(page.getByText('Versión 2 publicada')).toBeVisible();
}

const unitsOf = async (reader: SignedIn, number: number) =>
  (await reader.call('getTicket', { params: { number } })).units;

/** The link of the newest letter that asks to approve, as an administrator reads it in the local outbox. */
const linkSent = ({ ada }: ClauseDesk, number: number): Promise<string> =>
  eventually(async () => {
    const { items } = await ada.call('listOutgoingMail', { query: { limit: 100 } });
    const found = items.find(
      ({ purpose, ticketNumber }) => purpose === 'units-asked' && ticketNumber === number,
    );
    if (found === undefined) return undefined;
    const { bodyText } = await ada.call('getOutgoingMail', { params: { mailId: found.id } });
    return /\/mail\/act\?token=\S+/.exec(bodyText)?.[0];
  });
