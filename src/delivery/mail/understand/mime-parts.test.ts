import { describe, expect, test } from 'vitest';
import type { ReadMail } from './model.ts';
import { understandMail } from './understand-mail.ts';

async function read(...lines: readonly string[]): Promise<ReadMail> {
  const raw = ['From: luis@tienda.example', 'Subject: x', ...lines].join('\r\n');
  const mail = await understandMail(Buffer.from(raw, 'utf8'));
  if (mail.rejected) throw new Error(mail.detail);
  return mail;
}

const mixed = (...parts: readonly string[]) => [
  'Content-Type: multipart/mixed; boundary=b',
  '',
  ...parts.flatMap((part) => ['--b', part]),
  '--b--',
];

describe('which parts are the letter', () => {
  test('an inline text with a name is a file, beside the letter', async () => {
    const mail = await read(
      ...mixed(
        'Content-Type: text/plain\r\n\r\nvea el registro',
        'Content-Type: text/plain; name=caja.log\r\nContent-Disposition: inline\r\n\r\nlinea 1',
      ),
    );
    expect(mail.text).toBe('vea el registro');
    expect(mail.attachments.map(({ name, role }) => [name, role])).toEqual([['caja.log', 'file']]);
  });

  test('text around a picture is one letter', async () => {
    const mail = await read(
      ...mixed(
        'Content-Type: text/html\r\n\r\n<p>antes</p>',
        'Content-Type: image/png; name=p.png\r\nContent-Disposition: inline\r\n\r\nx',
        'Content-Type: text/plain\r\n\r\n1 < 2 después',
      ),
    );
    expect(mail.text).toBe('antes\n1 < 2 después');
    expect(mail.html).toContain('1 &lt; 2 después');
  });

  test('of two forms of one letter the text is read and the HTML shown', async () => {
    const mail = await read(
      'Content-Type: multipart/alternative; boundary=b',
      '',
      '--b\r\nContent-Type: text/plain\r\n\r\nhola',
      '--b\r\nContent-Type: text/html\r\n\r\n<b>hola</b>',
      '--b--',
    );
    expect([mail.text, mail.html]).toEqual(['hola', '<b>hola</b>']);
  });

  test('a multipart that lost its boundary is found again', async () => {
    const mail = await read(
      'Content-Type: multipart/mixed',
      '',
      '--q',
      'Content-Type: text/plain',
      '',
      'hola',
      '--q--',
    );
    expect(mail.text).toBe('hola');
  });

  test('a multipart without any part shows what it has', async () => {
    const mail = await read('Content-Type: multipart/mixed; boundary=nunca', '', 'hola sin partes');
    expect(mail.text).toContain('hola sin partes');
  });

  test('soft line breaks are joined only when the sender says so', async () => {
    const flowed = await read(
      'Content-Type: text/plain; format=flowed',
      '',
      'uno ',
      'dos',
      '> a ',
      '> b',
    );
    const fixed = await read('Content-Type: text/plain', '', 'uno ', 'dos');
    expect(flowed.text).toBe('uno dos\n> a b');
    expect(fixed.text).toBe('uno \ndos');
  });
});

test('a text longer than anybody reads is cut, and kept whole as a file', async () => {
  const body = 'línea de registro\r\n'.repeat(80_000);
  const mail = await read('Content-Type: text/plain; charset=utf-8', '', body);
  expect(mail.text).toHaveLength(1024 * 1024);
  expect(mail.repairs).toContain('text-too-long');
  expect(mail.attachments).toHaveLength(1);
  expect(Buffer.from(mail.attachments[0]?.content ?? []).toString()).toBe(body);
});

describe('what hangs on the letter', () => {
  test('an attached mail is kept whole', async () => {
    const inner = 'From: ana@tienda.example\r\nSubject: viejo\r\n\r\ncuerpo viejo';
    const mail = await read(...mixed('\r\nvea', `Content-Type: message/rfc822\r\n\r\n${inner}`));
    const [attached] = mail.attachments;
    expect(attached?.role).toBe('message');
    expect(Buffer.from(attached?.content ?? []).toString()).toBe(inner);
    expect(mail.text).toBe('vea');
  });

  test('an invitation is read and kept', async () => {
    const calendar = 'BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nEND:VCALENDAR';
    const mail = await read(
      ...mixed('\r\nacepto', `Content-Type: text/calendar; charset=utf-8\r\n\r\n${calendar}`),
    );
    expect(mail.calendars).toEqual([{ method: 'REPLY', text: calendar.replaceAll('\r\n', '\n') }]);
    expect(mail.attachments[0]?.role).toBe('calendar');
  });

  test.each([
    ['application/ms-tnef', 'bundle'],
    ['application/pgp-signature', 'signature'],
    ['application/pkcs7-mime; smime-type=enveloped-data', 'encrypted'],
    ['text/rfc822-headers', 'report'],
    ['application/pdf', 'file'],
  ])('%s is a %s', async (type, role) => {
    const mail = await read(...mixed('\r\nhola', `Content-Type: ${type}\r\n\r\nx`));
    expect(mail.attachments[0]?.role).toBe(role);
  });

  test('signed and encrypted mails say so', async () => {
    const signed = await read(
      'Content-Type: multipart/signed; protocol="application/pgp-signature"; boundary=b',
      '',
      '--b',
      '',
      'x',
      '--b--',
    );
    const sealed = await read(
      'Content-Type: multipart/encrypted; protocol="application/pgp-encrypted"; boundary=b',
      '',
      '--b',
      '',
      'x',
      '--b--',
    );
    expect([signed.protection.signed, signed.protection.encrypted]).toEqual(['pgp', null]);
    expect(sealed.protection.encrypted).toBe('pgp');
  });
});

test('of two equal headers the first that says something counts', async () => {
  const mail = await understandMail(
    Buffer.from('Subject:\r\nSubject: primero\r\nSubject: segundo\r\nFrom: a@x.example\r\n\r\nx'),
  );
  expect(mail).toMatchObject({ subject: 'primero' });
});
