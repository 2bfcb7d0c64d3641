/**
 * What a file is, by its first bytes and nothing else: neither its name nor what the sender says of it is believed.
 * Everything that is not on this short list is bytes to save, `application/octet-stream`.
 */
export function sniffMediaType(head: Uint8Array): SniffedType {
  const bytes = Buffer.from(head.buffer, head.byteOffset, Math.min(head.byteLength, sniffBytes));
  for (const [type, matches] of signatures) {
    if (matches(bytes)) return isFlood(type, bytes) ? 'application/octet-stream' : type;
  }
  return looksLikeText(bytes.subarray(0, textBytes)) ? 'text/plain' : 'application/octet-stream';
}

/** How much of a file must be at hand: the size of a JPEG stands behind what its camera wrote about it. */
export const sniffBytes = 256 * 1024;
const textBytes = 4096;

export type SniffedType =
  | 'image/png'
  | 'image/jpeg'
  | 'image/gif'
  | 'image/webp'
  | 'application/pdf'
  | 'application/zip'
  | 'text/plain'
  | 'application/octet-stream';

/** What a browser may show in a window of its own; the rest is saved. */
export const mayShowInline = (type: string): boolean =>
  ['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'text/plain'].includes(type);

const begins = (...values: readonly number[]) => {
  const prefix = Buffer.from(values);
  return (bytes: Buffer): boolean => bytes.subarray(0, prefix.length).equals(prefix);
};
const ascii = (bytes: Buffer, from: number, to: number): string =>
  bytes.toString('latin1', from, to);

const signatures: readonly (readonly [SniffedType, (bytes: Buffer) => boolean])[] = [
  ['image/png', begins(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)],
  ['image/jpeg', begins(0xff, 0xd8, 0xff)],
  ['image/gif', (bytes) => /^GIF8[79]a/.test(ascii(bytes, 0, 6))],
  ['image/webp', (bytes) => ascii(bytes, 0, 4) === 'RIFF' && ascii(bytes, 8, 12) === 'WEBP'],
  ['application/pdf', (bytes) => ascii(bytes, 0, 5) === '%PDF-'],
  ['application/zip', begins(0x50, 0x4b, 0x03, 0x04)],
];

/** More than any camera takes; a browser needs four bytes of memory for each, however small the file. */
const pointsMax = 150_000_000;

/** A picture whose size cannot be read is no picture to show, either. */
function isFlood(type: SniffedType, bytes: Buffer): boolean {
  if (!type.startsWith('image/')) return false;
  const points = pointsOf(type, bytes);
  return points !== null && !(points <= pointsMax);
}

/** Width times height as the file says; null when its head is cut short before it says so. */
function pointsOf(type: SniffedType, bytes: Buffer): number | null {
  if (type === 'image/jpeg') return pointsOfJpeg(bytes);
  if (type === 'image/png') {
    return bytes.length < 24 ? null : bytes.readUInt32BE(16) * bytes.readUInt32BE(20);
  }
  if (type === 'image/gif') {
    return bytes.length < 10 ? null : bytes.readUInt16LE(6) * bytes.readUInt16LE(8);
  }
  if (bytes.length < 30) return null;
  const chunk = ascii(bytes, 12, 16);
  if (chunk === 'VP8X') return (bytes.readUIntLE(24, 3) + 1) * (bytes.readUIntLE(27, 3) + 1);
  // The two plain forms of WebP hold at most 16,383 points each way.
  return 0;
}

function pointsOfJpeg(bytes: Buffer): number | null {
  let position = 2;
  while (position + 9 < bytes.length) {
    const marker = bytes.readUInt16BE(position);
    // Start of frame, of any coding; C4, C8 and CC are tables.
    if (marker >= 0xffc0 && marker <= 0xffcf && ![0xffc4, 0xffc8, 0xffcc].includes(marker)) {
      return bytes.readUInt16BE(position + 5) * bytes.readUInt16BE(position + 7);
    }
    position += marker === 0xffff ? 1 : 2 + bytes.readUInt16BE(position + 2);
  }
  return bytes.length < sniffBytes ? null : Infinity;
}

/** Valid UTF-8 without control characters, and nothing that a browser could take for markup. */
function looksLikeText(bytes: Buffer): boolean {
  const text = decodeUtf8(bytes);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what tells bytes from text.
  if (text === null || /[\u0000-\u0008\u000b\u000e-\u001a\u001c-\u001f\u007f]/.test(text))
    return false;
  return !/<[!/?a-z]/i.test(text);
}

function decodeUtf8(bytes: Buffer): string | null {
  // A character may be cut at the end of what was read.
  for (let cut = 0; cut <= 3 && cut < Math.max(bytes.length, 1); cut += 1) {
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(
        bytes.subarray(0, bytes.length - cut),
      );
    } catch {
      if (bytes.length < textBytes) return null;
    }
  }
  return null;
}
