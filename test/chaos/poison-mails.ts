// Mails made to hurt whoever reads them, each of one kind, written for this desk. Small enough to be sent often.
const domain = 'orinoco.example';

export interface PoisonMail {
  readonly name: string;
  readonly raw: Buffer;
}

/** `from` is the address in the header: that of a customer, so that each goes all the way. */
export function poisonMails(from: string): readonly PoisonMail[] {
  const head = (name: string): string =>
    `From: ${from}\r\nTo: mesa@desk.example\r\nSubject: ${name}\r\nMessage-ID: <${name}@${domain}>\r\n`;
  const text = (name: string, body: string): string => `${head(name)}\r\n${body}\r\n`;
  const typed = (name: string, type: string, body: string): string =>
    `${head(name)}MIME-Version: 1.0\r\nContent-Type: ${type}\r\n\r\n${body}\r\n`;
  const html = (name: string, body: string): string =>
    typed(name, 'text/html; charset=utf-8', body);
  const answer = (name: string, body: string): string =>
    `${head(name)}In-Reply-To: <${name}.before@${domain}>\r\n\r\n${body}\r\n`;

  const made: Readonly<Record<string, (name: string) => string>> = {
    'nested-multiparts': (name) => typed(name, 'multipart/mixed; boundary=b0', nestedParts(400)),
    'nested-messages': (name) =>
      `${head(name)}${'Content-Type: message/rfc822\r\n\r\nSubject: dentro\r\n'.repeat(500)}\r\nx\r\n`,
    'many-parts': (name) =>
      typed(name, 'multipart/mixed; boundary=b', `${'--b\r\n\r\nx\r\n'.repeat(20_000)}--b--`),
    'many-files': (name) =>
      typed(
        name,
        'multipart/mixed; boundary=b',
        `${'--b\r\nContent-Type: image/png; name=a.png\r\n\r\nx\r\n'.repeat(480)}--b--`,
      ),
    'empty-boundary': (name) =>
      typed(name, 'multipart/mixed; boundary=""', '--\r\n\r\nx\r\n'.repeat(5_000)),
    'boundary-of-dots': (name) =>
      typed(name, `multipart/mixed; boundary="${'.'.repeat(50_000)}"`, `--${'.'.repeat(50_000)}`),
    'many-headers': (name) => `${head(name)}${'X-A: b\r\n'.repeat(50_000)}\r\nx\r\n`,
    'huge-header': (name) => `${head(name)}X-Big: ${'a'.repeat(2_000_000)}\r\n\r\nx\r\n`,
    'folded-header': (name) => `${head(name)}X-Fold: a${'\r\n b'.repeat(100_000)}\r\n\r\nx\r\n`,
    'many-recipients': (name) =>
      `${head(name)}Cc: ${'a@b.example, '.repeat(30_000)}z@b.example\r\n\r\nx\r\n`,
    parentheses: (name) => `${head(name)}Cc: ${'('.repeat(60_000)}a@b.example\r\n\r\nx\r\n`,
    'many-references': (name) => `${head(name)}References: ${'<a@b> '.repeat(30_000)}\r\n\r\nx\r\n`,
    'many-parameters': (name) => typed(name, `text/plain${'; a=b'.repeat(50_000)}`, 'x'),
    'numbered-parameters': (name) =>
      typed(
        name,
        `text/plain${Array.from({ length: 20_000 }, (_, i) => `; n*${i}=a`).join('')}`,
        'x',
      ),
    'encoded-words': (name) =>
      `${head(name)}X-Words: x\r\nComments: ${'=?utf-8?Q?=C3=B1?= '.repeat(20_000)}\r\n\r\nx\r\n`,
    'broken-words': (name) =>
      `From: ${from}\r\nSubject: ${'=?utf-8?Q?'.repeat(30_000)}\r\nMessage-ID: <${name}@${domain}>\r\n\r\nx\r\n`,
    'zeros-everywhere': (name) =>
      `From: "A\0na" <${from}>\r\nSubject: =?utf-8?Q?cero=00uno?= \0\r\nMessage-ID: <${name}\0@${domain}>\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\ncero \0 uno\r\n--b\r\nContent-Type: text/plain; name*=utf-8''a%00b.txt\r\nContent-ID: <c\0d>\r\n\r\n\0\0\r\n--b\r\nContent-Type: text/calendar\r\n\r\nBEGIN:VCALENDAR\r\nMETHOD:RE\0PLY\r\nEND:VCALENDAR\r\n--b--\r\n`,
    'lone-surrogates': (name) =>
      typed(name, 'text/html; charset=utf-8', '<p>&#xD800; &#55357; &#x0; &#1114112;</p>'),
    'charset-that-is-none': (name) =>
      typed(name, 'text/plain; charset="utf-8\'; drop table"', 'ni\u00f1o'),
    'charset-of-four-bytes': (name) =>
      typed(name, 'text/plain; charset=utf-32', 'abcdefg'.repeat(20_000)),
    'charset-seven': (name) => typed(name, 'text/plain; charset=utf-7', '+'.repeat(300_000)),
    'deep-html': (name) => html(name, '<div>'.repeat(100_000)),
    'deep-quotes': (name) => html(name, '<blockquote>'.repeat(50_000)),
    'open-tags': (name) => html(name, '<b><i><a href=x>'.repeat(40_000)),
    'open-comments': (name) => html(name, '<!--'.repeat(150_000)),
    'angle-brackets': (name) => html(name, '<'.repeat(700_000)),
    'many-attributes': (name) => html(name, `<a ${'x=1 '.repeat(150_000)}>`),
    'many-selects': (name) => html(name, '<select><option>'.repeat(30_000)),
    'long-style': (name) => html(name, `<p style="${'color:red;'.repeat(80_000)}">x</p>`),
    'picture-in-html': (name) =>
      html(name, `<img src="data:image/png;base64,${'A'.repeat(3_000_000)}">`),
    'soft-lines': (name) =>
      typed(name, 'text/plain; format=flowed; delsp=yes', '> a \r\n'.repeat(200_000)),
    'line-ends': (name) => text(name, '\r\n'.repeat(700_000)),
    'one-line': (name) => text(name, 'a'.repeat(4_000_000)),
    'broken-quoted-printable': (name) =>
      `${head(name)}Content-Transfer-Encoding: quoted-printable\r\n\r\n${'='.repeat(1_500_000)}\r\n`,
    'broken-base64': (name) =>
      `${head(name)}Content-Transfer-Encoding: base64\r\n\r\n${'=A'.repeat(500_000)}\r\n`,
    'quote-marks': (name) => answer(name, '>'.repeat(500_000)),
    'on-day-wrote': (name) => answer(name, `On Mon, ${'On Mon, '.repeat(60_000)}wrote`),
    'el-dia-escribio': (name) =>
      answer(name, `${'El lun, 2 mar 2026 a las 9:00 '.repeat(15_000)}escribió:`),
    'broken-addresses': (name) => answer(name, `${'<a@'.repeat(100_000)}\nescribió:`),
    'header-blocks': (name) => answer(name, 'De: a@b.example\nEnviado: \n'.repeat(20_000)),
    'spaces-and-marks': (name) => answer(name, `${' >'.repeat(150_000)}\n${' '.repeat(300_000)}x`),
    priorities: (name) => text(name, 'no es prioridad urgencia impacto sistema '.repeat(12_000)),
    'delivery-report': (name) =>
      typed(
        name,
        'multipart/report; report-type=delivery-status; boundary=b',
        `--b\r\nContent-Type: message/delivery-status\r\n\r\n${'Final-Recipient: rfc822;a@b\r\nAction: failed\r\n\r\n'.repeat(8_000)}--b--`,
      ),
    'report-in-prose': (name) =>
      `From: MAILER-DAEMON@${domain}\r\nSubject: Undelivered\r\nMessage-ID: <${name}@${domain}>\r\n\r\n${'<a@b.example>: 550 5.1.1 user unknown To: '.repeat(12_000)}\r\n`,
    'json-report': (name) => text(name, `{"notificationType": ${'['.repeat(200_000)}`),
    'ics-bomb': (name) =>
      typed(name, 'text/calendar; method=REQUEST', 'BEGIN:VEVENT\r\n'.repeat(50_000)),
    'outlook-bundle': (name) =>
      typed(name, 'application/ms-tnef; name=winmail.dat', '\x78\x9f\x3e\x22'.repeat(50_000)),
    'file-names': (name) =>
      typed(name, `application/octet-stream; name="${'../'.repeat(20_000)}con.\u202etxt.exe"`, 'x'),
    'senders-twice': (name) => `From: otro@fuera.example\r\n${head(name)}\r\nx\r\n`,
    'sender-in-comment': (name) =>
      `From: (${from}) <otro@fuera.example>\r\nMessage-ID: <${name}@${domain}>\r\n\r\nx\r\n`,
    'no-headers': () => 'x'.repeat(200_000),
    'only-line-feeds': (name) => text(name, 'x').replaceAll('\r\n', '\n'),
  };
  return Object.entries(made).map(([name, make]) => ({
    name,
    // Bytes as they stand: NULs and letters of Latin-1 among them.
    raw: Buffer.from(make(name), 'latin1'),
  }));
}

function nestedParts(depth: number): string {
  let body = '';
  for (let i = 0; i < depth; i += 1)
    body += `--b${i}\r\nContent-Type: multipart/mixed; boundary=b${i + 1}\r\n\r\n`;
  return `${body}--b${depth}\r\n\r\nx\r\n`;
}
