import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testClock } from '../../../test/support/test-clock.ts';
import { testDatabase } from '../../../test/support/test-database.ts';
import { testWeb } from '../../../test/support/test-web.ts';
import { appendMessage } from '../../modules/correspondence/index.ts';
import { inTransaction } from '../../platform/database/index.ts';
import { openOutboundHttp } from '../../platform/outbound-http.ts';
import { createHandlers } from './handlers.ts';
import { mountFiles } from './routes/files.ts';
import { mountSession } from './routes/session.ts';
import { mountTickets } from './routes/tickets.ts';

const png = Buffer.from('89504e470d0a1a0a0000000d4948445200000001000000010806000000', 'hex');
/** Every machine of the Internet, for this test. */
const answers: Readonly<Record<string, readonly [type: string, body: Buffer]>> = {
  '/logo.png': ['image/png', png],
  '/lie.png': ['image/png', Buffer.from('<html><script>alert(1)</script>')],
  '/drawing.svg': ['image/svg+xml', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
  '/page.gif': ['text/html', Buffer.from('GIF89a')],
  '/large.png': ['image/png', Buffer.concat([png, Buffer.alloc(2 * 1024 * 1024)])],
};
const asked: string[] = [];
const outside = createServer((request, response) => {
  asked.push(request.url ?? '');
  const answer = answers[request.url ?? ''];
  if (answer === undefined) response.writeHead(404).end();
  else response.writeHead(200, { 'content-type': answer[0], 'set-cookie': 'spy=1' }).end(answer[1]);
});
beforeAll(() => new Promise<void>((resolve) => outside.listen(0, '127.0.0.1', resolve)));
afterAll(() => outside.close());
beforeEach(() => {
  asked.length = 0;
});

const database = await testDatabase();
const clock = testClock();
const handlers = createHandlers();
for (const mount of [mountSession, mountTickets, mountFiles]) mount(handlers);
const { send, world } = await testWeb(database, clock, {
  handlers,
  outbound: openOutboundHttp({
    resolve: async (name) => (name === 'house.example' ? ['127.0.0.1'] : ['93.184.216.34']),
    connect: () => connect((outside.address() as AddressInfo).port, '127.0.0.1'),
  }),
});
const as = await world.signIn(world.agents.agent);
const { customer } = world.acme.people;
const { number } = (
  await send('POST', '/api/v1/tickets', {
    as: await world.signIn(customer),
    body: { subject: 'Con imágenes', description: 'Hola', prioritySuggested: 'p3' },
  })
).json as { number: number };
const ticketId = (
  await database.pool.query<{ id: number }>('select id from ticket where number = $1', [number])
).rows[0]?.id;

const messageWith = (bodyHtml: string) =>
  inTransaction(database, (tx) =>
    appendMessage(tx, {
      ticketId: ticketId ?? 0,
      visibility: 'public',
      author: 'customer',
      authorPersonId: customer,
      channel: 'email',
      bodyText: 'El texto <del> mensaje',
      bodyHtml,
      at: clock.now(),
    }),
  );
const pageOf = (messageId: number | null, query = '') =>
  send('GET', `/messages/${messageId}/html${query}`, { as });
const picturesIn = (page: { readonly text: string }): string[] =>
  [...page.text.matchAll(/<img [^>]*?src="([^"]*)"/g)].map(([, address = '']) =>
    address.replaceAll('&amp;', '&'),
  );
const remote = (name: string) => `<img src="http://pictures.example${name}" alt="logo">`;

describe('a message as it was formatted', () => {
  it('is made safe, in a page that can do nothing', async () => {
    const page = await pageOf(await messageWith('<p onclick="x()">Hola<script>y()</script></p>'));
    expect(page.text).toContain('<body><p>Hola</p></body>');
    const policy = page.headers.get('content-security-policy');
    expect(policy).toMatch(/default-src 'none'/);
    expect(policy).toMatch(/sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox/);
    expect(policy).not.toMatch(/script-src|allow-scripts|allow-forms|allow-top/);
  });

  it('that cannot be made safe is shown as its text, never as it came', async () => {
    const page = await pageOf(await messageWith('<div>'.repeat(5_000)));
    expect(page.text).toContain('El texto &lt;del&gt; mensaje');
    expect(page.text).not.toContain('<div><div>');
  });
});

describe('pictures on other machines', () => {
  it('are asked for only when the reader says so', async () => {
    const id = await messageWith(remote('/logo.png') + remote('/logo.png?2'));
    const page = await pageOf(id);
    expect(picturesIn(page)).toEqual([]);
    expect(page.text).toContain(`href="/messages/${id}/html?pictures=shown" target="_self"`);
    expect(page.text).toMatch(/trae 2 imágenes/);
    expect(asked).toEqual([]);
    const shown = await pageOf(id, '?pictures=shown');
    expect(shown.text).not.toMatch(/pictures\.example["/]|Mostrar/);
    const [first = ''] = picturesIn(shown);
    const picture = await send('GET', first, { as });
    expect(picture.status).toBe(200);
    expect(asked).toEqual(['/logo.png']);
  });

  it('come as what their bytes are, without what the other machine says of them', async () => {
    const shown = await pageOf(await messageWith(remote('/logo.png')), '?pictures=shown');
    const { headers } = await send('GET', picturesIn(shown)[0] ?? '', { as });
    expect(headers.get('content-type')).toBe('image/png');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toMatch(/default-src 'none'; sandbox/);
    expect(headers.get('set-cookie')).toBeNull();
  });

  it.each(['/lie.png', '/drawing.svg', '/large.png', '/missing.png'])(
    '%s: no picture comes of it',
    async (name) => {
      const shown = await pageOf(await messageWith(remote(name)), '?pictures=shown');
      expect((await send('GET', picturesIn(shown)[0] ?? '', { as })).status).toBe(404);
      expect(asked).toEqual([name]);
    },
  );

  it.each(['http://house.example/x.png', 'http://127.0.0.1/x.png', 'http://[::1]/x.png'])(
    '%s is asked for by nobody',
    async (url) => {
      const shown = await pageOf(await messageWith(`<img src="${url}">`), '?pictures=shown');
      expect((await send('GET', picturesIn(shown)[0] ?? '', { as })).status).toBe(404);
      expect(asked).toEqual([]);
    },
  );

  it('no other address can be fetched through the desk, and none for another message', async () => {
    const id = await messageWith(remote('/logo.png'));
    const other = await messageWith('<p>nada</p>');
    const [good = ''] = picturesIn(await pageOf(id, '?pictures=shown'));
    for (const bad of [
      good.replace('logo', 'lie'),
      good.replace(`/messages/${id}/`, `/messages/${other}/`),
      good.replace(/mark=[^&]*/, 'mark='),
      good.replace(/&mark=.*/, ''),
      `${good}x`,
    ]) {
      expect((await send('GET', bad, { as })).status).toBe(404);
    }
    expect((await send('GET', good)).status).toBe(401);
    const stranger = await world.signIn(world.borneo.people.customer);
    expect((await send('GET', good, { as: stranger })).status).toBe(404);
    expect(asked).toEqual([]);
    expect((await send('GET', good, { as })).status).toBe(200);
  });
});
