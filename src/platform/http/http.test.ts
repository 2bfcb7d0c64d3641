import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  contentDisposition,
  hashRequest,
  InvalidCursor,
  mayUseCookies,
  readCursor,
  safeFileName,
  safePath,
  sessionCookie,
  sniffMediaType,
  toPage,
  writeCursor,
} from '../http.ts';
import { allowedHosts, isAllowedHost } from './host.ts';

describe('a path to go to', () => {
  it.each([
    '/',
    '/tickets/7?tab=log#m12',
    '/console/tickets',
    '/a//b',
    '/búsqueda'.normalize('NFD').replace(/[^\x20-\x7e]/g, ''),
  ])('inside the desk is kept: %s', (path) => {
    expect(safePath(path, '/fallback')).toBe(path);
  });

  it.each([
    '',
    'tickets',
    'https://evil.example',
    '//evil.example',
    '///evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    '/a\\..\\..\\evil',
    ' /tickets',
    'javascript:alert(1)',
    '/x/..//evil.example',
    '/./\\evil',
    '/%0d%0aset-cookie:x'.replace('%0d%0a', '\r\n'),
  ])('that leads elsewhere is not: %j', (path) => {
    expect(safePath(path, '/fallback')).toBe('/fallback');
  });

  it('that climbs ends inside', () => {
    expect(safePath('/a/../../b', '/')).toBe('/b');
  });

  test.prop([fc.string({ unit: 'binary' })])('never leaves the desk', (text) => {
    for (const path of [text, `/${text}`, `/\\${text}`, `//${text}`]) {
      expect(new URL(safePath(path, '/'), 'http://desk.example').origin).toBe(
        'http://desk.example',
      );
    }
  });
});

describe('a file name', () => {
  it.each([
    ['factura.pdf', 'factura.pdf'],
    ['..', 'file'],
    ['   ', 'file'],
    ['a/b\\c:d*e?f"g<h>i|j', 'a_b_c_d_e_f_g_h_i_j'],
    ['abc\u202Egnp.exe', 'abcgnp.exe'],
    ['line\r\nbreak.txt', 'linebreak.txt'],
    [`${'x'.repeat(300)}.docx`, `${'x'.repeat(145)}.docx`],
    [`${'x'.repeat(149)}. ${'y'.repeat(20)}`, 'x'.repeat(149)],
  ])('%j is saved as %j', (given, saved) => {
    expect(safeFileName(given)).toBe(saved);
  });

  test.prop([fc.string({ unit: 'binary' })])(
    'any text makes a header of one line that says it back',
    (text) => {
      const header = contentDisposition('attachment', text);
      expect(header).toMatch(/^attachment; filename="[^"\\]*"; filename\*=UTF-8''[!-~]*$/);
      const encoded = header.slice(header.indexOf("''") + 2);
      expect(decodeURIComponent(encoded)).toBe(safeFileName(text));
    },
  );
});

describe('the type of a file', () => {
  const types: readonly (readonly [string, Buffer, string])[] = [
    ['PNG', Buffer.from('89504e470d0a1a0a00', 'hex'), 'image/png'],
    ['a PNG cut short', Buffer.from('89504e47', 'hex'), 'application/octet-stream'],
    ['JPEG', Buffer.from('ffd8ffe000', 'hex'), 'image/jpeg'],
    ['GIF', Buffer.from('GIF89a...'), 'image/gif'],
    [
      'GIF that is markup too',
      Buffer.from('GIF89a\u0001\0\u0001\0/*<svg onload=x>*/'),
      'image/gif',
    ],
    ['WebP', Buffer.from('RIFF0000WEBPVP8 '), 'image/webp'],
    ['RIFF that is sound', Buffer.from('RIFF\0\0\0\0WAVEfmt '), 'application/octet-stream'],
    ['PDF', Buffer.from('%PDF-1.7'), 'application/pdf'],
    ['text in Spanish', Buffer.from('año nuevo\r\n\tuno'), 'text/plain'],
    ['text in Latin-1', Buffer.from('a\xf1o', 'latin1'), 'application/octet-stream'],
    ['HTML', Buffer.from('<!doctype html>'), 'application/octet-stream'],
    [
      'HTML after much space',
      Buffer.from(`${' '.repeat(3000)}<ScRiPt>`),
      'application/octet-stream',
    ],
    ['XML', Buffer.from('<?xml version="1.0"?>'), 'application/octet-stream'],
    ['a comparison', Buffer.from('if 3 < 4 then'), 'text/plain'],
    ['NUL', Buffer.from('a\0b'), 'application/octet-stream'],
  ];
  it.each(types)('%s', (_name, bytes, type) => {
    expect(sniffMediaType(bytes)).toBe(type);
  });

  it('text whose last character is cut is still text', () => {
    expect(sniffMediaType(Buffer.from(`${'a'.repeat(4095)}ñ`))).toBe('text/plain');
  });
});

describe('a cursor', () => {
  const shape = z.tuple([z.string(), z.int()]);

  test.prop([fc.string(), fc.maxSafeInteger()])('comes back as it was', (name, id) => {
    expect(readCursor(writeCursor([name, id]), shape)).toEqual([name, id]);
  });

  it.each(['', '!!!', 'bnVsbA', writeCursor([1, 'a']), writeCursor(['a'])])(
    'of another shape is refused: %j',
    (cursor) => {
      expect(() => readCursor(cursor, shape)).toThrow(InvalidCursor);
    },
  );

  it('is given when there is more, and only then', () => {
    const keyOf = (id: number) => [id];
    expect(toPage([1, 2, 3], 2, keyOf)).toEqual({ items: [1, 2], nextCursor: writeCursor([2]) });
    expect(toPage([1, 2], 2, keyOf)).toEqual({ items: [1, 2], nextCursor: null });
    expect(toPage([], 2, keyOf)).toEqual({ items: [], nextCursor: null });
  });
});

describe('the session cookie', () => {
  const token = 'A'.repeat(43);

  it('over https belongs to this host alone and never travels in the clear', () => {
    const cookie = sessionCookie({ secure: true });
    expect(cookie.set(token, 60)).toBe(
      `__Host-atenta_session=${token}; Max-Age=60; Path=/; HttpOnly; SameSite=Lax; Secure`,
    );
    expect(cookie.read(`a=b; __Host-atenta_session=${token}`)).toBe(token);
    expect(cookie.read(`atenta_session=${token}`)).toBeNull();
  });

  it.each([undefined, '', 'atenta_session=', 'atenta_session=short', `xatenta_session=${token}`])(
    'is none in %j',
    (header) => {
      expect(sessionCookie({ secure: false }).read(header)).toBeNull();
    },
  );
});

describe('a changing request', () => {
  const own = new Set(['https://desk.example']);
  const post = (origin: string | undefined, secFetchSite: string | undefined) =>
    mayUseCookies({ method: 'POST', origin, secFetchSite }, own);

  it.each([
    ['https://desk.example', 'same-origin', true],
    ['https://desk.example', undefined, true],
    [undefined, 'same-origin', true],
    [undefined, undefined, false],
    ['null', undefined, false],
    ['http://desk.example', undefined, false],
    ['https://desk.example.evil.example', undefined, false],
    ['https://desk.example', 'cross-site', false],
    ['https://desk.example', 'none', false],
  ])('from origin %s, site %s: %s', (origin, site, allowed) => {
    expect(post(origin, site)).toBe(allowed);
  });
});

it('the desk answers under its public name, its address, and the names of this machine', () => {
  const hosts = allowedHosts({
    publicUrl: new URL('https://desk.example'),
    host: '0.0.0.0',
    port: 3000,
  });
  for (const host of ['desk.example', 'DESK.example', 'localhost:3000', '[::1]:3000']) {
    expect(isAllowedHost(host, hosts)).toBe(true);
  }
  for (const host of [
    'desk.example:3000',
    'desk.example.',
    'localhost',
    'evil.example',
    undefined,
  ]) {
    expect(isAllowedHost(host, hosts)).toBe(false);
  }
});

it('two requests are the same whatever the order of their fields, and different in anything else', () => {
  const hash = (value: unknown) => hashRequest(value).toString('hex');
  expect(hash({ a: 1, b: { c: 2, d: [1, 2] } })).toBe(hash({ b: { d: [1, 2], c: 2 }, a: 1 }));
  expect(hash({ a: [1, 2] })).not.toBe(hash({ a: [2, 1] }));
  expect(hash({ a: 1 })).not.toBe(hash({ a: '1' }));
});
