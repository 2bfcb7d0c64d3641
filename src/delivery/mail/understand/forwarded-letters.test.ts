import { expect, it } from 'vitest';
import { readForwardedLetters } from './forwarded-letters.ts';

const quoted = (text: string, isForward = true) =>
  readForwardedLetters({ attachments: [], isForward, text });

it.each([
  [
    'Gmail',
    'Les paso esto.\n\n---------- Forwarded message ---------\nDe: Ana Pérez <ana@cliente.example>\nDate: lun, 30 nov 2026\nSubject: Factura vencida\nTo: <luis@cliente.example>\n\nHola',
    { name: 'Ana Pérez', address: 'ana@cliente.example', subject: 'Factura vencida' },
  ],
  [
    'Outlook',
    '________________________________\nDe: "Pérez, Ana" [mailto:ana@cliente.example]\nEnviado el: lunes, 30 de noviembre de 2026 10:00\nPara: Luis\nAsunto: Factura vencida\n',
    { name: 'Pérez, Ana', address: 'ana@cliente.example', subject: 'Factura vencida' },
  ],
  [
    'quoted, in English',
    '> *From:* Ana Pérez\n> *Sent:* Monday\n> *Subject:* Overdue\n>\n> Hi',
    { name: 'Ana Pérez', address: '', subject: 'Overdue' },
  ],
])('%s: who wrote what is passed on', (_, text, letter) => {
  expect(quoted(text)).toEqual([{ ...letter, sentAt: null }]);
});

it('a line that only begins like a header is none, and an answer is no forward', () => {
  expect(quoted('De: nuevo no funciona\nSaludos')).toEqual([]);
  expect(quoted('De: Ana <ana@x.example>\nAsunto: Hola', false)).toEqual([]);
});

it('an attached mail says itself who wrote it; its names are cleaned', () => {
  const content = Buffer.from(
    'From: =?utf-8?q?Ana_P=C3=A9rez?= <ana@cliente.example>\r\nSubject: =?utf-8?q?Hola=0D=0ABcc=3A?= x\r\nDate: Mon, 30 Nov 2026 10:00:00 -0400\r\n\r\nFrom: otro@x.example\r\n',
  );
  const attachment = {
    name: '',
    type: 'message/rfc822',
    sizeBytes: content.length,
    sha256: '',
    content,
    cid: null,
    inline: false,
    role: 'message',
    part: '2',
  } as const;
  expect(
    readForwardedLetters({ attachments: [attachment], isForward: false, text: '' }),
  ).toMatchObject([
    {
      name: 'Ana Pérez',
      address: 'ana@cliente.example',
      subject: expect.not.stringMatching(/[\r\n]/),
      sentAt: Date.parse('2026-11-30T14:00:00Z'),
    },
  ]);
  const headless = { ...attachment, content: Buffer.from('nothing') };
  expect(readForwardedLetters({ attachments: [headless], isForward: true, text: '' })).toEqual([]);
});

it('costs no time on long lines', () => {
  const before = performance.now();
  quoted(`De: ${'a@'.repeat(50_000)}\nAsunto: x`);
  quoted('De: x\n'.repeat(50_000));
  expect(performance.now() - before).toBeLessThan(200);
});
