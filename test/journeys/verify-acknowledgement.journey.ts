import { randomUUID } from 'node:crypto';
import { expect, type Locator, test } from '@playwright/test';
import jsqr from 'jsqr';
import {
  apiSessionOf,
  carmen,
  eventually,
  newCustomer,
  origin,
  pageOf,
} from '../support/journey-world.ts';

/** The QR code as it is drawn on the page, read from its pixels as a phone's camera would. */
async function readQr(drawn: Locator): Promise<string | undefined> {
  await drawn.scrollIntoViewIfNeeded();
  const png = (await drawn.screenshot({ scale: 'css' })).toString('base64');
  const blank = await drawn.page().context().newPage();
  const { rgba, width, height } = await blank.evaluate(async (base64) => {
    const image = new Image();
    image.src = `data:image/png;base64,${base64}`;
    await image.decode();
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [image.width, image.height];
    const context = canvas.getContext('2d');
    if (context === null) throw new Error('there is no canvas');
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, image.width, image.height);
    // As text: an array of a million numbers would be far too much to hand over.
    const bytes = Array.from(data, (byte) => String.fromCharCode(byte)).join('');
    return { rgba: btoa(bytes), width: image.width, height: image.height };
  }, png);
  await blank.close();
  return jsqr.default(new Uint8ClampedArray(Buffer.from(rgba, 'base64')), width, height)?.data;
}

test('V.a: the QR codes of the portal and of the letter lead to a page that says who issued it, and no more', async ({
  browser,
}) => {
  const desk = await apiSessionOf(carmen);
  const customer = await newCustomer(desk.call, 10);
  const person = await apiSessionOf(customer.contact);
  const { number } = await person.call('createTicket', {
    body: { subject: 'Nómina confidencial', description: 'No cuadra.', prioritySuggested: 'p3' },
    idempotencyKey: randomUUID(),
  });
  const letter = await eventually(async () => {
    const { items } = await desk.call('listOutgoingMail', { query: { limit: 100 } });
    const mail = items.find(({ ticketNumber }) => ticketNumber === number);
    return mail && (await desk.call('getOutgoingMail', { params: { mailId: mail.id } }));
  });

  const portal = await pageOf(browser, customer.contact);
  await portal.goto(`/tickets/${number}`);
  const address = await readQr(portal.locator('.receipt svg.qr'));
  expect(address).toMatch(/\/verify\/(\w{5}-){3}\w{5}$/);
  expect(letter.bodyText).toContain(address);

  const mail = await portal.context().newPage();
  const html = await desk.context.get(`/outgoing-mail/${letter.id}/html`);
  await mail.setContent(await html.text());
  expect(await readQr(mail.locator('table:has(table)').first())).toBe(address);

  // A stranger's browser, without script.
  const stranger = await browser.newContext({ javaScriptEnabled: false, locale: 'es-VE' });
  const verify = await stranger.newPage();
  await verify.goto(address ?? '');
  await expect(verify.getByText('emitió este comprobante')).toBeVisible();
  await expect(verify.getByText(`#${number}`)).toBeVisible();
  const text = await verify.locator('body').innerText();
  for (const secret of ['confidencial', customer.name, customer.contact.name]) {
    expect(text).not.toContain(secret);
  }
  await verify.getByLabel('Código de verificación').fill('7K3QM-2ZX9T-00000-11111');
  await verify.getByRole('button', { name: 'Verificar' }).click();
  await expect(verify.getByText('no ha emitido ningún comprobante')).toBeVisible();
  await verify.goto(`${origin}/verify?lang=en`);
  await expect(verify.getByRole('heading', { name: 'Verify a document' })).toBeVisible();
  await stranger.close();
});
