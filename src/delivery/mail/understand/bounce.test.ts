import { describe, expect, test } from 'vitest';
import type { BounceFacts } from './model.ts';
import { understandMail } from './understand-mail.ts';

async function bounceOf(lines: readonly string[]): Promise<BounceFacts | null> {
  const mail = await understandMail(Buffer.from(lines.join('\r\n')));
  if (mail.rejected) throw new Error(mail.detail);
  expect(mail.automatic.isBounce).toBe(mail.bounce !== null);
  if (mail.bounce !== null) expect(mail.automatic.mayAcknowledge).toBe(false);
  return mail.bounce;
}

const daemon = [
  'From: Mail Delivery System <MAILER-DAEMON@mx.example>',
  'To: mesa@soporte.example',
  'Return-Path: <>',
];

const report = (groups: readonly string[], type = 'delivery-status') => [
  ...daemon,
  'Subject: Aviso',
  `Content-Type: multipart/report; report-type=${type}; boundary=b`,
  '',
  '--b',
  '',
  'El servidor dice:',
  '--b',
  `Content-Type: message/${type}`,
  '',
  'Reporting-MTA: dns; mx.example',
  '',
  ...groups,
  '--b',
  'Content-Type: text/rfc822-headers',
  '',
  'Message-ID: <t.77.1@soporte.example>',
  'To: luis@tienda.example',
  '--b--',
];

describe('the standard report', () => {
  test('failed for good', async () => {
    const bounce = await bounceOf(
      report([
        'Final-Recipient: rfc822; Luis@Tienda.example',
        'Action: failed',
        'Status: 5.1.1',
        'Diagnostic-Code: smtp; 550 5.1.1 User unknown',
      ]),
    );
    expect(bounce).toEqual({
      action: 'failed',
      class: 'permanent',
      status: '5.1.1',
      recipients: ['luis@tienda.example'],
      originalMessageId: 't.77.1@soporte.example',
      diagnostic: '550 5.1.1 User unknown',
      readFrom: 'report',
    });
  });

  test('delayed is not failed, and the failed one of two is the one that counts', async () => {
    const delayed = ['Final-Recipient: rfc822; a@x.example', 'Action: delayed', 'Status: 4.4.1'];
    const failed = ['Final-Recipient: rfc822; b@x.example', 'Action: failed', 'Status: 5.2.2'];
    expect(await bounceOf(report(delayed))).toMatchObject({
      action: 'delayed',
      class: 'temporary',
    });
    expect(await bounceOf(report([...delayed, '', ...failed]))).toMatchObject({
      action: 'failed',
      recipients: ['b@x.example'],
    });
  });

  test('delivered is told as delivered', async () => {
    const groups = ['Final-Recipient: rfc822; a@x.example', 'Action: relayed', 'Status: 2.0.0'];
    expect(await bounceOf(report(groups))).toMatchObject({ action: 'delivered', class: null });
  });

  test('a read receipt is none', async () => {
    const groups = [
      'Final-Recipient: rfc822; a@x.example',
      'Disposition: manual-action; displayed',
    ];
    expect(await bounceOf(report(groups, 'disposition-notification'))).toBeNull();
  });
});

describe('servers that write prose', () => {
  test.each([
    [
      'qmail',
      'failure notice',
      "Hi. This is the qmail-send program at mx.example.\nI'm afraid I wasn't able to deliver your message to the following addresses.\n\n<luis@tienda.example>:\n550 no mailbox here\n\n--- Below this line is a copy of the message.",
      'permanent',
    ],
    [
      'Exim',
      'Mail delivery failed: returning message to sender',
      'A message that you sent could not be delivered. The following address(es) failed:\n\n  luis@tienda.example\n    host mx.tienda.example: 452 4.2.2 mailbox full\n',
      'temporary',
    ],
    [
      'Exchange in Spanish',
      'No se puede entregar: Caja',
      'No se pudo entregar el mensaje a los siguientes destinatarios:\n\nluis@tienda.example\n\n#550 5.1.1 RESOLVER.ADR.RecipNotFound',
      'permanent',
    ],
    [
      'Sendmail',
      'Returned mail: User unknown',
      '   ----- The following addresses had permanent fatal errors -----\n<luis@tienda.example>\n\n   ----- Transcript of session follows -----\n550 <luis@tienda.example>... User unknown',
      'permanent',
    ],
  ])('%s', async (_, subject, text, kind) => {
    const bounce = await bounceOf([
      ...daemon,
      `Subject: ${subject}`,
      '',
      text.replaceAll('\n', '\r\n'),
    ]);
    expect(bounce).toMatchObject({
      recipients: ['luis@tienda.example'],
      class: kind,
      readFrom: 'text',
    });
  });

  test.each(['administrator@tienda.example', 'postmaster@tienda.example', 'root@tienda.example'])(
    '%s who writes about bounces is a customer with a problem',
    async (from) => {
      const bounce = await bounceOf([
        `From: Sistemas <${from}>`,
        `Return-Path: <${from}>`,
        'Subject: Undeliverable mail to the bank',
        '',
        'Since this morning our mail is returned with "550 5.1.1 user unknown". Can you help?',
      ]);
      expect(bounce).toBeNull();
    },
  );

  test('a person who writes about bounces is a person', async () => {
    const bounce = await bounceOf([
      'From: Luis <luis@tienda.example>',
      'Subject: Undelivered Mail Returned to Sender',
      '',
      'Cada vez que escribo al banco me llega "user unknown", 550 5.1.1. ¿Pueden revisar?',
    ]);
    expect(bounce).toBeNull();
  });
});

test('what Amazon SES tells in JSON is a bounce too', async () => {
  const message = {
    notificationType: 'Bounce',
    bounce: {
      bounceType: 'Transient',
      bouncedRecipients: [{ emailAddress: 'Luis@tienda.example', status: '4.2.2' }],
    },
  };
  const bounce = await bounceOf([
    'From: avisos@sns.example',
    'Subject: Notification',
    '',
    JSON.stringify({ Type: 'Notification', Message: JSON.stringify(message) }),
  ]);
  expect(bounce).toMatchObject({
    class: 'temporary',
    status: '4.2.2',
    recipients: ['luis@tienda.example'],
  });
});
