import { randomUUID } from 'node:crypto';
import { expect, type Page, test } from '@playwright/test';
import { examine } from '../support/examine-page.ts';
import { doNow } from '../support/journey-database.ts';
import { journeyDataDir } from '../support/journey-desk.ts';
import {
  apiSessionOf,
  carmen,
  eventually,
  newCustomer,
  pageOf,
  ramon,
} from '../support/journey-world.ts';

const once = () => ({ idempotencyKey: randomUUID() });

/** A request in every state that looks different. */
async function world() {
  const desk = await apiSessionOf(carmen);
  const agent = await apiSessionOf(ramon);
  const customer = await newCustomer(desk.call, 9);
  const poor = await newCustomer(desk.call, 1);
  const file = async (email: string) => {
    const person = await apiSessionOf({ email });
    const { number } = await person.call('createTicket', {
      body: {
        subject: 'Enlace lento en la sede',
        description: 'Ver https://ejemplo.example/prueba',
        expectedResult: 'Navegar como antes.',
        prioritySuggested: 'p2',
      },
      ...once(),
    });
    return { params: { number } };
  };
  const open = await file(customer.contact.email);
  await agent.call('addMessage', {
    ...open,
    ...once(),
    body: { text: 'Ojo', visibility: 'internal' },
  });
  await agent.call('logWork', { ...open, ...once(), body: { minutes: 70, note: 'Revisión' } });
  const waiting = await file(customer.contact.email);
  await agent.call('askForInformation', {
    ...waiting,
    ...once(),
    body: { text: '¿Desde cuándo?' },
  });
  const resolved = await file(customer.contact.email);
  await agent.call('resolveTicket', {
    ...resolved,
    ...once(),
    body: { form: 'solution', text: 'Se cambió el cable.' },
  });
  const held = await file(poor.contact.email);
  await desk.call('createMacro', {
    body: { name: `Acceso ${held.params.number}`, shared: true, texts: { es: 'Hola', en: null } },
  });
  // What reports add up is summarised every ten minutes; the screen is examined with its plots.
  await doNow(journeyDataDir, 'reporting.summarise-requests');
  await eventually(async () => {
    const { requests } = await desk.call('getReport', { query: {} });
    return requests > 0 ? requests : undefined;
  });
  return {
    organizationId: customer.organizationId,
    open: open.params.number,
    others: [waiting, resolved, held].map(({ params }) => params.number),
  };
}

test('WCAG 2.2 AA on every screen of the console, light and dark', async ({ browser }, {
  project,
}) => {
  test.slow();
  const { organizationId, open, others } = await world();
  const page = await pageOf(browser, carmen, {
    reducedMotion: 'reduce',
    viewport: project.use.viewport ?? { width: 1440, height: 900 },
    ...(project.name === 'phone' ? { isMobile: true, hasTouch: true } : {}),
  });
  const found: string[] = [];
  watchConsole(page, found);

  const screens = [
    ...[
      '/tickets',
      '/tickets?view=held',
      '/tickets?view=snoozed',
      '/tickets?view=all&q=nadaasi',
      '/tickets/new',
    ],
    ...[open, ...others, 999_999].map((number) => `/tickets/${number}`),
    ...['/board', '/reports'],
    '/agenda',
    '/organizations',
    ...['account', 'contacts', 'contract'].map(
      (section) => `/organizations/${organizationId}?section=${section}`,
    ),
    ...['agents', 'teams', 'api-keys', 'audit'].map((section) => `/people/${section}`),
    ...['outgoing', 'quarantine', 'mailboxes', 'letters'].map((section) => `/mail/${section}`),
    ...['firm', 'catalog', 'agreement', 'macros'].map((section) => `/settings/${section}`),
    ...['/profile', '/nowhere'],
  ];
  for (const screen of screens) {
    await page.goto(`/console${screen}`);
    await settled(page);
    found.push(...(await examine(page, screen)));
  }
  if (project.name === 'desk') {
    await page.goto(`/console/tickets/${open}`);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    for (const key of ['r', 'n', 'i', 'e']) {
      await page.keyboard.press(key);
      await expect(page.getByRole('textbox', { name: /cliente|interna/ })).toBeFocused();
      found.push(...(await examine(page, `composer ${key}`)));
      await page.keyboard.press('Escape');
    }
    for (const key of ['a', 'p', 'w', 'h', 'd', '?', 'ControlOrMeta+k']) {
      await page.keyboard.press(key);
      await expect(page.getByRole('dialog')).toBeVisible();
      await expect(page.getByRole('dialog').getByText('Cargando…')).toHaveCount(0);
      found.push(...(await examine(page, `dialog ${key}`)));
      await page.keyboard.press('Escape');
      await expect(page.getByRole('dialog')).toBeHidden();
    }
  }
  expect(found).toEqual([]);
});

/** A policy that blocks something, or an error of ours, is a fault of the screen as well. */
function watchConsole(page: Page, found: string[]): void {
  page.on('pageerror', (error) => found.push(`error: ${error.message}`));
  page.on('console', (message) => {
    // What the desk refuses on purpose (a request that does not exist) is logged by the browser itself.
    if (message.type() === 'error' && !message.text().includes('status of 404')) {
      found.push(`console: ${message.text()}`);
    }
  });
}

async function settled(page: Page): Promise<void> {
  await expect(page.getByRole('main')).toBeVisible();
  await expect(page.getByText('Cargando…')).toHaveCount(0);
  await expect(page.locator('.appear[data-starting-style]')).toHaveCount(0);
}
