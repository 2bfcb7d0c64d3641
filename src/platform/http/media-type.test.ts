import { expect, it } from 'vitest';
import { sniffBytes, sniffMediaType } from './media-type.ts';

const bytes = (...parts: (string | Buffer)[]) =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'hex') : part)));
const uint = (value: number, length: number, order: 'BE' | 'LE' = 'BE') => {
  const out = Buffer.alloc(length);
  if (order === 'BE') out.writeUIntBE(value, 0, length);
  else out.writeUIntLE(value, 0, length);
  return out;
};
const png = (width: number, height: number) =>
  bytes('89504e470d0a1a0a0000000d49484452', uint(width, 4), uint(height, 4), Buffer.alloc(20));
const gif = (width: number, height: number) =>
  bytes(Buffer.from('GIF89a'), uint(width, 2, 'LE'), uint(height, 2, 'LE'), Buffer.alloc(20));
const webp = (width: number, height: number) =>
  bytes(
    Buffer.from('RIFF....WEBPVP8X........'),
    uint(width - 1, 3, 'LE'),
    uint(height - 1, 3, 'LE'),
    Buffer.alloc(20),
  );
const jpeg = (width: number, height: number, aboutBytes = 16) =>
  bytes(
    'ffd8ffe1',
    uint(aboutBytes, 2),
    Buffer.alloc(aboutBytes - 2),
    'ffc2001108',
    uint(height, 2),
    uint(width, 2),
    Buffer.alloc(20),
  );

it.each([
  ['image/png', png],
  ['image/gif', gif],
  ['image/webp', webp],
  ['image/jpeg', jpeg],
] as const)('%s is shown as large as a camera takes it, and saved when larger', (type, picture) => {
  expect(sniffMediaType(picture(12_000, 9_000))).toBe(type);
  expect(sniffMediaType(picture(50_000, 50_000))).toBe('application/octet-stream');
});

it('a JPEG says its size behind what its camera wrote; one that never says it is saved', () => {
  expect(sniffMediaType(jpeg(4_000, 3_000, 60_000))).toBe('image/jpeg');
  expect(sniffMediaType(jpeg(50_000, 50_000, 60_000))).toBe('application/octet-stream');
  const about = bytes('ffe1ffff', Buffer.alloc(0xfffd));
  const endless = bytes('ffd8', ...Array.from({ length: 8 }, () => about));
  expect(sniffMediaType(endless.subarray(0, sniffBytes))).toBe('application/octet-stream');
});

it('a head that is cut short is still what it begins with', () => {
  for (const [type, picture] of [
    ['image/png', png(1, 1).subarray(0, 12)],
    ['image/jpeg', jpeg(1, 1).subarray(0, 6)],
    ['image/gif', gif(1, 1).subarray(0, 7)],
  ] as const) {
    expect(sniffMediaType(picture)).toBe(type);
  }
});
