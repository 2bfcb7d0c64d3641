/**
 * What a file is, by its first bytes and nothing else: neither its name nor what the sender says of it is believed.
 * Everything that is not on this short list is bytes to save, `application/octet-stream`.
 */
export function sniffMediaType(head: Uint8Array): SniffedType {
  const bytes = Buffer.from(head.buffer, head.byteOffset, Math.min(head.byteLength, sniffBytes));
  for (const [type, matches] of signatures) if (matches(bytes)) return type;
  return looksLikeText(bytes) ? 'text/plain' : 'application/octet-stream';
}

/** How much of a file must be at hand. */
export const sniffBytes = 4096;

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
      if (bytes.length < sniffBytes) return null;
    }
  }
  return null;
}
