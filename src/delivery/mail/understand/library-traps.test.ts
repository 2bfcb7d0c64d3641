// What the mail libraries get wrong (EMAIL.md, "Where the libs fall short"), each as a fact about ours.
import { expect, test } from 'vitest';
import type { ReadMail } from './model.ts';
import { understandMail } from './understand-mail.ts';

async function read(raw: string | Buffer): Promise<ReadMail> {
  const mail = await understandMail(typeof raw === 'string' ? Buffer.from(raw, 'latin1') : raw);
  if (mail.rejected) throw new Error(mail.detail);
  return mail;
}
const head = 'From: luis@tienda.example\r\n';

test.each([
  ['7bit', 'a\r\nb\r\n\r\nc'],
  ['8bit', '\u00ff\r\n\u0001'],
  ['quoted-printable', 'a=0D=0Ab=3D\r\nfin'],
])('an attachment in %s keeps every line end, and gets none of its own', async (encoding, body) => {
  const { attachments } = await read(
    `${head}Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nx\r\n--b\r\nContent-Type: application/pdf; name=a.pdf\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n${body}\r\n--b--\r\n`,
  );
  const sent = encoding === 'quoted-printable' ? 'a\r\nb=\r\nfin' : body;
  expect(Buffer.from(attachments[0]?.content ?? []).toString('latin1')).toBe(sent);
});

test('an empty References hides no other one', async () => {
  const { thread } = await read(`${head}References:\r\nReferences: <a@x.example>\r\n\r\nx`);
  expect(thread.references).toEqual(['a@x.example']);
});

test('a letter that is split over two encoded words, with or without a space between', async () => {
  for (const between of ['', ' ', '\r\n ']) {
    const { subject } = await read(
      `${head}Subject: =?utf-8?Q?caj=C3?=${between}=?utf-8?Q?=B1a?=\r\n\r\nx`,
    );
    expect(subject).toBe('cajña');
  }
});

test('HTML is not unfolded as flowed text', async () => {
  const { text } = await read(
    `${head}Content-Type: text/html; format=flowed; delsp=yes\r\n\r\n<p>uno \r\ndos</p>`,
  );
  expect(text).toBe('uno dos');
});

test('UTF-7 is text: decoded, and what it spells is never live HTML', async () => {
  const { text, safeHtml } = await read(
    `${head}Content-Type: text/plain; charset=utf-7\r\n\r\nni+APE-o +ADw-script+AD4-`,
  );
  expect([text, safeHtml]).toEqual(['niño <script>', null]);
});

test('a name with spaces in front of an address is no part of it', async () => {
  const { from } = await read('From: caja norte sistema@tienda.example\r\n\r\nx');
  expect(from).toBeNull();
});

test('NUL and line breaks of an encoded word reach neither subject nor name nor file name', async () => {
  const mail = await read(
    `From: =?utf-8?Q?Ana=0D=0ABcc=3A=20x=00?= <ana@tienda.example>\r\nSubject: =?utf-8?Q?uno=0D=0ABcc:=20x=00dos?=\r\nContent-Type: application/pdf; name="=?utf-8?Q?..=2Fa=00.pdf?="\r\nContent-Disposition: attachment\r\n\r\nx`,
  );
  const shown = [mail.subject, mail.from?.name, mail.attachments[0]?.name];
  expect(shown).toEqual(['uno Bcc: xdos', 'Ana Bcc: x', 'a.pdf']);
});

test('letters of Latin-1 that nobody declared are letters, in header and body', async () => {
  const { subject, text } = await read(`${head}Subject: Facturaci\u00f3n\r\n\r\nni\u00f1o`);
  expect([subject, text]).toEqual(['Facturación', 'niño']);
});
