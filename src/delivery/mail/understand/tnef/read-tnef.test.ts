import { describe, expect, it } from 'vitest';
import { attribute, packTnef } from '../../../../../test/support/tnef-builder.ts';
import type { ReadMail } from '../model.ts';
import { understandMail } from '../understand-mail.ts';
import { expandRtf } from './compressed-rtf.ts';
import { readTnef } from './read-tnef.ts';

const limits = { filesMax: 50, textCharactersMax: 100_000, htmlCharactersMax: 100_000 };

async function read(tnef: Buffer, text = '', type = 'application/ms-tnef'): Promise<ReadMail> {
  const mail = await understandMail(
    Buffer.from(
      [
        'From: luis@tienda.example',
        'Subject: x',
        'Content-Type: multipart/mixed; boundary=b',
        '',
        '--b',
        'Content-Type: text/plain; charset=utf-8',
        '',
        text,
        '--b',
        `Content-Type: ${type}; name="winmail.dat"`,
        'Content-Transfer-Encoding: base64',
        '',
        tnef.toString('base64').replace(/.{76}/g, '$&\r\n'),
        '--b--',
        '',
      ].join('\r\n'),
    ),
  );
  if (mail.rejected) throw new Error(mail.detail);
  return mail;
}

describe('winmail.dat', () => {
  it('its files stand beside it, byte for byte, with safe names; the bundle stays as it came', async () => {
    const pdf = Buffer.from('%PDF-1.4\n\0\xff', 'latin1');
    const tnef = packTnef({
      text: 'no se muestra',
      files: [
        { name: 'C:\\Usuarios\\informe año.pdf', content: pdf },
        { name: 'logo.png', content: Buffer.from('png'), cid: '<logo@x>', mediaType: 'Image/PNG' },
      ],
    });
    const mail = await read(tnef, 'El texto de fuera');
    expect(mail.text.trim()).toBe('El texto de fuera');
    expect(mail.attachments).toMatchObject([
      { name: 'winmail.dat', role: 'bundle' },
      { name: 'informe año.pdf', role: 'file', cid: null },
      { name: 'logo.png', type: 'image/png', cid: 'logo@x', role: 'file' },
    ]);
    expect(Buffer.from(mail.attachments[0]?.content ?? [])).toEqual(tnef);
    expect(Buffer.from(mail.attachments[1]?.content ?? [])).toEqual(pdf);
    expect(mail.repairs).toEqual([]);
  });

  it('by its name alone, where the type was lost', async () => {
    const tnef = packTnef({ files: [{ name: 'a.txt', content: Buffer.from('a') }] });
    const mail = await read(tnef, 'hola', 'application/octet-stream');
    expect(mail.attachments.map(({ name }) => name)).toEqual(['winmail.dat', 'a.txt']);
  });

  it('is the letter where nothing else is: as HTML, as text, or as the RTF of old', async () => {
    const html = await read(
      packTnef({ html: '<p>Desde las <b>8</b> no abre ñ</p>', text: 'otro' }),
    );
    expect(html.text.trim()).toBe('Desde las 8 no abre ñ');
    expect(html.safeHtml).toContain('<b>8</b>');
    expect((await read(packTnef({ text: 'No abre.\r\nGracias ñ' }))).text).toBe(
      'No abre.\nGracias ñ',
    );
    const rtf =
      "{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0 Arial;}}\\f0 Se\\'f1ores:\\par no abre \\u8364?100\\tab ya{\\pict 0a0b}}";
    expect((await read(packTnef({ rtf }))).text).toBe('Señores:\nno abre €100\tya');
    const wrapped =
      '{\\rtf1\\ansi\\ansicpg1252\\fromhtml1 {\\*\\htmltag64 <p>}\\htmlrtf {\\b \\htmlrtf0 Urgente\\htmlrtf }\\htmlrtf0 {\\*\\htmltag72 </p>}}';
    const unwrapped = await read(packTnef({ rtf: wrapped }));
    expect(unwrapped.text.trim()).toBe('Urgente');
    expect(unwrapped.html).toBe('<p>Urgente</p>');
  });

  it('compressed RTF is expanded (the example of MS-OXRTFCP)', () => {
    const example = Buffer.from(
      '2d0000002b0000004c5a4675f1c5c7a703000a00726370673132354232' +
        '0af32068656c090020627705b06c647d0a800fa0',
      'hex',
    );
    expect(expandRtf(example, 10_000).toString('latin1')).toBe(
      '{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n',
    );
  });

  it('a mail inside of it is told by its text and its files', async () => {
    const inner = packTnef({
      text: 'Lo de antes',
      files: [{ name: 'b.txt', content: Buffer.from('b') }],
    });
    const mail = await read(
      packTnef({ files: [{ name: 'Anterior', content: inner, isMail: true }] }),
      'hola',
    );
    expect(mail.attachments.map(({ name }) => name)).toEqual([
      'winmail.dat',
      'Anterior.txt',
      'b.txt',
    ]);
  });
});

describe('winmail.dat made to hurt', () => {
  const whole = packTnef({
    text: 'texto',
    html: '<p>texto</p>',
    files: [{ name: 'a.bin', content: Buffer.alloc(300, 1), cid: 'c' }],
  });

  it('cut anywhere it gives what stands before, and never fails', () => {
    for (let length = 0; length < whole.length; length += 1) {
      expect(() => readTnef(whole.subarray(0, length), limits)).not.toThrow();
    }
    expect(readTnef(whole.subarray(0, whole.length - 40), limits)).toMatchObject({
      isBroken: true,
    });
  });

  it('with any byte changed it never fails, nor gives more than it holds', () => {
    for (let at = 0; at < whole.length; at += 1) {
      for (const byte of [0x00, 0x7f, 0xff]) {
        const hurt = Buffer.from(whole);
        hurt[at] = byte;
        const size = readTnef(hurt, limits)?.files.reduce(
          (sum, { content }) => sum + content.length,
          0,
        );
        expect(size ?? 0).toBeLessThanOrEqual(whole.length);
      }
    }
  });

  it('lists of millions, bundles in bundles and endless RTF end in no time', async () => {
    const began = performance.now();
    const endless = Buffer.alloc(4, 0xff);
    const head = Buffer.from('789f3e220100', 'hex');
    readTnef(Buffer.concat([head, attribute(1, 0x0006_9003, endless)]), limits);
    let nested = packTnef({ text: 'fondo' });
    for (let depth = 0; depth < 200; depth += 1) {
      nested = packTnef({ files: [{ name: 'm', content: nested, isMail: true }] });
    }
    readTnef(nested, limits);
    const bomb = Buffer.alloc(200_000, 0xff);
    bomb.writeUInt32LE(0x7546_5a4c, 8);
    expect(expandRtf(bomb, 50_000).length).toBe(50_000);
    await read(packTnef({ rtf: `{\\rtf1${'{\\b '.repeat(100_000)}` }));
    expect(performance.now() - began).toBeLessThan(2_000);
  });

  it('more files than a mail may have parts are left in the bundle', () => {
    const files = Array.from({ length: 80 }, () => ({ name: 'f', content: Buffer.from('x') }));
    expect(readTnef(packTnef({ files }), limits)?.files).toHaveLength(50);
  });

  it('what only says that it is one is kept as it is', async () => {
    const mail = await read(Buffer.from('no soy un paquete'), 'hola');
    expect(mail.attachments.map(({ name }) => name)).toEqual(['winmail.dat']);
    expect(mail.repairs).toEqual(['bundle-broken']);
  });
});
