import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { decodeText } from './charsets.ts';
import { decodeHeaderText } from './encoded-words.ts';

const bytes = (text: string, charset: string) => iconv.encode(text, charset);
const spanish = 'Señor Muñoz: la facturación falló en el módulo número 3';

describe('bytes become text', () => {
  test.each([
    ['declared and true', bytes(spanish, 'utf-8'), 'utf-8', spanish],
    ['undeclared Latin-1', bytes(spanish, 'latin1'), null, spanish],
    ['undeclared UTF-8', bytes(spanish, 'utf-8'), null, spanish],
    ['Latin-1 labelled UTF-8', bytes(spanish, 'latin1'), 'utf-8', spanish],
    ['UTF-8 labelled Latin-1', bytes(spanish, 'utf-8'), 'iso-8859-1', spanish],
    ['UTF-8 labelled Big5', bytes(spanish, 'utf-8'), 'big5', spanish],
    ['a label nobody knows', bytes(spanish, 'latin1'), 'x-inventado', spanish],
    ['windows quotes labelled Latin-1', bytes('“sí”', 'windows-1252'), 'iso-8859-1', '“sí”'],
    [
      'UTF-16 with its mark',
      Buffer.concat([Buffer.from([0xff, 0xfe]), bytes('sí', 'utf-16le')]),
      null,
      'sí',
    ],
    ['ISO-2022-JP without label', Buffer.from('\u001b$B$"\u001b(B', 'latin1'), null, 'あ'],
  ])('%s', (_, raw, declared, text) => {
    expect(decodeText(raw, declared).text).toBe(text);
  });

  test.each([
    ['shift_jis', 'これは日本語の文章です。よろしくお願いいたします。'],
    ['gbk', '我们的系统今天早上不能登录，请尽快帮助我们解决这个问题。'],
    ['big5', '我們的系統今天早上無法登入，請儘快協助我們解決這個問題。'],
  ])('undeclared %s is recognised', (charset, text) => {
    expect(decodeText(bytes(text, charset), null).text).toBe(text);
  });

  test('UTF-8 that was cut keeps its letters and loses only the last', () => {
    const cut = bytes('está señal', 'utf-8').subarray(0, 9);
    expect(decodeText(cut, 'utf-8').text).toBe('está se\ufffd');
  });

  test('says when the label was wrong', () => {
    expect(decodeText(bytes('sí', 'latin1'), 'utf-8').repaired).toBe(true);
    expect(decodeText(bytes('sí', 'utf-8'), 'utf-8').repaired).toBe(false);
  });
});

describe('header words', () => {
  test.each([
    ['=?utf-8?Q?Facturaci=C3=B3n?=', 'Facturación'],
    ['=?utf-8?B?w7E=?= =?utf-8?B?YW5kw7o=?=', 'ñandú'],
    ['=?utf-8?Q?ma=C3?= =?utf-8?Q?=B1ana?=', 'mañana'],
    ['=?iso-8859-1?Q?A=F1o?= y =?utf-8?Q?d=C3=ADa?=', 'Año y día'],
    ['antes =?utf-8?q?medio?= después', 'antes medio después'],
    ['=?utf-8?Q?uno=0D=0ABcc:_victima=40x?=', 'uno Bcc: victima@x'],
    ['=?utf-8?Q?a=00b?=', 'ab'],
    ['=?no es una palabra', '=?no es una palabra'],
  ])('%s', (value, text) => {
    expect(decodeHeaderText(Buffer.from(value, 'utf8').toString('latin1'), null)).toBe(text);
  });

  test('direction overrides cannot reorder a subject', () => {
    expect(decodeHeaderText('=?utf-8?Q?pago=E2=80=AEfdp.exe?=', null)).toBe('pagofdp.exe');
  });

  test('raw letters follow the charset of the body', () => {
    expect(decodeHeaderText(bytes('Łódź', 'iso-8859-2').toString('latin1'), 'iso-8859-2')).toBe(
      'Łódź',
    );
  });
});
