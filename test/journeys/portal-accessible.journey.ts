import { randomUUID } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { examine } from '../support/examine-page.ts';
import { apiSessionOf, carmen, newCustomer, pageOf, ramon } from '../support/journey-world.ts';

test('WCAG 2.2 AA on every page of the portal, light and dark', async ({ browser }, {
  project,
}) => {
  test.slow();
  const desk = await apiSessionOf(carmen);
  const agent = await apiSessionOf(ramon);
  const customer = await newCustomer(desk.call, 9);
  const person = await apiSessionOf(customer.contact);
  const file = async () =>
    (
      await person.call('createTicket', {
        body: {
          subject: 'Enlace lento en la sede',
          description: 'Ver https://ejemplo.example/prueba',
          prioritySuggested: 'p2',
        },
        idempotencyKey: randomUUID(),
      })
    ).number;
  const [open, waiting, resolved] = [await file(), await file(), await file()];
  await agent.call('askForInformation', {
    params: { number: waiting },
    body: { text: '¿Desde cuándo?' },
    idempotencyKey: randomUUID(),
  });
  await agent.call('logWork', {
    params: { number: resolved },
    body: { minutes: 30 },
    idempotencyKey: randomUUID(),
  });
  await agent.call('resolveTicket', {
    params: { number: resolved },
    body: { form: 'solution', text: 'Se cambió el cable.' },
    idempotencyKey: randomUUID(),
  });
  const size = project.use.viewport ?? { width: 1440, height: 900 };
  const signedIn = await pageOf(browser, customer.contact, {
    reducedMotion: 'reduce',
    viewport: size,
  });
  const outside = await (
    await browser.newContext({ reducedMotion: 'reduce', viewport: size })
  ).newPage();
  const pages = [
    ...['/', '/tickets', '/tickets?q=nada', '/tickets/new', '/account?verify=1', '/people'],
    ...[
      '/agreement',
      '/terms',
      '/profile',
      '/letters',
      '/second-factor',
      `/tickets/${open}`,
      `/tickets/${waiting}`,
    ],
    ...[`/tickets/${resolved}`, '/tickets/999999', '/offline'],
  ];
  const doors = ['/sign-in', '/sign-in/link?token=x', '/invitation?token=x', '/setup?token=x'];
  const found: string[] = [];
  for (const [page, addresses] of [
    [signedIn, pages],
    [outside, doors],
  ] as const) {
    for (const address of addresses) {
      await page.goto(new URL(address, project.use.baseURL).href);
      found.push(...(await examine(page, address)));
      const sideways = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      if (sideways > 0) found.push(`${address} is ${sideways} px wider than the screen`);
    }
  }
  expect(found).toEqual([]);
});
