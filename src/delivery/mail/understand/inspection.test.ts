import { expect, test } from 'vitest';
import { inspectMail } from './inspection.ts';

test('the facts of one message, file contents by their hash only', async () => {
  const raw = [
    'From: Luis <luis@tienda.example>',
    'Subject: Caja',
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b',
    '',
    'no enciende',
    '--b',
    'Content-Type: image/png; name=caja.png',
    '',
    'xyz',
    '--b--',
  ].join('\r\n');
  const seen = await inspectMail(Buffer.from(raw));
  expect(seen).toMatchObject({
    rejected: false,
    from: { address: 'luis@tienda.example', name: 'Luis' },
    visibleText: 'no enciende',
    autoRespond: true,
    attachments: [
      { name: 'caja.png', type: 'image/png', size: 3, md5: 'd16fb36f0911f878998c136191af705e' },
    ],
  });
  expect(JSON.stringify(seen)).not.toContain('"content"');
});

test('a message over a limit says so', async () => {
  const seen = await inspectMail(Buffer.from(`X: ${'a'.repeat(600_000)}\r\n\r\n`));
  expect(seen).toMatchObject({ rejected: true, reason: 'header-size' });
});
