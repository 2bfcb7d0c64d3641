import { randomUUID } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { doNow, withDatabase } from '../support/journey-database.ts';
import { journeyDataDir } from '../support/journey-desk.ts';
import {
  apiSessionOf,
  carmen,
  newCustomer,
  pageOf,
  picture,
  ramon,
} from '../support/journey-world.ts';

const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
const minute = 60_000;

/** Nobody waits two days for a test: the agreed time comes nearer, as if it had been agreed a week ago. */
const moveAgreedTime = (appointmentId: number, startsInMinutes: number): Promise<void> =>
  withDatabase(journeyDataDir, async ({ pool }) => {
    await pool.query(
      `update appointment
          set starts_at = $2, accepted_at = $3, next_at = now()
        where id = $1`,
      [
        appointmentId,
        new Date(Date.now() + startsInMinutes * minute),
        new Date(Date.now() - 7 * 24 * 60 * minute),
      ],
    );
  });

/** What a field for date and time takes, in Caracas, which is UTC-4 all year. */
const inCaracas = (instant: number): string =>
  new Date(instant - 4 * 60 * minute).toISOString().slice(0, 16);

test('T5, T6: an activity is offered, accepted with its terms, reminded of, missed, and charged the minimum', async ({
  browser,
}) => {
  test.setTimeout(240_000);
  const desk = await apiSessionOf(carmen);
  const customer = await newCustomer(desk.call, 10, {
    name: 'Demostración Caroní',
    contactName: 'Luis Demo',
  });
  const person = await apiSessionOf(customer.contact);
  const { number } = await person.call('createTicket', {
    body: {
      subject: 'La impresora fiscal no imprime',
      description: 'Desde hoy',
      prioritySuggested: 'p2',
    },
    idempotencyKey: randomUUID(),
  });
  const params = { number };
  const ticket = () => person.call('getTicket', { params });
  const portal = await pageOf(browser, customer.contact, { ...phone, locale: 'es-VE' });
  const console = await pageOf(browser, ramon, { viewport: { width: 1440, height: 900 } });

  await test.step('the agent offers a time with one key', async () => {
    await console.goto(`/console/tickets/${number}`);
    await expect(console.getByRole('heading', { name: /impresora fiscal/ })).toBeVisible();
    await console.keyboard.press('h');
    const dialog = console.getByRole('dialog');
    await dialog.getByLabel('Qué se hará').fill('Configurar la impresora fiscal');
    await dialog.getByLabel('Hora 1').fill(inCaracas(Date.now() + 48 * 60 * minute));
    await picture(console, 'console-schedule');
    await dialog.getByRole('button', { name: 'Proponer al cliente' }).click();
    await expect(console.getByText('Espera la respuesta del cliente').first()).toBeVisible();
  });

  await test.step('the customer reads what absence costs, and accepts with one tap', async () => {
    await portal.goto('/');
    await expect(portal.getByRole('heading', { name: 'Próximas citas' })).toBeVisible();
    await picture(portal, 'portal-home-appointment', true);
    await portal.getByRole('link', { name: 'Configurar la impresora fiscal' }).click();
    const section = portal.locator('#appointments');
    await expect(
      section.getByText(/Al aceptar una hora acepta que.*se cobra el mínimo: 1 unidad/),
    ).toBeVisible();
    await expect(section.getByRole('link', { name: /cláusula T6/i }).first()).toBeVisible();
    await picture(portal, 'portal-appointment-offered', true);
    await section.getByRole('button', { name: /^Aceptar / }).click();
    await expect(portal.getByText('La hora quedó acordada')).toBeVisible();
    await expect(
      portal.getByText('En pausa hasta la actividad pautada', { exact: true }),
    ).toBeVisible();
    await picture(portal, 'portal-appointment-accepted', true);
    const [appointment] = (await ticket()).appointments;
    expect(appointment).toMatchObject({ state: 'accepted', acceptances: [{ clause: 'T6' }] });
  });
  const missed = (await ticket()).appointments[0]?.id ?? 0;

  await test.step('T5: a visit is not confirmed before its charge is accepted', async () => {
    await desk.call('offerAppointment', {
      params,
      body: {
        subject: 'Cambiar el cabezal',
        place: 'onsite',
        location: 'Av. Principal, local 3',
        durationMinutes: 60,
        surchargeUnits: 2,
        surchargeNote: 'Traslado',
        slots: [new Date(Date.now() + 72 * 60 * minute).toISOString()],
      },
      idempotencyKey: randomUUID(),
    });
    await portal.goto(`/tickets/${number}`);
    const visit = portal.locator('.appointment', { hasText: 'Cambiar el cabezal' });
    await visit.getByRole('button', { name: /^Aceptar / }).click();
    expect((await ticket()).appointments[0]).toMatchObject({ state: 'offered' });
    await visit
      .getByRole('checkbox', { name: /cargo adicional de 2 unidades/ })
      .first()
      .check();
    await visit.getByRole('button', { name: /^Aceptar / }).click();
    await expect(portal.getByText('La hora quedó acordada')).toBeVisible();
    expect((await ticket()).appointments[0]).toMatchObject({
      state: 'accepted',
      acceptances: [{ clause: 'T6' }, { clause: 'T5', units: 2 }],
    });
  });

  await test.step('the agenda shows both, and so does a calendar', async () => {
    await console.keyboard.press('g');
    await console.keyboard.press('a');
    await console.getByRole('button', { name: 'Todas' }).click();
    await expect(console.getByText('Cambiar el cabezal')).toBeVisible();
    await picture(console, 'console-agenda');
    const file = await person.context.get(`/appointments/${missed}/calendar.ics`);
    expect(file.headers()['content-type']).toContain('text/calendar');
    expect(await file.text()).toContain('METHOD:PUBLISH');
  });

  await test.step('the reminder goes once', async () => {
    await moveAgreedTime(missed, 50);
    await doNow(journeyDataDir, 'appointments.run-due');
    const reminders = async () => {
      const { items } = await desk.call('listOutgoingMail', { query: { limit: 100 } });
      const letters = await Promise.all(
        items
          .filter((mail) => mail.ticketNumber === number && mail.purpose === 'appointment')
          .map(({ id }) => desk.call('getOutgoingMail', { params: { mailId: id } })),
      );
      return letters.filter(({ bodyText }) => bodyText.includes('Le recordamos')).length;
    };
    await expect.poll(reminders, { timeout: 15_000 }).toBe(1);
  });

  await test.step('the agent records the absence with its evidence, knowing what it costs', async () => {
    await moveAgreedTime(missed, -20);
    await console.goto(`/console/tickets/${number}`);
    await console.getByRole('button', { name: 'Registrar resultado' }).last().click();
    const dialog = console.getByRole('dialog');
    await dialog.getByLabel('Qué pasó').selectOption('no-show');
    await dialog.getByLabel('Qué muestra la ausencia').fill('Nadie se conectó en veinte minutos.');
    await dialog.getByLabel(/Cómo se esperó/).fill('Dos llamadas y un correo.');
    await expect(dialog.getByText(/Se cobra al cliente el mínimo, 1 unidad/)).toBeVisible();
    await picture(console, 'console-no-show');
    await dialog.getByRole('button', { name: 'Registrar la ausencia' }).click();
    await expect(console.getByText('No asistió').first()).toBeVisible();
  });

  await test.step('the minimum is charged once, under its clause, and the customer reads why', async () => {
    const { items } = await person.call('getStatement', {
      params: { organizationId: customer.organizationId },
      query: {},
    });
    const charges = items.filter(({ kind }) => kind === 'charge');
    expect(charges).toMatchObject([{ balanceChange: -1, clause: 'T6', ticketNumber: number }]);
    await portal.goto(`/tickets/${number}`);
    await expect(portal.getByText('Se cobró el mínimo: 1 unidad.').first()).toBeVisible();
    await expect(portal.getByText('Dos llamadas y un correo.').first()).toBeVisible();
    await expect(
      portal.getByText('En pausa hasta acordar otra hora', { exact: true }),
    ).toBeVisible();
    await picture(portal, 'portal-appointment-missed', true);
  });
});
