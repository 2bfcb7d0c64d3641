import { describe, expect, test } from 'vitest';
import type { ReadMail } from './model.ts';
import { understandMail } from './understand-mail.ts';

async function read(
  lines: readonly string[],
  encoding: BufferEncoding = 'utf8',
): Promise<ReadMail> {
  const mail = await understandMail(Buffer.from(lines.join('\r\n'), encoding));
  if (mail.rejected) throw new Error(`rejected: ${mail.detail}`);
  return mail;
}

const head = [
  'From: Rosa Medina <rosa@panaderia.example>',
  'To: Mesa de servicio <mesa@soporte.example>',
  'Message-ID: <a1@panaderia.example>',
];

describe('one whole mail', () => {
  test('a first mail in Spanish: sender, words, suggestion, and an acknowledgement is due', async () => {
    const mail = await read([
      ...head,
      'Subject: =?utf-8?Q?La_caja_n=C3=BAmero_dos?=',
      'Content-Type: text/plain; charset=utf-8',
      '',
      'El lector no enciende.',
      'Prioridad: alta',
      'Impacto: la tienda del centro no cobra',
    ]);
    expect(mail.from).toEqual({ address: 'rosa@panaderia.example', name: 'Rosa Medina' });
    expect(mail.subject).toBe('La caja número dos');
    expect(mail.visibleText).toBe(mail.text);
    expect(mail.suggestion.priority).toEqual({
      value: 'p2',
      readIn: 'label',
      words: 'Prioridad: alta',
    });
    expect(mail.suggestion.impact?.text).toBe('la tienda del centro no cobra');
    expect(mail.automatic.mayAcknowledge).toBe(true);
    expect(mail.bounce).toBeNull();
  });

  test('an answer with HTML: only the new words are visible, the whole text stays', async () => {
    const mail = await read([
      ...head,
      'Subject: Re: [#77] Caja',
      'In-Reply-To: <77.1@soporte.example>',
      'References: <77.0@soporte.example> <77.1@soporte.example>',
      'Content-Type: text/html; charset=utf-8',
      '',
      '<p>Ya encendió, gracias.</p><div class="gmail_quote"><div class="gmail_attr">El mié, 2 abr 2025 a las 8:15, Mesa (&lt;mesa@soporte.example&gt;) escribió:</div><blockquote>¿Probó otro cable?</blockquote></div>',
    ]);
    expect(mail.visibleText).toBe('Ya encendió, gracias.');
    expect(mail.text).toContain('¿Probó otro cable?');
    expect(mail.safeVisibleHtml).toBe('<p>Ya encendió, gracias.</p>');
    expect(mail.thread.lookup).toEqual(['77.1@soporte.example', '77.0@soporte.example']);
  });

  test('an attachment comes out byte for byte', async () => {
    const content = Buffer.from([0, 13, 10, 10, 13, 255, 61, 61, 10]);
    const mail = await read([
      ...head,
      'Subject: archivo',
      'Content-Type: multipart/mixed; boundary="b b"',
      '',
      '--b b',
      'Content-Type: text/plain',
      '',
      'va adjunto',
      '--b b',
      'Content-Type: application/octet-stream; name="datos.bin"',
      'Content-Transfer-Encoding: base64',
      'Content-Disposition: attachment',
      '',
      content.toString('base64'),
      '--b b--',
    ]);
    expect(mail.attachments).toHaveLength(1);
    expect(Buffer.from(mail.attachments[0]?.content ?? []).equals(content)).toBe(true);
    expect(mail.text).toBe('va adjunto');
  });
});

describe('limits', () => {
  const parts = (count: number) => [
    ...head,
    'Content-Type: multipart/mixed; boundary=b',
    '',
    ...Array.from({ length: count }, () => ['--b', '', 'x']).flat(),
    '--b--',
  ];

  test('at the limit of parts it is read, one more is rejected with the reason', async () => {
    const limits = { partsMax: 6 };
    const at = await understandMail(Buffer.from(parts(5).join('\r\n')), { limits });
    const over = await understandMail(Buffer.from(parts(6).join('\r\n')), { limits });
    expect(at.rejected).toBe(false);
    expect(over).toMatchObject({ rejected: true, reason: 'parts' });
  });

  test('size, header size, header lines and recipients reject with their own reason', async () => {
    const raw = Buffer.from([...head, 'Subject: x', '', 'y'].join('\r\n'));
    const reasonWith = async (limits: object) => {
      const mail = await understandMail(raw, { limits });
      return mail.rejected ? mail.reason : null;
    };
    expect(await reasonWith({})).toBeNull();
    expect(await reasonWith({ sizeBytesMax: raw.length - 1 })).toBe('size');
    expect(await reasonWith({ sizeBytesMax: raw.length })).toBeNull();
    expect(await reasonWith({ headerBytesMax: 40 })).toBe('header-size');
    expect(await reasonWith({ headerLinesMax: 3 })).toBe('header-count');
    expect(await reasonWith({ recipientsMax: 0 })).toBe('recipients');
  });

  test('nothing at all is a mail without sender, not a crash', async () => {
    const mail = await understandMail(new Uint8Array());
    expect(mail).toMatchObject({ rejected: false, from: null, fromProblem: 'missing', text: '' });
  });
});
