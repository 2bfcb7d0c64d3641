// HTML for a scorer, end to end: POST {"id","html"} sends it as a mail to a running desk, over SMTP from a contact of
// one of its customers, and answers {"url"}: where the desk shows the message that it became. The session cookie for
// those pages is written to a file that the scorer can hand its browser.
//   node test/mail-html/serve-mails.ts DESK_URL SMTP_PORT MAILBOX CONTACT PASSWORD COOKIE_FILE
import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { createTransport } from 'nodemailer';
import { createClient, type Ticket } from '../../src/delivery/web/contract.ts';

const [desk = '', smtpPort = '', mailbox = '', contact = '', password = '', cookieFile = ''] =
  process.argv.slice(2);
const seed = `<${randomUUID()}@${contact.split('@')[1]}>`;
const transport = createTransport({
  host: new URL(desk).hostname,
  port: Number(smtpPort),
  ignoreTLS: true,
  pool: true,
  maxConnections: 1,
});
let cookie = '';
const call = createClient(async ({ method, url, headers, body }) => {
  const answer = await fetch(desk + url, {
    method,
    headers: { ...headers, origin: desk, cookie },
    ...(body === undefined ? {} : { body }),
  });
  cookie = /atenta_session=[^;]+/.exec(answer.headers.get('set-cookie') ?? '')?.[0] ?? cookie;
  return { status: answer.status, body: await answer.text() };
});

await call('signInWithPassword', { body: { email: contact, password } });
const [name = '', value = ''] = cookie.split('=');
writeFileSync(cookieFile, JSON.stringify([{ name, value, url: desk }]));
await send({ subject: `HTML ${seed}`, messageId: seed, text: 'Hola' });
const { number } = await eventually(async () => {
  const { items } = await call('listTickets', { query: { limit: 1 } });
  return items.find(({ subject }) => subject.includes(seed));
});
let last = newestMessage(await ticket());

/** One after the other: the newest message of the ticket is the one that was just sent. */
let turn: Promise<unknown> = Promise.resolve();
createServer((request, response) => {
  const answer = turn.then(async () => {
    const { html } = JSON.parse(await text(request)) as { html: string };
    await send({ subject: 'HTML', inReplyTo: seed, html: `<p>${randomUUID()}</p>${html}` });
    last = await eventually(async () => {
      const newest = newestMessage(await ticket());
      return newest.id > last.id ? newest : undefined;
    });
    // Only HTML that is shown as text has no page, and then it is the text that stands in the conversation.
    response.end(JSON.stringify({ url: desk + (last.fullHtmlUrl ?? last.htmlUrl) }));
  });
  turn = answer.catch((error: unknown) => response.writeHead(500).end(String(error)));
}).listen(0, '127.0.0.1', function (this: { address(): unknown }) {
  const { port } = this.address() as { port: number };
  process.stdout.write(`http://127.0.0.1:${port}/\n`);
});

function send(mail: {
  subject: string;
  messageId?: string;
  inReplyTo?: string;
  html?: string;
  text?: string;
}) {
  return transport.sendMail({
    from: contact,
    to: mailbox,
    envelope: { from: contact, to: [mailbox] },
    ...mail,
  });
}

function ticket(): Promise<Ticket> {
  return call('getTicket', { params: { number } });
}

function newestMessage({ messages }: Ticket) {
  const newest = messages.findLast(({ author }) => author === 'customer');
  if (newest === undefined) throw new Error('the ticket has no message');
  return newest;
}

async function eventually<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (const until = performance.now() + 20_000; ; ) {
    const found = await look();
    if (found !== undefined) return found;
    if (performance.now() > until) throw new Error('the mail became no message within 20 s');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
