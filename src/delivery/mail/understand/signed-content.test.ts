import { describe, expect, it } from 'vitest';
import { signedContent } from './signed-content.ts';
import { understandMail } from './understand-mail.ts';

/** DER as far as a signed letter needs it. */
const der = (tag: number, ...parts: readonly Buffer[]): Buffer => {
  const value = Buffer.concat(parts);
  const length =
    value.length < 128
      ? Buffer.from([value.length])
      : Buffer.from([0x83, value.length >> 16, (value.length >> 8) & 0xff, value.length & 0xff]);
  return Buffer.concat([Buffer.from([tag]), length, value]);
};
/** BER whose length its writer did not know yet. */
const endless = (tag: number, ...parts: readonly Buffer[]): Buffer =>
  Buffer.concat([Buffer.from([tag, 0x80]), ...parts, Buffer.alloc(2)]);
const oid = (hex: string): Buffer => der(0x06, Buffer.from(hex, 'hex'));
const data = oid('2a864886f70d010701');
const number = der(0x02, Buffer.from([1]));
const signerInfos = der(0x31, der(0x30, number));

const signed = (content: Buffer): Buffer =>
  der(
    0x30,
    oid('2a864886f70d010702'),
    der(0xa0, der(0x30, number, der(0x31), der(0x30, data, der(0xa0, content)), signerInfos)),
  );
const whole = (mime: string): Buffer => signed(der(0x04, Buffer.from(mime)));
/** As OpenSSL and some gateways stream it. */
const streamed = (mime: string): Buffer =>
  endless(
    0x30,
    oid('2a864886f70d010702'),
    endless(
      0xa0,
      endless(
        0x30,
        number,
        der(0x31),
        endless(
          0x30,
          data,
          endless(
            0xa0,
            endless(
              0x24,
              der(0x04, Buffer.from(mime.slice(0, 20))),
              der(0x04, Buffer.from(mime.slice(20))),
            ),
          ),
        ),
        signerInfos,
      ),
    ),
  );
const enveloped = der(0x30, oid('2a864886f70d010703'), der(0xa0, der(0x30, number)));

async function read(cms: Buffer, type = 'application/pkcs7-mime; smime-type=signed-data') {
  const raw = [
    'From: luis@tienda.example',
    'Subject: x',
    `Content-Type: ${type}; name=smime.p7m`,
    'Content-Transfer-Encoding: base64',
    'Content-Disposition: attachment; filename=smime.p7m',
    '',
    cms.toString('base64').replace(/.{76}/g, '$&\r\n'),
    '',
  ].join('\r\n');
  const mail = await understandMail(Buffer.from(raw));
  if (mail.rejected) throw new Error(mail.detail);
  return mail;
}

const letter = [
  'Content-Type: multipart/mixed; boundary=q',
  '',
  '--q',
  'Content-Type: text/plain; charset=utf-8',
  '',
  'No abre el módulo',
  '--q',
  'Content-Type: application/pdf; name=informe.pdf',
  'Content-Disposition: attachment',
  '',
  '%PDF',
  '--q--',
  '',
].join('\r\n');

describe('an opaquely signed mail', () => {
  it.each([
    ['of known length', whole(letter)],
    ['streamed', streamed(letter)],
  ])('%s: its text and files are shown, as signed', async (_, cms) => {
    const mail = await read(cms);
    expect(mail.text.trim()).toBe('No abre el módulo');
    expect(mail.protection).toEqual({ signed: 'smime', encrypted: null });
    expect(mail.attachments).toMatchObject([
      { name: 'informe.pdf', role: 'file' },
      { name: 'smime.p7m', role: 'signature' },
    ]);
  });

  it('is told from an encrypted one by what it holds, not by what it says', async () => {
    const unsaid = await read(whole(letter), 'application/x-pkcs7-mime');
    expect(unsaid.protection).toEqual({ signed: 'smime', encrypted: null });
    const locked = await read(enveloped, 'application/pkcs7-mime; smime-type=enveloped-data');
    expect(locked.text).toBe('');
    expect(locked.protection).toEqual({ signed: null, encrypted: 'smime' });
    expect(locked.attachments).toMatchObject([{ role: 'encrypted' }]);
  });

  it('signed and then encrypted, or encrypted and then signed, says both', async () => {
    const inner = `Content-Type: application/pkcs7-mime; smime-type=enveloped-data\r\nContent-Transfer-Encoding: base64\r\n\r\n${enveloped.toString('base64')}\r\n`;
    const mail = await read(whole(inner));
    expect(mail.protection).toEqual({ signed: 'smime', encrypted: 'smime' });
  });

  it('with its content apart, or damaged, it stays what it is', async () => {
    const apart = der(
      0x30,
      oid('2a864886f70d010702'),
      der(0xa0, der(0x30, number, der(0x31), der(0x30, data), signerInfos)),
    );
    expect(signedContent(apart)).toBeNull();
    const mail = await read(apart);
    expect(mail.text).toBe('');
    expect(mail.attachments).toMatchObject([{ name: 'smime.p7m', role: 'file' }]);
  });
});

describe('a signed mail made to hurt', () => {
  it('cut or changed anywhere it is no content or another, and never fails', () => {
    for (const cms of [whole(letter), streamed(letter)]) {
      for (let at = 0; at < cms.length; at += 1) {
        expect(() => signedContent(cms.subarray(0, at))).not.toThrow();
        for (const byte of [0x00, 0x24, 0x80, 0xff]) {
          const hurt = Buffer.from(cms);
          hurt[at] = byte;
          expect(signedContent(hurt)?.length ?? 0).toBeLessThanOrEqual(cms.length);
        }
      }
    }
  });

  it('nested without end it is over at once', async () => {
    const began = performance.now();
    expect(signedContent(Buffer.alloc(1_000_000, Buffer.from([0x30, 0x80])))).toBeNull();
    expect(signedContent(Buffer.alloc(1_000_000))).toBeNull();
    let mime = 'Content-Type: text/plain\r\n\r\nfondo';
    for (let depth = 0; depth < 20; depth += 1) {
      mime = `Content-Type: application/pkcs7-mime\r\nContent-Transfer-Encoding: base64\r\n\r\n${whole(mime).toString('base64')}`;
    }
    await read(whole(mime));
    expect(performance.now() - began).toBeLessThan(2_000);
  });

  it('more parts than a mail may have are over the limit, however they are wrapped', async () => {
    const many = `Content-Type: multipart/mixed; boundary=q\r\n\r\n${'--q\r\n\r\nx\r\n'.repeat(300)}--q--\r\n`;
    const one = `Content-Type: application/pkcs7-mime\r\nContent-Transfer-Encoding: base64\r\n\r\n${whole(many).toString('base64')}\r\n`;
    const mail = await understandMail(
      Buffer.from(
        `From: a@b.example\r\nContent-Type: multipart/mixed; boundary=z\r\n\r\n--z\r\n${one}--z\r\n${one}--z--\r\n`,
      ),
    );
    expect(mail).toMatchObject({ rejected: true, reason: 'parts' });
  });
});
