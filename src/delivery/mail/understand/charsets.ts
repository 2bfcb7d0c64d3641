import iconv from 'iconv-lite';
import { guessEastAsian } from './east-asian.ts';

export interface DecodedText {
  readonly text: string;
  /** The charset that was used. */
  readonly charset: string;
  /** The declared charset was missing, unknown or wrong, and another one was used. */
  readonly repaired: boolean;
}

/**
 * Bytes to text. The declared charset is believed while the bytes fit it. Otherwise, and when none is declared:
 * UTF-8 when valid, else what the bytes look like, else the hint (the charset another part of the same message
 * declared), else windows-1252, so that no Spanish letter is ever lost (EMAIL.md, charset traps).
 */
export function decodeText(
  bytes: Uint8Array,
  declared: string | null,
  hint: string | null = null,
): DecodedText {
  const marked = byteOrderMark(bytes);
  if (marked !== null) return { text: decode(bytes, marked), charset: marked, repaired: false };
  const charset = knownCharset(declared);
  if (isPlainAscii(bytes) && (charset === null || isAsciiCompatible(charset)))
    return { text: latin1(bytes), charset: 'us-ascii', repaired: false };
  if (charset !== null && fits(bytes, charset))
    return { text: decode(bytes, charset), charset, repaired: false };
  const better = recognise(bytes, charset, knownCharset(hint));
  return { text: decode(bytes, better), charset: better, repaired: declared !== null };
}

/** The name under which we can decode what `label` means, or null when it means nothing to us. */
export function knownCharset(label: string | null): string | null {
  if (label === null) return null;
  const name: string = label
    .trim()
    .toLowerCase()
    .replace(/^["']|["']$/g, '')
    .replace(/\/\/.*$/, '');
  if (undeclared.has(name)) return null;
  const alias = aliases[name] ?? name;
  if (decoderOf(alias) !== null || isKnownToIconv(alias)) return alias;
  const loose = alias.replace(/^(?:x-|cs)/, '').replace(/_/g, '-');
  if (decoderOf(loose) !== null || isKnownToIconv(loose)) return loose;
  return null;
}

/** Labels that say nothing about the bytes. `us-ascii` is among them: whoever writes it and sends more is wrong. */
const undeclared = new Set([
  '',
  'us-ascii',
  'ascii',
  'ansi_x3.4-1968',
  'unknown',
  'unknown-8bit',
  'x-unknown',
  '8bit',
  '7bit',
  'default',
  'default_charset',
  'binary',
  'base64',
  'hex',
  'ucs2',
]);

/** Superset for subset: senders write the left name and use the letters of the right one. */
const aliases: Readonly<Record<string, string>> = {
  utf8: 'utf-8',
  'iso-8859-1': 'windows-1252',
  latin1: 'windows-1252',
  gb2312: 'gb18030',
  'gb_2312-80': 'gb18030',
  gbk: 'gb18030',
  'x-gbk': 'gb18030',
  cp936: 'gb18030',
  'ks_c_5601-1987': 'euc-kr',
  cp949: 'euc-kr',
  'x-windows-949': 'euc-kr',
  cp932: 'shift_jis',
  'windows-31j': 'shift_jis',
  sjis: 'shift_jis',
  'iso-2022-jp-ms': 'iso-2022-jp',
  'unicode-1-1-utf-7': 'utf-7',
  'iso-8859-8-i': 'iso-8859-8',
  'x-mac-roman': 'macintosh',
};

const isKnownToIconv = (charset: string): boolean => iconv.encodingExists(charset);

const decoders = new Map<string, TextDecoder | null>();

function decoderOf(charset: string): TextDecoder | null {
  const known = decoders.get(charset);
  if (known !== undefined) return known;
  let decoder: TextDecoder | null = null;
  try {
    decoder = new TextDecoder(charset, { fatal: true });
  } catch {
    // Not a label of the Encoding Standard: iconv-lite may still know it.
  }
  // Labels come from strangers: remember only as many as a desk ever meets.
  if (decoders.size < 200) decoders.set(charset, decoder);
  return decoder;
}

function decode(bytes: Uint8Array, charset: string): string {
  try {
    return new TextDecoder(charset).decode(
      charset === 'iso-2022-jp' ? withoutIdleEscapes(bytes) : bytes,
    );
  } catch {
    return iconv.decode(Buffer.from(bytes), charset);
  }
}

/** Joined encoded words switch to ASCII and at once back again, which strict decoders mark as an error. */
function withoutIdleEscapes(bytes: Uint8Array): Uint8Array {
  const text = latin1(bytes);
  return text.includes(idleEscape)
    ? Buffer.from(text.replaceAll(idleEscape, '\u001b'), 'latin1')
    : bytes;
}

const idleEscape = '\u001b(B\u001b';

function fits(bytes: Uint8Array, charset: string): boolean {
  if (singleByte.test(charset)) return !hasJisEscape(bytes) && !isValidUtf8(bytes);
  if (doubleByte.test(charset) && utf8Letters(bytes) >= 4) return false;
  const decoder = decoderOf(charset);
  if (decoder === null) return true;
  try {
    decoder.decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** Every byte string fits a single-byte charset, so a fit proves nothing there: valid UTF-8 proves more. */
const singleByte =
  /^(?:windows-125\d|iso-8859-\d+|latin\d|koi8|macintosh|x-mac|cp\d{3}$|cp125\d|ibm)/;

const doubleByte = /^(?:big5|gb|euc-|shift_jis)/;

/** How many letters the bytes have when they are valid UTF-8; 0 when they are not. A few can be chance. */
function utf8Letters(bytes: Uint8Array): number {
  if (!isValidUtf8(bytes)) return 0;
  let letters = 0;
  for (const byte of bytes) if (byte >= 0xc2) letters += 1;
  return letters;
}

function recognise(bytes: Uint8Array, declared: string | null, hint: string | null): string {
  if (hasJisEscape(bytes)) return 'iso-2022-jp';
  if (isValidUtf8(bytes)) return 'utf-8';
  if (declared === 'utf-8' && isMostlyUtf8(bytes)) return 'utf-8';
  if (declared !== null && declared !== 'utf-8' && !singleByte.test(declared)) {
    // A cut or damaged double-byte text is still that text.
    return damagedShare(bytes, declared) < 0.1
      ? declared
      : (guessEastAsian(bytes) ?? 'windows-1252');
  }
  // A Western hint fits any bytes, so that it proves nothing against text that looks Eastern.
  const eastAsian = hint === null || western.test(hint) ? guessEastAsian(bytes) : null;
  if (eastAsian === null && hint !== null && hint !== 'utf-8' && fits(bytes, hint)) return hint;
  return eastAsian ?? guessEastAsian(bytes) ?? 'windows-1252';
}

const western = /^(?:windows-1252|iso-8859-15?|utf-8)$/;

function damagedShare(bytes: Uint8Array, charset: string): number {
  const text = decode(bytes.subarray(0, 65_536), charset);
  let damaged = 0;
  for (const character of text) if (character === '\ufffd') damaged += 1;
  return text.length === 0 ? 0 : damaged / text.length;
}

function isValidUtf8(bytes: Uint8Array): boolean {
  try {
    strictUtf8.decode(bytes);
    return true;
  } catch {
    return false;
  }
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true });

/** UTF-8 cut at the end, or with a stray byte: at least as many whole sequences as broken ones. */
function isMostlyUtf8(bytes: Uint8Array): boolean {
  let whole = 0;
  let broken = 0;
  for (let i = 0; i < bytes.length; i += 1) {
    const byte = bytes[i] ?? 0;
    if (byte < 0x80) continue;
    const length = byte >= 0xf0 ? 3 : byte >= 0xe0 ? 2 : byte >= 0xc2 ? 1 : 0;
    let follows = 0;
    while (follows < length && ((bytes[i + 1 + follows] ?? 0) & 0xc0) === 0x80) follows += 1;
    if (length > 0 && follows === length) whole += 1;
    else if (length === 0 || i + 1 + follows < bytes.length) broken += 1;
    i += follows;
  }
  return whole > 0 && whole >= broken;
}

function byteOrderMark(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return null;
}

function isPlainAscii(bytes: Uint8Array): boolean {
  for (const byte of bytes) if (byte >= 0x80 || byte === 0x1b) return false;
  return true;
}

const isAsciiCompatible = (charset: string): boolean =>
  !/^(?:utf-?7|utf-?16|utf-?32|ucs|iso-2022|hz|ibm0|ebcdic)/.test(charset);

/** ISO-2022-JP announces itself: ESC $ @, ESC $ B, ESC ( B, ESC ( J. */
function hasJisEscape(bytes: Uint8Array): boolean {
  for (let i = bytes.indexOf(0x1b); i >= 0; i = bytes.indexOf(0x1b, i + 1)) {
    if (bytes[i + 1] === 0x24 && (bytes[i + 2] === 0x40 || bytes[i + 2] === 0x42)) return true;
  }
  return false;
}

const latin1 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
