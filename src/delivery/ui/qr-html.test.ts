import jsqr from 'jsqr';
import { expect, it } from 'vitest';
import { drawQrCodes, qrMark } from './qr-html.ts';

const address = 'https://soporte.andino.example/verify/7K3QM-2ZX9T-00000-11111';

/** The table as pixels: its rows of four pixels, its cells as wide as they say. */
function rasterised(html: string): { readonly data: Uint8ClampedArray; readonly width: number } {
  const rows = html.split('<tr height="4">').slice(1);
  const lines = rows.map((row) =>
    [...row.matchAll(/<td width="(\d+)" bgcolor="#(\w)/g)].flatMap(([, width, colour]) =>
      Array.from({ length: Number(width) }, () => (colour === '0' ? 0 : 255)),
    ),
  );
  const pixels = lines.flatMap((line) => [line, line, line, line]).flat();
  const data = new Uint8ClampedArray(pixels.flatMap((grey) => [grey, grey, grey, 255]));
  return { data, width: lines.length * 4 };
}

it('V.a: the table in a letter reads as the address, and nothing in it is loaded', () => {
  const html = drawQrCodes(`<p>Hola</p>${qrMark(address)}<p>Adiós</p>`);
  const { data, width } = rasterised(html);
  expect(jsqr.default(data, width, width)?.data).toBe(address);
  expect(html).not.toMatch(/src|url\(|<img/);
  expect(html.length).toBeLessThan(60_000);
});

it('V.a: an address that was escaped for the letter is drawn as it was before', () => {
  const html = drawQrCodes(qrMark('https://soporte.example/?a=1&amp;b=&lt;2&gt;'));
  const { data, width } = rasterised(html);
  expect(jsqr.default(data, width, width)?.data).toBe('https://soporte.example/?a=1&b=<2>');
});
