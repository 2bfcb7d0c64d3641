import { expect, type Page } from '@playwright/test';
import type { ClauseId } from '../../../src/policy/clauses.ts';
import type { Priority } from '../../../src/policy/terms.ts';
import {
  agentReads,
  type ClauseDesk,
  clauseName,
  customerReads,
  decided,
  hour,
  once,
  test,
} from '../../support/clause-desk.ts';
import { eventually } from '../../support/journey-world.ts';

// How a request comes in: clauses P to IV, the levels of VI, and the terms that are accepted first (T7).

test('P: a request is made on a phone and followed there, and so is one that came by mail', async ({
  desk,
}) => {
  const { page, call, email } = desk.ana;
  await page.goto('/tickets/new');
  await page.getByRole('link', { name: clauseName('P'), exact: true }).click();
  await expect(page.locator('#P')).toContainText('desde su computador o dispositivo móvil');
  const number = await fileOnPhone(page, {
    need: 'El servidor de archivos no abre',
    impact: /Algo importante/,
  });
  await desk.mail({ from: email, subject: 'La central no suena', text: 'Desde ayer.' });
  const byMail = await eventually(async () => {
    const { items } = await call('listTickets', { query: {} });
    return items.find(({ subject }) => subject === 'La central no suena');
  });

  await page.goto('/tickets');
  for (const subject of ['El servidor de archivos no abre', 'La central no suena']) {
    await expect(page.getByRole('link', { name: subject })).toBeVisible();
  }
  const agent = desk.carmen.page;
  for (const [words, found] of [
    ['servidor de archivos', number],
    ['central no suena', byMail.number],
  ] as const) {
    await agent.goto(`/console/tickets?view=all&q=${encodeURIComponent(words)}`);
    await expect(agent.getByRole('main').getByRole('listitem')).toContainText(`#${found}`);
  }
});

test('I: what is a project goes to professional services, without clocks or units', async ({
  desk,
}) => {
  const serviceId = await aService(desk, 'Implementar un ERP', { kind: 'project' });
  const { number } = await desk.ana.call('createTicket', {
    body: { subject: 'Un sistema nuevo', description: 'Para las tres sedes.', serviceId },
    ...once(),
  });
  const referred = {
    words: /Se canalizó a servicios profesionales, sin tiempos ni unidades/,
    clause: 'I',
  } as const;
  await customerReads(desk.ana, number, referred);
  await expect(desk.ana.page.getByText(/La canalizamos con servicios profesionales/)).toBeVisible();
  await agentReads(desk.carmen, number, referred);
});

test('I: the firm’s answer comes before sending; the suggested service is taken, or an agent takes it on', async ({
  desk,
}) => {
  const suggestedServiceId = await aService(desk, 'Equipos de la empresa', {});
  const text = 'No atendemos equipos de la casa; acuda a un taller.';
  const answer = { es: text, en: 'We do not support devices at home.' };
  const kind = 'out_of_scope' as const;
  await aService(desk, 'Equipos de la casa', { kind, answer, suggestedServiceId });
  const { page } = desk.ana;

  const askedForHome = async (need: string) => {
    await page.goto('/tickets/new');
    await page.getByRole('textbox', { name: '¿Qué necesita?' }).fill(need);
    await page.getByRole('radio', { name: /Molesta o retrasa/ }).check();
    await page
      .getByRole('combobox', { name: /¿De qué se trata?/ })
      .selectOption({ label: 'Equipos de la casa (fuera de nuestro catálogo)' });
    await page.getByRole('button', { name: 'Ver la promesa y el costo' }).click();
    await expect(page.getByText(text)).toBeVisible();
    const cited = page.locator('.notice', { hasText: text });
    await expect(cited.getByRole('link', { name: clauseName('I'), exact: true })).toBeVisible();
  };
  await askedForHome('No enciende la computadora');
  await page.getByRole('button', { name: 'Elegir «Equipos de la empresa»' }).click();
  await expect(page.getByRole('textbox', { name: '¿Qué necesita?' })).toHaveValue(
    'No enciende la computadora',
  );
  await page.getByRole('button', { name: 'Ver la promesa y el costo' }).click();
  await page.getByRole('button', { name: 'Enviar solicitud' }).click();
  await expect(page.getByText('Equipos de la empresa')).toBeVisible();

  await askedForHome('Tampoco enciende la portátil');
  await page.getByRole('textbox', { name: /dentro del alcance/ }).fill('Está registrada');
  await page.getByRole('button', { name: 'Enviar de todas formas' }).click();
  await expect(page.getByText('Un asesor revisará si está dentro del alcance')).toBeVisible();
  const number = Number(/tickets\/(\d+)/.exec(page.url())?.[1]);
  await customerReads(desk.ana, number, { words: /Se rechazó: está fuera/, clause: 'I' });

  await desk.later(hour);
  const agent = desk.carmen.page;
  await agent.goto(`/console/tickets/${number}?view=scope`);
  await agent.getByRole('button', { name: 'Está dentro del alcance…' }).press('Enter');
  const dialog = agent.getByRole('dialog', { name: `La #${number} está dentro del alcance` });
  await dialog.getByRole('textbox', { name: 'Motivo, para el cliente' }).fill('Es de la empresa');
  await dialog.getByRole('textbox', { name: 'Motivo, para el cliente' }).press('Tab');
  await dialog.getByRole('button', { name: 'Admitir la solicitud' }).click();
  const overruled = { words: /Carmen.* decidió que está dentro del alcance/, clause: 'I' } as const;
  await agentReads(desk.carmen, number, overruled);
  await customerReads(desk.ana, number, overruled);
  const { registeredAt, receivedAt, clocks } = await desk.ana.call('getTicket', {
    params: { number },
  });
  expect(Date.parse(registeredAt ?? '') - Date.parse(receivedAt)).toBeGreaterThanOrEqual(hour);
  expect(clocks.map(({ state }) => state)).toContain('running');
});

test('I: two requests for the same become one, and nobody pays twice', async ({ desk }) => {
  const [first, second] = [
    await desk.ana.call('createTicket', sameNeed('Sin correo en ventas')),
    await desk.ana.call('createTicket', sameNeed('Otra vez sin correo')),
  ];
  const { page } = desk.carmen;
  await page.goto(`/console/tickets/${second.number}`);
  await expect(page.getByRole('heading', { level: 1, name: 'Otra vez sin correo' })).toBeVisible();
  await page.keyboard.press('m');
  const dialog = page.getByRole('dialog', { name: `Unir la #${second.number}` });
  await dialog.getByRole('textbox', { name: 'Sigue en la solicitud' }).fill(`#${first.number}`);
  await expect(dialog.getByRole('status')).toContainText('Sin correo en ventas');
  for (const clause of ['T3', 'T4'] as const) {
    await expect(
      dialog.getByRole('button', { name: clauseName(clause), exact: true }),
    ).toBeVisible();
  }
  await dialog.getByRole('button', { name: 'Unir', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Sin correo en ventas' })).toBeVisible();

  await customerReads(desk.ana, second.number, { words: /Se unió a la solicitud/, clause: 'I' });
  await desk.ana.page.getByRole('link', { name: `Ir a la solicitud #${first.number}` }).click();
  await customerReads(desk.ana, first.number, { words: /Se le unió la solicitud/, clause: 'I' });
  await agentReads(desk.carmen, first.number, { words: /Se le unió la solicitud/, clause: 'I' });
  const { units } = await desk.ana.call('getTicket', { params: { number: second.number } });
  expect(units.heldUnits).toBe(0);
});

test('II: without good standing a request is held, and is admitted by itself with it', async ({
  desk,
}) => {
  const caura = await desk.customer('Caura', 5);
  const params = { organizationId: caura.organizationId };
  await desk.ada.call('setStanding', {
    params,
    body: { standing: 'suspended', reason: 'Factura vencida' },
  });
  const number = await fileOnPhone(caura.page, {
    need: 'No abre el sistema',
    impact: /El negocio está parado/,
  });
  const missing = caura.page.locator('.conditions li.unmet');
  await expect(missing.getByRole('link', { name: clauseName('II'), exact: true })).toBeVisible();
  await desk.carmen.page.goto(`/console/tickets/${number}`);
  const held = desk.carmen.page.locator('section', { hasText: 'Retenida: falta una condición' });
  await expect(
    held.getByRole('button', { name: clauseName('II'), exact: true }).first(),
  ).toBeVisible();

  await desk.ada.call('setStanding', { params, body: { standing: 'good', reason: 'Pagó' } });
  await decided(caura, number, 'admitted');
  await customerReads(caura, number, { words: /Se admitió la solicitud/, clause: 'II' });
  await agentReads(desk.carmen, number, { words: /Se admitió la solicitud/, clause: 'II' });
});

test('III: a mail to a service mailbox becomes a request of the team that attends it', async ({
  desk,
}) => {
  const team = await desk.ada.call('createTeam', {
    body: { name: 'Redes', memberPersonIds: [desk.carmen.personId] },
  });
  await desk.ada.call('createMailbox', {
    body: { address: 'redes@desk.example', name: 'Redes', teamId: team.id },
  });
  await desk.mail({
    from: desk.ana.email,
    to: 'redes@desk.example',
    subject: 'Sin enlace en la sede',
    text: 'Desde las ocho.',
  });
  const { number } = await eventually(async () => {
    const { items } = await desk.ana.call('listTickets', { query: {} });
    return items.find(({ subject }) => subject === 'Sin enlace en la sede');
  });
  await agentReads(desk.carmen, number, {
    words: /Se asignó al equipo Redes, el de este buzón/,
    clause: 'III',
  });
  const { page } = desk.ana;
  await page.goto(`/tickets/${number}`);
  await expect(page.getByRole('article').first()).toContainText('por correo');
  await page.goto('/agreement#III');
  await expect(page.locator('#III')).toBeVisible();
});

test('IV.a: the form asks for the description and the expected result, and both are read apart', async ({
  desk,
}) => {
  const { page } = desk.ana;
  await page.goto('/tickets/new');
  await expect(page.getByRole('link', { name: clauseName('IV.a'), exact: true })).toBeVisible();
  const number = await fileOnPhone(page, {
    need: 'La factura sale en blanco en la caja 2',
    result: 'Que imprima como la caja 1',
    impact: /Molesta o retrasa/,
  });
  await expect(page.locator('.expected')).toContainText('Que imprima como la caja 1');
  const agent = desk.carmen.page;
  await agent.goto(`/console/tickets/${number}`);
  await expect(agent.getByText('La factura sale en blanco en la caja 2').first()).toBeVisible();
  await expect(agent.getByText('Que imprima como la caja 1').first()).toBeVisible();
});

test('IV.b: the customer chooses the impact and the category, and that runs the clocks at once', async ({
  desk,
}) => {
  await aService(desk, 'Correo de la empresa', {});
  const number = await fileOnPhone(desk.ana.page, {
    need: 'El correo llega tarde',
    impact: /Algo importante/,
    matter: 'Otro asunto de Correo de la empresa',
  });
  const set = {
    words: /Comienza con Prioridad 2 \(Alta\): la sugirió el cliente/i,
    clause: 'IV.b',
  } as const;
  await customerReads(desk.ana, number, set);
  await agentReads(desk.carmen, number, set);
  const { category, clocks } = await desk.ana.call('getTicket', { params: { number } });
  expect(category?.name).toBe('Correo de la empresa');
  expect(clocks).toMatchObject([
    { kind: 'firstResponse', state: 'running', targetMinutes: 24 * 60 },
    { kind: 'resolution', state: 'running', targetMinutes: 48 * 60 },
  ]);
});

test('IV.c: the service asks its question, the file comes along, and what is missing is asked for', async ({
  desk,
}) => {
  const label = { es: '¿En qué sede?', en: 'At which site?' };
  const serviceId = await aService(desk, 'Impresoras', {
    questions: [{ key: 'site', label, required: true }],
  });
  const { page } = desk.ana;
  await page.goto('/tickets/new');
  await expect(page.getByRole('link', { name: clauseName('IV.c'), exact: true })).toBeVisible();
  const number = await fileOnPhone(page, {
    need: 'No imprime nadie',
    impact: /Algo importante/,
    matter: `service:${serviceId}`,
    answer: ['¿En qué sede?', 'Sede norte'],
    file: 'pantalla.txt',
  });
  const agent = desk.carmen.page;
  await agent.goto(`/console/tickets/${number}`);
  await expect(agent.getByText('Sede norte').first()).toBeVisible();
  await expect(agent.getByText('pantalla.txt').first()).toBeVisible();
  await desk.carmen.call('askForInformation', {
    params: { number },
    body: { text: '¿Qué modelo es?' },
    ...once(),
  });
  await page.goto(`/tickets/${number}`);
  await page.getByLabel('Su respuesta').fill('Es una HKA 80.');
  await page.getByRole('button', { name: 'Enviar', exact: true }).click();
  await expect(agent.getByText('Es una HKA 80.').first()).toBeVisible();
});

test('IV.d: impact and priority are read from the words of a mail, and both sides see from which', async ({
  desk,
}) => {
  await desk.mail({
    from: desk.ana.email,
    subject: 'Cajas detenidas',
    text: 'Impacto: no podemos facturar\nPrioridad: 1\n\nDesde las ocho.',
  });
  const { number } = await eventually(async () => {
    const { items } = await desk.ana.call('listTickets', { query: {} });
    return items.find(({ subject }) => subject === 'Cajas detenidas');
  });
  const read = {
    words: /Se entendió del correo del cliente: .*no podemos facturar/,
    clause: 'IV.d',
  } as const;
  await customerReads(desk.ana, number, read);
  await agentReads(desk.carmen, number, read);
});

test('VI.a: what stops the business starts as priority 1, with the shortest times', ({ desk }) =>
  startsAs(desk, {
    priority: 'p1',
    clause: 'VI.a',
    plain: /El negocio está parado/,
    attention: 4,
  }));

test('VI.b: what hits the business hard starts as priority 2', ({ desk }) =>
  startsAs(desk, {
    priority: 'p2',
    clause: 'VI.b',
    plain: /Algo importante falla/,
    attention: 24,
  }));

test('VI.c: what bothers some starts as priority 3', ({ desk }) =>
  startsAs(desk, { priority: 'p3', clause: 'VI.c', plain: /Molesta o retrasa/, attention: 48 }));

test('VI.d: what hardly affects the business starts as priority 4', ({ desk }) =>
  startsAs(desk, { priority: 'p4', clause: 'VI.d', plain: /Apenas nos afecta/, attention: 48 }));

test('VI.e: where the resolution is shared the priority is agreed, and no clock runs', async ({
  desk,
}) => {
  const serviceId = await aService(desk, 'Enlace del operador', { sharedResponsibility: true });
  const { number } = await desk.ana.call('createTicket', {
    body: {
      subject: 'El operador no responde',
      description: 'Averiado.',
      serviceId,
      prioritySuggested: 'p1',
    },
    ...once(),
  });
  const agreed = { words: /no corre: la prioridad es convenida/, clause: 'VI.e' } as const;
  await customerReads(desk.ana, number, agreed);
  await expect(desk.ana.page.locator('.ticket-meta')).toContainText('Prioridad convenida');
  await agentReads(desk.carmen, number, agreed);
  const { clocks } = await desk.ana.call('getTicket', { params: { number } });
  expect(clocks.filter(({ state }) => state !== 'none')).toEqual([]);
});

test('T7: what waits for the terms is admitted when the person accepts them', async ({ desk }) => {
  const cuyuni = await desk.customer('Cuyuni', 5, false);
  const { page } = cuyuni;
  const number = await fileOnPhone(page, { need: 'Un usuario nuevo', impact: /Apenas nos afecta/ });
  const missing = page.locator('.conditions li.unmet');
  await expect(missing.getByRole('link', { name: clauseName('T7'), exact: true })).toBeVisible();
  await missing.getByRole('link', { name: 'Leer y aceptar' }).click();
  await expect(page.locator('#T7')).toContainText('T7');
  await page.getByLabel(/He leído y acepto/).check();
  await page.getByRole('button', { name: 'Aceptar', exact: true }).click();
  await decided(cuyuni, number, 'admitted');
  const held = {
    words: /La solicitud quedó retenida: .*no ha aceptado los términos/,
    clause: 'T7',
  } as const;
  await customerReads(cuyuni, number, held);
  await agentReads(desk.carmen, number, held);
  await expect(desk.carmen.page.getByText('Abierta', { exact: true }).first()).toBeVisible();
});

/** VI: a service whose default is this level starts with it, and the form words it when one chooses. */
async function startsAs(
  desk: ClauseDesk,
  level: {
    readonly priority: Priority;
    readonly clause: ClauseId;
    readonly plain: RegExp;
    readonly attention: number;
  },
): Promise<void> {
  const { priority, clause, plain, attention } = level;
  const serviceId = await aService(desk, `Servicio de ${priority}`, { priorityDefault: priority });
  const { number } = await desk.ana.call('createTicket', {
    body: {
      subject: `Sin sugerencia, ${priority}`,
      description: 'Sin decir cuánto urge.',
      serviceId,
    },
    ...once(),
  });
  const set = { words: /Comienza con .*: es la predeterminada del servicio/i, clause } as const;
  await customerReads(desk.ana, number, set);
  await agentReads(desk.carmen, number, set);
  const { clocks } = await desk.ana.call('getTicket', { params: { number } });
  expect(clocks[0]).toMatchObject({ kind: 'firstResponse', targetMinutes: attention * 60 });
  await desk.ana.page.goto('/tickets/new');
  await expect(desk.ana.page.getByRole('radio', { name: plain })).toBeVisible();
}

interface OnPhone {
  readonly need: string;
  readonly result?: string;
  readonly impact: RegExp;
  /** The label of the matter, or its value. */
  readonly matter?: string;
  readonly answer?: readonly [question: string, answer: string];
  readonly file?: string;
}

/** Fills in the form of a new request, reads the promise, and sends it; the number that it got. */
async function fileOnPhone(page: Page, filled: OnPhone): Promise<number> {
  await page.goto('/tickets/new');
  await page.getByLabel('¿Qué necesita?').fill(filled.need);
  await page.getByLabel('¿Qué resultado espera?').fill(filled.result ?? '');
  await page.getByRole('radio', { name: filled.impact }).check();
  if (filled.matter !== undefined) {
    await page.getByLabel('¿De qué se trata?').selectOption(filled.matter);
  }
  if (filled.file !== undefined) {
    await page
      .getByLabel('Adjuntar archivos')
      .setInputFiles({ name: filled.file, mimeType: 'text/plain', buffer: Buffer.from('1') });
  }
  await page.getByRole('button', { name: 'Ver la promesa y el costo' }).click();
  if (filled.answer !== undefined) {
    const [question, answer] = filled.answer;
    await page.getByLabel(question).fill(answer);
  }
  await page.getByRole('button', { name: 'Enviar solicitud' }).click();
  await expect(page).toHaveURL(/\/tickets\/\d+\?done=filed/);
  return Number(/\/tickets\/(\d+)/.exec(page.url())?.[1]);
}

/** A service in a category of its own, of the same name; the service's id. */
async function aService(
  desk: ClauseDesk,
  name: string,
  more: {
    readonly kind?: 'project' | 'out_of_scope';
    readonly answer?: { readonly es: string; readonly en: string };
    readonly suggestedServiceId?: number;
    readonly priorityDefault?: Priority;
    readonly sharedResponsibility?: boolean;
    readonly questions?: {
      readonly key: string;
      readonly label: { readonly es: string; readonly en: string };
      readonly required: boolean;
    }[];
  },
): Promise<number> {
  const both = { es: name, en: name };
  const category = await desk.ada.call('createCategory', { body: { name: both } });
  const service = await desk.ada.call('createService', {
    body: { categoryId: category.id, name: both, ...more },
  });
  return service.id;
}

const sameNeed = (subject: string) => ({
  body: { subject, description: 'Nadie recibe correo.', prioritySuggested: 'p2' as const },
  ...once(),
});
