import { createHash } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { processMail } from '../../src/delivery/mail/in/process-mail.ts';
import { understandMail } from '../../src/delivery/mail/understand/understand-mail.ts';
import type { Message } from '../../src/delivery/web/contract.ts';
import { createHandlers } from '../../src/delivery/web/handlers.ts';
import { mountFiles } from '../../src/delivery/web/routes/files.ts';
import { mountSession } from '../../src/delivery/web/routes/session.ts';
import { mountTickets } from '../../src/delivery/web/routes/tickets.ts';
import { acceptMail, addMailbox } from '../../src/modules/correspondence/index.ts';
import { openBlobStore } from '../../src/platform/blobs.ts';
import { inTransaction } from '../../src/platform/database/index.ts';
import { silentLog } from '../../src/platform/log.ts';
import { testClock } from '../support/test-clock.ts';
import { testDatabase } from '../support/test-database.ts';
import { noNames } from '../support/test-dns.ts';
import { testWeb } from '../support/test-web.ts';
import { packTnef } from '../support/tnef-builder.ts';

const database = await testDatabase();
const clock = testClock();
const folder = mkdtempSync(path.join(tmpdir(), 'atenta-shown-'));
const blobs = await openBlobStore(path.join(folder, 'blobs'));
const handlers = createHandlers();
for (const mount of [mountSession, mountTickets, mountFiles]) mount(handlers);
const { send, world, url } = await testWeb(database, clock, { handlers, blobs });
const asAgent = await world.signIn(world.agents.agent);
const asCustomer = await world.signIn(world.acme.people.customer);
const desk = {
  database,
  blobs,
  clock,
  log: silentLog,
  understand: understandMail,
  secret: 'of this test alone',
  domain: 'desk.example',
  authentication: { dns: noNames, relays: [], trustedSealers: [] },
};
await inTransaction(database, (tx) =>
  addMailbox(tx, {
    address: 'mesa@desk.example',
    name: 'Mesa',
    teamId: null,
    serviceId: null,
    language: 'es',
    signature: '',
    active: true,
  }),
);

const png = Buffer.from('89504e470d0a1a0a0000000d4948445200000001000000010806000000', 'hex');

interface Part {
  readonly type: string;
  readonly headers?: readonly string[];
  readonly content: string | Buffer;
}

/** A mail of these parts, from the customer; with one part alone, of no container. */
function mailOf(
  parts: readonly Part[],
  { subject = 'Prueba', container = 'mixed', more = '' } = {},
) {
  const head = [
    'From: Acme <customer@acme.example>',
    'To: mesa@desk.example',
    `Subject: ${subject}`,
    'MIME-Version: 1.0',
  ];
  const lines = (part: Part) => [
    `Content-Type: ${part.type}`,
    'Content-Transfer-Encoding: base64',
    ...(part.headers ?? []),
    '',
    Buffer.from(part.content).toString('base64').replace(/.{76}/g, '$&\r\n'),
  ];
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return [...head, ...lines(only), ''].join('\r\n');
  return [
    ...head,
    `Content-Type: multipart/${container}; boundary=b0${more}`,
    '',
    ...parts.flatMap((part) => ['--b0', ...lines(part)]),
    '--b0--',
    '',
  ].join('\r\n');
}

let mails = 0;
/** The message that this mail becomes, as the contract shows it to both sides. */
async function receive(raw: string): Promise<{ forAgent: Message; forCustomer: Message }> {
  mails += 1;
  const bytes = Buffer.from(`Message-ID: <${mails}@acme.example>\r\n${raw}`);
  const blob = await blobs.put([bytes], { sizeLimitBytes: 50e6 });
  const { mailId } = await inTransaction(database, (tx) =>
    acceptMail(tx, {
      source: 'smtp',
      envelopeFrom: 'customer@acme.example',
      envelopeTo: ['mesa@desk.example'],
      remoteAddress: null,
      greeting: null,
      rawSha256: blob.sha256,
      byteSize: blob.sizeBytes,
      fingerprint: createHash('sha256').update(bytes).digest('hex'),
      messageIdHeader: `${mails}@acme.example`,
      receivedAt: clock.now(),
      at: clock.now(),
    }),
  );
  await processMail(desk, mailId);
  const { rows } = await database.pool.query<{ number: number }>(
    'select number from ticket join inbound_mail on inbound_mail.ticket_id = ticket.id where inbound_mail.id = $1',
    [mailId],
  );
  const read = async (as: string) => {
    const { json } = await send('GET', `/api/v1/tickets/${rows[0]?.number}`, { as });
    const message = (json as { messages: Message[] }).messages.find(
      ({ author }) => author === 'customer',
    );
    if (message === undefined) throw new Error(`mail ${mailId} became no message`);
    return message;
  };
  return { forAgent: await read(asAgent), forCustomer: await read(asCustomer) };
}
const html = (content: string): Part => ({ type: 'text/html; charset=utf-8', content });
const text = (content: string): Part => ({ type: 'text/plain; charset=utf-8', content });

describe('pictures of the mail itself', () => {
  const logo = (cid: string, content: Buffer | string = png): Part => ({
    type: 'image/png; name=logo.png',
    headers: [`Content-ID: <${cid}>`, 'Content-Disposition: inline; filename=logo.png'],
    content,
  });

  it('stand where the mail shows them, and are no files beside it', async () => {
    const { forCustomer } = await receive(
      mailOf([html('<p>Mire: <img src="cid:foto%20uno@acme"></p>'), logo('foto uno@acme')], {
        container: 'related',
      }),
    );
    const [picture] = forCustomer.attachments;
    expect(picture).toMatchObject({ inline: true, mediaType: 'image/png' });
    expect(forCustomer.mail).toMatchObject({ formattedFirst: true, remotePictures: 0 });
    const page = await send('GET', forCustomer.htmlUrl ?? '', { as: asCustomer });
    expect(page.text).toContain(`<p>Mire: <img src="${picture?.url}" /></p>`);
    const shown = await fetch(url + picture?.url, {
      headers: { cookie: `atenta_session=${asCustomer}` },
    });
    expect(shown.headers.get('content-type')).toBe('image/png');
    expect(Buffer.from(await shown.arrayBuffer())).toEqual(png);
  });

  it('that the mail does not show, or that are no pictures, are files', async () => {
    const { forAgent } = await receive(
      mailOf(
        [
          html('<p>Nada <img src="cid:falsa@acme" alt="falsa"></p>'),
          logo('otra@acme'),
          logo('falsa@acme', '<script>alert(1)</script>'),
        ],
        { container: 'related' },
      ),
    );
    expect(forAgent.attachments.map(({ inline }) => inline)).toEqual([false, false]);
    const page = await send('GET', forAgent.htmlUrl ?? '', { as: asAgent });
    expect(page.text).toMatch(/<p>Nada <span style="[^"]*">falsa<\/span><\/p>/);
  });

  it('of another mail are not shown', async () => {
    const { forAgent } = await receive(mailOf([html('<img src="cid:foto%20uno@acme" alt="x">')]));
    const page = await send('GET', forAgent.htmlUrl ?? '', { as: asAgent });
    expect(page.text).toMatch(/<span style="[^"]*">x<\/span>/);
    expect(page.text).not.toContain('/attachments/');
  });
});

describe('an answer', () => {
  it('shows what was new as formatted, and the whole one click away', async () => {
    const quoted =
      '<p>Ya <b>encendió</b></p><div class="gmail_quote">El lunes escribió:<blockquote>Pruebe</blockquote></div>';
    const { forAgent } = await receive(mailOf([html(quoted)], { subject: 'Re: No enciende' }));
    expect(forAgent.text.trim()).toBe('Ya encendió');
    expect(forAgent.fullText).toContain('Pruebe');
    const [first, whole] = [forAgent.htmlUrl, forAgent.fullHtmlUrl].map((place) =>
      send('GET', place ?? '', { as: asAgent }),
    );
    expect((await first)?.text).not.toContain('Pruebe');
    expect((await whole)?.text).toContain('Pruebe');
  });
});

describe('what a mail was besides its text', () => {
  it('an invitation: what, when in the reader’s zone, who; and the calendar stays attached', async () => {
    const calendar = [
      'BEGIN:VCALENDAR',
      'METHOD:REQUEST',
      'BEGIN:VEVENT',
      'UID:1@acme.example',
      'SUMMARY:Revisión del servidor',
      'LOCATION:Oficina de Acme',
      'DTSTART;TZID=America/New_York:20261130T100000',
      'DTEND;TZID=America/New_York:20261130T113000',
      'ORGANIZER;CN=Ana:mailto:ana@acme.example',
      'ATTENDEE;CN=Luis;PARTSTAT=ACCEPTED:mailto:luis@acme.example',
      'END:VEVENT',
      'END:VCALENDAR',
      '',
    ].join('\r\n');
    const { forCustomer } = await receive(
      mailOf([
        text('Nos vemos'),
        { type: 'text/calendar; charset=utf-8; method=REQUEST', content: calendar },
        { type: 'application/ics; name=reunion.ics', content: calendar },
      ]),
    );
    expect(forCustomer.mail?.invitations).toEqual([
      {
        act: 'invitation',
        words: 'Ana invita a una reunión',
        title: 'Revisión del servidor',
        when: '30 nov 2026, 11:00–12:30, hora de Venezuela',
        place: 'Oficina de Acme',
        repeats: false,
        people: [{ name: 'Luis', answer: 'accepted', words: 'aceptó' }],
      },
    ]);
    expect(forCustomer.attachments).toMatchObject([{ role: 'calendar', name: 'reunion.ics' }]);
  });

  it('a forward: who wrote the original, which is kept whole', async () => {
    const original =
      'From: Luis <luis@otro.example>\r\nSubject: Factura\r\n\r\nFrom: trampa@otro.example\r\n';
    const { forAgent, forCustomer } = await receive(
      mailOf(
        [
          text('Les paso esto\n\nDe: Luis <luis@otro.example>\nAsunto: Factura\n'),
          { type: 'message/rfc822', content: original },
        ],
        {
          subject: 'Fwd: Factura',
        },
      ),
    );
    expect(forAgent.mail?.forwardedLetters, 'attached and quoted, said once').toMatchObject([
      { name: 'Luis', address: 'luis@otro.example', subject: 'Factura' },
    ]);
    const [attached] = forCustomer.attachments;
    expect(attached).toMatchObject({ role: 'message', name: 'mensaje.eml' });
    const saved = await send('GET', attached?.url ?? '', { as: asCustomer });
    expect(saved.text).toBe(original);
  });

  it.each([
    [
      'pgp',
      '; protocol="application/pgp-encrypted"',
      'application/pgp-encrypted',
      'application/octet-stream; name=encrypted.asc',
    ],
    [
      'smime',
      '; protocol="application/pkcs7-mime"',
      'application/pkcs7-mime; smime-type=enveloped-data',
      'application/pkcs7-mime; smime-type=enveloped-data',
    ],
  ])(
    'encrypted with %s: it is said, and the original is there for agents',
    async (kind, more, ...types) => {
      const { forAgent, forCustomer } = await receive(
        mailOf(
          types.map((type) => ({ type, content: 'Version: 1' })),
          { container: 'encrypted', more },
        ),
      );
      expect(forAgent.mail).toMatchObject({ encrypted: kind });
      expect(forCustomer.rawUrl).toBeNull();
      const raw = await send('GET', forAgent.rawUrl ?? '', { as: asAgent });
      expect(raw.headers.get('content-disposition')).toMatch(
        /^attachment; filename="mail-\d+\.eml"/,
      );
      expect(raw.headers.get('content-type')).toBe('application/octet-stream');
      expect(raw.text).toContain('multipart/encrypted');
      expect((await send('GET', forAgent.rawUrl ?? '', { as: asCustomer })).status).toBe(403);
    },
  );

  it('signed: it is said, its text is shown, and the signature is no file of the customer', async () => {
    const { forCustomer } = await receive(
      mailOf([text('Texto firmado'), { type: 'application/pgp-signature', content: 'x' }], {
        container: 'signed',
        more: '; protocol="application/pgp-signature"; micalg=pgp-sha256',
      }),
    );
    expect(forCustomer).toMatchObject({
      mail: { signed: 'pgp', encrypted: null },
      attachments: [],
    });
    expect(forCustomer.text.trim()).toBe('Texto firmado');
  });

  it('what Outlook packed is shown beside the bundle, which is kept and named as what it is', async () => {
    const files = [{ name: 'registro.txt', content: Buffer.from('línea 1') }];
    const { forAgent: opened } = await receive(
      mailOf([text('Adjunto'), { type: 'application/ms-tnef', content: packTnef({ files }) }]),
    );
    expect(opened.attachments).toMatchObject([
      { role: 'bundle', name: 'winmail.dat' },
      { role: 'file', name: 'registro.txt', byteSize: 8 },
    ]);
    const bundle = Buffer.from('789f3e22', 'hex');
    const { forAgent } = await receive(
      mailOf([text('Adjunto'), { type: 'application/ms-tnef', content: bundle }]),
    );
    expect(forAgent.attachments).toMatchObject([{ role: 'bundle', name: 'winmail.dat' }]);
  });

  it('what came by another door was no mail', async () => {
    const created = await send('POST', '/api/v1/tickets', {
      as: asCustomer,
      body: { subject: 'Hola', description: 'Hola', prioritySuggested: 'p3' },
    });
    const { messages } = created.json as { messages: Message[] };
    expect(messages[0]).toMatchObject({ mail: null, rawUrl: null, htmlUrl: null });
  });
});

it('a picture of more points than a camera takes is saved, not shown: showing it would take all memory', async () => {
  const flood = Buffer.from(png);
  flood.writeUInt32BE(50_000, 16);
  flood.writeUInt32BE(50_000, 20);
  const { forAgent } = await receive(
    mailOf(
      [
        html('<img src="cid:f@acme" alt="f">'),
        { type: 'image/png; name=f.png', headers: ['Content-ID: <f@acme>'], content: flood },
      ],
      { container: 'related' },
    ),
  );
  expect(forAgent.attachments).toMatchObject([
    { inline: false, mediaType: 'application/octet-stream' },
  ]);
  expect(forAgent.mail).toMatchObject({ formattedFirst: false });
});

describe('attachments are served by their own bytes, whatever their mail says of them', () => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>';
  const page = '<!doctype html><script>alert(1)</script>';
  const saved = 'application/octet-stream';
  const variants: readonly (readonly [
    type: string,
    name: string,
    content: string | Buffer,
    served: string,
  ])[] = [
    ['image/svg+xml', 'a.svg', svg, saved],
    ['image/svg+xml; x', 'a.svg', svg, saved],
    ['image/svg+xml; charset=utf-8', 'a.svg', svg, saved],
    ['IMAGE/SVG+XML', 'A.SVG', svg, saved],
    ['image/svg', 'a.svg', svg, saved],
    ['image/svg+xml-compressed', 'a.svgz', Buffer.from('1f8b0800', 'hex'), saved],
    ['image/png', 'a.svg', svg, saved],
    ['image/png', 'a.png', svg, saved],
    ['text/xml', 'a.xml', svg, saved],
    ['application/xml', 'a.xml', `<?xml version="1.0"?>${svg}`, saved],
    ['text/plain', 'a.txt', `\ufeff${svg}`, saved],
    ['application/octet-stream', 'a.svg', `   \n${svg}`, saved],
    ['image/svg+xml', 'a.svg', Buffer.from(`\ufeff${svg}`, 'utf16le'), saved],
    ['text/html', 'a.html', page, saved],
    [
      'text/html; charset=utf-7',
      'a.html',
      '+ADw-script+AD4-alert(1)+ADw-/script+AD4-',
      'text/plain; charset=utf-8',
    ],
    ['image/png', 'a.png', page, saved],
    ['image/jpeg', 'a.jpg', page, saved],
    ['application/pdf', 'a.pdf', page, saved],
    ['application/xhtml+xml', 'a.xhtml', page, saved],
    ['multipart/x-mixed-replace', 'a.mht', page, saved],
    ['message/rfc822', 'a.mht', `Subject: x\r\n\r\n${page}`, saved],
    ['text/plain', 'a.html', `hola ${page}`, saved],
    ['image/gif', 'a.gif', `GIF89a\u0001\u0000\u0001\u0000${page}`, 'image/gif'],
    ['image/gif', 'a.gif', `GIF89a${page}`, saved],
    ['text/html', 'a.gif', 'GIF89a', 'image/gif'],
    ['text/html', 'a.html', png, 'image/png'],
    ['image/png', 'a.exe', png, 'image/png'],
    ['image/webp', 'a.webp', 'RIFFxxxxWEBPVP8 ', 'image/webp'],
    ['image/jpeg', 'a.jpg', Buffer.from('ffd8ffe000104a464946', 'hex'), 'image/jpeg'],
    ['image/bmp', 'a.bmp', 'BM<script>', saved],
    ['image/x-icon', 'a.ico', Buffer.from('00000100', 'hex'), saved],
    ['application/pdf', 'a.pdf', '%PDF-1.7', saved],
    ['application/pdf', 'a.pdf .exe', Buffer.from('4d5a9000', 'hex'), saved],
    ['application/pdf', 'informe\u202efdp.exe', Buffer.from('4d5a9000', 'hex'), saved],
    ['application/x-msdownload', 'a.exe', Buffer.from('4d5a9000', 'hex'), saved],
    ['application/javascript', 'a.js', 'alert(1)', 'text/plain; charset=utf-8'],
    ['text/css', 'a.css', '*{color:red}', 'text/plain; charset=utf-8'],
    ['application/x-shockwave-flash', 'a.swf', 'FWS\u0001', saved],
    ['application/wasm', 'a.wasm', Buffer.from('0061736d', 'hex'), saved],
    ['application/zip', 'a.docx', 'PK\u0003\u0004', saved],
    ['application/json', 'a.json', '{"a":"<img src=x onerror=alert(1)>"}', saved],
    ['text/vcard', 'a.vcf', 'BEGIN:VCARD\r\nEND:VCARD', 'text/plain; charset=utf-8'],
    ['text/csv', 'a.csv', 'a;b\n1;2', 'text/plain; charset=utf-8'],
    ['video/mp4', 'a.mp4', Buffer.from('0000001866747970', 'hex'), saved],
    ['', 'nada', page, saved],
  ];

  it('in forty disguises', async () => {
    const { forAgent } = await receive(
      mailOf([
        text('Archivos'),
        ...variants.map(([type, name, content]) => ({
          type: type || 'x',
          headers: [
            `Content-Disposition: attachment; filename*=utf-8''${encodeURIComponent(name)}`,
          ],
          content,
        })),
      ]),
    );
    expect(forAgent.attachments).toHaveLength(variants.length);
    for (const [index, [type, name, , served]] of variants.entries()) {
      const file = forAgent.attachments[index];
      const { headers } = await send('GET', file?.url ?? '', { as: asAgent });
      const shown = [type, name, headers.get('content-type')];
      expect(shown).toEqual([type, name, served]);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('content-security-policy')).toMatch(/default-src 'none'; sandbox;/);
      expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
      expect(headers.get('content-disposition')).toMatch(
        served === saved ? /^attachment; / : /^inline; /,
      );
      expect(file?.name).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    }
    const names = forAgent.attachments.map(({ name }) => name);
    expect(names).toContain('informefdp.exe');
  });
});
