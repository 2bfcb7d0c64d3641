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
import { eventually } from '../../support/journey-world.ts';

// How a request is attended and ends: clauses V, VII and VIII.

test('V.a: a request is acknowledged once, at once, with a code that both can show', async ({
  desk,
}) => {
  // A customer of its own: the third request of a person within minutes gets no letter, which would only flood them.
  const aro = await desk.customer('Aro', 5);
  const number = await file(aro, 'Acuse de prueba');
  await decided(aro, number, 'acknowledged');
  const acknowledged = {
    words: /Se confirmó la recepción de la solicitud/,
    clause: 'V.a',
  } as const;
  await customerReads(aro, number, acknowledged);
  const receipt = aro.page.locator('.receipt');
  await expect(receipt.getByRole('link', { name: clauseName('V.a'), exact: true })).toBeVisible();
  await agentReads(desk.carmen, number, acknowledged);
  const letters = await eventually(async () => {
    const { items } = await desk.ada.call('listOutgoingMail', { query: { limit: 100 } });
    const ours = items.filter(({ ticketNumber }) => ticketNumber === number);
    return ours.length > 0 ? ours : undefined;
  });
  expect(letters).toMatchObject([{ purpose: 'acknowledgement', toAddress: aro.email }]);
});

test('V.b: the agent changes the priority with a reason, and both values are kept', async ({
  desk,
}) => {
  const number = await file(desk.ana, 'Sin internet en recepción');
  await desk.carmen.call('verifyPriority', {
    params: { number },
    body: { priority: 'p1', reason: 'Toda la sede está parada' },
  });
  const verified = {
    words:
      /pasa de Prioridad 2 \(Alta\) a Prioridad 1 \(Crítica\); motivo: «Toda la sede está parada»/i,
    clause: 'V.b',
  } as const;
  await customerReads(desk.ana, number, verified);
  await agentReads(desk.carmen, number, verified);
  const ticket = await desk.ana.call('getTicket', { params: { number } });
  expect(ticket).toMatchObject({ priority: 'p1', prioritySuggested: 'p2', priorityVerified: true });
});

test('V.c: what is written is kept, and an internal note never leaves the desk', async ({
  desk,
}) => {
  const number = await file(desk.ana, 'Copias que fallan');
  const params = { number };
  await desk.carmen.call('addMessage', {
    params,
    body: { text: 'Sospecho del disco.', visibility: 'internal' },
    ...once(),
  });
  await desk.carmen.call('addMessage', { params, body: { text: 'Lo revisamos hoy.' }, ...once() });
  const { page } = desk.ana;
  await page.goto(`/tickets/${number}`);
  const conversation = page.getByRole('region', { name: 'Conversación' });
  await expect(
    conversation.getByRole('link', { name: clauseName('V.c'), exact: true }),
  ).toBeVisible();
  await expect(conversation.getByText('Lo revisamos hoy.')).toBeVisible();
  await expect(page.getByText('Sospecho del disco.')).toHaveCount(0);
  await desk.carmen.page.goto(`/console/tickets/${number}`);
  await expect(desk.carmen.page.getByText('Sospecho del disco.').first()).toBeVisible();
  await expect(desk.carmen.page.getByText('Lo revisamos hoy.').first()).toBeVisible();
});

test('VII: the clocks run from the registration, the attention stops at a person, and both can look up why', async ({
  desk,
}) => {
  const number = await file(desk.ana, 'La nómina no cierra');
  await desk.later(2 * hour);
  await desk.carmen.call('addMessage', {
    params: { number },
    body: { text: 'La estoy revisando.' },
    ...once(),
  });
  const met = { words: /Se cumplió el tiempo de .*: 2 h de 24 h/, clause: 'VII' } as const;
  await customerReads(desk.ana, number, met);
  await desk.ana.page.goto(`/tickets/${number}/clocks`);
  await expect(
    desk.ana.page.getByRole('link', { name: clauseName('VII'), exact: true }).first(),
  ).toBeVisible();
  await agentReads(desk.carmen, number, met);
  const { page } = desk.carmen;
  await page.keyboard.press('d');
  const proof = page.getByRole('dialog', { name: /Por qué vence entonces/ });
  await expect(
    proof.getByRole('button', { name: clauseName('VII'), exact: true }).first(),
  ).toBeVisible();
});

test('VII: the service calendar is edited, what it would move is said first, and it is saved', async ({
  desk,
}) => {
  const { page } = desk.ada;
  await page.goto('/console/settings/calendar');
  const monday = page.getByRole('group', { name: 'Lunes' });
  await monday.getByRole('textbox', { name: 'Lunes, hasta' }).last().fill('18:30');
  await page.getByRole('button', { name: 'Copiar de martes a viernes' }).click();
  await page.getByRole('button', { name: 'Ver qué cambia y guardar' }).click();
  const dialog = page.getByRole('dialog', { name: 'Qué cambia con este horario' });
  await expect(dialog.getByText(/Ninguna solicitud abierta depende todavía/)).toBeVisible();
  await dialog.getByRole('button', { name: 'Guardar la versión 1' }).click();
  await expect(dialog).toBeHidden();
  const versions = page.getByRole('region', { name: 'Versiones' });
  await expect(versions.getByRole('listitem')).toContainText('Ada');
  await expect(
    page
      .getByRole('group', { name: 'Viernes' })
      .getByRole('textbox', { name: 'Viernes, hasta' })
      .last(),
  ).toHaveValue('18:30');
});

test('V.d: the agent is warned before the time is over, and a breach is told to both', async ({
  desk,
}) => {
  const { number } = await desk.ana.call('createTicket', {
    body: { subject: 'Nada funciona', description: 'Desde las ocho.', prioritySuggested: 'p1' },
    ...once(),
  });
  await desk.carmen.call('assignTicket', {
    params: { number },
    body: { assigneePersonId: desk.carmen.personId },
  });
  await desk.later(3.1 * hour);
  await decided(desk.carmen, number, 'clock-warned');
  await agentReads(desk.carmen, number, {
    words: /Aviso: el tiempo de .* vence el/,
    clause: 'V.d',
  });
  await desk.later(hour);
  await decided(desk.carmen, number, 'clock-breached');
  const breached = { words: /Se superó el tiempo de .* de 4 h/, clause: 'V.d' } as const;
  await agentReads(desk.carmen, number, breached);
  await customerReads(desk.ana, number, breached);
  const notices = async () => {
    const { items } = await desk.carmen.call('listNotices', { query: {} });
    return items.filter(({ ticket }) => ticket.number === number).length;
  };
  await expect.poll(notices).toBeGreaterThan(1);
});

test('VIII.a: resolved with its form and text, it closes by itself when nobody objects', async ({
  desk,
}) => {
  const number = await file(desk.ana, 'Clave vencida');
  await resolve(desk, number);
  const { page } = desk.ana;
  await page.goto(`/tickets/${number}`);
  const question = page.locator('.notice', { hasText: '¿Quedó resuelta?' });
  await expect(question).toContainText('Si no dice nada, se cierra sola');
  await expect(
    question.getByRole('link', { name: clauseName('VIII.a'), exact: true }),
  ).toBeVisible();
  await expect(page.getByText('Reinicie el equipo.').first()).toBeVisible();
  await agentReads(desk.carmen, number, {
    words: /Se resolvió con instrucciones/,
    clause: 'VIII.a',
  });
  await desk.later(5 * day + hour);
  await decided(desk.ana, number, 'closed');
  const closed = {
    words: /Se cerró .*; se puede pedir su reapertura hasta/,
    clause: 'VIII.a',
  } as const;
  await customerReads(desk.ana, number, closed);
  await agentReads(desk.carmen, number, closed);
});

test('VIII.b: two attempts without an answer and the grace time close it, as both were told before', async ({
  desk,
}) => {
  const number = await file(desk.ana, 'Falta un dato');
  await desk.carmen.call('askForInformation', {
    params: { number },
    body: { text: '¿Qué versión tiene?' },
    ...once(),
  });
  await desk.later(day + hour);
  await decided(desk.ana, number, 'reminded');
  // The second attempt counts when its letter has left, and only then is the end foreseen.
  await eventually(async () => {
    const { informationRequest } = await desk.ana.call('getTicket', { params: { number } });
    return informationRequest?.abandonmentAt ?? undefined;
  });
  const reminded = {
    words: /Se recordó al cliente que falta su respuesta: intento 2/,
    clause: 'VIII.b',
  } as const;
  await customerReads(desk.ana, number, reminded);
  const asked = desk.ana.page.locator('.notice', { hasText: 'Le toca responder' });
  await expect(asked).toContainText('Si no recibimos respuesta, se cerrará');
  await expect(asked.getByRole('link', { name: clauseName('VIII.b'), exact: true })).toBeVisible();
  await agentReads(desk.carmen, number, reminded);
  await desk.later(2 * day + hour);
  await decided(desk.ana, number, 'abandoned');
  const abandoned = {
    words: /Se cerró por abandono: 2 intentos sin respuesta/,
    clause: 'VIII.b',
  } as const;
  await customerReads(desk.ana, number, abandoned);
  await agentReads(desk.carmen, number, abandoned);
});

test('VIII.c: inside its time a closed request opens again, after it a linked one is made', async ({
  desk,
}) => {
  const number = await file(desk.ana, 'El respaldo no corre');
  const params = { number };
  await resolve(desk, number);
  await desk.ana.call('closeTicket', { params, body: {}, ...once() });
  const { page } = desk.ana;
  const askForReopening = async (reason: string) => {
    await page.goto(`/tickets/${number}`);
    await page.locator('summary', { hasText: 'Pedir que se reabra' }).click();
    const form = page.locator('form[action$="/reopening"]');
    await expect(form.getByRole('link', { name: clauseName('VIII.c'), exact: true })).toBeVisible();
    await form.getByLabel('¿Qué no quedó resuelto?').fill(reason);
    await form.getByRole('button', { name: 'Pedir que se reabra' }).click();
  };
  await askForReopening('Anoche no corrió');
  await expect(page.getByText('La solicitud está abierta de nuevo')).toBeVisible();
  const reopened = {
    words: /Se reabrió a petición del cliente.*«Anoche no corrió»/,
    clause: 'VIII.c',
  } as const;
  await customerReads(desk.ana, number, reopened);
  await agentReads(desk.carmen, number, reopened);

  await resolve(desk, number);
  await desk.ana.call('closeTicket', { params, body: {}, ...once() });
  await desk.later(15 * day);
  await askForReopening('Otra vez');
  await expect(page.getByText('Seguimos en esta solicitud nueva')).toBeVisible();
  await expect(page).not.toHaveURL(new RegExp(`/tickets/${number}\\b`));
  const late = { words: /El plazo para reabrir terminó/, clause: 'VIII.c' } as const;
  await customerReads(desk.ana, number, late);
  await agentReads(desk.carmen, number, late);
});
